//! Capture: a command until its event is durable, folded and projected.
//!
//! The command is a report of good output on a running job, as an operator's tap sends it: one
//! event, one projection. Three acts take turns in slices: the command until it is durable, the
//! command with the view it answers, and the raw commit of rows of the same size.

use std::path::Path;
use std::time::Instant;

use domain::id::RequestId;
use domain::job_order::{Command, Finish};
use domain::quantity::Quantity;
use serde_json::json;
use station::request::CommandJobOrder;
use uuid::Uuid;

use crate::history;
use crate::plant::Plant;
use crate::raw::{Raw, RawThread, RowBytes};
use crate::report::{Report, Times};
use crate::sizes::Sizes;

/// Acts of one kind before the next kind has its turn.
const SLICE: usize = 20;

/// Captures before the first one counts: files grow, caches fill, statements are prepared.
const WARM_UP: usize = 60;

/// Measures on an empty database and on one with a million events.
pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let empty = Plant::make(folder).await;
    compare(report, "capture.empty", sizes, &empty).await;
    drop(empty);
    let large = Plant::make(folder).await;
    let filled = Instant::now();
    let events = history::fill(&large.station, sizes.events).await;
    report.about("capture.million.events", json!(events));
    report.number(
        "capture.million.fill_events_per_s",
        events as f64 / filled.elapsed().as_secs_f64(),
    );
    compare(report, "capture.million", sizes, &large).await;
}

async fn compare(report: &mut Report, name: &str, sizes: &Sizes, plant: &Plant) {
    for number in 0..WARM_UP {
        capture(plant, number).await;
    }
    let running = "job_order WHERE running = 1";
    let bytes = RowBytes::of(&plant.database(), "job_order.reported", running);
    report.about(
        &format!("{name}.row_bytes"),
        json!([bytes.event, bytes.projection]),
    );
    let raw = RawThread::start(Raw::new(plant.folder(), bytes, plant.jobs.len()));
    raw.commits(WARM_UP);
    let (mut durable, mut viewed, mut plain) =
        (Times::default(), Times::default(), Times::default());
    for slice in 0..sizes.captures / SLICE {
        for number in slice * SLICE..(slice + 1) * SLICE {
            durable.add(capture(plant, number).await);
        }
        raw.commits(SLICE)
            .into_iter()
            .for_each(|time| plain.add(time));
        for number in slice * SLICE..(slice + 1) * SLICE {
            viewed.add(capture_and_view(plant, number).await);
        }
    }
    for (share, word) in [(0.5, "p50"), (0.99, "p99")] {
        let [durable, viewed, plain] =
            [&durable, &viewed, &plain].map(|times| times.quantile_ms(share));
        report.number(&format!("{name}.durable_ms_{word}"), durable);
        report.number(&format!("{name}.with_view_ms_{word}"), viewed);
        report.number(&format!("{name}.raw_ms_{word}"), plain);
        report.number(&format!("{name}.ratio_{word}"), durable / plain);
        report.number(&format!("{name}.with_view_ratio_{word}"), viewed / plain);
    }
}

async fn capture(plant: &Plant, number: usize) -> std::time::Duration {
    let request = reported(plant, number);
    let begun = Instant::now();
    plant.station.capture_job_order(&request).await.unwrap();
    begun.elapsed()
}

async fn capture_and_view(plant: &Plant, number: usize) -> std::time::Duration {
    let request = reported(plant, number);
    let begun = Instant::now();
    plant.station.command_job_order(request).await.unwrap();
    begun.elapsed()
}

/// One more piece on one of the running jobs, which take turns.
fn reported(plant: &Plant, number: usize) -> CommandJobOrder {
    CommandJobOrder {
        request: RequestId(Uuid::now_v7()),
        session: plant.session,
        job: plant.jobs[number % plant.jobs.len()],
        confirmed: true,
        command: Command::Report {
            good: Quantity::each(1),
            scrap: Vec::new(),
            rework: None,
            finish: Finish::Continue,
            reason: None,
        },
    }
}
