//! GS1 element strings (GS1 General Specifications, section 3): what a code carries about an item.

use domain::{Quantity, Unit};

use crate::code128::Symbol;
use crate::error::LabelError;

/// Separates an element of variable length from the next, as scanners transmit FNC1.
pub const SEPARATOR: u8 = 0x1D;

/// Digits of the amount in AIs 310n to 316n.
const MEASURE_DIGITS: usize = 6;

/// Most decimals AIs 310n to 316n can say.
const MEASURE_DECIMALS_MAX: u32 = 5;

/// Most digits of a count in AI (30).
const COUNT_DIGITS_MAX: usize = 8;

/// Measures with an AI of their own: (unit, AI without its last digit, the number of decimals).
const MEASURES: [(&str, &str); 4] = [("kg", "310"), ("m", "311"), ("l", "315"), ("lb", "320")];

/// Characters allowed in alphanumeric elements besides letters and digits (GS1 set 82).
const SET_82_MARKS: &str = "!\"%&'()*+,-./:;<=>?_";

/// What the value of an application identifier must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Exactly this many digits, the last one the check digit.
    Key(usize),
    /// Exactly six digits, a date.
    Date,
    /// Exactly this many digits.
    Digits(usize),
    /// One to this many digits.
    DigitsUpTo(usize),
    /// One to this many characters of set 82.
    TextUpTo(usize),
}

/// The application identifiers a template may use; those ending in `n` are matched by their
/// first three digits.
const SHAPES: [(&str, Shape); 18] = [
    ("00", Shape::Key(18)),
    ("01", Shape::Key(14)),
    ("02", Shape::Key(14)),
    ("10", Shape::TextUpTo(20)),
    ("11", Shape::Date),
    ("13", Shape::Date),
    ("15", Shape::Date),
    ("17", Shape::Date),
    ("21", Shape::TextUpTo(20)),
    ("30", Shape::DigitsUpTo(COUNT_DIGITS_MAX)),
    ("37", Shape::DigitsUpTo(COUNT_DIGITS_MAX)),
    ("240", Shape::TextUpTo(30)),
    ("241", Shape::TextUpTo(30)),
    ("310", Shape::Digits(MEASURE_DIGITS)),
    ("311", Shape::Digits(MEASURE_DIGITS)),
    ("315", Shape::Digits(MEASURE_DIGITS)),
    ("320", Shape::Digits(MEASURE_DIGITS)),
    ("91", Shape::TextUpTo(90)),
];

/// One application identifier with its value, both checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    ai: String,
    value: String,
}

impl Element {
    /// Checks a value against its application identifier. A GTIN-8, -12 or -13 under (01) or (02)
    /// is filled with zeros to 14 digits.
    ///
    /// # Errors
    /// [`LabelError::UnknownAi`], [`LabelError::BadGs1`], or [`LabelError::NotEncodable`] naming
    /// the character outside set 82.
    pub fn new(ai: &str, value: &str) -> Result<Self, LabelError> {
        let shape = shape(ai).ok_or_else(|| LabelError::UnknownAi { ai: ai.to_owned() })?;
        let value = match ai {
            "01" | "02" if matches!(value.len(), 8 | 12 | 13) => format!("{value:0>14}"),
            _ => value.to_owned(),
        };
        check(ai, &value, shape)?;
        Ok(Self {
            ai: ai.to_owned(),
            value,
        })
    }

    /// Its value, as it is encoded.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The element of an amount: (30) for pieces, (310n) to (320n) for a measure, with its exact
    /// value. `None` when no element says it exactly (a unit without an AI, too many digits): an
    /// amount is never rounded into a code, and the text beside the code still says it.
    #[must_use]
    pub fn of_quantity(quantity: &Quantity) -> Option<Self> {
        if !quantity.is_positive() {
            return None;
        }
        if quantity.unit() == &Unit::each() {
            return Self::new("30", &quantity.value().to_string()).ok();
        }
        MEASURES
            .iter()
            .filter_map(|(unit, ai)| Some((quantity.convert(&Unit::new(unit).ok()?).ok()?, ai)))
            .find_map(|(measure, ai)| Self::of_measure(quantity, &measure, ai))
    }

    fn of_measure(given: &Quantity, measure: &Quantity, ai: &str) -> Option<Self> {
        let exact = measure.convert(given.unit()).ok()?.value() == given.value();
        let decimals = measure.value().scale();
        if !exact || decimals > MEASURE_DECIMALS_MAX {
            return None;
        }
        let digits = measure.value().mantissa().to_string();
        Self::new(
            &format!("{ai}{decimals}"),
            &format!("{digits:0>MEASURE_DIGITS$}"),
        )
        .ok()
    }

    /// Whether it needs a separator before the next element: all but the predefined lengths of
    /// GS1 General Specifications figure 7.8.5-2.
    fn is_variable(&self) -> bool {
        let start = self.ai.get(..2).unwrap_or_default();
        !matches!(
            start,
            "00" | "01"
                | "02"
                | "03"
                | "04"
                | "11"
                | "12"
                | "13"
                | "14"
                | "15"
                | "16"
                | "17"
                | "18"
                | "19"
                | "20"
                | "31"
                | "32"
                | "33"
                | "34"
                | "35"
                | "36"
                | "41"
        )
    }
}

/// Elements in the order they are encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message(pub Vec<Element>);

