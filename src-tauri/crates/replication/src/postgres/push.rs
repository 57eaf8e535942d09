//! A batch as `append_batch` takes it: parallel columns.

use domain::log_row::LogRow;
use domain::origin::Origin;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};

use super::error::PlantError;
use super::rows::{epoch, link, place, station, whole};
use crate::message::{Answer, Head, Outcome};

/// Appends; the answer is the chain's head after it.
const APPEND: &str = "SELECT outcome, epoch, seq, hash, clock_ms FROM lineside.append_batch(\
     $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

/// Pushes `rows` of one chain, behind `previous`.
///
/// # Errors
/// [`PlantError`].
pub(crate) async fn push(
    chain: Origin,
    previous: Head,
    rows: &[LogRow],
    connection: &mut PgConnection,
) -> Result<Answer, PlantError> {
    let versions = small(rows, |row| row.version)?;
    let answer = sqlx::query(APPEND)
        .bind(station(chain))
        .bind(epoch(chain)?)
        .bind(place(previous.seq)?.saturating_add(1))
        .bind(previous.previous())
        .bind(column(rows, |row| row.id.0))
        .bind(column(rows, |row| row.request.0))
        .bind(small(rows, |row| row.part.index)?)
        .bind(small(rows, |row| row.part.count)?)
        .bind(column(rows, |row| row.hlc.0))
        .bind(column(rows, |row| row.effective_ms))
        .bind(column(rows, |row| row.recorded_ms))
        .bind(column(rows, |row| row.skew_ms))
        .bind(column(rows, |row| row.actor.map(|actor| actor.0)))
        .bind(column(rows, |row| row.name.as_str()))
        .bind(versions)
        .bind(column(rows, |row| row.touches.as_str()))
        .bind(column(rows, |row| row.payload.as_slice()))
        .bind(column(rows, |row| row.hash.as_slice()))
        .fetch_one(connection)
        .await?;
    pushed(&answer)
}

fn column<'a, T>(rows: &'a [LogRow], value: impl Fn(&'a LogRow) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

fn small(rows: &[LogRow], value: impl Fn(&LogRow) -> u16) -> Result<Vec<i16>, PlantError> {
    let each = rows.iter().map(value);
    each.map(|value| i16::try_from(value).map_err(|_| PlantError::Garbled("an event")))
        .collect()
}

fn pushed(row: &PgRow) -> Result<Answer, PlantError> {
    Ok(Answer::Pushed {
        outcome: outcome(row.try_get(0)?)?,
        epoch: whole(row.try_get::<i32, _>(1)?, "an epoch")?,
        head: head(row.try_get(2)?, row.try_get(3)?)?,
        clock_ms: row.try_get(4)?,
    })
}

/// The end of a chain, as the plant tells it: no hash where there is no event.
///
/// # Errors
/// [`PlantError::Garbled`].
pub(crate) fn head(seq: i64, hash: Vec<u8>) -> Result<Head, PlantError> {
    let seq = whole(seq, "a place in a chain")?;
    if seq == 0 {
        return Ok(Head::default());
    }
    Ok(Head {
        seq,
        hash: link(hash)?,
    })
}

fn outcome(word: &str) -> Result<Outcome, PlantError> {
    match word {
        "accepted" => Ok(Outcome::Accepted),
        "behind" => Ok(Outcome::Behind),
        "fork" => Ok(Outcome::Fork),
        "stale_epoch" => Ok(Outcome::StaleEpoch),
        _ => Err(PlantError::Garbled("an outcome")),
    }
}
