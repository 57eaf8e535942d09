//! How much is measured.

/// Sizes of one run.
pub(crate) struct Sizes {
    /// Their name in the report.
    pub(crate) name: &'static str,
    /// Captures measured on each database.
    pub(crate) captures: usize,
    /// Events in the large database.
    pub(crate) events: usize,
    /// Codes scanned.
    pub(crate) scans: usize,
    /// Weights that settle.
    pub(crate) weights: usize,
    /// Labels printed.
    pub(crate) labels: usize,
    /// Orders imported.
    pub(crate) orders: usize,
    /// Imports, each into a new station.
    pub(crate) imports: usize,
    /// Open jobs of the large plant.
    pub(crate) jobs: usize,
    /// Times each view is read.
    pub(crate) views: usize,
    /// Windows opened of each kind.
    pub(crate) windows: usize,
    /// Batches pushed, and slices of single appends.
    pub(crate) batches: usize,
    /// Captures followed to the plant and to another station.
    pub(crate) trips: usize,
    /// Events that a station recorded while it was alone.
    pub(crate) absent: usize,
    /// Stations that wait.
    pub(crate) idle: usize,
    /// Events of a plant that a new station comes to.
    pub(crate) past: usize,
}

impl Sizes {
    /// What the goals are about.
    pub(crate) const FULL: Self = Self {
        name: "full",
        captures: 3_000,
        events: 1_000_000,
        scans: 500,
        weights: 100,
        labels: 200,
        orders: 10_000,
        imports: 3,
        jobs: 100_000,
        views: 400,
        windows: 5,
        batches: 20,
        trips: 300,
        absent: 100_000,
        idle: 200,
        past: 1_000_000,
    };

    /// Enough to see that the bench works; its numbers say little.
    pub(crate) const QUICK: Self = Self {
        name: "quick",
        captures: 300,
        events: 20_000,
        scans: 50,
        weights: 12,
        labels: 20,
        orders: 500,
        imports: 2,
        jobs: 5_000,
        views: 60,
        windows: 2,
        batches: 4,
        trips: 30,
        absent: 3_000,
        idle: 20,
        past: 20_000,
    };
}
