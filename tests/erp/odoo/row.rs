//! Fields of a row of the export: references are `[id, name]`, nothing is `false`.

use rust_decimal::Decimal;
use serde_json::Value;

pub(super) fn id(row: &Value) -> i64 {
    row["id"].as_i64().unwrap()
}

/// The id of a reference, which this ERP writes as `[id, name]`, or `false` for none.
pub(super) fn reference(row: &Value, field: &str) -> Option<i64> {
    row[field].get(0).and_then(Value::as_i64)
}

pub(super) fn name_of(row: &Value, field: &str) -> String {
    row[field][1].as_str().unwrap().to_owned()
}

pub(super) fn unit(row: &Value, field: &str) -> String {
    name_of(row, field)
}

/// Text, or nothing for `false`.
pub(super) fn text(row: &Value, field: &str) -> String {
    row[field].as_str().unwrap_or_default().to_owned()
}

pub(super) fn number(row: &Value, field: &str) -> String {
    row[field].as_number().unwrap().to_string()
}

/// This ERP's times are UTC without saying so.
pub(super) fn utc(row: &Value, field: &str) -> String {
    match row[field].as_str() {
        Some(time) => time.replacen(' ', "T", 1) + "Z",
        None => String::new(),
    }
}

pub(super) fn decimal(row: &Value, field: &str) -> Decimal {
    number(row, field).parse().unwrap()
}
