//! The gateway as an installer runs it: it follows the log, one at a time.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use domain::log_row::LogRow;
use plant_tests::linesidectl::{Said, linesidectl, said, until};
use replication::postgres::{PlantLink, Program};
use sqlx::{AssertSqlSafe, PgConnection, Row as _};
use tempfile::TempDir;

use crate::chain::{behind, end, push};
use crate::floor::{Floor, demo};
use crate::plant::{OVEN, PRESS, Plant, first};

/// How long a gateway may take to say something; two busy cores need a tenth of it.
const SAY_TIME_MAX: Duration = Duration::from_secs(60);
/// A silence after which the server gives the lead away at once.
const SHORT: &str = "2";
/// A silence that no test waits for: the leader says nothing on its own for minutes.
const LONG: &str = "600";

/// Everything that was read, but when and in which term.
const TABLES: &str = "SELECT format('SELECT %L || to_jsonb(t)::text FROM lineside_read.%I t', relname || ' ', relname) \
     FROM pg_class WHERE relnamespace = 'lineside_read'::regnamespace AND relkind = 'r' ORDER BY relname";

/// A running gateway. Dropped, it is killed.
pub(crate) struct Gateway {
    child: Child,
    said: Receiver<String>,
    code: PathBuf,
    _folder: TempDir,
}

impl Gateway {
    /// Enrolls one and starts it.
    pub(crate) async fn start(plant: &mut Plant, name: &str, silence: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let code = folder.path().join("gateway.code");
        let ca = std::fs::read_to_string(plant.cluster.ca()).unwrap();
        let enrolled = plant
            .admin
            .enroll_program(Program::Gateway, name, Some(ca))
            .await
            .unwrap();
        std::fs::write(&code, enrolled.to_string()).unwrap();
        let mut command = linesidectl(["gateway", "run", "--silence", silence]);
        command.env("LINESIDE_GATEWAY_CODE_FILE", &code);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let (tell, said) = channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .try_for_each(|line| tell.send(line))
        });
        Self {
            child,
            said,
            code,
            _folder: folder,
        }
    }

    /// The next line it says.
    pub(crate) fn says(&self) -> String {
        self.said.recv_timeout(SAY_TIME_MAX).unwrap()
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    fn stop(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().unwrap().success());
    }

    /// Calls `gateway rebuild` with its code.
    fn rebuild(&self) -> Said {
        let mut rebuild = linesidectl(["gateway", "rebuild"]);
        said(rebuild.env("LINESIDE_GATEWAY_CODE_FILE", &self.code))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // Where it has ended already there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn what_is_read_as_it_comes_and_what_is_built_anew_are_equal() {
    let mut plant = Plant::make().await;
    let gateway = Gateway::start(&mut plant, "Office", SHORT).await;
    assert_eq!(gateway.says(), "leading in term 1");
    let floor = Floor::of([PRESS, OVEN], 1_500, 42);
    let demo = demo();
    let mut sql = plant.sql().await;

    let station = demo[0].origin.station;
    hand_in(&mut plant.joined("Demo", station).await, &demo).await;
    let mut press = plant.joined("Press", PRESS).await;
    let mut oven = plant.joined("Oven", OVEN).await;
    // One chain first: what the other did between comes late, and is folded from the start.
    for part in floor.chains[0].chunks(300) {
        hand_in_behind(&mut press, &floor.chains[0], part).await;
        all_read(&mut sql).await;
    }
    for part in floor.chains[1].chunks(150) {
        hand_in_behind(&mut oven, &floor.chains[1], part).await;
        all_read(&mut sql).await;
    }
    let before = everything(&mut sql).await;
    gateway.signal("-TERM");
    let rebuilt = until("the lead", || {
        let said = gateway.rebuild();
        (said.code == Some(0)).then_some(said)
    });
    let after = everything(&mut sql).await;

    let count = demo.len() + floor.chains.iter().map(Vec::len).sum::<usize>();
    assert_eq!(
        rebuilt.output,
        format!("built anew from {count} events\n"),
        "{}",
        rebuilt.errors
    );
    assert!(before.len() > 500, "{}", before.len());
    assert_eq!(before, after);
    assert_eq!(good(&mut sql).await, floor.good);
}

