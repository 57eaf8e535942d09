//! What differs, in words that name the place.

use std::fmt;

use domain::origin::Origin;

/// An event as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventName {
    /// Writer.
    pub origin: Origin,
    /// Place in its chain.
    pub seq: u64,
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, seq } = self;
        write!(
            f,
            "event {seq} of station {} epoch {}",
            origin.station, origin.epoch
        )
    }
}

/// The first difference between the file and what its log says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// SQLite finds its own structure damaged.
    #[error("the database file is damaged: {finding}")]
    File {
        /// SQLite's words.
        finding: String,
    },
    /// A table nobody declared.
    #[error("table {table} is not one of Lineside's")]
    UnknownTable {
        /// Table.
        table: String,
    },
    /// A declared table is not there.
    #[error("table {table} is missing")]
    MissingTable {
        /// Table.
        table: String,
    },
    /// A projection has other columns than its rows are written with.
    #[error("table {table} has the columns {live}, not {declared}")]
    Columns {
        /// Table.
        table: String,
        /// Columns found.
        live: String,
        /// Columns it should have.
        declared: String,
    },
    /// A row of the log that no event can be read from.
    #[error("table event, position {position}: the event cannot be read: {reason}")]
    Unreadable {
        /// Position in the log.
        position: i64,
        /// Why.
        reason: String,
    },
    /// A row of the log that can be read, and is set aside.
    #[error(
        "table event, position {position}: the event can be read, but is set aside: open the folder once with this release"
    )]
    Aside {
        /// Position in the log.
        position: i64,
    },
    /// A place of a chain is empty.
    #[error("{expected} is missing: place {found} comes next")]
    Gap {
        /// Event that should be there.
        expected: EventName,
        /// Place found instead.
        found: u64,
    },
    /// A hash is not the link from the event before.
    #[error("{event} does not follow its chain: it, its hash or the event before it was changed")]
    Link {
        /// Event.
        event: EventName,
    },
    /// A command is not there as a whole.
    #[error("{event} is part {index} of {count}, but its command is not recorded as a whole")]
    Part {
        /// Event at which that shows.
        event: EventName,
        /// Its place in the command.
        index: u16,
        /// Events of the command.
        count: u16,
    },
    /// An event stands in two chains, and they do not tell the same of it.
    #[error(
        "table event, position {position}: the event also stands in another chain, and there it tells something else"
    )]
    Copies {
        /// Position of the second copy.
        position: i64,
    },
    /// The index of touched aggregates lacks an entry.
    #[error("table event_touch lacks {kind} {aggregate} at position {position}")]
    NotIndexed {
        /// Kind.
        kind: String,
        /// Aggregate.
        aggregate: String,
        /// Position of the event.
        position: i64,
    },
    /// The index of touched aggregates has an entry no event explains.
    #[error(
        "table event_touch has {kind} {aggregate} at position {position}, which no event touches"
    )]
    WronglyIndexed {
        /// Kind.
        kind: String,
        /// Aggregate.
        aggregate: String,
        /// Position of the event.
        position: i64,
    },
    /// A row that should be there is not.
    #[error("table {table} lacks row {id}")]
    MissingRow {
        /// Table.
        table: &'static str,
        /// Key.
        id: String,
    },
    /// A row is there that no event explains.
    #[error("table {table} has row {id}, which no event explains")]
    UnexplainedRow {
        /// Table.
        table: &'static str,
        /// Key.
        id: String,
    },
    /// A value is not what the events fold to.
    #[error("table {table}, row {id}, column {column}: is {live}, but its events say {rebuilt}")]
    Cell {
        /// Table.
        table: &'static str,
        /// Key.
        id: String,
        /// Column.
        column: &'static str,
        /// Value found, shortened.
        live: String,
        /// Value rebuilt, shortened.
        rebuilt: String,
    },
}
