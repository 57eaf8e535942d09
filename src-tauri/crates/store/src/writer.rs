//! The one writer: events, projections and a ledger row, durable together.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::event::{AggregateRef, Event, Kind, Part, Recorded, Touch};
use domain::fold::Folded;
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
use lru::LruCache;
use sqlx::{AssertSqlSafe, SqliteConnection};
use tokio::sync::{MutexGuard, mpsc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::log::{self, LogRow, damaged};
use crate::past::Past;
use crate::projection::{Projected, Row, Table, Value};
use crate::skew::Skew;
use crate::state::{self, State};

mod batch;
mod bulk;
mod chain;
mod foreign;
mod known;
mod past;
mod place;
mod rehome;
mod reread;
mod rows;

pub use foreign::{Foreign, RECEIVED_MAX};
pub use rows::LedgerRow;

use batch::{Batch, waiting};
use chain::{Chain, head, last_hlc, link};
use rows::{Aside, Changes};

/// Folded aggregates kept in memory: those of a busy shift, about 4 KiB each.
const CACHED: NonZeroUsize = NonZeroUsize::new(4_096).expect("not zero");

/// Most writing statements of one command, BEGIN and COMMIT included: on a fast disk statements
/// are what a capture costs.
pub const STATEMENTS_MAX: usize = 6;

/// What the writer keeps between commands.
pub(crate) struct WriterState {
    connection: SqliteConnection,
    /// Commits what is recorded here, on the caller's thread.
    captures: rusqlite::Connection,
    cache: LruCache<AggregateRef, Box<dyn State>>,
    chain: Option<Chain>,
    hlc: Hlc,
    skew: Arc<Skew>,
    /// Which computer and file this is, where that can be told.
    place: Option<String>,
    /// Who is told of what is recorded here.
    tap: Option<mpsc::Sender<Vec<LogRow>>>,
    /// What of the log is still on its way.
    past: Option<Past>,
    /// A commit was begun whose end nobody saw, because its caller was gone by then.
    unsettled: bool,
}

/// What one command records.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Command: recorded before, it is not recorded again.
    pub request: RequestId,
    /// Id of its first event, where that was promised; else it gets a new one.
    pub first: Option<EventId>,
    /// Who acts.
    pub actor: Option<PersonId>,
    /// When it happened.
    pub effective_at: DateTime<Utc>,
    /// The station's clock.
    pub now: DateTime<Utc>,
    /// Events, each with the aggregates it touches.
    pub events: Vec<(Event, Vec<AggregateRef>)>,
    /// The ledger row it causes, in the same transaction.
    pub ledger: Option<LedgerRow>,
}

/// Exclusive use of the writer.
pub struct Writer<'a> {
    state: MutexGuard<'a, WriterState>,
}

/// Working copies of the aggregates a command touches.
type Working = BTreeMap<AggregateRef, Box<dyn State>>;

impl WriterState {
    pub(crate) async fn open(
        mut connection: SqliteConnection,
        captures: rusqlite::Connection,
    ) -> Result<Self, StoreError> {
        let chain = Chain::load(&mut connection).await?;
        let hlc = match &chain {
            Some(chain) => last_hlc(chain.origin.station, &mut connection).await?,
            None => Hlc::default(),
        };
        let past = crate::past::read(&mut connection).await?;
        Ok(Self {
            past,
            connection,
            captures,
            cache: LruCache::new(CACHED),
            chain,
            hlc,
            skew: Arc::default(),
            place: None,
            tap: None,
            unsettled: false,
        })
    }

    /// Where the clocks' difference is noted, without waiting for the writer.
    pub(crate) fn skew(&self) -> Arc<Skew> {
        self.skew.clone()
    }

