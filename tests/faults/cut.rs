//! Power cuts: the process is killed in the middle of its work, again and again.

use std::collections::BTreeSet;
use std::sync::mpsc::channel;
use std::thread::{scope, sleep};
use std::time::Duration;

use plant_tests::linesidectl::{Served, done, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, report, start, to_job, unit};

/// Cuts of one run.
const ROUNDS: u64 = 20;

/// What people report before the cut comes, at most.
const REPORTS_MAX: u32 = 400;

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let job = started(&Served::start(&station));
    let mut reported = 0;
    let mut unanswered = 0;

    for round in 0..ROUNDS {
        let served = Served::start(&station);
        let kept = good(&served, &job);
        assert!(
            (reported..=reported + unanswered).contains(&kept),
            "{kept} of {reported}"
        );
        let (answered, cut) =
            report_until_killed(served, &job, Duration::from_millis(20 + 17 * round));
        reported = kept + answered;
        unanswered = cut;
        verified(&station);
    }

    let kept = good(&Served::start(&station), &job);
    assert!(
        (reported..=reported + unanswered).contains(&kept),
        "{kept} of {reported}"
    );
    assert!(
        reported > ROUNDS,
        "too little was reported to prove anything: {reported}"
    );
    verified(&station);
}

/// A job that takes reports of one piece without a question.
fn started(served: &Served) -> Value {
    let session = log_in(served);
    let view = release(served, &session, &order(served, "MO-1012"));
    let card = &view["jobs"][0];
    let unit = unit(served, "SAW-1");
    dispatch(served, &session, card, &unit);
    start(served, &session, card, &unit);
    card["job"].clone()
}

/// Good pieces of the job, as the station shows them.
fn good(served: &Served, job: &Value) -> u64 {
    let view = served.answer("view_job", &json!({ "job": job }));
    view["card"]["good"]["value"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

/// Reports single pieces until the host is killed; how many were answered, and how many were under
/// way and may or may not have been recorded.
fn report_until_killed(served: Served, job: &Value, after: Duration) -> (u64, u64) {
    let session = log_in(&served);
    let (sender, first) = channel();
    scope(|scope| {
        let served = &served;
        let reporting = scope.spawn(move || {
            let mut answered = BTreeSet::new();
            for number in 0..REPORTS_MAX {
                let mut request = to_job(&session, job, report(1, 0, "continue"));
                request["confirmed"] = json!(true);
                match served.ask("command_job_order", &request) {
                    Ok(reply) if reply.status == 200 => answered.insert(number),
                    Ok(reply) => panic!("{}", reply.body),
                    Err(_) => return (answered.len() as u64, 1),
                };
                // Whoever waits for the first answer may have it already.
                let _ = sender.send(());
            }
            (answered.len() as u64, 0)
        });
        first.recv().unwrap();
        sleep(after);
        let id = served.id().to_string();
        let killed = std::process::Command::new("kill")
            .args(["-KILL", &id])
            .status()
            .unwrap();
        assert!(killed.success());
        reporting.join().unwrap()
    })
}
