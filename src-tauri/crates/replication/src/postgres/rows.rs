//! Events as rows of the plant.

use domain::event::Part;
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
use domain::log_row::{Hash, LogRow};
use domain::origin::{Origin, StationId};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::error::PlantError;
use crate::message::{BYTES_MAX, EVENTS_MAX};

/// Events behind each place, chain by chain. Each chain is read by its key and no further than a
/// page reaches, so that the cost follows the number of chains asked for, not the size of the log.
/// The first event always comes, however large.
const PAGE: &str = "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, hlc, \
     effective_ms, recorded_ms, skew_ms, actor, name, version, touches, payload, hash FROM (\
     SELECT e.*, c.o, sum(octet_length(e.payload)) OVER (ORDER BY c.o, e.seq) AS bytes, \
     row_number() OVER (ORDER BY c.o, e.seq) AS number \
     FROM unnest($1::uuid[], $2::int4[], $3::int8[]) WITH ORDINALITY c(station, epoch, after, o) \
     CROSS JOIN LATERAL (SELECT * FROM lineside.event e WHERE e.station = c.station AND e.epoch = c.epoch \
     AND e.seq > c.after ORDER BY e.seq LIMIT $4) e ORDER BY c.o, e.seq LIMIT $4) page \
     WHERE bytes <= $5 OR number = 1 ORDER BY o, seq";

/// Events behind places of chains: one page of at most `limit` and [`EVENTS_MAX`], and of at most
/// [`BYTES_MAX`].
///
/// # Errors
/// [`PlantError`].
pub(crate) async fn page(
    after: &[(Origin, u64)],
    limit: usize,
    connection: &mut PgConnection,
) -> Result<Vec<LogRow>, PlantError> {
    let stations: Vec<Uuid> = after.iter().map(|(origin, _)| station(*origin)).collect();
    let epochs = each(after, |(origin, _)| epoch(*origin))?;
    let places = each(after, |(_, seq)| place(*seq))?;
    let rows = sqlx::query(PAGE)
        .bind(stations)
        .bind(epochs)
        .bind(places)
        .bind(i64::try_from(limit.min(EVENTS_MAX)).unwrap_or(i64::MAX))
        .bind(i64::try_from(BYTES_MAX).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    rows.iter().map(log_row).collect()
}

/// The station of a chain, as the plant keeps it: 16 bytes are a uuid there.
pub(crate) fn station(origin: Origin) -> Uuid {
    Uuid::from_bytes(origin.station.0)
}

/// The epoch of a chain, as the plant keeps it.
///
/// # Errors
/// [`PlantError::Garbled`], beyond 2^31.
pub(crate) fn epoch(origin: Origin) -> Result<i32, PlantError> {
    i32::try_from(origin.epoch).map_err(|_| PlantError::Garbled("an epoch"))
}

/// A place in a chain, as the plant keeps it.
///
/// # Errors
/// [`PlantError::Garbled`], beyond 2^63.
pub(crate) fn place(seq: u64) -> Result<i64, PlantError> {
    i64::try_from(seq).map_err(|_| PlantError::Garbled("a place in a chain"))
}

/// A chain, as we name it.
///
/// # Errors
/// [`PlantError::Garbled`], when the epoch is negative.
pub(crate) fn origin(station: Uuid, epoch: i32) -> Result<Origin, PlantError> {
    Ok(Origin {
        station: StationId(station.into_bytes()),
        epoch: whole(epoch, "an epoch")?,
    })
}

/// A link.
///
/// # Errors
/// [`PlantError::Garbled`], when it has not 32 bytes.
pub(crate) fn link(bytes: Vec<u8>) -> Result<Hash, PlantError> {
    Hash::try_from(bytes).map_err(|_| PlantError::Garbled("a hash"))
}

/// A number that cannot be negative.
///
/// # Errors
/// [`PlantError::Garbled`], when it is, or does not fit.
pub(crate) fn whole<T: TryFrom<S>, S>(value: S, what: &'static str) -> Result<T, PlantError> {
    T::try_from(value).map_err(|_| PlantError::Garbled(what))
}

fn each<T, U>(
    items: &[T],
    convert: impl Fn(&T) -> Result<U, PlantError>,
) -> Result<Vec<U>, PlantError> {
    items.iter().map(convert).collect()
}

/// The event in the first 17 columns of a row: those of [`PAGE`].
///
/// # Errors
/// [`PlantError::Garbled`].
pub(crate) fn log_row(row: &PgRow) -> Result<LogRow, PlantError> {
    let small = |value: i16| whole::<u16, _>(value, "an event");
    Ok(LogRow {
        origin: origin(row.try_get(0)?, row.try_get(1)?)?,
        seq: whole(row.try_get::<i64, _>(2)?, "a place in a chain")?,
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
        hash: link(row.try_get(16)?)?,
    })
}
