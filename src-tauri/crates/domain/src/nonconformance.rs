//! Something that does not conform: what is in doubt, what is held with it, what becomes of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::event::{self, Kind, Recorded};
use crate::fold::Aggregate;
use crate::id::{EventId, JobOrderId, MaterialLotId, NonconformanceId, PersonId};
use crate::quantity::Quantity;

mod decide;

pub use decide::{DoubtCommand, Facts, LotLeft};

/// What becomes of an amount that does not conform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// It is used as it is, by concession.
    UseAsIs,
    /// It is worked on until it conforms, and stays held until that was verified.
    Rework,
    /// It is thrown away.
    Scrap,
    /// It goes back to its supplier.
    Return,
}

/// One row of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DispositionRow {
    /// Lot and its number; absent for pieces that are in no lot yet.
    pub lot: Option<(MaterialLotId, String)>,
    /// Amount.
    pub quantity: Quantity,
    /// What becomes of it.
    pub disposition: Disposition,
}

/// What happened to a nonconformance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Something was found that does not conform. The lots it touches are held.
    Opened {
        /// Which.
        nonconformance: NonconformanceId,
        /// Number on papers.
        number: String,
        /// Job it was found at.
        job: Option<JobOrderId>,
        /// Inspection that found it.
        inspection: Option<EventId>,
        /// Item number.
        material: String,
        /// What does not conform.
        cause: String,
        /// How much is in doubt.
        quantity: Quantity,
        /// Lots that are held, with their numbers.
        lots: Vec<(MaterialLotId, String)>,
    },
    /// Another lot is held with it.
    Contained {
        /// Which.
        nonconformance: NonconformanceId,
        /// Its number on papers, for whoever looks at the lot.
        number: String,
        /// Lot and its number.
        lot: (MaterialLotId, String),
    },
    /// More or less is in doubt than was said.
    Counted {
        /// Which.
        nonconformance: NonconformanceId,
        /// How much.
        quantity: Quantity,
        /// Why.
        note: String,
    },
    /// Quality decided what becomes of it. Lots it touches are free of it.
    Dispositioned {
        /// Which.
        nonconformance: NonconformanceId,
        /// Amounts; together they are what is in doubt.
        rows: Vec<DispositionRow>,
        /// Why, with the number of a concession where there is one.
        note: String,
    },
    /// What was decided is done and verified. Lots it touches are free of it.
    Closed {
        /// Which.
        nonconformance: NonconformanceId,
        /// What was verified.
        note: String,
    },
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "nonconformance.opened",
            Self::Contained { .. } => "nonconformance.contained",
            Self::Counted { .. } => "nonconformance.counted",
            Self::Dispositioned { .. } => "nonconformance.dispositioned",
            Self::Closed { .. } => "nonconformance.closed",
        }
    }

    /// The nonconformance.
    #[must_use]
    pub fn nonconformance(&self) -> NonconformanceId {
        match self {
            Self::Opened { nonconformance, .. }
            | Self::Contained { nonconformance, .. }
            | Self::Counted { nonconformance, .. }
            | Self::Dispositioned { nonconformance, .. }
            | Self::Closed { nonconformance, .. } => *nonconformance,
        }
    }
}

/// Where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DoubtStatus {
    /// Nobody decided yet.
    #[default]
    Open,
    /// It is decided, and something is to be reworked.
    Dispositioned,
    /// Nothing more is to be done.
    Closed,
}

impl DoubtStatus {
    /// The word on screens and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dispositioned => "dispositioned",
            Self::Closed => "closed",
        }
    }
}

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonconformance {
    /// Number on papers; empty while its beginning is on its way.
    pub number: String,
    /// Where it stands.
    pub status: DoubtStatus,
    /// Job it was found at.
    pub job: Option<JobOrderId>,
    /// Item number.
    pub material: String,
    /// What does not conform.
    pub cause: String,
    /// How much is in doubt.
    pub quantity: Option<Quantity>,
    /// Lots that were held with it, with their numbers.
    pub lots: BTreeMap<MaterialLotId, String>,
    /// When it was found.
    pub at: Option<DateTime<Utc>>,
    /// Who found it.
    pub by: Option<PersonId>,
    /// What was decided.
    pub rows: Vec<DispositionRow>,
    /// Why.
    pub note: String,
    /// The last decision: the next one is claimed upon it.
    pub decided: Option<EventId>,
}

impl Aggregate for Nonconformance {
    const KIND: Kind = Kind::Nonconformance;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Nonconformance(event) => self.apply_own(recorded, event),
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::OperationsRequest(_)
            | event::Event::JobOrder(_)
            | event::Event::Material(_)
            | event::Event::Label(_)
            | event::Event::Exception(_)
            | event::Event::Unread { .. }
            | event::Event::Voided { .. } => {}
        }
    }
}

impl Nonconformance {
    fn apply_own(&mut self, recorded: &Recorded, event: &Event) {
        match event {
            Event::Opened {
                number,
                job,
                material,
                cause,
                quantity,
                lots,
                ..
            } => {
                self.number.clone_from(number);
                self.job = *job;
                self.material.clone_from(material);
                self.cause.clone_from(cause);
                self.quantity.get_or_insert_with(|| quantity.clone());
                self.lots.extend(lots.iter().cloned());
                self.at = Some(recorded.effective_at);
                self.by = recorded.actor;
            }
            Event::Contained { lot, .. } => {
                self.lots.insert(lot.0, lot.1.clone());
            }
            Event::Counted { quantity, .. } => self.quantity = Some(quantity.clone()),
            // The first decision stands: a second one, made elsewhere without knowing of it, is in the log.
            Event::Dispositioned { rows, note, .. } => {
                if self.status == DoubtStatus::Open {
                    self.rows.clone_from(rows);
                    self.note.clone_from(note);
                    self.decided = Some(recorded.id);
                    self.status = if self.reworks() {
                        DoubtStatus::Dispositioned
                    } else {
                        DoubtStatus::Closed
                    };
                }
            }
            Event::Closed { .. } => {
                self.decided = Some(recorded.id);
                self.status = DoubtStatus::Closed;
            }
        }
    }

    fn reworks(&self) -> bool {
        let rework = |row: &DispositionRow| row.disposition == Disposition::Rework;
        self.rows.iter().any(rework)
    }

    /// Lots that stay held after these rows: what is to be reworked is not free.
    fn stay_held(rows: &[DispositionRow]) -> Vec<MaterialLotId> {
        rows.iter()
            .filter(|row| row.disposition == Disposition::Rework)
            .filter_map(|row| Some(row.lot.as_ref()?.0))
            .collect()
    }
}
