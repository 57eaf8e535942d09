//! The statements of a transaction: one for all events, one a table, one for the ledger.

use std::collections::BTreeSet;

use domain::origin::Origin;

use super::batch::{Batch, Statement, Values};
use super::{AggregateRef, AssertSqlSafe, LogRow, Row, SqliteConnection, State, StoreError, Table};
use super::{Uuid, Value, state};

/// Places of rows that no fact can be read from.
pub(super) type Aside = BTreeSet<(Origin, u64)>;

/// A ledger row that a command causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerRow {
    /// A message to the ERP.
    Outbox {
        /// Message id.
        message: Uuid,
        /// The ERP's order number.
        order_key: String,
        /// Operation number.
        segment: String,
        /// Performance, as JSON.
        body: String,
        /// When it was made, in milliseconds since 1970 UTC.
        created_ms: i64,
    },
    /// A label for a printer, rendered.
    PrintJob {
        /// Label.
        label: Uuid,
        /// Copy.
        copy: u32,
        /// Printer.
        printer: String,
        /// Bytes for the printer.
        bytes: Vec<u8>,
        /// Preview.
        svg: String,
        /// When it was made, in milliseconds since 1970 UTC.
        created_ms: i64,
    },
    /// A message that was not sent yet is taken back.
    Withdrawn {
        /// Message id.
        message: Uuid,
    },
    /// What became of a copy of a label.
    PrintState {
        /// Label.
        label: Uuid,
        /// Copy.
        copy: u32,
        /// State word.
        state: &'static str,
        /// Bytes the printer took; absent leaves the figure.
        accepted: Option<i64>,
        /// How that is known.
        evidence: String,
    },
}

pub(super) async fn load(
    aggregate: AggregateRef,
    connection: &mut SqliteConnection,
) -> Result<Box<dyn State>, StoreError> {
    let table = state::table(aggregate.kind).name;
    let sql = format!("SELECT heads, events, unread, body FROM {table} WHERE id = ?");
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(aggregate.id)
        .fetch_optional(connection)
        .await?;
    match row {
        Some(row) => state::from_row(aggregate.kind, &row),
        None => Ok(state::blank(aggregate.kind)),
    }
}

/// Rows of one table, and which of the columns that are searched by differ from what is there.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) rows: Vec<Row>,
    pub(super) columns: BTreeSet<&'static str>,
}

impl Changes {
    /// Rows of which nothing is known of what is there.
    pub(super) fn all(table: &Table, rows: Vec<Row>) -> Self {
        let columns = table.searched().collect();
        Self { rows, columns }
    }

    /// Notes what differs in one row; all of it where nothing is known of what is there.
    pub(super) fn compare(&mut self, table: &Table, known: Option<Vec<Value>>, now: &[Value]) {
        let known = known.as_deref();
        let differs = |place: usize| known.and_then(|known| known.get(place)) != now.get(place);
        let columns = table.searched().enumerate();
        self.columns.extend(
            columns
                .filter(|(place, _)| differs(*place))
                .map(|(_, name)| name),
        );
    }
}

/// Columns of the log that are written, in the order of [`bind`].
const EVENT: &str = "station, epoch, seq, event_id, request_id, part_index, part_count, hlc, effective_ms, \
     recorded_ms, skew_ms, actor, name, version, touches, payload, hash, captured, readable";

fn bind(sql: &mut Values<'_>, event: &LogRow, captured: bool, aside: &Aside) {
    sql.bind(&event.origin.station.0)
        .bind(event.origin.epoch)
        .bind(i64::try_from(event.seq).unwrap_or(i64::MAX))
        .bind(event.id.0)
        .bind(event.request.0)
        .bind(event.part.index)
        .bind(event.part.count)
        .bind(event.hlc.0)
        .bind(event.effective_ms)
        .bind(event.recorded_ms)
        .bind(event.skew_ms)
        .bind(event.actor.map(|actor| actor.0))
        .bind(event.name.as_str())
        .bind(event.version)
        .bind(event.touches.as_str())
        .bind(event.payload.as_slice())
        .bind(event.hash.as_slice())
        .bind(captured)
        .bind(!aside.contains(&(event.origin, event.seq)));
}

