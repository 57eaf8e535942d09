//! The notation: `given(events)` folded, `.when(command)` decided, `.then(expectation)`.
//!
//! The job is order MO-1, operation 10, 10 pieces of the lot-tracked item PART, made of 20 scanned
//! STEEL, 2 kg weighed RESIN (5 %) and 10 untracked SCREW. The person is an operator.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::event::{AggregateRef, Kind, Part, Recorded, Touch};
use domain::fold::Folded;
use domain::gate::GateCode;
use domain::hlc::Hlc;
use domain::id::{
    EquipmentId, EventId, JobOrderId, MaterialLotId, NonconformanceId, PersonId, RequestId, RunId,
};
use domain::import::{IssueMethod, OrderEntry, Tracking};
use domain::job_order::{
    Command, Directive, Facts, GateFacts, JobOrder, LotFacts, Need, Upstream, VoidFacts,
    WeightFacts, WorkUnitFacts,
};
use domain::origin::{Origin, StationId};
use domain::role::Role;
use domain::{Event, Quantity, Refused, job_order, material_lot, operations_request};
use rust_decimal::Decimal;
use uuid::Uuid;

pub(crate) const JOB: JobOrderId = JobOrderId(Uuid::from_u128(2));
pub(crate) const LATHE: EquipmentId = EquipmentId(Uuid::from_u128(70));
pub(crate) const ANN: PersonId = PersonId(Uuid::from_u128(81));
pub(crate) const BEN: PersonId = PersonId(Uuid::from_u128(82));
pub(crate) const LOT: MaterialLotId = MaterialLotId(Uuid::from_u128(3));
pub(crate) const OUTPUT: MaterialLotId = MaterialLotId(Uuid::from_u128(4));

pub(crate) const DOUBT: NonconformanceId = NonconformanceId(Uuid::from_u128(9));

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn id(number: u64) -> EventId {
    EventId(Uuid::from_u64_pair(number, 0))
}

fn job() -> AggregateRef {
    AggregateRef::new(Kind::JobOrder, JOB.0)
}

pub(crate) fn pieces(count: i64) -> Quantity {
    Quantity::each(count)
}

pub(crate) fn kg(value: &str) -> Quantity {
    Quantity::parse(value, "kg").unwrap()
}

/// Events as one station records them, a minute apart from noon on, each upon the one before.
pub(crate) fn recorded(events: &[(PersonId, Event)]) -> Vec<Recorded> {
    let entry = |(place, (actor, event)): (usize, &(PersonId, Event))| {
        let seq = place as u64 + 1;
        let at = noon() + TimeDelta::minutes(i64::try_from(place).unwrap());
        Recorded {
            id: id(seq),
            origin: Origin {
                station: StationId([1; 16]),
                epoch: 1,
            },
            seq,
            request: RequestId(Uuid::from_u64_pair(seq, 1)),
            part: Part::WHOLE,
            hlc: Hlc::default().tick(at.timestamp_millis()),
            effective_at: at,
            recorded_at: at,
            skew_ms: None,
            actor: Some(*actor),
            touches: vec![Touch {
                aggregate: job(),
                parents: (place > 0).then(|| id(seq - 1)).into_iter().collect(),
            }],
            event: event.clone(),
        }
    };
    events.iter().enumerate().map(entry).collect()
}

pub(crate) fn fold(events: &[(PersonId, Event)]) -> JobOrder {
    Folded::from_events(job(), &recorded(events)).state
}

pub(crate) struct Given {
    events: Vec<(PersonId, Event)>,
    pub(crate) facts: Facts,
}

/// What has happened, by Ann, and what else is known.
pub(crate) fn given(events: &[Event]) -> Given {
    let events: Vec<_> = events.iter().map(|event| (ANN, event.clone())).collect();
    let facts = Facts {
        job: JOB,
        now: noon() + TimeDelta::hours(8),
        today: noon().date_naive(),
        person: ANN,
        roles: vec![Role::Operator],
        gates: GateFacts {
            received: pieces(10),
            upstream: Vec::new(),
            work_unit: Some(lathe()),
            short: Vec::new(),
        },
        confirmed: false,
        head: Some(id(events.len() as u64)),
        rank: "n".to_owned(),
        new_run: RunId(Uuid::from_u128(99)),
        new_event: id(900),
        new_nonconformance: (DOUBT, "NC-1".to_owned()),
        new_lot: (OUTPUT, "P-1".to_owned()),
        lot: None,
        weight: None,
        void: None,
    };
    Given { events, facts }
}

