//! Inspection and what does not conform, as another program does it: gates in words, a nonconformance
//! that holds the lot, rows that balance, and quality who decides.

use std::path::Path;

use plant_tests::linesidectl::{Served, done, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, minted, order, release, report, start, to_job, unit};

/// A routing of one operation with a bore that is measured first and once in five.
const TABLES: [(&str, &str); 3] = [
    (
        "routings.csv",
        "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction\n\
         RT-BORE,A,BRK-100,10,EA,10,Bore,SAW-1,0,900,,\n",
    ),
    (
        "inspections.csv",
        "routing,segment,key,name,lower,nominal,upper,unit,when,every,by\n\
         RT-BORE,10,bore-first,Bore,24.94,25,25.06,mm,first,,operator\n\
         RT-BORE,10,bore-5,Bore,24.94,25,25.06,mm,every,5,operator\n",
    ),
    (
        "orders.csv",
        "key,revision,item,quantity,unit,start,due,priority,state,routing\n\
         MO-9001,1,BRK-100,20,EA,,2027-03-01T14:00:00Z,1,planned,RT-BORE\n",
    ),
];

#[test]
fn what_does_not_conform_is_held_until_quality_decides_about_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    import(folder.path(), &station);
    let served = Served::start(&station);
    let session = log_in(&served);
    let jobs = release(&served, &session, &order(&served, "MO-9001"))["jobs"].clone();
    let card = &jobs[0];
    let saw = unit(&served, "SAW-1");
    dispatch(&served, &session, card, &saw);
    start(&served, &session, card, &saw);

    let lot = work(&served, &session, card);
    let quality = served.answer(
        "command_log_in",
        &json!({ "badge": "B-3001", "pin": "3001" }),
    );
    let quality = quality["session"].clone();
    let inbox = served.answer("view_nonconformances", &json!({ "session": quality }));
    let doubt = &inbox["nonconformances"][0];
    assert_eq!(inbox["open"], 1);
    assert_eq!(doubt["cause"], "Bore: 25.11 mm, not 24.94 to 25.06 mm");
    assert_eq!(doubt["quantity"], json!({ "value": "4", "unit": "EA" }));
    let number = &doubt["lots"][0]["number"];
    let rows = |scrap: &str, used: &str| rows(&lot, number, scrap, used);
    let unbalanced = refused_doubt(&served, &quality, doubt, rows("2", "1"));
    assert_eq!(unbalanced["reason"], "rows_unbalanced");
    let unauthorised = refused_doubt(&served, &session, doubt, rows("2", "2"));
    assert_eq!(unauthorised["reason"], "not_authorised");
    let decided = served.answer(
        "command_nonconformance",
        &dispose(&quality, doubt, rows("2", "2")),
    );
    assert_eq!(decided["open"], 0, "{decided}");

    sent(&served, &session, card, report(1, 0, "continue"));
    assert_eq!(held(&served, &lot), 0);
    let left = served.answer("view_lot", &json!({ "lot": lot }))["left"].clone();
    assert_eq!(left, json!({ "value": "3", "unit": "EA" }));
    drop(served);
    verified(&station);
}

/// Works until a piece does not conform, against every gate; the lot that is made.
fn work(served: &Served, session: &Value, card: &Value) -> Value {
    let unmeasured = refused(
        served,
        &to_job(session, &card["job"], report(4, 0, "continue")),
    );
    assert_eq!(unmeasured["gates"][0]["code"], "inspection_due");
    let sentence = unmeasured["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("measure Bore first (first piece): 24.94 to 25.06 mm"),
        "{sentence}"
    );
    measure(served, session, card, "bore-first", "25.01");
    let made = sent(served, session, card, report(4, 0, "continue"));
    let lot = made["produced"][0]["lot"].clone();
    let failed = measure(served, session, card, "bore-5", "25.11");
    assert_eq!(failed["inspections"][1]["results"][0]["conforms"], false);
    assert_eq!(held(served, &lot), 1);
    let waved = refused(
        served,
        &to_job(session, &card["job"], report(1, 0, "continue")),
    );
    assert!(
        waved["sentence"]
            .as_str()
            .unwrap()
            .contains("does not conform"),
        "{waved}"
    );
    lot
}

fn rows(lot: &Value, number: &Value, scrap: &str, used: &str) -> Value {
    let row = |value: &str, disposition: &str| {
        json!({
            "lot": [lot, number], "disposition": disposition,
            "quantity": { "value": value, "unit": "EA" },
        })
    };
    json!([row(scrap, "scrap"), row(used, "use_as_is")])
}

fn import(folder: &Path, station: &Path) {
    let tables = folder.join("tables");
    std::fs::create_dir(&tables).unwrap();
    for (name, table) in TABLES {
        std::fs::write(tables.join(name), table).unwrap();
    }
    done(station, &["import", tables.to_str().unwrap()]);
}

fn sent(served: &Served, session: &Value, card: &Value, command: Value) -> Value {
    served.answer("command_job_order", &to_job(session, &card["job"], command))
}

fn measure(served: &Served, session: &Value, card: &Value, key: &str, value: &str) -> Value {
    let measured = json!({ "measured": { "value": value, "unit": "mm" } });
    let command = json!({
        "do": "inspect", "characteristic": key, "observed": measured, "gauge": "G-14",
    });
    sent(served, session, card, command)
}

fn held(served: &Served, lot: &Value) -> usize {
    let view = served.answer("view_lot", &json!({ "lot": lot }));
    view["holds"].as_array().unwrap().len()
}

fn dispose(session: &Value, doubt: &Value, rows: Value) -> Value {
    json!({
        "request": minted(), "session": session, "nonconformance": doubt["nonconformance"],
        "command": { "do": "disposition", "rows": rows, "note": "reamed by hand, two are out of round" },
    })
}

fn refused(served: &Served, request: &Value) -> Value {
    served.refusal("command_job_order", request)
}

fn refused_doubt(served: &Served, session: &Value, doubt: &Value, rows: Value) -> Value {
    served.refusal("command_nonconformance", &dispose(session, doubt, rows))
}
