//! The scale, as a port: the core asks it, never a screen.

use domain::job_order::WeightFacts;

/// Tells what is on the scale.
pub trait Scale: Send + Sync {
    /// The latest reading; `None` where no scale is set up.
    fn reading(&self) -> Option<WeightFacts>;
}

/// No scale is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoScale;

impl Scale for NoScale {
    fn reading(&self) -> Option<WeightFacts> {
        None
    }
}