pub(crate) fn lathe() -> WorkUnitFacts {
    WorkUnitFacts {
        id: LATHE,
        name: "Lathe 1".to_owned(),
        suitable: true,
        busy_with: None,
    }
}

impl Given {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(&mut self.facts);
        self
    }

    pub(crate) fn confirmed(self) -> Self {
        self.with(|facts| facts.confirmed = true)
    }

    pub(crate) fn by(self, person: PersonId, roles: &[Role]) -> Self {
        self.with(|facts| {
            facts.person = person;
            facts.roles = roles.to_vec();
        })
    }

    /// The operation before has delivered this much.
    pub(crate) fn upstream(self, good: i64) -> Self {
        self.with(|facts| {
            facts.gates.received = pieces(good);
            facts.gates.upstream = vec![Upstream {
                segment: "10".to_owned(),
                name: "Saw".to_owned(),
                good: pieces(good),
            }];
        })
    }

    pub(crate) fn lot(self, material: &str, left: Quantity) -> Self {
        self.with(|facts| {
            facts.lot = Some(LotFacts {
                id: LOT,
                material: material.to_owned(),
                number: "L-1".to_owned(),
                left,
                supplier: None,
                expires: None,
                held: None,
            });
        })
    }

    pub(crate) fn expires(self, day: &str) -> Self {
        let day: NaiveDate = day.parse().unwrap();
        self.with(|facts| facts.lot.as_mut().unwrap().expires = Some(day))
    }

    pub(crate) fn scale(self, weight: Result<Quantity, &str>, stable: bool) -> Self {
        self.with(|facts| {
            facts.weight = Some(WeightFacts {
                weight: weight.map_err(str::to_owned),
                stable,
                booked: false,
                raw: "S S 2.000 kg".to_owned(),
                scale: "bench".to_owned(),
            });
        })
    }

    /// The entry to be undone: whose, and how many minutes ago.
    pub(crate) fn entry(
        self,
        actor: PersonId,
        minutes: i64,
        kept_by: Option<&'static str>,
    ) -> Self {
        self.with(|facts| {
            facts.void = Some(VoidFacts {
                actor: Some(actor),
                recorded_at: facts.now - TimeDelta::minutes(minutes),
                sent: false,
                kept_by,
                also: vec![id(5)],
            });
        })
    }

    pub(crate) fn when(self, command: Command) -> Outcome {
        let decided = fold(&self.events).decide(&command, &self.facts);
        Outcome {
            events: self.events,
            person: self.facts.person,
            decided,
        }
    }
}

pub(crate) struct Outcome {
    events: Vec<(PersonId, Event)>,
    person: PersonId,
    pub(crate) decided: Result<Vec<Event>, Refused>,
}

impl Outcome {
    /// The names of what is recorded, in order.
    #[track_caller]
    pub(crate) fn records(self, names: &str) -> Self {
        let events = self.decided.as_ref().unwrap();
        let seen: Vec<&str> = events.iter().map(Event::name).collect();
        assert_eq!(seen.join(" "), names);
        self
    }

    /// The state that what was decided folds to.
    #[track_caller]
    pub(crate) fn job(&self) -> JobOrder {
        let decided = self.decided.as_ref().unwrap();
        let mut events = self.events.clone();
        events.extend(decided.iter().map(|event| (self.person, event.clone())));
        fold(&events)
    }