    /// Finds out what became of a commit whose end nobody saw. What was kept in memory may lag
    /// behind the file, so it is read again.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        if !self.unsettled {
            return Ok(());
        }
        self.roll_back().await;
        self.cache.clear();
        self.chain = Chain::load(&mut self.connection).await?;
        self.past = crate::past::read(&mut self.connection).await?;
        if let Some(chain) = &self.chain {
            self.hlc = last_hlc(chain.origin.station, &mut self.connection)
                .await?
                .max(self.hlc);
        }
        self.unsettled = false;
        Ok(())
    }

    /// Leaves nothing open behind a transaction whose end was seen.
    async fn settle_after(&mut self, outcome: sqlx::Result<()>) -> Result<(), StoreError> {
        if outcome.is_err() {
            self.roll_back().await;
        }
        self.unsettled = false;
        Ok(outcome?)
    }

    /// Ends a transaction that failed. It fails itself where none is open: SQLite has rolled back
    /// already, as it does on a full disk, or never began.
    async fn roll_back(&mut self) {
        let _none_open = sqlx::query("ROLLBACK").execute(&mut self.connection).await;
    }
}

impl<'a> Writer<'a> {
    pub(crate) fn new(state: MutexGuard<'a, WriterState>) -> Self {
        Self { state }
    }

