//! A station in a folder of its own, and the commands people give there.

use chrono::{DateTime, TimeDelta, Utc};
use domain::event::{AggregateRef, Definition, Event, ImportEvent, Kind, Recorded};
use domain::id::{
    EquipmentId, ImportId, JobOrderId, LabelId, MaterialDefinitionId, MaterialLotId,
    OperationsRequestId, PersonId, ReasonId, RequestId, RunId,
};
use domain::import::{
    DefinitionEntry, EquipmentEntry, EquipmentLevel, HistoryEntry, IssueMethod, LotEntry,
    MaterialEntry, OrderEntry, ReasonEntry, ReasonKind, Segment, Tracking,
};
use domain::job_order::{self, Directive, Need, Scrap};
use domain::material_lot::{self, Means};
use domain::origin::{Origin, StationId};
use domain::quantity::{Quantity, Unit};
use domain::role::Role;
use domain::{label, operations_request, settlement};
use store::ledger::station::StationRow;
use store::{Draft, Folder, LedgerRow, Store, StoreError};
use tempfile::TempDir;
use uuid::Uuid;

/// One station with its folder.
pub(crate) struct Station {
    pub(crate) store: Store,
    pub(crate) dir: TempDir,
}

impl Station {
    pub(crate) async fn found(number: u8) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = found(&folder(&dir), number).await;
        Self { store, dir }
    }

    pub(crate) async fn record(&self, draft: Draft) -> Result<Vec<Recorded>, StoreError> {
        self.store.writer().await?.record(draft).await
    }

    /// Closes the file and opens it again: nothing folded is left in memory.
    pub(crate) async fn reopen(self) -> Self {
        let Self { store, dir } = self;
        drop(store);
        let store = Store::open(&folder(&dir)).await.unwrap();
        Self { store, dir }
    }

    pub(crate) async fn verify(&self) -> String {
        match self.store.verify().await {
            Ok(verified) => verified.to_string(),
            Err(error) => panic!("{error}"),
        }
    }
}

pub(crate) fn folder(dir: &TempDir) -> Folder {
    Folder::new(dir.path())
}

/// Opens a folder and makes it the station of that number.
pub(crate) async fn found(folder: &Folder, number: u8) -> Store {
    folder.make().unwrap();
    let store = Store::open(folder).await.unwrap();
    let row = StationRow {
        origin: origin(number),
        name: format!("Station {number}"),
        zone: "Europe/Berlin".to_owned(),
        erp: "test".to_owned(),
        demo: false,
        work_unit: None,
    };
    let mut writer = store.writer().await.unwrap();
    writer.found_station(&row).await.unwrap();
    drop(writer);
    store
}

pub(crate) fn origin(number: u8) -> Origin {
    Origin {
        station: StationId([number; 16]),
        epoch: 1,
    }
}

/// A morning with a fraction of a millisecond, as real clocks have it.
pub(crate) fn at(minute: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-03-02T06:00:00.123456789Z".parse().unwrap();
    start + TimeDelta::minutes(minute)
}

pub(crate) fn draft(minute: i64, events: Vec<(Event, Vec<AggregateRef>)>) -> Draft {
    Draft {
        request: RequestId(Uuid::now_v7()),
        first: None,
        actor: Some(person()),
        effective_at: at(minute),
        now: at(minute),
        events,
        ledger: None,
    }
}

pub(crate) fn with(ledger: LedgerRow, draft: Draft) -> Draft {
    Draft {
        ledger: Some(ledger),
        ..draft
    }
}

pub(crate) fn person() -> PersonId {
    PersonId::from_erp("test", "P-1")
}

pub(crate) fn unit(number: u32) -> EquipmentId {
    EquipmentId::from_erp("test", &format!("WU-{number}"))
}

pub(crate) fn kg(value: &str) -> Quantity {
    Quantity::parse(value, "kg").unwrap()
}

