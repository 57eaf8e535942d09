//! The statements of a transaction: one for all events, one a table, one for the ledger.

use sqlx::QueryBuilder;

use super::{
    AggregateRef, AssertSqlSafe, LogRow, Row, Sqlite, SqliteConnection, State, StoreError, Table,
    Transaction,
};
use super::{Uuid, Value, state};
use sqlx::Row as _;

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
    let sql = format!("SELECT heads, events, body FROM {table} WHERE id = ?");
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(aggregate.id)
        .fetch_optional(connection)
        .await?;
    match row {
        Some(row) => state::from_row(
            aggregate.kind,
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?,
        ),
        None => Ok(state::blank(aggregate.kind)),
    }
}

pub(super) async fn insert_events(
    transaction: &mut Transaction<'_, Sqlite>,
    events: &[LogRow],
) -> Result<(), StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO event (station, epoch, seq, event_id, request_id, part_index, part_count, hlc, effective_ms, \
         recorded_ms, actor, name, version, touches, payload, hash) ",
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
            .push_bind(event.actor.map(|actor| actor.0))
            .push_bind(event.name.clone())
            .push_bind(event.version)
            .push_bind(event.touches.clone())
            .push_bind(event.payload.clone())
            .push_bind(event.hash.clone());
    });
    query.build().execute(&mut **transaction).await?;
    Ok(())
}

pub(super) async fn upsert(
    transaction: &mut Transaction<'_, Sqlite>,
    table: &Table,
    rows: Vec<Row>,
) -> Result<(), StoreError> {
    let columns = table.all_columns();
    let mut query = QueryBuilder::<Sqlite>::new(format!(
        "INSERT INTO {} ({}) ",
        table.name,
        columns.join(", ")
    ));
    query.push_values(rows, |mut values, row| {
        for value in row {
            match value {
                Value::Text(text) => values.push_bind(text),
                Value::Int(number) => values.push_bind(number),
                Value::Id(id) => values.push_bind(id),
            };
        }
    });
    let sets: Vec<String> = columns
        .iter()
        .skip(1)
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    query.push(format!(
        " ON CONFLICT (id) DO UPDATE SET {}",
        sets.join(", ")
    ));
    query.build().execute(&mut **transaction).await?;
    Ok(())
}

pub(super) async fn write_ledger(
    transaction: &mut Transaction<'_, Sqlite>,
    row: &LedgerRow,
) -> Result<(), StoreError> {
    let query = match row {
        LedgerRow::Outbox {
            message,
            order_key,
            segment,
            body,
            created_ms,
        } => sqlx::query(
            "INSERT INTO erp_outbox (message, order_key, segment, body, state, created_ms) \
             VALUES (?, ?, ?, ?, 'pending', ?)",
        )
        .bind(message)
        .bind(order_key)
        .bind(segment)
        .bind(body)
        .bind(created_ms),
        LedgerRow::Withdrawn { message } => sqlx::query(
            "UPDATE erp_outbox SET state = 'withdrawn' WHERE message = ? AND state = 'pending'",
        )
        .bind(message),
        LedgerRow::PrintState {
            label,
            copy,
            state,
            accepted,
            evidence,
        } => sqlx::query(
            "UPDATE print_job SET state = ?, accepted = coalesce(?, accepted), evidence = ? \
             WHERE label = ? AND copy = ?",
        )
        .bind(*state)
        .bind(accepted)
        .bind(evidence)
        .bind(label)
        .bind(copy),
        LedgerRow::PrintJob {
            label,
            copy,
            printer,
            bytes,
            svg,
            created_ms,
        } => sqlx::query(
            "INSERT INTO print_job (label, copy, printer, bytes, svg, state, created_ms) \
             VALUES (?, ?, ?, ?, ?, 'queued', ?)",
        )
        .bind(label)
        .bind(copy)
        .bind(printer)
        .bind(bytes)
        .bind(svg)
        .bind(created_ms),
    };
    query.execute(&mut **transaction).await?;
    Ok(())
}
