//! The demo plant, by the same commands as any plant.

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
