//! Stations that wait: what they cost the plant's server.

use std::fs;
use std::time::{Duration, Instant};

use domain::origin::StationId;
use replication::Ask;
use replication::postgres::{JoinCode, PlantEar, PlantLink};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::report::Report;
use crate::sizes::Sizes;

use super::rig::Rig;

/// Mean pause between two looks at the heads, as the machine polls.
const POLL: Duration = Duration::from_secs(3);
/// Pause between two looks at the people, each on a connection of its own, as the app looks.
const PEOPLE: Duration = Duration::from_secs(30);
/// How long the server is watched.
const WATCHED: Duration = Duration::from_secs(30);
/// Ticks of the kernel's clock in a second.
const TICKS: f64 = 100.0;

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, rig: &mut Rig) {
    let mut idle: Vec<JoinHandle<()>> = Vec::new();
    for number in 0..sizes.idle {
        let code = rig.enroll(&format!("Idle {number}")).await;
        let mut id = [0x99; 16];
        id[..8].copy_from_slice(&number.to_be_bytes());
        idle.extend(waits(code, StationId(id), number, sizes.idle).await);
    }
    sleep(POLL).await;
    let (before, begun) = (cpu_ticks(rig.cluster.id()), Instant::now());
    sleep(WATCHED).await;
    let ticks = cpu_ticks(rig.cluster.id()) - before;
    let seconds = begun.elapsed().as_secs_f64();
    for task in idle {
        task.abort();
    }
    let each = ticks / TICKS * 1_000.0 / seconds / sizes.idle as f64;
    report.about("exchange.idle.stations", serde_json::json!(sizes.idle));
    report.number("exchange.idle.cpu_ms_per_station_s", each);
}

/// One station: a link that polls, an ear, and a look at the people now and then.
async fn waits(
    code: JoinCode,
    station: StationId,
    number: usize,
    of: usize,
) -> [JoinHandle<()>; 3] {
    let mut link = PlantLink::connect(&code, station).await.unwrap();
    let mut ear = PlantEar::connect(&code).await.unwrap();
    // Spread evenly, as jitter does in the long run.
    let share = |pause: Duration| pause.mul_f64(number as f64 / of as f64);
    let (polls, looks) = (share(POLL), share(PEOPLE));
    [
        tokio::spawn(async move {
            sleep(polls).await;
            while link.ask(&Ask::Heads).await.is_ok() {
                sleep(POLL).await;
            }
        }),
        tokio::spawn(async move { while ear.heard().await.is_ok() {} }),
        tokio::spawn(async move {
            sleep(looks).await;
            while let Ok(mut link) = PlantLink::connect(&code, station).await {
                if link.known_people(0).await.is_err() || link.close().await.is_err() {
                    return;
                }
                sleep(PEOPLE).await;
            }
        }),
    ]
}

/// Processor time of the server and everything it began, the ended ones included, in ticks.
fn cpu_ticks(server: u32) -> f64 {
    let stats = fs::read_dir("/proc").unwrap().flatten();
    let stats = stats.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    stats
        .filter_map(|stat| {
            let rest = stat.rsplit_once(") ")?.1.to_owned();
            let fields: Vec<&str> = rest.split(' ').collect();
            let id: u32 = stat.split(' ').next()?.parse().ok()?;
            let parent: u32 = fields.get(1)?.parse().ok()?;
            let of = |from: usize, to: usize| -> f64 {
                let ticks = fields[from..to]
                    .iter()
                    .filter_map(|field| field.parse::<f64>().ok());
                ticks.sum()
            };
            // A process's own time; the server's own also holds that of its ended children.
            match (id == server, parent == server) {
                (true, _) => Some(of(11, 15)),
                (_, true) => Some(of(11, 13)),
                (false, false) => None,
            }
        })
        .sum()
}
