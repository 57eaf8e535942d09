//! A completion that the ERP was told of is taken back: two postings that come to nothing, both to be
//! seen, and the work goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use plant_tests::linesidectl::{Served, done, until, verified};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, report, start, to_job, unit};
use crate::shared::data;
use crate::xmllint;

const ORDER: &str = "MO-1007";

#[test]
fn a_completion_that_was_sent_is_taken_back_by_a_posting_that_cancels_it() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let jobs = release(&served, &session, &order(&served, ORDER))["jobs"].clone();
    let (card, saw) = (&jobs[0], unit(&served, "SAW-1"));
    dispatch(&served, &session, card, &saw);
    start(&served, &session, card, &saw);
    let lot = served.answer("find_scan", &json!({ "text": "H4502" }))["lots"][0]["lot"].clone();
    let consume = json!({ "do": "consume", "lot": lot, "quantity": null });
    sent(&served, &session, card, consume);
    let completed = sent(&served, &session, card, report(98, 2, "complete"));
    let first = files(&served, &station, 1);
    let entry = entry(&completed, "Reported");
    assert_eq!(entry["can_void"], true, "{entry}");
    let void =
        json!({ "do": "void", "event": entry["event"], "reason": "counted the wrong pallet" });
    let void = to_job(&session, &card["job"], void);

    let asked = served.refusal("command_job_order", &void);
    assert!(
        asked["confirm"]
            .as_str()
            .unwrap()
            .contains("sent to the ERP"),
        "{asked}"
    );
    let mut yes = void.clone();
    yes["confirmed"] = true.into();
    let open = served.answer("command_job_order", &yes);
    let both = files(&served, &station, 2);

    assert_eq!(open["card"]["status"], "running");
    let correction = both.iter().find(|file| !first.contains(file)).unwrap();
    let id = first[0].file_stem().unwrap().to_str().unwrap();
    let id = id.strip_prefix("OperationsPerformance-").unwrap();
    assert_eq!(
        xmllint::text(correction, "//OperationsResponse/Description"),
        format!("Takes back {id}: counted the wrong pallet")
    );
    assert_eq!(xmllint::text(correction, "//SegmentState"), "Running");
    assert!(sums(&first).values().any(|sum| *sum == Decimal::from(98)));
    let net = sums(&both);
    assert!(net.values().all(Decimal::is_zero), "{net:?}");
    if let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") {
        assert_eq!(xmllint::complaints(&schema, &both), "");
    }
    let outbox = served.answer("view_outbox", &json!({}));
    let rows = outbox["messages"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["corrects"] == id), "{outbox}");

    sent(&served, &session, card, report(97, 3, "complete"));
    let all = files(&served, &station, 3);
    let net = sums(&all);
    assert!(net.values().any(|sum| *sum == Decimal::from(97)), "{net:?}");
    assert!(
        !net.values().any(|sum| *sum == Decimal::from(98)),
        "{net:?}"
    );
    drop(served);
    verified(&station);
}

fn sent(served: &Served, session: &Value, card: &Value, command: Value) -> Value {
    let mut request = to_job(session, &card["job"], command);
    request["confirmed"] = true.into();
    served.answer("command_job_order", &request)
}

fn entry(view: &Value, text: &str) -> Value {
    let entries = view["entries"].as_array().unwrap();
    let of_text = |entry: &&Value| entry["text"].as_str().unwrap().starts_with(text);
    entries.iter().find(of_text).unwrap().clone()
}

/// The order's files, once there are so many and all are sent.
fn files(served: &Served, station: &Path, count: usize) -> Vec<PathBuf> {
    let out = station.join("erp/out");
    until("every message", || {
        let outbox = served.answer("view_outbox", &json!({}));
        let rows = outbox["messages"].as_array().unwrap();
        let mine: Vec<_> = rows.iter().filter(|row| row["order"] == ORDER).collect();
        let all = mine.len() == count && mine.iter().all(|row| row["state"] == "sent");
        let name = |row: &&Value| {
            let message = row["message"].as_str().unwrap();
            out.join(format!("OperationsPerformance-{message}.xml"))
        };
        all.then(|| mine.iter().map(name).collect())
    })
}

/// What an ERP that adds everything up has, by what was moved: material with its use, people, machines.
fn sums(files: &[PathBuf]) -> BTreeMap<String, Decimal> {
    let mut sums = BTreeMap::new();
    for file in files {
        for kind in ["MaterialActual", "PersonnelActual", "EquipmentActual"] {
            for place in 1.. {
                let text = |path: &str| xmllint::text(file, &format!("//{kind}[{place}]/{path}"));
                if text("ID").is_empty() {
                    break;
                }
                let what = [
                    "MaterialDefinitionID",
                    "MaterialLotID",
                    "MaterialUse",
                    "MaterialUse/@OtherValue",
                    "PersonID",
                    "EquipmentID",
                ];
                let key: Vec<String> = what.iter().map(|path| text(path)).collect();
                let amount: Decimal = text("Quantity/QuantityString").parse().unwrap();
                *sums.entry(key.join("|")).or_insert(Decimal::ZERO) += amount;
            }
        }
    }
    sums
}
