//! The inbox of nonconformances.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{MaterialLotId, NonconformanceId};
use domain::job_order::JobOrder;
use domain::material_lot::MaterialLot;
use domain::nonconformance::{DoubtStatus, Nonconformance};
use domain::quantity::Quantity;
use domain::role::Role;
use store::views::ById;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::ViewNonconformances;
use crate::session::SignedIn;
use crate::view::nonconformances::{
    DoubtAction, DoubtfulLot, NonconformanceView, NonconformancesView,
};

/// Nonconformances a screen shows.
const SHOWN_MAX: u32 = 200;

/// What the inbox is drawn with.
struct Around {
    lots: ById<MaterialLot>,
    jobs: ById<JobOrder>,
    /// Descriptions by item number.
    items: BTreeMap<String, String>,
    names: BTreeMap<Uuid, String>,
}

impl Station {
    /// The inbox of nonconformances.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_nonconformances(
        &self,
        request: ViewNonconformances,
    ) -> Result<NonconformancesView, Failure> {
        let session = request.session;
        let person = session.and_then(|session| self.signed_in(session).ok());
        let doubts = self.store.nonconformances(SHOWN_MAX).await?;
        let states: Vec<&Nonconformance> = doubts.iter().map(|(_, doubt)| &doubt.state).collect();
        let around = self.around_doubts(&states).await?;
        let views = doubts
            .iter()
            .map(|(id, doubt)| around.view(NonconformanceId(*id), &doubt.state, person.as_ref()));
        Ok(NonconformancesView {
            nonconformances: views.collect(),
            open: self.store.open_nonconformances().await?,
            now: self.now(),
        })
    }

    async fn around_doubts(&self, doubts: &[&Nonconformance]) -> Result<Around, Failure> {
        let ids = |ids: BTreeSet<Uuid>| ids.into_iter().collect::<Vec<_>>();
        let lots = doubts.iter().flat_map(|doubt| doubt.lots.keys());
        let lots = ids(lots.map(|lot| lot.0).collect());
        let jobs = ids(doubts
            .iter()
            .filter_map(|doubt| Some(doubt.job?.0))
            .collect());
        let keys: BTreeSet<&str> = doubts.iter().map(|doubt| doubt.material.as_str()).collect();
        let identities = self.store.identities().await?;
        Ok(Around {
            lots: self.store.aggregates(&lots).await?,
            jobs: self.store.aggregates(&jobs).await?,
            items: self.descriptions(keys).await?,
            names: identities
                .into_iter()
                .map(|(person, (_, name))| (person, name))
                .collect(),
        })
    }
}

impl Around {
    fn view(
        &self,
        id: NonconformanceId,
        doubt: &Nonconformance,
        person: Option<&SignedIn>,
    ) -> NonconformanceView {
        let directive = doubt
            .job
            .and_then(|job| self.jobs.get(&job.0)?.state.directive.as_ref());
        let lots = doubt
            .lots
            .iter()
            .map(|(lot, number)| self.lot(id, *lot, number));
        NonconformanceView {
            nonconformance: id,
            number: doubt.number.clone(),
            status: doubt.status,
            material: doubt.material.clone(),
            description: self.items.get(&doubt.material).cloned().unwrap_or_default(),
            cause: doubt.cause.clone(),
            quantity: doubt.quantity.clone(),
            lots: lots.collect(),
            job: doubt.job,
            found_at_job: directive.map(|job| format!("{} / {}", job.order_key, job.segment)),
            at: doubt.at,
            who: doubt.by.and_then(|by| self.names.get(&by.0).cloned()),
            rows: doubt.rows.clone(),
            note: doubt.note.clone(),
            actions: person.map_or_else(Vec::new, |person| actions(doubt, &person.roles)),
        }
    }

    fn lot(&self, doubt: NonconformanceId, lot: MaterialLotId, number: &str) -> DoubtfulLot {
        let state = self.lots.get(&lot.0).map(|lot| lot.state.clone());
        let state = state.unwrap_or_default();
        let left = state.left();
        DoubtfulLot {
            lot,
            number: number.to_owned(),
            entered: Quantity::new(state.entered, left.unit().clone()),
            left,
            held: state
                .holds
                .values()
                .any(|hold| hold.nonconformance == Some(doubt)),
        }
    }
}

/// What may be done now. The commands judge again.
fn actions(doubt: &Nonconformance, roles: &[Role]) -> Vec<DoubtAction> {
    let quality = roles.contains(&Role::Quality);
    match (doubt.status, quality) {
        (DoubtStatus::Open, true) => vec![
            DoubtAction::Contain,
            DoubtAction::Count,
            DoubtAction::Disposition,
        ],
        (DoubtStatus::Open, false) => vec![DoubtAction::Contain],
        (DoubtStatus::Dispositioned, true) => vec![DoubtAction::Close],
        (DoubtStatus::Dispositioned, false) | (DoubtStatus::Closed, _) => Vec::new(),
    }
}
