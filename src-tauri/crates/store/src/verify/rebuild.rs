//! Projections: each aggregate folded from its events, and compared with its row.

use std::collections::BTreeMap;

use domain::event::{AggregateRef, Kind, Recorded};
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};
use uuid::Uuid;

use super::cell::{Cell, key};
use super::{Difference, VerifyError};
use crate::log::{self, COLUMNS, TOUCHED};
use crate::projection::{Row, Table};
use crate::state;

/// Touches read at a time: a few megabytes of events, and few queries for a long log.
const PAGE: usize = 4_096;

/// Rebuilds every aggregate; answers how many there are.
pub(super) async fn check(connection: &mut SqliteConnection) -> Result<u64, VerifyError> {
    let mut aggregates = 0;
    for kind in Kind::ALL {
        aggregates += check_kind(connection, kind).await?;
    }
    Ok(aggregates)
}

async fn check_kind(connection: &mut SqliteConnection, kind: Kind) -> Result<u64, VerifyError> {
    let mut rebuild = Rebuild::new(kind);
    let mut aggregates = 0;
    let mut compared: Option<Uuid> = None;
    loop {
        let rows = sqlx::query(TOUCHED)
            .bind(kind.as_str())
            .bind(&rebuild.read_to.0)
            .bind(rebuild.read_to.1)
            .bind(i64::try_from(PAGE).unwrap_or(i64::MAX))
            .fetch_all(&mut *connection)
            .await?;
        for row in &rows {
            rebuild.take(row)?;
        }
        let last = rows.len() < PAGE;
        if last {
            rebuild.close()?;
        }
        let done = std::mem::take(&mut rebuild.done);
        aggregates += done.len() as u64;
        let upto = done.keys().next_back().copied();
        if last || upto.is_some() {
            let span = (compared, upto.filter(|_| !last));
            compare(connection, &state::table(kind), span, done).await?;
        }
        if last {
            return Ok(aggregates);
        }
        compared = upto.or(compared);
    }
}

/// One kind's aggregates while their events are read.
struct Rebuild {
    kind: Kind,
    /// Last touch read.
    read_to: (Vec<u8>, i64),
    /// The aggregate whose events are not all read yet.
    open: Option<(AggregateRef, Vec<Recorded>)>,
    /// Rows of whole aggregates.
    done: BTreeMap<Uuid, Row>,
}

impl Rebuild {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            read_to: (Vec::new(), i64::MIN),
            open: None,
            done: BTreeMap::new(),
        }
    }

    fn take(&mut self, row: &SqliteRow) -> Result<(), VerifyError> {
        let id: Uuid = row.try_get(COLUMNS)?;
        self.read_to = (id.as_bytes().to_vec(), row.try_get(COLUMNS + 1)?);
        let aggregate = AggregateRef::new(self.kind, id);
        let recorded = log::read(row)?
            .recorded()
            .map_err(crate::StoreError::from)?;
        if let Some((known, events)) = &mut self.open
            && *known == aggregate
        {
            events.push(recorded);
            return Ok(());
        }
        self.close()?;
        self.open = Some((aggregate, vec![recorded]));
        Ok(())
    }

    /// Folds the aggregate whose events are all read.
    fn close(&mut self) -> Result<(), VerifyError> {
        if let Some((aggregate, events)) = self.open.take() {
            let mut folded = state::blank(self.kind);
            folded.refold(aggregate, &events);
            self.done.insert(aggregate.id, folded.row(aggregate)?);
        }
        Ok(())
    }
}

/// Compares the live rows behind `after`, up to `upto`, with the rebuilt ones of the same span.
async fn compare(
    connection: &mut SqliteConnection,
    table: &Table,
    (after, upto): (Option<Uuid>, Option<Uuid>),
    rebuilt: BTreeMap<Uuid, Row>,
) -> Result<(), VerifyError> {
    let columns = table.all_columns();
    let sql = format!(
        "SELECT {} FROM {} WHERE {} AND {} ORDER BY id",
        columns.join(", "),
        table.name,
        if after.is_some() {
            "id > ?1"
        } else {
            "?1 IS NULL"
        },
        if upto.is_some() {
            "id <= ?2"
        } else {
            "?2 IS NULL"
        }
    );
    let mut live = sqlx::query(AssertSqlSafe(sql))
        .bind(after)
        .bind(upto)
        .fetch(connection);
    let mut rebuilt = rebuilt.into_iter();
    while let Some(row) = live.try_next().await? {
        let id: Vec<u8> = row.try_get(0)?;
        match rebuilt.next() {
            Some((expected, values)) if expected.as_bytes()[..] == id => {
                compare_row(table.name, &columns, &id, &row, &values)?;
            }
            Some((expected, _)) if expected.as_bytes()[..] < id[..] => {
                return Err(missing(table, expected).into());
            }
            _ => {
                return Err(Difference::UnexplainedRow {
                    table: table.name,
                    id: key(&id),
                }
                .into());
            }
        }
    }
    match rebuilt.next() {
        Some((expected, _)) => Err(missing(table, expected).into()),
        None => Ok(()),
    }
}

fn missing(table: &Table, id: Uuid) -> Difference {
    Difference::MissingRow {
        table: table.name,
        id: id.to_string(),
    }
}

fn compare_row(
    table: &'static str,
    columns: &[&'static str],
    id: &[u8],
    row: &SqliteRow,
    values: &Row,
) -> Result<(), VerifyError> {
    for (index, (column, value)) in columns.iter().zip(values).enumerate() {
        let live = Cell::read(row, index)?;
        if let Some(difference) = live.differs(&Cell::from(value), table, id, column) {
            return Err(difference.into());
        }
    }
    Ok(())
}
