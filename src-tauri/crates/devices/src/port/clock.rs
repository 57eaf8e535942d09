//! Time since a fixed moment, as an argument of the drivers.

use std::time::{Duration, Instant};

/// Tells how much time has passed since some fixed moment. It never goes back.
pub trait Clock {
    /// Time since that moment.
    fn now(&self) -> Duration;
}

/// The machine's own steady clock.
#[derive(Clone, Copy, Debug)]
pub struct Monotonic(Instant);

impl Default for Monotonic {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Clock for Monotonic {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}
