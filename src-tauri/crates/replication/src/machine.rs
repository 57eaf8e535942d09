//! The sync machine: what to ask of the plant and of the store, given what happened so far.
//!
//! It works in two lanes. One question to the plant and one order to the store are out at a time, so
//! that the next batch is read while one is sent, and the next page is fetched while one is applied.
//! The plant's heads are the authority on every chain, both ways: what it acknowledged may become
//! less again, when it was taken back to a backup.

mod apply;
mod lanes;
mod link;
mod past;
mod push;
mod search;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use domain::log_row::LogRow;
use domain::origin::Origin;

use crate::guard::Guards;
use crate::message::{Alarm, Answer, Ask, Done, EVENTS_MAX, Head, Input, Now, Order, Output};
use link::Link;
use past::Past;
use search::Search;

/// How the machine behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Guards; all on but in the simulator.
    pub guards: Guards,
    /// How long an answer may take before the connection counts as dead, in milliseconds.
    pub deadline_ms: u64,
    /// Shortest time between two looks at the plant's heads when nobody wakes us, in milliseconds.
    pub poll_ms: u64,
    /// How long events that the plant lost are left to their writer to send again, in milliseconds.
    pub orphans_after_ms: u64,
    /// Shortest time between two wake-ups of the others, in milliseconds.
    pub wake_ms: u64,
    /// How long nothing may be acknowledged before somebody must know, in milliseconds.
    pub stuck_ms: u64,
    /// Most events of a batch or a page, at most [`EVENTS_MAX`].
    pub events_max: usize,
    /// What jitter is drawn from: different at every station.
    pub seed: u64,
}

impl Settings {
    /// What stations work with.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            guards: Guards::ALL,
            deadline_ms: 20_000,
            poll_ms: 2_000,
            orphans_after_ms: 10 * 60 * 1_000,
            wake_ms: 50,
            stuck_ms: 60_000,
            events_max: EVENTS_MAX,
            seed,
        }
    }
}

/// What is known of the exchange, for screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whether the plant answers.
    pub connected: bool,
    /// Events recorded here that the plant is not known to hold.
    pub queued: u64,
    /// Events the plant holds that are not here yet, as of its last word.
    pub behind: u64,
    /// Events of the past that are here, and how many it has, while it is on its way.
    pub past: Option<(u64, u64)>,
    /// When the plant's heads were last heard, by the monotonic clock, in milliseconds.
    pub heard_ms: Option<u64>,
    /// The station's clock less the plant's, in milliseconds.
    pub skew_ms: Option<i64>,
}

/// A question that is out.
#[derive(Clone, Debug)]
struct Asked {
    ticket: u64,
    at: Now,
    ask: Ask,
}

/// What waits for the heads before anything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Own {
    /// The plant has not said what it holds of our chain.
    #[default]
    Unknown,
    /// It said so, and our link at that place is being looked up.
    Checking(Head),
    /// Agreed: everything up to here is there.
    Agreed(Head),
}

/// The sync machine of one station.
#[derive(Clone, Debug)]
pub struct SyncMachine {
    settings: Settings,
    own: Origin,
    /// The end of every chain the store holds.
    held: BTreeMap<Origin, Head>,
    /// The past that is on its way, see [`SyncMachine::with_past`].
    past: Past,
    /// The end of every chain the plant holds, by its last word.
    plant: BTreeMap<Origin, Head>,
    epoch: u32,
    link: Link,
    own_state: Own,
    /// What the plant was last known to hold of our chain, for the length of the queue.
    acked: Head,
    saved: Head,
    saved_at: u64,
    asked: Option<Asked>,
    ordered: Option<Order>,
    tickets: u64,
    /// Own events ready to be pushed.
    ready: Vec<LogRow>,
    /// Pulled events ready to be applied.
    page: Vec<LogRow>,
    search: Option<Search>,
    /// Chains found to differ from the plant's, to be searched one after another.
    differing: BTreeSet<Origin>,
    /// Chains the plant holds less of than we do, and since when.
    short: BTreeMap<Origin, u64>,
    heads_wanted: bool,
    heads_at: Option<u64>,
    poll_at: u64,
    /// Push and pull take turns.
    pulled_last: bool,
    wake_at: Option<u64>,
    woke_at: u64,
    progress_at: u64,
    stuck_told: bool,
    forks: u32,
    skew_ms: Option<i64>,
    store_retry_at: u64,
    dice: u64,
}

impl SyncMachine {
    /// A machine for the chain `own`, at a station whose store holds `held`; `acked` is what the plant
    /// was last known to hold of `own`.
    #[must_use]
    pub fn new(settings: Settings, own: Origin, held: BTreeMap<Origin, Head>, acked: Head) -> Self {
        Self {
            settings,
            own,
            held,
            past: Past::default(),
            plant: BTreeMap::new(),
            epoch: 0,
            link: Link::default(),
            own_state: Own::Unknown,
            acked,
            saved: acked,
            saved_at: 0,
            asked: None,
            ordered: None,
            tickets: 0,
            ready: Vec::new(),
            page: Vec::new(),
            search: None,
            differing: BTreeSet::new(),
            short: BTreeMap::new(),
            heads_wanted: true,
            heads_at: None,
            poll_at: 0,
            pulled_last: false,
            wake_at: None,
            woke_at: 0,
            progress_at: 0,
            stuck_told: false,
            forks: 0,
            skew_ms: None,
            store_retry_at: 0,
            dice: settings.seed,
        }
    }

