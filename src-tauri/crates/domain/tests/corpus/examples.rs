//! One example of each event, as it is recorded today.

use chrono::{DateTime, Utc};
use domain::event::{Definition, ImportEvent};
use domain::id::{EquipmentId, EventId, JobOrderId, MaterialLotId, NonconformanceId, RunId};
use domain::import::{
    Characteristic, Component, DefinitionEntry, EquipmentEntry, EquipmentLevel, HistoryEntry,
    HistoryMaterial, IssueMethod, LotEntry, MaterialEntry, Occasion, OrderEntry, ReasonEntry,
    ReasonKind, Segment, Tracking,
};
use domain::job_order::{self, Directive, Need, Observed, Scrap};
use domain::label::{self, State};
use domain::material_lot::{self, Means, Removal};
use domain::nonconformance::{self, Disposition, DispositionRow};
use domain::role::Role;
use domain::{Event, Quantity, Unit, operations_request, settlement};
use rust_decimal::Decimal;
use uuid::Uuid;

/// Where the example of an event stands in [`every_event`]. A new event does not compile until it
/// has a place here, and the test above fails until it has an example there.
pub(crate) fn place(event: &Event) -> usize {
    use domain::{
        job_order::Event as J, label::Event as L, material_lot::Event as M,
        nonconformance::Event as N, operations_request::Event as O,
    };
    match event {
        Event::Definition(Definition::Equipment(_)) => 0,
        Event::Definition(Definition::Material(_)) => 1,
        Event::Definition(Definition::Operations(_)) => 2,
        Event::Definition(Definition::Person { .. }) => 3,
        Event::Definition(Definition::Reason(_)) => 35,
        Event::Import(ImportEvent::Completed { .. }) => 4,
        Event::Import(ImportEvent::HistoryRecorded(_)) => 5,
        Event::OperationsRequest(O::Received { .. }) => 6,
        Event::OperationsRequest(O::Released { .. }) => 7,
        Event::JobOrder(J::Released(_)) => 8,
        Event::JobOrder(J::Dispatched { .. }) => 9,
        Event::JobOrder(J::RunStarted { .. }) => 10,
        Event::JobOrder(J::RunPaused { .. }) => 11,
        Event::JobOrder(J::RunResumed { .. }) => 12,
        Event::JobOrder(J::RunEnded { .. }) => 13,
        Event::JobOrder(J::Reported { .. }) => 14,
        Event::JobOrder(J::Completed { .. }) => 15,
        Event::Material(M::Received(_)) => 16,
        Event::Material(M::Consumed { .. }) => 17,
        Event::Material(M::Produced { .. }) => 18,
        Event::Label(L::Requested { .. }) => 19,
        Event::Label(L::Reprinted { .. }) => 20,
        Event::Label(L::Settled { .. }) => 21,
        Event::Material(M::Held { .. }) => 24,
        Event::Material(M::HoldReleased { .. }) => 25,
        Event::JobOrder(J::Inspected { .. }) => 26,
        Event::Material(M::Removed { .. }) => 27,
        Event::Material(M::Returned { .. }) => 33,
        Event::Material(M::Sublot { .. }) => 34,
        Event::Nonconformance(N::Opened { .. }) => 28,
        Event::Nonconformance(N::Contained { .. }) => 29,
        Event::Nonconformance(N::Counted { .. }) => 30,
        Event::Nonconformance(N::Dispositioned { .. }) => 31,
        Event::Nonconformance(N::Closed { .. }) => 32,
        Event::Voided { .. } => 23,
        Event::Exception(_) => 22,
        Event::Unread { .. } => unreachable!("only a newer version records it"),
    }
}

pub(crate) fn every_event() -> Vec<Event> {
    let mut all = definitions();
    all.extend(imports());
    all.extend(orders().into_iter().map(Event::OperationsRequest));
    all.extend(jobs().into_iter().map(Event::JobOrder));
    all.extend(materials().into_iter().map(Event::Material));
    all.extend(labels().into_iter().map(Event::Label));
    all.push(Event::Exception(settlement::Event::Settled {
        exception: EventId(Uuid::from_u128(7)),
        note: "counted again: three were reported twice".to_owned(),
    }));
    all.push(Event::Voided {
        target: EventId(Uuid::from_u128(7)),
        reason: "typed “50” for 5".to_owned(),
    });
    all.push(Event::Material(material_lot::Event::Held {
        cause: "rust on the coil".to_owned(),
    }));
    all.push(Event::Material(material_lot::Event::HoldReleased {
        hold: EventId(Uuid::from_u128(7)),
        note: "only on the wrapping".to_owned(),
    }));
    all.extend(quality());
    all.push(Event::Definition(Definition::Reason(ReasonEntry {
        kind: ReasonKind::Scrap,
        key: "S10".to_owned(),
        text: "Out of size".to_owned(),
        order: 10,
        active: true,
    })));
    all
}

