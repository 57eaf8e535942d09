//! Two stations that did not know of each other, and what becomes of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use std::path::Path;
use std::sync::Arc;

use domain::event::AggregateRef;
use domain::id::EventId;
use domain::log_row::LogRow;
use domain::origin::Origin;
use host::{Host, demo, operation};
use serde_json::{Value, json};
use station::SystemClock;
use station::authority::{Authority, Claiming, NotGranted};
use store::{Folder, log};
use uuid::Uuid;

/// The same demo plant on two PCs: the second is a copy, so it records in an epoch of its own.
async fn two() -> (tempfile::TempDir, Host, Host) {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (dir.path().join("first"), dir.path().join("second"));
    demo::make(&Folder::new(&first), Arc::new(SystemClock))
        .await
        .unwrap();
    copy(&first, &second);
    let open = |path: &Path| Host::quiet(Folder::new(path), Arc::new(SystemClock));
    let hosts = (open(&first).await.unwrap(), open(&second).await.unwrap());
    (dir, hosts.0, hosts.1)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

async fn call(host: &Host, name: &str, request: Value) -> Value {
    operation::call(host, name, request)
        .await
        .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}

async fn session(host: &Host, badge: &str, pin: &str) -> Value {
    call(host, "command_log_in", json!({"badge": badge, "pin": pin})).await["session"].clone()
}

/// Everything `from` recorded itself, behind what `to` holds of it.
async fn hand_over(from: &Host, to: &Host) {
    let own: Origin = from.station.row().origin;
    let heads = log::heads(to.station.store().readers()).await.unwrap();
    let known = heads.iter().find(|(origin, _, _)| *origin == own);
    let after = known.map_or(0, |(_, seq, _)| *seq);
    let rows: Vec<LogRow> = log::chain_after(own, after, 1_000, from.station.store().readers())
        .await
        .unwrap();
    to.station.receive(&rows).await.unwrap();
}

/// Both stations hold the chain up to the copy; what follows stands in two chains.
async fn exchange(first: &Host, second: &Host) {
    hand_over(first, second).await;
    hand_over(second, first).await;
}

/// Reports everything that remains of the running milling job, and finishes it.
async fn finish_all(host: &Host) {
    let session = session(host, "B-1001", "1001").await;
    let board = call(host, "view_board", json!({})).await;
    let units = board["units"].as_array().unwrap();
    let unit = units
        .iter()
        .find(|unit| unit["state"] == "running")
        .unwrap();
    let job = unit["job"]["job"].clone();
    let report = json!({
        "do": "report", "good": {"value": "19", "unit": "EA"}, "scrap": [], "rework": null,
        "finish": "complete", "reason": null,
    });
    let request = json!({
        "request": Uuid::now_v7(), "session": session, "job": job, "confirmed": true, "command": report,
    });
    call(host, "command_job_order", request).await;
}

async fn exceptions(host: &Host) -> Value {
    call(host, "view_exceptions", json!({})).await["exceptions"].clone()
}

#[tokio::test]
async fn the_last_pieces_counted_at_two_stations_are_an_exception_at_both_until_one_settles_it() {
    let (_dir, first, second) = two().await;
    finish_all(&first).await;
    finish_all(&second).await;
    assert_eq!(exceptions(&first).await, json!([]));

    exchange(&first, &second).await;

    let found = exceptions(&first).await;
    assert_eq!(found, exceptions(&second).await);
    let found = found.as_array().unwrap();
    let over = found
        .iter()
        .find(|row| {
            row["sentence"]
                .as_str()
                .unwrap()
                .contains("more was reported")
        })
        .unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(over["owner"], "supervisor");

    let event = over["event"].clone();
    let settle = async |host: &Host, who: Value| {
        let note = "counted: 19 pieces, one report voided";
        let request =
            json!({"request": Uuid::now_v7(), "session": who, "event": event, "note": note});
        operation::call(host, "command_exception", request).await
    };
    let (operator, supervisor) = (
        session(&first, "B-1001", "1001").await,
        session(&first, "B-2001", "2001").await,
    );
    let refused = settle(&first, operator).await.unwrap_err();
    assert_eq!(refused.reason, "not_authorised");
    settle(&first, supervisor).await.unwrap();
    exchange(&first, &second).await;

    let left = exceptions(&second).await;
    assert_eq!(exceptions(&first).await, left);
    let still = left.as_array().unwrap();
    assert!(still.iter().all(|row| row["event"] != event), "{still:?}");
    for host in [&first, &second] {
        host.station.store().verify().await.unwrap();
    }
}

/// A plant that cannot be asked.
struct Away;

impl Authority for Away {
    fn claim(&self, _: AggregateRef, _: Option<EventId>, _: EventId) -> Claiming<'_> {
        let reason = "no route to host".to_owned();
        Box::pin(async { Err(NotGranted::Away { reason }) })
    }
}

