//! What the plant lets a gateway write: in its own term, by its own functions.

use domain::event::{AggregateRef, Kind};
use replication::Head;
use replication::postgres::{GatewayLink, JoinCode, Page, PlantError, Program, Term};
use serde_json::json;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use uuid::Uuid;

use crate::plant::{PRESS, Plant, first};

/// The server refuses for want of a right.
const NO_RIGHT: &str = "42501";

/// What a gateway's login can try with SQL of its own.
const FORBIDDEN: [&str; 17] = [
    "INSERT INTO lineside.event SELECT * FROM lineside.event",
    "UPDATE lineside.event SET name = 'x'",
    "DELETE FROM lineside.chain",
    "UPDATE lineside.leader SET term = 99, role = session_user",
    "INSERT INTO lineside.leader_term (term, holder) VALUES (99, 'x')",
    "SELECT * FROM lineside.identity",
    "SELECT * FROM lineside.credential",
    "SELECT * FROM lineside.known_person",
    "SELECT * FROM lineside.program",
    "INSERT INTO lineside_read.import_run VALUES (gen_random_uuid(), 'x', 1)",
    "TRUNCATE lineside_read.folded",
    "UPDATE lineside_read.progress SET model = 0",
    "SELECT * FROM bi_v1.job_order",
    "SELECT lineside.fenced(1)",
    "SELECT pg_advisory_lock(1)",
    "CREATE TABLE lineside_read.x ()",
    "SET ROLE lineside_owner",
];

#[tokio::test]
async fn one_leads_until_its_connection_ends_and_each_term_is_a_new_one() {
    let mut plant = Plant::make().await;
    let (office, hall) = (
        gateway(&mut plant, "Office").await,
        gateway(&mut plant, "Hall").await,
    );
    let (mut first, mut second) = (link(&office).await, link(&hall).await);

    let leads = first.lead().await.unwrap();
    let waits = second.lead().await.unwrap();
    first.close().await.unwrap();
    let takes_over = second.lead().await.unwrap();

    assert_eq!((leads, waits), (Some(Term(1)), None));
    assert_eq!(takes_over, Some(Term(2)));
    let ask =
        "SELECT string_agg(term || ' ' || holder, ', ' ORDER BY term) FROM lineside.leader_term";
    let history: String = sqlx::query_scalar(ask)
        .fetch_one(&mut plant.sql().await)
        .await
        .unwrap();
    assert_eq!(history, "1 Office, 2 Hall");
}

#[tokio::test]
async fn a_term_that_is_over_or_not_ours_writes_nothing() {
    let mut plant = Plant::make().await;
    let (office, hall) = (
        gateway(&mut plant, "Office").await,
        gateway(&mut plant, "Hall").await,
    );
    let (mut leader, mut writer) = (link(&office).await, link(&office).await);
    let mut other = link(&hall).await;
    let term = leader.lead().await.unwrap().unwrap();

    writer.apply(term, &page(1)).await.unwrap();
    let posing = other.apply(term, &page(2)).await.unwrap_err();
    leader.close().await.unwrap();
    let next = other.lead().await.unwrap().unwrap();
    let late = writer.apply(term, &page(3)).await.unwrap_err();
    let emptied = writer.reset(term, 1).await.unwrap_err();
    let guessed = writer.apply(next, &page(4)).await.unwrap_err();
    let kept = writer.keep(term).await.unwrap_err();

    for refused in [posing, late, emptied, guessed, kept] {
        assert!(matches!(refused, PlantError::Fenced), "{refused:?}");
    }
    assert_eq!(reached(&mut plant.sql().await).await, [(1, 1)]);
}

#[tokio::test]
async fn a_write_on_its_way_when_the_term_ends_does_not_come_in() {
    let mut plant = Plant::make().await;
    let code = gateway(&mut plant, "Office").await;
    let (mut leader, mut writer) = (link(&code).await, link(&code).await);
    let term = leader.lead().await.unwrap().unwrap();
    let mut sql = plant.sql().await;
    let mut raising = sql.begin().await.unwrap();
    sqlx::raw_sql("UPDATE lineside.leader SET term = term + 1")
        .execute(&mut *raising)
        .await
        .unwrap();

    let writing = tokio::spawn(async move { writer.apply(term, &page(1)).await });
    waits_for_a_lock(&mut plant.sql().await).await;
    raising.commit().await.unwrap();

    let refused = writing.await.unwrap().unwrap_err();
    assert!(matches!(refused, PlantError::Fenced), "{refused:?}");
    assert!(reached(&mut sql).await.is_empty());
}

