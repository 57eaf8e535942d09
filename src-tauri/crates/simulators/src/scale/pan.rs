//! What lies on the pan, counted in steps of the last digit the scale shows.

use std::time::Duration;

use crate::console::BadCommand;

/// Most decimals a simulated scale shows: a microbalance in grams.
const DECIMALS_MAX: usize = 6;

/// Most digits a simulated scale shows.
const DIGITS_MAX: usize = 9;

/// What can be wrong with a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Too much on it.
    Overload,
    /// The pan is missing.
    Underload,
    /// Never settles and answers that it is busy.
    Busy,
    /// Says nothing.
    Mute,
    /// Its line settings differ: every byte has its high bit set.
    Garble,
}

/// The load cell.
#[derive(Clone, Debug)]
pub(super) struct Pan {
    load: i64,
    before: i64,
    changed_at: Duration,
    settle: Duration,
    pub(super) zero: i64,
    pub(super) tare: i64,
    pub(super) decimals: usize,
    pub(super) unit: String,
}

impl Pan {
    pub(super) fn new(settle: Duration) -> Self {
        Self {
            load: 0,
            before: 0,
            changed_at: Duration::ZERO,
            settle,
            zero: 0,
            tare: 0,
            decimals: 3,
            unit: "kg".to_owned(),
        }
    }

    pub(super) fn put(&mut self, value: &str, unit: &str, now: Duration) -> Result<(), BadCommand> {
        let part = value.split_once('.').map_or(0, |(_, after)| after.len());
        let decimals = if unit == self.unit {
            self.decimals
        } else {
            part
        };
        let load = steps(value, decimals)
            .ok_or_else(|| BadCommand::Value(value.to_owned(), "write it as the scale shows it"))?;
        if unit != self.unit {
            (self.zero, self.tare, self.load, self.decimals) = (0, 0, 0, decimals);
            unit.clone_into(&mut self.unit);
        }
        self.change(load, now);
        Ok(())
    }

    pub(super) fn change(&mut self, load: i64, now: Duration) {
        (self.before, self.load, self.changed_at) = (self.load, load, now);
    }

    pub(super) fn load(&self) -> i64 {
        self.load
    }

    pub(super) fn is_stable(&self, now: Duration) -> bool {
        now >= self.changed_at + self.settle
    }

    /// What it shows, net, in steps: while it settles, it swings around the load.
    pub(super) fn net(&self, now: Duration) -> i64 {
        self.load + self.swing(now) - self.zero - self.tare
    }

    fn swing(&self, now: Duration) -> i64 {
        let (passed, settle) = (now.saturating_sub(self.changed_at), self.settle);
        let left = settle.saturating_sub(passed).as_millis();
        let share = i64::try_from(left * 64 / settle.as_millis().max(1)).unwrap_or(64);
        let span = (self.load - self.before).abs().max(20);
        let width = span * share / 256;
        if (passed.as_millis() / 40).is_multiple_of(2) {
            width
        } else {
            -width
        }
    }

    pub(super) fn shown(&self, steps: i64) -> String {
        let sign = if steps < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", steps.abs(), width = self.decimals + 1);
        let (whole, part) = digits.split_at(digits.len() - self.decimals);
        let point = if part.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{part}")
    }
}

fn steps(value: &str, decimals: usize) -> Option<i64> {
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let digit = whole.ends_with(|c: char| c.is_ascii_digit());
    if !digit
        || part.len() > decimals
        || decimals > DECIMALS_MAX
        || whole.len() + decimals > DIGITS_MAX
    {
        return None;
    }
    format!("{whole}{part:0<decimals$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLE: Duration = Duration::from_millis(600);

    #[test]
    fn what_is_put_on_is_shown_once_it_has_settled() {
        let mut pan = Pan::new(SETTLE);
        for (value, unit, shown) in [
            ("12.482", "kg", "12.482"),
            ("-0.5", "kg", "-0.500"),
            ("250", "g", "250"),
        ] {
            pan.put(value, unit, Duration::ZERO).unwrap();

            assert_eq!(pan.shown(pan.net(SETTLE)), shown);
            assert!(pan.is_stable(SETTLE) && !pan.is_stable(SETTLE / 2));
        }
    }

    #[test]
    fn it_swings_before_it_settles() {
        let mut pan = Pan::new(SETTLE);
        pan.put("10.000", "kg", Duration::ZERO).unwrap();

        let early = pan.net(SETTLE / 4);

        assert!(early != 10_000 && (early - 10_000).abs() < 2_500, "{early}");
    }

    #[test]
    fn a_value_it_cannot_show_is_refused() {
        for value in ["1.2345", "kg", "", "1.2.3", "99999999.999"] {
            assert!(
                Pan::new(SETTLE).put(value, "kg", Duration::ZERO).is_err(),
                "{value}"
            );
        }
    }
}
