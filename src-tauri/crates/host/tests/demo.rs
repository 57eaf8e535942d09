//! The demo plant, by the same commands as any plant.

#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::sync::Arc;

use host::{Host, demo, import, openapi, operation};
use serde_json::{Value, json};
use station::SystemClock;
use store::Folder;

#[tokio::test]
async fn the_demo_plant_has_work_done_and_work_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("data"));

    demo::make(&folder, Arc::new(SystemClock)).await.unwrap();

    let host = Host::quiet(folder, Arc::new(SystemClock)).await.unwrap();
    let board = operation::call(&host, "view_board", json!({}))
        .await
        .unwrap();
    let states: Vec<&str> = board["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["state"].as_str().unwrap())
        .collect();
    assert!(states.contains(&"running"), "{board:#}");
    let tray = operation::call(&host, "view_order_tray", json!({}))
        .await
        .unwrap();
    assert_eq!(tray["total"], 12, "{tray:#}");
    let unready: Vec<&Value> = tray["orders"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["findings"] != json!([]))
        .collect();
    assert!(unready.is_empty(), "{unready:#?}");
    let outbox = operation::call(&host, "view_outbox", json!({}))
        .await
        .unwrap();
    assert_eq!(outbox["pending"], 1, "{outbox:#}");
    println!("{board:#}");
}

#[test]
fn openapi_describes_every_operation_and_every_shape_it_names() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let text = document.to_string();

    for operation in operation::all() {
        assert!(
            document["paths"][format!("/api/{}", operation.name)].is_object(),
            "{}",
            operation.name
        );
    }
    for name in text
        .split("#/components/schemas/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
    {
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name} is named, not described"
        );
    }
}

#[tokio::test]
async fn a_badge_is_replaced_by_an_import_and_never_taken_from_somebody_else() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("data"));
    demo::make(&folder, Arc::new(SystemClock)).await.unwrap();
    let host = Host::quiet(folder, Arc::new(SystemClock)).await.unwrap();
    let people = |row: &str| {
        let table = format!("key,name,badge,pin,roles\n{row}\n");
        vec![("people.csv".to_owned(), table.into_bytes())]
    };

    let taken = people("P-99,New Person,B-1001,9999,operator");
    let refused = import::import_files(&host.station, taken, false, None)
        .await
        .unwrap();
    let lost = people("P-01,Jana Novak,B-1009,,operator");
    let replaced = import::import_files(&host.station, lost, false, None)
        .await
        .unwrap();

    assert!(refused.refused && refused.tallies.is_empty(), "{refused:?}");
    assert!(!replaced.refused, "{replaced:?}");
    let old = operation::call(
        &host,
        "command_log_in",
        json!({"badge": "B-1001", "pin": "1001"}),
    )
    .await;
    assert_eq!(old.unwrap_err().reason, "unknown_badge");
    let new = operation::call(
        &host,
        "command_log_in",
        json!({"badge": "B-1009", "pin": "1001"}),
    )
    .await;
    assert_eq!(new.unwrap()["name"], "Jana Novak");
}

#[tokio::test]
async fn two_people_can_swap_their_badges() {
    let (_dir, host) = plant().await;
    let before =
        "key,name,badge,pin,roles\nX-1,Ada One,X-11,1111,operator\nX-2,Bo Two,X-22,2222,operator\n";
    let after = "key,name,badge,pin,roles\nX-1,Ada One,X-22,,operator\nX-2,Bo Two,X-11,,operator\n";

    imported(&host, "people.csv", before).await;
    let swapped = imported(&host, "people.csv", after).await;

    assert!(!swapped.refused, "{swapped:?}");
    let log_in = json!({"badge": "X-22", "pin": "1111"});
    let session = operation::call(&host, "command_log_in", log_in).await;
    assert_eq!(session.unwrap()["name"], "Ada One");
}

#[tokio::test]
async fn what_only_the_station_can_judge_of_an_order_is_in_the_report() {
    let (_dir, host) = plant().await;
    let orders = |item: &str, quantity: &str, routing: &str| {
        format!("{ORDERS}W-1,1,{item},{quantity},EA,,,,released,{routing}\n")
    };

    let wrong = imported(&host, "orders.csv", &orders("NO-SUCH", "5", "RT-NONE")).await;
    let same = imported(&host, "orders.csv", &orders("NO-SUCH", "6", "RT-NONE")).await;

    let told = |report: &station::view::imports::ImportReport, text: &str| {
        report
            .findings
            .iter()
            .any(|finding| finding.text.contains(text))
    };
    assert!(
        told(&wrong, "order W-1: item NO-SUCH is unknown"),
        "{wrong:?}"
    );
    assert!(told(&wrong, "it has no routing"), "{wrong:?}");
    assert!(told(&same, "its revision 1 did not"), "{same:?}");
}

#[tokio::test]
async fn an_urgent_order_stands_before_one_that_is_due_sooner() {
    let (_dir, host) = plant().await;
    let orders = format!(
        "{ORDERS}U-1,1,X,5,EA,,2030-01-01T00:00:00Z,1,released,\n\
         U-2,1,X,5,EA,,2026-01-01T00:00:00Z,5,released,\n\
         U-3,1,X,5,EA,,2020-01-01T00:00:00Z,,released,\n"
    );

    imported(&host, "orders.csv", &orders).await;

    let tray = operation::call(&host, "view_order_tray", json!({"search": "U-"})).await;
    let tray = tray.unwrap();
    let keys: Vec<&str> = tray["orders"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["order"].as_str())
        .collect();
    assert_eq!(keys, ["U-1", "U-2", "U-3"]);
}

const ORDERS: &str = "key,revision,item,quantity,unit,start,due,priority,state,routing\n";

async fn plant() -> (tempfile::TempDir, Host) {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("data"));
    demo::make(&folder, Arc::new(SystemClock)).await.unwrap();
    let host = Host::quiet(folder, Arc::new(SystemClock)).await.unwrap();
    (dir, host)
}

async fn imported(host: &Host, name: &str, table: &str) -> station::view::imports::ImportReport {
    let files = vec![(name.to_owned(), table.as_bytes().to_vec())];
    import::import_files(&host.station, files, false, None)
        .await
        .unwrap()
}
