//! A slip of the finger is asked about before it is booked, and can be undone after.

use plant_tests::linesidectl::{Served, done, verified};
use serde_json::json;

use crate::people::{dispatch, log_in, order, release, report, start, to_job, unit};

#[test]
fn five_hundred_typed_for_fifty_is_asked_about_and_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let view = release(&served, &session, &order(&served, "MO-1004"));
    let (card, unit) = (&view["jobs"][0], unit(&served, "SAW-1"));
    dispatch(&served, &session, card, &unit);
    start(&served, &session, card, &unit);
    let before = verified(&station);
    let mut typed = to_job(&session, &card["job"], report(500, 0, "continue"));

    let asked = served.refusal("command_job_order", &typed);

    assert_eq!(asked["code"], "refused");
    let question = asked["confirm"].as_str().unwrap();
    assert!(
        question.contains("500") && question.contains("50 "),
        "{question}"
    );
    assert_eq!(verified(&station), before);

    typed["confirmed"] = json!(true);
    let booked = served.answer("command_job_order", &typed);
    assert_eq!(booked["card"]["good"]["value"], "500");
    let mine = json!({ "job": card["job"], "session": session });
    let entries = served.answer("view_job", &mine)["entries"].clone();
    let entry = entries
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["can_void"] == true)
        .unwrap();
    let undo = json!({ "do": "void", "event": entry["event"], "reason": "Typed 500 for 50" });

    let undone = served.answer("command_job_order", &to_job(&session, &card["job"], undo));

    assert_eq!(undone["card"]["good"]["value"], "0");
    assert_eq!(undone["card"]["remaining"]["value"], "50");
    let entries = undone["entries"].as_array().unwrap();
    assert!(
        entries
            .iter()
            .any(|kept| kept["event"] == entry["event"] && kept["voided"] == true)
    );
    verified(&station);
}
