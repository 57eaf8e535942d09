//! Sartorius balances in SBI output (LE2202S manual p. 51, Master manual p. 79, ME215S manual
//! p. 135, Cubis MSE manual p. 71, Entris II technical note p. 3).
//!
//! A line has exactly 14 characters before CR LF (sign, nine places, space, three of unit), or 20
//! where six characters of identification come first. A weight without a unit has not settled.

use domain::quantity::Quantity;
use rust_decimal::Decimal;

use super::scale::{BadLine, LineScale, Said, number, printable, unit_as_spelt};
use crate::reading::{Basis, Reason, Weight};

/// Characters of a value with its unit.
pub const VALUE_CHARS: usize = 14;
/// Characters of an identification before a value.
pub const NAME_CHARS: usize = 6;

/// Asks for what the balance shows.
pub const WEIGH: &[u8] = b"\x1bP\r\n";
/// Sets zero.
pub const ZERO: &[u8] = b"\x1bV\r\n";
/// Tares.
pub const TARE: &[u8] = b"\x1bU\r\n";

/// Turns a balance's bytes into what it said.
#[must_use]
pub fn codec() -> LineScale {
    LineScale::new(parse)
}

fn parse(line: &[u8]) -> Result<Said, BadLine> {
    let text = printable(line)?;
    let unknown = || BadLine::Unknown(text.to_owned());
    let (name, body) = match text.len() {
        VALUE_CHARS => ("", text),
        len if len == NAME_CHARS + VALUE_CHARS => text.split_at(NAME_CHARS),
        _ => return Err(unknown()),
    };
    if let Some(reason) = state(body.trim()) {
        return Ok(Said::no_weight(reason));
    }
    let (basis, is_tare) = match name.trim_end() {
        "" => (None, false),
        "N" | "N1" => (Some(Basis::Net), false),
        "G" | "G#" => (Some(Basis::Gross), false),
        "T" | "T1" | "T2" => (None, true),
        "Stat" => return Ok(Said::no_weight(Reason::Fault(body.trim().to_owned()))),
        // Pieces, references, limits, sums: none of them lies on the pan.
        _ => return Err(unknown()),
    };
    let Some(weight) = weight(body, text)? else {
        return Ok(Said::no_weight(Reason::NotReady));
    };
    let weight = Weight { basis, ..weight };
    Ok(if is_tare {
        Said::Tare(weight)
    } else {
        Said::weight(weight)
    })
}

/// What the balance says in place of a number.
fn state(body: &str) -> Option<Reason> {
    match body {
        "H" | "High" | "HIGH" => Some(Reason::Overload),
        "L" | "Low" | "LOW" => Some(Reason::Underload),
        "" | "C" | "--" | "- -" | "Cal. Ext." | "Cal. Int." | "CAL" | "Cal." => {
            Some(Reason::NotReady)
        }
        _ => {
            let code = ["Err", "ERR", "Er", "E"]
                .iter()
                .find_map(|mark| body.strip_prefix(mark)?.strip_prefix(' '));
            code.map(|code| Reason::Fault(code.trim().to_owned()))
        }
    }
}

/// The weight; none where the unit is blank, which says that it has not settled.
fn weight(body: &str, text: &str) -> Result<Option<Weight>, BadLine> {
    let bad = || BadLine::Number(text.to_owned());
    let places = body.get(1..10).ok_or_else(bad)?;
    let (gap, name) = (body.get(10..11), body.get(11..).unwrap_or_default());
    let digits = places.trim_start_matches(' ');
    let value = number(digits).filter(|_| !digits.starts_with('-'));
    let value = value.filter(|_| gap == Some(" ")).ok_or_else(bad)?;
    let value = signed(body, value).ok_or_else(bad)?;
    let name = name.trim_end();
    if name.is_empty() {
        return Ok(None);
    }
    let unit = unit_as_spelt(name).ok_or_else(|| BadLine::Unit(text.to_owned()))?;
    Ok(Some(Weight::new(Quantity::new(value, unit), true, text)))
}

/// A blank sign stands before zero, and before weights of some older balances.
fn signed(body: &str, value: Decimal) -> Option<Decimal> {
    match body.chars().next()? {
        '+' | ' ' => Some(value),
        '-' => Some(-value),
        _ => None,
    }
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

    fn weighs(line: &str, value: &str, unit: &str, basis: Option<Basis>) {
        let value = Quantity::parse(value, unit).unwrap();
        let weight = Weight {
            basis,
            ..Weight::new(value, true, line)
        };
        assert_eq!(read(line), Ok(Said::weight(weight)), "{line}");
    }

    #[test]
    fn a_settled_weight_has_a_unit() {
        weighs("+   253.00 g  ", "253", "g", None);
        weighs("-     1.25 kg ", "-1.25", "kg", None);
        weighs("+111.25507 mg ", "111.25507", "mg", None);
        weighs("      0.00 g  ", "0", "g", None);
        weighs("N     +   123.56 g  ", "123.56", "g", Some(Basis::Net));
        weighs("G#    +   1255.7 g  ", "1255.7", "g", Some(Basis::Gross));
        assert!(matches!(read("T1    +    10.00 g  "), Ok(Said::Tare(_))));
    }

    #[test]
    fn a_weight_without_a_unit_has_not_settled() {
        let moving = Said::no_weight(Reason::NotReady);

        assert_eq!(read("+   253.00    "), Ok(moving.clone()));
        assert_eq!(read("N     +   123.56    "), Ok(moving));
    }

    #[test]
    fn a_state_is_a_reason_and_never_a_number() {
        let fault = |code: &str| Reason::Fault(code.to_owned());
        for (line, reason) in [
            ("      H       ", Reason::Overload),
            ("      L       ", Reason::Underload),
            ("      C       ", Reason::NotReady),
            ("       --     ", Reason::NotReady),
            ("              ", Reason::NotReady),
            ("Err 054       ", fault("054")),
            ("     E 012    ", fault("012")),
            ("Stat       High     ", Reason::Overload),
            ("Stat       Low      ", Reason::Underload),
            ("Stat     ERR 054    ", fault("054")),
            ("Stat     APP.ER     ", fault("APP.ER")),
            ("Stat        10      ", fault("10")),
        ] {
            assert_eq!(read(line), Ok(Said::no_weight(reason)), "{line}");
        }
    }

    #[test]
    fn a_line_of_another_length_or_content_is_no_weight() {
        for line in [
            "+   253.00 g",
            " 253.00 g  ",
            "+  253.00 g  ",
            "7+   253.00 g  ",
            "+   253.00 pcs",
            "+   253.00 %  ",
            "+   25[3.0]g  ",
            "+   253.0[0 g ",
            "+   2 3.00 g  ",
            "+  -253.00 g  ",
            "?   253.00 g  ",
            "Qnt   +      253 pcs",
            "wRef  +   253.00 g  ",
        ] {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
