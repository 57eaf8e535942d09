//! Rows as functions of one aggregate's folded state, one file a kind.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use domain::event::Kind;
use domain::exception::Exception;
use domain::fold::Aggregate;
use domain::id::EventId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

mod equipment;
mod import_run;
mod job_order;
mod label;
mod material_definition;
mod material_lot;
mod operations_request;
mod settlement;

/// The form of the rows that this release writes. One more whenever a row of the same events comes out
/// otherwise, or of more of them: the gateway then builds all rows anew.
pub(crate) const MODEL: i32 = 1;

/// Years that a calendar has: a wrong clock may say more than PostgreSQL reads.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// An aggregate with rows of its own.
pub(crate) trait Model: Aggregate + Serialize + DeserializeOwned + Send + 'static {
    /// Adds its rows.
    fn rows(&self, id: Uuid, rows: &mut Rows);
}

/// Rows by table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rows(BTreeMap<&'static str, Vec<Value>>);

impl Rows {
    /// Adds a row: an object with the columns of `table`.
    pub(crate) fn add(&mut self, table: &'static str, row: Value) {
        self.0.entry(table).or_default().push(without_nul(row));
    }

    /// Adds what does not add up, each thing of an event once.
    pub(crate) fn add_exceptions<E: Copy>(
        &mut self,
        (kind, id): (Kind, Uuid),
        found: &[(EventId, E)],
        of_kind: fn(E) -> Exception,
    ) {
        let mut seen = BTreeSet::new();
        for (event, exception) in found {
            let exception = of_kind(*exception);
            let code = code(exception);
            if seen.insert((*event, code.to_string())) {
                let owner = exception.owner();
                self.add(
                    "exception",
                    json!({ "aggregate": id, "event_id": event, "code": code, "kind": kind, "owner": owner }),
                );
            }
        }
    }

    /// All of them as one object, by table.
    pub(crate) fn into_value(self) -> Value {
        let tables = self.0.into_iter();
        Value::Object(
            tables
                .map(|(table, rows)| (table.to_owned(), Value::Array(rows)))
                .collect(),
        )
    }
}

/// The word a fold keeps.
fn code(exception: Exception) -> Value {
    match exception {
        Exception::JobOrder(code) => json!(code),
        Exception::MaterialLot(code) => json!(code),
        Exception::OperationsRequest(code) => json!(code),
    }
}

/// A moment as PostgreSQL reads it; absent where no calendar has it.
pub(crate) fn moment(at: Option<DateTime<Utc>>) -> Option<String> {
    at.filter(|at| YEARS.contains(&at.year()))
        .map(|at| at.to_rfc3339())
}

/// A day as PostgreSQL reads it; absent where no calendar has it.
pub(crate) fn day(day: Option<NaiveDate>) -> Option<String> {
    day.filter(|day| YEARS.contains(&day.year()))
        .map(|day| day.to_string())
}

/// PostgreSQL keeps no NUL in a text.
fn without_nul(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('\0', "\u{fffd}")),
        Value::Array(all) => all.into_iter().map(without_nul).collect(),
        Value::Object(all) => {
            let clean = all.into_iter().map(|(key, one)| (key, without_nul(one)));
            Value::Object(clean.collect::<Map<_, _>>())
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other,
    }
}

#[cfg(test)]
mod tests {
    use domain::job_order::Exception as Job;

    use super::*;

    #[test]
    fn what_does_not_add_up_twice_is_one_row_and_names_its_owner() {
        let mut rows = Rows::default();
        let event = EventId(Uuid::from_u128(1));
        let found = [
            (event, Job::UnitMismatch),
            (event, Job::UnitMismatch),
            (event, Job::ReportedOver),
        ];

        rows.add_exceptions((Kind::JobOrder, Uuid::nil()), &found, Exception::JobOrder);

        let rows = rows.into_value();
        let codes: Vec<&Value> = rows["exception"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["code"])
            .collect();
        assert_eq!(codes, ["unit_mismatch", "reported_over"]);
        assert_eq!(rows["exception"][0]["owner"], "supervisor");
        assert_eq!(rows["exception"][0]["kind"], "job_order");
    }

    #[test]
    fn what_postgresql_cannot_keep_does_not_reach_it() {
        let mut rows = Rows::default();

        rows.add("item", json!({ "key": "A\0B", "list": ["\0"] }));

        let rows = rows.into_value();
        assert_eq!(
            rows["item"][0],
            json!({ "key": "A\u{fffd}B", "list": ["\u{fffd}"] })
        );
        assert_eq!(moment(Some(DateTime::<Utc>::MAX_UTC)), None);
        assert_eq!(day(Some(NaiveDate::MIN)), None);
        assert_eq!(
            moment(Some(DateTime::UNIX_EPOCH)).as_deref(),
            Some("1970-01-01T00:00:00+00:00")
        );
    }
}
