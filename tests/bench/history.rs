//! A plant's past: orders with their jobs and lots, through the product's own write path.

use chrono::{DateTime, Utc};
use domain::event::{AggregateRef, EVENTS_PER_COMMAND_MAX, Event, ImportEvent, Kind};
use domain::id::{
    EquipmentId, ImportId, JobOrderId, MaterialDefinitionId, MaterialLotId, OperationsRequestId,
    PersonId, RequestId, RunId,
};
use domain::import::{IssueMethod, LotEntry, OrderEntry, Tracking};
use domain::job_order::{self, Directive, Need};
use domain::material_lot::{self, Means};
use domain::operations_request;
use domain::quantity::Quantity;
use station::Station;
use store::Draft;
use uuid::Uuid;

use crate::plant::{ERP, UNITS};

/// Operations of an order.
const OPERATIONS: u32 = 3;
/// Portions consumed and reported in each operation.
const PORTIONS: u32 = 2;

type Touching = (Event, Vec<AggregateRef>);

/// Records whole orders, from arrival to completion, until there are `events`; says how many
/// there are then.
pub(crate) async fn fill(station: &Station, events: usize) -> usize {
    let (mut recorded, mut number, mut step) = (0, 0, Vec::new());
    while recorded < events {
        let life = Order { number }.life();
        if step.len() + life.len() > EVENTS_PER_COMMAND_MAX {
            recorded += step.len();
            record(station, std::mem::take(&mut step)).await;
        }
        step.extend(life);
        number += 1;
    }
    recorded
}

/// Records `count` jobs that wait in the job lists of `units`, which take turns; without units they
/// wait for a work unit of their work center.
pub(crate) async fn queue(station: &Station, units: &[EquipmentId], count: usize) {
    let numbers: Vec<usize> = (0..count).collect();
    for some in numbers.chunks(EVENTS_PER_COMMAND_MAX / 2) {
        let mut events = Vec::new();
        for number in some {
            let job = Job {
                order: Order {
                    number: u32::try_from(*number).unwrap(),
                },
                operation: 0,
            };
            events.push(job.released());
            if !units.is_empty() {
                events.push(job.dispatched(units[number % units.len()], *number));
            }
        }
        record(station, events).await;
    }
}

async fn record(station: &Station, events: Vec<Touching>) {
    let now = station.now();
    let draft = Draft {
        request: RequestId(Uuid::now_v7()),
        first: None,
        actor: Some(PersonId::from_erp(ERP, "P-1")),
        effective_at: now,
        now,
        events,
        ledger: None,
    };
    let mut writer = station.store().writer().await.unwrap();
    writer.record(draft).await.unwrap();
}

#[derive(Clone, Copy)]
struct Order {
    number: u32,
}

#[derive(Clone, Copy)]
struct Job {
    order: Order,
    operation: u32,
}

impl Order {
    fn key(self) -> String {
        format!("PAST-{}", self.number)
    }

    fn id(self) -> OperationsRequestId {
        OperationsRequestId::from_erp(ERP, &self.key())
    }

    fn jobs(self) -> impl Iterator<Item = Job> {
        (0..OPERATIONS).map(move |operation| Job {
            order: self,
            operation,
        })
    }

    fn life(self) -> Vec<Touching> {
        let mut events = self.arrival();
        events.extend(self.jobs().map(Job::released));
        for job in self.jobs() {
            let unit = (self.number + job.operation) as usize % UNITS;
            events.extend(job.work(EquipmentId::from_erp(ERP, &format!("CNC-{unit:02}"))));
        }
        events
    }

    fn arrival(self) -> Vec<Touching> {
        let import = ImportId::from_erp(ERP, &self.key());
        let received = operations_request::Event::Received {
            order: Box::new(self.entry()),
            import,
        };
        let completed = ImportEvent::Completed {
            erp: ERP.to_owned(),
            orders: 1,
        };
        let released = operations_request::Event::Released {
            jobs: self.jobs().map(Job::id).collect(),
        };
        let lot = LotEntry {
            material: "PLT".to_owned(),
            number: format!("L-{}", self.number),
            supplier: Some("Northfield Steel".to_owned()),
            quantity: Some(Quantity::each(100)),
            expires: None,
            location: Some("RACK-A1".to_owned()),
        };
        let order = vec![AggregateRef::new(Kind::OperationsRequest, self.id().0)];
        vec![
            (
                Event::Material(material_lot::Event::Received(lot)),
                vec![AggregateRef::new(Kind::MaterialLot, self.component().0)],
            ),
            (Event::OperationsRequest(received), order.clone()),
            (
                Event::Import(completed),
                vec![AggregateRef::new(Kind::Import, import.0)],
            ),
            (Event::OperationsRequest(released), order),
        ]
    }

