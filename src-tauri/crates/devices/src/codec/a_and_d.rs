//! A&D scales and balances (GC manual p. 51, EK-L manual p. 30, GX manual p. 44, AD-4329A manual
//! p. 35).
//!
//! A line is `ST`, `US`, `OL` or `QT`, on indicators `GS`, `NT`, `TR` or `PT`, then a sign, a number
//! of fixed width and the unit, all parted by commas.

use domain::quantity::Quantity;

use super::scale::{BadLine, LineScale, Said, number, printable, unit_as_spelt};
use crate::reading::{Basis, Reason, Weight};

/// Asks for the weight now, stable or not.
pub const WEIGH: &[u8] = b"Q\r\n";
/// Sets zero.
pub const ZERO: &[u8] = b"Z\r\n";
/// Tares.
pub const TARE: &[u8] = b"T\r\n";

/// Fewest and most places of a number, its point included: indicators have 7, balances 8 or 9.
const PLACES: std::ops::RangeInclusive<usize> = 7..=9;

/// A line of this byte alone acknowledges a request.
const ACK: u8 = 0x06;

/// Turns a scale's bytes into what it said.
#[must_use]
pub fn codec() -> LineScale {
    LineScale::new(parse)
}

fn parse(line: &[u8]) -> Result<Said, BadLine> {
    if line == [ACK] {
        return Ok(Said::Done);
    }
    let text = printable(line)?;
    let fields: Vec<&str> = text.split(',').collect();
    match fields.as_slice() {
        // Indicators send a request back when they took it.
        ["Z" | "T" | "R" | "MZ" | "MT"] => Ok(Said::Done),
        ["EC", code] => Ok(Said::Refused(refusal(code))),
        ["OL", rest] | ["OL", "GS" | "NT", rest] => Ok(Said::no_weight(beyond(rest))),
        [head @ ("ST" | "US"), value] => {
            Ok(Said::weight(weight(value, *head == "ST", None, text)?))
        }
        [head @ ("ST" | "US"), kind, value] => of_kind(kind, value, *head == "ST", text),
        ["QT", _] => Err(BadLine::Unit(text.to_owned())),
        _ => Err(BadLine::Unknown(text.to_owned())),
    }
}

fn of_kind(kind: &str, value: &str, stable: bool, text: &str) -> Result<Said, BadLine> {
    match kind {
        "GS" => Ok(Said::weight(weight(
            value,
            stable,
            Some(Basis::Gross),
            text,
        )?)),
        "NT" => Ok(Said::weight(weight(value, stable, Some(Basis::Net), text)?)),
        "TR" | "PT" => Ok(Said::Tare(weight(value, stable, None, text)?)),
        _ => Err(BadLine::Unknown(text.to_owned())),
    }
}

fn beyond(rest: &str) -> Reason {
    if rest.starts_with('-') {
        Reason::Underload
    } else {
        Reason::Overload
    }
}

fn refusal(code: &str) -> Reason {
    match code {
        "E00" => Reason::Garbled,
        "E01" | "E04" | "E06" => Reason::NotUnderstood,
        "E02" | "E03" | "E11" => Reason::NotReady,
        "E07" => Reason::NotAllowed,
        _ => Reason::Fault(code.to_owned()),
    }
}

fn weight(field: &str, stable: bool, basis: Option<Basis>, text: &str) -> Result<Weight, BadLine> {
    let bad = || BadLine::Number(text.to_owned());
    let end = field
        .get(1..)
        .and_then(|rest| rest.find(|c| c != '.' && !char::is_numeric(c)));
    let (value, name) = field
        .split_at_checked(end.ok_or_else(bad)? + 1)
        .ok_or_else(bad)?;
    let places = PLACES.contains(&(value.len() - 1));
    let unsigned = value.strip_prefix('+');
    let value = unsigned.or(value.starts_with('-').then_some(value));
    let value = value.filter(|_| places).and_then(number).ok_or_else(bad)?;
    let unit = unit_as_spelt(name.trim()).ok_or_else(|| BadLine::Unit(text.to_owned()))?;
    Ok(Weight {
        basis,
        ..Weight::new(Quantity::new(value, unit), stable, text)
    })
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
    fn the_head_says_whether_it_has_settled() {
        weighs("ST,+00123.45  g", "123.45", "g", true, None);
        weighs("US,+00123.45  g", "123.45", "g", false, None);
        weighs("ST,-00000.05 kg", "-0.05", "kg", true, None);
        weighs("ST,+0000.0000 oz", "0", "oz", true, None);
        weighs("ST,GS,+00123.4kg", "123.4", "kg", true, Some(Basis::Gross));
        weighs("US,NT,-00123.4kg", "-123.4", "kg", false, Some(Basis::Net));
    }

    #[test]
    fn a_tare_is_not_what_lies_on_it() {
        for line in ["ST,TR,+00010.0kg", "ST,PT,+00010.0kg"] {
            assert!(matches!(read(line), Ok(Said::Tare(_))), "{line}");
        }
    }

    #[test]
    fn out_of_range_has_no_number() {
        for (line, reason) in [
            ("OL,+9999999E+19", Reason::Overload),
            ("OL,-9999999E+19", Reason::Underload),
            ("OL,   .       ", Reason::Overload),
            ("OL,GS,+9999999kg", Reason::Overload),
            ("OL,NT,-9999999kg", Reason::Underload),
        ] {
            assert_eq!(read(line), Ok(Said::no_weight(reason)), "{line}");
        }
    }

    #[test]
    fn requests_are_taken_or_refused() {
        for (line, said) in [
            ("\u{6}", Said::Done),
            ("Z", Said::Done),
            ("EC,E01", Said::Refused(Reason::NotUnderstood)),
            ("EC,E11", Said::Refused(Reason::NotReady)),
            ("EC,E20", Said::Refused(Reason::Fault("E20".to_owned()))),
        ] {
            assert_eq!(read(line), Ok(said), "{line}");
        }
    }

    #[test]
    fn what_is_no_line_of_weight_is_none() {
        for line in [
            "QT,+00000012 PC",
            "T,+00123.45  g",
            "ST,+00123.45",
            "ST,+0012.4  g",
            "ST,00123.45  g",
            "ST,+  123.45  g",
            "ST,+   .     g",
            "ST,+00123.45 pc",
            "ST,XX,+00123.4kg",
            "ST,+0123\u{2}.45  g",
            "ST,+9999999E+19",
            "+00123.45  g",
            "ST,",
            "ST,+",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