    /// The writing connection, for ledgers and for reads that must see the present.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.state.connection
    }

    /// The connection that commits what is recorded here: whoever wants to see how it does, or to hinder it.
    pub fn captures(&mut self) -> &mut rusqlite::Connection {
        &mut self.state.captures
    }

    /// An aggregate as it is now; blank where nothing has happened to it.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn load<A: Projected>(&mut self, id: Uuid) -> Result<Folded<A>, StoreError> {
        let state = self.current(AggregateRef::new(A::KIND, id)).await?;
        state::typed::<A>(state.as_ref()).cloned()
    }

    /// Records a command: its events, the projections of what they touch, its ledger row.
    ///
    /// # Errors
    /// [`StoreError::AlreadyRecorded`], when the command was recorded before; otherwise what hinders
    /// the recording. In each case nothing has changed.
    pub async fn record(&mut self, draft: Draft) -> Result<Vec<Recorded>, StoreError> {
        let (recorded, hlc, working) = self.compose(&draft).await?;
        let chain = self
            .state
            .chain
            .clone()
            .ok_or_else(|| damaged("table station"))?;
        let (rows, chain) = link(chain, &recorded)?;
        self.commit(&rows, &working, draft.ledger.as_ref())?;
        self.state.chain = Some(chain);
        self.state.hlc = hlc;
        self.keep(working);
        if let Some(tap) = &self.state.tap {
            // A full channel is no reason to wait: whoever reads it looks at the log itself.
            let _missed = tap.try_send(rows);
        }
        Ok(recorded)
    }

    /// Gives each event its place, clock and parents, and folds it into copies of what it touches.
    async fn compose(
        &mut self,
        draft: &Draft,
    ) -> Result<(Vec<Recorded>, Hlc, Working), StoreError> {
        let origin = self.origin()?;
        let (effective_at, recorded_at) = (recordable(draft.effective_at)?, recordable(draft.now)?);
        let (mut seq, mut hlc) = (self.next_seq()?, self.state.hlc);
        let count = u16::try_from(draft.events.len()).unwrap_or(u16::MAX);
        let mut working = Working::new();
        let mut recorded: Vec<Recorded> = Vec::with_capacity(draft.events.len());
        for (index, (event, aggregates)) in (0..count).zip(&draft.events) {
            hlc = hlc.tick(draft.now.timestamp_millis());
            let mut touches = Vec::with_capacity(aggregates.len());
            for aggregate in aggregates {
                let parents = self.working(&mut working, *aggregate).await?.heads();
                touches.push(Touch {
                    aggregate: *aggregate,
                    parents,
                });
            }
            let next = Recorded {
                id: draft
                    .first
                    .filter(|_| index == 0)
                    .unwrap_or_else(|| EventId(Uuid::now_v7())),
                origin,
                seq,
                request: draft.request,
                part: Part { index, count },
                hlc,
                effective_at,
                recorded_at,
                skew_ms: self.state.skew.get(),
                actor: draft.actor,
                touches,
                event: event.clone(),
            };
            self.fold_in(&mut working, &recorded, &next).await?;
            recorded.push(next);
            seq += 1;
        }
        Ok((recorded, hlc, working))
    }

    /// Folds `next` into the working copies; `pending` are the events before it in this transaction.
    async fn fold_in(
        &mut self,
        working: &mut Working,
        pending: &[Recorded],
        next: &Recorded,
    ) -> Result<(), StoreError> {
        for touch in &next.touches {
            let aggregate = touch.aggregate;
            if self
                .working(working, aggregate)
                .await?
                .extend(aggregate, next)
            {
                continue;
            }
            let mut events = log::events_of(aggregate, &mut self.state.connection).await?;
            let touched = |recorded: &&Recorded| {
                recorded
                    .touches
                    .iter()
                    .any(|touch| touch.aggregate == aggregate)
            };
            events.extend(pending.iter().filter(touched).cloned());
            let known: BTreeSet<EventId> = events.iter().map(|event| event.id).collect();
            let coming = self.state.past.as_ref().map(Past::coming);
            let state = self.working(working, aggregate).await?;
            match coming {
                // Some of what it was folded from is not here.
                Some(coming) if known.len() != state.count() => return Err(coming),
                _ => {}
            }
            events.push(next.clone());
            state.refold(aggregate, &events);
        }
        Ok(())
    }

    async fn working<'w>(
        &mut self,
        working: &'w mut Working,
        aggregate: AggregateRef,
    ) -> Result<&'w mut Box<dyn State>, StoreError> {
        match working.entry(aggregate) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(self.current(aggregate).await?.copy())),
        }
    }

    /// The present state: from memory, else from its projection row, else blank.
    async fn current(&mut self, aggregate: AggregateRef) -> Result<&Box<dyn State>, StoreError> {
        let WriterState {
            connection, cache, ..
        } = &mut *self.state;
        if !cache.contains(&aggregate) {
            let state = rows::load(aggregate, connection).await?;
            cache.put(aggregate, state);
        }
        cache
            .get(&aggregate)
            .ok_or_else(|| damaged(aggregate.kind.as_str()))
    }

    /// Commits what `batch` holds, the projections of `working`, and a ledger row.
    fn commit(
        &self,
        events: &[LogRow],
        working: &Working,
        ledger: Option<&LedgerRow>,
    ) -> Result<(), StoreError> {
        let changes = self.changes(working)?;
        let mut batch = Batch::default();
        batch.insert_events(events, true, &Aside::new());
        for (kind, changes) in &changes {
            batch.upsert(&state::table(*kind), &changes.rows, &changes.columns);
        }
        if let Some(ledger) = ledger {
            batch.write_ledger(ledger);
        }
        Ok(waiting(|| batch.commit_here(&self.state.captures))?)
    }

    /// The rows of what was folded, and what differs from what is there.
    fn changes(&self, working: &Working) -> Result<BTreeMap<Kind, Changes>, StoreError> {
        let mut tables: BTreeMap<Kind, Changes> = BTreeMap::new();
        for (aggregate, state) in working {
            let known = self
                .state
                .cache
                .peek(aggregate)
                .map(|known| known.searched());
            let changes = tables.entry(aggregate.kind).or_default();
            changes.compare(&state::table(aggregate.kind), known, &state.searched());
            changes.rows.push(state.row(*aggregate)?);
        }
        Ok(tables)
    }

    fn keep(&mut self, working: Working) {
        for (aggregate, state) in working {
            self.state.cache.put(aggregate, state);
        }
    }
}

/// A time as the log keeps it, in whole milliseconds: a fold of today must equal one of tomorrow.
fn recordable(time: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
    log::instant(time.timestamp_millis())
}
