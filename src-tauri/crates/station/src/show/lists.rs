//! Job lists.

use domain::id::EquipmentId;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::ViewJobList;
use crate::view::job_list::JobListView;

/// Cards a list shows.
const CARDS_MAX: u32 = 100;

impl Station {
    /// The job list of a work unit.
    ///
    /// # Errors
    /// [`Failure`], when the work unit is unknown or the store fails.
    pub async fn view_job_list(&self, request: ViewJobList) -> Result<JobListView, Failure> {
        let unit = request.work_unit;
        let mut jobs = self.store.job_list(unit.0, CARDS_MAX).await?;
        let dispatched = jobs.len();
        let plant = self.plant().await?;
        let work_unit = plant
            .place(unit)
            .ok_or_else(|| Failure::not_found("work unit"))?;
        let equipment: Vec<Uuid> = [Some(unit), plant.center(unit)]
            .into_iter()
            .flatten()
            .map(|id: EquipmentId| id.0)
            .collect();
        jobs.extend(self.store.unassigned_jobs(&equipment, CARDS_MAX).await?);
        let around = self.surroundings(&jobs).await?;
        let (listed, waiting) = jobs.split_at(dispatched.min(jobs.len()));
        Ok(JobListView {
            work_unit,
            jobs: around.cards(listed),
            total: self.store.open_jobs(unit.0).await?,
            unassigned: around.cards(waiting),
            now: around.now,
        })
    }
}
