//! What happened: past tense, smallest payload, exact bytes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::hlc::Hlc;
use crate::id::{EventId, PersonId, RequestId};
use crate::import::{
    Characteristic, DefinitionEntry, EquipmentEntry, HistoryEntry, MaterialEntry, ReasonEntry,
};
use crate::origin::Origin;
use crate::role::Role;
use crate::{job_order, label, material_lot, nonconformance, operations_request, settlement};

/// Longest reason or other free text in an event, in characters.
pub const REASON_CHARS_MAX: usize = 400;
/// Most events one command may record: one transaction.
pub const EVENTS_PER_COMMAND_MAX: usize = 200;
/// Largest payload sum of one command, in bytes.
pub const BYTES_PER_COMMAND_MAX: usize = 1024 * 1024;

/// First input of every link of a chain, so that a hash of ours is never mistaken for another's.
const CHAIN_DOMAIN: &[u8] = b"lineside.event.1";
/// What the envelope says of a clock that was never compared with the plant's.
const SKEW_UNKNOWN: i64 = i64::MIN;

/// A kind of aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A work center or work unit.
    Equipment,
    /// An item.
    MaterialDefinition,
    /// A routing with its bill.
    OperationsDefinition,
    /// A person, by pseudonym.
    Person,
    /// An import.
    Import,
    /// A production order.
    OperationsRequest,
    /// A record of work done elsewhere.
    OperationsResponse,
    /// One operation of a released order.
    JobOrder,
    /// A lot.
    MaterialLot,
    /// A printed label with its copies.
    Label,
    /// What somebody decided about an exception; its id is that of the event that does not add up.
    Settlement,
    /// Something that does not conform.
    Nonconformance,
    /// A reason to choose from.
    Reason,
}

impl Kind {
    /// Every kind, in the order they are rebuilt.
    pub const ALL: [Self; 13] = [
        Self::Equipment,
        Self::MaterialDefinition,
        Self::OperationsDefinition,
        Self::Person,
        Self::Import,
        Self::OperationsRequest,
        Self::OperationsResponse,
        Self::JobOrder,
        Self::MaterialLot,
        Self::Label,
        Self::Settlement,
        Self::Nonconformance,
        Self::Reason,
    ];

    /// The word in the log and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equipment => "equipment",
            Self::MaterialDefinition => "material_definition",
            Self::OperationsDefinition => "operations_definition",
            Self::Person => "person",
            Self::Import => "import",
            Self::OperationsRequest => "operations_request",
            Self::OperationsResponse => "operations_response",
            Self::JobOrder => "job_order",
            Self::MaterialLot => "material_lot",
            Self::Label => "label",
            Self::Settlement => "settlement",
            Self::Nonconformance => "nonconformance",
            Self::Reason => "reason",
        }
    }
}

/// One aggregate by kind and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AggregateRef {
    /// Kind.
    pub kind: Kind,
    /// Id within the kind.
    pub id: Uuid,
}

impl AggregateRef {
    /// Names an aggregate.
    #[must_use]
    pub fn new(kind: Kind, id: Uuid) -> Self {
        Self { kind, id }
    }
}

/// An aggregate an event touches, with the last events its writer had folded there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// Aggregate.
    #[serde(flatten)]
    pub aggregate: AggregateRef,
    /// Parents, ascending.
    pub parents: Vec<EventId>,
}

/// Master data as it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// A work center or work unit.
    Equipment(EquipmentEntry),
    /// An item.
    Material(MaterialEntry),
    /// A routing with its bill.
    Operations(DefinitionEntry),
    /// A person's rights. The name lives apart.
    Person {
        /// Rights.
        roles: Vec<Role>,
    },
    /// A reason to choose from.
    Reason(ReasonEntry),
}

/// What concerns an import as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportEvent {
    /// Everything of the import is recorded: its orders become visible.
    Completed {
        /// Sending system.
        erp: String,
        /// Orders it brought.
        orders: u32,
    },
    /// Work done elsewhere; moves no stock.
    HistoryRecorded(HistoryEntry),
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Master data was told.
    Definition(Definition),
    /// An import ended, or brought history.
    Import(ImportEvent),
    /// A production order changed.
    OperationsRequest(operations_request::Event),
    /// A job order changed.
    JobOrder(job_order::Event),
    /// Material moved; touches the lot and the job order.
    Material(material_lot::Event),
    /// A label was asked for, or its fate became known.
    Label(label::Event),
    /// Somebody decided about what does not add up.
    Exception(settlement::Event),
    /// Something does not conform, or somebody decided about it.
    Nonconformance(nonconformance::Event),
    /// An earlier event is void. It stays visible; folds pass over it.
    Voided {
        /// The void event.
        target: EventId,
        /// Why.
        reason: String,
    },
    /// A fact that a newer version recorded: kept and passed on, not understood here.
    #[serde(skip)]
    Unread {
        /// Its name.
        name: String,
        /// Its version.
        version: u16,
    },
}

