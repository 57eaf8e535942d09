//! The past of a file that began with a baseline, while it is on its way.
//!
//! A baseline is what the log had folded to, and where each chain of it ended. The events behind it come page
//! by page as others' events always do, are linked up to those ends, and are not folded: they were. Until they
//! are all here, nothing of others that came later is taken in, and no aggregate is folded anew from less
//! than it was folded from.

use domain::log_row::Hash;
use domain::origin::{Origin, StationId};
use sqlx::{Row as _, SqliteConnection};

use crate::Store;
use crate::error::StoreError;
use crate::log::{damaged, hashes_at};

/// The chains of the past, in their order.
const CHAINS: &str =
    "SELECT station, epoch, seq, hash, arrived, lost FROM past ORDER BY station, epoch";

/// The past that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its chains.
    pub chains: Vec<PastChain>,
    /// It cannot become whole: what came of it is being left, and the log taken in from its beginning.
    pub lost: bool,
}

/// A chain of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastChain {
    /// Writer.
    pub origin: Origin,
    /// Its last place that was folded.
    pub seq: u64,
    /// Link of that place.
    pub hash: Hash,
    /// Place up to which it is here.
    pub arrived: u64,
    /// Link of that place; nothing where none is here.
    pub arrived_hash: Option<Hash>,
}

impl Past {
    /// Events it has.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.chains.iter().map(|chain| chain.seq).sum()
    }

    /// Events of it that are here.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.chains.iter().map(|chain| chain.arrived).sum()
    }

    pub(crate) fn is_whole(&self) -> bool {
        let whole = |chain: &PastChain| chain.arrived == chain.seq;
        self.chains.iter().all(whole)
    }

    /// The failure of what needs all of it.
    #[must_use]
    pub fn coming(&self) -> StoreError {
        StoreError::PastComing {
            arrived: self.arrived(),
            events: self.events(),
        }
    }
}

impl Store {
    /// The past that is on its way; absent where everything that was folded is here.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn past(&self) -> Result<Option<Past>, StoreError> {
        let mut connection = self.readers().acquire().await?;
        read(&mut connection).await
    }
}

pub(crate) async fn read(connection: &mut SqliteConnection) -> Result<Option<Past>, StoreError> {
    let rows = sqlx::query(CHAINS).fetch_all(&mut *connection).await?;
    let mut past = Past {
        chains: Vec::with_capacity(rows.len()),
        lost: false,
    };
    for row in rows {
        let wrong = || damaged("table past");
        let whole = |at: usize| -> Result<u64, StoreError> {
            u64::try_from(row.try_get::<i64, _>(at)?).map_err(|_| wrong())
        };
        let station: Vec<u8> = row.try_get(0)?;
        let hash: Vec<u8> = row.try_get(3)?;
        let mut chain = PastChain {
            origin: Origin {
                station: StationId(station.try_into().map_err(|_| wrong())?),
                epoch: row.try_get(1)?,
            },
            seq: whole(2)?,
            hash: hash.try_into().map_err(|_| wrong())?,
            arrived: whole(4)?,
            arrived_hash: None,
        };
        let last = [chain.arrived];
        let hashes = hashes_at(chain.origin, &last, connection).await?;
        chain.arrived_hash = hashes.first().copied().flatten();
        past.lost |= row.try_get::<i64, _>(5)? != 0;
        past.chains.push(chain);
    }
    Ok((!past.chains.is_empty()).then_some(past))
}
