//! Ohaus scales and balances (Scout Pro RS232 manual p. 5, Explorer manual p. 158, Defender 3000
//! manual p. 35, Courier 5000 manual section 10.2).
//!
//! A line is the weight right-justified in 9 to 12 places, its sign included, the unit, `?` where it is not stable, and
//! a legend. That the weight is right-justified is what tells a whole line from the rest of one.

use domain::quantity::Quantity;

use super::scale::{BadLine, LineScale, Said, number, printable, unit_as_spelt};
use crate::reading::{Basis, Reason, Weight};

/// Asks for the weight now, stable or not.
pub const WEIGH: &[u8] = b"IP\r\n";
/// Sets zero.
pub const ZERO: &[u8] = b"Z\r\n";
/// Tares.
pub const TARE: &[u8] = b"T\r\n";

/// Fewest places of a weight: those of indicators that put its sign and a space first. In fewer, a
/// line has lost its beginning, and the sign may have been there.
const PLACES_MIN: usize = 9;

/// Turns a scale's bytes into what it said.
#[must_use]
pub fn codec() -> LineScale {
    LineScale::new(parse)
}

/// What stands behind the unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tail {
    moving: bool,
    basis: Option<Basis>,
    is_tare: bool,
}

fn parse(line: &[u8]) -> Result<Said, BadLine> {
    let text = printable(line)?;
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    match fields.as_slice() {
        ["ES"] => Ok(Said::Refused(Reason::NotUnderstood)),
        ["OK!" | "OK"] => Ok(Said::Done),
        ["Err" | "ERR" | "Error", code] => Ok(Said::no_weight(error(code))),
        [dashes] if dashes.len() > 3 && dashes.bytes().all(|b| b == b'-') => {
            Ok(Said::no_weight(Reason::Overload))
        }
        ["-", value, name, tail @ ..] if places(text, value) == Some(PLACES_MIN) => {
            weight(&format!("-{value}"), name, tail, text)
        }
        [value, name, tail @ ..] if places(text, value) >= Some(PLACES_MIN) => {
            weight(value, name, tail, text)
        }
        _ => Err(BadLine::Unknown(text.to_owned())),
    }
}

/// How many places the weight fills from the beginning of a line. A minus that noise put before a
/// line makes them more, a lost beginning fewer.
fn places(text: &str, value: &str) -> Option<usize> {
    let begins = text.starts_with([' ', '-']);
    begins.then(|| Some(text.find(value)? + value.len()))?
}

/// Ohaus numbers its errors alike on all models: 8.3 is above, 8.4 below the range.
fn error(code: &str) -> Reason {
    match code {
        "8.3" => Reason::Overload,
        "8.4" => Reason::Underload,
        _ => Reason::Fault(code.to_owned()),
    }
}

fn weight(value: &str, name: &str, tail: &[&str], text: &str) -> Result<Said, BadLine> {
    let value = number(value).ok_or_else(|| BadLine::Number(text.to_owned()))?;
    let unit = unit_as_spelt(name).ok_or_else(|| BadLine::Unit(text.to_owned()))?;
    let tail = Tail::read(tail).ok_or_else(|| BadLine::Unknown(text.to_owned()))?;
    let weight = Weight {
        basis: tail.basis,
        ..Weight::new(Quantity::new(value, unit), !tail.moving, text)
    };
    Ok(if tail.is_tare {
        Said::Tare(weight)
    } else {
        Said::weight(weight)
    })
}

impl Tail {
    /// A legend that is not known may say that the number is a sum or a limit, no weight on the pan.
    fn read(fields: &[&str]) -> Option<Self> {
        let mut tail = Self::default();
        for field in fields {
            let legend = field.strip_prefix('?').unwrap_or(field);
            tail.moving |= field.starts_with('?');
            match legend {
                "" => {}
                "G" | "GROSS" => tail.basis = Some(Basis::Gross),
                "N" | "NET" => tail.basis = Some(Basis::Net),
                "T" | "PT" => tail.is_tare = true,
                clock if is_clock(clock) => {}
                _ => return None,
            }
        }
        Some(tail)
    }
}

/// `hh:mm:ss`, printed at intervals.
fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let two_digits = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(two_digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::scale::ScaleCodec;

    fn read(line: &str) -> Result<Said, BadLine> {
        let said = codec().push(format!("{line}\r\n").as_bytes());
        let [one] = said.as_slice() else {
            panic!("{said:?}")
        };
        one.clone()
    }

    fn weighs(line: &str, value: &str, unit: &str, stable: bool, basis: Option<Basis>) {
        let value = Quantity::parse(value, unit).unwrap();
        let weight = Weight {
            basis,
            ..Weight::new(value, stable, line)
        };
        assert_eq!(read(line), Ok(Said::weight(weight)), "{line}");
    }

    #[test]
    fn a_question_mark_means_that_it_moves() {
        weighs("      0.01 g ?", "0.01", "g", false, None);
        weighs("        0.00 g     ", "0", "g", true, None);
        weighs("      0.5950 oz   ?", "0.595", "oz", false, None);
        weighs("       0.211 kg ?", "0.211", "kg", false, None);
        weighs("     176.30 g ? 00:00:15", "176.3", "g", false, None);
        weighs("     192.08 g   00:00:30", "192.08", "g", true, None);
        weighs("      -1.50 g", "-1.5", "g", true, None);
    }

    #[test]
    fn a_legend_says_what_it_is() {
        weighs(
            "-   12.34 kg    NET",
            "-12.34",
            "kg",
            true,
            Some(Basis::Net),
        );
        weighs(
            "    12.34 kg   ?G",
            "12.34",
            "kg",
            false,
            Some(Basis::Gross),
        );
        weighs("      1.25 lb N", "1.25", "lb", true, Some(Basis::Net));
        let tare = read("      1.25 lb T").unwrap();
        assert!(matches!(tare, Said::Tare(_)), "{tare:?}");
    }

    #[test]
    fn an_error_is_never_a_number() {
        for (line, said) in [
            ("ES", Said::Refused(Reason::NotUnderstood)),
            ("OK!", Said::Done),
            ("Err 8.3", Said::no_weight(Reason::Overload)),
            ("  Err 8.4", Said::no_weight(Reason::Underload)),
            ("Err 3.0", Said::no_weight(Reason::Fault("3.0".to_owned()))),
            ("   ------", Said::no_weight(Reason::Overload)),
        ] {
            assert_eq!(read(line), Ok(said), "{line}");
        }
    }

    #[test]
    fn what_is_not_a_whole_line_is_no_weight() {
        for line in [
            "0.01 g ?",
            "7      0.01 g",
            "-      0.01 g",
            "-    12.34 kg    NET",
            " 7 0.01 g",
            "     12.34",
            "         3 PCS",
            "     12.34 g TOTAL",
            "      0.85 oz WET WT",
            "     12.34 lb:oz",
            "     1\u{2}2.34 g",
            "     1O.34 g",
            "     + 2.34 g",
            "   12.34 kg    NET",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
