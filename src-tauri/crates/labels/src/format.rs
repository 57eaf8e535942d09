//! Fields written as readers of a language expect them: numbers and dates.

use serde::{Deserialize, Serialize};

/// Whose marks numbers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// `1,234.5`.
    #[default]
    En,
    /// `1.234,5`, as in German, Italian, Spanish and Dutch.
    De,
    /// `1 234,5` with a space that does not break, as in French, Polish and Swedish.
    Fr,
}

/// Digits between two marks of thousands.
const GROUP: usize = 3;

/// Most decimals a template may ask for; an exact amount has fewer.
pub const DECIMALS_MAX: usize = 10;

impl Locale {
    fn decimal_mark(self) -> char {
        match self {
            Self::En => '.',
            Self::De | Self::Fr => ',',
        }
    }

    fn group_mark(self) -> char {
        match self {
            Self::En => ',',
            Self::De => '.',
            Self::Fr => '\u{a0}',
        }
    }

    /// A plain decimal number such as `1234.5` in these marks, filled with zeros to at least
    /// `decimals_min` decimals; `None` when it is no such number. No digit is ever dropped.
    #[must_use]
    pub fn number(self, plain: &str, decimals_min: usize, grouped: bool) -> Option<String> {
        let (sign, digits) = match plain.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", plain),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
            return None;
        }
        let whole = if grouped {
            self.grouped(whole)
        } else {
            whole.to_owned()
        };
        let width = decimals_min.min(DECIMALS_MAX);
        let decimals = format!("{decimals:0<width$}");
        Some(match decimals.is_empty() {
            true => format!("{sign}{whole}"),
            false => format!("{sign}{whole}{}{decimals}", self.decimal_mark()),
        })
    }

    fn grouped(self, digits: &str) -> String {
        let mut written = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(GROUP) {
                written.push(self.group_mark());
            }
            written.push(digit);
        }
        written
    }
}

/// Parts of a date: what a pattern calls each, and where it stands in `2024-09-17T14:32:05`.
const PARTS: [(&str, std::ops::Range<usize>); 7] = [
    ("YYYY", 0..4),
    ("YY", 2..4),
    ("MM", 5..7),
    ("DD", 8..10),
    ("hh", 11..13),
    ("mm", 14..16),
    ("ss", 17..19),
];

/// A date such as `2024-09-17` or `2024-09-17T14:32` in a pattern such as `DD.MM.YYYY hh:mm`; `None`
/// when it is no date, or lacks what the pattern asks for.
#[must_use]
pub fn date(iso: &str, pattern: &str) -> Option<String> {
    let iso = is_date(iso).then_some(iso)?;
    let mut written = String::new();
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        let part = PARTS.iter().find(|(name, _)| rest.starts_with(name));
        let taken = match part {
            Some((name, place)) => {
                written.push_str(digits(iso, place.clone())?);
                name.len()
            }
            None => {
                written.push(character);
                character.len_utf8()
            }
        };
        rest = rest.get(taken..)?;
    }
    Some(written)
}

fn digits(iso: &str, place: std::ops::Range<usize>) -> Option<&str> {
    let part = iso.get(place)?;
    part.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(part)
}

fn is_date(iso: &str) -> bool {
    let within = |place, range: std::ops::RangeInclusive<u8>| {
        digits(iso, place)
            .and_then(|text| text.parse::<u8>().ok())
            .is_some_and(|value| range.contains(&value))
    };
    let marks = iso.get(4..5) == Some("-") && iso.get(7..8) == Some("-");
    let clock = matches!(iso.get(10..11), None | Some("T" | " "));
    digits(iso, 0..4).is_some() && within(5..7, 1..=12) && within(8..10, 1..=31) && marks && clock
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_the_readers_marks() {
        for (locale, plain, decimals, grouped, expected) in [
            (Locale::En, "1234567.5", 0, true, "1,234,567.5"),
            (Locale::De, "1234.5", 2, true, "1.234,50"),
            (Locale::Fr, "-1234", 0, true, "-1\u{a0}234"),
            (Locale::De, "0.125", 1, false, "0,125"),
            (Locale::En, "999", 0, true, "999"),
        ] {
            let written = locale.number(plain, decimals, grouped);

            assert_eq!(written.as_deref(), Some(expected));
        }
        for plain in ["", ".5", "1e3", "1,5", "--1", "12 "] {
            assert_eq!(Locale::En.number(plain, 0, true), None, "{plain}");
        }
    }

    #[test]
    fn a_date_is_written_in_its_pattern_or_not_at_all() {
        for (iso, pattern, expected) in [
            ("2024-09-17", "DD.MM.YYYY", Some("17.09.2024")),
            ("2024-09-17T14:32", "MM/DD/YY hh:mm", Some("09/17/24 14:32")),
            ("2024-09-17 14:32", "YYYY-MM-DD", Some("2024-09-17")),
            ("2024-09-17", "hh:mm", None),
            ("2024-13-17", "DD", None),
            ("17.09.2024", "DD", None),
            ("", "DD", None),
        ] {
            assert_eq!(date(iso, pattern).as_deref(), expected, "{iso} {pattern}");
        }
    }
}
