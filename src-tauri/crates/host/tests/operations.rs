//! Operations that reach beyond the station's records: devices and files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::sync::Arc;

use bench::Plant;
use host::{Host, demo, operation};
use serde_json::{Value, json};
use station::SystemClock;
use store::Folder;

#[tokio::test]
async fn an_installer_binds_a_device_at_once_and_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("data"));
    demo::make(&folder, Arc::new(SystemClock)).await.unwrap();
    let host = Host::start(folder, Arc::new(SystemClock)).await.unwrap();
    let bind = async |who: Value, target: &str| {
        let request = json!({"session": who, "role": "printer", "target": target, "protocol": "zpl", "simulated": false});
        operation::call(&host, "command_bind_device", request).await
    };
    let (operator, installer) = (
        session(&host, "B-1001", "1001").await,
        session(&host, "B-9001", "9001").await,
    );

    let refused = bind(operator, "tcp:127.0.0.1:9").await.unwrap_err();
    let nowhere = bind(installer.clone(), "somewhere").await.unwrap_err();
    bind(installer, "tcp:127.0.0.1:9").await.unwrap();

    assert_eq!(refused.reason, "not_authorised", "{refused:?}");
    assert!(nowhere.sentence.contains("tcp:HOST:PORT"), "{nowhere:?}");
    let bound = host.station.store().device_bindings().await.unwrap();
    let printer = bound.iter().find(|row| row.role == "printer").unwrap();
    assert_eq!(printer.target, r#"{"tcp":{"host":"127.0.0.1","port":9}}"#);
    assert!(!printer.simulated);
}

#[tokio::test]
async fn a_device_is_bound_with_its_protocol_and_shown_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path().join("data"));
    demo::make(&folder, Arc::new(SystemClock)).await.unwrap();
    let host = Host::start(folder, Arc::new(SystemClock)).await.unwrap();
    let installer = session(&host, "B-9001", "9001").await;
    let bind = async |role: &str, protocol: &str, unit: Option<&str>, dpi: Option<u16>| {
        let request = json!({
            "session": installer, "role": role, "target": "tcp:127.0.0.1:9", "protocol": protocol,
            "unit": unit, "dpi": dpi, "simulated": false,
        });
        operation::call(&host, "command_bind_device", request).await
    };

    bind("scale", "toledo-8217", Some("kg"), None)
        .await
        .unwrap();
    let view = bind("printer", "tspl", None, Some(300)).await.unwrap();
    let unknown = bind("printer", "pcl", None, None).await.unwrap_err();
    let unitless = bind("scale", "toledo-8217", None, None).await.unwrap_err();

    let device = |role: &str| {
        let devices = view["devices"].as_array().unwrap().iter();
        devices
            .clone()
            .find(|device| device["role"] == role)
            .unwrap()
            .clone()
    };
    let (scale, printer) = (device("scale"), device("printer"));
    assert_eq!(scale["target"], "127.0.0.1:9 (toledo-8217 in kg)");
    assert_eq!(
        (&scale["protocol"], &scale["unit"]),
        (&json!("toledo-8217"), &json!("kg"))
    );
    assert_eq!(
        (&printer["protocol"], &printer["dpi"]),
        (&json!("tspl"), &json!(300))
    );
    assert_eq!(printer["place"], "tcp:127.0.0.1:9");
    assert_eq!(view["choices"][2]["protocols"][0]["name"], "zpl");
    assert!(unknown.sentence.contains("zpl-one-way"), "{unknown:?}");
    assert!(unitless.sentence.contains("--unit kg"), "{unitless:?}");
}

#[tokio::test]
async fn a_label_is_saved_as_a_page_in_the_data_folder() {
    let plant = Plant::demo().await;
    let label = plant.print(plant.make_lot().await).await;
    let folder = Folder::new(plant.path("data"));
    let dir = plant.close();
    let host = Host::quiet(folder, Arc::new(SystemClock)).await.unwrap();
    let session = session(&host, "B-1001", "1001").await;

    let request = json!({"session": session, "label": label.label, "copy": label.copy});
    let saved = operation::call(&host, "command_label_pdf", request)
        .await
        .unwrap();

    let path = std::path::Path::new(saved["path"].as_str().unwrap());
    assert!(path.starts_with(dir.path()), "{}", path.display());
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF-"));
}

#[tokio::test]
async fn a_second_tap_makes_no_second_original_of_a_label() {
    let plant = Plant::demo().await;
    let lot = plant.make_lot().await;
    let label = plant.print(lot).await;
    let folder = Folder::new(plant.path("data"));
    let _dir = plant.close();
    let host = Host::quiet(folder, Arc::new(SystemClock)).await.unwrap();
    let session = session(&host, "B-1001", "1001").await;

    let print = |id: uuid::Uuid| json!({"request": id, "session": session, "command": {"do": "print", "lot": lot}});
    let second = operation::call(&host, "command_label", print(uuid::Uuid::now_v7())).await;
    let same = operation::call(&host, "command_label", print(label.label.0)).await;

    assert_eq!(second.unwrap_err().reason, "label_exists");
    assert_eq!(same.unwrap()["label"], json!(label.label));
}

#[tokio::test]
async fn an_installer_keeps_a_new_version_of_a_template_and_labels_are_drawn_from_it() {
    let plant = Plant::demo().await;
    let folder = Folder::new(plant.path("data"));
    let _dir = plant.close();
    let host = Host::quiet(folder.clone(), Arc::new(SystemClock))
        .await
        .unwrap();
    let call = async |name: &str, body: Value| operation::call(&host, name, body).await;
    let (operator, installer) = (
        session(&host, "B-1001", "1001").await,
        session(&host, "B-9001", "9001").await,
    );
    let mut template = labels::Template::lot().clone();
    template.version = 2;
    template.elements.truncate(1);
    let json = serde_json::to_string(&template).unwrap();
    let keep = async |who: &Value, template: &str| {
        let asked = json!({"session": who, "template": template});
        call("command_template", asked).await
    };

    let refused = keep(&operator, &json).await.unwrap_err();
    let kept = keep(&installer, &json).await.unwrap();
    let changed = keep(&installer, &json.replace("\"item\"", "\"lot\""))
        .await
        .unwrap_err();
    let broken = call("draw_template", json!({"template": "{"}))
        .await
        .unwrap();
    let drawn = call(
        "draw_template",
        json!({"template": json, "fields": {"item": "B-7"}}),
    )
    .await;

    assert_eq!(refused.reason, "not_authorised");
    let lots: Vec<&Value> = kept["templates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["name"] == "lot")
        .collect();
    assert_eq!(
        (&lots[0]["version"], &lots[0]["built_in"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(lots[1]["built_in"], json!(true));
    assert_eq!(host.station.templates().newest("lot").unwrap().version, 2);
    assert!(
        host::label::template::of_station(&folder)
            .labelled("lot 2")
            .is_ok()
    );
    assert!(changed.sentence.contains("version"), "{changed:?}");
    assert!(
        broken["svg"].is_null() && broken["sentence"].is_string(),
        "{broken}"
    );
    let drawn = drawn.unwrap();
    assert!(drawn["svg"].as_str().unwrap().contains("B-7"), "{drawn}");
    assert_eq!(drawn["fields"], json!([{"name": "item", "text": "B-7"}]));
}

async fn session(host: &Host, badge: &str, pin: &str) -> Value {
    let who = json!({"badge": badge, "pin": pin});
    operation::call(host, "command_log_in", who).await.unwrap()["session"].clone()
}
