//! A gateway's connection to its plant: it reads the log, and writes tables in the term it leads in.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::event::{AggregateRef, Kind};
use domain::log_row::LogRow;
use domain::origin::Origin;
use serde::Serialize;
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use super::error::PlantError;
use super::join_code::JoinCode;
use super::link::in_time;
use super::push::head;
use super::rows::{link, log_row, origin, page, station, whole};
use crate::message::{EVENTS_MAX, Head};

/// How long log-in may take.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(15);
/// How long an answer may take: the server gives up after a minute.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(90);

const LEAD: &str = "SELECT lineside.gateway_lead()";
const KEEP: &str = "SELECT 1 FROM lineside.gateway_keep($1)";
const APPLY: &str = "SELECT 1 FROM lineside.gateway_apply($1, $2::jsonb)";
const RESET: &str = "SELECT 1 FROM lineside.gateway_reset($1, $2)";
const MODEL: &str = "SELECT model FROM lineside_read.progress";
const PLANT: &str = "SELECT id FROM lineside.plant";
const HEADS: &str = "SELECT station, epoch, seq, hash FROM lineside.chain";
const BEHIND: &str = "SELECT c.station, c.epoch, coalesce(r.seq, 0), coalesce(r.hash, '') \
     FROM lineside.chain c LEFT JOIN lineside_read.reached r USING (station, epoch) \
     WHERE c.seq > coalesce(r.seq, 0) ORDER BY 1, 2";
const KEPT: &str = "SELECT f.kind, f.aggregate, heads, events, unread, body \
     FROM unnest($1::text[], $2::uuid[]) a(kind, aggregate) JOIN lineside_read.folded f USING (kind, aggregate)";
const UNREAD: &str =
    "SELECT kind, aggregate FROM lineside_read.folded WHERE unread > 0 ORDER BY 1, 2";
const EVENTS: &str = "SELECT e.station, e.epoch, e.seq, e.event_id, e.request_id, e.part_index, e.part_count, \
     e.hlc, e.effective_ms, e.recorded_ms, e.skew_ms, e.actor, e.name, e.version, e.touches, e.payload, e.hash, \
     t.kind, t.aggregate FROM unnest($1::text[], $2::uuid[]) a(kind, aggregate) \
     JOIN lineside_read.touched t USING (kind, aggregate) JOIN lineside.event e USING (station, epoch, seq) \
     ORDER BY e.station, e.epoch, e.seq";

/// A term of leading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(pub i64);

/// A folded aggregate as the plant keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Kind.
    pub kind: Kind,
    /// Id within the kind.
    pub aggregate: Uuid,
    /// Events nothing else was folded upon, as JSON.
    pub heads: String,
    /// Events folded.
    pub events: i32,
    /// Events among them that only a newer release reads.
    pub unread: i32,
    /// State, as JSON.
    pub body: String,
}

/// What a page of the log led to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Chains, each with the place that was reached.
    pub reached: Vec<(Origin, Head)>,
    /// Which event touches which aggregate.
    pub touched: Vec<(AggregateRef, Origin, u64)>,
    /// Events that no release reads, each with the reason.
    pub unreadable: Vec<(Origin, u64, String)>,
    /// Changed aggregates.
    pub folded: Vec<Kept>,
    /// All rows of the changed aggregates, by table.
    pub rows: Value,
}

/// A connection of a gateway.
#[derive(Debug)]
pub struct GatewayLink {
    connection: PgConnection,
}

