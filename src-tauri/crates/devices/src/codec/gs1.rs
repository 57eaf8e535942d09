//! GS1 element strings: identifiers and values, FNC1 as GS (0x1D).
//!
//! An error is named and the whole string refused; nothing is guessed. Where a separator may have
//! been lost, the result carries a hint for a person to decide.

mod check;
mod table;
mod value;

use std::ops::RangeInclusive;

use serde::Serialize;

pub use self::check::check_digit;
use self::table::{Part, Row, Rule, Set};
pub use self::value::{Meaning, ShortDate};
use super::scan::GS;

/// Most elements a string may hold. The longest symbol, a QR code of version 40, holds fewer than
/// this many meaningful ones; it bounds the work done on noise.
pub const ELEMENTS_MAX: usize = 100;

/// Identifiers that follow a lot or serial number in the trade, and so may hide inside one.
const MAY_HIDE: &[&str] = &["10", "11", "13", "15", "17", "21", "240", "30", "37"];

/// The elements of one code, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Elements {
    /// Each identifier with its value. No identifier comes twice with different values.
    pub elements: Vec<Element>,
    /// What a person should look at when the values do not fit the plant.
    pub hints: Vec<Hint>,
}

/// One identifier with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Element {
    /// The application identifier, 2 to 4 digits.
    pub ai: String,
    /// Its title in the GS1 General Specifications.
    pub title: &'static str,
    /// The value as it was read.
    pub value: String,
    /// What the value means.
    pub meaning: Meaning,
}

/// A doubt about an element string that breaks no rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// The value could hold a further element whose separator the scanner dropped.
    MayHide {
        /// The identifier whose value is doubtful.
        ai: String,
        /// The value if the rest is an element of its own.
        value: String,
        /// That element, identifier first.
        hidden: String,
        /// Whether the doubtful value is as long as it may be, which makes it likely.
        fills: bool,
    },
}

/// Why a text is not a GS1 element string.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadElements {
    /// Nothing to read.
    #[error("the GS1 code is empty")]
    Empty,
    /// More than [`ELEMENTS_MAX`] elements.
    #[error("the GS1 code has more than {ELEMENTS_MAX} elements")]
    TooMany,
    /// No known identifier starts here.
    #[error("no GS1 identifier is known that begins “{digits}” (at character {at})")]
    UnknownAi {
        /// Where, in bytes from the start.
        at: usize,
        /// The text there, at most four characters.
        digits: String,
    },
    /// The value ends too early.
    #[error("GS1 ({ai}) needs {needs} characters and has {got}: the code is cut or printed wrong")]
    TooShort {
        /// The identifier.
        ai: String,
        /// The least length.
        needs: usize,
        /// The length found.
        got: usize,
    },
    /// The value is longer than it may be; often a separator is missing behind it.
    #[error(
        "GS1 ({ai}) may have {max} characters and has {got}: a separator (FNC1) may be missing"
    )]
    TooLong {
        /// The identifier.
        ai: String,
        /// The greatest length.
        max: usize,
        /// The length found.
        got: usize,
    },
    /// A character the value may not hold.
    #[error("GS1 ({ai}) may not hold “{character}”")]
    BadCharacter {
        /// The identifier.
        ai: String,
        /// The character.
        character: char,
    },
    /// The check digit is wrong.
    #[error("GS1 ({ai}) {value} has a wrong check digit: the code is misprinted")]
    CheckDigit {
        /// The identifier.
        ai: String,
        /// The digits as read.
        value: String,
    },
    /// A day or a time that does not exist.
    #[error("GS1 ({ai}) {value} is not a date or time")]
    BadDate {
        /// The identifier.
        ai: String,
        /// The digits as read.
        value: String,
    },
    /// A number too long to be held exactly.
    #[error("GS1 ({ai}) {value} is not a number that can be held")]
    BadNumber {
        /// The identifier.
        ai: String,
        /// The digits as read.
        value: String,
    },
    /// One identifier with two values.
    #[error("GS1 ({ai}) comes twice with different values: the code is ambiguous")]
    Conflict {
        /// The identifier.
        ai: String,
    },
    /// The way it came cannot carry separators, and this element needs one.
    #[error("GS1 ({ai}) needs a separator that this scanner does not send: set it to send GS")]
    SeparatorsLost {
        /// The identifier.
        ai: String,
    },
}

