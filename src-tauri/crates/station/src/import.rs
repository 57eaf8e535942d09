//! Taking in what an ERP tells: only what is new or changed becomes an event.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{AggregateRef, Event, ImportEvent, Kind};
use domain::hlc::Hlc;
use domain::id::{
    ImportId, JobOrderId, OperationsRequestId, OperationsResponseId, PersonId, RequestId,
};
use domain::import::{Finding, Import, LotEntry, OrderEntry, PersonEntry};
use domain::import_run::ImportRun;
use domain::material_lot::{self, MaterialLot};
use domain::operations_request::{self, OperationsRequest};
use domain::operations_response::OperationsResponse;
use domain::role::Role;
use store::ledger::people::{Credential, SaltedBadge};
use store::{Draft, Writer};
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::import::news::{News, Told, compare, definition_news, definitions, lot_id, told};
use crate::view::imports::{ImportReport, Tally};

mod judge;
mod news;

/// Events of one step: small enough that a capture between two steps does not wait.
const EVENTS_PER_STEP: usize = 100;
/// Bytes of one step, half of what a transaction takes.
const BYTES_PER_STEP: usize = domain::event::BYTES_PER_COMMAND_MAX / 2;

/// What is taken in, and how.
pub struct Intake {
    /// What the documents say.
    pub import: Import,
    /// SHA-256 of the documents in hexadecimal: the same ones again are the same import.
    pub digest: String,
    /// Only try.
    pub dry_run: bool,
    /// Who imports; absent for the owner of the data folder at the command line.
    pub session: Option<Uuid>,
}

impl Station {
    /// Takes an import in, step by step; its orders are shown once all of it is recorded.
    ///
    /// # Errors
    /// [`Failure`], when the person may not or nothing can be recorded. What was recorded stays,
    /// and the same import again goes on where this one ended.
    pub async fn import(&self, intake: Intake) -> Result<ImportReport, Failure> {
        let actor = intake
            .session
            .map(|session| self.importer(session))
            .transpose()?;
        let erp = self.row().erp;
        let id = ImportId::from_erp(&erp, &intake.digest);
        let mut run = Run {
            station: self,
            erp,
            id,
            actor,
            dry_run: intake.dry_run,
            tallies: BTreeMap::new(),
            findings: Vec::new(),
        };
        let mut findings = intake.import.findings.clone();
        findings.extend(run.lot_findings(&intake.import.lots).await?);
        findings.extend(self.order_findings(&intake.import).await?);
        let errors = run.badge_errors(&intake.import).await?;
        if !errors.is_empty() {
            return Ok(ImportReport {
                dry_run: intake.dry_run,
                refused: true,
                tallies: Vec::new(),
                findings,
                errors,
            });
        }
        run.take_in(&intake.import).await?;
        findings.append(&mut run.findings);
        Ok(ImportReport {
            dry_run: intake.dry_run,
            refused: false,
            tallies: run.tallies.into_values().collect(),
            findings,
            errors: Vec::new(),
        })
    }

    fn importer(&self, session: Uuid) -> Result<PersonId, Failure> {
        let person = self.signed_in(session)?;
        let may = person
            .roles
            .iter()
            .any(|role| matches!(role, Role::Supervisor | Role::Installer));
        if may {
            Ok(person.person)
        } else {
            Err(domain::Refused::NotAuthorised {
                needs: Role::Supervisor,
            }
            .into())
        }
    }
}

struct Run<'a> {
    station: &'a Station,
    erp: String,
    id: ImportId,
    actor: Option<PersonId>,
    dry_run: bool,
    tallies: BTreeMap<u8, Tally>,
    findings: Vec<Finding>,
}

