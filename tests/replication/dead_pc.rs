//! A PC dies, another one takes its place, and then the dead one's disk turns up.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use plant_tests::linesidectl::until;
use plant_tests::proxy::Mood;
use serde_json::{Value, json};
use sqlx::Row as _;

use crate::agreement::assert_all_agree;
use crate::inspection::{confirmed, inspect};
use crate::people::{dispatch, log_in, order, report, start, unit};
use crate::plant::{LAST_ORDER, Plant, found, good};
use crate::work::report_pieces;

/// Where the operations of the order are done.
const UNITS: [&str; 4] = ["SAW-1", "CNC-2", "BENCH-1", "BENCH-2"];
/// How long the new PC may take until it works, as the plant has it: the drill is all but the typing.
const REPLACED_TIME_MAX: Duration = Duration::from_secs(15 * 60);

#[test]
fn a_dead_pc_is_replaced_and_what_its_disk_had_not_sent_arrives_once() {
    let mut plant = Plant::make(2);
    let [first, job] = &jobs(&plant);
    let before = plant.stations[0].with(|served| good(served, job));
    let dead = plant.stations.remove(1);
    report_pieces(&dead, first, 3);
    until("what it has sent", || {
        dead.has_sent_everything().then_some(())
    });
    dead.network.set(Mood::Cut);
    report_pieces(&dead, job, 4);
    let (disk, found_disk) = (dead.dies(), plant.folder.path().join("found"));
    copy(&disk, &found_disk);
    fs::remove_dir_all(&disk).unwrap();

    let began = Instant::now();
    plant.installer(&["retire", "Station 1"]);
    let data = plant.folder.path().join("new-pc");
    found(&data, 1);
    let new = plant.let_in(data, "Station 1", &[]);
    until("the job at the new PC", || {
        let known = new.ask("view_job", &json!({ "job": job })).ok()?;
        (known["card"]["status"] == "running").then_some(())
    });
    report_pieces(&new, job, 5);
    let taken = began.elapsed();
    eprintln!(
        "the new PC worked {} s after the old one was given up",
        taken.as_secs_f32()
    );
    assert!(taken < REPLACED_TIME_MAX);

    let old = plant.let_in(found_disk, "Old disk", &["--disk-of", "Station 1"]);
    plant.stations.extend([new, old]);
    plant.all_have_everything();
    report_pieces(&plant.stations[2], job, 2);
    plant.all_have_everything();

    for station in &plant.stations {
        assert_eq!(station.with(|served| good(served, job)), before + 4 + 5 + 2);
    }
    assert_all_agree(&plant);
    assert_nothing_is_doubled(&plant);
}

/// The first and the last operation of an order, begun: what the last one makes are lots, and none is
/// made yet.
fn jobs(plant: &Plant) -> [Value; 2] {
    let first = plant.started().remove(0);
    report_pieces(&plant.stations[0], &first, 30);
    let last = plant.stations[0].with(|served| {
        let session = log_in(served);
        let order = json!({ "order_id": order(served, LAST_ORDER)["order_id"] });
        let cards = served.answer("view_order", &order)["jobs"].clone();
        let cards = cards.as_array().unwrap();
        for (card, at) in cards.iter().zip(UNITS).skip(1) {
            let unit = unit(served, at);
            dispatch(served, &session, card, &unit);
            start(served, &session, card, &unit);
            if at != UNITS[3] {
                confirmed(served, &session, card, report(1, 0, "continue"));
            } else {
                inspect(served, &session, card);
            }
        }
        cards[3]["job"].clone()
    });
    plant.all_have_everything();
    [first, last]
}

/// Every event stands in one chain, and the lots that both PCs made apart have numbers of their own.
fn assert_nothing_is_doubled(plant: &Plant) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let counts = "SELECT count(*) - count(DISTINCT event_id), (SELECT count(DISTINCT t ->> 'id') \
         FROM lineside.event, jsonb_array_elements(touches::jsonb) t \
         WHERE name = 'material.produced' AND t ->> 'kind' = 'material_lot') FROM lineside.event";
    let row = runtime.block_on(async {
        let mut sql = plant.sql().await;
        sqlx::query(counts).fetch_one(&mut sql).await.unwrap()
    });
    assert_eq!(row.get::<i64, _>(0), 0, "events that stand twice");
    assert_eq!(
        row.get::<i64, _>(1),
        2,
        "lots: one of the old PC, one of the new"
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        match path.is_dir() {
            true => copy(&path, &to.join(name)),
            false => fs::copy(&path, to.join(name)).map(drop).unwrap(),
        }
    }
}