fn quality() -> Vec<Event> {
    let doubt = NonconformanceId(Uuid::from_u128(12));
    let lot = (MaterialLotId(Uuid::from_u128(3)), "P-1".to_owned());
    let row = |disposition, quantity| DispositionRow {
        lot: Some(lot.clone()),
        quantity,
        disposition,
    };
    let inspected = job_order::Event::Inspected {
        characteristic: "bore".to_owned(),
        observed: Observed::Measured(Quantity::parse("25.11", "mm").unwrap()),
        conforms: false,
        gauge: Some("G-14".to_owned()),
    };
    let removed = material_lot::Event::Removed {
        quantity: Quantity::each(2),
        why: Removal::Scrapped,
        nonconformance: Some(doubt),
    };
    let opened = nonconformance::Event::Opened {
        nonconformance: doubt,
        number: "NC-A1-7".to_owned(),
        job: Some(JobOrderId(Uuid::from_u128(2))),
        inspection: Some(EventId(Uuid::from_u128(7))),
        material: "PART".to_owned(),
        cause: "bore: 25.11 mm, not 24.94 to 25.06 mm".to_owned(),
        quantity: Quantity::each(5),
        lots: vec![lot.clone()],
    };
    let contained = nonconformance::Event::Contained {
        nonconformance: doubt,
        number: "NC-A1-7".to_owned(),
        lot: lot.clone(),
    };
    let counted = nonconformance::Event::Counted {
        nonconformance: doubt,
        quantity: Quantity::each(4),
        note: "one was measured twice".to_owned(),
    };
    let dispositioned = nonconformance::Event::Dispositioned {
        nonconformance: doubt,
        rows: vec![
            row(Disposition::Scrap, Quantity::each(2)),
            row(Disposition::Rework, Quantity::each(2)),
        ],
        note: "bushings fit after reaming".to_owned(),
    };
    let closed = nonconformance::Event::Closed {
        nonconformance: doubt,
        note: "reamed and measured".to_owned(),
    };
    let doubts = [opened, contained, counted, dispositioned, closed];
    [inspected.into(), Event::Material(removed)]
        .into_iter()
        .chain(doubts.map(Event::Nonconformance))
        .chain(come_back().map(Event::Material))
        .collect()
}

fn come_back() -> [material_lot::Event; 2] {
    let lot = (MaterialLotId(Uuid::from_u128(3)), "L-1".to_owned());
    let sublot = (MaterialLotId(Uuid::from_u128(13)), "L-1-A1-8".to_owned());
    let returned = material_lot::Event::Returned {
        job: JobOrderId(Uuid::from_u128(2)),
        material: "RESIN".to_owned(),
        lot: lot.clone(),
        sublot: sublot.clone(),
        quantity: kg("0.5"),
    };
    let back = material_lot::Event::Sublot {
        of: lot,
        material: "RESIN".to_owned(),
        number: sublot.1,
        quantity: kg("0.5"),
        supplier: Some("Polychem".to_owned()),
        expires: Some("2027-01-31".parse().unwrap()),
    };
    [returned, back]
}

fn characteristics() -> Vec<Characteristic> {
    let mm = |value| Some(Quantity::parse(value, "mm").unwrap());
    vec![
        Characteristic {
            key: "bore".to_owned(),
            segment: "10".to_owned(),
            name: "Bore diameter".to_owned(),
            lower: mm("24.94"),
            nominal: mm("25"),
            upper: mm("25.06"),
            occasion: Occasion::Every(10),
            by: Role::Operator,
        },
        Characteristic {
            key: "burr".to_owned(),
            segment: "10".to_owned(),
            name: "Burr".to_owned(),
            lower: None,
            nominal: None,
            upper: None,
            occasion: Occasion::LotChange,
            by: Role::Quality,
        },
    ]
}

fn definitions() -> Vec<Event> {
    let all = [
        Definition::Equipment(EquipmentEntry {
            key: "LATHE-1".to_owned(),
            name: "Lathe 1".to_owned(),
            level: EquipmentLevel::WorkUnit,
            parent: Some("TURN".to_owned()),
        }),
        Definition::Material(MaterialEntry {
            key: "PART".to_owned(),
            description: "Shaft Ø 12".to_owned(),
            unit: Unit::each(),
            tracking: Tracking::Lot,
            gtin: Some("04012345678901".to_owned()),
        }),
        Definition::Operations(DefinitionEntry {
            key: "R-1".to_owned(),
            revision: "A".to_owned(),
            material: "PART".to_owned(),
            quantity: Quantity::each(1),
            segments: vec![segment()],
            components: vec![component()],
            characteristics: characteristics(),
        }),
        Definition::Person {
            roles: vec![Role::Operator, Role::Quality],
        },
    ];
    all.map(Event::Definition).into()
}

fn imports() -> Vec<Event> {
    let history = HistoryEntry {
        key: "PP-1".to_owned(),
        order: "MO-0".to_owned(),
        at: Some(instant()),
        materials: vec![HistoryMaterial {
            material: "PART".to_owned(),
            lot: Some("P-0".to_owned()),
            sublot: None,
            r#use: "Produced".to_owned(),
            quantity: Some(Quantity::each(5)),
        }],
    };
    let completed = ImportEvent::Completed {
        erp: "erp".to_owned(),
        orders: 3,
    };
    [completed, ImportEvent::HistoryRecorded(history)]
        .map(Event::Import)
        .into()
}