impl GatewayLink {
    /// Logs in. The server ends the session when it hears nothing of it for `silence_max`, and with it
    /// the lead; without it, after the login's own limit.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn connect(
        code: &JoinCode,
        silence_max: Option<Duration>,
    ) -> Result<Self, PlantError> {
        let mut options = code.options();
        if let Some(limit) = silence_max {
            let limit = limit.as_millis().to_string();
            options = options.options([("idle_session_timeout", limit)]);
        }
        let connecting = async { Ok(options.connect().await?) };
        let connection = in_time(CONNECT_TIME_MAX, connecting).await?;
        Ok(Self { connection })
    }

    /// Takes the lead in a new term, unless another session holds it. It lasts as long as this
    /// connection, and no longer than nobody else takes it.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn lead(&mut self) -> Result<Option<Term>, PlantError> {
        let row = self.one(sqlx::query(LEAD)).await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(Term))
    }

    /// Says that the leader lives.
    ///
    /// # Errors
    /// [`PlantError::Fenced`], when another one leads.
    pub async fn keep(&mut self, term: Term) -> Result<(), PlantError> {
        self.one(sqlx::query(KEEP).bind(term.0)).await.map(drop)
    }

    /// The form of what was written so far; 0 before anything was.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn model(&mut self) -> Result<i32, PlantError> {
        Ok(self.one(sqlx::query(MODEL)).await?.try_get(0)?)
    }

    /// Forgets everything that was written, so that it is built anew in the form `model`.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn reset(&mut self, term: Term, model: i32) -> Result<(), PlantError> {
        let reset = sqlx::query(RESET).bind(term.0).bind(model);
        self.one(reset).await.map(drop)
    }

    /// Which plant this is.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn plant(&mut self) -> Result<Uuid, PlantError> {
        Ok(self.one(sqlx::query(PLANT)).await?.try_get(0)?)
    }

    /// Where every chain ends.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn heads(&mut self) -> Result<BTreeMap<Origin, Head>, PlantError> {
        let rows = self.all(sqlx::query(HEADS)).await?;
        let one = |row: &PgRow| {
            let chain = origin(row.try_get(0)?, row.try_get(1)?)?;
            Ok((chain, head(row.try_get(2)?, row.try_get(3)?)?))
        };
        rows.iter().map(one).collect()
    }

    /// Chains of which the plant holds more than was read, each with the place that was reached.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn behind(&mut self) -> Result<Vec<(Origin, Head)>, PlantError> {
        let rows = self.all(sqlx::query(BEHIND)).await?;
        let one = |row: &PgRow| {
            let seq = whole(row.try_get::<i64, _>(2)?, "a place in a chain")?;
            let hash = match seq {
                0 => Head::default().hash,
                _ => link(row.try_get(3)?)?,
            };
            Ok((
                origin(row.try_get(0)?, row.try_get(1)?)?,
                Head { seq, hash },
            ))
        };
        rows.iter().map(one).collect()
    }

    /// Events behind these places: at most 1,000, and 8 MiB.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn page(&mut self, after: &[(Origin, Head)]) -> Result<Vec<LogRow>, PlantError> {
        let places: Vec<(Origin, u64)> = after.iter().map(|(at, head)| (*at, head.seq)).collect();
        let rows = page(&places, EVENTS_MAX, &mut self.connection);
        in_time(ANSWER_TIME_MAX, rows).await
    }

    /// Those of `aggregates` that were folded before.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn kept(&mut self, aggregates: &[AggregateRef]) -> Result<Vec<Kept>, PlantError> {
        let (kinds, ids) = columns(aggregates);
        let rows = self.all(sqlx::query(KEPT).bind(kinds).bind(ids)).await?;
        rows.iter().map(kept).collect()
    }

    /// Aggregates with events that only a newer release than their writer's reads.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn unread(&mut self) -> Result<Vec<AggregateRef>, PlantError> {
        let rows = self.all(sqlx::query(UNREAD)).await?;
        rows.iter().map(|row| aggregate(row, 0)).collect()
    }

    /// The events of each of `aggregates` that were read before, in no order that means anything.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn events_of(
        &mut self,
        aggregates: &[AggregateRef],
    ) -> Result<Vec<(AggregateRef, LogRow)>, PlantError> {
        let (kinds, ids) = columns(aggregates);
        let rows = self.all(sqlx::query(EVENTS).bind(kinds).bind(ids)).await?;
        rows.iter()
            .map(|row| Ok((aggregate(row, 17)?, log_row(row)?)))
            .collect()
    }

    /// Writes all of `page`, or nothing.
    ///
    /// # Errors
    /// [`PlantError::Fenced`], when another one leads.
    pub async fn apply(&mut self, term: Term, page: &Page) -> Result<(), PlantError> {
        let apply = sqlx::query(APPLY).bind(term.0).bind(page.document());
        self.one(apply).await.map(drop)
    }

    /// Says goodbye, and gives the lead back.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn close(self) -> Result<(), PlantError> {
        let closed = async { Ok(self.connection.close().await?) };
        in_time(CONNECT_TIME_MAX, closed).await
    }

    pub(super) async fn one(
        &mut self,
        query: sqlx::query::Query<'_, sqlx::Postgres, sqlx::postgres::PgArguments>,
    ) -> Result<PgRow, PlantError> {
        let row = async { Ok(query.fetch_one(&mut self.connection).await?) };
        in_time(ANSWER_TIME_MAX, row).await
    }

    pub(super) async fn all(
        &mut self,
        query: sqlx::query::Query<'_, sqlx::Postgres, sqlx::postgres::PgArguments>,
    ) -> Result<Vec<PgRow>, PlantError> {
        let rows = async { Ok(query.fetch_all(&mut self.connection).await?) };
        in_time(ANSWER_TIME_MAX, rows).await
    }
}

impl Page {
    /// What `gateway_apply` takes.
    fn document(&self) -> String {
        let place = |at: &Origin| (station(*at), at.epoch);
        let reached = self.reached.iter().map(|(at, head)| {
            let (station, epoch) = place(at);
            let hash = hex(&head.hash);
            serde_json::json!({ "station": station, "epoch": epoch, "seq": head.seq, "hash": hash })
        });
        let touched = self.touched.iter().map(|(aggregate, at, seq)| {
            let (station, epoch) = place(at);
            let (kind, id) = (aggregate.kind, aggregate.id);
            serde_json::json!({ "kind": kind, "aggregate": id, "station": station, "epoch": epoch, "seq": seq })
        });
        let unreadable = self.unreadable.iter().map(|(at, seq, reason)| {
            let (station, epoch) = place(at);
            serde_json::json!({ "station": station, "epoch": epoch, "seq": seq, "reason": reason })
        });
        let document = serde_json::json!({
            "reached": reached.collect::<Vec<_>>(),
            "touched": touched.collect::<Vec<_>>(),
            "unreadable": unreadable.collect::<Vec<_>>(),
            "folded": self.folded,
            "rows": self.rows,
        });
        document.to_string()
    }
}

/// Bytes as PostgreSQL reads them.
fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    format!("\\x{}", digits.collect::<String>())
}

fn columns(aggregates: &[AggregateRef]) -> (Vec<&'static str>, Vec<Uuid>) {
    aggregates
        .iter()
        .map(|aggregate| (aggregate.kind.as_str(), aggregate.id))
        .unzip()
}

fn aggregate(row: &PgRow, from: usize) -> Result<AggregateRef, PlantError> {
    let word: String = row.try_get(from)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let kind = kind.ok_or(PlantError::Garbled("a kind of aggregate"))?;
    Ok(AggregateRef::new(kind, row.try_get(from + 1)?))
}

fn kept(row: &PgRow) -> Result<Kept, PlantError> {
    let AggregateRef { kind, id } = aggregate(row, 0)?;
    Ok(Kept {
        kind,
        aggregate: id,
        heads: row.try_get(2)?,
        events: row.try_get(3)?,
        unread: row.try_get(4)?,
        body: row.try_get(5)?,
    })
}
