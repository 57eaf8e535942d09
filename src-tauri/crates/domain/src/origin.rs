//! Who wrote an event: a station, in one of its epochs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A station: the first 16 bytes of the SHA-256 of its Ed25519 public key, in hexadecimal on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StationId(pub [u8; 16]);

/// The text is not 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a station: it has 32 hexadecimal digits")]
pub struct BadStationId(String);

impl StationId {
    /// The four digits that people read, and that start this station's lot numbers.
    #[must_use]
    pub fn short(&self) -> String {
        let [a, b, ..] = self.0;
        format!("{a:02X}{b:02X}")
    }
}

impl fmt::Display for StationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for StationId {
    type Err = BadStationId;
    fn from_str(text: &str) -> Result<Self, BadStationId> {
        let bad = || BadStationId(text.chars().take(40).collect());
        if text.len() != 32 || !text.is_ascii() {
            return Err(bad());
        }
        u128::from_str_radix(text, 16)
            .map(|bits| Self(bits.to_be_bytes()))
            .map_err(|_| bad())
    }
}

impl TryFrom<String> for StationId {
    type Error = BadStationId;
    fn try_from(text: String) -> Result<Self, BadStationId> {
        text.parse()
    }
}

impl From<StationId> for String {
    fn from(id: StationId) -> Self {
        id.to_string()
    }
}

/// A station in one epoch: the writer of one chain. Restoring a data folder starts a new epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// Station.
    pub station: StationId,
    /// Epoch, from 1.
    pub epoch: u32,
}
