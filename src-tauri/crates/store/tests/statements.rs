//! What a command costs: the statements its writer sends to SQLite.
//!
//! Counted are the writing statements the connection runs, BEGIN and COMMIT among them: sqlx reports
//! each text it runs, which may hold several; the inner statements of triggers are part of theirs.
//! SQLite itself calls its commit hook once for each commit: a write outside the transaction would
//! be a second one.

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

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use plant::{Job, Station};
use store::{Draft, STATEMENTS_MAX};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// Collects the texts that are run.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut text = Text::default();
            event.record(&mut text);
            self.0.lock().unwrap().push(text.whole());
        }
    }
}

/// A reported text: its first words, and all of it where those are not all.
#[derive(Default)]
struct Text {
    summary: String,
    statement: String,
}

impl Text {
    fn whole(self) -> String {
        match self.statement.trim() {
            "" => self.summary,
            whole => whole.to_owned(),
        }
    }
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.statement),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl Statements {
    /// Those that write, since the last call. Values are bound, so a semicolon ends a statement.
    fn writes(&self) -> Vec<String> {
        let all = std::mem::take(&mut *self.0.lock().unwrap());
        all.iter()
            .flat_map(|text| text.split(';'))
            .map(|sql| sql.trim().to_owned())
            .filter(|sql| !sql.is_empty() && !sql.starts_with("SELECT"))
            .collect()
    }
}

#[tokio::test]
async fn a_command_is_at_most_six_writing_statements() {
    let statements = Statements::default();
    tracing::subscriber::set_global_default(
        tracing_subscriber::registry().with(statements.clone()),
    )
    .unwrap();
    let station = Station::found(1).await;
    let commits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&commits);
    let mut writer = station.store.writer().await.unwrap();
    writer
        .connection()
        .lock_handle()
        .await
        .unwrap()
        .set_commit_hook(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            true
        });
    drop(writer);
    let mut most = 0;
    for (what, draft) in everything(&station).await {
        statements.writes();
        commits.store(0, Ordering::SeqCst);

        station.record(draft).await.unwrap();

        let writes = statements.writes();
        let commits = commits.load(Ordering::SeqCst);
        let count = writes.len();
        println!("{count} statements: {what}: {writes:?}");
        assert_eq!(commits, 1, "{what}");
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