    fn entry(self) -> OrderEntry {
        OrderEntry {
            key: self.key(),
            revision: "1".to_owned(),
            material: Some("BRK".to_owned()),
            quantity: Some(Quantity::each(20)),
            start: None,
            due: Some(due()),
            priority: Some(1),
            erp_state: "released".to_owned(),
            cancelled: false,
            definition: Some("RT-BRK".to_owned()),
            segments: vec![],
            components: vec![],
        }
    }

    fn component(self) -> MaterialLotId {
        MaterialLotId::from_erp(ERP, &format!("C-{}", self.number))
    }

    fn output(self) -> MaterialLotId {
        MaterialLotId::from_erp(ERP, &format!("O-{}", self.number))
    }
}

impl Job {
    fn id(self) -> JobOrderId {
        JobOrderId::from_erp(ERP, &format!("{}/{}", self.order.key(), self.operation))
    }

    fn own(self, event: job_order::Event) -> Touching {
        (
            Event::JobOrder(event),
            vec![AggregateRef::new(Kind::JobOrder, self.id().0)],
        )
    }

    fn with(self, lot: MaterialLotId, event: material_lot::Event) -> Touching {
        let job = AggregateRef::new(Kind::JobOrder, self.id().0);
        let lot = AggregateRef::new(Kind::MaterialLot, lot.0);
        (Event::Material(event), vec![job, lot])
    }

    fn released(self) -> Touching {
        let before = self
            .operation
            .checked_sub(1)
            .map(|operation| Self { operation, ..self });
        self.own(job_order::Event::Released(Box::new(Directive {
            order: self.order.id(),
            order_key: self.order.key(),
            material: MaterialDefinitionId::from_erp(ERP, "BRK"),
            material_key: "BRK".to_owned(),
            tracking: Tracking::Lot,
            segment: format!("{}", (self.operation + 1) * 10),
            name: "Drill and mill".to_owned(),
            position: self.operation,
            last: self.operation + 1 == OPERATIONS,
            quantity: Quantity::each(20),
            equipment: EquipmentId::from_erp(ERP, "MACH"),
            after: before.map(Self::id).into_iter().collect(),
            setup_s: 600,
            run_s: Some(3_600),
            due: Some(due()),
            priority: Some(1),
            needs: vec![Need {
                material: MaterialDefinitionId::from_erp(ERP, "PLT"),
                key: "PLT".to_owned(),
                tracking: Tracking::Lot,
                quantity: Quantity::each(20),
                issue: IssueMethod::Scan,
                tolerance_percent: 0.into(),
            }],
            instruction: Some("Fixture 7. Four holes of 6.4 mm.".to_owned()),
            definition: Some("RT-BRK/A".to_owned()),
            characteristics: Vec::new(),
        })))
    }

    fn dispatched(self, work_unit: EquipmentId, place: usize) -> Touching {
        self.own(job_order::Event::Dispatched {
            work_unit,
            rank: format!("n{place:06}"),
        })
    }

    /// Dispatch, run, portions in and out, completion.
    fn work(self, work_unit: EquipmentId) -> Vec<Touching> {
        let run = RunId::from_erp(ERP, &format!("{}/{}", self.order.key(), self.operation));
        let mut events = vec![
            self.dispatched(work_unit, self.order.number as usize % 1_000_000),
            self.own(job_order::Event::RunStarted { run, work_unit }),
        ];
        for _ in 0..PORTIONS {
            events.extend([self.consumed(), self.reported()]);
            if self.operation + 1 == OPERATIONS {
                events.push(self.produced());
            }
        }
        events.push(self.own(job_order::Event::RunEnded { run }));
        events.push(self.own(job_order::Event::Completed { short: None }));
        events
    }

    fn consumed(self) -> Touching {
        let lot = self.order.component();
        let consumed = material_lot::Event::Consumed {
            job: self.id(),
            material: "PLT".to_owned(),
            lot: Some((lot, format!("L-{}", self.order.number))),
            quantity: Quantity::each(10),
            means: Means::Scanned,
        };
        self.with(lot, consumed)
    }

    fn reported(self) -> Touching {
        self.own(job_order::Event::Reported {
            good: Quantity::each(10),
            scrap: Vec::new(),
            rework: None,
        })
    }

    fn produced(self) -> Touching {
        let lot = self.order.output();
        let produced = material_lot::Event::Produced {
            job: self.id(),
            material: "BRK".to_owned(),
            lot,
            number: format!("B-{}", self.order.number),
            quantity: Quantity::each(10),
        };
        self.with(lot, produced)
    }
}

/// Far enough that no queued job is late.
fn due() -> DateTime<Utc> {
    DateTime::from_timestamp(2_000_000_000, 0).unwrap()
}
