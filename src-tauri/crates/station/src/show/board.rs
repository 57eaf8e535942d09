//! The live board.

use std::collections::BTreeMap;

use chrono::DateTime;
use domain::fold::Folded;
use domain::id::JobOrderId;
use domain::job_order::JobOrder;
use store::views::UnitLoad;
use uuid::Uuid;

use super::cards::Surroundings;
use crate::Station;
use crate::failure::Failure;
use crate::request::Nothing;
use crate::view::board::{BoardUnit, BoardView, UnitState};
use crate::view::job_list::Readiness;
use crate::view::station::Place;

impl Station {
    /// The live board.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_board(&self, _request: Nothing) -> Result<BoardView, Failure> {
        let loads = self.store.loads(self.now().timestamp_millis()).await?;
        let ids: Vec<Uuid> = loads
            .iter()
            .flat_map(|load| [load.top, load.first_due])
            .flatten()
            .collect();
        let jobs: BTreeMap<Uuid, Folded<JobOrder>> = self.store.aggregates(&ids).await?;
        let around = self
            .surroundings(&jobs.clone().into_iter().collect::<Vec<_>>())
            .await?;
        let by_unit: BTreeMap<Uuid, UnitLoad> = loads
            .into_iter()
            .map(|load| (load.work_unit, load))
            .collect();
        let unit = |place: Place| board_unit(place, &by_unit, &jobs, &around);
        let units: Vec<BoardUnit> = around.plant.work_units().into_iter().map(unit).collect();
        let recorded = self.store.recorded_ms().await?;
        Ok(BoardView {
            running: by_unit
                .values()
                .map(|load| load.running.unsigned_abs())
                .sum(),
            queued: units.iter().map(|unit| unit.queued).sum(),
            behind: units.iter().map(|unit| unit.behind).sum(),
            units,
            recorded_at: recorded.and_then(DateTime::from_timestamp_millis),
            now: around.now,
        })
    }
}

fn board_unit(
    work_unit: Place,
    loads: &BTreeMap<Uuid, UnitLoad>,
    jobs: &BTreeMap<Uuid, Folded<JobOrder>>,
    around: &Surroundings,
) -> BoardUnit {
    let center = around
        .plant
        .center(work_unit.id)
        .filter(|center| *center != work_unit.id);
    let work_center = center.and_then(|center| around.plant.place(center));
    let card = |id: Option<Uuid>, ahead_s| {
        let id = id?;
        around.card(JobOrderId(id), jobs.get(&id)?, ahead_s, 1)
    };
    let load = loads.get(&work_unit.id.0);
    let job = card(load.and_then(|load| load.top), 0);
    let first_due = card(load.and_then(|load| load.first_due), 0);
    let late = [first_due, job.clone()]
        .into_iter()
        .flatten()
        .find(|card| card.late);
    let state = match job.as_ref().map(|card| card.readiness) {
        None => UnitState::Idle,
        Some(Readiness::Running) => UnitState::Running,
        Some(Readiness::Paused) => UnitState::Paused,
        Some(Readiness::Ready | Readiness::Waiting | Readiness::Done) => UnitState::Waiting,
    };
    BoardUnit {
        work_unit,
        work_center,
        state,
        queued: load.map_or(0, |load| (load.open - load.running).max(0).unsigned_abs()),
        queued_s: load.map_or(0, |load| load.queued_s),
        behind: load
            .map_or(0, |load| load.late.unsigned_abs())
            .max(u64::from(late.is_some())),
        reason: late.and_then(|card| {
            Some(format!(
                "{}/{}: {}",
                card.order, card.segment, card.behind_reason?
            ))
        }),
        job,
    }
}