#[tokio::test]
async fn a_gateways_login_can_do_nothing_but_its_four_calls() {
    let mut plant = Plant::make().await;
    let code = gateway(&mut plant, "Office").await;
    let mut sql = code.options().connect().await.unwrap();
    let ask = "SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc \
               WHERE pronamespace = 'lineside'::regnamespace AND has_function_privilege(oid, 'EXECUTE')";

    let functions: String = sqlx::query_scalar(ask).fetch_one(&mut sql).await.unwrap();
    let done = allowed(&FORBIDDEN, &mut sql).await;

    assert_eq!(
        functions,
        "gateway_apply gateway_baseline gateway_baseline_part gateway_keep gateway_lead gateway_reset"
    );
    assert!(done.is_empty(), "{}", done.join("\n"));
}

#[tokio::test]
async fn a_retired_gateway_and_a_station_cannot_lead() {
    let mut plant = Plant::make().await;
    let code = gateway(&mut plant, "Office").await;
    let station = plant.enroll("Press").await;
    let mut leader = link(&code).await;
    leader.lead().await.unwrap().unwrap();

    plant.admin.retire_program("Office").await.unwrap();

    assert!(leader.lead().await.is_err());
    let out = GatewayLink::connect(&code, None).await.unwrap_err();
    assert!(matches!(out, PlantError::LogIn), "{out:?}");
    let refused = link(&station).await.lead().await.unwrap_err();
    assert!(matches!(refused, PlantError::Refused { .. }), "{refused:?}");
    let twice = plant.admin.retire_program("Office").await.unwrap_err();
    assert!(matches!(twice, PlantError::NoProgram(_)), "{twice:?}");
}

/// Statements of `tried` that were not refused for want of a right.
pub(crate) async fn allowed(tried: &[&'static str], sql: &mut PgConnection) -> Vec<String> {
    let mut done = Vec::new();
    for statement in tried {
        let error = sqlx::raw_sql(AssertSqlSafe(*statement))
            .execute(&mut *sql)
            .await
            .err();
        let code = error
            .as_ref()
            .and_then(|error| error.as_database_error()?.code());
        if code.as_deref() != Some(NO_RIGHT) {
            done.push(format!("{statement}: {error:?}"));
        }
    }
    done
}

async fn gateway(plant: &mut Plant, name: &str) -> JoinCode {
    let ca = std::fs::read_to_string(plant.cluster.ca()).ok();
    let enroll = plant.admin.enroll_program(Program::Gateway, name, ca);
    enroll.await.unwrap()
}

async fn link(code: &JoinCode) -> GatewayLink {
    GatewayLink::connect(code, None).await.unwrap()
}

/// A page that reaches `seq` of the press, and completes an import.
fn page(seq: u64) -> Page {
    let import = Uuid::from_u128(u128::from(seq));
    let touched = AggregateRef::new(Kind::Import, import);
    Page {
        reached: vec![(first(PRESS), Head { seq, hash: [7; 32] })],
        touched: vec![(touched, first(PRESS), seq)],
        rows: json!({ "import_run": [{ "aggregate": import, "erp": "x", "orders": 1 }] }),
        ..Page::default()
    }
}

/// Places and terms of what was written, with as many imports as there are places.
async fn reached(sql: &mut PgConnection) -> Vec<(i64, i64)> {
    let ask = "SELECT seq, term FROM lineside_read.reached";
    let places = sqlx::query_as(ask).fetch_all(&mut *sql).await.unwrap();
    let ask = "SELECT count(*) FROM lineside_read.import_run";
    let imports: i64 = sqlx::query_scalar(ask).fetch_one(sql).await.unwrap();
    assert_eq!(usize::try_from(imports).unwrap(), places.len());
    places
}

async fn waits_for_a_lock(sql: &mut PgConnection) {
    let ask = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')";
    while !sqlx::query_scalar::<_, bool>(ask)
        .fetch_one(&mut *sql)
        .await
        .unwrap()
    {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
