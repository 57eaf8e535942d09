//! Commands to a job order: gather the facts, let the domain decide, record.

use std::collections::BTreeMap;

use domain::event::{AggregateRef, Event, Kind};
use domain::fold::Folded;
use domain::id::{EquipmentId, EventId, JobOrderId, MaterialLotId, NonconformanceId, RunId};
use domain::job_order::{Command, Facts, GateFacts, JobOrder, LotFacts};
use domain::material_lot::{self, MaterialLot, Means};
use domain::quantity::Quantity;
use domain::{Refused, rank};
use store::views::Wanted;
use store::{Draft, LedgerRow, Writer};
use uuid::Uuid;

use crate::Station;
use crate::command::touched;
use crate::command::undo::completes;
use crate::failure::Failure;
use crate::request::CommandJobOrder;
use crate::session::SignedIn;
use crate::show::Deliveries;
use crate::view::job::JobView;

impl Station {
    /// Carries out a command to a job order.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in, a rule refuses it or nothing can be recorded.
    pub async fn command_job_order(&self, request: CommandJobOrder) -> Result<JobView, Failure> {
        let person = self.record_job_order(&request).await?;
        self.job_view(request.job, Some(&person)).await
    }

    /// Carries out a command to a job order without reading the job again: what it decided is
    /// durable when this returns.
    ///
    /// # Errors
    /// As for [`Station::command_job_order`].
    pub async fn capture_job_order(&self, request: &CommandJobOrder) -> Result<(), Failure> {
        self.record_job_order(request).await.map(|_| ())
    }

    async fn record_job_order(&self, request: &CommandJobOrder) -> Result<SignedIn, Failure> {
        let person = self.signed_in(request.session)?;
        let first = self.granted(request, &person).await?;
        let mut writer = self.store.writer().await?;
        let prepared = self.prepare(&mut writer, request, &person, first).await?;
        if let Some(Prepared { draft, weighed, .. }) = prepared {
            self.record(&mut writer, draft).await?;
            if let Some(weight) = weighed {
                self.scale().booked(&weight);
            }
        }
        Ok(person)
    }

    /// The id of a decision that the plant has granted: where a job goes is the plant's to decide, where
    /// there is one. Nothing for what needs no grant.
    async fn granted(
        &self,
        request: &CommandJobOrder,
        person: &SignedIn,
    ) -> Result<Option<EventId>, Failure> {
        if !self.has_plant() || !matches!(request.command, Command::Dispatch { .. }) {
            return Ok(None);
        }
        let next = EventId(Uuid::now_v7());
        let mut writer = self.store.writer().await?;
        let prepared = self
            .prepare(&mut writer, request, person, Some(next))
            .await?;
        drop(writer);
        if let Some(prepared) = prepared {
            let job = AggregateRef::new(Kind::JobOrder, request.job.0);
            self.claim(job, prepared.upon, next).await?;
        }
        Ok(Some(next))
    }

    /// What a command would record, its first event under the id `first`; nothing, where it was recorded
    /// before.
    async fn prepare(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandJobOrder,
        person: &SignedIn,
        first: Option<EventId>,
    ) -> Result<Option<Prepared>, Failure> {
        let job: Folded<JobOrder> = writer.load(request.job.0).await?;
        if job.state.directive.is_none() {
            return Err(Failure::not_found("job"));
        }
        let facts = self.facts(writer, request, person, &job, first).await?;
        let events = match job.state.decide(&request.command, &facts) {
            Ok(events) => events,
            Err(refused) => {
                let refused = refused.into();
                self.unless_recorded(writer, request.request, refused)
                    .await?;
                return Ok(None);
            }
        };
        let ledger = self
            .consequence(writer, request, person, &job.state, &events)
            .await?;
        let weighed = events.iter().find_map(weighed);
        let mut targets = Vec::with_capacity(events.len());
        for event in events {
            // A container that came back is no part of the job any more.
            let back = matches!(event, Event::Material(material_lot::Event::Sublot { .. }));
            let touches = if back {
                vec![AggregateRef::new(Kind::MaterialLot, facts.new_lot.0.0)]
            } else {
                self.touches(writer, request.job, &event).await?
            };
            targets.push((event, touches));
        }
        let draft = Draft {
            request: request.request,
            first: Some(facts.new_event),
            actor: Some(person.person),
            effective_at: facts.now,
            now: facts.now,
            events: targets,
            ledger,
        };
        Ok(Some(Prepared {
            draft,
            weighed,
            upon: job.state.dispatched,
        }))
    }

    /// What the rules look at beyond the job itself, read while nobody else can write.
    async fn facts(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandJobOrder,
        person: &SignedIn,
        job: &Folded<JobOrder>,
        first: Option<EventId>,
    ) -> Result<Facts, Failure> {
        Ok(Facts {
            job: request.job,
            now: self.now(),
            today: self.today(),
            person: person.person,
            roles: person.roles.clone(),
            gates: self.gates(writer, request, job).await?,
            confirmed: request.confirmed,
            head: job.heads.last().copied(),
            rank: self.new_rank(&request.command).await?,
            new_run: RunId(Uuid::now_v7()),
            new_event: first.unwrap_or_else(|| EventId(Uuid::now_v7())),
            new_nonconformance: new_nonconformance(writer)?,
            new_lot: (MaterialLotId(Uuid::now_v7()), lot_number(writer)?),
            lot: lot_facts(writer, &request.command).await?,
            weight: if matches!(request.command, Command::Weigh { .. }) {
                self.scale().reading()
            } else {
                None
            },
            void: self.void_facts(&request.command, request.job).await?,
        })
    }

