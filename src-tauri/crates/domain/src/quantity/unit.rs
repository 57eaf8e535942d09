//! Units of measure: one spelling each, exact factors between those of a kind.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::BadQuantity;

/// Longest unit code accepted, in characters. UN/ECE codes have three, ERP units rarely ten.
pub const UNIT_CHARS_MAX: usize = 16;

/// A unit of measure as the plant writes it, for example `kg` or `EA`.
///
/// Codes that name the same unit (`KGM`, `kg`) become one spelling when read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Unit(String);

/// Units with several spellings: (as written, as kept). UN/ECE Recommendation 20 on the left.
const SPELLINGS: &[(&str, &str)] = &[
    ("C62", "EA"),
    ("EA", "EA"),
    ("PCE", "EA"),
    ("PCS", "EA"),
    ("UNITS", "EA"),
    ("UNIT", "EA"),
    ("H87", "EA"),
    ("KGM", "kg"),
    ("KG", "kg"),
    ("GRM", "g"),
    ("G", "g"),
    ("MGM", "mg"),
    ("MG", "mg"),
    ("TNE", "t"),
    ("LBR", "lb"),
    ("LB", "lb"),
    ("ONZ", "oz"),
    ("OZ", "oz"),
    ("LTR", "l"),
    ("L", "l"),
    ("MLT", "ml"),
    ("ML", "ml"),
    ("MTR", "m"),
    ("M", "m"),
    ("MMT", "mm"),
    ("MM", "mm"),
    ("CMT", "cm"),
    ("CM", "cm"),
    ("HUR", "h"),
    ("H", "h"),
    ("MIN", "min"),
    ("SEC", "s"),
    ("S", "s"),
    ("MTK", "m2"),
    ("M2", "m2"),
    ("MTQ", "m3"),
    ("M3", "m3"),
    ("PR", "pair"),
    ("PAIR", "pair"),
    ("SET", "set"),
    ("XBX", "box"),
    ("BOX", "box"),
    ("RO", "roll"),
    ("ROLL", "roll"),
    ("ST", "sheet"),
    ("SHEET", "sheet"),
];

/// Exact factors to the base unit of a kind: (unit, base, numerator, denominator).
/// Avoirdupois pound: 0.45359237 kg exactly (international yard and pound agreement, 1959).
const FACTORS: &[(&str, &str, i64, i64)] = &[
    ("mg", "g", 1, 1_000),
    ("g", "g", 1, 1),
    ("kg", "g", 1_000, 1),
    ("t", "g", 1_000_000, 1),
    ("lb", "g", 45_359_237, 100_000),
    ("oz", "g", 45_359_237, 1_600_000),
    ("ml", "ml", 1, 1),
    ("l", "ml", 1_000, 1),
    ("mm", "mm", 1, 1),
    ("cm", "mm", 10, 1),
    ("m", "mm", 1_000, 1),
    ("s", "s", 1, 1),
    ("min", "s", 60, 1),
    ("h", "s", 3_600, 1),
];

impl Unit {
    /// Reads a unit and settles its spelling.
    ///
    /// # Errors
    /// [`BadQuantity::BadUnit`] for an empty, overlong or unprintable code.
    pub fn new(text: &str) -> Result<Self, BadQuantity> {
        let text = text.trim();
        let printable = !text.chars().any(char::is_control);
        if text.is_empty() || text.chars().count() > UNIT_CHARS_MAX || !printable {
            return Err(BadQuantity::BadUnit(text.chars().take(40).collect()));
        }
        let upper = text.to_uppercase();
        let kept = SPELLINGS
            .iter()
            .find(|(written, _)| *written == upper)
            .map_or(text, |(_, kept)| kept);
        Ok(Self(kept.to_owned()))
    }

    /// Pieces: the unit of things that are counted.
    #[must_use]
    pub fn each() -> Self {
        Self("EA".to_owned())
    }

    /// Whether it is one of the units this product knows by name. Others are the plant's own, and
    /// readers of files take them only where the plant declares them.
    #[must_use]
    pub fn is_known(&self) -> bool {
        SPELLINGS.iter().any(|(_, kept)| *kept == self.0)
    }

    /// The code as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn factor(&self) -> Option<(&'static str, Decimal, Decimal)> {
        FACTORS.iter().find(|(unit, ..)| *unit == self.0).map(
            |(_, base, numerator, denominator)| (*base, (*numerator).into(), (*denominator).into()),
        )
    }
}

impl TryFrom<String> for Unit {
    type Error = BadQuantity;
    fn try_from(text: String) -> Result<Self, BadQuantity> {
        Self::new(&text)
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
