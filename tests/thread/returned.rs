//! A partly used container comes back: as a lot of its own, held until it was checked, traced to where
//! it came from; the ERP is told of what stayed.

use plant_tests::linesidectl::{Served, done, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, minted, order, release, report, start, to_job, unit};
use crate::stories::message;
use crate::xmllint;

#[test]
fn what_comes_back_is_a_lot_of_its_own_that_is_checked_before_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let jobs = release(&served, &session, &order(&served, "MO-1007"))["jobs"].clone();
    let (card, saw) = (&jobs[0], unit(&served, "SAW-1"));
    dispatch(&served, &session, card, &saw);
    start(&served, &session, card, &saw);
    let coil = lot(&served, "H4502")["lot"].clone();
    let pieces = |value: &str| json!({ "value": value, "unit": "EA" });

    sent(&served, &session, card, consume(&coil));
    let back = json!({ "do": "return", "lot": coil, "quantity": pieces("30") });
    let view = sent(&served, &session, card, back.clone());

    assert_eq!(view["components"][0]["consumed"], pieces("70"));
    let more = json!({ "do": "return", "lot": coil, "quantity": pieces("71") });
    let refused = served.refusal("command_job_order", &to_job(&session, &card["job"], more));
    assert_eq!(refused["reason"], "not_taken", "{refused}");
    let traced = served.answer("view_trace", &json!({ "of": coil, "direction": "forward" }));
    let container = &traced["forward"]["rows"][0];
    assert_eq!(container["amounts"], json!([pieces("30")]), "{traced}");
    let number = container["node"]["number"].as_str().unwrap();
    assert!(number.starts_with("H4502-"), "{number}");
    let container = container["node"]["lot"].clone();
    let held = served.refusal(
        "command_job_order",
        &to_job(&session, &card["job"], consume(&container)),
    );
    assert_eq!(held["reason"], "on_hold", "{held}");

    check(&served, &container);
    sent(&served, &session, card, consume(&container));
    sent(&served, &session, card, report(100, 0, "complete"));

    let backward = served.answer(
        "view_trace",
        &json!({ "of": container, "direction": "backward" }),
    );
    assert_eq!(backward["backward"]["rows"][0]["node"]["number"], "H4502");
    let file = message(&served, &station, "MO-1007");
    let consumed =
        |place: u32, what: &str| xmllint::text(&file, &format!("//MaterialActual[{place}]/{what}"));
    assert_eq!(consumed(1, "MaterialLotID"), "H4502");
    assert_eq!(consumed(1, "Quantity/QuantityString"), "70");
    assert_eq!(consumed(2, "MaterialLotID"), number);
    assert_eq!(consumed(2, "Quantity/QuantityString"), "30");
    drop(served);
    verified(&station);
}

fn lot(served: &Served, number: &str) -> Value {
    served.answer("find_scan", &json!({ "text": number }))["lots"][0].clone()
}

fn consume(lot: &Value) -> Value {
    json!({ "do": "consume", "lot": lot, "quantity": null })
}

fn sent(served: &Served, session: &Value, card: &Value, command: Value) -> Value {
    let mut request = to_job(session, &card["job"], command);
    request["confirmed"] = true.into();
    served.answer("command_job_order", &request)
}

/// Quality looks at it, and lets it go on.
fn check(served: &Served, lot: &Value) {
    let quality = served.answer(
        "command_log_in",
        &json!({ "badge": "B-3001", "pin": "3001" }),
    );
    let hold = served.answer("view_lot", &json!({ "lot": lot }))["holds"][0]["hold"].clone();
    let release = json!({ "do": "release", "hold": hold, "note": "dry and clean" });
    let request = json!({
        "request": minted(), "session": quality["session"], "lot": lot, "command": release,
    });
    served.answer("command_lot", &request);
}