    #[track_caller]
    pub(crate) fn folds_to(self, promise: impl FnOnce(&JobOrder) -> bool) -> Self {
        let job = self.job();
        assert!(promise(&job), "{job:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn refused(self, code: &str) -> Refused {
        let refused = self.decided.unwrap_err();
        assert_eq!(refused.code(), code, "{refused}");
        refused
    }

    /// Refused with a sentence that holds these words.
    #[track_caller]
    pub(crate) fn says(self, code: &str, words: &str) {
        let sentence = self.refused(code).to_string();
        assert!(sentence.contains(words), "{sentence}");
    }

    #[track_caller]
    pub(crate) fn gates(self, codes: &[GateCode]) {
        let Refused::Gates(gates) = self.refused("gates") else {
            panic!("not refused by gates");
        };
        let seen: Vec<GateCode> = gates.iter().map(|gate| gate.code).collect();
        assert_eq!(seen, codes);
    }
}

/// What the release froze.
pub(crate) fn directive() -> Directive {
    let Event::JobOrder(job_order::Event::Released(directive)) = released() else {
        unreachable!("it is a release")
    };
    *directive
}

pub(crate) fn released() -> Event {
    released_as(Tracking::Lot, None)
}

pub(crate) fn released_as(tracking: Tracking, run_s: Option<u32>) -> Event {
    let need = |key: &str, tracking, quantity, issue| Need {
        material: Uuid::from_u128(6).into(),
        key: key.to_owned(),
        tracking,
        quantity,
        issue,
        tolerance_percent: Decimal::from(5),
    };
    job_order::Event::Released(Box::new(Directive {
        order: Uuid::from_u128(1).into(),
        order_key: "MO-1".to_owned(),
        material: Uuid::from_u128(5).into(),
        material_key: "PART".to_owned(),
        tracking,
        segment: "10".to_owned(),
        name: "Turn".to_owned(),
        position: 0,
        last: true,
        quantity: pieces(10),
        equipment: LATHE,
        after: Vec::new(),
        setup_s: 0,
        run_s,
        due: None,
        priority: None,
        needs: vec![
            need("STEEL", Tracking::Lot, pieces(20), IssueMethod::Scan),
            need("RESIN", Tracking::Lot, kg("2"), IssueMethod::Weigh),
            need("SCREW", Tracking::None, pieces(10), IssueMethod::Backflush),
        ],
        instruction: None,
        definition: None,
        characteristics: Vec::new(),
    }))
    .into()
}

/// The ERP's word after the release: that many pieces, or none of it.
pub(crate) fn redirected(revision: &str, quantity: i64, cancelled: bool) -> Event {
    Event::OperationsRequest(operations_request::Event::Received {
        order: Box::new(OrderEntry {
            key: "MO-1".to_owned(),
            revision: revision.to_owned(),
            material: Some("PART".to_owned()),
            quantity: Some(pieces(quantity)),
            start: None,
            due: Some(noon() + TimeDelta::days(3)),
            priority: None,
            erp_state: "planned".to_owned(),
            cancelled,
            definition: None,
            segments: Vec::new(),
            components: Vec::new(),
        }),
        import: Uuid::from_u128(9).into(),
    })
}

pub(crate) fn dispatched() -> Event {
    job_order::Event::Dispatched {
        work_unit: LATHE,
        rank: "n".to_owned(),
    }
    .into()
}

fn run() -> RunId {
    RunId(Uuid::from_u128(98))
}

pub(crate) fn started() -> Event {
    job_order::Event::RunStarted {
        run: run(),
        work_unit: LATHE,
    }
    .into()
}

pub(crate) fn paused() -> Event {
    job_order::Event::RunPaused {
        run: run(),
        reason: "lunch".to_owned(),
    }
    .into()
}

pub(crate) fn completed() -> Event {
    job_order::Event::Completed { short: None }.into()
}

pub(crate) fn reported(good: i64, scrap: i64, rework: i64) -> Event {
    job_order::Event::Reported {
        good: pieces(good),
        scrap: vec![job_order::Scrap {
            quantity: pieces(scrap),
            reason: "burr".to_owned(),
        }],
        rework: Some(pieces(rework)),
    }
    .into()
}

pub(crate) fn consumed(material: &str, quantity: Quantity) -> Event {
    Event::Material(material_lot::Event::Consumed {
        job: JOB,
        material: material.to_owned(),
        lot: Some((LOT, "L-1".to_owned())),
        quantity,
        means: material_lot::Means::Scanned,
    })
}
