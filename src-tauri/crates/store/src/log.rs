//! Rows of the log: from columns to facts and back.

use chrono::{DateTime, Utc};
use domain::event::{AggregateRef, Part, Recorded};
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
pub use domain::log_row::{Hash, LogRow};
use domain::origin::{Origin, StationId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqliteExecutor};
use uuid::Uuid;

use crate::error::StoreError;

/// The columns [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "station, epoch, seq, event_id, request_id, part_index, part_count, hlc, effective_ms, \
         recorded_ms, skew_ms, actor, name, version, touches, payload, hash"
    };
}

/// How many columns [`read`] takes: others stand behind them.
pub(crate) const COLUMNS: usize = 17;

/// Events of one aggregate.
const EVENTS_OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM event_touch JOIN event USING (position) WHERE event_touch.kind = ? AND event_touch.aggregate = ? \
     ORDER BY event_touch.position"
);

/// Events of one aggregate, newest first.
pub(crate) const HISTORY_OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM event_touch JOIN event USING (position) WHERE event_touch.kind = ? AND event_touch.aggregate = ? \
     ORDER BY event_touch.position DESC LIMIT ?"
);

/// Events of the command that recorded one of them. An event that stands in two chains does so with
/// its whole command.
pub(crate) const COMMAND_OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM (SELECT station AS s, epoch AS e, seq - part_index AS first, part_count AS parts \
     FROM event WHERE event_id = ? AND readable = 1 ORDER BY position LIMIT 1) \
     JOIN event ON station = s AND epoch = e AND seq >= first AND seq < first + parts \
     WHERE readable = 1 ORDER BY seq"
);

/// The whole log, chain by chain.
pub(crate) const ALL_BY_CHAIN: &str = concat!(
    "SELECT ",
    columns!(),
    ", position, readable FROM event ORDER BY station, epoch, seq"
);

/// One row, wherever it stands.
pub(crate) const AT_POSITION: &str =
    concat!("SELECT ", columns!(), " FROM event WHERE position = ?");

/// The events of one kind's aggregates in the order of the aggregates, from where a page ended.
pub(crate) const TOUCHED: &str = concat!(
    "SELECT ",
    columns!(),
    ", event_touch.aggregate, event_touch.position \
     FROM event_touch CROSS JOIN event USING (position) WHERE event_touch.kind = ?1 \
     AND (event_touch.aggregate, event_touch.position) > (?2, ?3) \
     ORDER BY event_touch.aggregate, event_touch.position LIMIT ?4"
);

/// One link.
const HASH_AT: &str = "SELECT hash FROM event WHERE station = ? AND epoch = ? AND seq = ?";

/// The last event of every chain.
const HEADS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM (SELECT station AS s, epoch AS e, max(seq) AS last FROM event GROUP BY station, epoch) \
     JOIN event ON station = s AND epoch = e AND seq = last ORDER BY s, e"
);

/// One chain from a place on.
const CHAIN_AFTER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM event WHERE station = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?"
);

/// Reads a row whose first columns are those of [`COLUMNS`].
pub(crate) fn read(row: &SqliteRow) -> Result<LogRow, StoreError> {
    let bytes: Vec<u8> = row.try_get(0)?;
    let station = StationId(bytes.try_into().map_err(|_| damaged("event.station"))?);
    let hash: Vec<u8> = row.try_get(16)?;
    let whole = |value: i64| u64::try_from(value).map_err(|_| damaged("event"));
    let small = |value: i64| u16::try_from(value).map_err(|_| damaged("event"));
    Ok(LogRow {
        origin: Origin {
            station,
            epoch: row.try_get(1)?,
        },
        seq: whole(row.try_get(2)?)?,
        id: EventId(row.try_get(3)?),
        request: RequestId(row.try_get(4)?),
        part: Part {
            index: small(row.try_get(5)?)?,
            count: small(row.try_get(6)?)?,
        },
        hlc: Hlc(row.try_get(7)?),
        effective_ms: row.try_get(8)?,
        recorded_ms: row.try_get(9)?,
        skew_ms: row.try_get(10)?,
        actor: row.try_get::<Option<Uuid>, _>(11)?.map(PersonId),
        name: row.try_get(12)?,
        version: small(row.try_get(13)?)?,
        touches: row.try_get(14)?,
        payload: row.try_get(15)?,
        hash: hash.try_into().map_err(|_| damaged("event.hash"))?,
    })
}

/// All events of one aggregate, in order of arrival.
///
/// # Errors
/// [`StoreError`], when the database fails or a row is damaged.
pub async fn events_of(
    aggregate: AggregateRef,
    executor: impl SqliteExecutor<'_>,
) -> Result<Vec<Recorded>, StoreError> {
    let rows = sqlx::query(EVENTS_OF)
        .bind(aggregate.kind.as_str())
        .bind(aggregate.id)
        .fetch_all(executor)
        .await?;
    rows.iter().map(|row| Ok(read(row)?.recorded()?)).collect()
}

/// Events of one chain behind place `after`, in order, at most `limit`: what another station receives.
///
/// # Errors
/// [`StoreError`], when the database fails or a row is damaged.
pub async fn chain_after(
    origin: Origin,
    after: u64,
    limit: u32,
    executor: impl SqliteExecutor<'_>,
) -> Result<Vec<LogRow>, StoreError> {
    let rows = sqlx::query(CHAIN_AFTER)
        .bind(&origin.station.0[..])
        .bind(origin.epoch)
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(limit)
        .fetch_all(executor)
        .await?;
    rows.iter().map(read).collect()
}

/// Last place and link of every chain this store holds.
///
/// # Errors
/// [`StoreError`], when the database fails or a row is damaged.
pub async fn heads(
    executor: impl SqliteExecutor<'_>,
) -> Result<Vec<(Origin, u64, Hash)>, StoreError> {
    let rows = sqlx::query(HEADS).fetch_all(executor).await?;
    let head = |row: &SqliteRow| {
        let row = read(row)?;
        Ok((row.origin, row.seq, row.hash))
    };
    rows.iter().map(head).collect()
}

/// Links at some places of one chain, in the order asked; absent behind its end.
///
/// # Errors
/// [`StoreError`], when the database fails or a row is damaged.
pub async fn hashes_at(
    origin: Origin,
    seqs: &[u64],
    connection: &mut SqliteConnection,
) -> Result<Vec<Option<Hash>>, StoreError> {
    let mut hashes = Vec::with_capacity(seqs.len());
    for seq in seqs {
        let hash: Option<Vec<u8>> = sqlx::query_scalar(HASH_AT)
            .bind(&origin.station.0[..])
            .bind(origin.epoch)
            .bind(i64::try_from(*seq).unwrap_or(i64::MAX))
            .fetch_optional(&mut *connection)
            .await?;
        let hash = hash.map(|hash| hash.try_into().map_err(|_| damaged("event.hash")));
        hashes.push(hash.transpose()?);
    }
    Ok(hashes)
}

pub(crate) fn instant(milliseconds: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(milliseconds).ok_or_else(|| damaged("a time"))
}

pub(crate) fn damaged(what: &str) -> StoreError {
    StoreError::Damaged {
        what: what.to_owned(),
    }
}
