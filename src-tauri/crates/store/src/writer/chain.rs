//! The end of this station's chain, and who is told of what joins it.

use domain::event::{BYTES_PER_COMMAND_MAX, EVENTS_PER_COMMAND_MAX, Recorded};
use domain::hlc::Hlc;
use domain::origin::{Origin, StationId};
use sqlx::{Row as _, SqliteConnection};
use tokio::sync::mpsc;

use super::Writer;
use crate::error::StoreError;
use crate::log::{Hash, LogRow, damaged};

/// The end of this station's chain.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) origin: Origin,
    pub(super) seq: u64,
    pub(super) hash: Vec<u8>,
}

impl Chain {
    pub(super) async fn load(
        connection: &mut SqliteConnection,
    ) -> Result<Option<Self>, StoreError> {
        let row = sqlx::query("SELECT station, epoch FROM station")
            .fetch_optional(&mut *connection)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let station: Vec<u8> = row.try_get(0)?;
        let station = station.try_into().map_err(|_| damaged("station.station"))?;
        let origin = Origin {
            station: StationId(station),
            epoch: row.try_get(1)?,
        };
        let (seq, hash) = head(origin, connection).await?;
        Ok(Some(Self { origin, seq, hash }))
    }
}

/// Where this station's clock stood. Others' clocks are left out: one set to a wrong year would be
/// adopted here, which [`Hlc::merge`] prevents while the station runs. Others' events that were published
/// again stand in this station's chain too, so only what was recorded here counts.
pub(super) async fn last_hlc(
    station: StationId,
    connection: &mut SqliteConnection,
) -> Result<Hlc, StoreError> {
    let hlc: Option<i64> = sqlx::query_scalar(
        "SELECT hlc FROM event WHERE station = ? AND captured = 1 ORDER BY epoch DESC, seq DESC LIMIT 1",
    )
    .bind(&station.0[..])
    .fetch_optional(connection)
    .await?;
    Ok(Hlc(hlc.unwrap_or(0)))
}

/// Last place and link of a chain; zero and nothing where it is empty.
pub(super) async fn head(
    origin: Origin,
    connection: &mut SqliteConnection,
) -> Result<(u64, Vec<u8>), StoreError> {
    let row = sqlx::query(
        "SELECT seq, hash FROM event WHERE station = ? AND epoch = ? ORDER BY seq DESC LIMIT 1",
    )
    .bind(&origin.station.0[..])
    .bind(origin.epoch)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else {
        return Ok((0, Vec::new()));
    };
    let seq = u64::try_from(row.try_get::<i64, _>(0)?).map_err(|_| damaged("event.seq"))?;
    Ok((seq, row.try_get(1)?))
}

impl Writer<'_> {
    /// The station that writes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], when the folder has no station yet.
    pub fn origin(&self) -> Result<Origin, StoreError> {
        self.state
            .chain
            .as_ref()
            .map(|chain| chain.origin)
            .ok_or_else(|| damaged("table station"))
    }

    /// Place of the next event in this station's chain: a number no other event will ever have.
    ///
    /// # Errors
    /// As for [`Writer::origin`].
    pub fn next_seq(&self) -> Result<u64, StoreError> {
        self.state
            .chain
            .as_ref()
            .map(|chain| chain.seq + 1)
            .ok_or_else(|| damaged("table station"))
    }

    /// Hears of the rows of every command recorded here from now on. A channel that is full, or closed,
    /// misses some: its reader sees that by the gap, or by looking at [`log::heads`] now and then.
    pub fn tap(&mut self, tap: mpsc::Sender<Vec<LogRow>>) {
        self.state.tap = Some(tap);
    }

    /// The end of this station's chain: place and link, zero and zeros where it is empty.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], when the folder has no station yet.
    pub fn own_head(&self) -> Result<(u64, Hash), StoreError> {
        let chain = self.state.chain.as_ref();
        let chain = chain.ok_or_else(|| damaged("table station"))?;
        Ok((
            chain.seq,
            chain.hash.as_slice().try_into().unwrap_or_default(),
        ))
    }

    /// The end of a chain as the store holds it: place and link, zero and zeros where it is empty.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn head_of(&mut self, origin: Origin) -> Result<(u64, Hash), StoreError> {
        let (seq, hash) = head(origin, &mut self.state.connection).await?;
        Ok((seq, hash.try_into().unwrap_or_default()))
    }

    /// Reads the station's row again, after it was written.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn reload(&mut self) -> Result<(), StoreError> {
        self.state.chain = Chain::load(&mut self.state.connection).await?;
        Ok(())
    }
}

/// Appends to a chain; refuses what one transaction cannot take.
pub(super) fn link(
    mut chain: Chain,
    recorded: &[Recorded],
) -> Result<(Vec<LogRow>, Chain), StoreError> {
    let mut rows = Vec::with_capacity(recorded.len());
    for event in recorded {
        let mut row = LogRow::from_recorded(event)?;
        row.hash = row.link(&chain.hash);
        chain.seq = row.seq;
        chain.hash = row.hash.to_vec();
        rows.push(row);
    }
    let bytes = rows.iter().map(|row| row.payload.len()).sum();
    if rows.len() > EVENTS_PER_COMMAND_MAX || bytes > BYTES_PER_COMMAND_MAX {
        return Err(StoreError::TooLarge {
            events: rows.len(),
            bytes,
        });
    }
    Ok((rows, chain))
}
