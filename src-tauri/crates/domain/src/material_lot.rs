//! A lot of material: what came in, what was taken, what is left.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::event::{self, Kind, Recorded};
use crate::fold::Aggregate;
use crate::id::{EventId, JobOrderId, MaterialLotId, NonconformanceId};
use crate::import::LotEntry;
use crate::quantity::{Quantity, Unit};

mod hold;

pub use hold::{Hold, HoldCommand, HoldFacts};

/// How a portion was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Its lot was scanned.
    Scanned,
    /// It was weighed.
    Weighed {
        /// What the scale sent, as evidence.
        raw: String,
        /// Which scale.
        scale: String,
        /// Whether the weight was outside the tolerance and confirmed.
        outside: bool,
    },
    /// It was deducted with a report of good output.
    Backflushed,
}

/// What happened to material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The ERP has it in stock.
    Received(LotEntry),
    /// A portion went into a job.
    Consumed {
        /// Job.
        job: JobOrderId,
        /// Item number.
        material: String,
        /// Lot and its number; absent for untracked material.
        lot: Option<(MaterialLotId, String)>,
        /// Amount.
        quantity: Quantity,
        /// How.
        means: Means,
    },
    /// A job made it.
    Produced {
        /// Job.
        job: JobOrderId,
        /// Item number.
        material: String,
        /// Lot.
        lot: MaterialLotId,
        /// Lot number.
        number: String,
        /// Amount.
        quantity: Quantity,
    },
    /// Somebody stopped its use. The hold's name is this event.
    Held {
        /// Why.
        cause: String,
    },
    /// A hold was lifted; the others stay.
    HoldReleased {
        /// The event that put it on.
        hold: EventId,
        /// What was found.
        note: String,
    },
    /// A job gives some of what it took of a lot back, in a container of its own.
    Returned {
        /// Job.
        job: JobOrderId,
        /// Item number.
        material: String,
        /// Lot it was taken of, and its number.
        lot: (MaterialLotId, String),
        /// What comes back as, and its number.
        sublot: (MaterialLotId, String),
        /// Amount.
        quantity: Quantity,
    },
    /// A container that came back from a job: held until somebody has checked it.
    Sublot {
        /// Lot it is of, and its number.
        of: (MaterialLotId, String),
        /// Item number.
        material: String,
        /// Its own number.
        number: String,
        /// Amount.
        quantity: Quantity,
        /// Supplier or origin of the lot.
        supplier: Option<String>,
        /// Last day of use of the lot.
        expires: Option<NaiveDate>,
    },
    /// Some of it is gone for good.
    Removed {
        /// Amount.
        quantity: Quantity,
        /// Where to.
        why: Removal,
        /// The nonconformance by which it was decided.
        nonconformance: Option<NonconformanceId>,
    },
}

/// Why something is gone for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// It was scrapped.
    Scrapped,
    /// It went back to its supplier.
    Returned,
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Received(_) => "material.received",
            Self::Consumed { .. } => "material.consumed",
            Self::Produced { .. } => "material.produced",
            Self::Held { .. } => "material.held",
            Self::HoldReleased { .. } => "material.hold_released",
            Self::Returned { .. } => "material.returned",
            Self::Sublot { .. } => "material.sublot",
            Self::Removed { .. } => "material.removed",
        }
    }
}

/// The lot that a container came back of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Lot.
    pub lot: MaterialLotId,
    /// Its supplier or origin.
    pub supplier: Option<String>,
    /// Its last day of use.
    pub expires: Option<NaiveDate>,
}

/// What a fold could not reconcile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// More was taken than there was.
    OverConsumed,
    /// An amount in a unit without a factor to the lot's.
    UnitMismatch,
    /// It was used while it was on hold.
    UsedOnHold,
}

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialLot {
    /// What the ERP said, for lots that were received.
    pub received: Option<LotEntry>,
    /// Item number.
    pub material: String,
    /// Number on the material.
    pub number: String,
    /// Unit; absent until something came in.
    pub unit: Option<Unit>,
    /// Everything that came in.
    pub entered: Decimal,
    /// Everything that was taken.
    pub taken: Decimal,
    /// The lot it came back of, for a container that did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Containers that came back of it, with their amounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sublots: Vec<(MaterialLotId, Quantity)>,
    /// The job that made it.
    pub made_by: Option<JobOrderId>,
    /// When it was first made.
    pub made_at: Option<DateTime<Utc>>,
    /// Holds that are on, by the event that put them on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holds: BTreeMap<EventId, Hold>,
    /// What does not add up.
    pub exceptions: Vec<(EventId, Exception)>,
}