impl Message {
    /// The bytes a scanner transmits, [`SEPARATOR`] where one is needed, without the AIM prefix.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (place, element) in self.0.iter().enumerate() {
            bytes.extend_from_slice(element.ai.as_bytes());
            bytes.extend_from_slice(element.value.as_bytes());
            if element.is_variable() && place + 1 < self.0.len() {
                bytes.push(SEPARATOR);
            }
        }
        bytes
    }

    /// The symbols of a GS1-128: FNC1 first and as the separator.
    #[must_use]
    pub fn symbols(&self) -> Vec<Symbol> {
        let data = self.bytes().into_iter().map(|byte| match byte {
            SEPARATOR => Symbol::Fnc1,
            byte => Symbol::Char(byte),
        });
        std::iter::once(Symbol::Fnc1).chain(data).collect()
    }

    /// The text beneath a code: application identifiers in brackets, which are not encoded.
    #[must_use]
    pub fn human_readable(&self) -> String {
        self.0
            .iter()
            .map(|element| format!("({}){}", element.ai, element.value))
            .collect()
    }
}

fn shape(ai: &str) -> Option<Shape> {
    let is_measure =
        ai.len() == 4 && ai.starts_with("3") && ai.ends_with(['0', '1', '2', '3', '4', '5']);
    let key = if is_measure { ai.get(..3)? } else { ai };
    let found = SHAPES.iter().find(|(known, _)| *known == key)?.1;
    (matches!(found, Shape::Digits(_)) == is_measure).then_some(found)
}

fn check(ai: &str, value: &str, shape: Shape) -> Result<(), LabelError> {
    let digits = value.bytes().all(|c| c.is_ascii_digit());
    let length = value.chars().count();
    let rule = match shape {
        Shape::Key(count) if !digits || length != count => "it must have the full number of digits",
        Shape::Key(_) if !check_digit_agrees(value) => "its check digit is wrong: read it again",
        Shape::Date if !digits || length != 6 || !is_date(value) => "it must be a date YYMMDD",
        Shape::Digits(count) if !digits || length != count => "it must have exactly six digits",
        Shape::DigitsUpTo(max) if !digits || !(1..=max).contains(&length) => {
            "it must be a whole number of at most eight digits"
        }
        Shape::TextUpTo(max) if !(1..=max).contains(&length) => "it is empty or too long",
        Shape::TextUpTo(_) => return check_set_82(value),
        Shape::Key(_) | Shape::Date | Shape::Digits(_) | Shape::DigitsUpTo(_) => return Ok(()),
    };
    Err(LabelError::BadGs1 {
        ai: ai.to_owned(),
        value: value.to_owned(),
        rule,
    })
}

fn check_set_82(value: &str) -> Result<(), LabelError> {
    let outside = |c: &char| !c.is_ascii_alphanumeric() && !SET_82_MARKS.contains(*c);
    match value.chars().find(outside) {
        Some(character) => Err(LabelError::NotEncodable {
            character,
            data: value.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Day 00 means the end of the month (GS1 General Specifications 3.4.2).
fn is_date(value: &str) -> bool {
    let part = |range| {
        value
            .get(range)
            .and_then(|text: &str| text.parse::<u32>().ok())
    };
    let month = part(2..4).is_some_and(|month| (1..=12).contains(&month));
    month && part(4..6).is_some_and(|day| day <= 31)
}

/// Weights 3 and 1 from the right; the whole sum is a multiple of ten.
fn check_digit_agrees(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: &str, unit: &str) -> String {
        let quantity = Quantity::parse(value, unit).unwrap();
        Element::of_quantity(&quantity)
            .map_or_else(String::new, |e| Message(vec![e]).human_readable())
    }

    #[test]
    fn an_amount_is_encoded_exactly_or_not_at_all() {
        for (value, unit, expected) in [
            ("12", "EA", "(30)12"),
            ("1.25", "kg", "(3102)000125"),
            ("1250", "g", "(3102)000125"),
            ("2.5", "lb", "(3201)000025"),
            ("3.75", "m", "(3112)000375"),
            ("0.33", "l", "(3152)000033"),
            ("12.5", "EA", ""),
            ("1234567", "kg", ""),
            ("1.2345678", "kg", ""),
            ("0", "kg", ""),
            ("5", "box", ""),
        ] {
            assert_eq!(quantity(value, unit), expected, "{value} {unit}");
        }
    }

    #[test]
    fn only_variable_elements_are_separated() {
        let message = Message(vec![
            Element::new("01", "9521234543213").unwrap(),
            Element::new("10", "AB-123").unwrap(),
            Element::new("3101", "000125").unwrap(),
            Element::new("91", "7K3M9Q2XW0AB").unwrap(),
        ]);

        assert_eq!(
            message.bytes(),
            b"010952123454321310AB-123\x1d310100012591\x37K3M9Q2XW0AB"
        );
    }

    #[test]
    fn what_breaks_a_rule_is_refused_by_name() {
        for (ai, value) in [
            ("01", "09521234543214"),
            ("01", "952123454321X"),
            ("10", ""),
            ("10", "ABCDEFGHIJKLMNOPQRSTU"),
            ("17", "271301"),
            ("30", "1.5"),
            ("3103", "12345"),
        ] {
            let refused = Element::new(ai, value).unwrap_err();
            assert!(matches!(refused, LabelError::BadGs1 { .. }), "{ai} {value}");
        }
        assert!(matches!(
            Element::new("10", "LOT 7").unwrap_err(),
            LabelError::NotEncodable { character: ' ', .. }
        ));
        for ai in ["99999", "310", "3109", "301", "31"] {
            let refused = Element::new(ai, "000001").unwrap_err();
            assert!(matches!(refused, LabelError::UnknownAi { .. }), "{ai}");
        }
    }
}
