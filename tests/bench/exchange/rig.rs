//! A plant with two stations that share it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::id::{JobOrderId, RequestId};
use domain::job_order::{Command, Finish};
use domain::quantity::Quantity;
use host::{Host, exchange};
use plant_tests::postgres::Cluster;
use replication::postgres::{JoinCode, PlantAdmin};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};
use station::found::found;
use station::request::{CommandJobOrder, LogIn};
use station::view::station::Connection;
use station::{Folder, Station, SystemClock};
use tempfile::TempDir;
use tokio::time::{Duration, Instant, sleep};
use uuid::Uuid;

use crate::plant::{Plant, founding};

/// The database of the plant that the stations share.
const PLANT: &str = "lineside";
/// The database of the plant that only links write to: its rows tell of nothing.
const ROWS: &str = "rows";
/// How long the stations may take to have the same.
const PATIENCE: Duration = Duration::from_secs(120);

/// A plant and two stations: one that records, one that only listens.
pub(crate) struct Rig {
    pub(crate) cluster: Cluster,
    rows: PlantAdmin,
    plant: PlantAdmin,
    pub(crate) folder: PathBuf,
    first: Option<Member>,
    second: Option<Member>,
}

/// A station that is switched off.
pub(crate) struct Resting {
    folder: TempDir,
    jobs: Vec<JobOrderId>,
}

impl Resting {
    pub(crate) async fn again(self) -> Member {
        Member::again(self.folder, self.jobs).await
    }

    /// The same, its plant from now on at another port.
    pub(crate) async fn by_way_of(self, port: u16) -> Member {
        let code = exchange::joined(&Folder::new(self.folder.path()));
        let code = JoinCode {
            port,
            ..code.unwrap()
        };
        Member::begin(self.folder, self.jobs, &code).await
    }
}

/// A station as the app runs it.
pub(crate) struct Member {
    pub(crate) host: Host,
    pub(crate) jobs: Vec<JobOrderId>,
    session: Uuid,
    folder: TempDir,
}

impl Rig {
    pub(crate) async fn make(folder: &Path) -> Self {
        let cluster = Cluster::start();
        let rows = made(&cluster, ROWS).await;
        let mut admin = made(&cluster, PLANT).await;
        let plant = Plant::make(folder).await;
        let jobs = plant.jobs.clone();
        let code = enrolled(&cluster, &mut admin, "First").await;
        let first = Member::begin(plant.close().await, jobs, &code).await;
        let empty = tempfile::tempdir_in(folder).unwrap();
        found(&Folder::new(empty.path()), &founding())
            .await
            .unwrap();
        let code = enrolled(&cluster, &mut admin, "Second").await;
        let second = Member::begin(empty, Vec::new(), &code).await;
        first.settled().await;
        second.settled().await;
        Self {
            cluster,
            rows,
            plant: admin,
            folder: folder.to_owned(),
            first: Some(first),
            second: Some(second),
        }
    }

    /// The station that records.
    pub(crate) fn first(&self) -> &Member {
        self.first.as_ref().unwrap()
    }

    /// The station that only listens.
    pub(crate) fn second(&self) -> &Member {
        self.second.as_ref().unwrap()
    }

    /// Switches both off.
    pub(crate) async fn rest(&mut self) -> [Resting; 2] {
        let mut resting = Vec::new();
        for member in [self.first.take(), self.second.take()]
            .into_iter()
            .flatten()
        {
            resting.push(member.at_rest().await);
        }
        resting.try_into().unwrap_or_else(|_| panic!("both are on"))
    }

    /// Puts the stations back.
    pub(crate) fn put_back(&mut self, first: Member, second: Member) {
        (self.first, self.second) = (Some(first), Some(second));
    }

    /// The code of a link that only pushes rows, or waits.
    pub(crate) async fn enroll(&mut self, name: &str) -> JoinCode {
        enrolled(&self.cluster, &mut self.rows, name).await
    }

    /// The code of one station more.
    pub(crate) async fn enroll_station(&mut self, name: &str) -> JoinCode {
        enrolled(&self.cluster, &mut self.plant, name).await
    }

    /// The administrator's address of the database of rows.
    pub(crate) fn url(&self) -> String {
        self.cluster.admin_url(ROWS)
    }

    /// The administrator's own connection to it.
    pub(crate) async fn sql(&self) -> PgConnection {
        let options: PgConnectOptions = self.url().parse().unwrap();
        options.connect().await.unwrap()
    }
}

async fn made(cluster: &Cluster, database: &str) -> PlantAdmin {
    let url = cluster.admin_url(database);
    let mut admin = PlantAdmin::connect(&url).await.unwrap();
    admin.init("Bench", None).await.unwrap();
    admin
}

async fn enrolled(cluster: &Cluster, admin: &mut PlantAdmin, name: &str) -> JoinCode {
    let ca = std::fs::read_to_string(cluster.ca()).unwrap();
    admin.enroll(name, Some(ca), &[]).await.unwrap()
}

impl Member {
    /// Joins the plant and runs the station; signs the bench's person in where it knows one.
    pub(crate) async fn begin(folder: TempDir, jobs: Vec<JobOrderId>, code: &JoinCode) -> Self {
        let data = Folder::new(folder.path());
        let station = Station::open(&data, Arc::new(SystemClock)).await.unwrap();
        let id = station.row().origin.station;
        drop(station);
        exchange::join(&data, id, &code.to_string()).await.unwrap();
        Self::again(folder, jobs).await
    }

    /// Its file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join(store::DATABASE)
    }

    /// Ends the station.
    pub(crate) async fn stop(self) -> TempDir {
        self.host.close().await.unwrap();
        let station = Arc::downgrade(&self.host.station);
        drop(self.host);
        while station.strong_count() > 0 {
            sleep(Duration::from_millis(10)).await; // Its tasks notice that they are to end.
        }
        self.folder
    }

    /// Switches it off.
    pub(crate) async fn at_rest(self) -> Resting {
        let jobs = self.jobs.clone();
        let folder = self.stop().await;
        Resting { folder, jobs }
    }

    /// Starts a station that has joined.
    async fn again(folder: TempDir, jobs: Vec<JobOrderId>) -> Self {
        let data = Folder::new(folder.path());
        let host = Host::start(data, Arc::new(SystemClock)).await.unwrap();
        let log_in = LogIn {
            badge: Some("B-1".to_owned()),
            person: None,
            pin: Some("2468".to_owned()),
        };
        // The second station's people come from the plant, with time.
        let known = host.station.log_in(log_in).await;
        let session = known.map(|known| known.session).unwrap_or_default();
        Self {
            host,
            jobs,
            session,
            folder,
        }
    }

    /// Waits until nothing is on its way.
    pub(crate) async fn settled(&self) {
        let end = Instant::now() + PATIENCE;
        loop {
            let now = self.host.station.exchange();
            let quiet = now.queued == 0 && now.behind == 0;
            if now.connection == Connection::Online && now.heard_at.is_some() && quiet {
                return;
            }
            assert!(Instant::now() < end, "not settled: {now:?}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Reports one more piece; durable when this returns.
    pub(crate) async fn capture(&self, number: usize) {
        let request = CommandJobOrder {
            request: RequestId(Uuid::now_v7()),
            session: self.session,
            job: self.jobs[number % self.jobs.len()],
            confirmed: true,
            command: Command::Report {
                good: Quantity::each(1),
                scrap: Vec::new(),
                rework: None,
                finish: Finish::Continue,
                reason: None,
            },
        };
        self.host.station.capture_job_order(&request).await.unwrap();
    }
}
