//! People at work while everything fails: each sends a report until it is answered.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::people::{report, to_job};
use crate::station::Station;

/// Pause before something is sent again that was not answered.
const AGAIN: Duration = Duration::from_millis(50);
/// How long something may stay unanswered: a killed station is back within seconds.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(60);

/// Reports single pieces of the jobs in turn, with `pause` between them, until told to stop; answers
/// how many were acknowledged for each job.
pub(crate) fn report_until(
    stop: &AtomicBool,
    station: &Station,
    jobs: &[Value],
    pause: Duration,
) -> Vec<u64> {
    let mut acknowledged = vec![0; jobs.len()];
    let mut session = logged_in(station);
    for turn in (0..jobs.len()).cycle() {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let mut request = to_job(&session, &jobs[turn], report(1, 0, "continue"));
        request["confirmed"] = json!(true);
        session = send(station, request);
        acknowledged[turn] += 1;
        sleep(pause);
    }
    acknowledged
}

/// Reports so many single pieces of a job.
pub(crate) fn report_pieces(station: &Station, job: &Value, pieces: u32) {
    let mut session = logged_in(station);
    for _ in 0..pieces {
        let mut request = to_job(&session, job, report(1, 0, "continue"));
        request["confirmed"] = json!(true);
        session = send(station, request);
    }
}

/// Sends the same request until it is answered, signed in anew where the station was started again;
/// returns the session.
fn send(station: &Station, mut request: Value) -> Value {
    let began = Instant::now();
    loop {
        let refused = match station.ask("command_job_order", &request) {
            Ok(_) => return request["session"].clone(),
            Err(refused) => refused,
        };
        assert!(began.elapsed() < ANSWER_TIME_MAX, "{refused}");
        sleep(AGAIN);
        request["session"] = logged_in(station);
    }
}

fn logged_in(station: &Station) -> Value {
    let who = json!({ "badge": "B-2001", "pin": "2001" });
    let began = Instant::now();
    loop {
        match station.ask("command_log_in", &who) {
            Ok(session) => return session["session"].clone(),
            Err(refused) => assert!(began.elapsed() < ANSWER_TIME_MAX, "{refused}"),
        }
        sleep(AGAIN);
    }
}
