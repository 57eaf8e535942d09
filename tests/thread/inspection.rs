//! Inspections at a job, and commands that ask first.

use plant_tests::linesidectl::Served;
use serde_json::{Value, json};

use crate::people::to_job;

/// A command that its question was answered for.
pub(crate) fn confirmed(served: &Served, session: &Value, card: &Value, command: Value) -> Value {
    let mut request = to_job(session, &card["job"], command);
    request["confirmed"] = true.into();
    served.answer("command_job_order", &request)
}

/// Finds everything in order that is inspected at a job.
pub(crate) fn inspect(served: &Served, session: &Value, card: &Value) {
    let view = served.answer("view_job", &json!({ "job": card["job"] }));
    for inspection in view["inspections"].as_array().unwrap() {
        let unit = &inspection["unit"];
        let observed = if unit.is_null() {
            json!({ "judged": true })
        } else {
            json!({ "measured": { "value": "12", "unit": unit } })
        };
        let found = json!({
            "do": "inspect", "characteristic": inspection["characteristic"], "observed": observed,
            "gauge": null,
        });
        confirmed(served, session, card, found);
    }
}
