//! Days on the floor, as the people there would tell them.

use std::path::Path;

use plant_tests::linesidectl::{Served, done, until, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, report, start, to_job, unit};
use crate::xmllint;

/// A part of two operations, and one cut from a coil by the metre.
const TABLES: [(&str, &str); 5] = [
    (
        "items.csv",
        "key,description,unit,tracking,gtin\n\
         PART-2,Part of two operations,EA,none,\n\
         PIN-333,Pin of 333 mm,EA,lot,\n\
         COIL-3,Coil 3 mm,m,lot,\n",
    ),
    (
        "lots.csv",
        "item,lot,supplier,quantity,unit,expires,location\nCOIL-3,C-100,Northfield Steel,100,m,,\n",
    ),
    (
        "routings.csv",
        "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction\n\
         RT-2,A,PART-2,1,EA,10,Cut,SAW-1,0,,,\n\
         RT-2,A,PART-2,1,EA,20,Mill,CNC-2,0,,10,\n\
         RT-PIN,A,PIN-333,1,EA,10,Cut to length,SAW-1,0,,,\n",
    ),
    (
        "bills.csv",
        "routing,item,quantity,unit,segment,issue,tolerance_percent\nRT-PIN,COIL-3,0.333,m,10,scan,\n",
    ),
    (
        "orders.csv",
        "key,revision,item,quantity,unit,start,due,priority,state,routing\n\
         TWO-100,1,PART-2,100,EA,,2027-03-01T14:00:00Z,1,planned,RT-2\n\
         TEN-10,1,PART-2,10,EA,,2027-03-01T14:00:00Z,1,planned,RT-2\n\
         PIN-300,1,PIN-333,300,EA,,2027-03-01T14:00:00Z,1,planned,RT-PIN\n",
    ),
];

/// A served plant with the tables above, and the supervisor signed in.
struct Floor {
    folder: tempfile::TempDir,
    served: Served,
    session: Value,
}

impl Floor {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let station = folder.path().join("station");
        done(&station, &["init", "--demo"]);
        let tables = folder.path().join("tables");
        std::fs::create_dir(&tables).unwrap();
        for (name, table) in TABLES {
            std::fs::write(tables.join(name), table).unwrap();
        }
        done(&station, &["import", tables.to_str().unwrap()]);
        let served = Served::start(&station);
        let session = log_in(&served);
        Self {
            folder,
            served,
            session,
        }
    }

    /// Releases an order and puts each of its operations where it belongs.
    fn release(&self, key: &str, places: &[&str]) -> Vec<Value> {
        let row = order(&self.served, key);
        let view = release(&self.served, &self.session, &row);
        let jobs = view["jobs"].as_array().unwrap().clone();
        for (card, place) in jobs.iter().zip(places) {
            dispatch(
                &self.served,
                &self.session,
                card,
                &unit(&self.served, place),
            );
        }
        jobs
    }

    fn start(&self, card: &Value, place: &str) -> Value {
        start(
            &self.served,
            &self.session,
            card,
            &unit(&self.served, place),
        )
    }

    fn send(&self, card: &Value, command: Value) -> Value {
        let request = to_job(&self.session, &card["job"], command);
        self.served.answer("command_job_order", &request)
    }

    fn refused(&self, card: &Value, command: Value) -> Value {
        let request = to_job(&self.session, &card["job"], command);
        self.served.refusal("command_job_order", &request)
    }

    fn card(&self, card: &Value) -> Value {
        let request = json!({ "job": card["job"], "session": self.session });
        self.served.answer("view_job", &request)["card"].clone()
    }

    fn station(&self) -> std::path::PathBuf {
        self.folder.path().join("station")
    }

    fn close(self) {
        let station = self.station();
        drop(self.served);
        verified(&station);
    }
}

fn pieces(value: &str) -> Value {
    json!({ "value": value, "unit": "EA" })
}

