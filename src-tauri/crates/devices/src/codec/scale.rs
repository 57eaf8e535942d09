//! What every scale's codec answers, whatever it speaks.

use domain::quantity::{Unit, decimal};
use rust_decimal::Decimal;
use serde::Serialize;

use super::frame::{BadFrame, Framer};
use crate::reading::{Reading, Reason, Weight};

/// Longest line a scale may send. A longer one means noise or the wrong baud rate.
pub const LINE_BYTES_MAX: usize = 64;

/// Units of weight a scale may show. Pieces and percent are not weights.
const WEIGHT_UNITS: &[&str] = &["mg", "g", "kg", "t", "lb", "oz", "ozt", "ct", "GN", "dwt"];

/// Other spellings that mean one of them and nothing else. `T` is not among them: it is a tonne to
/// one maker and a tare to the next.
const SPELLINGS: &[(&str, &str)] = &[
    ("MG", "mg"),
    ("G", "g"),
    ("KG", "kg"),
    ("Kg", "kg"),
    ("LB", "lb"),
    ("lbs", "lb"),
    ("LBS", "lb"),
    ("OZ", "oz"),
    ("OZT", "ozt"),
    ("OZt", "ozt"),
    ("CT", "ct"),
    ("DWT", "dwt"),
];

/// One thing a scale said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// What it shows.
    Reading(Reading),
    /// The tare it holds, which is not what lies on it.
    Tare(Weight),
    /// It took a request.
    Done,
    /// It took none, and says why.
    Refused(Reason),
    /// Its serial number.
    SerialNumber(String),
}

impl Said {
    /// A reading without a weight.
    pub(crate) fn no_weight(reason: Reason) -> Self {
        Self::Reading(Reading::NoWeight(reason))
    }

    /// A reading with one.
    pub(crate) fn weight(weight: Weight) -> Self {
        Self::Reading(Reading::Weight(weight))
    }
}

/// Why bytes are nothing that a scale says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadLine {
    /// No line could be cut.
    #[error(transparent)]
    Frame(#[from] BadFrame),
    /// Bytes that are not printable ASCII.
    #[error("the scale sent unreadable bytes: check baud rate, data bits and parity")]
    NotText {
        /// The bytes as they came.
        raw: Vec<u8>,
    },
    /// A line that the protocol does not know.
    #[error("“{0}” is no answer in this protocol: check the protocol the scale is set to")]
    Unknown(String),
    /// A weight whose number cannot be read.
    #[error("“{0}” has no readable weight")]
    Number(String),
    /// A unit that is no weight.
    #[error("“{0}” is not in a unit of weight: set the scale to kg or g")]
    Unit(String),
    /// The check sum does not fit the frame.
    #[error("“{0}” came with a wrong check sum: check the cable")]
    CheckSum(String),
}

/// Turns a scale's bytes into what it said.
pub trait ScaleCodec: std::fmt::Debug + Send {
    /// Takes bytes as they came, in any split, and answers what they completed.
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>>;

    /// Answers what the end of the bytes completes, and gives up a half frame.
    fn quiet(&mut self) -> Option<Result<Said, BadLine>>;
}

/// Reads one line of a scale.
type Parse = fn(&[u8]) -> Result<Said, BadLine>;

/// A scale that sends lines of text: they are cut alike, and read by each maker's own rule.
#[derive(Clone, Debug)]
pub struct LineScale {
    framer: Framer,
    parse: Parse,
}

impl LineScale {
    /// A scale whose lines are read like this.
    pub(super) fn new(parse: Parse) -> Self {
        Self {
            framer: Framer::lines(LINE_BYTES_MAX),
            parse,
        }
    }
}

impl ScaleCodec for LineScale {
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        let lines = self.framer.push(bytes);
        lines.into_iter().map(|line| (self.parse)(&line?)).collect()
    }

    fn quiet(&mut self) -> Option<Result<Said, BadLine>> {
        Some(Err(self.framer.quiet()?.into()))
    }
}

/// Reads a frame as printable ASCII.
pub(super) fn printable(frame: &[u8]) -> Result<&str, BadLine> {
    let is_printable = frame.iter().all(|byte| (b' '..=b'~').contains(byte));
    let text = std::str::from_utf8(frame).ok().filter(|_| is_printable);
    text.ok_or_else(|| BadLine::NotText {
        raw: frame.to_vec(),
    })
}

/// Reads a number that begins and ends with a digit, behind an optional minus.
pub(super) fn number(value: &str) -> Option<Decimal> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let edges = [digits.bytes().next(), digits.bytes().next_back()];
    let whole = edges
        .iter()
        .all(|edge| edge.is_some_and(|byte| byte.is_ascii_digit()));
    decimal(value).ok().filter(|_| whole)
}

/// The unit of weight with exactly this name.
pub(super) fn unit(name: &str) -> Option<Unit> {
    let known = WEIGHT_UNITS.iter().find(|known| **known == name)?;
    Unit::new(known).ok()
}

/// The unit of weight with this name in any of its usual spellings.
pub(crate) fn unit_as_spelt(name: &str) -> Option<Unit> {
    let spelling = SPELLINGS.iter().find(|(spelt, _)| *spelt == name);
    unit(spelling.map_or(name, |(_, meant)| meant))
}
