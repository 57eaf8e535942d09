//! Two stations that did not know of each other, and what becomes of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use std::path::Path;
use std::sync::Arc;

use domain::log_row::LogRow;
use domain::origin::Origin;
use host::{Host, demo, operation};
use serde_json::{Value, json};
use station::SystemClock;
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
