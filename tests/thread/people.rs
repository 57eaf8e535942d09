//! What people do, as requests.

use plant_tests::linesidectl::Served;
use serde_json::{Value, json};
use uuid::Uuid;

/// A request's id, as a screen mints it.
pub(crate) fn minted() -> String {
    Uuid::now_v7().to_string()
}

/// Logs the demo plant's supervisor in, who may operate too.
pub(crate) fn log_in(served: &Served) -> Value {
    let session = served.answer(
        "command_log_in",
        &json!({ "badge": "B-2001", "pin": "2001" }),
    );
    session["session"].clone()
}

/// Finds an order of the tray.
pub(crate) fn order(served: &Served, key: &str) -> Value {
    let tray = served.answer(
        "view_order_tray",
        &json!({ "filter": "all", "search": key }),
    );
    assert_eq!(tray["orders"].as_array().unwrap().len(), 1, "{key}: {tray}");
    tray["orders"][0].clone()
}

/// Releases an order; returns it with its jobs.
pub(crate) fn release(served: &Served, session: &Value, row: &Value) -> Value {
    let request = json!({
        "request": minted(), "session": session, "order_id": row["order_id"], "seen": row["head"],
        "command": { "do": "release" },
    });
    served.answer("command_operations_request", &request)
}

/// The id of a work unit.
pub(crate) fn unit(served: &Served, key: &str) -> Value {
    let frame = served.answer("view_station", &json!({}));
    let units = frame["work_units"].as_array().unwrap();
    units.iter().find(|unit| unit["key"] == key).unwrap()["id"].clone()
}

/// A command to a job.
pub(crate) fn to_job(session: &Value, job: &Value, command: Value) -> Value {
    json!({ "request": minted(), "session": session, "job": job, "command": command })
}

/// Puts a job into a work unit's list.
pub(crate) fn dispatch(served: &Served, session: &Value, card: &Value, unit: &Value) -> Value {
    let command =
        json!({ "do": "dispatch", "work_unit": unit, "before": null, "seen": card["head"] });
    served.answer("command_job_order", &to_job(session, &card["job"], command))
}

/// Starts a job.
pub(crate) fn start(served: &Served, session: &Value, card: &Value, unit: &Value) -> Value {
    let command = json!({ "do": "start", "work_unit": unit });
    served.answer("command_job_order", &to_job(session, &card["job"], command))
}

/// A report of pieces; the scrap is cut wrong.
pub(crate) fn report(good: u32, scrap: u32, finish: &str) -> Value {
    let pieces = |value: u32| json!({ "value": value.to_string(), "unit": "EA" });
    let scrap = match scrap {
        0 => json!([]),
        _ => json!([{ "quantity": pieces(scrap), "reason": "Cut wrong" }]),
    };
    json!({
        "do": "report", "good": pieces(good), "scrap": scrap, "rework": null, "finish": finish,
        "reason": null,
    })
}
