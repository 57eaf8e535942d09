//! The statements of a transaction: one for all events, one a table, one for the ledger.
//!
//! They are sent as one text with its values: a statement sent alone costs a wait for the
//! database's thread, which on a fast disk is as long as the commit.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::pin;
use std::time::{Duration, Instant};

use domain::origin::Origin;
use sqlx::QueryBuilder;

use super::{
    AggregateRef, AssertSqlSafe, LogRow, Row, Sqlite, SqliteConnection, State, StoreError, Table,
};
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

/// How long a caller looks again and again whether its commit is through, before it sleeps until told.
/// SQLite's thread answers each statement of the text; on a disk that syncs in a fraction of a millisecond,
/// going to sleep and being woken for each answer takes as long as the commit.
const ATTENTIVE: Duration = Duration::from_micros(500);

/// Waits for `work`, awake at first.
async fn attentive<W: Future>(work: W) -> W::Output {
    let mut work = pin!(work);
    let until = Instant::now() + ATTENTIVE;
    poll_fn(|context| {
        let polled = work.as_mut().poll(context);
        if polled.is_pending() && Instant::now() < until {
            context.waker().wake_by_ref();
        }
        polled
    })
    .await
}

/// A transaction in the making.
pub(super) struct Batch {
    text: QueryBuilder<Sqlite>,
    /// Nothing stands in it yet.
    blank: bool,
}

impl Batch {
    pub(super) fn begin() -> Self {
        Self {
            text: QueryBuilder::new("BEGIN IMMEDIATE"),
            blank: false,
        }
    }

    /// A part of a transaction that was begun already.
    pub(super) fn part() -> Self {
        Self {
            text: QueryBuilder::default(),
            blank: true,
        }
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.blank) {
            self.text.push("; ");
        }
    }

    /// Runs the part.
    pub(super) async fn run(mut self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        self.text.build().execute(connection).await.map(|_| ())
    }

    /// Runs all of it. Where it fails, the transaction may still be open.
    pub(super) async fn commit(mut self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        self.separate();
        self.text.push("COMMIT");
        attentive(self.text.build().execute(connection))
            .await
            .map(|_| ())
    }

    /// Rows of the log; `captured` are those recorded here, each command once, and `aside` those that no
    /// fact can be read from.
    pub(super) fn insert_events(&mut self, events: &[LogRow], captured: bool, aside: &Aside) {
        self.separate();
        let query = &mut self.text;
        query.push(
            "INSERT INTO event (station, epoch, seq, event_id, request_id, part_index, part_count, hlc, \
             effective_ms, recorded_ms, skew_ms, actor, name, version, touches, payload, hash, captured, readable) ",
        );
        query.push_values(events, |mut values, event| {
            values
                .push_bind(event.origin.station.0.to_vec())
                .push_bind(event.origin.epoch)
                .push_bind(i64::try_from(event.seq).unwrap_or(i64::MAX))
                .push_bind(event.id.0)
                .push_bind(event.request.0)
                .push_bind(event.part.index)
                .push_bind(event.part.count)
                .push_bind(event.hlc.0)
                .push_bind(event.effective_ms)
                .push_bind(event.recorded_ms)
                .push_bind(event.skew_ms)
                .push_bind(event.actor.map(|actor| actor.0))
                .push_bind(event.name.clone())
                .push_bind(event.version)
                .push_bind(event.touches.clone())
                .push_bind(event.payload.clone())
                .push_bind(event.hash.to_vec())
                .push_bind(captured)
                .push_bind(!aside.contains(&(event.origin, event.seq)));
        });
    }

    /// What stands at `position` can be read after all.
    pub(super) fn read_again(&mut self, position: i64) {
        self.separate();
        self.text
            .push("UPDATE event SET readable = 1 WHERE position = ")
            .push_bind(position);
    }

    /// Writes rows. What did not change is not written where a row is: each column that is written costs
    /// its indexes a page.
    pub(super) fn upsert(&mut self, table: &Table, rows: &[Row], changed: &BTreeSet<&'static str>) {
        self.separate();
        let (query, columns) = (&mut self.text, table.all_columns());
        query.push(format!(
            "INSERT INTO {} ({}) ",
            table.name,
            columns.join(", ")
        ));
        query.push_values(rows, |mut values, row| {
            for value in row {
                match value {
                    Value::Text(text) => values.push_bind(text.clone()),
                    Value::Int(number) => values.push_bind(*number),
                    Value::Id(id) => values.push_bind(*id),
                };
            }
        });
        let sets: Vec<String> = ["heads", "events", "body"]
            .into_iter()
            .chain(changed.iter().copied())
            .map(|column| format!("{column} = excluded.{column}"))
            .collect();
        query.push(format!(
            " ON CONFLICT (id) DO UPDATE SET {}",
            sets.join(", ")
        ));
    }

    pub(super) fn write_ledger(&mut self, row: &LedgerRow) {
        match row {
            LedgerRow::Outbox {
                message,
                order_key,
                segment,
                body,
                created_ms,
            } => self.insert_message(*message, [order_key, segment, body], *created_ms),
            LedgerRow::Withdrawn { message } => self.withdraw(*message),
            LedgerRow::PrintState {
                label,
                copy,
                state,
                accepted,
                evidence,
            } => self.set_print_state((*label, *copy), state, *accepted, evidence),
            LedgerRow::PrintJob {
                label,
                copy,
                printer,
                bytes,
                svg,
                created_ms,
            } => self.insert_print_job((*label, *copy), printer, bytes, svg, *created_ms),
        }
    }

    fn insert_message(&mut self, message: Uuid, texts: [&String; 3], created_ms: i64) {
        let query = &mut self.text;
        query.push(
            "; INSERT INTO erp_outbox (message, order_key, segment, body, created_ms, state) VALUES (",
        );
        let mut values = query.separated(", ");
        values.push_bind(message);
        for text in texts {
            values.push_bind(text.clone());
        }
        values.push_bind(created_ms).push("'pending')");
    }

    fn withdraw(&mut self, message: Uuid) {
        self.text
            .push("; UPDATE erp_outbox SET state = 'withdrawn' WHERE message = ")
            .push_bind(message)
            .push(" AND state = 'pending'");
    }

    fn set_print_state(
        &mut self,
        (label, copy): (Uuid, u32),
        state: &'static str,
        accepted: Option<i64>,
        evidence: &str,
    ) {
        self.text
            .push("; UPDATE print_job SET state = ")
            .push_bind(state)
            .push(", accepted = coalesce(")
            .push_bind(accepted)
            .push(", accepted), evidence = ")
            .push_bind(evidence.to_owned())
            .push(" WHERE label = ")
            .push_bind(label)
            .push(" AND copy = ")
            .push_bind(copy);
    }

    fn insert_print_job(
        &mut self,
        (label, copy): (Uuid, u32),
        printer: &str,
        bytes: &[u8],
        svg: &str,
        created_ms: i64,
    ) {
        let query = &mut self.text;
        query.push(
            "; INSERT INTO print_job (label, copy, printer, bytes, svg, created_ms, state) VALUES (",
        );
        let mut values = query.separated(", ");
        values
            .push_bind(label)
            .push_bind(copy)
            .push_bind(printer.to_owned())
            .push_bind(bytes.to_vec())
            .push_bind(svg.to_owned())
            .push_bind(created_ms)
            .push("'queued')");
    }
}