/// Everything one job order needs a name for.
#[derive(Clone, Copy)]
pub(crate) struct Job {
    pub(crate) number: u32,
}

impl Job {
    pub(crate) fn id(self) -> JobOrderId {
        JobOrderId::from_erp("test", &self.key())
    }

    pub(crate) fn order(self) -> OperationsRequestId {
        OperationsRequestId::from_erp("test", &self.key())
    }

    pub(crate) fn component(self) -> MaterialLotId {
        MaterialLotId::from_erp("test", &format!("C-{}", self.number))
    }

    pub(crate) fn output(self) -> MaterialLotId {
        MaterialLotId::from_erp("test", &format!("O-{}", self.number))
    }

    pub(crate) fn label(self) -> LabelId {
        LabelId::from_erp("test", &self.key())
    }

    pub(crate) fn run(self) -> RunId {
        RunId::from_erp("test", &self.key())
    }

    pub(crate) fn key(self) -> String {
        format!("MO-{}", self.number)
    }

    fn touched(self) -> Vec<AggregateRef> {
        vec![AggregateRef::new(Kind::JobOrder, self.id().0)]
    }

    fn touched_with(self, lot: MaterialLotId) -> Vec<AggregateRef> {
        vec![
            AggregateRef::new(Kind::JobOrder, self.id().0),
            AggregateRef::new(Kind::MaterialLot, lot.0),
        ]
    }

    fn own(self, event: job_order::Event) -> (Event, Vec<AggregateRef>) {
        (Event::JobOrder(event), self.touched())
    }

    pub(crate) fn import(self) -> Draft {
        let entry = LotEntry {
            material: "FLOUR".to_owned(),
            number: format!("L-{}", self.number),
            supplier: Some("Mill".to_owned()),
            quantity: Some(kg("50.50")),
            expires: "2027-01-31".parse().ok(),
            location: None,
        };
        let lot = AggregateRef::new(Kind::MaterialLot, self.component().0);
        draft(
            0,
            vec![(
                Event::Material(material_lot::Event::Received(entry)),
                vec![lot],
            )],
        )
    }

    /// The order arrives, and its import completes.
    pub(crate) fn receive(self) -> Draft {
        let import = ImportId::from_erp("test", &self.key());
        let order = OrderEntry {
            key: self.key(),
            revision: "1".to_owned(),
            material: Some("BREAD".to_owned()),
            quantity: Some(kg("100.0")),
            start: None,
            due: Some(at(600)),
            priority: Some(1),
            erp_state: "released".to_owned(),
            cancelled: false,
            definition: Some("R-1".to_owned()),
            segments: vec![],
            components: vec![],
        };
        let received = operations_request::Event::Received {
            order: Box::new(order),
            import,
        };
        let completed = ImportEvent::Completed {
            erp: "test".to_owned(),
            orders: 1,
        };
        let request = AggregateRef::new(Kind::OperationsRequest, self.order().0);
        draft(
            1,
            vec![
                (Event::OperationsRequest(received), vec![request]),
                (
                    Event::Import(completed),
                    vec![AggregateRef::new(Kind::Import, import.0)],
                ),
            ],
        )
    }

    pub(crate) fn release(self) -> Draft {
        let released = operations_request::Event::Released {
            jobs: vec![self.id()],
        };
        let request = AggregateRef::new(Kind::OperationsRequest, self.order().0);
        draft(
            2,
            vec![
                (Event::OperationsRequest(released), vec![request]),
                self.own(job_order::Event::Released(Box::new(self.directive()))),
            ],
        )
    }

