//! The ERP changes its mind after the release: less, none of it, and a word that comes late.

use std::path::Path;

use plant_tests::linesidectl::{Served, done, run, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, start, to_job, unit};

/// What the orders' table begins with.
const HEAD: &str = "key,revision,item,quantity,unit,start,due,priority,state,routing\n";

/// Orders of the demo plant, and its saw.
const ORDER: &str = "MO-1012";
const SAW: &str = "SAW-1";

#[test]
fn a_change_after_the_release_reaches_the_floor() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let jobs = release(&served, &session, &order(&served, ORDER))["jobs"].clone();
    let (first, second) = (&jobs[0], &jobs[1]);
    dispatch(&served, &session, first, &unit(&served, SAW));

    told(folder.path(), &station, "2", 40, "planned");
    let fewer = card(&served, first);
    let card_now = card(&served, first);
    start(&served, &session, &card_now, &unit(&served, SAW));
    told(folder.path(), &station, "3", 40, "cancelled");
    let (running, waiting) = (card(&served, first), card(&served, second));
    let move_on = json!({ "do": "finish", "outcome": "leave_open", "reason": null });
    served.answer(
        "command_job_order",
        &to_job(&session, &first["job"], move_on),
    );
    let stopped = card(&served, first);
    let late = told(folder.path(), &station, "1", 200, "planned");

    assert_eq!(fewer["remaining"]["value"], "40", "{fewer}");
    assert_eq!(
        (&running["status"], &waiting["status"]),
        (&json!("running"), &json!("cancelled"))
    );
    let why = stopped["why_not"].as_str().unwrap();
    assert!(why.contains("the ERP has cancelled the order"), "{why}");
    assert!(late.contains("revision 1 came late"), "{late}");
    let exceptions = served.answer("view_exceptions", &json!({}));
    let sentences = exceptions["exceptions"].to_string();
    assert!(sentences.contains("changed this order"), "{sentences}");
    let rows = exceptions["exceptions"].as_array().unwrap();
    let of_order: Vec<&Value> = rows.iter().filter(|row| row["subject"] == ORDER).collect();
    assert_eq!(
        of_order.len(),
        1,
        "the last word counts, not each: {rows:?}"
    );
    let row = of_order[0];
    assert_eq!(row["detail"], "cancelled, 40 EA instead of 200 EA");
    assert_eq!(row["who"], "erp");
    assert!(station.join("host.json").is_file());
    served.stop();
    assert!(!station.join("host.json").exists());
    verified(&station);
}

/// Imports the order as the ERP has it now; what the import said.
fn told(folder: &Path, station: &Path, revision: &str, amount: u32, state: &str) -> String {
    let file = folder.join("orders.csv");
    let due = "2027-03-01T14:00:00Z";
    let row = format!("{ORDER},{revision},BRK-100,{amount},EA,,{due},9,{state},RT-BRK-100\n");
    std::fs::write(&file, format!("{HEAD}{row}")).unwrap();
    let said = run(station, &["import", file.to_str().unwrap()]);
    assert_eq!(said.code, Some(0), "{said:?}");
    said.output + &said.errors
}

fn card(served: &Served, of: &Value) -> Value {
    served.answer("view_job", &json!({ "job": of["job"] }))["card"].clone()
}
