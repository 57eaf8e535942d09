//! A new station at a plant with a long past: how long until it shows everything, and until it holds everything.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use host::mirror::Mirror;
use host::{Host, baseline, exchange};
use plant_tests::postgres::Cluster;
use replication::postgres::{GatewayLink, JoinCode, PlantAdmin, Program};
use station::found::found;
use station::request::Nothing;
use station::{Folder, Station, SystemClock};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::history;
use crate::plant::founding;
use crate::report::Report;
use crate::sizes::Sizes;

/// The database of the plant.
const PLANT: &str = "lineside";
/// Pause between two looks.
const LOOK_TIME: Duration = Duration::from_millis(200);
/// How long any part of it may take before the bench has failed.
const PATIENCE: Duration = Duration::from_secs(2 * 3_600);
/// Another number of events than the size says.
const EVENTS: &str = "LINESIDE_BENCH_PAST";

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let told = std::env::var(EVENTS)
        .ok()
        .and_then(|told| told.parse().ok());
    let events = told.unwrap_or(sizes.past);
    let cluster = Cluster::start();
    let mut admin = PlantAdmin::connect(&cluster.admin_url(PLANT))
        .await
        .unwrap();
    admin.init("Bench", None).await.unwrap();
    let ca = std::fs::read_to_string(cluster.ca()).unwrap();
    let gateway = admin.enroll_program(Program::Gateway, "Office", Some(ca.clone()));
    let gateway = gateway.await.unwrap();

    let code = admin.enroll("Past", Some(ca.clone()), &[]).await.unwrap();
    let held = past(folder, events, &code, report).await;
    let (bytes, parts) = mirrored(folder, &gateway, held, report).await;
    report.about("newcomer.events", serde_json::json!(held));
    report.number("newcomer.file_mib", bytes as f64 / 1_048_576.0);
    report.about("newcomer.parts", serde_json::json!(parts));
    let packed = "SELECT sum(octet_length(bytes))::int8 FROM lineside.baseline_part";
    report.number(
        "newcomer.packed_mib",
        number(&cluster, packed).await as f64 / 1_048_576.0,
    );

    let code = admin.enroll("Newcomer", Some(ca), &[]).await.unwrap();
    begun(folder, &code, held, report).await;
}

/// A station records the past and hands it in; answers how many events the plant has then.
async fn past(folder: &Path, events: usize, code: &JoinCode, report: &mut Report) -> u64 {
    let folder = tempfile::tempdir_in(folder).unwrap();
    let data = Folder::new(folder.path());
    found(&data, &founding()).await.unwrap();
    let station = Station::open(&data, Arc::new(SystemClock)).await.unwrap();
    let id = station.row().origin.station;
    let begun = Instant::now();
    let recorded = history::fill(&station, events).await;
    report.number("newcomer.recorded_s", begun.elapsed().as_secs_f64());
    drop(station);
    exchange::join(&data, id, &code.to_string()).await.unwrap();
    let begun = Instant::now();
    let host = Host::start(data, Arc::new(SystemClock)).await.unwrap();
    wait("everything handed in", async || {
        let now = host.station.exchange();
        now.heard_at.is_some() && now.queued == 0
    })
    .await;
    report.number("newcomer.handed_in_s", begun.elapsed().as_secs_f64());
    host.close().await.unwrap();
    u64::try_from(recorded).unwrap()
}

/// A gateway's mirror takes everything in and makes a baseline; answers its bytes and parts.
async fn mirrored(folder: &Path, code: &JoinCode, events: u64, report: &mut Report) -> (u64, u32) {
    let home = tempfile::tempdir_in(folder).unwrap();
    let mirror = Mirror {
        code: code.clone(),
        folder: Folder::new(home.path().join("mirror")),
        every: events,
    };
    let mut leader = GatewayLink::connect(code, None).await.unwrap();
    let term = leader.lead().await.unwrap().unwrap();
    let (_leads, led) = watch::channel(Some(term));
    let begun = Instant::now();
    let made = async {
        while begun.elapsed() < PATIENCE {
            sleep(LOOK_TIME).await;
            leader.keep(term).await.unwrap();
            if let Some(signed) = leader.baseline().await.unwrap() {
                return signed.baseline;
            }
        }
        panic!("no baseline came")
    };
    let baseline = tokio::select! {
        baseline = made => baseline,
        () = mirror.follow(led, |hindered| println!("{hindered}")) => panic!("it does not follow"),
    };
    report.number("newcomer.baseline_made_s", begun.elapsed().as_secs_f64());
    assert_eq!(baseline.events, events);
    (baseline.bytes, baseline.parts)
}

/// A new station joins: the time until its screens show everything, and until it is level.
async fn begun(folder: &Path, code: &JoinCode, events: u64, report: &mut Report) {
    let home = tempfile::tempdir_in(folder).unwrap();
    let data = Folder::new(home.path());
    found(&data, &founding()).await.unwrap();
    let station = Station::open(&data, Arc::new(SystemClock)).await.unwrap();
    let id = station.row().origin.station;
    drop(station);

    let begun = Instant::now();
    exchange::join(&data, id, &code.to_string()).await.unwrap();
    let taken = baseline::begin(&data, |_| ()).await.unwrap();
    report.number("newcomer.taken_in_s", begun.elapsed().as_secs_f64());
    assert_eq!(taken, Some(events));
    let host = Host::start(data, Arc::new(SystemClock)).await.unwrap();
    host.station.view_board(Nothing {}).await.unwrap();
    report.number("newcomer.usable_s", begun.elapsed().as_secs_f64());
    wait("all of the past at the new station", async || {
        let now = host.station.exchange();
        now.heard_at.is_some() && now.past.is_none() && now.behind == 0
    })
    .await;
    report.number("newcomer.whole_s", begun.elapsed().as_secs_f64());
    host.close().await.unwrap();
}

async fn wait(what: &str, done: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !done().await {
        assert!(begun.elapsed() < PATIENCE, "{what} did not come");
        sleep(LOOK_TIME).await;
    }
}

async fn number(cluster: &Cluster, sql: &'static str) -> i64 {
    use sqlx::ConnectOptions as _;
    let url = cluster.admin_url(PLANT);
    let options: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}