    /// Takes in what happened, and answers what is to be done, in order.
    pub fn handle(&mut self, now: Now, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Tick => self.clear_retry(now),
            Input::Captured { rows } => self.captured(now, rows),
            Input::Connected => self.connected(now),
            Input::Disconnected { .. } => self.disconnected(now),
            Input::Answered { ticket, answer } => self.answered(now, ticket, answer, &mut out),
            Input::Notified => self.heads_wanted = true,
            Input::Stored(done) => self.stored(now, done, &mut out),
        }
        self.advance(now, &mut out);
        out
    }

    /// When [`Input::Tick`] is due at the latest, by the monotonic clock, in milliseconds.
    #[must_use]
    pub fn tick_at(&self) -> u64 {
        let watched = self.settings.guards.deadline;
        let deadline = self
            .asked
            .as_ref()
            .filter(|_| watched)
            .map(|asked| asked.at.monotonic_ms + self.settings.deadline_ms);
        let up = self.link.is_up();
        // A poll waits for the answer that is out, a note for the order that is.
        let polling = up && self.settings.guards.poll && self.asked.is_none();
        let poll = polling.then_some(self.poll_at);
        let stuck = self.progress_at + self.settings.stuck_ms;
        let stuck = (up && !self.stuck_told).then_some(stuck);
        let wake = self.wake_at.filter(|_| up);
        let store = (self.store_retry_at > 0).then_some(self.store_retry_at);
        let save = self.save_at().filter(|_| self.ordered.is_none());
        let save = save.map(|at| at.max(self.store_retry_at));
        [self.link.due(), deadline, wake, poll, stuck, store, save]
            .into_iter()
            .flatten()
            .fold(u64::MAX, u64::min)
    }

    /// What is known of the exchange.
    #[must_use]
    pub fn status(&self) -> Status {
        let behind =
            |(origin, head): (&Origin, &Head)| head.seq.saturating_sub(self.held_of(*origin).seq);
        Status {
            connected: self.link.is_up() && self.heads_at.is_some(),
            queued: self.own_head().seq.saturating_sub(self.acked.seq),
            behind: self.plant.iter().map(behind).sum(),
            past: self.past_coming(),
            heard_ms: self.heads_at,
            skew_ms: self.skew_ms,
        }
    }

    /// Our chain.
    #[must_use]
    pub fn own(&self) -> Origin {
        self.own
    }

    fn held_of(&self, origin: Origin) -> Head {
        self.held.get(&origin).copied().unwrap_or_default()
    }

    /// The end of our chain, as far as the machine was told.
    #[must_use]
    pub fn own_head(&self) -> Head {
        self.held_of(self.own)
    }

    /// Draws up to `below`, from the machine's own dice (xorshift64*): jitter must not need a source.
    fn draw(&mut self, below: u64) -> u64 {
        let mut dice = self.dice | 1;
        dice ^= dice >> 12;
        dice ^= dice << 25;
        dice ^= dice >> 27;
        self.dice = dice;
        let drawn = dice.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        drawn.checked_rem(below).unwrap_or(0)
    }

    fn answered(&mut self, now: Now, ticket: u64, answer: Answer, out: &mut Vec<Output>) {
        if self
            .asked
            .as_ref()
            .is_none_or(|asked| asked.ticket != ticket)
        {
            return; // An answer to a question of an earlier connection, or a second one.
        }
        let Some(asked) = self.asked.take() else {
            return;
        };
        match (asked.ask, answer) {
            (
                Ask::Heads,
                Answer::Heads {
                    heads,
                    epoch,
                    clock_ms,
                },
            ) => {
                self.measure(asked.at, now, clock_ms, out);
                self.heard(now, heads, epoch);
            }
            (
                Ask::Push { rows, .. },
                Answer::Pushed {
                    outcome,
                    epoch,
                    head,
                    clock_ms,
                },
            ) => {
                self.measure(asked.at, now, clock_ms, out);
                self.pushed(now, &rows, (outcome, epoch, head));
            }
            (Ask::Pull { .. }, Answer::Page { rows }) => self.pulled(rows),
            (Ask::HashesAt { origin, .. }, Answer::Hashes { hashes }) => {
                self.searched(origin, hashes, search::Side::Plant);
            }
            (_, Answer::Refused { reason }) => {
                out.push(Output::Alarm(Alarm::Refused { reason }));
                self.hang_up(now, out);
            }
            (ask, _) => {
                let reason = format!("it answered something else to {}", name(&ask));
                out.push(Output::Alarm(Alarm::Refused { reason }));
                self.hang_up(now, out);
            }
        }
    }

    fn stored(&mut self, now: Now, done: Done, out: &mut Vec<Output>) {
        let Some(order) = self.ordered.take() else {
            return;
        };
        match (order, done) {
            (Order::ReadOwn { after, .. }, Done::OwnRows { rows }) => self.read(after, rows),
            (Order::ReadHashes { origin, seqs }, Done::Hashes { hashes }) => {
                self.looked_up(now, origin, &seqs, hashes);
            }
            (Order::Apply { rows }, Done::Applied) => self.applied(&rows),
            (Order::Apply { .. }, Done::Broken { origin }) => self.broken(origin),
            (Order::Rehome { from, .. }, Done::Rehomed(moved)) => {
                self.rehomed(now, from, moved, out)
            }
            (Order::LeavePast, Done::PastLeft) => self.past_left(out),
            (Order::SaveAck { .. }, Done::AckSaved) => {}
            (order, Done::Failed { reason }) => self.store_failed(now, &order, reason, out),
            (order, _) => {
                let reason = "the store did something else".to_owned();
                self.store_failed(now, &order, reason, out);
            }
        }
    }
}

fn name(ask: &Ask) -> &'static str {
    match ask {
        Ask::Heads => "heads",
        Ask::Push { .. } => "push",
        Ask::Pull { .. } => "pull",
        Ask::HashesAt { .. } => "hashes",
    }
}
