//! A plant of twenty work units that all work: made by import, release, dispatch and start, as any
//! plant is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::id::{EquipmentId, JobOrderId, RequestId};
use domain::job_order::Command;
use host::mover::keep_moving;
use station::found::{Founding, found};
use station::request::{
    CommandJobOrder, CommandOperationsRequest, LogIn, Nothing, OrderCommand, ViewOrderTray,
};
use station::view::job_list::JobCard;
use station::view::order::OrderRow;
use station::view::station::Place;
use station::{Folder, Station, SystemClock};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::time::{Duration, sleep};
use uuid::Uuid;

/// Work units, and so jobs that run.
pub(crate) const UNITS: usize = 20;

/// Name of the ERP that keys belong to.
pub(crate) const ERP: &str = "erp";

/// A station with its folder, a person signed in, and a job that runs at each work unit.
pub(crate) struct Plant {
    pub(crate) station: Arc<Station>,
    pub(crate) session: Uuid,
    pub(crate) jobs: Vec<JobOrderId>,
    pub(crate) units: Vec<EquipmentId>,
    folder: TempDir,
    /// Dropped with the plant: its log is moved no more.
    moving: watch::Sender<bool>,
}

impl Plant {
    /// Makes it in a folder of its own within `folder`.
    pub(crate) async fn make(folder: &Path) -> Self {
        let mut plant = Self::idle(folder).await;
        for (row, unit) in plant.orders().await.iter().zip(plant.units.clone()) {
            let card = plant.release(row).await;
            plant.start(&card, unit).await;
            plant.jobs.push(card.job);
        }
        assert_eq!(plant.jobs.len(), UNITS);
        plant
    }

    /// The same with nothing released.
    pub(crate) async fn idle(folder: &Path) -> Self {
        let folder = tempfile::tempdir_in(folder).unwrap();
        let data = Folder::new(folder.path());
        found(&data, &founding()).await.unwrap();
        let station = Station::open(&data, Arc::new(SystemClock)).await.unwrap();
        let report = host::import::import_files(&station, documents(UNITS), false, None)
            .await
            .unwrap();
        assert!(!report.refused, "{report:?}");
        let log_in = LogIn {
            badge: Some("B-1".to_owned()),
            person: None,
            pin: Some("2468".to_owned()),
        };
        let session = station.log_in(log_in).await.unwrap().session;
        let places = station.view_station(Nothing {}).await.unwrap().work_units;
        let (station, (moving, stopped)) = (Arc::new(station), watch::channel(false));
        tokio::spawn(keep_moving(station.clone(), stopped));
        Self {
            station,
            session,
            jobs: Vec::new(),
            units: places.into_iter().map(|place: Place| place.id).collect(),
            folder,
            moving,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the station and leaves its folder.
    pub(crate) async fn close(self) -> TempDir {
        let station = Arc::downgrade(&self.station);
        drop((self.station, self.moving));
        while station.strong_count() > 0 {
            sleep(Duration::from_millis(10)).await; // Who moves its log notices that it is to end.
        }
        self.folder
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder().join(store::DATABASE)
    }

    async fn orders(&self) -> Vec<OrderRow> {
        let all = ViewOrderTray::default();
        self.station.view_order_tray(all).await.unwrap().orders
    }

    async fn release(&self, row: &OrderRow) -> JobCard {
        let release = CommandOperationsRequest {
            request: RequestId(Uuid::now_v7()),
            session: self.session,
            order_id: row.order_id,
            seen: row.head,
            command: OrderCommand::Release,
        };
        let order = self.station.command_operations_request(release).await;
        order.unwrap().jobs.remove(0)
    }

    async fn start(&self, card: &JobCard, unit: EquipmentId) {
        let dispatch = Command::Dispatch {
            work_unit: unit,
            before: None,
            seen: card.head,
        };
        for command in [dispatch, Command::Start { work_unit: unit }] {
            let request = CommandJobOrder {
                request: RequestId(Uuid::now_v7()),
                session: self.session,
                job: card.job,
                confirmed: true,
                command,
            };
            self.station.capture_job_order(&request).await.unwrap();
        }
    }
}

pub(crate) fn founding() -> Founding {
    Founding {
        name: "Bench".to_owned(),
        zone: chrono_tz::Europe::Rome,
        erp: ERP.to_owned(),
        demo: false,
    }
}

/// The plant as the folder of CSV files an ERP would send, with so many orders.
pub(crate) fn documents(orders: usize) -> Vec<(String, Vec<u8>)> {
    let units = (0..UNITS).map(|unit| format!("CNC-{unit:02},Mill {unit},work_unit,MACH\n"));
    let orders = (0..orders).map(|order| order_line(&format!("MO-{order:05}")));
    let tables = [
        (
            "work_centers.csv",
            format!(
                "key,name,level,parent\nMACH,Machining,work_center,\n{}",
                units.collect::<String>()
            ),
        ),
        ("items.csv", ITEMS.to_owned()),
        ("routings.csv", ROUTINGS.to_owned()),
        ("bills.csv", BILLS.to_owned()),
        (
            "orders.csv",
            format!("{ORDER_COLUMNS}{}", orders.collect::<String>()),
        ),
        ("people.csv", PEOPLE.to_owned()),
    ];
    let file = |(name, text): (&str, String)| (name.to_owned(), text.into_bytes());
    tables.into_iter().map(file).collect()
}

const ORDER_COLUMNS: &str = "key,revision,item,quantity,unit,start,due,priority,state,routing\n";

fn order_line(key: &str) -> String {
    format!("{key},1,BRK,1000000,EA,2026-03-02T06:00:00Z,2036-03-09T14:00:00Z,3,released,RT-BRK\n")
}

const ITEMS: &str = "key,description,unit,tracking,gtin\n\
    BRK,\"Bracket assembly, light\",EA,lot,\n\
    PLT,Steel plate 200 x 80 x 4,EA,lot,\n";

const ROUTINGS: &str = "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction\n\
    RT-BRK,A,BRK,10,EA,10,Drill and mill,MACH,1200,3000,,Fixture 7. Four holes of 6.4 mm.\n\
    RT-BRK,A,BRK,10,EA,20,Inspect and pack,MACH,60,600,10,Ten brackets a carton.\n";

const BILLS: &str = "routing,item,quantity,unit,segment,issue,tolerance_percent\n\
    RT-BRK,PLT,10,EA,10,scan,\n";

const PEOPLE: &str = "key,name,badge,pin,roles\nP-1,Ingrid Sund,B-1,2468,supervisor;operator\n";
