//! One lot, what stops it, and one step of its trace either way.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{AggregateRef, Event, Kind, Recorded};
use domain::fold::Folded;
use domain::id::{EventId, JobOrderId, MaterialLotId};
use domain::job_order::JobOrder;
use domain::material_lot::{self, MaterialLot};
use domain::quantity::Quantity;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::ViewLot;
use crate::view::lot::{HoldView, LotView, PortionView};

/// Events of a lot that are looked at.
const EVENTS_MAX: u32 = 200;

type Jobs = BTreeMap<Uuid, JobOrder>;

impl Station {
    /// One lot in full.
    ///
    /// # Errors
    /// [`Failure`], when the lot is unknown or the store fails.
    pub async fn view_lot(&self, request: ViewLot) -> Result<LotView, Failure> {
        let folded: Option<Folded<MaterialLot>> = self.store.aggregate(request.lot.0).await?;
        let lot = folded.ok_or_else(|| Failure::not_found("lot"))?.state;
        let events = self.lot_events(request.lot).await?;
        let takers = events.iter().filter_map(taken).map(|(job, _)| job);
        let orders = self.jobs_around(takers.collect()).await?;
        let makers = self.jobs_around(lot.made_by.into_iter().collect()).await?;
        let item = self.material(&lot.material).await?;
        Ok(LotView {
            lot: request.lot,
            holds: self.hold_views(&lot).await?,
            description: item.map(|item| item.description).unwrap_or_default(),
            supplier: lot.received.as_ref().and_then(|told| told.supplier.clone()),
            location: lot.received.as_ref().and_then(|told| told.location.clone()),
            left: lot.left(),
            entered: Quantity::new(lot.entered, lot.left().unit().clone()),
            expires: lot.expires(),
            expired: lot.expired(self.today()),
            made_of: portions(&makers, consumed),
            taken: events
                .iter()
                .filter_map(taken)
                .filter_map(|(job, quantity)| {
                    let portion = (
                        request.lot,
                        lot.number.clone(),
                        lot.material.clone(),
                        quantity,
                    );
                    portion_view(job, orders.get(&job.0)?, portion)
                })
                .collect(),
            went_into: portions(&orders, produced),
            number: lot.number,
            material: lot.material,
            now: self.now(),
        })
    }

    /// What happened to a lot and was not taken back, newest first.
    async fn lot_events(&self, lot: MaterialLotId) -> Result<Vec<Recorded>, Failure> {
        let lot = AggregateRef::new(Kind::MaterialLot, lot.0);
        let rows = self.store.history(lot, EVENTS_MAX).await?;
        let events = rows
            .iter()
            .map(|row| row.recorded().map_err(store::StoreError::from));
        let events: Vec<Recorded> = events.collect::<Result<_, _>>()?;
        let gone: BTreeSet<EventId> = events.iter().filter_map(voided).collect();
        let standing = events.into_iter().filter(|event| !gone.contains(&event.id));
        Ok(standing.collect())
    }

    /// Every job of the orders that these jobs belong to: a lot goes in at one operation and comes out at
    /// another.
    async fn jobs_around(&self, jobs: BTreeSet<JobOrderId>) -> Result<Jobs, Failure> {
        let ids: Vec<Uuid> = jobs.into_iter().map(|job| job.0).collect();
        let known: BTreeMap<Uuid, Folded<JobOrder>> = self.store.aggregates(&ids).await?;
        let directives = known
            .values()
            .filter_map(|job| job.state.directive.as_ref());
        let orders: BTreeSet<Uuid> = directives.map(|directive| directive.order.0).collect();
        let mut all = Jobs::new();
        for order in orders {
            let jobs = self.store.jobs_of_order(order).await?;
            all.extend(jobs.into_iter().map(|(id, folded)| (id, folded.state)));
        }
        Ok(all)
    }

    async fn hold_views(&self, lot: &MaterialLot) -> Result<Vec<HoldView>, Failure> {
        if lot.holds.is_empty() {
            return Ok(Vec::new());
        }
        let names = self.store.identities().await?;
        let view = |(id, hold): (&EventId, &material_lot::Hold)| HoldView {
            hold: *id,
            cause: hold.cause.clone(),
            at: hold.at,
            who: hold.by.and_then(|by| Some(names.get(&by.0)?.1.clone())),
        };
        let mut holds: Vec<HoldView> = lot.holds.iter().map(view).collect();
        holds.sort_by_key(|hold| hold.at);
        Ok(holds)
    }
}

fn taken(event: &Recorded) -> Option<(JobOrderId, Quantity)> {
    let Event::Material(material_lot::Event::Consumed { job, quantity, .. }) = &event.event else {
        return None;
    };
    Some((*job, quantity.clone()))
}

fn voided(event: &Recorded) -> Option<EventId> {
    let Event::Voided { target, .. } = &event.event else {
        return None;
    };
    Some(*target)
}

/// Lot, its number, its item and an amount.
type Portion = (MaterialLotId, String, String, Quantity);

fn consumed(job: &JobOrder) -> Vec<Portion> {
    let portions = job.consumed.iter().filter_map(|portion| {
        let (lot, number) = portion.lot.clone()?;
        Some((
            lot,
            number,
            portion.material.clone(),
            portion.quantity.clone(),
        ))
    });
    portions.collect()
}

fn produced(job: &JobOrder) -> Vec<Portion> {
    let material = job.directive.as_ref().map(|made| made.material_key.clone());
    let portions = job.produced.iter().map(|portion| {
        let (number, quantity) = (portion.number.clone(), portion.quantity.clone());
        (
            portion.lot,
            number,
            material.clone().unwrap_or_default(),
            quantity,
        )
    });
    portions.collect()
}

/// What these jobs took or made, portions of one lot at one job in one line.
fn portions(jobs: &Jobs, of: fn(&JobOrder) -> Vec<Portion>) -> Vec<PortionView> {
    let mut lines: Vec<PortionView> = Vec::new();
    for (id, job) in jobs {
        for portion in of(job) {
            let same = |line: &&mut PortionView| line.lot == portion.0 && line.job.0 == *id;
            match lines.iter_mut().find(same) {
                Some(line) => {
                    let sum = line.quantity.add(&portion.3);
                    line.quantity = sum.unwrap_or_else(|_| line.quantity.clone());
                }
                None => lines.extend(portion_view(JobOrderId(*id), job, portion)),
            }
        }
    }
    lines
}

fn portion_view(
    id: JobOrderId,
    job: &JobOrder,
    (lot, number, material, quantity): Portion,
) -> Option<PortionView> {
    let directive = job.directive.as_ref()?;
    Some(PortionView {
        lot,
        number,
        material,
        quantity,
        job: id,
        order: directive.order_key.clone(),
        segment: directive.segment.clone(),
    })
}
