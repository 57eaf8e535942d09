//! A small plant of our own making, as the folder of CSV files that any plant could send.
//!
//! It makes bracket assemblies, one of them bonded with an adhesive that the plant weighs and mixes
//! itself. `CSV.md` beside this crate lists its people with badges and PINs.

use chrono::{Days, NaiveDate};

/// The tables, with days relative to the import written as `{+3}`, `{-10}` or `{+0}`.
const TABLES: [(&str, &str); 9] = [
    ("work_centers.csv", include_str!("../demo/work_centers.csv")),
    ("items.csv", include_str!("../demo/items.csv")),
    ("routings.csv", include_str!("../demo/routings.csv")),
    ("bills.csv", include_str!("../demo/bills.csv")),
    ("orders.csv", include_str!("../demo/orders.csv")),
    ("lots.csv", include_str!("../demo/lots.csv")),
    ("people.csv", include_str!("../demo/people.csv")),
    ("reasons.csv", include_str!("../demo/reasons.csv")),
    ("inspections.csv", include_str!("../demo/inspections.csv")),
];

/// The demo plant as of `today`, in the plant's calendar, for [`read_files`](crate::read_files).
#[must_use]
pub fn folder(today: NaiveDate) -> Vec<(String, Vec<u8>)> {
    let filled =
        |(name, table): &(&str, &str)| ((*name).to_owned(), dated(table, today).into_bytes());
    TABLES.iter().map(filled).collect()
}

/// The table with each relative day replaced by its date.
fn dated(table: &str, today: NaiveDate) -> String {
    let mut parts = table.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (offset, rest) = part.split_once('}').unwrap_or((part, ""));
        out.push_str(&day(today, offset).to_string());
        out.push_str(rest);
    }
    out
}

fn day(today: NaiveDate, offset: &str) -> NaiveDate {
    let days = |text: &str| text.parse().ok().map(Days::new);
    let moved = match (offset.strip_prefix('+'), offset.strip_prefix('-')) {
        (Some(ahead), _) => days(ahead).and_then(|days| today.checked_add_days(days)),
        (_, Some(ago)) => days(ago).and_then(|days| today.checked_sub_days(days)),
        (None, None) => None,
    };
    moved.unwrap_or(today)
}
