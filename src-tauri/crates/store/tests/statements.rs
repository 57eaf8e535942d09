//! What a command costs: the statements its writer sends to SQLite.
//!
//! Counted are the writing statements the capturing connection runs, BEGIN and COMMIT among them: SQLite
//! reports each; the inner statements of triggers are part of theirs, and it reports them as comments.
//! SQLite itself calls its commit hook once for each commit: a write outside the transaction would
//! be a second one. What goes over the other connection would be a commit there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    dead_code,
    reason = "a failed expectation is the test's verdict; the fixture serves other tests too"
)]

#[path = "file/plant.rs"]
mod plant;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use plant::{Job, Station};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use store::{Draft, STATEMENTS_MAX};

/// Texts that were run since the last look.
static STATEMENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// Commits since then, whatever connection made them.
static COMMITS: AtomicUsize = AtomicUsize::new(0);

fn collect(event: TraceEvent<'_>) {
    if let TraceEvent::Stmt(_, text) = event {
        STATEMENTS.lock().unwrap().push(text.to_owned());
    }
}

fn count() -> bool {
    COMMITS.fetch_add(1, Ordering::SeqCst);
    true
}

/// Those that write, since the last call.
fn writes() -> Vec<String> {
    let all = std::mem::take(&mut *STATEMENTS.lock().unwrap());
    let writes = |sql: &String| !sql.starts_with("SELECT") && !sql.starts_with("--");
    all.into_iter().filter(writes).collect()
}

#[tokio::test]
async fn a_command_is_at_most_six_writing_statements() {
    let station = Station::found(1).await;
    let mut writer = station.store.writer().await.unwrap();
    let traced = TraceEventCodes::SQLITE_TRACE_STMT;
    writer.captures().trace_v2(traced, Some(collect));
    writer.captures().commit_hook(Some(|| !count())).unwrap();
    writer
        .connection()
        .lock_handle()
        .await
        .unwrap()
        .set_commit_hook(count);
    drop(writer);
    let mut most = 0;
    for (what, draft) in everything(&station).await {
        writes();
        COMMITS.store(0, Ordering::SeqCst);

        station.record(draft).await.unwrap();

        let writes = writes();
        let count = writes.len();
        println!("{count} statements: {what}: {writes:?}");
        assert_eq!(COMMITS.load(Ordering::SeqCst), 1, "{what}");
        assert_eq!(writes.first().unwrap(), "BEGIN IMMEDIATE", "{what}");
        assert_eq!(writes.last().unwrap(), "COMMIT", "{what}");
        assert!(
            writes
                .iter()
                .any(|sql| sql.starts_with("INSERT INTO event"))
        );
        assert!(count <= STATEMENTS_MAX, "{what}: {count}: {writes:?}");
        most = most.max(count);
    }
    assert_eq!(most, STATEMENTS_MAX);
}

/// Every kind of command; the voids take back what was recorded just before.
async fn everything(station: &Station) -> Vec<(&'static str, Draft)> {
    let mut commands = plant::master_data();
    commands.extend(Job { number: 1 }.life());
    let other = Job { number: 2 };
    station.record(other.release()).await.unwrap();
    let consumed = station
        .record(other.consume("1", domain::material_lot::Means::Scanned))
        .await
        .unwrap();
    let reported = station.record(other.report("1", "1")).await.unwrap();
    commands.push(("void a consumption", plant::void(&consumed[0], 60)));
    commands.push(("void a report", plant::void(&reported[0], 60)));
    commands
}
