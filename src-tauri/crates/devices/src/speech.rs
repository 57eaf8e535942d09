//! The protocols a scale may speak: how each is asked, read and set up.

use domain::quantity::Unit;
use serde::{Deserialize, Serialize};

use crate::codec::hid_scale::HidScale;
use crate::codec::scale::{ScaleCodec, unit_as_spelt};
use crate::codec::toledo_8217::{Model, Toledo8217};
use crate::codec::{a_and_d, mt_sics, nci, ohaus, sbi, toledo_8217, toledo_continuous};
use crate::port::serial::{Line, Parity};

/// What a scale speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speech {
    /// MT-SICS levels 0 and 1.
    #[serde(rename = "mt-sics")]
    MtSics,
    /// Toledo 8217, which sends no unit.
    #[serde(rename = "toledo-8217")]
    Toledo8217 {
        /// What the scale is set to.
        unit: Unit,
    },
    /// Toledo 8213, which sends no unit.
    #[serde(rename = "toledo-8213")]
    Toledo8213 {
        /// What the scale is set to.
        unit: Unit,
    },
    /// Toledo continuous output: it sends unasked.
    #[serde(rename = "toledo-continuous")]
    ToledoContinuous,
    /// NCI, also called SCP-01.
    #[serde(rename = "nci")]
    Nci,
    /// Ohaus.
    #[serde(rename = "ohaus")]
    Ohaus,
    /// Sartorius SBI.
    #[serde(rename = "sbi")]
    Sbi,
    /// A&D.
    #[serde(rename = "a-and-d")]
    AAndD,
    /// Reports of a HID scale: it sends unasked.
    #[serde(rename = "hid-scale")]
    HidScale,
}

/// The names of all of them, as a person writes them.
pub const NAMES: &[&str] = &[
    "mt-sics",
    "toledo-8217",
    "toledo-8213",
    "toledo-continuous",
    "nci",
    "ohaus",
    "sbi",
    "a-and-d",
    "hid-scale",
];

/// Why a scale cannot be set up like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSpeech {
    /// No such protocol.
    #[error("“{0}” is no protocol of a scale: write one of {list}", list = NAMES.join(", "))]
    Unknown(String),
    /// The frames name no unit.
    #[error("a scale that speaks {0} sends no unit: say what it is set to, for example --unit kg")]
    NeedsUnit(String),
    /// A unit of something else.
    #[error("“{0}” is no unit of weight: write kg, g, lb or oz")]
    NoWeight(String),
    /// The scale says its unit itself.
    #[error("a scale that speaks {0} sends its unit itself: leave --unit out")]
    HasUnit(String),
}

/// What is sent to a scale. Empty where it takes no such request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Requests {
    pub(crate) weigh: &'static [u8],
    pub(crate) zero: &'static [u8],
    pub(crate) tare: &'static [u8],
}