fn orders() -> Vec<operations_request::Event> {
    let order = OrderEntry {
        key: "MO-1".to_owned(),
        revision: "2".to_owned(),
        material: Some("PART".to_owned()),
        quantity: Some(Quantity::each(10)),
        start: None,
        due: Some(instant()),
        priority: Some(1),
        erp_state: "planned".to_owned(),
        cancelled: false,
        definition: Some("R-1".to_owned()),
        segments: vec![segment()],
        components: vec![component()],
    };
    vec![
        operations_request::Event::Received {
            order: Box::new(order),
            import: Uuid::from_u128(9).into(),
        },
        operations_request::Event::Released {
            jobs: vec![JobOrderId(Uuid::from_u128(2))],
        },
    ]
}

fn jobs() -> Vec<job_order::Event> {
    use job_order::Event as E;
    let run = RunId(Uuid::from_u128(98));
    let work_unit = EquipmentId(Uuid::from_u128(70));
    vec![
        E::Released(Box::new(directive())),
        E::Dispatched {
            work_unit,
            rank: "naaaaa".to_owned(),
        },
        E::RunStarted { run, work_unit },
        E::RunPaused {
            run,
            reason: "lunch".to_owned(),
        },
        E::RunResumed { run },
        E::RunEnded { run },
        E::Reported {
            good: Quantity::each(8),
            scrap: vec![Scrap {
                quantity: Quantity::each(1),
                reason: "burr".to_owned(),
            }],
            rework: Some(Quantity::each(1)),
        },
        E::Completed {
            short: Some("no more steel".to_owned()),
        },
    ]
}

fn materials() -> Vec<material_lot::Event> {
    use material_lot::Event as E;
    let job = JobOrderId(Uuid::from_u128(2));
    vec![
        E::Received(LotEntry {
            material: "RESIN".to_owned(),
            number: "L-1".to_owned(),
            supplier: Some("ACME".to_owned()),
            quantity: Some(kg("12.5")),
            expires: Some(instant().date_naive()),
            location: None,
        }),
        E::Consumed {
            job,
            material: "RESIN".to_owned(),
            lot: Some((MaterialLotId(Uuid::from_u128(3)), "L-1".to_owned())),
            quantity: kg("2.004"),
            means: Means::Weighed {
                raw: "S S      2.004 kg".to_owned(),
                scale: "bench".to_owned(),
                outside: false,
            },
        },
        E::Produced {
            job,
            material: "PART".to_owned(),
            lot: MaterialLotId(Uuid::from_u128(4)),
            number: "P-1".to_owned(),
            quantity: Quantity::each(8),
        },
    ]
}

fn labels() -> Vec<label::Event> {
    let sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned();
    vec![
        label::Event::Requested {
            lot: MaterialLotId(Uuid::from_u128(4)),
            template: "lot.1".to_owned(),
            sha256: sha256.clone(),
        },
        label::Event::Reprinted {
            copy: 1,
            reason: "torn".to_owned(),
            sha256,
        },
        label::Event::Settled {
            copy: 1,
            state: State::Confirmed,
            evidence: "a person has it in hand".to_owned(),
        },
    ]
}

fn directive() -> Directive {
    Directive {
        order: Uuid::from_u128(1).into(),
        order_key: "MO-1".to_owned(),
        material: Uuid::from_u128(5).into(),
        material_key: "PART".to_owned(),
        tracking: Tracking::Lot,
        segment: "10".to_owned(),
        name: "Turn".to_owned(),
        position: 0,
        last: true,
        quantity: Quantity::each(10),
        equipment: EquipmentId(Uuid::from_u128(70)),
        after: vec![JobOrderId(Uuid::from_u128(12))],
        setup_s: 600,
        run_s: Some(3_600),
        due: Some(instant()),
        priority: Some(1),
        needs: vec![Need {
            material: Uuid::from_u128(6).into(),
            key: "RESIN".to_owned(),
            tracking: Tracking::Lot,
            quantity: kg("2"),
            issue: IssueMethod::Weigh,
            tolerance_percent: Decimal::new(25, 1),
        }],
        instruction: Some("Wear goggles.".to_owned()),
        definition: Some("R-1 rev A".to_owned()),
        characteristics: characteristics(),
    }
}

fn segment() -> Segment {
    Segment {
        id: "10".to_owned(),
        name: "Turn".to_owned(),
        equipment: "TURN".to_owned(),
        setup_s: 600,
        run_s: Some(360),
        after: Vec::new(),
        instruction: Some("Wear goggles.".to_owned()),
    }
}

fn component() -> Component {
    Component {
        material: "RESIN".to_owned(),
        quantity: kg("0.2"),
        segment: Some("10".to_owned()),
        issue: IssueMethod::Weigh,
        tolerance_percent: Decimal::new(25, 1),
    }
}

fn kg(value: &str) -> Quantity {
    Quantity::parse(value, "kg").unwrap()
}

pub(crate) fn instant() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().unwrap()
}