impl Elements {
    /// The value behind an identifier.
    #[must_use]
    pub fn value(&self, ai: &str) -> Option<&str> {
        self.find(ai).map(|element| element.value.as_str())
    }

    /// The element with an identifier.
    #[must_use]
    pub fn find(&self, ai: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.ai == ai)
    }

    /// The first identifier whose value ends only where a separator says so.
    #[must_use]
    pub fn first_that_needs_separator(&self) -> Option<&str> {
        let ais = self.elements.iter().map(|element| element.ai.as_str());
        ais.into_iter().find(|ai| table::predefined(ai).is_none())
    }

    pub(super) fn add(&mut self, element: Element) -> Result<(), BadElements> {
        match self.value(&element.ai) {
            Some(value) if value == element.value => Ok(()),
            Some(_) => Err(BadElements::Conflict { ai: element.ai }),
            None if self.elements.len() == ELEMENTS_MAX => Err(BadElements::TooMany),
            None => {
                self.elements.push(element);
                Ok(())
            }
        }
    }
}

/// Reads an element string as a scanner sends it: without its symbology identifier, with GS for
/// FNC1 between elements. A leading or trailing GS is tolerated.
///
/// # Errors
/// [`BadElements`], which names the first rule that is broken.
pub fn parse(text: &str) -> Result<Elements, BadElements> {
    let mut elements = read_all(text)?;
    elements.hints = hint(&elements, text).into_iter().collect();
    Ok(elements)
}

fn read_all(text: &str) -> Result<Elements, BadElements> {
    let mut elements = Elements::default();
    let mut rest = text.strip_prefix(GS).unwrap_or(text);
    if rest.is_empty() {
        return Err(BadElements::Empty);
    }
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let (element, after) = read_one(rest, at)?;
        elements.add(element)?;
        rest = after.strip_prefix(GS).unwrap_or(after);
    }
    Ok(elements)
}

fn read_one(text: &str, at: usize) -> Result<(Element, &str), BadElements> {
    let unknown = || BadElements::UnknownAi {
        at,
        digits: text.chars().take(4).collect(),
    };
    let (row, ai) = table::find(text).ok_or_else(unknown)?;
    let behind = text.get(ai.len()..).unwrap_or_default();
    let until_gs = behind.find(GS).unwrap_or(behind.len());
    let length = table::predefined(ai).map_or(until_gs, |fixed| fixed.min(until_gs));
    // A value is cut at a character's edge: a character of several bytes is refused below.
    let length = (length..=behind.len()).find(|end| behind.is_char_boundary(*end));
    let (value, after) = behind.split_at(length.unwrap_or(behind.len()));
    let element = checked(row, ai, value)?;
    Ok((element, after))
}

/// Reads the value of one identifier, as it stands in a link or a label's text.
///
/// # Errors
/// [`BadElements`], as [`parse`].
pub(super) fn element(ai: &str, value: &str) -> Result<Element, BadElements> {
    let unknown = || BadElements::UnknownAi {
        at: 0,
        digits: ai.chars().take(4).collect(),
    };
    let (row, found) = table::find(ai).ok_or_else(unknown)?;
    if found == ai {
        checked(row, ai, value)
    } else {
        Err(unknown())
    }
}

fn checked(row: &Row, ai: &str, value: &str) -> Result<Element, BadElements> {
    check_value(row, ai, value)?;
    let bad_number = || BadElements::BadNumber {
        ai: ai.to_owned(),
        value: value.to_owned(),
    };
    Ok(Element {
        ai: ai.to_owned(),
        title: row.title,
        value: value.to_owned(),
        meaning: value::meaning(row, ai, value).ok_or_else(bad_number)?,
    })
}

