//! Job lists.

use domain::id::EquipmentId;
use uuid::Uuid;

use super::Plant;
use crate::Station;
use crate::failure::Failure;
use crate::request::ViewJobList;
use crate::view::job_list::JobListView;

/// Cards a list shows at first: more than fit on two screens.
const CARDS: u32 = 50;
/// Cards a list shows when more are asked for.
const CARDS_MAX: u32 = 500;

impl Station {
    /// The job list of a work unit.
    ///
    /// # Errors
    /// [`Failure`], when the work unit is unknown or the store fails.
    pub async fn view_job_list(&self, request: ViewJobList) -> Result<JobListView, Failure> {
        let unit = request.work_unit;
        let most = request.most.unwrap_or(CARDS).clamp(1, CARDS_MAX);
        let store = &self.store;
        let (mut jobs, plant) = tokio::try_join!(store.job_list(unit.0, most), store.equipment())?;
        let plant = Plant::of(plant);
        let dispatched = jobs.len();
        let work_unit = plant
            .place(unit)
            .ok_or_else(|| Failure::not_found("work unit"))?;
        let equipment: Vec<Uuid> = [Some(unit), plant.center(unit)]
            .into_iter()
            .flatten()
            .map(|id: EquipmentId| id.0)
            .collect();
        let (unassigned, total) = tokio::try_join!(
            store.unassigned_jobs(&equipment, most),
            store.open_jobs(unit.0)
        )?;
        jobs.extend(unassigned);
        let around = self.surroundings(&jobs).await?;
        let (listed, waiting) = jobs.split_at(dispatched.min(jobs.len()));
        Ok(JobListView {
            work_unit,
            jobs: around.cards(listed),
            total,
            unassigned: around.cards(waiting),
            now: around.now,
        })
    }
}