#[tokio::test]
async fn where_a_job_goes_needs_the_plant_and_the_work_itself_does_not() {
    let (_dir, host, _other) = two().await;
    let session = session(&host, "B-2001", "2001").await;
    let frame = call(&host, "view_station", json!({})).await;
    let units = frame["work_units"].as_array().unwrap();
    let unit = |key: &str| units.iter().find(|unit| unit["key"] == key).unwrap()["id"].clone();
    let board = call(&host, "view_board", json!({})).await;
    let states = board["units"].as_array().unwrap();
    let running = states
        .iter()
        .find(|unit| unit["state"] == "running")
        .unwrap()["job"]
        .clone();
    let list = call(
        &host,
        "view_job_list",
        json!({"work_unit": unit("BENCH-1")}),
    )
    .await;
    let waiting = list["jobs"][0].clone();
    let command = |job: &Value, command: Value| json!({"request": Uuid::now_v7(), "session": session, "job": job["job"], "command": command});
    let dispatch = json!({
        "do": "dispatch", "work_unit": unit("BENCH-2"), "before": null, "seen": waiting["head"],
    });

    host.station.set_authority(Arc::new(Away));
    let refused = operation::call(&host, "command_job_order", command(&waiting, dispatch))
        .await
        .unwrap_err();
    let start = json!({"do": "start", "work_unit": running["work_unit"]["id"]});
    let started = operation::call(&host, "command_job_order", command(&running, start)).await;

    assert_eq!(refused.reason, "plant_away");
    started.unwrap();
    let list = call(
        &host,
        "view_job_list",
        json!({"work_unit": unit("BENCH-1")}),
    )
    .await;
    assert_eq!(list["jobs"][0]["job"], waiting["job"]);
}

#[tokio::test]
async fn a_lot_that_is_held_meanwhile_is_an_exception_at_both_stations() {
    let (_dir, first, second) = two().await;
    let worker = session(&first, "B-2001", "2001").await;
    let judge = session(&second, "B-3001", "3001").await;
    let lots = call(&second, "find_scan", json!({"text": "H4471"})).await;
    let lot = lots["lots"][0]["lot"].clone();
    let to_lot = |who: &Value, command: Value| json!({"request": Uuid::now_v7(), "session": who, "lot": lot, "command": command});

    let hold = json!({"do": "hold", "cause": "rust on the coil"});
    let held = call(&second, "command_lot", to_lot(&judge, hold)).await;
    let (job, taking) = taker(&first, &worker, &lot).await;
    call(&first, "command_job_order", taking.clone()).await;
    exchange(&first, &second).await;

    let mut again = taking;
    again["request"] = json!(Uuid::now_v7());
    let refused = operation::call(&first, "command_job_order", again)
        .await
        .unwrap_err();
    assert_eq!(refused.reason, "on_hold");
    for host in [&first, &second] {
        let found = exceptions(host).await;
        let row = found
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["owner"] == "quality");
        let row = row.unwrap_or_else(|| panic!("{found}"));
        assert!(
            row["sentence"].as_str().unwrap().contains("on hold"),
            "{row}"
        );
        let trace = json!({"of": lot, "direction": "forward"});
        let trace = call(host, "view_trace", trace).await;
        let rows = trace["forward"]["rows"].as_array().unwrap();
        assert!(rows.iter().any(|row| row["node"]["job"] == job), "{trace}");
        host.station.store().verify().await.unwrap();
    }

    let release = |who: &Value| {
        let hold = held["holds"][0]["hold"].clone();
        to_lot(
            who,
            json!({"do": "release", "hold": hold, "note": "only on the wrapping"}),
        )
    };
    let refused = operation::call(&first, "command_lot", release(&worker))
        .await
        .unwrap_err();
    assert_eq!(refused.reason, "not_authorised");
    let free = call(&second, "command_lot", release(&judge)).await;
    assert_eq!(free["holds"], json!([]));
}