impl Event {
    /// The name in the log, for example `job_order.reported`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Definition(Definition::Equipment(_)) => "definition.equipment",
            Self::Definition(Definition::Material(_)) => "definition.material",
            Self::Definition(Definition::Operations(_)) => "definition.operations",
            Self::Definition(Definition::Person { .. }) => "definition.person",
            Self::Definition(Definition::Reason(_)) => "definition.reason",
            Self::Import(ImportEvent::Completed { .. }) => "import.completed",
            Self::Import(ImportEvent::HistoryRecorded(_)) => "import.history_recorded",
            Self::OperationsRequest(event) => event.name(),
            Self::JobOrder(event) => event.name(),
            Self::Material(event) => event.name(),
            Self::Label(event) => event.name(),
            Self::Exception(event) => event.name(),
            Self::Nonconformance(event) => event.name(),
            Self::Voided { .. } => "voided",
            Self::Unread { name, .. } => name,
        }
    }

    /// Version of the payload's form. Older ones are upcast when read, see [`crate::upcast`].
    /// What asks for no inspection is told in the form that every version reads; what does is not to
    /// be read by one that would pass over it.
    #[must_use]
    pub fn version(&self) -> u16 {
        let inspects = |characteristics: &[Characteristic]| u16::from(!characteristics.is_empty());
        match self {
            Self::Unread { version, .. } => *version,
            Self::Definition(Definition::Operations(entry)) => 1 + inspects(&entry.characteristics),
            Self::JobOrder(job_order::Event::Released(directive)) => {
                1 + inspects(&directive.characteristics)
            }
            Self::Definition(_)
            | Self::Import(_)
            | Self::OperationsRequest(_)
            | Self::JobOrder(_)
            | Self::Material(_)
            | Self::Label(_)
            | Self::Exception(_)
            | Self::Nonconformance(_)
            | Self::Voided { .. } => crate::upcast::version(self.name()),
        }
    }

    /// The exact bytes that are recorded, hashed and replicated.
    ///
    /// # Errors
    /// A serializer error, which would be a defect of ours. An [`Event::Unread`] has none: its bytes
    /// are those of its row.
    pub fn payload(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// Place of an event among those of one command: they are recorded, and travel, together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From 0.
    pub index: u16,
    /// How many there are.
    pub count: u16,
}

impl Part {
    /// The only event of its command.
    pub const WHOLE: Self = Self { index: 0, count: 1 };
}

/// A fact as recorded: what, who, when, and on top of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Id, UUIDv7; the same wherever the event travels.
    pub id: EventId,
    /// Writer.
    pub origin: Origin,
    /// Place in the writer's chain, from 1, without gaps.
    pub seq: u64,
    /// Command that led to it.
    pub request: RequestId,
    /// Place among the events of its command.
    pub part: Part,
    /// Writer's hybrid clock.
    pub hlc: Hlc,
    /// When it happened.
    pub effective_at: DateTime<Utc>,
    /// When it was entered, by the writer's clock.
    pub recorded_at: DateTime<Utc>,
    /// The writer's clock less the plant's, in milliseconds, when last compared; absent before.
    pub skew_ms: Option<i64>,
    /// Who acted, by pseudonym; absent for acts of the station itself.
    pub actor: Option<PersonId>,
    /// Aggregates it touches.
    pub touches: Vec<Touch>,
    /// The fact.
    pub event: Event,
}

/// The envelope: everything of an event but its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// Writer.
    pub origin: Origin,
    /// Place in the chain.
    pub seq: u64,
    /// Event.
    pub id: EventId,
    /// Command.
    pub request: RequestId,
    /// Place among the events of its command.
    pub part: Part,
    /// Hybrid clock.
    pub hlc: Hlc,
    /// When it happened, in milliseconds since 1970 UTC.
    pub effective_ms: i64,
    /// When it was entered, in milliseconds since 1970 UTC.
    pub recorded_ms: i64,
    /// The writer's clock less the plant's, in milliseconds, when last compared.
    pub skew_ms: Option<i64>,
    /// Who.
    pub actor: Option<PersonId>,
    /// Name of the event.
    pub name: &'a str,
    /// Version of the payload.
    pub version: u16,
    /// Touched aggregates with parents, as canonical JSON bytes.
    pub touches: &'a [u8],
}

impl Envelope<'_> {
    /// The exact bytes of the envelope: fixed-width big-endian numbers, texts behind their length.
    /// A database can build them from the same columns.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(168 + self.touches.len());
        bytes.extend_from_slice(&self.origin.station.0);
        bytes.extend_from_slice(&self.origin.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.seq.to_be_bytes());
        bytes.extend_from_slice(self.id.0.as_bytes());
        bytes.extend_from_slice(self.request.0.as_bytes());
        bytes.extend_from_slice(&self.part.index.to_be_bytes());
        bytes.extend_from_slice(&self.part.count.to_be_bytes());
        bytes.extend_from_slice(&self.hlc.0.to_be_bytes());
        bytes.extend_from_slice(&self.effective_ms.to_be_bytes());
        bytes.extend_from_slice(&self.recorded_ms.to_be_bytes());
        bytes.extend_from_slice(&self.skew_ms.unwrap_or(SKEW_UNKNOWN).to_be_bytes());
        bytes.extend_from_slice(self.actor.map_or(Uuid::nil(), |actor| actor.0).as_bytes());
        bytes.extend_from_slice(&self.version.to_be_bytes());
        for text in [self.name.as_bytes(), self.touches] {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text);
        }
        bytes
    }

    /// The next link of the chain. A replica without the payload verifies with its hash alone.
    #[must_use]
    pub fn link(&self, previous: &[u8], payload: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(CHAIN_DOMAIN);
        hash.update(previous);
        hash.update(self.bytes());
        hash.update(Sha256::digest(payload));
        hash.finalize().into()
    }
}
