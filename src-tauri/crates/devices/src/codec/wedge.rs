//! Keyboard wedges: scanners that type. Keys with their times in, scans and plain typing out.
//!
//! A reducer: keys are held back while they may be a scan, and given back as typing when they are
//! not. Time is an argument.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::scan_line::SCAN_BYTES_MAX;

/// Longest pause between two keys of one scan. A scanner types every 1 to 30 ms, a fast typist
/// every 100 ms; this lies between them.
pub const GAP_MAX: Duration = Duration::from_millis(60);

/// Fewest characters of a scan where no prefix marks it: three keys may come quickly by chance.
pub const CHARS_MIN: usize = 4;

/// How a scanner that types is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WedgeSettings {
    /// What the scanner types before a code. Without it, only speed tells a scan from typing.
    #[serde(default)]
    pub prefix: String,
    /// What the scanner types behind a code, usually Enter.
    pub suffix: char,
    /// Longest pause between two keys of one scan.
    pub gap_max: Duration,
    /// What the scanner types for GS, if it does.
    #[serde(default)]
    pub gs_key: Option<char>,
}

impl Default for WedgeSettings {
    fn default() -> Self {
        Self {
            prefix: String::new(),
            suffix: '\n',
            gap_max: GAP_MAX,
            gs_key: None,
        }
    }
}

/// What keys turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A code, without prefix and suffix; read it with `Scan::typed`.
    Code(String),
    /// What a person typed: give it to the focused field.
    Keys(String),
}

/// Tells a scanner's keys from a person's.
#[derive(Clone, Debug)]
pub struct Wedge {
    settings: WedgeSettings,
    held: String,
    last: Duration,
}

impl Wedge {
    /// A reducer for a scanner that is set up like this.
    #[must_use]
    pub fn new(settings: WedgeSettings) -> Self {
        Self {
            settings,
            held: String::new(),
            last: Duration::ZERO,
        }
    }

    /// Takes one key at its time (since any fixed moment) and answers what is settled by it.
    pub fn push(&mut self, key: char, at: Duration) -> Vec<Typed> {
        let mut settled: Vec<Typed> = self.settle(at).into_iter().collect();
        self.last = at;
        self.held.push(key);
        settled.extend(self.reduce(key));
        settled
    }

    /// Gives back held keys as typing once the pause is too long for a scan. Call it when a timer
    /// of `gap_max` ends.
    pub fn settle(&mut self, now: Duration) -> Option<Typed> {
        let late = now.saturating_sub(self.last) > self.settings.gap_max;
        if late { self.give_back() } else { None }
    }

    fn reduce(&mut self, key: char) -> Option<Typed> {
        if key == self.settings.suffix {
            return self.finish();
        }
        let prefix = &self.settings.prefix;
        let possible = self.held.starts_with(prefix.as_str()) || prefix.starts_with(&self.held);
        let too_long = self.held.len() > prefix.len() + SCAN_BYTES_MAX;
        if possible && !too_long {
            None
        } else {
            self.give_back()
        }
    }

    fn finish(&mut self) -> Option<Typed> {
        let body = self.held.strip_suffix(self.settings.suffix)?;
        let code = body.strip_prefix(self.settings.prefix.as_str());
        let min = if self.settings.prefix.is_empty() {
            CHARS_MIN
        } else {
            1
        };
        match code
            .filter(|code| code.chars().count() >= min)
            .map(str::to_owned)
        {
            Some(code) => {
                self.held.clear();
                Some(Typed::Code(code))
            }
            None => self.give_back(),
        }
    }

    fn give_back(&mut self) -> Option<Typed> {
        let keys = std::mem::take(&mut self.held);
        (!keys.is_empty()).then_some(Typed::Keys(keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_all(wedge: &mut Wedge, keys: &str, gap_ms: u64) -> Vec<Typed> {
        let mut at = wedge.last + Duration::from_secs(1);
        let mut typed = Vec::new();
        for key in keys.chars() {
            typed.extend(wedge.push(key, at));
            at += Duration::from_millis(gap_ms);
        }
        typed.extend(wedge.settle(at + Duration::from_secs(1)));
        typed
    }

    fn prefixed() -> Wedge {
        Wedge::new(WedgeSettings {
            prefix: "~$".to_owned(),
            ..WedgeSettings::default()
        })
    }

    fn keys(typed: &[Typed]) -> String {
        let given = typed.iter().map(|t| match t {
            Typed::Keys(keys) => keys.as_str(),
            Typed::Code(_) => "<code>",
        });
        given.collect()
    }

    #[test]
    fn fast_keys_with_enter_are_a_code() {
        let typed = type_all(
            &mut Wedge::new(WedgeSettings::default()),
            "]C0LOT24-0917-A\n",
            5,
        );

        assert_eq!(typed, [Typed::Code("]C0LOT24-0917-A".to_owned())]);
    }

    #[test]
    fn a_persons_keys_come_back_in_their_order() {
        let typed = type_all(
            &mut Wedge::new(WedgeSettings::default()),
            "bearing 6204\n",
            120,
        );

        assert_eq!(keys(&typed), "bearing 6204\n");
    }

    #[test]
    fn three_quick_keys_and_enter_are_typing() {
        let typed = type_all(&mut Wedge::new(WedgeSettings::default()), "500\n", 10);

        assert_eq!(typed, [Typed::Keys("500\n".to_owned())]);
    }

    #[test]
    fn a_prefix_marks_a_code_and_its_absence_typing() {
        let mut wedge = prefixed();

        assert_eq!(
            type_all(&mut wedge, "~$7\n", 5),
            [Typed::Code("7".to_owned())]
        );
        assert_eq!(keys(&type_all(&mut wedge, "LOT24\n", 5)), "LOT24\n");
        assert_eq!(keys(&type_all(&mut wedge, "~$\n", 5)), "~$\n");
        assert_eq!(keys(&type_all(&mut wedge, "~x\n", 5)), "~x\n");
    }

    #[test]
    fn a_scan_into_half_typed_text_leaves_the_text() {
        let mut wedge = Wedge::new(WedgeSettings::default());
        let ms = Duration::from_millis;
        let mut typed = wedge.push('5', ms(1_000));
        for (at, key) in (2_000..).step_by(5).zip("LOT24\n".chars()) {
            typed.extend(wedge.push(key, ms(at)));
        }

        assert_eq!(
            typed,
            [Typed::Keys("5".to_owned()), Typed::Code("LOT24".to_owned())]
        );
    }

    #[test]
    fn keys_without_end_are_given_back() {
        let flood = "A".repeat(SCAN_BYTES_MAX * 3);

        let typed = type_all(&mut Wedge::new(WedgeSettings::default()), &flood, 1);

        assert_eq!(keys(&typed), flood);
    }
}
