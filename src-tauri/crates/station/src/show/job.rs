//! One job in full.

use domain::fold::Folded;
use domain::id::{JobOrderId, LabelId, MaterialDefinitionId, MaterialLotId};
use domain::import::IssueMethod;
use domain::job_order::{JobOrder, Need, Status};
use domain::label::State;
use domain::material_definition::MaterialDefinition;
use domain::material_lot::MaterialLot;
use domain::quantity::Quantity;
use domain::role::Role;
use store::ledger::print::PrintJob;
use uuid::Uuid;

use super::cards::Surroundings;
use crate::Station;
use crate::failure::Failure;
use crate::request::ViewJob;
use crate::session::SignedIn;
use crate::view::job::{Action, ComponentView, ExpectedLot, JobView, LabelView, ProducedLot};

/// Lots suggested for a component.
const EXPECTED_MAX: u32 = 5;
/// Why work stands, until the plant names its own reasons.
const PAUSE_REASONS: [&str; 6] = [
    "Break",
    "Waiting for material",
    "Machine stopped",
    "Tool change",
    "Quality question",
    "Other work",
];
/// Why output is scrap, until the plant names its own reasons.
const SCRAP_REASONS: [&str; 6] = [
    "Burr",
    "Crack",
    "Out of size",
    "Surface",
    "Set-up piece",
    "Wrong material",
];

impl Station {
    /// One job in full.
    ///
    /// # Errors
    /// [`Failure`], when the job is unknown or the store fails.
    pub async fn view_job(&self, request: ViewJob) -> Result<JobView, Failure> {
        let person = request
            .session
            .and_then(|session| self.signed_in(session).ok());
        self.job_view(request.job, person.as_ref()).await
    }

    pub(crate) async fn job_view(
        &self,
        id: JobOrderId,
        person: Option<&SignedIn>,
    ) -> Result<JobView, Failure> {
        let folded: Folded<JobOrder> = self
            .store
            .aggregate(id.0)
            .await?
            .ok_or_else(|| Failure::not_found("job"))?;
        let one = [(id.0, folded)];
        let around = self.surroundings(&one).await?;
        let [(_, folded)] = one;
        let job = &folded.state;
        let card = around
            .card(id, &folded, 0, 1)
            .ok_or_else(|| Failure::not_found("job"))?;
        let mut components = Vec::new();
        for need in job.directive.iter().flat_map(|directive| &directive.needs) {
            components.push(self.component(job, need).await?);
        }
        let remaining = card.remaining.clone();
        Ok(JobView {
            instruction: job
                .directive
                .as_ref()
                .and_then(|directive| directive.instruction.clone()),
            components,
            produced: self.produced(job).await?,
            entries: self.entries(id, &around, person).await?,
            actions: person
                .map(|person| actions(job, person, &around, card.why_not.is_none()))
                .unwrap_or_default(),
            suggested: if remaining.is_positive() {
                remaining
            } else {
                Quantity::zero(job.unit())
            },
            pause_reasons: PAUSE_REASONS.map(ToOwned::to_owned).to_vec(),
            scrap_reasons: SCRAP_REASONS.map(ToOwned::to_owned).to_vec(),
            card,
            now: around.now,
        })
    }

    async fn component(&self, job: &JobOrder, need: &Need) -> Result<ComponentView, Failure> {
        let stock = self.store.stock(&need.key, EXPECTED_MAX).await?;
        let item = self
            .store
            .aggregate::<MaterialDefinition>(need.material.0)
            .await?;
        let description = item
            .and_then(|folded| folded.state.entry)
            .map(|entry| entry.description);
        let band = (need.issue == IssueMethod::Weigh)
            .then(|| job.band(need))
            .transpose()?;
        let (weigh_min, weigh_max) = band.unzip();
        Ok(ComponentView {
            material: need.key.clone(),
            description: description.unwrap_or_default(),
            tracking: need.tracking,
            issue: need.issue,
            needed: need.quantity.clone(),
            consumed: job
                .consumed(&need.key, need.quantity.unit())
                .map_err(domain::Refused::from)?,
            weigh_min,
            weigh_max,
            expected: stock.into_iter().map(expected).collect(),
        })
    }

