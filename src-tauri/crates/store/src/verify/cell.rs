//! Values of columns as they lie in the file, compared one by one.

use std::fmt;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, TypeInfo, ValueRef};
use uuid::Uuid;

use super::Difference;
use crate::projection::Value;

/// Most characters of a value in a message, around the place where it differs.
const SHOWN_CHARS: usize = 60;
/// Characters shown before that place.
const BEFORE_CHARS: usize = 20;

/// A value as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Nothing,
    Whole(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    /// Reads any column. Text that is not UTF-8 stays bytes, and so differs from all text.
    pub(super) fn read(row: &SqliteRow, column: usize) -> Result<Self, sqlx::Error> {
        let raw = row.try_get_raw(column)?;
        if raw.is_null() {
            return Ok(Self::Nothing);
        }
        match raw.type_info().name() {
            "INTEGER" => Ok(Self::Whole(row.try_get(column)?)),
            "TEXT" => {
                let bytes: Vec<u8> = row.try_get(column)?;
                Ok(String::from_utf8(bytes)
                    .map_or_else(|error| Self::Bytes(error.into_bytes()), Self::Text))
            }
            _ => Ok(Self::Bytes(row.try_get(column)?)),
        }
    }

    /// The difference between a live value and the rebuilt one, if there is one.
    pub(super) fn differs(
        &self,
        rebuilt: &Self,
        table: &'static str,
        id: &[u8],
        column: &'static str,
    ) -> Option<Difference> {
        if self == rebuilt {
            return None;
        }
        let (live, rebuilt) = (self.to_string(), rebuilt.to_string());
        let same = live
            .chars()
            .zip(rebuilt.chars())
            .take_while(|(one, other)| one == other)
            .count();
        Some(Difference::Cell {
            table,
            id: key(id),
            column,
            live: shortened(&live, same),
            rebuilt: shortened(&rebuilt, same),
        })
    }
}

impl From<&Value> for Cell {
    fn from(value: &Value) -> Self {
        match value {
            Value::Text(text) => text.clone().map_or(Self::Nothing, Self::Text),
            Value::Int(number) => number.map_or(Self::Nothing, Self::Whole),
            Value::Id(id) => id.map_or(Self::Nothing, |id| Self::Bytes(id.as_bytes().to_vec())),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Whole(number) => number.fmt(f),
            Self::Text(text) => write!(f, "“{text}”"),
            Self::Bytes(bytes) => f.write_str(&key(bytes)),
        }
    }
}

/// A key as people read it: a UUID where it is one, else its bytes.
pub(super) fn key(bytes: &[u8]) -> String {
    Uuid::from_slice(bytes).map_or_else(
        |_| bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        |id| id.to_string(),
    )
}

/// A window of a text that shows the place after its first `same` characters.
fn shortened(text: &str, same: usize) -> String {
    if text.chars().count() <= SHOWN_CHARS {
        return text.to_owned();
    }
    let from = same.saturating_sub(BEFORE_CHARS);
    let window: String = text.chars().skip(from).take(SHOWN_CHARS).collect();
    let (head, tail) = (from > 0, from + SHOWN_CHARS < text.chars().count());
    format!(
        "{}{window}{}",
        if head { "…" } else { "" },
        if tail { "…" } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shown_where_it_differs() {
        let live = Cell::Text(format!("{}x{}", "a".repeat(500), "b".repeat(500)));
        let rebuilt = Cell::Text(format!("{}y{}", "a".repeat(500), "b".repeat(500)));

        let difference = live.differs(&rebuilt, "label", &[7; 16], "body").unwrap();

        let text = difference.to_string();
        assert!(text.contains("aaxbb") && text.contains("aaybb"), "{text}");
        assert!(text.chars().count() < 280, "{text}");
    }
}
