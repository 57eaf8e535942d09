//! A row of the log: a fact with the exact bytes that are recorded, hashed and replicated.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};
use uuid::Uuid;

use crate::event::{AggregateRef, Envelope, Event, Kind, Part, Recorded, Touch};
use crate::hlc::Hlc;
use crate::id::{EventId, PersonId, RequestId};
use crate::origin::Origin;
use crate::upcast::{self, Unreadable};

/// A link of a chain: a SHA-256.
pub type Hash = [u8; 32];

/// One row of the log, with its exact bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRow {
    /// Writer.
    pub origin: Origin,
    /// Place in the chain, from 1, without gaps.
    pub seq: u64,
    /// Event; the same in whatever chain it stands.
    pub id: EventId,
    /// Command.
    pub request: RequestId,
    /// Place within the command.
    pub part: Part,
    /// Hybrid clock.
    pub hlc: Hlc,
    /// When it happened, in milliseconds since 1970 UTC.
    pub effective_ms: i64,
    /// When it was entered, in milliseconds since 1970 UTC.
    pub recorded_ms: i64,
    /// The writer's clock less the plant's, in milliseconds, when last compared; absent before.
    pub skew_ms: Option<i64>,
    /// Who.
    pub actor: Option<PersonId>,
    /// Name of the event.
    pub name: String,
    /// Version of the payload.
    pub version: u16,
    /// Touched aggregates, as canonical JSON.
    pub touches: String,
    /// Exact payload.
    pub payload: Vec<u8>,
    /// Link of the chain.
    pub hash: Hash,
}

/// Why a row holds no fact.
#[derive(Debug, thiserror::Error)]
pub enum BadRow {
    /// The payload is malformed.
    #[error(transparent)]
    Payload(#[from] Unreadable),
    /// The touched aggregates are malformed.
    #[error("the aggregates event {event} touches are malformed: {source}")]
    Touches {
        /// Event.
        event: EventId,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A time is out of range.
    #[error("event {event} has a time out of range")]
    Time {
        /// Event.
        event: EventId,
    },
    /// The actor is the id that stands for nobody: the hash cannot tell the two.
    #[error("event {event}: its actor is no person")]
    Actor {
        /// Event.
        event: EventId,
    },
}

impl LogRow {
    /// Writes a fact as a row, as yet without its link.
    ///
    /// # Errors
    /// A serializer error, which would be a defect of ours.
    pub fn from_recorded(recorded: &Recorded) -> Result<Self, serde_json::Error> {
        Ok(Self {
            origin: recorded.origin,
            seq: recorded.seq,
            id: recorded.id,
            request: recorded.request,
            part: recorded.part,
            hlc: recorded.hlc,
            effective_ms: recorded.effective_at.timestamp_millis(),
            recorded_ms: recorded.recorded_at.timestamp_millis(),
            skew_ms: recorded.skew_ms,
            actor: recorded.actor,
            name: recorded.event.name().to_owned(),
            version: recorded.event.version(),
            touches: serde_json::to_string(&recorded.touches)?,
            payload: recorded.event.payload()?,
            hash: Hash::default(),
        })
    }

    /// The envelope as it is hashed.
    #[must_use]
    pub fn envelope(&self) -> Envelope<'_> {
        Envelope {
            origin: self.origin,
            seq: self.seq,
            id: self.id,
            request: self.request,
            part: self.part,
            hlc: self.hlc,
            effective_ms: self.effective_ms,
            recorded_ms: self.recorded_ms,
            skew_ms: self.skew_ms,
            actor: self.actor,
            name: &self.name,
            version: self.version,
            touches: self.touches.as_bytes(),
        }
    }

    /// The link that belongs behind `previous`, which is empty at the start of a chain.
    #[must_use]
    pub fn link(&self, previous: &[u8]) -> Hash {
        self.envelope().link(previous, &self.payload)
    }

    /// Whether its link is the right one behind `previous`.
    #[must_use]
    pub fn verifies(&self, previous: &[u8]) -> bool {
        self.hash == self.link(previous)
    }

    /// Puts it elsewhere: the same event at the end of another chain.
    #[must_use]
    pub fn rehomed(mut self, origin: Origin, seq: u64, previous: &[u8]) -> Self {
        self.origin = origin;
        self.seq = seq;
        self.hash = self.link(previous);
        self
    }

    /// Whether it is what comes next where `open` is the command of the event before it, if that is
    /// not whole yet.
    #[must_use]
    pub fn follows(&self, open: Option<(RequestId, Part)>) -> bool {
        let Part { index, count } = self.part;
        let next = match open {
            None => index == 0,
            Some((request, before)) => {
                request == self.request && count == before.count && index == before.index + 1
            }
        };
        next && index < count
    }

    /// Its command, as long as more of it must follow.
    #[must_use]
    pub fn open(&self) -> Option<(RequestId, Part)> {
        (self.part.index + 1 < self.part.count).then_some((self.request, self.part))
    }

    /// Reads the fact, whatever version wrote it. One that a newer version wrote comes out as
    /// [`Event::Unread`]: it keeps its place, and is read again after an update.
    ///
    /// # Errors
    /// [`BadRow`], when the row is not what any version writes.
    pub fn recorded(&self) -> Result<Recorded, BadRow> {
        if self.actor.is_some_and(|actor| actor.0.is_nil()) {
            return Err(BadRow::Actor { event: self.id });
        }
        Ok(Recorded {
            id: self.id,
            origin: self.origin,
            seq: self.seq,
            request: self.request,
            part: self.part,
            hlc: self.hlc,
            effective_at: self.instant(self.effective_ms)?,
            recorded_at: self.instant(self.recorded_ms)?,
            skew_ms: self.skew_ms,
            actor: self.actor,
            touches: self.touched()?,
            event: self.event()?,
        })
    }

    /// Touched aggregates with parents, each once; those of kinds only a newer version knows are left
    /// out.
    ///
    /// # Errors
    /// [`BadRow::Touches`].
    pub fn touched(&self) -> Result<Vec<Touch>, BadRow> {
        let touches: Vec<AnyTouch> = serde_json::from_str(&self.touches)
            .and_then(each_once)
            .map_err(|source| BadRow::Touches {
                event: self.id,
                source,
            })?;
        let known = |touch: AnyTouch| {
            let kind = Kind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == touch.kind)?;
            Some(Touch {
                aggregate: AggregateRef::new(kind, touch.id),
                parents: touch.parents,
            })
        };
        Ok(touches.into_iter().filter_map(known).collect())
    }