    fn directive(self) -> Directive {
        Directive {
            order: self.order(),
            order_key: self.key(),
            material: MaterialDefinitionId::from_erp("test", "BREAD"),
            material_key: "BREAD".to_owned(),
            tracking: Tracking::Lot,
            segment: "10".to_owned(),
            name: "Bake".to_owned(),
            position: 0,
            last: true,
            quantity: kg("100.0"),
            equipment: EquipmentId::from_erp("test", "WC-1"),
            after: vec![],
            setup_s: 600,
            run_s: Some(3_600),
            due: Some(at(600)),
            priority: Some(1),
            needs: vec![Need {
                material: MaterialDefinitionId::from_erp("test", "FLOUR"),
                key: "FLOUR".to_owned(),
                tracking: Tracking::Lot,
                quantity: kg("60"),
                issue: IssueMethod::Scan,
                tolerance_percent: 2.into(),
            }],
            instruction: None,
            definition: Some("R-1/1".to_owned()),
            characteristics: Vec::new(),
        }
    }

    pub(crate) fn dispatch(self, to: u32) -> Draft {
        let dispatched = job_order::Event::Dispatched {
            work_unit: unit(to),
            rank: format!("naaaa{}", char::from(b'a' + (self.number % 26) as u8)),
        };
        draft(3, vec![self.own(dispatched)])
    }

    pub(crate) fn start(self) -> Draft {
        let started = job_order::Event::RunStarted {
            run: self.run(),
            work_unit: unit(1),
        };
        draft(10, vec![self.own(started)])
    }

    pub(crate) fn pause(self) -> Draft {
        let paused = job_order::Event::RunPaused {
            run: self.run(),
            reason: "Lunch".to_owned(),
        };
        draft(20, vec![self.own(paused)])
    }

    pub(crate) fn resume(self) -> Draft {
        draft(
            30,
            vec![self.own(job_order::Event::RunResumed { run: self.run() })],
        )
    }

    pub(crate) fn consume(self, amount: &str, means: Means) -> Draft {
        let lot = (self.component(), format!("L-{}", self.number));
        draft(
            31,
            vec![(
                self.consumed(Some(lot), amount, means),
                self.touched_with(self.component()),
            )],
        )
    }

    fn consumed(self, lot: Option<(MaterialLotId, String)>, amount: &str, means: Means) -> Event {
        Event::Material(material_lot::Event::Consumed {
            job: self.id(),
            material: if lot.is_some() { "FLOUR" } else { "SALT" }.to_owned(),
            lot,
            quantity: kg(amount),
            means,
        })
    }

    /// A report as the last operation makes it: output lot and backflush come with it.
    pub(crate) fn report(self, good: &str, scrap: &str) -> Draft {
        draft(40, self.report_events(good, scrap))
    }

    fn report_events(self, good: &str, scrap: &str) -> Vec<(Event, Vec<AggregateRef>)> {
        let reported = job_order::Event::Reported {
            good: kg(good),
            scrap: vec![Scrap {
                quantity: kg(scrap),
                reason: "Burnt".to_owned(),
            }],
            rework: None,
        };
        let produced = material_lot::Event::Produced {
            job: self.id(),
            material: "BREAD".to_owned(),
            lot: self.output(),
            number: format!("B-{}", self.number),
            quantity: kg(good),
        };
        vec![
            self.own(reported),
            (Event::Material(produced), self.touched_with(self.output())),
            (
                self.consumed(None, "0.75", Means::Backflushed),
                self.touched(),
            ),
        ]
    }

    /// The largest command there is: output, backflush, end of the run, completion, message.
    pub(crate) fn complete(self, good: &str) -> Draft {
        let mut events = self.report_events(good, "0.25");
        events.push(self.own(job_order::Event::RunEnded { run: self.run() }));
        events.push(self.own(job_order::Event::Completed { short: None }));
        let outbox = LedgerRow::Outbox {
            message: Uuid::now_v7(),
            order_key: self.key(),
            segment: "10".to_owned(),
            body: "{}".to_owned(),
            created_ms: at(50).timestamp_millis(),
        };
        with(outbox, draft(50, events))
    }

    pub(crate) fn print(self) -> Draft {
        let requested = label::Event::Requested {
            lot: self.output(),
            template: "lot.1".to_owned(),
            sha256: "00".repeat(32),
        };
        with(self.print_job(0), draft(51, vec![self.labelled(requested)]))
    }

