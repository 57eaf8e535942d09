//! A station's connection to its plant. Every call ends in time: answered, refused, or late.

use std::future::Future;
use std::time::Duration;

use domain::event::AggregateRef;
use domain::id::EventId;
use domain::origin::{Origin, StationId};
use sqlx::postgres::PgRow;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use super::error::PlantError;
use super::join_code::JoinCode;
use super::push::{head, push};
use super::rows::{epoch, link, origin, page, place, whole};
use crate::message::{Answer, Ask};

/// How long log-in may take: a few round trips, each up to seconds over a bad line.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(15);
/// How long an answer may take: the server gives up after 15 seconds, and 8 MiB need time to travel.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// What everybody who waits for events listens to.
pub(crate) const CHANNEL: &str = "lineside_log";
/// Most places asked for at once; a search by halves needs 63.
const PLACES_MAX: usize = 1_000;

/// Ends of all chains, the latest epoch of this station and the plant's clock, in one look.
const HEADS: &str = "SELECT c.station, c.epoch, c.seq, c.hash FROM lineside.chain c";
const EPOCH: &str = "SELECT coalesce(max(epoch), 0), (extract(epoch FROM clock_timestamp()) * 1000)::int8 \
     FROM lineside.station WHERE station = $1";
const HASHES: &str = "SELECT e.hash FROM unnest($3::int8[]) WITH ORDINALITY p(seq, o) \
     LEFT JOIN lineside.event e ON e.station = $1 AND e.epoch = $2 AND e.seq = p.seq ORDER BY p.o";
const CLAIM: &str = "SELECT granted, holder, head FROM lineside.claim($1, $2, $3, $4, $5)";
const RANGE: &str = "SELECT first, last FROM lineside.reserve_range($1, $2, $3, $4)";
const LEASE: &str = "SELECT granted, holder, until_ms, clock_ms FROM lineside.lease($1, $2, $3)";
const PLANT: &str = "SELECT id, name, min_writer, min_reader FROM lineside.plant, lineside.compat";

/// A connection of one station.
#[derive(Debug)]
pub struct PlantLink {
    connection: PgConnection,
    station: StationId,
}

/// The plant, and who may work with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantFacts {
    /// The plant.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Oldest release that may write.
    pub min_writer: u32,
    /// Oldest release that can read everything.
    pub min_reader: u32,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Whether the decision is ours.
    pub granted: bool,
    /// Whose it is.
    pub holder: StationId,
    /// The event that decides.
    pub head: EventId,
}

/// What became of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leased {
    /// Whether the resource is ours.
    pub granted: bool,
    /// Whose it is, or was last.
    pub holder: StationId,
    /// How long still, in milliseconds; 0 where it is over.
    pub left_ms: u64,
}

