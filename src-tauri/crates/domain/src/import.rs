//! What an ERP tells a plant, in the plant's own words, whatever the file format was.
//!
//! Readers (`erp`) turn documents into an [`Import`]; the station decides what is new.
//! Text of people (names, badges) is kept apart from events, see [`PersonEntry`].

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::quantity::{Quantity, Unit};

/// Longest key, number or code accepted, in characters.
pub const KEY_CHARS_MAX: usize = 80;
/// Longest free text accepted (a description, an instruction), in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Most operations one routing may have: a release is one transaction of at most 200 events.
pub const SEGMENTS_MAX: usize = 150;
/// Most characteristics one operation may have: more are never measured at a station.
pub const CHARACTERISTICS_MAX: usize = 50;
/// Most reasons of one kind: more are not chosen from, but scrolled past.
pub const REASONS_MAX: usize = 60;
/// Longest text of a reason, in characters: it stands on a button.
pub const REASON_TEXT_CHARS_MAX: usize = 60;
/// Most components one bill may have.
pub const COMPONENTS_MAX: usize = 1_000;

/// Everything one set of documents says, read and checked as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Name of the sending system; keys are unique within it.
    pub erp: String,
    /// Work centers and work units.
    pub equipment: Vec<EquipmentEntry>,
    /// Items.
    pub materials: Vec<MaterialEntry>,
    /// Routings with their bills.
    pub definitions: Vec<DefinitionEntry>,
    /// Lots in stock.
    pub lots: Vec<LotEntry>,
    /// People.
    pub people: Vec<PersonEntry>,
    /// Reasons to choose from.
    pub reasons: Vec<ReasonEntry>,
    /// Production orders.
    pub orders: Vec<OrderEntry>,
    /// What happened elsewhere: history that moves no stock here.
    pub history: Vec<HistoryEntry>,
    /// What was ignored, assumed or left out, each with its place.
    pub findings: Vec<Finding>,
}

/// Something a reader noticed that does not stop the import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// File name, without its folder.
    pub file: String,
    /// Row (CSV) or line (XML), from 1; absent for the file as a whole.
    pub row: Option<u64>,
    /// What was found and what was done about it, as a sentence.
    pub text: String,
}

/// Where a place stands in the hierarchy (ISA-95 EquipmentLevel; the two a plant dispatches to).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EquipmentLevel {
    /// A group of interchangeable work units.
    WorkCenter,
    /// One machine or bench.
    WorkUnit,
}

/// A work center or work unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EquipmentEntry {
    /// The ERP's key.
    pub key: String,
    /// Name on screens.
    pub name: String,
    /// Level in the hierarchy.
    pub level: EquipmentLevel,
    /// Key of the work center a work unit belongs to.
    pub parent: Option<String>,
}

/// How an item is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tracking {
    /// Not at all.
    None,
    /// By lot.
    Lot,
    /// By serial number.
    Serial,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MaterialEntry {
    /// The ERP's item number.
    pub key: String,
    /// Description on screens and labels.
    pub description: String,
    /// Unit of stock.
    pub unit: Unit,
    /// How it is told apart.
    pub tracking: Tracking,
    /// GTIN-14 without spaces, where the item has one.
    pub gtin: Option<String>,
}

/// How a component gets consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IssueMethod {
    /// Each lot is scanned.
    Scan,
    /// Each portion is weighed.
    Weigh,
    /// Deducted with the report of good output; untracked items only.
    Backflush,
}

/// One operation of a routing (ISA-95: operations segment).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    /// Number of the operation within the routing, for example `10`.
    pub id: String,
    /// What is done.
    pub name: String,
    /// Key of the work center or work unit.
    pub equipment: String,
    /// Standard setup time, in seconds.
    pub setup_s: u32,
    /// Standard run time for the whole definition quantity, in seconds; absent where the ERP has none.
    pub run_s: Option<u32>,
    /// Segments that must have delivered before this one starts; empty for a first operation.
    pub after: Vec<String>,
    /// Instruction text, where there is one.
    pub instruction: Option<String>,
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// Item number.
    pub material: String,
    /// Amount for the whole definition quantity.
    pub quantity: Quantity,
    /// Segment that consumes it; absent means the first.
    pub segment: Option<String>,
    /// How it gets consumed.
    pub issue: IssueMethod,
    /// Allowed deviation of a weighed portion, in percent of the target.
    #[serde(with = "crate::quantity::decimal_text")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub tolerance_percent: Decimal,
}

/// When a characteristic is inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Before the first good output is reported.
    First,
    /// Once in so many of good output.
    Every(u32),
    /// Before the operation is completed.
    Last,
    /// After a component comes from another lot than before.
    LotChange,
}

