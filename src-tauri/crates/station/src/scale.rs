//! The scale, as a port: the core asks it, never a screen.

use domain::job_order::WeightFacts;
use domain::quantity::Quantity;

/// Tells what is on the scale.
pub trait Scale: Send + Sync {
    /// The latest reading; `None` where no scale is set up.
    fn reading(&self) -> Option<WeightFacts>;

    /// The weight was booked: until the scale is emptied or tared, the load is no other.
    fn booked(&self, weight: &Quantity);
}

/// No scale is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoScale;

impl Scale for NoScale {
    fn reading(&self) -> Option<WeightFacts> {
        None
    }

    fn booked(&self, _weight: &Quantity) {}
}