impl Run<'_> {
    async fn take_in(&mut self, import: &Import) -> Result<(), Failure> {
        let erp = self.erp.clone();
        for (place, kind, told) in definitions(&erp, import) {
            self.steps(place, kind, told).await?;
        }
        self.identities(import).await?;
        let lots = import.lots.iter().map(|entry| {
            let event = Event::Material(material_lot::Event::Received(entry.clone()));
            told(Kind::MaterialLot, lot_id(&erp, entry).0, event)
        });
        self.steps(5, "lots", lots.collect()).await?;
        let history = import.history.iter().map(|entry| {
            let id = OperationsResponseId::from_erp(
                &erp,
                &format!("{}\u{1f}{}", entry.order, entry.key),
            )
            .0;
            told(
                Kind::OperationsResponse,
                id,
                Event::Import(ImportEvent::HistoryRecorded(entry.clone())),
            )
        });
        self.steps(6, "history records", history.collect()).await?;
        let orders = import.orders.iter().map(|entry| {
            let event = operations_request::Event::Received {
                order: Box::new(entry.clone()),
                import: self.id,
            };
            let id = OperationsRequestId::from_erp(&erp, &entry.key).0;
            told(Kind::OperationsRequest, id, Event::OperationsRequest(event))
        });
        let orders: Vec<Told> = orders.collect();
        self.steps(7, "orders", orders).await?;
        self.complete(import.orders.len()).await
    }

    /// Records what is news, a step at a time; whoever works in between is let in.
    async fn steps(&mut self, place: u8, kind: &str, told: Vec<Told>) -> Result<(), Failure> {
        if told.is_empty() {
            return Ok(());
        }
        let mut tally = Tally {
            kind: kind.to_owned(),
            new: 0,
            changed: 0,
            unchanged: 0,
        };
        let mut rest = told.into_iter().peekable();
        while rest.peek().is_some() {
            let mut writer = self.station.store.writer().await?;
            let (mut step, mut bytes) = (Vec::new(), 0);
            while step.len() < EVENTS_PER_STEP && bytes < BYTES_PER_STEP {
                let Some(next) = rest.next() else { break };
                match self.news(&mut writer, &next).await? {
                    News::Known => {
                        tally.unchanged += 1;
                        continue;
                    }
                    News::New => tally.new += 1,
                    News::Changed => tally.changed += 1,
                }
                bytes += next.event.payload().map_err(store::StoreError::from)?.len();
                let touches = touches(&mut writer, next.aggregate).await?;
                step.push((next.event, touches));
            }
            if !step.is_empty() && !self.dry_run {
                self.record(&mut writer, step).await?;
            }
        }
        self.tallies.insert(place, tally);
        Ok(())
    }

    async fn record(
        &self,
        writer: &mut Writer<'_>,
        events: Vec<(Event, Vec<AggregateRef>)>,
    ) -> Result<(), Failure> {
        let now = self.station.now();
        let draft = Draft {
            request: RequestId(Uuid::now_v7()),
            first: None,
            actor: self.actor,
            effective_at: now,
            now,
            events,
            ledger: None,
        };
        self.station.record(writer, draft).await.map(|_| ())
    }

    async fn news(&mut self, writer: &mut Writer<'_>, told: &Told) -> Result<News, Failure> {
        let id = told.aggregate.id;
        Ok(match &told.event {
            Event::Definition(definition) => definition_news(writer, id, definition).await?,
            Event::Import(ImportEvent::HistoryRecorded(entry)) => compare(
                writer
                    .load::<OperationsResponse>(id)
                    .await?
                    .state
                    .entry
                    .as_ref(),
                entry,
            ),
            Event::Material(_) => {
                if writer
                    .load::<MaterialLot>(id)
                    .await?
                    .state
                    .received
                    .is_some()
                {
                    News::Known
                } else {
                    News::New
                }
            }
            Event::OperationsRequest(operations_request::Event::Received { order, .. }) => {
                self.order_news(writer, id, order).await?
            }
            Event::OperationsRequest(_)
            | Event::Import(_)
            | Event::JobOrder(_)
            | Event::Label(_)
            | Event::Exception(_)
            | Event::Nonconformance(_)
            | Event::Unread { .. }
            | Event::Voided { .. } => News::New,
        })
    }

    /// An order is known by key and revision, once an import that brought it is complete or is this one.
    async fn order_news(
        &mut self,
        writer: &mut Writer<'_>,
        id: Uuid,
        told: &OrderEntry,
    ) -> Result<News, Failure> {
        let request = writer.load::<OperationsRequest>(id).await?.state;
        let Some(order) = &request.order else {
            return Ok(News::New);
        };
        if order.revision != told.revision {
            let late = judge::late(order, told);
            let news = late.as_ref().map_or(News::Changed, |_| News::Known);
            self.findings.extend(late);
            return Ok(news);
        }
        for import in &request.imports {
            let done = *import == self.id || self.is_complete(writer, *import).await?;
            if done {
                self.findings.extend(judge::revised(order, told));
                return Ok(News::Known);
            }
        }
        Ok(News::Changed)
    }

    async fn is_complete(
        &self,
        writer: &mut Writer<'_>,
        import: ImportId,
    ) -> Result<bool, Failure> {
        let run = writer.load::<ImportRun>(import.0).await?;
        Ok(run.state.completed.is_some())
    }

    /// Names and badges that are news, and the first PINs.
    async fn identities(&self, import: &Import) -> Result<(), Failure> {
        let store = &self.station.store;
        let mut identities = Vec::new();
        for entry in &import.people {
            let person = PersonId::from_erp(&self.erp, &entry.key);
            let named = store.knows_identity(person.0, &entry.name).await?;
            if !named || self.badge_is_new(person, entry).await? {
                let first = store.credential(person.0).await?.is_none();
                let mut identity = self.station.identity(person, entry).await?;
                identity.pin = identity.pin.filter(|_| first);
                identities.push(identity);
            }
        }
        if identities.is_empty() || self.dry_run {
            return Ok(());
        }
        let now = Hlc::default().tick(self.station.now().timestamp_millis());
        let mut writer = store.writer().await?;
        writer.put_identities(&identities, now).await?;
        self.station.people_bell().notify_one();
        Ok(())
    }

    /// Whether the ERP gives a person another badge than the one known here.
    async fn badge_is_new(&self, person: PersonId, entry: &PersonEntry) -> Result<bool, Failure> {
        let Some(badge) = &entry.badge else {
            return Ok(false);
        };
        let known = self.station.credential_by_badge(badge).await?;
        Ok(known.is_none_or(|(known, _)| known.person != person.0))
    }

    /// Badges that belong to somebody else here, who keeps them: the import is refused whole. Who gets
    /// another one with this import gives theirs back.
    async fn badge_errors(&self, import: &Import) -> Result<Vec<Finding>, Failure> {
        let given_back = self.given_back(import).await?;
        let mut errors = Vec::new();
        for entry in &import.people {
            let person = PersonId::from_erp(&self.erp, &entry.key);
            let Some(badge) = &entry.badge else { continue };
            let holder = self.station.credential_by_badge(badge).await?;
            let kept = |(holder, _): &(Credential, SaltedBadge)| {
                holder.person != person.0 && !given_back.contains(&holder.person)
            };
            if holder.as_ref().is_some_and(kept) {
                let text = format!(
                    "the badge of person {} belongs to somebody else here: give another",
                    entry.key
                );
                errors.push(Finding {
                    file: "people.csv".to_owned(),
                    row: None,
                    text,
                });
            }
        }
        Ok(errors)
    }

    /// People who get another badge than they have.
    async fn given_back(&self, import: &Import) -> Result<BTreeSet<Uuid>, Failure> {
        let mut people = BTreeSet::new();
        for entry in &import.people {
            let person = PersonId::from_erp(&self.erp, &entry.key);
            if self.badge_is_new(person, entry).await? {
                people.insert(person.0);
            }
        }
        Ok(people)
    }

    /// Stock that the ERP sees otherwise than the plant: told, not changed.
    async fn lot_findings(&self, lots: &[LotEntry]) -> Result<Vec<Finding>, Failure> {
        let ids: Vec<Uuid> = lots.iter().map(|lot| lot_id(&self.erp, lot).0).collect();
        let known = self.station.store.aggregates::<MaterialLot>(&ids).await?;
        let finding = |(lot, id): (&LotEntry, &Uuid)| {
            let told = lot.quantity.as_ref()?;
            let state = &known.get(id)?.state;
            state.received.as_ref()?;
            let left = state.left();
            (left != *told).then(|| Finding {
                file: "lots".to_owned(),
                row: None,
                text: format!(
                    "lot {}: the ERP has {told}, the plant {left}; the plant's figure stands",
                    lot.number
                ),
            })
        };
        Ok(lots.iter().zip(&ids).filter_map(finding).collect())
    }

    async fn complete(&self, orders: usize) -> Result<(), Failure> {
        let recorded = self
            .tallies
            .values()
            .any(|tally| tally.new + tally.changed > 0);
        if self.dry_run {
            return Ok(());
        }
        let mut writer = self.station.store.writer().await?;
        let done = self.is_complete(&mut writer, self.id).await?;
        if done || (!recorded && orders == 0) || (!recorded && !self.waits(&mut writer).await?) {
            return Ok(());
        }
        let completed = ImportEvent::Completed {
            erp: self.erp.clone(),
            orders: u32::try_from(orders).unwrap_or(u32::MAX),
        };
        let aggregate = AggregateRef::new(Kind::Import, self.id.0);
        self.record(
            &mut writer,
            vec![(Event::Import(completed), vec![aggregate])],
        )
        .await
    }

    /// Whether orders of this import wait for its completion, because it was cut off before.
    async fn waits(&self, writer: &mut Writer<'_>) -> Result<bool, Failure> {
        Ok(writer.has_orders_of(self.id.0).await?)
    }
}

/// What an entry concerns: of a released order also its jobs.
async fn touches(
    writer: &mut Writer<'_>,
    told: AggregateRef,
) -> Result<Vec<AggregateRef>, Failure> {
    let mut touches = vec![told];
    if told.kind == Kind::OperationsRequest {
        let request = writer.load::<OperationsRequest>(told.id).await?.state;
        let job = |job: &JobOrderId| AggregateRef::new(Kind::JobOrder, job.0);
        touches.extend(request.jobs.iter().map(job));
    }
    Ok(touches)
}
