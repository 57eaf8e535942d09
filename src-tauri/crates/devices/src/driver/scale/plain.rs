//! A scale that says what it shows, when asked or all the time. It does not wait for stability and
//! does not say whether it zeroed or tared: the readings that follow do.

use std::time::Duration;

use super::{ANSWER_WITHIN, Answered};
use crate::codec::scale::{BadLine, Said, ScaleCodec};
use crate::driver::{READ_BYTES, drain, hear};
use crate::port::clock::Clock;
use crate::port::{Fault, Port};
use crate::reading::{Reading, Reason, Weight};
use crate::speech::{Requests, Speech};

/// Pause between two questions whether a weight has settled.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// A scale on a port.
#[derive(Debug)]
pub(super) struct Plain<P> {
    port: P,
    codec: Box<dyn ScaleCodec>,
    requests: Requests,
}

impl<P: Port> Plain<P> {
    pub(super) fn new(speech: &Speech, port: P) -> Self {
        Self {
            port,
            codec: speech.codec(),
            requests: speech.requests(),
        }
    }

    pub(super) fn poll(&mut self, clock: &impl Clock) -> Result<Reading, Fault> {
        self.ask(ANSWER_WITHIN, clock)
    }

    pub(super) fn capture(
        &mut self,
        within: Duration,
        clock: &impl Clock,
    ) -> Result<Reading, Fault> {
        let until = clock.now() + within;
        loop {
            let shown = self.ask(ANSWER_WITHIN, clock)?;
            if !may_change(&shown) {
                return Ok(shown);
            }
            if clock.now() >= until {
                return Ok(Reading::NoWeight(Reason::NotReady));
            }
            self.pause()?;
        }
    }

    pub(super) fn zero(&mut self, within: Duration, clock: &impl Clock) -> Answered<()> {
        let until = clock.now() + within;
        if let Reading::NoWeight(reason) = self.capture(within, clock)? {
            return Ok(Err(reason));
        }
        self.request(self.requests.zero, until, clock)
    }

    pub(super) fn tare(&mut self, within: Duration, clock: &impl Clock) -> Answered<Weight> {
        let until = clock.now() + within;
        match self.capture(within, clock)? {
            Reading::NoWeight(reason) => Ok(Err(reason)),
            Reading::Weight(weight) => {
                let tared = self.request(self.requests.tare, until, clock)?;
                Ok(tared.map(|()| weight))
            }
        }
    }

    /// Sends a request that makes the scale show zero, and waits until it does.
    fn request(&mut self, request: &[u8], until: Duration, clock: &impl Clock) -> Answered<()> {
        if request.is_empty() {
            return Ok(Err(Reason::NotAllowed));
        }
        self.send(request)?;
        loop {
            self.pause()?;
            let left = until.saturating_sub(clock.now());
            match self.capture(left, clock)? {
                Reading::Weight(weight) if weight.value.is_zero() => return Ok(Ok(())),
                Reading::NoWeight(reason) => return Ok(Err(reason)),
                Reading::Weight(_) if left.is_zero() => return Ok(Err(Reason::NotAllowed)),
                Reading::Weight(_) => {}
            }
        }
    }

    /// What the scale shows, from a frame that began after the question.
    fn ask(&mut self, within: Duration, clock: &impl Clock) -> Result<Reading, Fault> {
        let until = clock.now() + within;
        self.drain()?;
        self.send(self.requests.weigh)?;
        let mut silence = Fault::Timeout;
        loop {
            let left = until.saturating_sub(clock.now());
            if left.is_zero() {
                return self.last(silence);
            }
            for outcome in self.read(left)? {
                match outcome {
                    Ok(Said::Reading(reading)) => return Ok(reading),
                    Ok(Said::Refused(reason)) => return Ok(Reading::NoWeight(reason)),
                    Ok(Said::Tare(_) | Said::Done | Said::SerialNumber(_)) => {}
                    Err(_) => silence = Fault::Protocol,
                }
            }
        }
    }

    /// What the silence completes: a frame whose end shows only with the next one.
    fn last(&mut self, silence: Fault) -> Result<Reading, Fault> {
        match self.codec.quiet() {
            Some(Ok(Said::Reading(reading))) => Ok(reading),
            Some(_) => Err(Fault::Protocol),
            None => Err(silence),
        }
    }

    fn send(&mut self, request: &[u8]) -> Result<(), Fault> {
        if request.is_empty() {
            return Ok(());
        }
        let written = self.port.write(request, ANSWER_WITHIN);
        written.fault.map_or(Ok(()), Err)
    }

    fn read(&mut self, wait: Duration) -> Result<Vec<Result<Said, BadLine>>, Fault> {
        let mut buffer = [0; READ_BYTES];
        Ok(self.codec.push(hear(&mut self.port, wait, &mut buffer)?))
    }

    /// Waits by reading; what comes meanwhile is no answer to anything.
    fn pause(&mut self) -> Result<(), Fault> {
        self.read(ASK_EVERY).map(drop)
    }

    fn drain(&mut self) -> Result<(), Fault> {
        drain(&mut self.port)?;
        // A half frame from before the question is no answer to it.
        self.codec.quiet();
        Ok(())
    }
}

/// Whether waiting may help: it moves, or says nothing about the weight.
fn may_change(shown: &Reading) -> bool {
    match shown {
        Reading::Weight(weight) => !weight.stable,
        Reading::NoWeight(reason) => matches!(reason, Reason::NotReady | Reason::StateOnly),
    }
}