    fn event(&self) -> Result<Event, Unreadable> {
        match upcast::read(&self.name, self.version, &self.payload) {
            Err(Unreadable::TooNew { name, version }) => Ok(Event::Unread { name, version }),
            read => read,
        }
    }

    fn instant(&self, milliseconds: i64) -> Result<DateTime<Utc>, BadRow> {
        DateTime::from_timestamp_millis(milliseconds).ok_or(BadRow::Time { event: self.id })
    }
}

/// Longest name of a kind of aggregates, whatever version names it.
const KIND_BYTES_MAX: usize = 64;

/// A touch of a kind that this version may not know.
#[derive(serde::Deserialize)]
struct AnyTouch {
    #[serde(deserialize_with = "kind")]
    kind: String,
    #[serde(deserialize_with = "hyphened")]
    id: Uuid,
    parents: Vec<EventId>,
}

/// A word: databases index what is touched by it, and must read what we read.
fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let kind = String::deserialize(from)?;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    if (1..=KIND_BYTES_MAX).contains(&kind.len()) && kind.bytes().all(fits) {
        return Ok(kind);
    }
    Err(D::Error::custom("a kind is a word of a-z and _"))
}

/// An id in the one form in which every database reads the same.
fn hyphened<'de, D: Deserializer<'de>>(from: D) -> Result<Uuid, D::Error> {
    let text = String::deserialize(from)?;
    let id = Uuid::try_parse(&text).ok();
    id.filter(|id| id.to_string() == text)
        .ok_or_else(|| D::Error::custom("an id has 36 characters, in small letters"))
}

fn each_once(touches: Vec<AnyTouch>) -> Result<Vec<AnyTouch>, serde_json::Error> {
    let mut seen = BTreeSet::new();
    if touches
        .iter()
        .all(|touch| seen.insert((touch.kind.as_str(), touch.id)))
    {
        return Ok(touches);
    }
    Err(serde_json::Error::custom("an aggregate is named twice"))
}
