//! What goes wrong.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::dice::Dice;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// A new station begins with a baseline, an older one for the most part.
    Newcomer,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Self; 12] = [
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
        Self::Newcomer,
    ];

    /// Its name, as it is written in options and reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Duplication => "duplication",
            Self::Reorder => "reorder",
            Self::Partition => "partition",
            Self::Skew => "skew",
            Self::PowerLoss => "power-loss",
            Self::DiskRestore => "disk-restore",
            Self::Clone => "clone",
            Self::PlantRollback => "plant-rollback",
            Self::OldVersion => "old-version",
            Self::GatewayPause => "gateway-pause",
            Self::Newcomer => "newcomer",
        }
    }

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

/// No fault has that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault “{0}”: choose among {all}", all = Fault::ALL.map(Fault::as_str).join(", "))]
pub struct UnknownFault(String);

impl FromStr for Fault {
    type Err = UnknownFault;
    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.as_str() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
