//! One job in full.

use std::collections::{BTreeMap, BTreeSet};

use domain::Recorded;
use domain::fold::Folded;
use domain::id::{JobOrderId, LabelId, MaterialDefinitionId, MaterialLotId};
use domain::import::{IssueMethod, ReasonKind};
use domain::job_order::{JobOrder, Need, Status};
use domain::label::State;
use domain::material_definition::MaterialDefinition;
use domain::material_lot::MaterialLot;
use domain::role::Role;
use store::ledger::print::PrintJob;
use store::views::Wanted;
use uuid::Uuid;

use super::cards::Surroundings;
use super::entries::entries;
use super::inspection::inspections;
use crate::Station;
use crate::failure::Failure;
use crate::request::ViewJob;
use crate::session::SignedIn;
use crate::view::job::{Action, ComponentView, ExpectedLot, JobView, LabelView, ProducedLot};

/// Lots suggested for a component.
const EXPECTED_MAX: u32 = 5;
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
        let (folded, events) = tokio::try_join!(self.job(id), self.happened(id))?;
        let (ahead_s, sent) = tokio::try_join!(self.store.queued_before(id.0), self.sent(&events))
            .map_err(Failure::from)?;
        let wanted = wanted(&folded.state, &events);
        let one = [(id.0, folded)];
        let (around, produced, reasons) = tokio::try_join!(
            self.surroundings_with(&one, wanted),
            self.produced(&one[0].1.state),
            self.reasons()
        )?;
        let [(_, folded)] = one;
        let job = &folded.state;
        let card = around
            .card(id, &folded, ahead_s, 1)
            .ok_or_else(|| Failure::not_found("job"))?;
        let needs = job.directive.iter().flat_map(|directive| &directive.needs);
        let components = needs.map(|need| component(job, need, &around));
        let remaining = card.remaining.clone();
        let outcomes = person.map_or_else(Vec::new, |person| {
            job.outcomes(&person.roles, person.person, &card.received)
        });
        Ok(JobView {
            instruction: job
                .directive
                .as_ref()
                .and_then(|directive| directive.instruction.clone()),
            components: components.collect::<Result<_, _>>()?,
            produced,
            entries: entries(&events, &around, person, &sent),
            actions: person
                .map(|person| {
                    let (startable, finishable) = (card.why_not.is_none(), !outcomes.is_empty());
                    actions(job, person, &around, (startable, finishable))
                })
                .unwrap_or_default(),
            outcomes,
            inspections: inspections(job, person, &around, &remaining),
            suggested: remaining,
            pause_reasons: reasons.offered(ReasonKind::Pause),
            scrap_reasons: reasons.offered(ReasonKind::Scrap),
            short_reasons: reasons.offered(ReasonKind::ShortClose),
            undo_reasons: reasons.offered(ReasonKind::Undo),
            reprint_reasons: reasons.offered(ReasonKind::Reprint),
            card,
            now: around.now,
        })
    }

    async fn job(&self, id: JobOrderId) -> Result<Folded<JobOrder>, Failure> {
        let job = self.store.aggregate(id.0).await?;
        job.ok_or_else(|| Failure::not_found("job"))
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
                    labels: Vec::new(),
                }),
            }
        }
        if lots.is_empty() {
            return Ok(lots);
        }
        let ids: Vec<Uuid> = lots.iter().map(|lot| lot.lot.0).collect();
        for (of, printed) in self.store.print_jobs_of_lots(&ids).await? {
            if let Some(lot) = lots.iter_mut().find(|lot| lot.lot.0 == of) {
                lot.labels.push(label_view(printed));
            }
        }
        Ok(lots)
    }

    /// Descriptions of items, by key; those not known are missing.
    pub(crate) async fn descriptions(
        &self,
        keys: BTreeSet<&str>,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let erp = self.row().erp;
        let id = |key| MaterialDefinitionId::from_erp(&erp, key).0;
        let ids: Vec<Uuid> = keys.into_iter().map(id).collect();
        let items = self.store.aggregates::<MaterialDefinition>(&ids).await?;
        let entries = items.into_values().filter_map(|item| item.state.entry);
        Ok(entries.map(|item| (item.key, item.description)).collect())
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

/// What a job's screen shows beyond its card.
fn wanted(job: &JobOrder, events: &[Recorded]) -> Wanted {
    let needs = || job.directive.iter().flat_map(|directive| &directive.needs);
    let actors: BTreeSet<Uuid> = events
        .iter()
        .filter_map(|event| Some(event.actor?.0))
        .collect();
    Wanted {
        materials: needs().map(|need| need.material.0).collect(),
        people: actors.into_iter().collect(),
        lots_of: needs().map(|need| need.key.clone()).collect(),
        lots_max: EXPECTED_MAX,
        ..Wanted::default()
    }
}

fn component(job: &JobOrder, need: &Need, around: &Surroundings) -> Result<ComponentView, Failure> {
    let band = (need.issue == IssueMethod::Weigh)
        .then(|| job.band(need))
        .transpose()?;
    let (weigh_min, weigh_max) = band.unzip();
    let stock = around.lots.get(&need.key);
    Ok(ComponentView {
        material: need.key.clone(),
        description: around.description(need.material),
        tracking: need.tracking,
        issue: need.issue,
        needed: job.needed(need).map_err(domain::Refused::from)?,
        consumed: job
            .consumed(&need.key, need.quantity.unit())
            .map_err(domain::Refused::from)?,
        weigh_min,
        weigh_max,
        taken: taken(job, &need.key),
        expected: stock.into_iter().flatten().map(expected).collect(),
    })
}

/// What the job has of each lot of a component.
fn taken(job: &JobOrder, material: &str) -> Vec<ExpectedLot> {
    let portions = job
        .consumed
        .iter()
        .filter(|portion| portion.material == material);
    let lots: BTreeMap<MaterialLotId, &String> = portions
        .filter_map(|portion| portion.lot.as_ref())
        .map(|(lot, number)| (*lot, number))
        .collect();
    let has = |(lot, number): (MaterialLotId, &String)| {
        job.taken_of(lot)
            .into_iter()
            .next()
            .map(|quantity| ExpectedLot {
                lot,
                number: number.clone(),
                quantity,
                expires: None,
                location: None,
            })
    };
    lots.into_iter().filter_map(has).collect()
}

fn expected((id, folded): &(Uuid, Folded<MaterialLot>)) -> ExpectedLot {
    let lot = &folded.state;
    ExpectedLot {
        lot: MaterialLotId(*id),
        number: lot.number.clone(),
        quantity: lot.left(),
        expires: lot.expires(),
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
    (startable, finishable): (bool, bool),
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
    if finishable && !actions.contains(&Action::Finish) {
        actions.push(Action::Finish);
    }
    if job.status == Status::Running && !job.characteristics().is_empty() {
        actions.push(Action::Inspect);
    }
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
    if job.consumed.iter().any(|portion| portion.lot.is_some()) {
        actions.push(Action::Return);
    }
    actions
}