impl PlantLink {
    /// Logs in as `station`.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn connect(code: &JoinCode, station: StationId) -> Result<Self, PlantError> {
        let options = code.options();
        let connection = in_time(CONNECT_TIME_MAX, async { Ok(options.connect().await?) }).await?;
        Ok(Self {
            connection,
            station,
        })
    }

    /// Asks what the sync machine wants to know. A refusal is an answer.
    ///
    /// # Errors
    /// [`PlantError`], after which the link is to be dropped.
    pub async fn ask(&mut self, ask: &Ask) -> Result<Answer, PlantError> {
        let answered = in_time(ANSWER_TIME_MAX, self.answer(ask)).await;
        match answered {
            Err(refused @ PlantError::Refused { .. }) => Ok(Answer::Refused {
                reason: refused.to_string(),
            }),
            other => other,
        }
    }

    /// Which plant this is.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn plant(&mut self) -> Result<PlantFacts, PlantError> {
        let row = self.one(sqlx::query(PLANT)).await?;
        let release = |at| whole(row.try_get::<i32, _>(at)?, "a release");
        Ok(PlantFacts {
            id: row.try_get(0)?,
            name: row.try_get(1)?,
            min_writer: release(2)?,
            min_reader: release(3)?,
        })
    }

    /// Claims the next decision on an aggregate: `next` upon `expected`. Claiming the same again
    /// changes nothing.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn claim(
        &mut self,
        aggregate: AggregateRef,
        expected: Option<EventId>,
        next: EventId,
    ) -> Result<Claimed, PlantError> {
        let ask = sqlx::query(CLAIM)
            .bind(self.own())
            .bind(aggregate.kind.as_str())
            .bind(aggregate.id)
            .bind(expected.map(|event| event.0))
            .bind(next.0);
        let row = self.one(ask).await?;
        Ok(Claimed {
            granted: row.try_get(0)?,
            holder: holder(&row, 1)?,
            head: EventId(row.try_get(2)?),
        })
    }

    /// Reserves the next `count` numbers of a range, 1 to 10,000; returns the first and the last.
    /// `above` is the highest number known to be taken, 0 if none is.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn reserve_range(
        &mut self,
        name: &str,
        count: u32,
        above: u64,
    ) -> Result<(u64, u64), PlantError> {
        let ask = sqlx::query(RANGE)
            .bind(self.own())
            .bind(name)
            .bind(whole::<i32, _>(count, "a count")?)
            .bind(place(above)?);
        let row = self.one(ask).await?;
        let number = |at| whole(row.try_get::<i64, _>(at)?, "a number");
        Ok((number(0)?, number(1)?))
    }

    /// Takes a resource, or keeps it, for at most ten minutes; no time gives it back.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn lease(&mut self, resource: &str, time: Duration) -> Result<Leased, PlantError> {
        let ask = sqlx::query(LEASE)
            .bind(self.own())
            .bind(resource)
            .bind(whole::<i32, _>(time.as_millis(), "a time")?);
        let row = self.one(ask).await?;
        let (until, clock): (i64, i64) = (row.try_get(2)?, row.try_get(3)?);
        Ok(Leased {
            granted: row.try_get(0)?,
            holder: holder(&row, 1)?,
            left_ms: u64::try_from(until.saturating_sub(clock)).unwrap_or(0),
        })
    }

    /// Wakes everybody who listens. In a transaction of its own: within that of an append it would
    /// make all appends of the plant wait for one another.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn wake(&mut self) -> Result<(), PlantError> {
        let notify = sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL);
        self.one(notify).await.map(drop)
    }

    /// Says goodbye.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn close(self) -> Result<(), PlantError> {
        let closed = async { Ok(self.connection.close().await?) };
        in_time(ANSWER_TIME_MAX, closed).await
    }

    async fn answer(&mut self, ask: &Ask) -> Result<Answer, PlantError> {
        match ask {
            Ask::Heads => self.heads().await,
            Ask::Push {
                origin,
                previous,
                rows,
            } => push(*origin, *previous, rows, &mut self.connection).await,
            Ask::Pull { after, limit } => Ok(Answer::Page {
                rows: page(after, *limit, &mut self.connection).await?,
            }),
            Ask::HashesAt { origin, seqs } => self.hashes_at(*origin, seqs).await,
        }
    }

    async fn heads(&mut self) -> Result<Answer, PlantError> {
        let rows = sqlx::query(HEADS).fetch_all(&mut self.connection).await?;
        let one = |row: &PgRow| {
            let chain = origin(row.try_get(0)?, row.try_get(1)?)?;
            Ok((chain, head(row.try_get(2)?, row.try_get(3)?)?))
        };
        let heads = rows.iter().map(one).collect::<Result<_, PlantError>>()?;
        let own = sqlx::query(EPOCH).bind(self.own());
        let own = own.fetch_one(&mut self.connection).await?;
        Ok(Answer::Heads {
            heads,
            epoch: whole(own.try_get::<i32, _>(0)?, "an epoch")?,
            clock_ms: own.try_get(1)?,
        })
    }

    async fn hashes_at(&mut self, chain: Origin, seqs: &[u64]) -> Result<Answer, PlantError> {
        let places: Result<Vec<i64>, PlantError> = seqs
            .iter()
            .take(PLACES_MAX)
            .map(|seq| place(*seq))
            .collect();
        let rows = sqlx::query(HASHES)
            .bind(Uuid::from_bytes(chain.station.0))
            .bind(epoch(chain)?)
            .bind(places?)
            .fetch_all(&mut self.connection)
            .await?;
        let one = |row: &PgRow| row.try_get::<Option<Vec<u8>>, _>(0)?.map(link).transpose();
        let hashes = rows.iter().map(one).collect::<Result<_, PlantError>>()?;
        Ok(Answer::Hashes { hashes })
    }

    /// The station, as the plant keeps it.
    pub(crate) fn own(&self) -> Uuid {
        Uuid::from_bytes(self.station.0)
    }

    /// The one row of an answer, in time.
    pub(crate) async fn one(
        &mut self,
        query: sqlx::query::Query<'_, sqlx::Postgres, sqlx::postgres::PgArguments>,
    ) -> Result<PgRow, PlantError> {
        let row = async { Ok(query.fetch_one(&mut self.connection).await?) };
        in_time(ANSWER_TIME_MAX, row).await
    }

    /// All rows of an answer, in time.
    pub(crate) async fn all(
        &mut self,
        query: sqlx::query::Query<'_, sqlx::Postgres, sqlx::postgres::PgArguments>,
    ) -> Result<Vec<PgRow>, PlantError> {
        let rows = async { Ok(query.fetch_all(&mut self.connection).await?) };
        in_time(ANSWER_TIME_MAX, rows).await
    }
}

/// What `call` gives, if it does so in time.
///
/// # Errors
/// [`PlantError::Late`], or what the call fails with.
pub(crate) async fn in_time<T>(
    limit: Duration,
    call: impl Future<Output = Result<T, PlantError>>,
) -> Result<T, PlantError> {
    tokio::time::timeout(limit, call)
        .await
        .unwrap_or(Err(PlantError::Late(limit)))
}

fn holder(row: &PgRow, at: usize) -> Result<StationId, PlantError> {
    Ok(StationId(row.try_get::<Uuid, _>(at)?.into_bytes()))
}
