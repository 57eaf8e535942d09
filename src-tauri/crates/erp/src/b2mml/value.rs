//! Values as B2MML writes them: keys, quantities, times, durations, named properties.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::Quantity;
use domain::import::{KEY_CHARS_MAX, TEXT_CHARS_MAX};

use super::node::{Node, Wrong};
use crate::{plausible, text};

/// A moment, and whether its zone had to be assumed.
pub(super) struct Moment {
    pub(super) at: DateTime<Utc>,
    pub(super) zone_assumed: bool,
}

impl Node {
    /// An error at this element.
    pub(super) fn wrong(&self, text: String) -> Wrong {
        Wrong {
            line: Some(self.line),
            text: format!("{}: {text}", self.name),
        }
    }

    /// This element's text as a key.
    pub(super) fn key(&self) -> Result<String, Wrong> {
        text::checked(self.text(), KEY_CHARS_MAX).map_err(|bad| self.wrong(bad))
    }

    /// The key in the first child of a name; absent when missing or empty.
    pub(super) fn child_key(&self, name: &str) -> Result<Option<String>, Wrong> {
        let key = self.child(name).map(Node::key).transpose()?;
        Ok(key.filter(|key| !key.is_empty()))
    }

    /// The key in the first child of a name, which must be there.
    pub(super) fn required_key(&self, name: &str) -> Result<String, Wrong> {
        self.child_key(name)?
            .ok_or_else(|| self.wrong(format!("{name} is missing: it must name something")))
    }

    /// The description, of several the first.
    pub(super) fn description(&self) -> Result<Option<String>, Wrong> {
        let Some(text) = self.child_text("Description") else {
            return Ok(None);
        };
        let text = text::checked(text, TEXT_CHARS_MAX).map_err(|bad| self.wrong(bad))?;
        self.all("Description").for_each(Node::skip);
        Ok(Some(text))
    }

    /// The amount in `Quantity`; absent when missing or empty.
    pub(super) fn quantity(&self) -> Result<Option<Quantity>, Wrong> {
        let Some(node) = self.child("Quantity") else {
            return Ok(None);
        };
        let number = node.child_text("QuantityString").unwrap_or_default();
        let unit = node.child_text("UnitOfMeasure").unwrap_or_default();
        node.skip();
        if number.is_empty() && unit.is_empty() {
            return Ok(None);
        }
        let quantity = Quantity::parse(number, unit).map_err(|bad| node.wrong(bad.to_string()))?;
        match quantity.value().is_sign_negative() && !quantity.is_zero() {
            true => Err(node.wrong(format!("{quantity} is negative: check the number"))),
            false => Ok(Some(quantity)),
        }
    }

    /// The value of a property, found by any of its names; every such property counts as understood.
    pub(super) fn property<'n>(&'n self, element: &'n str, names: &[&str]) -> Option<&'n str> {
        let named = |node: &&Node| {
            let id = node
                .peek_all("ID")
                .next()
                .map(Node::text)
                .unwrap_or_default();
            names.iter().any(|name| name.eq_ignore_ascii_case(id))
        };
        let found = self.peek_all(element).find(named)?;
        found.skip();
        let value = found.child("Value").or_else(|| found.child("Quantity"))?;
        value
            .child_text("ValueString")
            .or_else(|| value.child_text("QuantityString"))
    }

    /// The moment in the first child of a name. `zone_optional`: one without zone counts as UTC.
    pub(super) fn moment(&self, name: &str, zone_optional: bool) -> Result<Option<Moment>, Wrong> {
        let Some(text) = self.child_text(name) else {
            return Ok(None);
        };
        moment(text, zone_optional)
            .map(Some)
            .map_err(|bad| self.wrong(format!("{name}: {bad}")))
    }

    /// The length of time in the first child of a name, in seconds.
    pub(super) fn seconds(&self, name: &str) -> Result<Option<u32>, Wrong> {
        let Some(text) = self.child_text(name) else {
            return Ok(None);
        };
        duration_s(text)
            .map(Some)
            .map_err(|bad| self.wrong(format!("{name}: {bad}")))
    }
}

fn moment(text: &str, zone_optional: bool) -> Result<Moment, String> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Moment {
            at: plausible::moment(at.to_utc())?,
            zone_assumed: false,
        });
    }
    let without_zone = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    match without_zone {
        Some(at) if zone_optional => Ok(Moment {
            at: plausible::moment(at.and_utc())?,
            zone_assumed: true,
        }),
        Some(_) => Err(format!(
            "“{}” has no zone: write it like 2026-12-01T06:00:00Z or with +01:00 at its end",
            text::shown(text)
        )),
        None => Err(format!(
            "“{}” is not a date and time: write it like 2026-12-01T06:00:00Z",
            text::shown(text)
        )),
    }
}

/// The day of a moment or day as the sender wrote it, whatever its zone.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    plausible::day(NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?).ok()
}

/// Reads an ISO 8601 duration of days, hours, minutes and seconds; begun seconds count whole.
pub(super) fn duration_s(text: &str) -> Result<u32, String> {
    let bad = || {
        format!(
            "“{}” is not a duration: write it like PT40M or P1DT2H",
            text::shown(text)
        )
    };
    let rest = text.strip_prefix('P').ok_or_else(bad)?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    if rest.is_empty() || rest.ends_with('T') {
        return Err(bad());
    }
    let parts =
        parts(days, &[('D', 86_400)]).zip(parts(time, &[('H', 3_600), ('M', 60), ('S', 1)]));
    let (days, time) = parts.ok_or_else(bad)?;
    days.checked_add(time)
        .and_then(|seconds| u32::try_from(seconds).ok())
        .ok_or_else(bad)
}

/// The sum of the parts of one half of a duration, each with its letter, in seconds.
fn parts(text: &str, units: &[(char, u64)]) -> Option<u64> {
    let mut rest = text;
    let mut sum = 0_u64;
    for (letter, seconds) in units {
        let Some((number, after)) = rest.split_once(*letter) else {
            continue;
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let begun = u64::from(fraction.bytes().any(|digit| digit != b'0'));
        let whole_only = fraction.is_empty() || *letter == 'S';
        if !whole_only || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let whole: u64 = whole.parse().ok()?;
        sum = sum.checked_add(whole.checked_add(begun)?.checked_mul(*seconds)?)?;
        rest = after;
    }
    rest.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_become_seconds() {
        for (text, seconds) in [
            ("PT40M", 2_400),
            ("P1DT2H", 93_600),
            ("PT0S", 0),
            ("PT1.2S", 2),
            ("PT1H30M", 5_400),
        ] {
            assert_eq!(duration_s(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "40",
            "P1Y",
            "P1M",
            "PT1.5H",
            "PT-5M",
            "PT5",
            "PT99999999999H",
        ] {
            assert!(duration_s(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_without_zone_is_taken_as_utc_only_where_allowed() {
        let text = "2012-12-10T17:02:56.0";

        assert!(moment(text, true).unwrap().zone_assumed);
        assert!(moment(text, false).is_err());
    }
}
