//! What goes wrong.

use std::collections::BTreeSet;

use crate::dice::Dice;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Messages are lost, and connections hang half-open.
    Loss,
    /// Messages arrive twice.
    Duplication,
    /// Messages overtake each other.
    Reorder,
    /// A station is cut off for a while.
    Partition,
    /// Clocks are off by up to a year.
    Skew,
    /// Power fails, and what a lying disk had not written is gone.
    PowerLoss,
    /// The image of a station's disk is put back to an earlier day.
    DiskRestore,
    /// A second PC starts with a copy of a station's disk.
    Clone,
    /// The plant is taken back to a backup.
    PlantRollback,
    /// A station runs the version before.
    OldVersion,
    /// The gateway sleeps and wakes up.
    GatewayPause,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Loss,
        Self::Duplication,
        Self::Reorder,
        Self::Partition,
        Self::Skew,
        Self::PowerLoss,
        Self::DiskRestore,
        Self::Clone,
        Self::PlantRollback,
        Self::OldVersion,
        Self::GatewayPause,
    ];

    /// Some kinds: at least two, so that every pair comes up.
    pub(crate) fn draw(dice: &mut Dice) -> BTreeSet<Self> {
        let many = dice.between(2, 8);
        let mut chosen = BTreeSet::new();
        while (chosen.len() as u64) < many {
            chosen.extend(Self::ALL.get(dice.place(Self::ALL.len())));
        }
        chosen
    }
}
