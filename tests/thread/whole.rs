//! One thread through every layer.

use std::path::{Path, PathBuf};

use labels::{Fields, Template, field};
use plant_tests::http::Changes;
use plant_tests::linesidectl::{Served, Simulator, done, until, verified};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::order::Order;
use crate::people::{dispatch, log_in, minted, order, release, report, start, to_job, unit};
use crate::shared::data;
use crate::{tools, xmllint};

/// Where each operation is done.
const UNITS: [&str; 3] = ["SAW-1", "CNC-2", "BENCH-2"];

/// Devices of the station, each another process.
struct Bench {
    scanner: Simulator,
    scale: Simulator,
    printer: Simulator,
}

impl Bench {
    /// Scanner and scale hang on serial lines, the printer on the network.
    fn bind(station: &Path, shelf: &Path) -> Self {
        let shelf = shelf.to_str().unwrap();
        let bench = Self {
            scanner: Simulator::start(&["scanner", "--pty"]),
            scale: Simulator::start(&["scale", "--pty"]),
            printer: Simulator::start(&["printer", "--listen", "127.0.0.1:0", "--shelf", shelf]),
        };
        for (role, target) in [
            ("scanner", format!("serial:{}", bench.scanner.address)),
            ("scale", format!("serial:{}", bench.scale.address)),
            ("printer", format!("tcp:{}", bench.printer.address)),
        ] {
            done(station, &["devices", "bind", role, &target, "--simulated"]);
        }
        bench
    }

    /// Pulls the trigger; returns what the station says the code is.
    fn scan(&mut self, served: &Served, changes: &Changes, code: &str) -> Value {
        self.scanner.obey(&format!("scan ]C0{code}"));
        let heard = changes.next("scanned");
        assert_eq!(heard["text"], code);
        served.answer(
            "find_scan",
            &json!({ "text": heard["text"], "symbology": heard["symbology"] }),
        )
    }
}

#[test]
fn an_order_file_becomes_a_completion_file() {
    let folder = tempfile::tempdir().unwrap();
    let (station, shelf) = (folder.path().join("station"), folder.path().join("shelf"));
    let order = Order::rolled();
    eprintln!("{order:?}");
    done(&station, &["init", "--demo"]);
    import_twice(&station, folder.path(), &order);
    let mut bench = Bench::bind(&station, &shelf);
    let served = Served::start(&station);

    let lot = work(&served, &mut bench, &order);

    let messages = messages(&served, &station, &order.key);
    assert_valid(&messages);
    assert_performed(&messages, &order, &lot);
    assert_label(&shelf, &lot);
    acknowledged(&served, &messages[0]);
    assert!(served.stop().success());
    verified(&station);
}

/// What the ERP sends twice is recorded once.
fn import_twice(station: &Path, folder: &Path, order: &Order) {
    let file = folder.join("order.xml");
    std::fs::write(&file, order.document()).unwrap();
    if let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") {
        assert_eq!(
            xmllint::complaints(&schema, std::slice::from_ref(&file)),
            ""
        );
    }
    let import = || done(station, &["import", "--json", file.to_str().unwrap()]);

    let report: Value = serde_json::from_str(&import()).unwrap();

    let orders = json!({ "kind": "orders", "new": 1, "changed": 0, "unchanged": 0 });
    assert!(
        report["tallies"].as_array().unwrap().contains(&orders),
        "{report}"
    );
    let before = verified(station);
    import();
    assert_eq!(verified(station), before);
}

