//! Dates that can be meant: what an ERP writes for "never" or by mistake is told, not planned with.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

/// First year taken: no plant's order or lot is older, and year 1 is how some systems write "none".
const YEAR_MIN: i32 = 1970;
/// Last year taken: year 9999 is how some systems write "never".
const YEAR_MAX: i32 = 2199;
/// Where chrono counts a leap second's nanoseconds from.
const LEAP_NS: u32 = 1_000_000_000;

/// The moment, if its year is one that can be meant and its second is one that clocks here know.
///
/// # Errors
/// A sentence that says what to write instead.
pub(crate) fn moment(at: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    if at.nanosecond() >= LEAP_NS {
        return Err(
            "a leap second (:60) has no place in a plan: write the second before".to_owned(),
        );
    }
    day(at.date_naive()).map(|_| at)
}

/// The day, if its year is one that can be meant.
///
/// # Errors
/// As for [`moment`].
pub(crate) fn day(day: NaiveDate) -> Result<NaiveDate, String> {
    let year = day.year();
    if (YEAR_MIN..=YEAR_MAX).contains(&year) {
        return Ok(day);
    }
    Err(format!(
        "year {year} cannot be meant ({YEAR_MIN} to {YEAR_MAX} are taken): correct it, or leave it empty where there is none"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Result<DateTime<Utc>, String> {
        moment(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    #[test]
    fn a_year_nobody_means_and_a_leap_second_are_refused() {
        for wrong in [
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-12-31T23:59:60Z",
        ] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
        assert!(at("2026-12-31T23:59:59.999Z").is_ok());
    }
}