/// What is inspected at an operation, and when (ISA-95: test specification).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Characteristic {
    /// Key, its own within the routing.
    pub key: String,
    /// Operation it is inspected at.
    pub segment: String,
    /// What is measured or looked at.
    pub name: String,
    /// Least that conforms; without either limit it is judged, not measured.
    pub lower: Option<Quantity>,
    /// What it should be.
    pub nominal: Option<Quantity>,
    /// Most that conforms.
    pub upper: Option<Quantity>,
    /// When.
    pub occasion: Occasion,
    /// Who inspects.
    pub by: Role,
}

/// A routing with its bill (ISA-95: operations definition).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DefinitionEntry {
    /// The ERP's key.
    pub key: String,
    /// The ERP's revision; a new revision replaces the earlier one for orders not yet released.
    pub revision: String,
    /// Item number of what it makes.
    pub material: String,
    /// Amount that times and components are given for.
    pub quantity: Quantity,
    /// Operations.
    pub segments: Vec<Segment>,
    /// Bill.
    pub components: Vec<Component>,
    /// What is inspected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub characteristics: Vec<Characteristic>,
}

/// What a reason is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// Output is scrapped.
    Scrap,
    /// Work stands.
    Pause,
    /// A job is closed with less than was asked for.
    ShortClose,
    /// An own entry is taken back.
    Undo,
    /// A label is printed again.
    Reprint,
}

impl ReasonKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Scrap,
        Self::Pause,
        Self::ShortClose,
        Self::Undo,
        Self::Reprint,
    ];

    /// The word in files and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scrap => "scrap",
            Self::Pause => "pause",
            Self::ShortClose => "short_close",
            Self::Undo => "undo",
            Self::Reprint => "reprint",
        }
    }
}

/// A reason that people choose. What is recorded is its text, as it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonEntry {
    /// What it is given for.
    pub kind: ReasonKind,
    /// The plant's key, its own within the kind; messages to the ERP carry it.
    pub key: String,
    /// Text on the button.
    pub text: String,
    /// Place among the others, the least first.
    pub order: u32,
    /// Whether it is offered; one that is not stays known.
    pub active: bool,
}

/// A lot in stock as the ERP knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LotEntry {
    /// Item number.
    pub material: String,
    /// Lot number as printed on the material.
    pub number: String,
    /// Supplier or origin; a lot is (item, origin, number).
    pub supplier: Option<String>,
    /// Amount in stock; absent where the sender only names the lot (then none is booked).
    pub quantity: Option<Quantity>,
    /// Last day of use, in the plant's calendar.
    pub expires: Option<NaiveDate>,
    /// Storage location.
    pub location: Option<String>,
}

/// What a person may do.
pub use crate::role::Role;

/// A person. Name, badge and PIN never enter an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonEntry {
    /// The ERP's key.
    pub key: String,
    /// Name on screens; kept in `person_identity` only.
    pub name: String,
    /// Badge as scanned; kept in `credential` only.
    pub badge: Option<String>,
    /// First PIN; only its verifier is kept, in `credential`.
    pub pin: Option<String>,
    /// Rights.
    pub roles: Vec<Role>,
}

/// A production order as the ERP sends it (ISA-95: operations request).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderEntry {
    /// The ERP's order number.
    pub key: String,
    /// The ERP's revision, or a fingerprint of the content where it has none.
    pub revision: String,
    /// Item number of what is to be made; absent where neither the order nor a definition sent
    /// with it says so: then the known definition's, and without one the order is not ready.
    pub material: Option<String>,
    /// Amount to make; absent as for the item: then once the known definition's amount.
    pub quantity: Option<Quantity>,
    /// Planned start.
    pub start: Option<DateTime<Utc>>,
    /// Due.
    pub due: Option<DateTime<Utc>>,
    /// Priority; 1 goes first. The ERP's own number, kept as sent.
    pub priority: Option<i32>,
    /// The ERP's state word, a fact beside ours.
    pub erp_state: String,
    /// Whether the ERP has withdrawn it.
    pub cancelled: bool,
    /// Key of the routing and bill; absent when the order carries its own.
    pub definition: Option<String>,
    /// Operations the order itself carries; they win over the definition's.
    pub segments: Vec<Segment>,
    /// Bill the order itself carries, for the whole order; it wins over the definition's.
    pub components: Vec<Component>,
}

/// A record of work done elsewhere: shown, searchable, moves no stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// The sender's key of the record.
    pub key: String,
    /// Order it speaks of.
    pub order: String,
    /// When it happened, where the document says so.
    pub at: Option<DateTime<Utc>>,
    /// Materials that took part.
    pub materials: Vec<HistoryMaterial>,
}

/// One material of a [`HistoryEntry`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryMaterial {
    /// Item number.
    pub material: String,
    /// Lot number.
    pub lot: Option<String>,
    /// Sublot or container (SSCC).
    pub sublot: Option<String>,
    /// The document's word: Consumed, Produced.
    pub r#use: String,
    /// Amount, where the document has one.
    pub quantity: Option<Quantity>,
}
