//! How much is measured.

/// Sizes of one run.
pub(crate) struct Sizes {
    /// Their name in the report.
    pub(crate) name: &'static str,
    /// Captures measured on each database.
    pub(crate) captures: usize,
    /// Events in the large database.
    pub(crate) events: usize,
}

impl Sizes {
    /// What the goals are about.
    pub(crate) const FULL: Self = Self {
        name: "full",
        captures: 3_000,
        events: 1_000_000,
    };

    /// Enough to see that the bench works; its numbers say little.
    pub(crate) const QUICK: Self = Self {
        name: "quick",
        captures: 300,
        events: 20_000,
    };
}
