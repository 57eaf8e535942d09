//! Job list and board with many open jobs and with few, the same number of cards shown.

use std::path::Path;
use std::time::Instant;

use serde_json::json;
use station::Station;
use station::request::{Nothing, ViewJobList};

use crate::history;
use crate::plant::Plant;
use crate::report::{Report, Times};
use crate::sizes::Sizes;

/// Open jobs of the small plants, and cards a list shows at most.
const FEW: usize = 100;
/// Cards that a list shows at first.
const SHOWN: usize = 50;

/// Share of all reads that stay below the reported time.
const SHARE: f64 = 0.95;

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    report.about("view.jobs", json!([FEW, sizes.jobs]));
    let many = Plant::idle(folder).await;
    history::queue(&many.station, &many.units, sizes.jobs).await;
    compare_lists(report, sizes, folder, &many).await;
    compare_boards(report, sizes, folder, &many).await;
    drop(many);
    compare_waiting(report, sizes, folder).await;
}

/// One unit's list: all of the few, and the first hundred of what one unit has of the many.
async fn compare_lists(report: &mut Report, sizes: &Sizes, folder: &Path, many: &Plant) {
    let few = Plant::idle(folder).await;
    history::queue(&few.station, &few.units[..1], FEW).await;
    let (mut short, mut long) = (Times::default(), Times::default());
    for _ in 0..sizes.views {
        read_list(&few, &mut short).await;
        read_list(many, &mut long).await;
    }
    write(report, "view_job_list", &short, &long);
}

/// The board of all units: five jobs each of the few, and all the many.
async fn compare_boards(report: &mut Report, sizes: &Sizes, folder: &Path, many: &Plant) {
    let few = Plant::idle(folder).await;
    history::queue(&few.station, &few.units, FEW).await;
    let (mut short, mut long) = (Times::default(), Times::default());
    for _ in 0..sizes.views {
        read_board(&few.station, &mut short).await;
        read_board(&many.station, &mut long).await;
    }
    write(report, "view_board", &short, &long);
}

/// One unit's list where no job was dispatched yet.
async fn compare_waiting(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let (few, many) = (Plant::idle(folder).await, Plant::idle(folder).await);
    history::queue(&few.station, &[], FEW).await;
    history::queue(&many.station, &[], sizes.jobs).await;
    let (mut short, mut long) = (Times::default(), Times::default());
    for _ in 0..sizes.views {
        read_list(&few, &mut short).await;
        read_list(&many, &mut long).await;
    }
    write(report, "view_job_list.undispatched", &short, &long);
}

async fn read_list(plant: &Plant, times: &mut Times) {
    let request = ViewJobList {
        most: None,
        work_unit: plant.units[0],
    };
    let begun = Instant::now();
    let list = plant.station.view_job_list(request).await.unwrap();
    times.add(begun.elapsed());
    assert_eq!(list.jobs.len() + list.unassigned.len(), SHOWN);
}

async fn read_board(station: &Station, times: &mut Times) {
    let begun = Instant::now();
    let board = station.view_board(Nothing {}).await.unwrap();
    times.add(begun.elapsed());
    assert!(board.units.iter().all(|unit| unit.job.is_some()));
}

fn write(report: &mut Report, name: &str, short: &Times, long: &Times) {
    let [short, long] = [short, long].map(|times| times.quantile_ms(SHARE));
    report.number(&format!("{name}.few_ms_p95"), short);
    report.number(&format!("{name}.many_ms_p95"), long);
    report.number(&format!("{name}.ratio_p95"), long / short);
}
