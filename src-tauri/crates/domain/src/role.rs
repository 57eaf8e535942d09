//! Who may do what.

use serde::{Deserialize, Serialize};

/// A person's rights. One person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Executes work at a station.
    Operator,
    /// Releases, dispatches, imports.
    Supervisor,
    /// Holds, releases holds, disposes.
    Quality,
    /// Sets up stations and devices.
    Installer,
}

impl Role {
    /// The word on screens and in refusals.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Supervisor => "supervisor",
            Self::Quality => "quality engineer",
            Self::Installer => "installer",
        }
    }
}
