//! When to open a device, keep it, drop it and try again. No I/O, no clock: times are arguments.

use std::time::Duration;

use serde::Serialize;

use crate::port::Fault;

/// First wait before a device is tried again: a replug takes about this long to enumerate.
pub const BACKOFF_MIN: Duration = Duration::from_millis(200);

/// Longest wait before a device on the network is tried again, so that one switched on is found soon.
pub const BACKOFF_MAX: Duration = Duration::from_secs(5);

/// Longest wait before a plugged-in device is looked for again: a look costs a millisecond, and one
/// that was plugged in elsewhere has to work within two seconds.
pub const BACKOFF_MAX_PLUGGED: Duration = Duration::from_secs(1);

/// Faults in a row after which an open port is dropped and opened anew. One may be noise, three
/// are a dead connection or a device that needs its port set up again.
pub const FAULTS_IN_A_ROW_MAX: u32 = 3;

/// How a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not found yet.
    Absent,
    /// Being opened.
    Opening,
    /// Open, and answering as far as is known.
    Ready,
    /// There, but it cannot be used.
    Degraded(Fault),
    /// It was there and went away.
    Gone,
}

/// What the caller has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Open the port now, then call [`Supervisor::opened`] or [`Supervisor::failed_to_open`].
    Open,
    /// Wait this long.
    Wait(Duration),
    /// Use the port.
    Use,
}

/// What becomes of an open port after a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on using it.
    Keep,
    /// Drop the handle before anything else: the operating system gives a device that comes back
    /// another path while the old one is held.
    Drop,
}

/// The reconnect policy of one device.
#[derive(Clone, Debug)]
pub struct Supervisor {
    state: State,
    open: bool,
    was_there: bool,
    retry_at: Duration,
    backoff: Duration,
    backoff_max: Duration,
    faults_in_a_row: u32,
}

impl Supervisor {
    /// A device that was not tried yet, with the longest wait before it is tried again.
    #[must_use]
    pub fn new(backoff_max: Duration) -> Self {
        Self {
            state: State::Absent,
            open: false,
            was_there: false,
            retry_at: Duration::ZERO,
            backoff: BACKOFF_MIN,
            backoff_max,
            faults_in_a_row: 0,
        }
    }

    /// How the device is.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// What to do next.
    pub fn step(&mut self, now: Duration) -> Step {
        if self.open {
            return Step::Use;
        }
        let wait = self.retry_at.saturating_sub(now);
        if !wait.is_zero() {
            return Step::Wait(wait);
        }
        self.state = State::Opening;
        Step::Open
    }

    /// The port is open.
    pub fn opened(&mut self) {
        self.open = true;
        self.was_there = true;
        self.state = State::Ready;
        self.faults_in_a_row = 0;
    }

    /// The port did not open.
    pub fn failed_to_open(&mut self, fault: Fault, now: Duration) {
        self.state = match fault {
            Fault::Gone | Fault::Timeout if self.was_there => State::Gone,
            Fault::Gone | Fault::Timeout => State::Absent,
            Fault::Busy
            | Fault::Denied
            | Fault::Stall
            | Fault::Overflow
            | Fault::BadLine
            | Fault::Mode
            | Fault::Twins
            | Fault::Driven
            | Fault::System
            | Fault::Protocol => State::Degraded(fault),
        };
        self.retry_later(now);
    }

    /// The device answered as it should.
    pub fn answered(&mut self) {
        self.state = State::Ready;
        self.faults_in_a_row = 0;
        self.backoff = BACKOFF_MIN;
    }

    /// The open port had a fault.
    pub fn faulted(&mut self, fault: Fault, now: Duration) -> Verdict {
        self.faults_in_a_row += 1;
        let dead = fault == Fault::Gone;
        self.state = if dead {
            State::Gone
        } else {
            State::Degraded(fault)
        };
        if !dead && self.faults_in_a_row < FAULTS_IN_A_ROW_MAX {
            return Verdict::Keep;
        }
        self.open = false;
        self.retry_later(now);
        Verdict::Drop
    }

    fn retry_later(&mut self, now: Duration) {
        self.retry_at = now + self.backoff;
        self.backoff = (self.backoff * 2).min(self.backoff_max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn ready() -> Supervisor {
        let mut device = Supervisor::new(BACKOFF_MAX_PLUGGED);
        assert_eq!(device.step(Duration::ZERO), Step::Open);
        device.opened();
        device
    }

    #[test]
    fn a_missing_device_is_tried_ever_more_seldom() {
        let mut device = Supervisor::new(BACKOFF_MAX);
        let mut now = Duration::ZERO;
        let mut waits = Vec::new();
        for _ in 0..7 {
            assert_eq!(device.step(now), Step::Open);
            device.failed_to_open(Fault::Gone, now);
            let Step::Wait(wait) = device.step(now) else {
                panic!("no wait")
            };
            waits.push(wait.as_millis());
            now += wait;
        }

        assert_eq!(waits, [200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
        assert_eq!(device.state(), State::Absent);
    }

    #[test]
    fn a_device_that_was_away_for_long_is_found_within_two_seconds() {
        let mut device = ready();
        let mut now = Duration::ZERO;
        device.faulted(Fault::Gone, now);
        let mut longest = Duration::ZERO;
        for _ in 0..9 {
            let Step::Wait(wait) = device.step(now) else {
                panic!("no wait")
            };
            longest = longest.max(wait);
            now += wait;
            assert_eq!(device.step(now), Step::Open);
            device.failed_to_open(Fault::Gone, now);
        }

        assert!(longest < 2_000 * MS, "{longest:?}");
    }

    #[test]
    fn an_unplugged_device_is_dropped_at_once_and_tried_again_soon() {
        let mut device = ready();

        assert_eq!(device.faulted(Fault::Gone, 1_000 * MS), Verdict::Drop);
        assert_eq!(device.state(), State::Gone);
        assert_eq!(device.step(1_000 * MS), Step::Wait(BACKOFF_MIN));
        assert_eq!(device.step(1_200 * MS), Step::Open);
        device.failed_to_open(Fault::Gone, 1_200 * MS);
        assert_eq!(device.state(), State::Gone);
    }

    #[test]
    fn a_silent_device_is_kept_twice_then_opened_anew() {
        let mut device = ready();

        assert_eq!(device.faulted(Fault::Timeout, MS), Verdict::Keep);
        assert_eq!(device.state(), State::Degraded(Fault::Timeout));
        assert_eq!(device.faulted(Fault::Timeout, MS), Verdict::Keep);
        assert_eq!(device.faulted(Fault::Timeout, MS), Verdict::Drop);
    }

    #[test]
    fn one_good_answer_forgives() {
        let mut device = ready();
        device.faulted(Fault::Timeout, MS);
        device.faulted(Fault::Protocol, MS);

        device.answered();

        assert_eq!(device.state(), State::Ready);
        assert_eq!(device.faulted(Fault::Timeout, MS), Verdict::Keep);
    }

    #[test]
    fn a_device_without_permission_says_so_until_it_opens() {
        let mut device = Supervisor::new(BACKOFF_MAX);

        device.failed_to_open(Fault::Denied, Duration::ZERO);

        assert_eq!(device.state(), State::Degraded(Fault::Denied));
    }
}
