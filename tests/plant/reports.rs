//! What reports may read: the views of `bi_v1`, and nothing else.

use replication::postgres::{JoinCode, Program};
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, Row as _};

use crate::floor::{Floor, demo};
use crate::gateway::{Gateway, all_read, hand_in};
use crate::plant::{OVEN, PRESS, Plant};
use crate::terms::allowed;

/// What a login for reports can try with SQL of its own.
const FORBIDDEN: [&str; 24] = [
    "SELECT * FROM lineside.event",
    "SELECT * FROM lineside.chain",
    "SELECT * FROM lineside.identity",
    "SELECT * FROM lineside.credential",
    "SELECT * FROM lineside.known_person",
    "SELECT * FROM lineside.station",
    "SELECT * FROM lineside.program",
    "SELECT * FROM lineside.plant",
    "SELECT * FROM lineside_read.folded",
    "SELECT * FROM lineside_read.run",
    "INSERT INTO bi_v1.scrap VALUES (gen_random_uuid(), 'x', 1, 'EA')",
    "UPDATE bi_v1.label SET state = 'void'",
    "DELETE FROM bi_v1.item",
    "TRUNCATE lineside_read.item",
    "INSERT INTO lineside.event SELECT * FROM lineside.event",
    "SELECT lineside.gateway_lead()",
    "SELECT lineside.erase_person(gen_random_uuid())",
    "CREATE TABLE bi_v1.x ()",
    "CREATE TEMP TABLE x ()",
    "CREATE OR REPLACE VIEW bi_v1.item AS SELECT 1",
    "DROP VIEW bi_v1.item",
    "SELECT pg_advisory_lock(1)",
    "SELECT lo_create(0)",
    "SET ROLE lineside_owner",
];

/// Columns for which neither the demo plant nor the floor has anything to tell.
const EMPTY: [&str; 1] = ["job_order.short_reason"];

/// The views that version 1 promises.
const VIEWS: &str = "consumption equipment exception freshness item job_order label material_lot output \
     production_order run scrap";

#[tokio::test]
async fn a_login_for_reports_reads_every_view_and_can_do_nothing_else() {
    let mut plant = Plant::make().await;
    let mut sql = reports(&mut plant).await.options().connect().await.unwrap();

    let done = allowed(&FORBIDDEN, &mut sql).await;
    let names: String = sqlx::query_scalar(
        "SELECT string_agg(viewname, ' ' ORDER BY viewname) FROM pg_views WHERE schemaname = 'bi_v1'",
    )
    .fetch_one(&mut sql)
    .await
    .unwrap();

    assert!(done.is_empty(), "{}", done.join("\n"));
    assert_eq!(names, VIEWS);
    for name in names.split(' ') {
        let read = format!("SELECT * FROM bi_v1.{name}");
        sqlx::raw_sql(AssertSqlSafe(read))
            .execute(&mut sql)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn every_view_and_column_says_what_it_is() {
    let plant = Plant::make().await;
    let ask = "SELECT c.relname || '.' || coalesce(a.attname, '') FROM pg_class c \
               LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 \
               WHERE c.relnamespace = 'bi_v1'::regnamespace \
               AND (obj_description(c.oid) IS NULL OR col_description(c.oid, a.attnum) IS NULL)";

    let silent: Vec<String> = sqlx::query_scalar(ask)
        .fetch_all(&mut plant.sql().await)
        .await
        .unwrap();

    assert!(silent.is_empty(), "{}", silent.join(", "));
}

#[tokio::test]
async fn a_demo_plant_is_read_as_its_station_shows_it() {
    let mut plant = Plant::make().await;
    let gateway = Gateway::start(&mut plant, "Office", "2").await;
    assert_eq!(gateway.says(), "leading in term 1");
    let demo = demo();
    let mut station = plant.joined("Demo", demo[0].origin.station).await;
    hand_in(&mut station, &demo).await;
    all_read(&mut plant.sql().await).await;
    let mut sql = reports(&mut plant).await.options().connect().await.unwrap();

    let count = |rows: &str| format!("SELECT count(*) FROM bi_v1.{rows}");
    let orders = number(&count("production_order"), &mut sql).await;
    let running = number(
        &count("production_order WHERE status = 'running'"),
        &mut sql,
    )
    .await;
    let forecast = number(
        &count("production_order WHERE status = 'forecast'"),
        &mut sql,
    )
    .await;
    let lots = number(&count("material_lot WHERE on_hand > 0"), &mut sql).await;
    let named = number(
        &count("job_order j JOIN bi_v1.equipment e USING (equipment_id) JOIN bi_v1.item i USING (item) JOIN bi_v1.production_order o USING (order_id) WHERE o.order_number = j.order_number"),
        &mut sql,
    )
    .await;
    let jobs = number(&count("job_order"), &mut sql).await;

    // The README: twelve orders, three of them released, one running.
    assert_eq!((orders, running, forecast), (12, 1, 9));
    assert!(jobs > 0 && named == jobs, "{named} of {jobs}");
    assert!(lots > 0);
    let run = sqlx::query("SELECT worked_s >= 0, ended_at IS NULL, going_since IS NOT NULL FROM bi_v1.run WHERE ended_at IS NULL")
        .fetch_one(&mut sql)
        .await
        .unwrap();
    assert_eq!((run.get(0), run.get(1), run.get(2)), (true, true, true));
}

#[tokio::test]
async fn no_column_stays_empty_for_want_of_a_value() {
    let mut plant = Plant::make().await;
    let gateway = Gateway::start(&mut plant, "Office", "2").await;
    assert_eq!(gateway.says(), "leading in term 1");
    let demo = demo();
    let floor = Floor::of([PRESS, OVEN], 200, 7);
    hand_in(
        &mut plant.joined("Demo", demo[0].origin.station).await,
        &demo,
    )
    .await;
    hand_in(&mut plant.joined("Press", PRESS).await, &floor.chains[0]).await;
    let mut sql = plant.sql().await;
    all_read(&mut sql).await;
    let ask = "SELECT format('SELECT %L FROM bi_v1.%I HAVING count(%I) = 0', \
               table_name || '.' || column_name, table_name, column_name) \
               FROM information_schema.columns WHERE table_schema = 'bi_v1' ORDER BY 1";

    let mut empty = Vec::new();
    let each: Vec<String> = sqlx::query_scalar(ask).fetch_all(&mut sql).await.unwrap();
    for ask in each {
        let column: Option<String> = sqlx::query_scalar(AssertSqlSafe(ask))
            .fetch_optional(&mut sql)
            .await
            .unwrap();
        empty.extend(column);
    }

    assert_eq!(empty, EMPTY);
}

async fn reports(plant: &mut Plant) -> JoinCode {
    let ca = std::fs::read_to_string(plant.cluster.ca()).ok();
    let enroll = plant.admin.enroll_program(Program::Reports, "BI", ca);
    enroll.await.unwrap()
}

async fn number(ask: &str, sql: &mut PgConnection) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(ask.to_owned()))
        .fetch_one(sql)
        .await
        .unwrap()
}
