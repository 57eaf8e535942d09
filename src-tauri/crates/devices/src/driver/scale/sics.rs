//! A scale that speaks MT-SICS: it waits for stability itself.

use std::time::Duration;

use super::{ANSWER_WITHIN, Answered};
use crate::codec::mt_sics::{Answer, BadLine, MtSics, Request};
use crate::driver::{READ_BYTES, drain, hear};
use crate::port::clock::Clock;
use crate::port::{Fault, Port};
use crate::reading::{Reading, Reason, Weight};

/// A scale on a port.
#[derive(Debug)]
pub(super) struct Sics<P> {
    port: P,
    codec: MtSics,
}

impl<P: Port> Sics<P> {
    /// A scale that speaks MT-SICS.
    pub(super) fn new(port: P) -> Self {
        Self {
            port,
            codec: MtSics::default(),
        }
    }

    /// The weight now, stable or not: for the display, never for a booking.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub(super) fn poll(&mut self, clock: &impl Clock) -> Result<Reading, Fault> {
        let shown = self.ask(Request::Immediate, ANSWER_WITHIN, clock, reading)?;
        Ok(shown.unwrap_or_else(Reading::NoWeight))
    }

    /// The next stable weight within `within`, or why there is none. A weight that has not settled
    /// is never the answer.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub(super) fn capture(
        &mut self,
        within: Duration,
        clock: &impl Clock,
    ) -> Result<Reading, Fault> {
        match self.ask(Request::Stable, within, clock, settled) {
            Ok(captured) => Ok(captured.unwrap_or_else(Reading::NoWeight)),
            Err(Fault::Timeout) => {
                self.reset(clock)?;
                Ok(Reading::NoWeight(Reason::NotReady))
            }
            Err(fault) => Err(fault),
        }
    }

    /// Sets zero when stable, or says why not.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub(super) fn zero(&mut self, within: Duration, clock: &impl Clock) -> Answered<()> {
        self.ask(Request::Zero, within, clock, |answer| {
            if let Answer::Zero(done) = answer {
                Ok(done)
            } else {
                Err(answer)
            }
        })
    }

    /// Tares when stable and answers the tare weight, or why not.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub(super) fn tare(&mut self, within: Duration, clock: &impl Clock) -> Answered<Weight> {
        self.ask(Request::Tare, within, clock, |answer| {
            if let Answer::Tare(tare) = answer {
                Ok(tare)
            } else {
                Err(answer)
            }
        })
    }

    /// Clears the tare, or says why not.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub(super) fn clear_tare(&mut self, clock: &impl Clock) -> Answered<()> {
        self.ask(Request::ClearTare, ANSWER_WITHIN, clock, |answer| {
            if let Answer::TareCleared(done) = answer {
                Ok(done)
            } else {
                Err(answer)
            }
        })
    }

    /// The scale's own serial number, or why it does not tell.
    ///
    /// # Errors
    /// [`Fault`], when the scale did not answer.
    pub(super) fn serial_number(&mut self, clock: &impl Clock) -> Answered<String> {
        self.ask(Request::SerialNumber, ANSWER_WITHIN, clock, serial_number)
    }

    /// Drops what the scale is doing, so that a late answer is not taken for another one.
    fn reset(&mut self, clock: &impl Clock) -> Result<(), Fault> {
        self.ask(Request::Reset, ANSWER_WITHIN, clock, serial_number)
            .map(drop)
    }

    /// Asks, and goes on reading until `pick` finds its answer; it gives back any other one.
    fn ask<T>(
        &mut self,
        request: Request,
        within: Duration,
        clock: &impl Clock,
        pick: fn(Answer) -> Result<Result<T, Reason>, Answer>,
    ) -> Answered<T> {
        let until = clock.now() + within;
        self.drain()?;
        let written = self.port.write(request.bytes(), within);
        written.fault.map_or(Ok(()), Err)?;
        let mut silence = Fault::Timeout;
        loop {
            let left = until.saturating_sub(clock.now());
            if left.is_zero() {
                // Garbled line ends end no line: a half one left over is an answer too.
                return Err(self.codec.quiet().map_or(silence, |_| Fault::Protocol));
            }
            for outcome in self.read(left)? {
                match outcome.map(pick) {
                    Ok(Ok(picked)) => return Ok(picked),
                    Ok(Err(Answer::Refused(why))) => return Ok(Err(why)),
                    // A late answer to an earlier request.
                    Ok(Err(_)) => {}
                    Err(_) => silence = Fault::Protocol,
                }
            }
        }
    }

    fn read(&mut self, wait: Duration) -> Result<Vec<Result<Answer, BadLine>>, Fault> {
        let mut buffer = [0; READ_BYTES];
        Ok(self.codec.push(hear(&mut self.port, wait, &mut buffer)?))
    }

    fn drain(&mut self) -> Result<(), Fault> {
        drain(&mut self.port)?;
        self.codec.quiet();
        Ok(())
    }
}

fn reading(answer: Answer) -> Result<Result<Reading, Reason>, Answer> {
    if let Answer::Reading(reading) = answer {
        Ok(Ok(reading))
    } else {
        Err(answer)
    }
}

fn settled(answer: Answer) -> Result<Result<Reading, Reason>, Answer> {
    let moving = matches!(&answer, Answer::Reading(Reading::Weight(weight)) if !weight.stable);
    if moving { Err(answer) } else { reading(answer) }
}

fn serial_number(answer: Answer) -> Result<Result<String, Reason>, Answer> {
    if let Answer::SerialNumber(serial) = answer {
        Ok(serial)
    } else {
        Err(answer)
    }
}