#[tokio::test]
async fn events_that_nobody_reads_hold_nothing_up() {
    let mut plant = Plant::make().await;
    let gateway = Gateway::start(&mut plant, "Office", SHORT).await;
    assert_eq!(gateway.says(), "leading in term 1");
    let mut press = plant.joined("Press", PRESS).await;
    let mut sql = plant.sql().await;
    let unreadable = behind(first(PRESS), replication::Head::default(), 3);

    push(&mut press, replication::Head::default(), &unreadable).await;
    all_read(&mut sql).await;

    let ask = "SELECT count(*) FROM lineside_read.unreadable WHERE reason <> ''";
    let noted: i64 = sqlx::query_scalar(ask).fetch_one(&mut sql).await.unwrap();
    assert_eq!(noted, 3);
}

#[tokio::test]
async fn tables_of_an_older_release_are_built_anew_and_those_of_a_newer_one_left_alone() {
    let mut plant = Plant::make().await;
    let gateway = Gateway::start(&mut plant, "Office", SHORT).await;
    assert_eq!(gateway.says(), "leading in term 1");
    let demo = demo();
    hand_in(
        &mut plant.joined("Demo", demo[0].origin.station).await,
        &demo,
    )
    .await;
    let mut sql = plant.sql().await;
    all_read(&mut sql).await;
    let before = everything(&mut sql).await;
    gateway.stop();
    let older = "DELETE FROM lineside_read.item; UPDATE lineside_read.progress SET model = 0";
    sqlx::raw_sql(older).execute(&mut sql).await.unwrap();

    let hall = Gateway::start(&mut plant, "Hall", SHORT).await;
    assert_eq!(hall.says(), "leading in term 2");
    comes("SELECT model = 1 FROM lineside_read.progress", &mut sql).await;
    all_read(&mut sql).await;
    let after = everything(&mut sql).await;
    let newer = "UPDATE lineside_read.progress SET model = 99";
    sqlx::raw_sql(newer).execute(&mut sql).await.unwrap();
    let refused = hall.rebuild();

    assert_eq!(before, after);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.errors.contains("use a newer linesidectl"),
        "{}",
        refused.errors
    );
}

#[tokio::test]
async fn while_one_leads_another_waits_and_cannot_rebuild() {
    let mut plant = Plant::make().await;
    let first = Gateway::start(&mut plant, "Office", SHORT).await;
    assert_eq!(first.says(), "leading in term 1");

    let second = Gateway::start(&mut plant, "Hall", SHORT).await;
    let waits = second.says();
    let refused = second.rebuild();
    first.stop();
    let leads = second.says();

    assert_eq!(waits, "waiting: another gateway leads");
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.errors.contains("another gateway leads"),
        "{}",
        refused.errors
    );
    assert_eq!(leads, "leading in term 2");
}

#[tokio::test]
async fn a_paused_gateway_loses_its_lead_and_writes_nothing_when_it_wakes_up() {
    let mut plant = Plant::make().await;
    let paused = Gateway::start(&mut plant, "Office", SHORT).await;
    assert_eq!(paused.says(), "leading in term 1");
    let mut press = plant.joined("Press", PRESS).await;
    let mut sql = plant.sql().await;
    let rows = behind(first(PRESS), replication::Head::default(), 40);
    push(&mut press, replication::Head::default(), &rows[..10]).await;
    all_read(&mut sql).await;
    let other = Gateway::start(&mut plant, "Hall", SHORT).await;
    assert_eq!(other.says(), "waiting: another gateway leads");

    paused.signal("-STOP");
    let taken = other.says();
    push(&mut press, end(&rows[..10]), &rows[10..20]).await;
    all_read(&mut sql).await;
    paused.signal("-CONT");
    let woken = paused.says();
    push(&mut press, end(&rows[..20]), &rows[20..]).await;
    all_read(&mut sql).await;

    assert_eq!(taken, "leading in term 2");
    assert_eq!(woken, "waiting: another gateway leads");
    assert_eq!(written_in(&mut sql).await, [2]);
}

#[tokio::test]
async fn what_a_woken_gateway_still_sends_in_its_old_term_is_refused() {
    let mut plant = Plant::make().await;
    let paused = Gateway::start(&mut plant, "Office", LONG).await;
    assert_eq!(paused.says(), "leading in term 1");
    let mut press = plant.joined("Press", PRESS).await;
    let mut sql = plant.sql().await;
    let rows = behind(first(PRESS), replication::Head::default(), 20);
    push(&mut press, replication::Head::default(), &rows[..10]).await;
    all_read(&mut sql).await;
    let other = Gateway::start(&mut plant, "Hall", LONG).await;
    assert_eq!(other.says(), "waiting: another gateway leads");

    paused.signal("-STOP");
    // The server loses the session that leads; the one that writes lives on.
    end_leading_session(&mut sql).await;
    let taken = other.says();
    other.signal("-STOP");
    push(&mut press, end(&rows[..10]), &rows[10..]).await;
    paused.signal("-CONT");
    let woken = paused.says();
    let unread = written_in(&mut sql).await;
    other.signal("-CONT");
    all_read(&mut sql).await;

    assert_eq!(taken, "leading in term 2");
    assert_eq!(
        woken,
        "term 1 is over: another gateway leads, nothing more was written"
    );
    assert_eq!(unread, [1], "ten events of term 1, from before");
    assert_eq!(written_in(&mut sql).await, [2]);
    assert!(plant.cluster.log().contains("term 1 is over"));
}

