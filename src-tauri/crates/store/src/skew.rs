//! How far this station's clock is from the plant's, told to the writer without waiting for it.

use std::sync::atomic::{AtomicI64, Ordering};

/// Never compared.
const UNKNOWN: i64 = i64::MIN;

/// This station's clock less the plant's, in milliseconds, when last compared.
#[derive(Debug)]
pub(crate) struct Skew(AtomicI64);

impl Default for Skew {
    fn default() -> Self {
        Self(AtomicI64::new(UNKNOWN))
    }
}

impl Skew {
    pub(crate) fn note(&self, skew_ms: i64) {
        self.0.store(skew_ms, Ordering::Relaxed);
    }

    /// Nothing until the clocks were compared.
    pub(crate) fn get(&self) -> Option<i64> {
        let skew_ms = self.0.load(Ordering::Relaxed);
        (skew_ms != UNKNOWN).then_some(skew_ms)
    }
}