impl Batch {
    /// Rows of the log; `captured` are those recorded here, each command once, and `aside` those that no
    /// fact can be read from.
    pub(super) fn insert_events(&mut self, events: &[LogRow], captured: bool, aside: &Aside) {
        let mut sql = Statement::new(&format!("INSERT INTO event ({EVENT}) VALUES "));
        sql.rows(events, |sql, event| bind(sql, event, captured, aside));
        self.push(sql);
    }

    /// Rows of the past, each with its position; those that came with the baseline stay where they are.
    pub(super) fn insert_past(&mut self, events: &[(i64, LogRow)], aside: &Aside) {
        let mut sql = Statement::new(&format!("INSERT INTO event (position, {EVENT}) VALUES "));
        sql.rows(events, |sql, (position, event)| {
            sql.bind(*position);
            bind(sql, event, false, aside);
        });
        sql.text(" ON CONFLICT (station, epoch, seq) DO NOTHING");
        self.push(sql);
    }

    /// What stands at `position` can be read after all.
    pub(super) fn read_again(&mut self, position: i64) {
        let mut sql = Statement::new("UPDATE event SET readable = 1 WHERE position = ");
        sql.bind(position);
        self.push(sql);
    }

    /// Writes rows. What did not change is not written where a row is: each column that is written costs
    /// its indexes a page.
    pub(super) fn upsert(&mut self, table: &Table, rows: &[Row], changed: &BTreeSet<&'static str>) {
        let columns = table.all_columns().join(", ");
        let mut sql = Statement::new(&format!("INSERT INTO {} ({columns}) VALUES ", table.name));
        sql.rows(rows, |sql, row| {
            for value in row {
                match value {
                    Value::Text(text) => sql.bind(text.as_deref()),
                    Value::Int(number) => sql.bind(*number),
                    Value::Id(id) => sql.bind(*id),
                };
            }
        });
        let sets: Vec<String> = ["heads", "events", "body"]
            .into_iter()
            .chain(changed.iter().copied())
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        sql.text(" ON CONFLICT (id) DO UPDATE SET ")
            .text(&sets.join(", "));
        self.push(sql);
    }

    pub(super) fn write_ledger(&mut self, row: &LedgerRow) {
        self.push(match row {
            LedgerRow::Outbox {
                message,
                order_key,
                segment,
                body,
                created_ms,
            } => message_row(*message, [order_key, segment, body], *created_ms),
            LedgerRow::Withdrawn { message } => withdrawal(*message),
            LedgerRow::PrintState {
                label,
                copy,
                state,
                accepted,
                evidence,
            } => print_state((*label, *copy), state, *accepted, evidence),
            LedgerRow::PrintJob {
                label,
                copy,
                printer,
                bytes,
                svg,
                created_ms,
            } => print_job((*label, *copy), printer, bytes, svg, *created_ms),
        });
    }
}

fn message_row(message: Uuid, texts: [&String; 3], created_ms: i64) -> Statement {
    let mut sql = Statement::new(
        "INSERT INTO erp_outbox (message, order_key, segment, body, created_ms, state) VALUES (",
    );
    sql.bind(message);
    for text in texts {
        sql.text(", ").bind(text.as_str());
    }
    sql.text(", ").bind(created_ms).text(", 'pending')");
    sql
}

fn withdrawal(message: Uuid) -> Statement {
    let mut sql = Statement::new("UPDATE erp_outbox SET state = 'withdrawn' WHERE message = ");
    sql.bind(message).text(" AND state = 'pending'");
    sql
}

fn print_state(
    (label, copy): (Uuid, u32),
    state: &'static str,
    accepted: Option<i64>,
    evidence: &str,
) -> Statement {
    let mut sql = Statement::new("UPDATE print_job SET state = ");
    sql.bind(state)
        .text(", accepted = coalesce(")
        .bind(accepted);
    sql.text(", accepted), evidence = ").bind(evidence);
    sql.text(" WHERE label = ").bind(label);
    sql.text(" AND copy = ").bind(copy);
    sql
}

fn print_job(
    (label, copy): (Uuid, u32),
    printer: &str,
    bytes: &[u8],
    svg: &str,
    created_ms: i64,
) -> Statement {
    let mut sql = Statement::new(
        "INSERT INTO print_job (label, copy, printer, bytes, svg, created_ms, state) VALUES (",
    );
    sql.bind(label).text(", ").bind(copy);
    sql.text(", ").bind(printer).text(", ").bind(bytes);
    sql.text(", ").bind(svg).text(", ").bind(created_ms);
    sql.text(", 'queued')");
    sql
}
