//! The night in which the clock is put back: time worked is time that passed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use host::{Host, demo, operation};
use serde_json::{Value, json};
use station::Clock;
use store::Folder;
use uuid::Uuid;

/// A clock that stands where it was put.
struct Standing(Mutex<DateTime<Utc>>);

impl Standing {
    /// Puts it to a wall clock's time with its offset.
    fn put(&self, wall: &str) {
        *self.0.lock().unwrap() = wall.parse().unwrap();
    }
}

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

async fn call(host: &Host, name: &str, request: Value) -> Value {
    operation::call(host, name, request)
        .await
        .unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}

#[tokio::test]
async fn from_half_past_two_to_quarter_past_two_it_is_forty_five_minutes() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path());
    let clock = Arc::new(Standing(Mutex::new(
        "2026-10-24T10:00:00Z".parse().unwrap(),
    )));
    demo::make(&folder, clock.clone()).await.unwrap();
    let host = Host::quiet(folder, clock.clone()).await.unwrap();
    assert_eq!(host.station.zone().name(), "Europe/Rome");
    let badge = json!({ "badge": "B-2001", "pin": "2001" });
    let session = call(&host, "command_log_in", badge).await["session"].clone();
    let row =
        call(&host, "view_order_tray", json!({ "search": "MO-1007" })).await["orders"][0].clone();
    let order = json!({
        "request": Uuid::now_v7(), "session": session, "order_id": row["order_id"],
        "seen": row["head"], "command": { "do": "release" },
    });
    let card = call(&host, "command_operations_request", order).await["jobs"][0].clone();
    let places = call(&host, "view_station", json!({})).await["work_units"].clone();
    let saw = places
        .as_array()
        .unwrap()
        .iter()
        .find(|unit| unit["key"] == "SAW-1")
        .unwrap()["id"]
        .clone();
    let job = async |command: Value| {
        let request = json!({
            "request": Uuid::now_v7(), "session": session, "job": card["job"], "confirmed": true,
            "command": command,
        });
        call(&host, "command_job_order", request).await
    };
    job(json!({ "do": "dispatch", "work_unit": saw, "before": null, "seen": card["head"] })).await;

    clock.put("2026-10-25T02:30:00+02:00");
    job(json!({ "do": "start", "work_unit": saw })).await;
    clock.put("2026-10-25T02:15:00+01:00");
    let report = json!({
        "do": "report", "good": { "value": "100", "unit": "EA" }, "scrap": [], "rework": null,
        "finish": "complete", "reason": null,
    });
    let done = job(report).await;

    assert_eq!(done["card"]["status"], "completed");
    let messages = host.station.store().messages(10).await.unwrap();
    let told: Value = serde_json::from_str(&messages[0].body).unwrap();
    assert_eq!(told["labour"][0]["duration_ms"], 45 * 60 * 1_000);
    assert_eq!(told["machines"][0]["duration_ms"], 45 * 60 * 1_000);
}
