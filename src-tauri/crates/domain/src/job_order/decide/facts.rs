//! What a command needs to know beyond the job itself.

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::{EventId, JobOrderId, MaterialLotId, NonconformanceId, PersonId, RunId};
use crate::job_order::GateFacts;
use crate::material_lot::MaterialLot;
use crate::quantity::Quantity;
use crate::refused::Refused;
use crate::role::Role;

/// The lot a command names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotFacts {
    /// Lot.
    pub id: MaterialLotId,
    /// Item number.
    pub material: String,
    /// Number on the material.
    pub number: String,
    /// Left.
    pub left: Quantity,
    /// Supplier or origin, where known.
    pub supplier: Option<String>,
    /// Last day of use.
    pub expires: Option<NaiveDate>,
    /// Why its use is stopped.
    pub held: Option<String>,
}

impl LotFacts {
    /// The facts of a lot as it is.
    #[must_use]
    pub fn of(id: MaterialLotId, lot: &MaterialLot) -> Self {
        Self {
            id,
            left: lot.left(),
            supplier: lot.supplier().map(ToOwned::to_owned),
            expires: lot.expires(),
            held: lot.held(),
            material: lot.material.clone(),
            number: lot.number.clone(),
        }
    }

    /// Why it is not to be used, for whatever job; absent where it may be.
    #[must_use]
    pub fn unusable(&self, today: NaiveDate) -> Option<Refused> {
        let held = self.held.clone().map(|cause| Refused::OnHold {
            lot: self.number.clone(),
            cause,
        });
        let expired = self.expires.filter(|expires| *expires < today);
        let expired = expired.map(|expired| Refused::Expired {
            lot: self.number.clone(),
            expired,
        });
        held.or(expired)
    }
}

/// What the scale shows, taken by the station, never by a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightFacts {
    /// Weight, or why there is none.
    pub weight: Result<Quantity, String>,
    /// Whether it stands still.
    pub stable: bool,
    /// Whether what lies on it was booked: it was neither emptied nor tared since.
    pub booked: bool,
    /// What the scale sent.
    pub raw: String,
    /// Which scale.
    pub scale: String,
}

/// The entry a void names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidFacts {
    /// Who made it.
    pub actor: Option<PersonId>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// Whether the ERP was told of it, so that it has to be told of the void too.
    pub sent: bool,
    /// Why it cannot be voided, where something depends on it.
    pub kept_by: Option<&'static str>,
    /// The other entries of the same command, which go with it: a report's output, what it
    /// backflushed, the completion it brought.
    pub also: Vec<EventId>,
}

/// What a command needs to know beyond the job itself.
#[derive(Clone, Debug)]
pub struct Facts {
    /// This job.
    pub job: JobOrderId,
    /// The station's clock.
    pub now: DateTime<Utc>,
    /// The plant's day, for expiry.
    pub today: NaiveDate,
    /// Who acts.
    pub person: PersonId,
    /// Rights of that person.
    pub roles: Vec<Role>,
    /// Gates' facts.
    pub gates: GateFacts,
    /// Whether the person has been asked and said yes.
    pub confirmed: bool,
    /// Last event folded of the job.
    pub head: Option<EventId>,
    /// Sort key for the dispatch.
    pub rank: String,
    /// A new run id.
    pub new_run: RunId,
    /// Id that the command's first event will have.
    pub new_event: EventId,
    /// A new nonconformance and its number.
    pub new_nonconformance: (NonconformanceId, String),
    /// A new lot id and number, for output.
    pub new_lot: (MaterialLotId, String),
    /// The lot the command names.
    pub lot: Option<LotFacts>,
    /// The scale, for a weighing.
    pub weight: Option<WeightFacts>,
    /// The entry the command voids.
    pub void: Option<VoidFacts>,
}
