//! What the digits of a GS1 value mean: dates, measures, numbers.

use chrono::{Datelike, NaiveDate};
use domain::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use serde::Serialize;

use super::table::{Counts, Row, Rule};

/// What a value means, beyond its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Nothing beyond its text.
    Text,
    /// A day, or a month whose last day counts.
    Date(ShortDate),
    /// A number of pieces or a measure.
    Quantity(Quantity),
    /// An amount of money or a percentage, with its decimals; an ISO 4217 code where one is given.
    Amount {
        /// The amount, exact.
        #[serde(with = "domain::quantity::decimal_text")]
        value: Decimal,
        /// The currency's three digits.
        currency: Option<String>,
    },
}

/// A date of two-digit years. The century depends on the day it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ShortDate {
    /// The year's last two digits.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day; none stands for the month's last one.
    pub day: Option<u32>,
}

impl ShortDate {
    /// Reads YYMMDD; day 00 only where `month_only` allows it.
    pub(super) fn parse(digits: &str, month_only: bool) -> Option<Self> {
        let number = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
        let (year, month, day) = (number(0, 2)?, number(2, 4)?, number(4, 6)?);
        let date = Self {
            year,
            month,
            day: (day > 0).then_some(day),
        };
        let days = last_day(2000 + i32::try_from(year).ok()?, month)?;
        (day <= days && (day > 0 || month_only)).then_some(date)
    }

    /// The day it means when read in `year_now`: at most 50 years ahead and 49 back (GS1 General
    /// Specifications, section 7.12). `None` for years far outside the calendar.
    #[must_use]
    pub fn on(&self, year_now: i32) -> Option<NaiveDate> {
        let century = year_now - year_now.rem_euclid(100);
        let near = century + i32::try_from(self.year).ok()?;
        let year = match near - year_now {
            51.. => near - 100,
            ..=-50 => near + 100,
            _ => near,
        };
        NaiveDate::from_ymd_opt(
            year,
            self.month,
            self.day.or_else(|| last_day(year, self.month))?,
        )
    }
}

fn last_day(year: i32, month: u32) -> Option<u32> {
    let (next_year, next) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    let first_of_month = NaiveDate::from_ymd_opt(year, month, 1)?;
    let after = NaiveDate::from_ymd_opt(next_year, next, 1)?;
    after
        .pred_opt()
        .filter(|day| day.month() == first_of_month.month())
        .map(|day| day.day())
}

/// What a checked value of this row means.
pub(super) fn meaning(row: &Row, ai: &str, value: &str) -> Option<Meaning> {
    match row.counts {
        Counts::Nothing => Some(date(row, value).map_or(Meaning::Text, Meaning::Date)),
        Counts::Pieces => Some(Meaning::Quantity(Quantity::new(
            value.parse().ok()?,
            Unit::each(),
        ))),
        Counts::Measure(unit) => {
            let unit = Unit::new(unit).ok()?;
            Some(Meaning::Quantity(Quantity::new(scaled(ai, value)?, unit)))
        }
        Counts::Amount => Some(Meaning::Amount {
            value: scaled(ai, value)?,
            currency: None,
        }),
        Counts::AmountIn => {
            let (currency, value) = value.split_at_checked(3)?;
            let currency = Some(currency.to_owned());
            Some(Meaning::Amount {
                value: scaled(ai, value)?,
                currency,
            })
        }
    }
}

fn date(row: &Row, value: &str) -> Option<ShortDate> {
    let rule = row.parts.first()?.rule;
    let is_date = matches!(rule, Rule::Date | Rule::DateOrMonth);
    is_date.then(|| ShortDate::parse(value.get(..6)?, rule == Rule::DateOrMonth))?
}

fn scaled(ai: &str, value: &str) -> Option<Decimal> {
    let decimals = ai.chars().next_back()?.to_digit(10)?;
    Decimal::try_from_i128_with_scale(value.parse().ok()?, decimals).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(digits: &str, year_now: i32) -> Option<String> {
        ShortDate::parse(digits, true)?
            .on(year_now)
            .map(|day| day.to_string())
    }

    #[test]
    fn day_00_is_the_months_last_day() {
        assert_eq!(day("270100", 2026).as_deref(), Some("2027-01-31"));
        assert_eq!(day("280200", 2026).as_deref(), Some("2028-02-29"));
        assert_eq!(day("270200", 2026).as_deref(), Some("2027-02-28"));
        assert_eq!(day("271200", 2026).as_deref(), Some("2027-12-31"));
    }

    #[test]
    fn the_century_is_the_nearest_one() {
        assert_eq!(day("760101", 2026).as_deref(), Some("2076-01-01"));
        assert_eq!(day("770101", 2026).as_deref(), Some("1977-01-01"));
        assert_eq!(day("010101", 2099).as_deref(), Some("2101-01-01"));
        assert_eq!(day("490101", 2099).as_deref(), Some("2149-01-01"));
        assert_eq!(day("500101", 2099).as_deref(), Some("2050-01-01"));
    }

    #[test]
    fn days_the_calendar_does_not_have_are_refused() {
        for digits in ["270229", "271301", "270001", "270132", "270431"] {
            assert_eq!(ShortDate::parse(digits, true), None, "{digits}");
        }
        assert_eq!(ShortDate::parse("270100", false), None);
    }
}
