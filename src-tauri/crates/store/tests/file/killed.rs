//! Power cuts: a process that records is killed at any moment, and nothing it acknowledged is lost.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use store::{Folder, Store};
use uuid::Uuid;

use crate::plant::{Job, Station, folder};
use crate::rows::number;

/// Names the folder to a child process.
pub(crate) const FOLDER: &str = "LINESIDE_TEST_FOLDER";
/// Starts a line meant for the parent; the test harness prints others.
const ANSWER: &str = "answer: ";
/// Kills in a row on one folder.
const ROUNDS: u64 = 30;
/// Longest a child may take to its first answer: a loaded machine, not a hung test.
const PATIENCE: Duration = Duration::from_secs(30);

/// This test program once more, running a single test in a process of its own.
pub(crate) struct Child {
    process: std::process::Child,
    answers: Receiver<String>,
}

impl Child {
    pub(crate) fn start(test: &str, folder: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                test,
                "--exact",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let answer = line.split_once(ANSWER).map(|(_, answer)| answer.to_owned());
                if answer.is_some_and(|answer| sender.send(answer).is_err()) {
                    break;
                }
            }
        });
        Self { process, answers }
    }

    pub(crate) fn first_line(&self) -> String {
        self.answers.recv_timeout(PATIENCE).unwrap()
    }

    /// Kills it, without a chance to clean up, and answers all it said before.
    fn kill(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let rest = std::iter::from_fn(|| self.answers.recv_timeout(PATIENCE).ok());
        rest.collect()
    }

    /// Says a line to the parent, at once.
    pub(crate) fn answer(text: &str) {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{ANSWER}{text}").unwrap();
        out.flush().unwrap();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs in a process of its own until it is killed: records, and acknowledges each command.
#[tokio::test]
#[ignore = "started and killed by nothing_acknowledged_is_lost_to_a_kill"]
async fn child_records() {
    let store = Store::open(&Folder::new(std::env::var_os(FOLDER).unwrap()))
        .await
        .unwrap();
    loop {
        let seq = store.writer().await.unwrap().next_seq().unwrap();
        let job = Job {
            number: u32::try_from(seq).unwrap(),
        };
        for (_, draft) in job.life() {
            let recorded = store.writer().await.unwrap().record(draft).await.unwrap();
            Child::answer(&recorded.last().unwrap().seq.to_string());
        }
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_to_a_kill() {
    let station = Station::found(1).await;
    let Station { store, dir } = station;
    drop(store);
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        let child = Child::start("killed::child_records", dir.path());
        let first: i64 = child.first_line().parse().unwrap();
        assert!(first > acknowledged, "round {round}");
        std::thread::sleep(Duration::from_micros(random_below(150_000)));
        let said = child.kill();
        acknowledged = said
            .last()
            .map_or(first, |line| line.parse().unwrap())
            .max(first);

        let store = Store::open_read_only(&folder(&dir)).await.unwrap();
        let events = number(&store, "SELECT count(*) FROM event").await;
        let last = number(&store, "SELECT coalesce(max(seq), 0) FROM event").await;
        assert_eq!(events, last, "round {round}: a gap");
        assert!(
            last >= acknowledged,
            "round {round}: {acknowledged} acknowledged, {last} kept"
        );
        if round % 10 == 9 {
            store.verify().await.unwrap();
        }
    }
    let store = Store::open(&folder(&dir)).await.unwrap();
    let verified = store.verify().await.unwrap();
    println!("{ROUNDS} kills, {acknowledged} acknowledged; {verified}");
    assert!(i64::try_from(verified.events).unwrap() >= acknowledged);
}

fn random_below(limit: u64) -> u64 {
    u64::try_from(Uuid::new_v4().as_u128() % u128::from(limit)).unwrap()
}