    async fn produced(&self, job: &JobOrder) -> Result<Vec<ProducedLot>, Failure> {
        let mut lots: Vec<ProducedLot> = Vec::new();
        for portion in &job.produced {
            match lots.iter_mut().find(|lot| lot.lot == portion.lot) {
                Some(lot) => {
                    lot.quantity = lot
                        .quantity
                        .add(&portion.quantity)
                        .map_err(domain::Refused::from)?
                }
                None => lots.push(ProducedLot {
                    lot: portion.lot,
                    number: portion.number.clone(),
                    quantity: portion.quantity.clone(),
                    labels: self.labels_of(portion.lot).await?,
                }),
            }
        }
        Ok(lots)
    }

    async fn labels_of(&self, lot: MaterialLotId) -> Result<Vec<LabelView>, Failure> {
        let mut views = Vec::new();
        for label in self.store.labels_of(lot.0).await? {
            views.extend(
                self.store
                    .print_jobs_of(label)
                    .await?
                    .into_iter()
                    .map(label_view),
            );
        }
        Ok(views)
    }

    /// The item a key names.
    pub(crate) async fn material(
        &self,
        key: &str,
    ) -> Result<Option<domain::import::MaterialEntry>, Failure> {
        let id = MaterialDefinitionId::from_erp(&self.row().erp, key);
        Ok(self
            .store
            .aggregate::<MaterialDefinition>(id.0)
            .await?
            .and_then(|folded| folded.state.entry))
    }
}

fn expected((id, folded): (Uuid, Folded<MaterialLot>)) -> ExpectedLot {
    let lot = &folded.state;
    ExpectedLot {
        lot: MaterialLotId(id),
        number: lot.number.clone(),
        quantity: lot.left(),
        expires: lot.received.as_ref().and_then(|received| received.expires),
        location: lot
            .received
            .as_ref()
            .and_then(|received| received.location.clone()),
    }
}

/// A copy of a label as a screen shows it.
pub(crate) fn label_view(job: PrintJob) -> LabelView {
    let state = labels::queue::state(&job.state).unwrap_or(State::Uncertain);
    let sentence = match state {
        State::Uncertain => {
            Some("Did it print? Look at the printer, then say yes or no.".to_owned())
        }
        State::Queued | State::Sending => job.evidence.clone(),
        State::Delivered | State::Confirmed | State::Void | State::Cancelled => None,
    };
    LabelView {
        label: LabelId(job.label),
        copy: job.copy,
        state,
        sentence,
        svg: Some(job.svg),
    }
}

/// What the person may do now. The commands judge again.
fn actions(
    job: &JobOrder,
    person: &SignedIn,
    around: &Surroundings,
    startable: bool,
) -> Vec<Action> {
    let may = person
        .roles
        .iter()
        .any(|role| matches!(role, Role::Operator | Role::Supervisor));
    if !may || around.plant.work_units().is_empty() {
        return Vec::new();
    }
    let mut actions = match job.open_run(Some(person.person)) {
        _ if job.status.ended() => Vec::new(),
        Some((_, run)) if run.paused.is_some() => vec![Action::Resume, Action::Finish],
        Some(_) => working(job),
        None if startable && job.status != Status::Released => vec![Action::Start],
        None => Vec::new(),
    };
    if !job.produced.is_empty() {
        actions.push(Action::PrintLabel);
    }
    actions
}

fn working(job: &JobOrder) -> Vec<Action> {
    let needs = || job.directive.iter().flat_map(|directive| &directive.needs);
    let mut actions = vec![Action::Pause, Action::Report, Action::Finish];
    if needs().any(|need| need.issue == IssueMethod::Scan) {
        actions.push(Action::Consume);
    }
    if needs().any(|need| need.issue == IssueMethod::Weigh) {
        actions.push(Action::Weigh);
    }
    actions
}
