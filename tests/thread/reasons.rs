//! A plant has reasons of its own: people choose from them, and the ERP gets their keys.

use std::path::Path;

use plant_tests::linesidectl::{Served, done, until, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, start, to_job, unit};
use crate::xmllint;

const ORDER: &str = "MO-1007";

/// The plant renames one reason and offers another no more.
const CHANGED: &str = "kind,key,text,order,active\n\
    scrap,S50,First piece of a set-up,5,yes\n\
    scrap,S10,Burr,10,no\n";

#[test]
fn a_plant_has_reasons_of_its_own_and_the_erp_gets_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let jobs = release(&served, &session, &order(&served, ORDER))["jobs"].clone();
    let (card, saw) = (&jobs[0], unit(&served, "SAW-1"));
    dispatch(&served, &session, card, &saw);
    start(&served, &session, card, &saw);
    let before = scrapped(&served, &session, card, "Set-up piece", "continue");
    import(folder.path(), &station);
    scrapped(&served, &session, card, "Cat on the table", "continue");
    let after = scrapped(
        &served,
        &session,
        card,
        "First piece of a set-up",
        "short_close",
    );

    assert_eq!(before["scrap_reasons"][0], "Burr", "{before}");
    assert_eq!(before["pause_reasons"][3], "Waiting for the crane");
    let offered = after["scrap_reasons"].as_array().unwrap();
    assert_eq!(offered[0], "First piece of a set-up");
    assert!(!offered.contains(&json!("Burr")), "{offered:?}");
    assert!(!offered.contains(&json!("Set-up piece")), "{offered:?}");
    let usual = json!(["Wrong number", "Wrong lot", "Wrong job"]);
    assert_eq!(after["undo_reasons"], usual);
    let sentences = after["entries"].to_string();
    assert!(
        sentences.contains("1 EA scrap (Set-up piece)"),
        "{sentences}"
    );
    assert_eq!(
        told(&served, &station),
        [("Cat on the table", 1), ("S50", 2)].map(owned)
    );
    drop(served);
    verified(&station);
}

fn owned((reason, amount): (&str, u32)) -> (String, String) {
    (reason.to_owned(), amount.to_string())
}

fn scrapped(served: &Served, session: &Value, card: &Value, why: &str, finish: &str) -> Value {
    let pieces = |value: &str| json!({ "value": value, "unit": "EA" });
    let command = json!({
        "do": "report", "good": pieces("0"), "scrap": [{ "quantity": pieces("1"), "reason": why }],
        "rework": null, "finish": finish, "reason": "Not wanted any more",
    });
    let mut request = to_job(session, &card["job"], command);
    request["confirmed"] = true.into();
    served.answer("command_job_order", &request)
}

fn import(folder: &Path, station: &Path) {
    let file = folder.join("reasons.csv");
    std::fs::write(&file, CHANGED).unwrap();
    let said = done(station, &["import", file.to_str().unwrap()]);
    assert!(said.contains("reasons"), "{said}");
}

/// Reasons and amounts of the scrap in the message of the job.
fn told(served: &Served, station: &Path) -> Vec<(String, String)> {
    let name = until("the message", || {
        let outbox = served.answer("view_outbox", &json!({}));
        let rows = outbox["messages"].as_array().unwrap();
        let row = rows.iter().find(|row| row["order"] == ORDER)?;
        (row["state"] == "sent").then(|| row["message"].as_str().unwrap().to_owned())
    });
    let file = station.join(format!("erp/out/OperationsPerformance-{name}.xml"));
    let scrap = "//MaterialActual[*[local-name()='MaterialUse']/@OtherValue='Scrapped']";
    (1..=2)
        .map(|at| {
            let text = |path: &str| xmllint::text(&file, &format!("{scrap}[{at}]/{path}"));
            let reason = text("MaterialActualProperty/Value/ValueString");
            (reason, text("Quantity/QuantityString"))
        })
        .collect()
}