#[test]
fn the_second_operation_starts_on_five_pieces_while_the_first_goes_on() {
    let floor = Floor::open();
    let jobs = floor.release("TWO-100", &["SAW-1", "CNC-2"]);
    let (cut, mill) = (&jobs[0], &jobs[1]);
    floor.start(cut, "SAW-1");
    let start = json!({ "do": "start", "work_unit": unit(&floor.served, "CNC-2") });

    let early = floor.refused(mill, start);
    floor.send(cut, report(5, 0, "continue"));
    floor.start(mill, "CNC-2");
    let too_many = floor.refused(mill, report(6, 0, "continue"));
    floor.send(mill, report(5, 0, "continue"));
    let none_left = floor.refused(mill, report(1, 0, "continue"));
    floor.send(cut, report(40, 1, "continue"));
    floor.send(mill, report(40, 0, "continue"));

    let sentence = early["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("operation 10 Cut has delivered nothing yet"),
        "{sentence}"
    );
    for asked in [&too_many, &none_left] {
        let question = asked["confirm"].as_str().unwrap();
        assert!(question.contains("remain"), "{question}");
    }
    let (cut, mill) = (floor.card(cut), floor.card(mill));
    assert_eq!(cut["good"], pieces("45"));
    assert_eq!(cut["remaining"], pieces("54"));
    assert_eq!(
        (&mill["received"], &mill["good"]),
        (&pieces("45"), &pieces("45"))
    );
    assert_eq!(mill["remaining"], pieces("0"));
    floor.close();
}

#[test]
fn after_eight_of_ten_two_are_suggested_and_ten_are_asked_about() {
    let floor = Floor::open();
    let jobs = floor.release("TEN-10", &["SAW-1"]);
    let cut = &jobs[0];
    floor.start(cut, "SAW-1");

    floor.send(cut, report(8, 0, "continue"));
    floor.send(cut, json!({ "do": "pause", "reason": "Break" }));
    let resumed = floor.send(cut, json!({ "do": "resume" }));
    let asked = floor.refused(cut, report(10, 0, "complete"));
    let after = floor.card(cut);
    let last = floor.send(cut, report(2, 0, "complete"));

    assert_eq!(resumed["suggested"], pieces("2"));
    let question = asked["confirm"].as_str().unwrap();
    assert!(question.contains("only 2 EA remain"), "{question}");
    assert_eq!(after["good"], pieces("8"));
    assert_eq!(last["card"]["good"], pieces("10"));
    assert_eq!(last["card"]["status"], "completed");
    floor.close();
}

#[test]
fn three_hundred_pins_of_a_hundred_metres_leave_ten_centimetres() {
    let floor = Floor::open();
    let jobs = floor.release("PIN-300", &["SAW-1"]);
    let cut = &jobs[0];
    floor.start(cut, "SAW-1");
    let coil = floor
        .served
        .answer("find_scan", &json!({ "text": "C-100" }))["lots"][0]
        .clone();

    floor.send(
        cut,
        json!({ "do": "consume", "lot": coil["lot"], "quantity": null }),
    );
    floor.send(cut, report(300, 0, "complete"));

    let coil = floor
        .served
        .answer("view_lot", &json!({ "lot": coil["lot"] }));
    assert_eq!(coil["left"], json!({ "value": "0.1", "unit": "m" }));
    let file = message(&floor.served, &floor.station(), "PIN-300");
    assert_eq!(
        xmllint::text(&file, "//MaterialActual[1]/Quantity/QuantityString"),
        "99.9"
    );
    assert_eq!(
        xmllint::text(&file, "//MaterialActual[2]/Quantity/QuantityString"),
        "300"
    );
    floor.close();
}

/// The order's only message, once it is sent.
pub(crate) fn message(served: &Served, station: &Path, key: &str) -> std::path::PathBuf {
    until("the message", || {
        let outbox = served.answer("view_outbox", &json!({}));
        let rows = outbox["messages"].as_array().unwrap();
        let row = rows.iter().find(|row| row["order"] == key)?;
        let name = format!("OperationsPerformance-{}.xml", row["message"].as_str()?);
        (row["state"] == "sent").then(|| station.join("erp/out").join(name))
    })
}