impl Aggregate for MaterialLot {
    const KIND: Kind = Kind::MaterialLot;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Material(Event::Received(lot)) => self.receive(recorded, lot),
            event::Event::Material(Event::Consumed {
                quantity,
                material,
                lot,
                ..
            }) => {
                if let Some((_, number)) = lot {
                    self.name(material, number);
                }
                self.take(recorded, quantity);
            }
            event::Event::Material(Event::Produced {
                job,
                material,
                number,
                quantity,
                ..
            }) => {
                self.name(material, number);
                self.made_by = Some(*job);
                self.made_at.get_or_insert(recorded.effective_at);
                self.enter(recorded.id, quantity);
            }
            event::Event::Material(Event::Held { cause }) => self.hold(recorded, cause),
            event::Event::Material(Event::HoldReleased { hold, .. }) => {
                self.holds.remove(hold);
            }
            event::Event::Material(Event::Returned {
                sublot, quantity, ..
            }) => self.sublots.push((sublot.0, quantity.clone())),
            event::Event::Material(Event::Sublot { .. }) => self.come_back(recorded),
            event::Event::Material(Event::Removed { quantity, .. }) => {
                self.subtract(recorded.id, quantity);
            }
            event::Event::Nonconformance(event) => self.doubt(recorded, event),
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::OperationsRequest(_)
            | event::Event::JobOrder(_)
            | event::Event::Label(_)
            | event::Event::Exception(_)
            | event::Event::Unread { .. }
            | event::Event::Voided { .. } => {}
        }
    }
}

impl MaterialLot {
    /// What is left.
    #[must_use]
    pub fn left(&self) -> Quantity {
        Quantity::new(
            self.entered - self.taken,
            self.unit.clone().unwrap_or_else(Unit::each),
        )
    }

    /// Last day of use, where there is one.
    #[must_use]
    pub fn expires(&self) -> Option<NaiveDate> {
        let received = self.received.as_ref().and_then(|received| received.expires);
        received.or_else(|| self.origin.as_ref()?.expires)
    }

    /// Supplier or origin, where known.
    #[must_use]
    pub fn supplier(&self) -> Option<&str> {
        let received = self.received.as_ref();
        let told = received.and_then(|received| received.supplier.as_deref());
        told.or_else(|| self.origin.as_ref()?.supplier.as_deref())
    }

    /// Whether its last day is over.
    #[must_use]
    pub fn expired(&self, today: NaiveDate) -> bool {
        self.expires().is_some_and(|expires| expires < today)
    }

    fn name(&mut self, material: &str, number: &str) {
        material.clone_into(&mut self.material);
        number.clone_into(&mut self.number);
    }

    /// The first figure of the ERP counts; a later figure of its already knows our consumption.
    fn receive(&mut self, recorded: &Recorded, lot: &LotEntry) {
        self.name(&lot.material, &lot.number);
        let counted = self.received.take().and_then(|told| told.quantity);
        if let (None, Some(quantity)) = (&counted, &lot.quantity) {
            self.enter(recorded.id, quantity);
        }
        let quantity = lot.quantity.clone().or(counted);
        self.received = Some(LotEntry {
            quantity,
            ..lot.clone()
        });
    }

    /// A container that was opened: nobody uses it until it was checked (DOMAIN.md 4.24).
    fn come_back(&mut self, recorded: &Recorded) {
        let event::Event::Material(Event::Sublot {
            of,
            material,
            number,
            quantity,
            supplier,
            expires,
        }) = &recorded.event
        else {
            return;
        };
        self.name(material, number);
        self.origin = Some(Origin {
            lot: of.0,
            supplier: supplier.clone(),
            expires: *expires,
        });
        self.enter(recorded.id, quantity);
        self.hold(recorded, &format!("it came back of lot {}: check it", of.1));
    }

    fn enter(&mut self, event: EventId, quantity: &Quantity) {
        let entered = self.own_unit(event, quantity);
        self.entered += entered;
    }

    fn take(&mut self, recorded: &Recorded, quantity: &Quantity) {
        if !self.holds.is_empty() {
            self.exceptions.push((recorded.id, Exception::UsedOnHold));
        }
        self.subtract(recorded.id, quantity);
    }

    fn subtract(&mut self, event: EventId, quantity: &Quantity) {
        let taken = self.own_unit(event, quantity);
        self.taken += taken;
        if self.taken > self.entered {
            self.exceptions.push((event, Exception::OverConsumed));
        }
    }

    fn own_unit(&mut self, event: EventId, quantity: &Quantity) -> Decimal {
        let unit = self.unit.get_or_insert_with(|| quantity.unit().clone());
        if let Ok(own) = quantity.convert(unit) {
            return own.value();
        }
        self.exceptions.push((event, Exception::UnitMismatch));
        Decimal::ZERO
    }
}
