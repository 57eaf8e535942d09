//! The demo plant with somebody signed in, and waiting for what happens by itself.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use devices::binding::{SerialId, Target};
use devices::port::serial::Line;
use domain::id::{EquipmentId, JobOrderId, MaterialLotId, RequestId};
use domain::job_order::{Command, Finish, Observed};
use domain::quantity::Quantity;
use host::demo;
use host::device::Wiring;
use station::request::{
    CommandJobOrder, CommandLabel, FindScan, Found, LabelCommand, LogIn, ViewJob,
};
use station::view::device::{DeviceRole, DeviceView};
use station::view::job::LabelView;
use station::{Folder, Station, SystemClock};
use tempfile::TempDir;
use uuid::Uuid;

/// Longest wait for what happens by itself; two cores may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(20);

pub(crate) struct Plant {
    pub(crate) station: Arc<Station>,
    pub(crate) session: Uuid,
    folder: TempDir,
}

impl Plant {
    pub(crate) async fn demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = Folder::new(folder.path().join("data"));
        demo::make(&data, Arc::new(SystemClock)).await.unwrap();
        let station = Arc::new(Station::open(&data, Arc::new(SystemClock)).await.unwrap());
        let who = LogIn {
            badge: Some("B-1001".to_owned()),
            person: None,
            pin: Some("1001".to_owned()),
        };
        let session = station.log_in(who).await.unwrap().session;
        Self {
            station,
            session,
            folder,
        }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Closes the station and leaves its folder.
    pub(crate) fn close(self) -> TempDir {
        self.folder
    }

    pub(crate) async fn find(&self, text: &str, symbology: Option<&str>) -> Found {
        let request = FindScan {
            text: text.to_owned(),
            symbology: symbology.map(ToOwned::to_owned),
        };
        host::scan::find_scan(&self.station, request).await.unwrap()
    }

    pub(crate) async fn lot(&self, number: &str) -> MaterialLotId {
        let Found::Lots { lots } = self.find(number, None).await else {
            panic!("{number} is no lot")
        };
        lots.first().unwrap().lot
    }

    pub(crate) async fn label(&self, command: LabelCommand) -> LabelView {
        let request = CommandLabel {
            request: RequestId(Uuid::now_v7()),
            session: self.session,
            command,
        };
        self.station.command_label(request).await.unwrap()
    }

    /// Makes the lot of MO-1002, the first one that gets a label.
    pub(crate) async fn make_lot(&self) -> MaterialLotId {
        self.complete("MO-1002", "10", "5 kg").await;
        self.complete("MO-1002", "20", "5 kg").await;
        let (job, _) = self.job("MO-1002", "20").await;
        let view = ViewJob { job, session: None };
        let produced = self.station.view_job(view).await.unwrap().produced;
        produced.first().unwrap().lot
    }

    /// Makes the lot of MO-1001, whose second operation runs.
    pub(crate) async fn make_another_lot(&self) -> MaterialLotId {
        for segment in ["20", "30", "40"] {
            self.complete("MO-1001", segment, "19 EA").await;
        }
        let (job, _) = self.job("MO-1001", "40").await;
        let view = ViewJob { job, session: None };
        let produced = self.station.view_job(view).await.unwrap().produced;
        produced.first().unwrap().lot
    }

    pub(crate) async fn print(&self, lot: MaterialLotId) -> LabelView {
        self.label(LabelCommand::Print { lot }).await
    }

    pub(crate) async fn label_state(&self, label: &LabelView) -> String {
        self.print_job(label).await.state
    }

    pub(crate) async fn print_job(&self, label: &LabelView) -> store::ledger::print::PrintJob {
        let jobs = self.station.store().print_jobs_of(label.label.0).await;
        let mut jobs = jobs.unwrap().into_iter();
        jobs.find(|job| job.copy == label.copy).unwrap()
    }

    pub(crate) fn device(&self, role: DeviceRole) -> DeviceView {
        let devices = self.station.devices();
        devices.into_iter().find(|view| view.role == role).unwrap()
    }

    /// Reports an operation complete, whatever it still lacks.
    pub(crate) async fn complete(&self, order: &str, segment: &str, good: &str) {
        let (job, work_unit) = self.job(order, segment).await;
        let view = ViewJob { job, session: None };
        let status = self.station.view_job(view).await.unwrap().card.status;
        if status != domain::job_order::Status::Running {
            self.command(job, Command::Start { work_unit }).await;
        }
        self.inspect(job).await;
        let (value, unit) = good.split_once(' ').unwrap();
        let report = Command::Report {
            good: Quantity::parse(value, unit).unwrap(),
            scrap: Vec::new(),
            rework: None,
            finish: Finish::Complete,
            reason: None,
        };
        self.command(job, report).await;
    }

    /// Finds everything in order that is inspected at a job.
    async fn inspect(&self, job: JobOrderId) {
        let view = ViewJob { job, session: None };
        let inspections = self.station.view_job(view).await.unwrap().inspections;
        for inspection in inspections {
            let observed = match inspection.unit {
                Some(unit) => Observed::Measured(Quantity::parse("12", unit.as_str()).unwrap()),
                None => Observed::Judged(true),
            };
            let found = Command::Inspect {
                characteristic: inspection.characteristic,
                observed,
                gauge: None,
            };
            self.command(job, found).await;
        }
    }

    async fn job(&self, order: &str, segment: &str) -> (JobOrderId, EquipmentId) {
        let code = format!("{order}/{segment}");
        let Found::Job { job, work_unit, .. } = self.find(&code, None).await else {
            panic!("{code} is no job")
        };
        (job, work_unit.unwrap())
    }

    async fn command(&self, job: JobOrderId, command: Command) {
        let request = CommandJobOrder {
            request: RequestId(Uuid::now_v7()),
            session: self.session,
            job,
            confirmed: true,
            command,
        };
        self.station.command_job_order(request).await.unwrap();
    }
}

/// Waits until `what` holds.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(LOOK).await;
    }
}

pub(crate) fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

pub(crate) fn tcp(address: SocketAddr) -> Wiring {
    Wiring::at(Target::Tcp {
        host: address.ip().to_string(),
        port: address.port(),
    })
}

pub(crate) fn serial(path: &str) -> Wiring {
    Wiring::at(Target::Serial {
        port: SerialId::Path(path.to_owned()),
        line: Line::default(),
    })
}