#[tokio::test]
async fn a_gateway_goes_on_when_the_plant_is_back() {
    let mut plant = Plant::make().await;
    let gateway = Gateway::start(&mut plant, "Office", SHORT).await;
    assert_eq!(gateway.says(), "leading in term 1");

    plant.cluster.crash();
    plant.cluster.start_again();
    let again = gateway.says();
    let mut sql = plant.sql().await;
    plant.admin = replication::postgres::PlantAdmin::connect(
        &plant.cluster.admin_url(crate::plant::DATABASE),
    )
    .await
    .unwrap();
    let mut press = plant.joined("Press", PRESS).await;
    let rows = behind(first(PRESS), replication::Head::default(), 5);
    push(&mut press, replication::Head::default(), &rows).await;
    all_read(&mut sql).await;

    assert_eq!(again, "leading in term 2");
    assert_eq!(written_in(&mut sql).await, [2]);
}

/// Hands a whole chain in.
pub(crate) async fn hand_in(link: &mut PlantLink, rows: &[LogRow]) {
    hand_in_behind(link, rows, rows).await;
}

/// Hands `part` of a chain in; nothing of a command may be missing.
async fn hand_in_behind(link: &mut PlantLink, chain: &[LogRow], part: &[LogRow]) {
    let before = usize::try_from(part[0].seq - 1).unwrap();
    let answer = push(link, end(&chain[..before]), part).await;
    let accepted = |answer: &replication::Answer| {
        matches!(
            answer,
            replication::Answer::Pushed {
                outcome: replication::Outcome::Accepted,
                ..
            }
        )
    };
    assert!(accepted(&answer), "{answer:?}");
}

/// Waits until everything the plant holds was read.
pub(crate) async fn all_read(sql: &mut PgConnection) {
    let ask = "SELECT coalesce(bool_and(events_held = events_read), false) FROM bi_v1.freshness";
    comes(ask, sql).await;
}

/// Asks until the answer is yes.
async fn comes(ask: &'static str, sql: &mut PgConnection) {
    let began = std::time::Instant::now();
    while !sqlx::query_scalar::<_, bool>(ask)
        .fetch_one(&mut *sql)
        .await
        .unwrap()
    {
        assert!(began.elapsed() < SAY_TIME_MAX, "it did not come: {ask}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

async fn everything(sql: &mut PgConnection) -> Vec<String> {
    let mut all = Vec::new();
    let tables: Vec<String> = sqlx::query_scalar(TABLES)
        .fetch_all(&mut *sql)
        .await
        .unwrap();
    for table in tables {
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(table))
            .fetch_all(&mut *sql)
            .await
            .unwrap();
        all.extend(rows.into_iter().map(|row| without_time(&row)));
    }
    all.sort();
    all
}

fn without_time(row: &str) -> String {
    match row.strip_prefix("reached ") {
        None => row.to_owned(),
        Some(json) => {
            let mut place: serde_json::Value = serde_json::from_str(json).unwrap();
            place["term"].take();
            place["read_at"].take();
            format!("reached {place}")
        }
    }
}

async fn written_in(sql: &mut PgConnection) -> Vec<i64> {
    let ask = "SELECT DISTINCT term FROM lineside_read.reached ORDER BY term";
    sqlx::query_scalar(ask).fetch_all(sql).await.unwrap()
}

async fn good(sql: &mut PgConnection) -> std::collections::BTreeMap<uuid::Uuid, i64> {
    let ask = "SELECT aggregate, good::int8 FROM lineside_read.job_order WHERE order_id IS NULL";
    let rows = sqlx::query(ask).fetch_all(sql).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn end_leading_session(sql: &mut PgConnection) {
    let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted";
    let ended: i64 = sqlx::query_scalar(end).fetch_one(sql).await.unwrap();
    assert_eq!(ended, 1);
}
