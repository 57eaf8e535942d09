//! What goes into the sync machine and what comes out of it.

use std::collections::BTreeMap;

use domain::log_row::{Hash, LogRow};
use domain::origin::Origin;

/// Most events of a batch or a page: one transaction at the plant and one at a station.
pub const EVENTS_MAX: usize = 1_000;
/// Most payload bytes of a batch or a page.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Two clocks at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// A clock that only goes forward, in milliseconds.
    pub monotonic_ms: u64,
    /// The station's clock, in milliseconds since 1970 UTC; it may be wrong.
    pub wall_ms: i64,
}

/// The end of a chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Place of the last event; 0 where there is none.
    pub seq: u64,
    /// Its link; zeros where there is none.
    pub hash: Hash,
}

impl Head {
    /// The end of a chain that ends with `row`.
    #[must_use]
    pub fn of(row: &LogRow) -> Self {
        Self {
            seq: row.seq,
            hash: row.hash,
        }
    }

    /// What the next link is computed from: nothing at the start of a chain.
    #[must_use]
    pub fn previous(&self) -> &[u8] {
        if self.seq == 0 { &[] } else { &self.hash }
    }
}

/// A question to the plant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Where does every chain end?
    Heads,
    /// Take these events of one chain of ours.
    Push {
        /// Chain.
        origin: Origin,
        /// Its end before them.
        previous: Head,
        /// Events, whole commands, at most [`EVENTS_MAX`] and [`BYTES_MAX`].
        rows: Vec<LogRow>,
    },
    /// What comes behind these places? At most [`BYTES_MAX`] in all.
    Pull {
        /// Chains with the last place known.
        after: Vec<(Origin, u64)>,
        /// Most events, at most [`EVENTS_MAX`].
        limit: usize,
    },
    /// Which links stand at these places of one chain?
    HashesAt {
        /// Chain.
        origin: Origin,
        /// Places.
        seqs: Vec<u64>,
    },
}

/// What the plant made of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds all of it, new or from before.
    Accepted,
    /// Events before it are missing there.
    Behind,
    /// It holds other events at these places.
    Fork,
    /// A later epoch of this station was opened: this chain is closed.
    StaleEpoch,
}

/// The plant's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Where every chain ends.
    Heads {
        /// Chains.
        heads: BTreeMap<Origin, Head>,
        /// Latest epoch of this station; 0 before its first event.
        epoch: u32,
        /// The plant's clock, in milliseconds since 1970 UTC.
        clock_ms: i64,
    },
    /// What became of a batch.
    Pushed {
        /// Outcome.
        outcome: Outcome,
        /// Latest epoch of this station.
        epoch: u32,
        /// The end of the chain that was pushed to, as the plant holds it.
        head: Head,
        /// The plant's clock, in milliseconds since 1970 UTC.
        clock_ms: i64,
    },
    /// Events, each chain in order.
    Page {
        /// Events.
        rows: Vec<LogRow>,
    },
    /// Links, in the order they were asked for; absent where the chain is shorter.
    Hashes {
        /// Links.
        hashes: Vec<Option<Hash>>,
    },
    /// The plant will not: a right is missing, or what was sent is malformed.
    Refused {
        /// Why.
        reason: String,
    },
}

/// Something the station's store is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Read events of the own chain, at most [`BYTES_MAX`].
    ReadOwn {
        /// Last place not wanted.
        after: u64,
        /// Most events, at most [`EVENTS_MAX`].
        limit: usize,
    },
    /// Read links of a chain.
    ReadHashes {
        /// Chain.
        origin: Origin,
        /// Places.
        seqs: Vec<u64>,
    },
    /// Take events of other chains in, with all they change, in one transaction.
    Apply {
        /// Events, each chain in order, whole commands.
        rows: Vec<LogRow>,
    },
    /// Move the events behind a place of a chain to the end of the own chain.
    Rehome {
        /// Chain.
        from: Origin,
        /// Last place that stays.
        after: u64,
        /// Epoch the own chain goes on in.
        epoch: u32,
    },
    /// Leave the past that is on its way, and all that was folded of it: the plant does not hold it.
    LeavePast,
    /// Note what the plant holds of the own chain.
    SaveAck {
        /// Its end there.
        head: Head,
    },
}