    /// A dispatch and a start look at the plant. What a job that runs does is judged by what was
    /// delivered to it, which the writer has in memory: a capture reads nothing from the disk.
    async fn gates(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandJobOrder,
        job: &Folded<JobOrder>,
    ) -> Result<GateFacts, Failure> {
        if let Some(unit) = unit_of(&request.command) {
            let busy = Wanted {
                running: true,
                ..Wanted::default()
            };
            let one = [(request.job.0, job.clone())];
            let around = self.surroundings_with(&one, busy).await?;
            return Ok(around.gate_facts(request.job, &job.state, Some(unit)));
        }
        let before = job.state.directive.iter();
        let mut upstream = BTreeMap::new();
        for id in before.flat_map(|directive| &directive.after) {
            let folded: Folded<JobOrder> = writer.load(id.0).await?;
            if folded.count > 0 {
                upstream.insert(id.0, folded);
            }
        }
        Ok(Deliveries(upstream).gate_facts(&job.state))
    }

    /// A sort key in front of a job of the list, or at its end.
    async fn new_rank(&self, command: &Command) -> Result<String, Failure> {
        let Command::Dispatch {
            work_unit, before, ..
        } = command
        else {
            return Ok(String::new());
        };
        let after = match before {
            Some(job) => self
                .store
                .aggregate::<JobOrder>(job.0)
                .await?
                .map(|folded| folded.state.rank),
            None => None,
        };
        let last = self
            .store
            .rank_before(work_unit.0, after.as_deref())
            .await?;
        Ok(rank::between(last.as_deref(), after.as_deref()))
    }

    /// The ledger row a command causes: a message to the ERP, or its withdrawal.
    async fn consequence(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandJobOrder,
        person: &SignedIn,
        job: &JobOrder,
        events: &[Event],
    ) -> Result<Option<LedgerRow>, Failure> {
        if let Command::Void { event, reason } = &request.command {
            return self.taken_back(request, *event, reason).await;
        }
        let completed = |event: &Event| matches!(event, Event::JobOrder(event) if completes(event));
        if !events.iter().any(completed) {
            return Ok(None);
        }
        let origin = writer.origin()?;
        self.message(request, person, origin, job, events)
            .await
            .map(Some)
    }

    /// Aggregates an event touches; a void touches what its target did.
    async fn touches(
        &self,
        writer: &mut Writer<'_>,
        job: JobOrderId,
        event: &Event,
    ) -> Result<Vec<AggregateRef>, Failure> {
        let Event::Voided { target, .. } = event else {
            return Ok(touched(job, event));
        };
        Ok(writer.touches_of(*target).await?)
    }
}

/// A command as decided.
struct Prepared {
    draft: Draft,
    /// The load it books.
    weighed: Option<Quantity>,
    /// The dispatch before it.
    upon: Option<EventId>,
}

fn unit_of(command: &Command) -> Option<EquipmentId> {
    match command {
        Command::Dispatch { work_unit, .. } | Command::Start { work_unit } => Some(*work_unit),
        Command::Pause { .. }
        | Command::Resume
        | Command::Report { .. }
        | Command::Finish { .. }
        | Command::Consume { .. }
        | Command::Weigh { .. }
        | Command::Inspect { .. }
        | Command::Return { .. }
        | Command::Void { .. } => None,
    }
}

/// The load of a weighing.
fn weighed(event: &Event) -> Option<Quantity> {
    let Event::Material(material_lot::Event::Consumed {
        quantity,
        means: Means::Weighed { .. },
        ..
    }) = event
    else {
        return None;
    };
    Some(quantity.clone())
}

/// Numbers that no other station, epoch or event will ever use: station, epoch and place in the chain.
fn lot_number(writer: &Writer<'_>) -> Result<String, Failure> {
    let origin = writer.origin()?;
    Ok(format!(
        "{}{}-{}",
        origin.station.short(),
        origin.epoch,
        writer.next_seq()?
    ))
}

/// A new nonconformance, numbered as lots are.
pub(crate) fn new_nonconformance(
    writer: &Writer<'_>,
) -> Result<(NonconformanceId, String), Failure> {
    let number = format!("NC-{}", lot_number(writer)?);
    Ok((NonconformanceId(Uuid::now_v7()), number))
}

async fn lot_facts(
    writer: &mut Writer<'_>,
    command: &Command,
) -> Result<Option<LotFacts>, Failure> {
    let (Command::Consume { lot, .. } | Command::Weigh { lot } | Command::Return { lot, .. }) =
        command
    else {
        return Ok(None);
    };
    let folded: Folded<MaterialLot> = writer.load(lot.0).await?;
    if folded.count == 0 {
        return Err(Refused::UnknownLot.into());
    }
    Ok(Some(LotFacts::of(*lot, &folded.state)))
}
