//! What a station's login tries, and may not.

use replication::postgres::{JoinCode, PlantLink};
use replication::{Ask, Head};
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection};

use crate::chain::{behind, push};
use crate::plant::{PRESS, Plant, first};

/// The server refuses for want of a right.
const NO_RIGHT: &str = "42501";

/// What a login can try with SQL of its own.
const FORBIDDEN: [&str; 34] = [
    "INSERT INTO lineside.event SELECT * FROM lineside.event",
    "UPDATE lineside.event SET name = 'x'",
    "DELETE FROM lineside.event",
    "TRUNCATE lineside.event",
    "SELECT * FROM lineside.event FOR UPDATE",
    "UPDATE lineside.chain SET seq = 0",
    "DELETE FROM lineside.chain",
    "TRUNCATE lineside.chain",
    "UPDATE lineside.station SET station = NULL",
    "INSERT INTO lineside.station (role, name) VALUES (session_user, 'x')",
    "SELECT role FROM lineside.station",
    "SELECT * FROM lineside.identity",
    "SELECT * FROM lineside.credential",
    "UPDATE lineside.identity_revision SET last = 0",
    "UPDATE lineside.authority SET head = before",
    "UPDATE lineside.number_range SET last = 0",
    "SELECT * FROM lineside.number_range",
    "DELETE FROM lineside.lease",
    "INSERT INTO lineside.leader_term (term, holder) VALUES (1, 'x')",
    "UPDATE lineside.compat SET min_reader = 0",
    "UPDATE lineside.plant SET name = 'x'",
    "SELECT * FROM lineside.migration",
    "SELECT lineside.refuse('LS001', 'x', 'y')",
    "SELECT lineside.calling()",
    "CREATE TABLE lineside.x ()",
    "CREATE TABLE public.x ()",
    "CREATE TEMP TABLE x ()",
    "CREATE SCHEMA x",
    "CREATE OR REPLACE FUNCTION lineside.calling(uuid) RETURNS lineside.station LANGUAGE sql AS 'SELECT NULL'",
    "ALTER TABLE lineside.event DROP COLUMN hash",
    "DROP TABLE lineside.event",
    "CREATE ROLE x",
    "SELECT lo_create(0)",
    "SELECT pg_advisory_lock(1)",
];

/// Ways to become somebody else.
const DISGUISES: [&str; 4] = [
    "SET ROLE lineside_owner",
    "SET SESSION AUTHORIZATION lineside_owner",
    "GRANT lineside_owner TO CURRENT_USER",
    "ALTER ROLE lineside_owner LOGIN",
];

#[tokio::test]
async fn a_login_can_do_nothing_but_its_five_calls() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let mut press = PlantLink::connect(&code, PRESS).await.unwrap();
    push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 2),
    )
    .await;
    let mut sql = connect(&code).await;

    let mut done = Vec::new();
    for statement in FORBIDDEN.iter().chain(&DISGUISES) {
        let tried = sqlx::raw_sql(AssertSqlSafe(*statement))
            .execute(&mut sql)
            .await;
        let error = tried.err();
        let code = error
            .as_ref()
            .and_then(|error| error.as_database_error()?.code());
        if code.as_deref() != Some(NO_RIGHT) {
            done.push(format!("{statement}: {error:?}"));
        }
    }

    assert!(done.is_empty(), "{}", done.join("\n"));
    assert_eq!(plant.admin.verify().await.unwrap().events, 2);
}

#[tokio::test]
async fn a_login_has_five_functions_and_no_more() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let mut sql = connect(&code).await;
    let ask = "SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc \
               WHERE pronamespace = 'lineside'::regnamespace AND has_function_privilege(oid, 'EXECUTE')";

    let functions: String = sqlx::query_scalar(ask).fetch_one(&mut sql).await.unwrap();

    assert_eq!(
        functions,
        "append_batch claim lease put_identity reserve_range"
    );
}

#[tokio::test]
async fn a_login_has_its_limits() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let mut sql = connect(&code).await;
    let ask = "SELECT concat_ws(' ', current_setting('statement_timeout'), \
               current_setting('idle_in_transaction_session_timeout'), \
               current_setting('temp_file_limit'), rolconnlimit, rolsuper, rolcreatedb) \
               FROM pg_roles WHERE rolname = current_user";

    let limits: String = sqlx::query_scalar(ask).fetch_one(&mut sql).await.unwrap();
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(connect(&code).await);
    }
    let fifth = code.options().connect().await.unwrap_err();

    assert_eq!(limits, "15s 5s 256MB 4 f f");
    let fifth = fifth
        .as_database_error()
        .and_then(|error| error.code())
        .unwrap()
        .into_owned();
    assert_eq!(fifth, "53300", "too many connections");
}

#[tokio::test]
async fn the_owner_of_the_functions_cannot_log_in_or_rule() {
    let plant = Plant::make().await;
    let mut sql = plant.sql().await;
    let ask = "SELECT count(*) FROM pg_roles WHERE rolname IN ('lineside_owner', 'lineside_station') \
               AND NOT (rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb)";
    let foreign = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'lineside'::regnamespace \
                   AND proowner <> 'lineside_owner'::regrole";

    let harmless: i64 = sqlx::query_scalar(ask).fetch_one(&mut sql).await.unwrap();
    let foreign: i64 = sqlx::query_scalar(foreign)
        .fetch_one(&mut sql)
        .await
        .unwrap();

    assert_eq!((harmless, foreign), (2, 0));
}

#[tokio::test]
async fn before_it_joined_a_station_sees_the_chains_and_no_people() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;

    let heads = press.ask(&Ask::Heads).await.unwrap();
    let people = press.known_people(0).await.unwrap();

    assert!(matches!(heads, replication::Answer::Heads { epoch: 0, .. }));
    assert!(people.is_empty());
}

async fn connect(code: &JoinCode) -> PgConnection {
    code.options().connect().await.unwrap()
}