fn check_value(row: &Row, ai: &str, value: &str) -> Result<(), BadElements> {
    let (needs, max) = row.lengths();
    let (ai_owned, got) = (|| ai.to_owned(), value.chars().count());
    if got < needs {
        return Err(BadElements::TooShort {
            ai: ai_owned(),
            needs,
            got,
        });
    }
    if got > max {
        return Err(BadElements::TooLong {
            ai: ai_owned(),
            max,
            got,
        });
    }
    let mut rest = value;
    for part in row.parts {
        let bad = |character| BadElements::BadCharacter {
            ai: ai_owned(),
            character,
        };
        let (taken, after) = take(part, rest).map_err(bad)?;
        check_length(part, ai, taken.len())?;
        check_rule(part.rule, ai, taken)?;
        rest = after;
    }
    Ok(())
}

/// Takes as much as the part may hold. Every set is ASCII, so bytes are characters.
fn take<'a>(part: &Part, text: &'a str) -> Result<(&'a str, &'a str), char> {
    let head = text.chars().take(part.max);
    head.into_iter()
        .find(|c| !allows(part.set, *c))
        .map_or(Ok(()), Err)?;
    Ok(text.split_at(part.max.min(text.len())))
}

fn check_length(part: &Part, ai: &str, got: usize) -> Result<(), BadElements> {
    let RangeSteps { fits, next } = steps(part.min..=part.max, part.step, got);
    if fits {
        Ok(())
    } else {
        Err(BadElements::TooShort {
            ai: ai.to_owned(),
            needs: next,
            got,
        })
    }
}

struct RangeSteps {
    fits: bool,
    next: usize,
}

fn steps(range: RangeInclusive<usize>, step: usize, length: usize) -> RangeSteps {
    let mut lengths = range.step_by(step);
    let next = lengths.find(|allowed| *allowed >= length);
    RangeSteps {
        fits: next == Some(length),
        next: next.unwrap_or(length),
    }
}

fn allows(set: Set, c: char) -> bool {
    match set {
        Set::N => c.is_ascii_digit(),
        Set::X => c.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(c),
        Set::Y => c.is_ascii_digit() || c.is_ascii_uppercase() || "#-/".contains(c),
        Set::Z => c.is_ascii_alphanumeric() || "-_=".contains(c),
    }
}

fn check_rule(rule: Rule, ai: &str, value: &str) -> Result<(), BadElements> {
    if value.is_empty() || rule_holds(rule, value) {
        return Ok(());
    }
    let (ai, value) = (ai.to_owned(), value.to_owned());
    match rule {
        Rule::CheckDigit => Err(BadElements::CheckDigit { ai, value }),
        Rule::None | Rule::Date | Rule::DateOrMonth | Rule::HourMinute | Rule::LongDate => {
            Err(BadElements::BadDate { ai, value })
        }
    }
}

fn rule_holds(rule: Rule, value: &str) -> bool {
    match rule {
        Rule::None => true,
        Rule::CheckDigit => {
            let (digits, digit) = value.split_at(value.len() - 1);
            check_digit(digits).is_some_and(|right| digit.starts_with(right))
        }
        Rule::Date => ShortDate::parse(value, false).is_some(),
        Rule::DateOrMonth => ShortDate::parse(value, true).is_some(),
        Rule::HourMinute => value.get(..2) < Some("24") && value.get(2..) < Some("60"),
        Rule::LongDate => chrono::NaiveDate::parse_from_str(value, "%Y%m%d").is_ok(),
    }
}

/// A scanner that drops separators leaves no GS at all, so only such a string is doubted.
fn hint(elements: &Elements, text: &str) -> Option<Hint> {
    let last = elements.elements.last()?;
    let (row, _) = table::find(&last.ai)?;
    if text.contains(GS) || table::predefined(&last.ai).is_some() {
        return None;
    }
    let is_hidden = |rest: &str| {
        let found = read_all(rest).ok()?;
        let common = |e: &Element| MAY_HIDE.contains(&e.ai.as_str()) || e.ai.starts_with("310");
        found
            .elements
            .iter()
            .all(|e| common(e) && elements.value(&e.ai).is_none())
            .then_some(())
    };
    let mut splits = (1..last.value.len()).filter_map(|at| last.value.split_at_checked(at));
    let (value, hidden) = splits.find(|(_, rest)| is_hidden(rest).is_some())?;
    Some(Hint::MayHide {
        ai: last.ai.clone(),
        value: value.to_owned(),
        hidden: hidden.to_owned(),
        fills: last.value.len() == row.lengths().1,
    })
}

#[cfg(test)]
mod tests;
