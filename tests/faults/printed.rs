//! The print queue under kills: a station is ended again and again while it prints, and every label
//! is on paper once, or on none, or a person was asked.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::thread::{scope, sleep};
use std::time::Duration;

use domain::id::LabelId;
use plant_tests::linesidectl::{Served, done, until, verified};
use serde_json::{Value, json};
use simulators::printer::{Options, Printer};
use store::{Folder, Store};
use uuid::Uuid;

use crate::people::{log_in, minted, report, to_job};

/// Stations that are killed side by side; each waits for its own process most of the time.
const STATIONS: u64 = 4;

/// Kills of each.
const KILLS: u64 = 50;

/// How long a label takes on the simulated printer.
const PRINT_TIME: Duration = Duration::from_millis(15);

/// Latest moment of a kill after a label was asked for. How far a label is by then depends on the machine:
/// so one kill in five waits for its end, and one for its way to begin.
const KILL_MS_MAX: u64 = 150;

/// Of fifty kills, at least so many must come while a label is on its way, and as many outside: fewer would
/// prove nothing.
const SHARE_MIN: usize = 3;

#[test]
fn two_hundred_kills_lose_no_label_and_print_none_twice_silently() {
    let asked: Vec<usize> = scope(|scope| {
        let stations: Vec<_> = (0..STATIONS)
            .map(|station| scope.spawn(move || killed(station)))
            .collect();
        let ended = stations.into_iter().map(|station| station.join().unwrap());
        ended.collect()
    });

    for uncertain in asked {
        let kills = usize::try_from(KILLS).unwrap();
        assert!(
            (SHARE_MIN..=kills - SHARE_MIN).contains(&uncertain),
            "{uncertain} of {kills} kills came while a label was on its way"
        );
    }
}

/// Kills one station, and answers how often a person had to be asked.
fn killed(number: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    let printer = printer();
    done(&station, &["init", "--demo"]);
    let target = format!("tcp:{}", printer.address());
    done(&station, &["devices", "bind", "printer", &target]);
    let mut served = Served::start(&station);
    let (job, label) = first_label(&served);
    let mut asked = 0;
    for kill in 0..KILLS {
        let before = printer.printed().len();
        let session = log_in(&served);
        let again = json!({"do": "reprint", "label": label, "reason": "worn"});
        let copy = command(&served, &session, again)["copy"].clone();
        match kill % 5 {
            0 => drop(until("the label's end", || fate(&served, &job, &copy))),
            1 => until("the label on its way", || begun(&served, &job, &copy)),
            _ => sleep(Duration::from_millis(moment(number * KILLS + kill))),
        }
        served.kill();
        served = Served::start(&station);
        let state = until("the label's fate", || fate(&served, &job, &copy));
        if state == "uncertain" {
            asked += 1;
            sleep(PRINT_TIME * 4);
            let printed = printer.printed().len() > before;
            let settle = json!({"do": "settle", "label": label, "copy": copy, "printed": printed});
            command(&served, &log_in(&served), settle);
        }
    }
    served.kill();
    assert_accounted(&station, &label, &printer);
    verified(&station);
    asked
}

fn printer() -> Printer {
    let options = Options {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        tongue: Default::default(),
        shelf: None,
        print_time: PRINT_TIME,
    };
    Printer::start(&options).unwrap()
}

/// Makes a lot, prints its label, and answers the job and the label.
fn first_label(served: &Served) -> (Value, Value) {
    let session = log_in(served);
    complete(served, &session, "MO-1002/10");
    let job = complete(served, &session, "MO-1002/20");
    let view = served.answer("view_job", &json!({"job": job}));
    let lot = &view["produced"][0]["lot"];
    let label = command(served, &session, json!({"do": "print", "lot": lot}));
    let first = json!(0);
    until("the first label", || {
        fate(served, &job, &first).filter(|state| state == "confirmed")
    });
    (job, label["label"].clone())
}

/// Starts an operation and reports five kilograms as all of it.
fn complete(served: &Served, session: &Value, code: &str) -> Value {
    let found = served.answer("find_scan", &json!({"text": code}));
    let (job, unit) = (&found["job"], &found["work_unit"]);
    let start = json!({"do": "start", "work_unit": unit});
    served.answer("command_job_order", &to_job(session, job, start));
    let mut made = report(0, 0, "complete");
    made["good"] = json!({"value": "5", "unit": "kg"});
    let mut made = to_job(session, job, made);
    made["confirmed"] = json!(true);
    served.answer("command_job_order", &made);
    job.clone()
}

fn command(served: &Served, session: &Value, command: Value) -> Value {
    let request = json!({"request": minted(), "session": session, "command": command});
    served.answer("command_label", &request)
}

/// That a copy waits no more.
fn begun(served: &Served, job: &Value, copy: &Value) -> Option<()> {
    (state(served, job, copy) != "queued").then_some(())
}

/// What became of a copy; nothing while it waits or is on its way.
fn fate(served: &Served, job: &Value, copy: &Value) -> Option<String> {
    let state = state(served, job, copy);
    (!["queued", "sending"].contains(&state.as_str())).then_some(state)
}

fn state(served: &Served, job: &Value, copy: &Value) -> String {
    let view = served.answer("view_job", &json!({"job": job}));
    let labels = view["produced"][0]["labels"].as_array().unwrap();
    let label = labels.iter().find(|label| label["copy"] == *copy).unwrap();
    label["state"].as_str().unwrap().to_owned()
}

/// A moment within [`KILL_MS_MAX`], another one each time and the same in each run.
fn moment(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 33) % KILL_MS_MAX
}

/// Every copy has one paper where the record says that it exists, and none where it says that it does
/// not.
fn assert_accounted(station: &Path, label: &Value, printer: &Printer) {
    let id = LabelId(label.as_str().unwrap().parse::<Uuid>().unwrap());
    let papers = printer.printed();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let copies = runtime.block_on(async {
        let store = Store::open_read_only(&Folder::new(station)).await.unwrap();
        store.print_jobs_of(id.0).await.unwrap()
    });
    assert_eq!(copies.len() as u64, KILLS + 1);
    for copy in &copies {
        let same = |paper: &&Vec<u8>| paper.as_slice() == copy.bytes.trim_ascii();
        let count = papers.iter().filter(same).count();
        let expected = usize::from(copy.state == "confirmed");
        assert_eq!(count, expected, "copy {} is {}", copy.copy, copy.state);
        assert!(
            ["confirmed", "void"].contains(&copy.state.as_str()),
            "{}",
            copy.state
        );
    }
    let confirmed = copies.iter().filter(|copy| copy.state == "confirmed");
    assert_eq!(papers.len(), confirmed.count());
}
