//! What is sent twice is recorded once, and is told to whoever listens.

use plant_tests::linesidectl::{Served, done, verified};
use serde_json::json;

use crate::people::{log_in, order, release, to_job};

#[test]
fn a_command_sent_twice_is_recorded_once() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let row = order(&served, "MO-1007");
    let view = release(&served, &session, &row);
    let card = &view["jobs"][0];
    let unit = crate::people::unit(&served, "SAW-1");
    let command =
        json!({ "do": "dispatch", "work_unit": unit, "before": null, "seen": card["head"] });
    let request = to_job(&session, &card["job"], command);

    let first = served.answer("command_job_order", &request);
    let before = verified(&station);
    let second = served.answer("command_job_order", &request);

    assert_eq!(first["card"]["status"], "dispatched");
    assert_eq!(second["card"]["head"], first["card"]["head"]);
    assert_eq!(verified(&station), before);
}

#[test]
fn changes_are_told_after_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let changes = served.changes();

    release(&served, &session, &order(&served, "MO-1008"));

    let kinds = changes.next("recorded")["kinds"].clone();
    let kinds: Vec<&str> = kinds
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|kind| kind.as_str())
        .collect();
    assert!(
        kinds.contains(&"operations_request") && kinds.contains(&"job_order"),
        "{kinds:?}"
    );
}

#[test]
fn a_running_host_takes_imports_and_calls_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let order = crate::order::Order::rolled();
    let file = folder.path().join("order.xml");
    std::fs::write(&file, order.document()).unwrap();
    let served = Served::start(&station);
    let changes = served.changes();

    let said = done(&station, &["import", file.to_str().unwrap()]);

    assert!(said.contains("orders: 1 new"), "{said}");
    changes.next("recorded");
    let search = json!({ "search": order.key }).to_string();
    let tray = done(&station, &["call", "view_order_tray", &search]);
    assert!(tray.contains(&order.key), "{tray}");
    let before = verified(&station);
    done(&station, &["import", file.to_str().unwrap()]);
    assert_eq!(verified(&station), before);
}
