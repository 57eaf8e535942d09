//! One cell at a time: what it must hold, and the sentence for when it does not.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Quantity;
use domain::import::{KEY_CHARS_MAX, TEXT_CHARS_MAX};
use rust_decimal::Decimal;

use super::table::Row;
use crate::{plausible, text};

impl Row {
    /// A key, number or code that must be there.
    pub(super) fn key(&self, column: &str) -> Result<String, String> {
        self.optional_key(column)?
            .ok_or_else(|| format!("column {column} is empty: it must name something"))
    }

    /// A key, number or code that may be left out.
    pub(super) fn optional_key(&self, column: &str) -> Result<Option<String>, String> {
        filled(text::checked(self.cell(column), KEY_CHARS_MAX), column)
    }

    /// Free text that must be there.
    pub(super) fn text(&self, column: &str) -> Result<String, String> {
        self.optional_text(column)?.ok_or_else(|| {
            format!("column {column} is empty: write what the people at the station shall read")
        })
    }

    /// Free text that may be left out.
    pub(super) fn optional_text(&self, column: &str) -> Result<Option<String>, String> {
        filled(text::checked(self.cell(column), TEXT_CHARS_MAX), column)
    }

    /// Several keys separated by semicolons.
    pub(super) fn keys(&self, column: &str) -> Result<Vec<String>, String> {
        self.cell(column)
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                text::checked(part, KEY_CHARS_MAX).map_err(|bad| format!("column {column}: {bad}"))
            })
            .collect()
    }

    /// An amount above zero with its unit, from columns `quantity` and `unit`.
    pub(super) fn quantity(&self) -> Result<Quantity, String> {
        let quantity = self.quantity_or_zero()?;
        if quantity.is_positive() {
            return Ok(quantity);
        }
        Err(format!(
            "column quantity: {quantity} is not above zero: check the number"
        ))
    }

    /// An amount of zero or more with its unit, from columns `quantity` and `unit`.
    pub(super) fn quantity_or_zero(&self) -> Result<Quantity, String> {
        let quantity = Quantity::parse(self.cell("quantity"), self.cell("unit"))
            .map_err(|bad| format!("column quantity or unit: {bad}"))?;
        if quantity.value() < Decimal::ZERO {
            return Err(format!(
                "column quantity: {quantity} is negative: check the number"
            ));
        }
        Ok(quantity)
    }

    /// A whole number of seconds; absent when empty.
    pub(super) fn seconds(&self, column: &str) -> Result<Option<u32>, String> {
        self.number(column, "seconds, for example 90")
    }

    /// A whole number; absent when empty.
    pub(super) fn number<N: std::str::FromStr>(
        &self,
        column: &str,
        what: &str,
    ) -> Result<Option<N>, String> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        cell.parse().map(Some).map_err(|_| {
            format!(
                "column {column}: “{}” is not a whole number of {what}",
                text::shown(cell)
            )
        })
    }

    /// Percent of zero or more; zero when empty.
    pub(super) fn percent(&self, column: &str) -> Result<Decimal, String> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(Decimal::ZERO);
        }
        let percent =
            domain::quantity::decimal(cell).map_err(|bad| format!("column {column}: {bad}"))?;
        if percent < Decimal::ZERO {
            return Err(format!(
                "column {column}: {percent} is negative: check the number"
            ));
        }
        Ok(percent)
    }

    /// A moment with its zone (RFC 3339); absent when empty.
    pub(super) fn time(&self, column: &str) -> Result<Option<DateTime<Utc>>, String> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let time = DateTime::parse_from_rfc3339(cell).map_err(|_| {
            format!(
                "column {column}: “{}” is not a date and time with a zone: \
                 write it like 2026-12-01T06:00:00Z or 2026-12-01T07:00:00+01:00",
                text::shown(cell)
            )
        })?;
        let time = plausible::moment(time.to_utc());
        time.map(Some)
            .map_err(|bad| format!("column {column}: {bad}"))
    }

    /// A day in the plant's calendar; absent when empty.
    pub(super) fn day(&self, column: &str) -> Result<Option<NaiveDate>, String> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let day = NaiveDate::parse_from_str(cell, "%Y-%m-%d").map_err(|_| {
            format!(
                "column {column}: “{}” is not a day: write it like 2026-12-31",
                text::shown(cell)
            )
        })?;
        plausible::day(day)
            .map(Some)
            .map_err(|bad| format!("column {column}: {bad}"))
    }

    /// One word of a fixed list.
    pub(super) fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, String> {
        one_of(self.cell(column), column, words)
    }

    /// Words of a fixed list, separated by semicolons.
    pub(super) fn words<T: Copy>(
        &self,
        column: &str,
        words: &[(&str, T)],
    ) -> Result<Vec<T>, String> {
        self.keys(column)?
            .iter()
            .map(|cell| one_of(cell, column, words))
            .collect()
    }
}

fn filled(cell: Result<String, String>, column: &str) -> Result<Option<String>, String> {
    cell.map(|cell| Some(cell).filter(|cell| !cell.is_empty()))
        .map_err(|bad| format!("column {column}: {bad}"))
}

fn one_of<T: Copy>(cell: &str, column: &str, words: &[(&str, T)]) -> Result<T, String> {
    words
        .iter()
        .find(|(word, _)| *word == cell)
        .map(|(_, meaning)| *meaning)
        .ok_or_else(|| {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            format!(
                "column {column}: “{}” is not one of {}",
                text::shown(cell),
                list.join(", ")
            )
        })
}
