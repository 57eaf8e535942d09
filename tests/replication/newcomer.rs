//! A new station begins with a baseline that a gateway made and signed, and is like every other.

use std::path::PathBuf;
use std::process::{Child, Stdio};

use plant_tests::linesidectl::{linesidectl, run, until, verified};
use plant_tests::proxy::Mood;
use serde_json::json;
use sqlx::{Connection as _, Row as _};

use crate::agreement::assert_all_agree;
use crate::plant::{LAST_ORDER, Plant, good};
use crate::work::report_pieces;

/// A gateway with a mirror, that makes a baseline as soon as there is anything. Dropped, it ends.
struct Gateway(Child);

impl Gateway {
    fn run(plant: &Plant) -> Self {
        let ca = plant.cluster.ca();
        let enroll = ["enroll-gateway", "Office", "--ca", ca.to_str().unwrap()];
        let code = plant.folder.path().join("gateway.code");
        std::fs::write(&code, plant.installer(&enroll)).unwrap();
        let mut gateway = linesidectl(["gateway", "run", "--baseline-every", "1", "--code-file"]);
        gateway.arg(&code).arg("--mirror");
        gateway.arg(plant.folder.path().join("mirror"));
        Self(gateway.stdout(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Plant {
    /// Waits for a baseline of all that the plant holds; answers how many events that are.
    fn baseline(&self) -> u64 {
        let all = "SELECT b.events FROM lineside.baseline b \
             WHERE b.events = (SELECT sum(seq) FROM lineside.chain)";
        until("a baseline", || self.number(all))
    }

    fn number(&self, sql: &'static str) -> Option<u64> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let rows = runtime.block_on(async {
            let mut connection = self.sql().await;
            sqlx::query(sql).fetch_all(&mut connection).await.unwrap()
        });
        let row = rows.first()?;
        Some(row.get::<i64, _>(0).try_into().unwrap())
    }

    fn change(&self, sql: &'static str) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut connection = self.sql().await;
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        });
    }

    fn new_folder(&self, name: &str) -> PathBuf {
        let data = self.folder.path().join(name);
        let words = ["init", "--name", name, "--zone", "Europe/Rome"];
        plant_tests::linesidectl::done(&data, &words);
        data
    }
}

#[test]
fn a_station_that_begins_with_a_baseline_agrees_with_those_that_read_everything() {
    let mut plant = Plant::make(2);
    let jobs = plant.started();
    report_pieces(&plant.stations[0], &jobs[0], 3);
    // What is recorded now comes late: after the baseline, of a job that the baseline holds.
    plant.stations[1].network.set(Mood::Cut);
    report_pieces(&plant.stations[1], &jobs[0], 4);
    let before = plant.stations[0].with(|served| good(served, &jobs[0]));
    until("an empty queue", || {
        plant.stations[0].has_sent_everything().then_some(())
    });
    let gateway = Gateway::run(&plant);
    let events = plant.baseline();

    let data = plant.new_folder("newcomer");
    let (newcomer, said) = plant.told_in(data.clone(), "Newcomer", &[]);

    assert!(
        said.output
            .contains(&format!("began with a baseline of {events} events")),
        "{}{}",
        said.output,
        said.errors
    );
    assert_eq!(
        newcomer.with(|served| good(served, &jobs[0])),
        before,
        "at once"
    );
    until("all of its past", || {
        let said = run(&data, &["verify"]);
        (said.code == Some(0)).then_some(())
    });
    assert_eq!(verified(&data).0, events);
    plant.stations.push(newcomer);
    plant.stations[1].network.set(Mood::Clear);
    plant.all_have_everything();
    for station in &plant.stations {
        assert_eq!(station.with(|served| good(served, &jobs[0])), before + 4);
    }
    drop(gateway);
    assert_all_agree(&plant);
}

#[test]
fn a_newcomer_works_before_the_events_of_its_past_are_there() {
    let mut plant = Plant::make(1);
    let jobs = plant.started();
    report_pieces(&plant.stations[0], &jobs[0], 3);
    until("an empty queue", || {
        plant.stations[0].has_sent_everything().then_some(())
    });
    let before = plant.stations[0].with(|served| good(served, &jobs[0]));
    let gateway = Gateway::run(&plant);
    plant.baseline();
    drop(gateway);
    let data = plant.new_folder("newcomer");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held_back = runtime.block_on(async {
        let mut sql = plant.sql().await;
        let lock = "BEGIN; LOCK TABLE lineside.event IN ACCESS EXCLUSIVE MODE";
        sqlx::raw_sql(lock).execute(&mut sql).await.unwrap();
        sql
    });

    let (newcomer, _) = plant.told_in(data.clone(), "Newcomer", &[]);
    report_pieces(&newcomer, &jobs[0], 2);
    let verified = run(&data, &["verify"]);
    let of = json!({ "of": LAST_ORDER, "direction": "both" });
    let trace = newcomer.ask("view_trace", &of).unwrap_err();
    let shared = newcomer.ask("view_plant", &json!({})).unwrap();

    assert_eq!(newcomer.with(|served| good(served, &jobs[0])), before + 2);
    assert_eq!(verified.code, Some(1));
    let coming = "still on its way here, 0 of ";
    assert!(verified.errors.contains(coming), "{}", verified.errors);
    assert!(trace.contains("past_coming"), "{trace}");
    assert_eq!(shared["past"]["arrived"], 0, "{shared}");
    runtime.block_on(held_back.close()).unwrap();
    plant.stations.push(newcomer);
    plant.all_have_everything();
    for station in &plant.stations {
        assert_eq!(station.with(|served| good(served, &jobs[0])), before + 2);
    }
    assert_all_agree(&plant);
}

#[test]
fn a_baseline_that_was_tampered_with_is_not_begun_with() {
    let mut plant = Plant::make(1);
    let gateway = Gateway::run(&plant);
    plant.baseline();
    drop(gateway);

    plant.change(
        "UPDATE lineside.baseline_part SET bytes = set_byte(bytes, 500, get_byte(bytes, 500) # 1)",
    );
    let (one, changed) = plant.told_in(plant.new_folder("one"), "One", &[]);
    plant.change("UPDATE lineside.baseline SET root = sha256(root)");
    let (two, forged) = plant.told_in(plant.new_folder("two"), "Two", &[]);

    for said in [&changed, &forged] {
        assert!(!said.output.contains("began with"), "{}", said.output);
        assert!(
            said.errors.contains("event by event instead"),
            "{}",
            said.errors
        );
    }
    assert!(
        changed.errors.contains("is not what its gateway signed"),
        "{}",
        changed.errors
    );
    assert!(
        forged.errors.contains("is not signed by a gateway"),
        "{}",
        forged.errors
    );
    plant.stations.extend([one, two]);
    plant.all_have_everything();
    assert_all_agree(&plant);
}

#[test]
fn a_station_that_has_recorded_something_keeps_it() {
    let mut plant = Plant::make(1);
    let gateway = Gateway::run(&plant);
    plant.baseline();
    let data = plant.folder.path().join("busy");
    crate::plant::found(&data, 7);

    let (busy, said) = plant.told_in(data, "Busy", &[]);

    assert!(!said.output.contains("began with"), "{}", said.output);
    drop(gateway);
    plant.stations.push(busy);
    plant.all_have_everything();
    assert_all_agree(&plant);
}