/// Events that left a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rehomed {
    /// The own chain from now on.
    pub own: Origin,
    /// Its end.
    pub own_head: Head,
    /// The end of the chain they left.
    pub from_head: Head,
    /// How many moved.
    pub moved: u64,
}

/// What the store did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Events of the own chain.
    OwnRows {
        /// Events.
        rows: Vec<LogRow>,
    },
    /// Links, in the order they were asked for; absent where the chain is shorter.
    Hashes {
        /// Links.
        hashes: Vec<Option<Hash>>,
    },
    /// The events are in.
    Applied,
    /// An event does not follow what the store holds of its chain. Nothing was changed.
    Broken {
        /// Chain.
        origin: Origin,
    },
    /// Events moved.
    Rehomed(Rehomed),
    /// Only what was recorded here is left.
    PastLeft,
    /// The note is kept.
    AckSaved,
    /// It could not be done, and nothing was changed.
    Failed {
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Time passed.
    Tick,
    /// Events were recorded here.
    Captured {
        /// They, in order, the last one being the end of the own chain.
        rows: Vec<LogRow>,
    },
    /// The plant is connected.
    Connected,
    /// It is not, or no longer.
    Disconnected {
        /// Why.
        reason: String,
    },
    /// The plant answered.
    Answered {
        /// Number of the question.
        ticket: u64,
        /// Answer.
        answer: Answer,
    },
    /// Somebody pushed something.
    Notified,
    /// The store did what it was told.
    Stored(Done),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Connect to the plant.
    Connect,
    /// Close the connection: nothing more is expected of it.
    Disconnect,
    /// Ask the plant.
    Ask {
        /// Number to answer with.
        ticket: u64,
        /// Question.
        ask: Ask,
    },
    /// Tell the store; one order at a time, in this order.
    Store(Order),
    /// Wake the other stations.
    Wake,
    /// The station's clock less the plant's was measured, in milliseconds.
    Skew {
        /// Difference.
        skew_ms: i64,
    },
    /// Somebody must know.
    Alarm(Alarm),
}

/// What a person must know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Alarm {
    /// A chain of ours was found to have gone on elsewhere.
    #[error(
        "this station's log went on elsewhere: a restored disk or a second PC with its identity. {moved} events were sent again under a new epoch"
    )]
    Forked {
        /// Events that moved.
        moved: u64,
    },
    /// It happened again and again.
    #[error("two PCs work as this station: retire one of them")]
    Cloned,
    /// The plant lost events of a chain that we hold.
    #[error("the plant had lost {moved} events of another station: they were sent again from here")]
    Orphans {
        /// Events that moved.
        moved: u64,
    },
    /// An earlier epoch of this station had not sent everything.
    #[error(
        "this data folder was copied or restored: {moved} events from before that had not been sent are sent now"
    )]
    Copied {
        /// Events that moved.
        moved: u64,
    },
    /// What this station began with is not what the plant holds.
    #[error(
        "the plant does not hold what this station began with: its log is taken in from the beginning"
    )]
    PastLost,
    /// Nothing is acknowledged although the plant answers.
    #[error("events are not accepted by the plant for {seconds} s")]
    Stuck {
        /// Since when.
        seconds: u64,
    },
    /// The plant refuses.
    #[error("the plant refuses: {reason}")]
    Refused {
        /// Why.
        reason: String,
    },
    /// The store could not do it.
    #[error("what came from the plant could not be stored: {reason}")]
    NotStored {
        /// Why.
        reason: String,
    },
}