/// Works the order off; returns the number of the lot it made.
fn work(served: &Served, bench: &mut Bench, order: &Order) -> String {
    until("every device", || {
        let devices = served.answer("view_devices", &json!({}))["devices"].clone();
        let ready = devices
            .as_array()
            .unwrap()
            .iter()
            .filter(|device| device["ready"] == true);
        (ready.count() == 3).then_some(())
    });
    let changes = served.changes();
    let badge = bench.scan(served, &changes, "B-2001");
    assert_eq!(badge["found"], "badge", "{badge}");
    let session = log_in(served);
    let view = release(served, &session, &self::order(served, &order.key));
    let jobs = view["jobs"].as_array().unwrap();
    assert_eq!(jobs.len(), UNITS.len(), "{view}");
    let mut last = Value::Null;
    for (card, key) in jobs.iter().zip(UNITS) {
        let unit = unit(served, key);
        dispatch(served, &session, card, &unit);
        let view = start(served, &session, card, &unit);
        for component in view["components"].as_array().unwrap() {
            consume(served, bench, &changes, (&session, card), component, order);
        }
        let scrapped = if key == UNITS[0] { order.scrapped } else { 0 };
        last = complete(
            served,
            &session,
            card,
            report(order.good(), scrapped, "complete"),
        );
        assert_eq!(last["card"]["status"], "completed", "{last}");
    }
    print(served, &session, &last)
}

fn consume(
    served: &Served,
    bench: &mut Bench,
    changes: &Changes,
    (session, card): (&Value, &Value),
    component: &Value,
    order: &Order,
) {
    if component["issue"] == "backflush" {
        return;
    }
    let expected = &component["expected"][0];
    let found = bench.scan(served, changes, expected["number"].as_str().unwrap());
    assert_eq!(found["lots"][0]["lot"], expected["lot"], "{found}");
    let lot = &expected["lot"];
    let command = if component["issue"] == "weigh" {
        weigh(served, bench, order.weighed);
        json!({ "do": "weigh", "lot": lot })
    } else {
        json!({ "do": "consume", "lot": lot, "quantity": null })
    };
    served.answer("command_job_order", &to_job(session, &card["job"], command));
}

fn weigh(served: &Served, bench: &mut Bench, weight: Decimal) {
    bench.scale.obey(&format!("weight {weight} kg"));
    until("a stable weight", || {
        let shown = served.answer("view_weight", &json!({}));
        let value = shown["weight"]["value"]
            .as_str()?
            .parse::<Decimal>()
            .unwrap();
        (shown["stable"] == true && value == weight).then_some(())
    });
}

/// Reports; asked whether so much in so little time is right, says yes.
fn complete(served: &Served, session: &Value, card: &Value, report: Value) -> Value {
    let mut request = to_job(session, &card["job"], report);
    let reply = served.ask("command_job_order", &request).unwrap();
    if reply.status == 200 {
        return reply.json();
    }
    assert!(reply.json()["confirm"].is_string(), "{}", reply.body);
    request["confirmed"] = json!(true);
    served.answer("command_job_order", &request)
}

fn print(served: &Served, session: &Value, job: &Value) -> String {
    let lot = &job["produced"][0];
    let command = json!({ "do": "print", "lot": lot["lot"] });
    let request = json!({ "request": minted(), "session": session, "command": command });
    served.answer("command_label", &request);
    let state = until("the label", || {
        let view = served.answer("view_job", &json!({ "job": job["card"]["job"] }));
        let state = view["produced"][0]["labels"][0]["state"].clone();
        (state != "queued" && state != "sending").then_some(state)
    });
    assert_eq!(state, "confirmed");
    lot["number"].as_str().unwrap().to_owned()
}

/// The files of the order's three operations, in their order.
fn messages(served: &Served, station: &Path, key: &str) -> Vec<PathBuf> {
    let out = station.join("erp/out");
    until("every message", || {
        let outbox = served.answer("view_outbox", &json!({}));
        let rows = outbox["messages"].as_array().unwrap();
        let mut mine: Vec<_> = rows.iter().filter(|row| row["order"] == key).collect();
        mine.sort_by_key(|row| row["segment"].to_string());
        let sent = mine.len() == UNITS.len() && mine.iter().all(|row| row["state"] == "sent");
        let name = |row: &&Value| {
            format!(
                "OperationsPerformance-{}.xml",
                row["message"].as_str().unwrap()
            )
        };
        sent.then(|| mine.iter().map(|row| out.join(name(row))).collect())
    })
}

