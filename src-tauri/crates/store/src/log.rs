//! Rows of the log: from columns to facts and back.

use chrono::{DateTime, Utc};
use domain::event::{AggregateRef, Envelope, Part, Recorded, Touch};
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
use domain::origin::{Origin, StationId};
use domain::upcast;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteExecutor};
use uuid::Uuid;

use crate::error::StoreError;

/// One row of the log, with its exact bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Writer.
    pub origin: Origin,
    /// Place in the chain.
    pub seq: u64,
    /// Event.
    pub id: EventId,
    /// Command.
    pub request: RequestId,
    /// Place within the command.
    pub part: Part,
    /// Hybrid clock.
    pub hlc: Hlc,
    /// When it happened, in milliseconds since 1970 UTC.
    pub effective_ms: i64,
    /// When it was entered, in milliseconds since 1970 UTC.
    pub recorded_ms: i64,
    /// Who.
    pub actor: Option<PersonId>,
    /// Name of the event.
    pub name: String,
    /// Version of the payload.
    pub version: u16,
    /// Touched aggregates, as canonical JSON.
    pub touches: String,
    /// Exact payload.
    pub payload: Vec<u8>,
    /// Link of the chain.
    pub hash: Vec<u8>,
}

/// Events of one aggregate; columns in the order [`LogRow`] reads them.
const EVENTS_OF: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, hlc, \
     effective_ms, recorded_ms, actor, name, version, touches, payload, hash \
     FROM event_touch JOIN event USING (position) WHERE event_touch.kind = ? AND event_touch.aggregate = ? \
     ORDER BY event_touch.position";

/// Events of one aggregate, newest first.
pub(crate) const HISTORY_OF: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, \
     hlc, effective_ms, recorded_ms, actor, name, version, touches, payload, hash \
     FROM event_touch JOIN event USING (position) WHERE event_touch.kind = ? AND event_touch.aggregate = ? \
     ORDER BY event_touch.position DESC LIMIT ?";

/// Events of the command that recorded one of them.
pub(crate) const COMMAND_OF: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, \
     hlc, effective_ms, recorded_ms, actor, name, version, touches, payload, hash \
     FROM event WHERE request_id = (SELECT request_id FROM event WHERE event_id = ?) ORDER BY part_index";

/// Events after a position, in order of arrival.
pub(crate) const AFTER_POSITION: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, \
     hlc, effective_ms, recorded_ms, actor, name, version, touches, payload, hash, position \
     FROM event WHERE position > ? ORDER BY position LIMIT ?";

/// The whole log, chain by chain.
pub(crate) const ALL_BY_CHAIN: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, \
     hlc, effective_ms, recorded_ms, actor, name, version, touches, payload, hash, position \
     FROM event ORDER BY station, epoch, seq";

/// One chain from a place on.
const CHAIN_AFTER: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, hlc, \
     effective_ms, recorded_ms, actor, name, version, touches, payload, hash \
     FROM event WHERE station = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?";

impl LogRow {
    /// The envelope as it is hashed.
    #[must_use]
    pub fn envelope(&self) -> Envelope<'_> {
        Envelope {
            origin: self.origin,
            seq: self.seq,
            id: self.id,
            request: self.request,
            part: self.part,
            hlc: self.hlc,
            effective_ms: self.effective_ms,
            recorded_ms: self.recorded_ms,
            actor: self.actor,
            name: &self.name,
            version: self.version,
            touches: self.touches.as_bytes(),
        }
    }

    /// Whether it is what comes next where `open` is the command of the event before it, if that is
    /// not whole yet.
    pub(crate) fn follows(&self, open: Option<(RequestId, Part)>) -> bool {
        let Part { index, count } = self.part;
        let next = match open {
            None => index == 0,
            Some((request, before)) => {
                request == self.request && count == before.count && index == before.index + 1
            }
        };
        next && index < count
    }

    /// Its command, as long as more of it must follow.
    pub(crate) fn open(&self) -> Option<(RequestId, Part)> {
        (self.part.index + 1 < self.part.count).then_some((self.request, self.part))
    }

    /// Writes a fact as a row, except for its place in a chain.
    ///
    /// # Errors
    /// [`StoreError::Json`], which would be a defect of ours.
    pub(crate) fn from_recorded(recorded: &Recorded) -> Result<Self, StoreError> {
        Ok(Self {
            origin: recorded.origin,
            seq: recorded.seq,
            id: recorded.id,
            request: recorded.request,
            part: recorded.part,
            hlc: recorded.hlc,
            effective_ms: recorded.effective_at.timestamp_millis(),
            recorded_ms: recorded.recorded_at.timestamp_millis(),
            actor: recorded.actor,
            name: recorded.event.name().to_owned(),
            version: recorded.event.version(),
            touches: serde_json::to_string(&recorded.touches)?,
            payload: recorded.event.payload()?,
            hash: Vec::new(),
        })
    }

    /// Reads the fact, whatever version wrote it.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] or [`StoreError::Damaged`].
    pub fn recorded(&self) -> Result<Recorded, StoreError> {
        Ok(Recorded {
            id: self.id,
            origin: self.origin,
            seq: self.seq,
            request: self.request,
            part: self.part,
            hlc: self.hlc,
            effective_at: instant(self.effective_ms)?,
            recorded_at: instant(self.recorded_ms)?,
            actor: self.actor,
            touches: self.touched()?,
            event: upcast::read(&self.name, self.version, &self.payload)?,
        })
    }

    /// Touched aggregates with parents.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], when they are not JSON.
    pub fn touched(&self) -> Result<Vec<Touch>, StoreError> {
        serde_json::from_str(&self.touches).map_err(|_| damaged(&format!("event {}", self.id)))
    }

    /// Reads a row of [`EVENTS_OF`] or [`ALL_BY_CHAIN`].
    pub(crate) fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        let bytes: Vec<u8> = row.try_get(0)?;
        let station = StationId(bytes.try_into().map_err(|_| damaged("event.station"))?);
        let whole = |value: i64| u64::try_from(value).map_err(|_| damaged("event"));
        let small = |value: i64| u16::try_from(value).map_err(|_| damaged("event"));
        Ok(Self {
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
            actor: row.try_get::<Option<Uuid>, _>(10)?.map(PersonId),
            name: row.try_get(11)?,
            version: small(row.try_get(12)?)?,
            touches: row.try_get(13)?,
            payload: row.try_get(14)?,
            hash: row.try_get(15)?,
        })
    }
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
    rows.iter()
        .map(|row| LogRow::from_row(row)?.recorded())
        .collect()
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
    rows.iter().map(LogRow::from_row).collect()
}

pub(crate) fn instant(milliseconds: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(milliseconds).ok_or_else(|| damaged("a time"))
}

pub(crate) fn damaged(what: &str) -> StoreError {
    StoreError::Damaged {
        what: what.to_owned(),
    }
}
