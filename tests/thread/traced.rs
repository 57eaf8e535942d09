//! Where a lot came from and where it went: right under an undo, a lot number that two suppliers use,
//! and operations of one order.

use std::path::Path;

use plant_tests::linesidectl::{Served, done, run, verified};
use serde_json::{Value, json};

use crate::inspection::{confirmed, inspect};
use crate::people::{dispatch, log_in, order, release, report, start, unit};

/// Operations of the order, where each is done, and the lot scanned there.
const WORK: [(&str, Option<&str>); 4] = [
    ("SAW-1", Some("H4502")),
    ("CNC-2", None),
    ("BENCH-2", Some("BZ-0931")),
    ("BENCH-2", None),
];
/// A lot that is scanned first, and taken back.
const MISTAKEN: &str = "H4471";

#[test]
fn a_lot_is_traced_to_what_it_was_made_of_and_to_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let jobs = release(&served, &session, &order(&served, "MO-1007"))["jobs"].clone();
    let made = work(&served, &session, jobs.as_array().unwrap());
    second_supplier(folder.path(), &station);

    let back = traced(&station, &made, "backward");
    let steel = traced(&station, "H4502", "forward");
    let mistaken = traced(&station, MISTAKEN, "forward");
    let bushings = served.answer("view_trace", &json!({ "of": "BZ-0931" }));
    let said = run(&station, &["trace", "BZ-0931"]);

    let went_in = numbers(&back["backward"]);
    assert!(went_in.contains(&"H4502".to_owned()), "{back}");
    assert!(went_in.contains(&"BZ-0931".to_owned()), "{back}");
    assert!(!went_in.contains(&MISTAKEN.to_owned()), "{back}");
    assert!(numbers(&steel["forward"]).contains(&made), "{steel}");
    assert!(!numbers(&mistaken["forward"]).contains(&made), "{mistaken}");
    let row = rows(&back["backward"])
        .iter()
        .find(|row| row["node"]["number"] == "BZ-0931");
    assert_eq!(
        row.unwrap()["amounts"],
        json!([{ "value": "200", "unit": "EA" }])
    );

    let choices = bushings["choices"].as_array().unwrap();
    assert_eq!(choices.len(), 2, "{bushings}");
    assert_eq!(said.code, Some(1));
    for choice in choices {
        let id = choice["lot"].as_str().unwrap();
        assert!(said.errors.contains(id), "{}", said.errors);
        let forward = traced(&station, id, "forward");
        let ours = choice["supplier"] == "Lager and Sons";
        assert_eq!(
            numbers(&forward["forward"]).contains(&made),
            ours,
            "{forward}"
        );
    }
    verified(&station);
}

#[test]
fn a_trace_is_drawn_as_a_tree_for_people() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);

    let drawn = done(&station, &["trace", "H4471", "--direction", "forward"]);
    let unknown = run(&station, &["trace", "H447"]);

    let (first, rest) = drawn.split_once('\n').unwrap();
    assert!(
        first.starts_with("lot H4471  PLT-10 Steel plate"),
        "{drawn}"
    );
    assert!(rest.starts_with("went into:\n  "), "{drawn}");
    assert!(rest.contains("operation MO-1001/10 Cut plates"), "{drawn}");
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.errors.contains("H447 is no lot"), "{unknown:?}");
}

/// Works the order off, with one scan taken back; the number of the lot it made.
fn work(served: &Served, session: &Value, jobs: &[Value]) -> String {
    let mut last = Value::Null;
    for (card, (place, lot)) in jobs.iter().zip(WORK) {
        let unit = unit(served, place);
        dispatch(served, session, card, &unit);
        start(served, session, card, &unit);
        if let Some(lot) = lot {
            if lot.starts_with('H') {
                take_back(served, session, card);
            }
            consume(served, session, card, lot);
        }
        inspect(served, session, card);
        last = confirmed(served, session, card, report(100, 0, "complete"));
        assert_eq!(last["card"]["status"], "completed", "{last}");
    }
    last["produced"][0]["number"].as_str().unwrap().to_owned()
}

fn consume(served: &Served, session: &Value, card: &Value, number: &str) -> Value {
    let found = served.answer("find_scan", &json!({ "text": number }));
    let command = json!({ "do": "consume", "lot": found["lots"][0]["lot"], "quantity": null });
    confirmed(served, session, card, command)
}

fn take_back(served: &Served, session: &Value, card: &Value) {
    let view = consume(served, session, card, MISTAKEN);
    let entries = view["entries"].as_array().unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry["text"].as_str().unwrap().contains(MISTAKEN))
        .unwrap();
    let void = json!({ "do": "void", "event": entry["event"], "reason": "wrong pallet" });
    confirmed(served, session, card, void);
}

/// The same lot number, of another supplier.
fn second_supplier(folder: &Path, station: &Path) {
    let file = folder.join("lots.csv");
    let table = "item,lot,supplier,quantity,unit,expires,location\n\
                 BSH-08,BZ-0931,Bronze Brothers,50,EA,,BIN-13\n";
    std::fs::write(&file, table).unwrap();
    done(station, &["import", file.to_str().unwrap()]);
}

fn traced(station: &Path, of: &str, direction: &str) -> Value {
    let said = done(station, &["trace", of, "--direction", direction, "--json"]);
    serde_json::from_str(&said).unwrap()
}

fn rows(tree: &Value) -> &[Value] {
    assert_eq!(tree["complete"], true, "{tree}");
    tree["rows"].as_array().unwrap()
}

/// Numbers of the lots in a tree.
fn numbers(tree: &Value) -> Vec<String> {
    let numbers = rows(tree)
        .iter()
        .filter_map(|row| row["node"]["number"].as_str());
    numbers.map(ToOwned::to_owned).collect()
}
