//! A scale: live readings, and captures of a stable weight.

mod plain;
mod sics;

use std::time::Duration;

use self::plain::Plain;
use self::sics::Sics;
use crate::port::clock::Clock;
use crate::port::{Fault, Port};
use crate::reading::{Reading, Reason, Weight};
use crate::speech::Speech;

/// How long a scale may take to answer what it can answer at once.
pub const ANSWER_WITHIN: Duration = Duration::from_millis(1_000);

/// What a scale did or why not; the fault when it did not answer.
pub type Answered<T> = Result<Result<T, Reason>, Fault>;

/// A scale on a port.
#[derive(Debug)]
pub struct Scale<P>(Voice<P>);

#[derive(Debug)]
enum Voice<P> {
    /// Waits for stability itself, and answers each request by its name.
    Sics(Sics<P>),
    /// Says what it shows, asked or unasked.
    Plain(Plain<P>),
}

impl<P: Port> Scale<P> {
    /// A scale that speaks MT-SICS.
    #[must_use]
    pub fn new(port: P) -> Self {
        Self::speaking(&Speech::MtSics, port)
    }

    /// A scale that speaks like this.
    #[must_use]
    pub fn speaking(speech: &Speech, port: P) -> Self {
        Self(match speech {
            Speech::MtSics => Voice::Sics(Sics::new(port)),
            Speech::Toledo8217 { .. }
            | Speech::Toledo8213 { .. }
            | Speech::ToledoContinuous
            | Speech::Nci
            | Speech::Ohaus
            | Speech::Sbi
            | Speech::AAndD
            | Speech::HidScale => Voice::Plain(Plain::new(speech, port)),
        })
    }

    /// The weight now, stable or not: for the display, never for a booking.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub fn poll(&mut self, clock: &impl Clock) -> Result<Reading, Fault> {
        match &mut self.0 {
            Voice::Sics(scale) => scale.poll(clock),
            Voice::Plain(scale) => scale.poll(clock),
        }
    }

    /// The next stable weight within `within`, or why there is none. A weight that has not settled
    /// is never the answer.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub fn capture(&mut self, within: Duration, clock: &impl Clock) -> Result<Reading, Fault> {
        match &mut self.0 {
            Voice::Sics(scale) => scale.capture(within, clock),
            Voice::Plain(scale) => scale.capture(within, clock),
        }
    }

    /// Sets zero when stable, or says why not.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub fn zero(&mut self, within: Duration, clock: &impl Clock) -> Answered<()> {
        match &mut self.0 {
            Voice::Sics(scale) => scale.zero(within, clock),
            Voice::Plain(scale) => scale.zero(within, clock),
        }
    }

    /// Tares when stable and answers the tare weight, or why not.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub fn tare(&mut self, within: Duration, clock: &impl Clock) -> Answered<Weight> {
        match &mut self.0 {
            Voice::Sics(scale) => scale.tare(within, clock),
            Voice::Plain(scale) => scale.tare(within, clock),
        }
    }

    /// Clears the tare, or says why not. Only MT-SICS says whether it did.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub fn clear_tare(&mut self, clock: &impl Clock) -> Answered<()> {
        match &mut self.0 {
            Voice::Sics(scale) => scale.clear_tare(clock),
            Voice::Plain(_) => Ok(Err(Reason::NotAllowed)),
        }
    }

    /// The scale's own serial number, or why it does not tell. Only MT-SICS does.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub fn serial_number(&mut self, clock: &impl Clock) -> Answered<String> {
        match &mut self.0 {
            Voice::Sics(scale) => scale.serial_number(clock),
            Voice::Plain(_) => Ok(Err(Reason::NotAllowed)),
        }
    }
}