fn assert_valid(messages: &[PathBuf]) {
    if let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") {
        assert_eq!(xmllint::complaints(&schema, messages), "");
    }
}

fn assert_performed(messages: &[PathBuf], order: &Order, lot: &str) {
    let amount = |file: &Path, item: &str, purpose: &str| {
        let what = format!(
            "//MaterialActual[*[local-name()='MaterialDefinitionID']='{item}' and \
             *[local-name()='MaterialUse']{purpose}]"
        );
        let text = xmllint::text(file, &format!("{what}/Quantity/QuantityString"));
        text.parse::<Decimal>()
            .unwrap_or_else(|_| panic!("{item}: {text:?}"))
    };
    let pieces = Decimal::from(order.pieces);
    let [cut, mill, bond] = messages else {
        panic!("{messages:?}")
    };
    for (file, segment) in [(cut, "10"), (mill, "20"), (bond, "30")] {
        assert_eq!(xmllint::text(file, "//OperationsRequestID"), order.key);
        assert_eq!(xmllint::text(file, "//SegmentResponse/ID"), segment);
        assert_eq!(xmllint::text(file, "//SegmentState"), "Completed");
    }
    assert_eq!(amount(cut, "PLT-20", "='Consumed'"), pieces);
    assert_eq!(amount(bond, "ADH-20", "='Consumed'"), order.weighed);
    assert_eq!(amount(bond, "BSH-08", "='Consumed'"), pieces * Decimal::TWO);
    assert_eq!(
        amount(bond, "BRK-200", "='Produced'"),
        Decimal::from(order.good())
    );
    let made = "//MaterialActual[*[local-name()='MaterialUse']='Produced']/MaterialLotID";
    assert_eq!(xmllint::text(bond, made), lot);
    if order.scrapped > 0 {
        assert_eq!(
            amount(cut, "BRK-200", "/@OtherValue='Scrapped'"),
            order.scrapped.into()
        );
    }
}

/// What the printer printed is drawn and read by parts that are not ours.
fn assert_label(shelf: &Path, lot: &str) {
    let (zpl, png) = (shelf.join("0001.zpl"), shelf.join("0001.png"));
    let any = [
        (field::LOT, lot),
        (field::ITEM, "BRK-200"),
        (field::UID, "A"),
        (field::QUANTITY, "1"),
        (field::UNIT, "EA"),
        (field::DESCRIPTION, "A"),
        (field::ORDER, "A"),
        (field::OPERATION, "A"),
        (field::PRODUCED_AT, "A"),
        (field::GTIN, "09520000000028"),
    ];
    let fields = any.into_iter().fold(Fields::new(), |fields, (name, text)| {
        fields.with(name, text)
    });
    let size = labels::render(Template::lot(), &fields).unwrap();
    tools::render_zpl(&[(zpl, png.clone())], &size);

    let read = tools::read_codes(&[png]);

    let holds = |bytes: &[u8]| bytes.windows(lot.len()).any(|part| part == lot.as_bytes());
    assert!(
        read[0].iter().any(|code| holds(&code.bytes)),
        "{lot}: {read:?}"
    );
}

/// The ERP's answer beside the message is read back.
fn acknowledged(served: &Served, message: &Path) {
    std::fs::write(message.with_extension("ack"), "").unwrap();
    let name = message.file_stem().unwrap().to_str().unwrap();
    let id = name.strip_prefix("OperationsPerformance-").unwrap();
    until("the acknowledgement", || {
        let outbox = served.answer("view_outbox", &json!({}));
        let rows = outbox["messages"].as_array().unwrap();
        let row = rows.iter().find(|row| row["message"] == id).unwrap();
        (row["state"] == "acknowledged").then_some(())
    });
}