    /// Its flour does not conform.
    pub(crate) fn doubt(self) -> Draft {
        let lot = self.component();
        let id = domain::id::NonconformanceId(Uuid::from_u128(77));
        let opened = domain::nonconformance::Event::Opened {
            nonconformance: id,
            number: "NC-1".to_owned(),
            job: None,
            inspection: None,
            material: "FLOUR".to_owned(),
            cause: "lumps".to_owned(),
            quantity: kg("5"),
            lots: vec![(lot, "L-1".to_owned())],
        };
        let touched = vec![
            AggregateRef::new(Kind::Nonconformance, id.0),
            AggregateRef::new(Kind::MaterialLot, lot.0),
        ];
        draft(70, vec![(Event::Nonconformance(opened), touched)])
    }

    pub(crate) fn settle(self) -> Draft {
        let settled = label::Event::Settled {
            copy: 0,
            state: label::State::Confirmed,
            evidence: "the printer is idle again".to_owned(),
        };
        let state = LedgerRow::PrintState {
            label: self.label().0,
            copy: 0,
            state: label::State::Confirmed.word(),
            accepted: Some(4),
            evidence: "the printer is idle again".to_owned(),
        };
        with(state, draft(52, vec![self.labelled(settled)]))
    }

    pub(crate) fn reprint(self) -> Draft {
        let reprinted = label::Event::Reprinted {
            copy: 1,
            reason: "Torn".to_owned(),
            sha256: "11".repeat(32),
        };
        with(self.print_job(1), draft(53, vec![self.labelled(reprinted)]))
    }

    fn labelled(self, event: label::Event) -> (Event, Vec<AggregateRef>) {
        (
            Event::Label(event),
            vec![AggregateRef::new(Kind::Label, self.label().0)],
        )
    }

    fn print_job(self, copy: u32) -> LedgerRow {
        LedgerRow::PrintJob {
            label: self.label().0,
            copy,
            printer: "P1".to_owned(),
            bytes: b"^XA^XZ".to_vec(),
            svg: "<svg/>".to_owned(),
            created_ms: at(51).timestamp_millis(),
        }
    }

    /// The whole life of the job, command by command, each with what it is.
    pub(crate) fn life(self) -> Vec<(&'static str, Draft)> {
        let weighed = Means::Weighed {
            raw: "S S 1.5 kg".to_owned(),
            scale: "bench".to_owned(),
            outside: false,
        };
        vec![
            ("stock", self.import()),
            ("order", self.receive()),
            ("release", self.release()),
            ("dispatch", self.dispatch(1)),
            ("start", self.start()),
            ("pause", self.pause()),
            ("resume", self.resume()),
            ("consume", self.consume("12.50", Means::Scanned)),
            ("weigh", self.consume("1.5", weighed)),
            ("report", self.report("40.10", "0.5")),
            ("complete", self.complete("59.15")),
            ("print", self.print()),
            ("settle", self.settle()),
            ("reprint", self.reprint()),
        ]
    }
}

/// Takes back what `recorded` booked.
pub(crate) fn void(recorded: &Recorded, minute: i64) -> Draft {
    let voided = Event::Voided {
        target: recorded.id,
        reason: "Typed wrong".to_owned(),
    };
    let touches = recorded.touches.iter().map(|touch| touch.aggregate);
    draft(minute, vec![(voided, touches.collect())])
}

/// Says what came of an exception.
pub(crate) fn settle(exception: &Recorded, minute: i64) -> Draft {
    let settled = Event::Exception(settlement::Event::Settled {
        exception: exception.id,
        note: "Counted again".to_owned(),
    });
    let settlement = AggregateRef::new(Kind::Settlement, exception.id.0);
    draft(minute, vec![(settled, vec![settlement])])
}