impl Speech {
    /// The protocol with this name.
    ///
    /// # Errors
    /// [`BadSpeech`], when there is none, or the unit is missing, superfluous or no weight.
    pub fn named(name: &str, unit: Option<&str>) -> Result<Self, BadSpeech> {
        let spelt = |unit: &str| unit_as_spelt(unit).ok_or(BadSpeech::NoWeight(unit.to_owned()));
        let unit = unit.map(spelt).transpose()?;
        let speech = match (name, unit) {
            ("toledo-8217", Some(unit)) => Self::Toledo8217 { unit },
            ("toledo-8213", Some(unit)) => Self::Toledo8213 { unit },
            ("toledo-8217" | "toledo-8213", None) => {
                return Err(BadSpeech::NeedsUnit(name.to_owned()));
            }
            (known, Some(_)) if NAMES.contains(&known) => {
                return Err(BadSpeech::HasUnit(name.to_owned()));
            }
            ("mt-sics", _) => Self::MtSics,
            ("toledo-continuous", _) => Self::ToledoContinuous,
            ("nci", _) => Self::Nci,
            ("ohaus", _) => Self::Ohaus,
            ("sbi", _) => Self::Sbi,
            ("a-and-d", _) => Self::AAndD,
            ("hid-scale", _) => Self::HidScale,
            _ => return Err(BadSpeech::Unknown(name.to_owned())),
        };
        Ok(speech)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::MtSics => "mt-sics",
            Self::Toledo8217 { .. } => "toledo-8217",
            Self::Toledo8213 { .. } => "toledo-8213",
            Self::ToledoContinuous => "toledo-continuous",
            Self::Nci => "nci",
            Self::Ohaus => "ohaus",
            Self::Sbi => "sbi",
            Self::AAndD => "a-and-d",
            Self::HidScale => "hid-scale",
        }
    }

    /// The unit it is set to, where its frames name none.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        match self {
            Self::Toledo8217 { unit } | Self::Toledo8213 { unit } => Some(unit),
            Self::MtSics
            | Self::ToledoContinuous
            | Self::Nci
            | Self::Ohaus
            | Self::Sbi
            | Self::AAndD
            | Self::HidScale => None,
        }
    }

    /// The line settings such scales are delivered with.
    #[must_use]
    pub fn usual_line(&self) -> Line {
        let seven = |baud, parity| Line {
            baud,
            data_bits: 7,
            parity,
            ..Line::default()
        };
        match self {
            Self::MtSics | Self::Nci | Self::Ohaus | Self::HidScale => Line::default(),
            Self::Toledo8217 { .. } | Self::Toledo8213 { .. } | Self::ToledoContinuous => {
                seven(9_600, Parity::Even)
            }
            Self::Sbi => seven(1_200, Parity::Odd),
            Self::AAndD => seven(2_400, Parity::Even),
        }
    }

    /// Reads what it says.
    #[must_use]
    pub fn codec(&self) -> Box<dyn ScaleCodec> {
        match self {
            Self::MtSics => Box::<mt_sics::MtSics>::default(),
            Self::Toledo8217 { unit } => Box::new(Toledo8217::new(Model::T8217, unit.clone())),
            Self::Toledo8213 { unit } => Box::new(Toledo8217::new(Model::T8213, unit.clone())),
            Self::ToledoContinuous => Box::<toledo_continuous::ToledoContinuous>::default(),
            Self::Nci => Box::<nci::Nci>::default(),
            Self::Ohaus => Box::new(ohaus::codec()),
            Self::Sbi => Box::new(sbi::codec()),
            Self::AAndD => Box::new(a_and_d::codec()),
            Self::HidScale => Box::<HidScale>::default(),
        }
    }

    pub(crate) fn requests(&self) -> Requests {
        let requests = |weigh, zero, tare| Requests { weigh, zero, tare };
        match self {
            Self::MtSics => requests(b"SI\r\n", b"Z\r\n", b"T\r\n"),
            Self::Toledo8217 { .. } => {
                requests(toledo_8217::WEIGH, toledo_8217::ZERO, toledo_8217::TARE)
            }
            Self::Toledo8213 { .. } => requests(toledo_8217::WEIGH, toledo_8217::ZERO, b""),
            Self::ToledoContinuous => {
                requests(b"", toledo_continuous::ZERO, toledo_continuous::TARE)
            }
            Self::Nci => requests(nci::WEIGH, nci::ZERO, nci::TARE),
            Self::Ohaus => requests(ohaus::WEIGH, ohaus::ZERO, ohaus::TARE),
            Self::Sbi => requests(sbi::WEIGH, sbi::ZERO, sbi::TARE),
            Self::AAndD => requests(a_and_d::WEIGH, a_and_d::ZERO, a_and_d::TARE),
            // The tables know requests for zero and tare, and hardly any scale obeys them.
            Self::HidScale => requests(b"", b"", b""),
        }
    }
}

impl std::fmt::Display for Speech {
    /// The name, and the unit where it is a setting.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())?;
        self.unit().map_or(Ok(()), |unit| write!(f, " in {unit}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_protocol_and_comes_back() {
        for name in NAMES {
            let speech = Speech::named(name, None).or_else(|_| Speech::named(name, Some("kg")));
            let speech = speech.unwrap();

            assert_eq!(speech.name(), *name);
            let stored = serde_json::to_string(&speech).unwrap();
            assert!(stored.contains(name), "{stored}");
            assert_eq!(serde_json::from_str::<Speech>(&stored).unwrap(), speech);
        }
    }

    #[test]
    fn what_cannot_be_set_up_says_what_to_write() {
        for (name, unit, says) in [
            ("sics", None, "mt-sics, toledo-8217"),
            ("toledo-8217", None, "--unit kg"),
            ("toledo-8213", Some("stone"), "kg, g, lb or oz"),
            ("nci", Some("kg"), "leave --unit out"),
        ] {
            let bad = Speech::named(name, unit).unwrap_err().to_string();

            assert!(bad.contains(says), "{bad}");
        }
    }
}