#[tokio::test]
async fn what_is_in_doubt_is_held_without_the_plant_and_decided_with_it_for_both_stations() {
    let (_dir, first, second) = two().await;
    let judge = session(&first, "B-3001", "3001").await;
    let lots = call(&first, "find_scan", json!({"text": "H4471"})).await;
    let lot = lots["lots"][0].clone();
    let four = json!({"value": "4", "unit": "EA"});
    let doubt = |of: &Value, command: Value| {
        json!({
            "request": Uuid::now_v7(), "session": judge, "nonconformance": of, "command": command,
        })
    };
    first.station.set_authority(Arc::new(Away));
    let open = json!({"do": "open", "lot": lot["lot"], "quantity": four, "cause": "rust"});
    let inbox = call(&first, "command_nonconformance", doubt(&Value::Null, open)).await;
    let id = inbox["nonconformances"][0]["nonconformance"].clone();
    let row = json!({"lot": [lot["lot"], "H4471"], "quantity": four, "disposition": "scrap"});
    let decide = doubt(
        &id,
        json!({"do": "disposition", "rows": [row], "note": "rust"}),
    );

    let away = operation::call(&first, "command_nonconformance", decide.clone())
        .await
        .unwrap_err();
    exchange(&first, &second).await;
    let held = call(&second, "view_lot", json!({"lot": lot["lot"]})).await;
    let judge = session(&second, "B-3001", "3001").await;
    let mut there = decide;
    there["session"] = judge;
    call(&second, "command_nonconformance", there).await;
    exchange(&first, &second).await;

    assert_eq!(away.reason, "plant_away");
    assert_eq!(held["holds"][0]["by_nonconformance"], true, "{held}");
    for host in [&first, &second] {
        let inbox = call(host, "view_nonconformances", json!({})).await;
        assert_eq!(inbox["open"], 0, "{inbox}");
        let free = call(host, "view_lot", json!({"lot": lot["lot"]})).await;
        assert_eq!(free["holds"], json!([]));
        assert_eq!(free["left"], json!({"value": "156", "unit": "EA"}));
        host.station.store().verify().await.unwrap();
    }
}

/// A job that runs with `who` and needs the lot's item, and the command that takes of the lot for it.
async fn taker(host: &Host, who: &Value, lot: &Value) -> (Value, Value) {
    let tray = call(
        host,
        "view_order_tray",
        json!({"filter": "all", "search": "MO-1012"}),
    )
    .await;
    let row = &tray["orders"][0];
    let release = json!({
        "request": Uuid::now_v7(), "session": who, "order_id": row["order_id"], "seen": row["head"],
        "command": {"do": "release"},
    });
    let order = call(host, "command_operations_request", release).await;
    let card = order["jobs"][0].clone();
    let frame = call(host, "view_station", json!({})).await;
    let units = frame["work_units"].as_array().unwrap();
    let saw = units.iter().find(|unit| unit["key"] == "SAW-1").unwrap()["id"].clone();
    let command = |what: Value| {
        json!({
            "request": Uuid::now_v7(), "session": who, "job": card["job"], "confirmed": true, "command": what,
        })
    };
    let dispatch =
        json!({"do": "dispatch", "work_unit": saw, "before": null, "seen": card["head"]});
    call(host, "command_job_order", command(dispatch)).await;
    let start = json!({"do": "start", "work_unit": saw});
    call(host, "command_job_order", command(start)).await;
    let one = json!({"do": "consume", "lot": lot, "quantity": {"value": "1", "unit": "EA"}});
    (card["job"].clone(), command(one))
}