/// Master data, one command a kind, as an import records it.
pub(crate) fn master_data() -> Vec<(&'static str, Draft)> {
    vec![
        ("equipment", equipment()),
        ("items", items()),
        ("routing", routing()),
        ("people", people()),
        ("history", history()),
        ("reasons", reasons()),
    ]
}

fn equipment() -> Draft {
    let entry = |key: &str, level, parent: Option<&str>| EquipmentEntry {
        key: key.to_owned(),
        name: format!("Oven {key}"),
        level,
        parent: parent.map(ToOwned::to_owned),
    };
    let entries = [
        entry("WC-1", EquipmentLevel::WorkCenter, None),
        entry("WU-1", EquipmentLevel::WorkUnit, Some("WC-1")),
        entry("WU-2", EquipmentLevel::WorkUnit, Some("WC-1")),
    ];
    let events = entries.into_iter().map(|entry| {
        let id = EquipmentId::from_erp("test", &entry.key);
        let touched = AggregateRef::new(Kind::Equipment, id.0);
        (
            Event::Definition(Definition::Equipment(entry)),
            vec![touched],
        )
    });
    draft(0, events.collect())
}

fn items() -> Draft {
    let events = ["BREAD", "FLOUR", "SALT"].map(|key| {
        let entry = MaterialEntry {
            key: key.to_owned(),
            description: format!("{key} ½ “fine”"),
            unit: Unit::new("kg").unwrap(),
            tracking: Tracking::Lot,
            gtin: Some("04012345678901".to_owned()),
        };
        let id = MaterialDefinitionId::from_erp("test", key);
        let touched = AggregateRef::new(Kind::MaterialDefinition, id.0);
        (
            Event::Definition(Definition::Material(entry)),
            vec![touched],
        )
    });
    draft(0, events.into())
}

fn routing() -> Draft {
    let entry = DefinitionEntry {
        key: "R-1".to_owned(),
        revision: "1".to_owned(),
        material: "BREAD".to_owned(),
        quantity: kg("100"),
        segments: vec![Segment {
            id: "10".to_owned(),
            name: "Bake".to_owned(),
            equipment: "WC-1".to_owned(),
            setup_s: 600,
            run_s: Some(3_600),
            after: vec![],
            instruction: None,
        }],
        components: vec![],
        characteristics: vec![],
    };
    let id = domain::id::OperationsDefinitionId::from_erp("test", "R-1");
    let touched = AggregateRef::new(Kind::OperationsDefinition, id.0);
    draft(
        0,
        vec![(
            Event::Definition(Definition::Operations(entry)),
            vec![touched],
        )],
    )
}

fn people() -> Draft {
    let roles = vec![Role::Operator, Role::Supervisor];
    let touched = AggregateRef::new(Kind::Person, person().0);
    draft(
        0,
        vec![(
            Event::Definition(Definition::Person { roles }),
            vec![touched],
        )],
    )
}

fn reasons() -> Draft {
    let entry = |text: &str| ReasonEntry {
        kind: ReasonKind::Scrap,
        key: "S10".to_owned(),
        text: text.to_owned(),
        order: 10,
        active: true,
    };
    let touched = AggregateRef::new(Kind::Reason, ReasonId::from_erp("test", "scrap S10").0);
    let told = ["Burnt", "Burnt black"].map(|text| {
        let event = Event::Definition(Definition::Reason(entry(text)));
        (event, vec![touched])
    });
    draft(0, told.into())
}

fn history() -> Draft {
    let entry = HistoryEntry {
        key: "H-1".to_owned(),
        order: "MO-0".to_owned(),
        at: Some(at(-600)),
        materials: vec![],
    };
    let id = JobOrderId::from_erp("test", "H-1").0;
    let touched = AggregateRef::new(Kind::OperationsResponse, id);
    draft(
        0,
        vec![(
            Event::Import(ImportEvent::HistoryRecorded(entry)),
            vec![touched],
        )],
    )
}
