//! One changed cell, anywhere, is found and named.

use sqlx::{AssertSqlSafe, Row};
use store::tables::{Class, TABLES};
use store::verify::{Difference, VerifyError};

use crate::plant::{self, Job, Station};
use crate::rows::{columns, rows};

/// A station where every table of projections and indexes has a row.
async fn busy() -> Station {
    let station = Station::found(1).await;
    for (_, draft) in plant::master_data() {
        station.record(draft).await.unwrap();
    }
    for (_, draft) in (Job { number: 1 }).life() {
        station.record(draft).await.unwrap();
    }
    let job = Job { number: 2 };
    station.record(job.release()).await.unwrap();
    station.record(job.dispatch(1)).await.unwrap();
    let mut unmanned = job.start();
    unmanned.actor = None;
    let started = station.record(unmanned).await.unwrap();
    station
        .record(plant::settle(&started[0], 60))
        .await
        .unwrap();
    station.record(job.doubt()).await.unwrap();
    station
}

async fn execute(station: &Station, sql: &str) {
    let mut writer = station.store.writer().await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(writer.connection())
        .await
        .unwrap();
}

async fn texts(station: &Station, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned()))
        .fetch_all(station.store.readers())
        .await
        .unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn difference(station: &Station) -> Option<Difference> {
    match station.store.verify().await {
        Ok(_) => None,
        Err(VerifyError::Different(difference)) => Some(*difference),
        Err(VerifyError::Unread(error)) => panic!("{error}"),
    }
}

/// Another value of the same type for a column, as SQL over its old value.
const OTHER: &str = "CASE typeof({c}) WHEN 'integer' THEN {c} + 1000 WHEN 'text' THEN {c} || 'x' \
     WHEN 'blob' THEN CAST(substr({c}, 1, length({c}) - 1) || unhex(CASE hex(substr({c}, -1)) WHEN '2A' THEN '2B' ELSE '2A' END) AS BLOB) \
     ELSE CASE (SELECT type FROM pragma_table_info('{t}') WHERE name = '{c}') \
       WHEN 'INTEGER' THEN 1 WHEN 'TEXT' THEN 'x' ELSE zeroblob(16) END END";

/// Changes one cell, and answers the statement that puts it back.
async fn change(station: &Station, table: &str, key: &str, column: &str) -> String {
    let sql = format!("SELECT quote({column}) FROM {table} WHERE {key}");
    let old = texts(station, &sql).await.remove(0);
    let sql = format!(
        "SELECT quote({}) FROM {table} WHERE {key}",
        OTHER.replace("{c}", column).replace("{t}", table)
    );
    let new = texts(station, &sql).await.remove(0);
    assert_ne!(old, new);
    execute(
        station,
        &format!("UPDATE {table} SET {column} = {new} WHERE {key}"),
    )
    .await;
    let key = if key.starts_with(&format!("{column} = ")) {
        format!("{column} = {new}")
    } else {
        key.replace(
            &format!(" AND {column} = {old}"),
            &format!(" AND {column} = {new}"),
        )
    };
    format!("UPDATE {table} SET {column} = {old} WHERE {key}")
}

/// The key of a table's first row, as a condition.
async fn first_key(station: &Station, table: &str) -> String {
    let keys = texts(
        station,
        &format!("SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"),
    )
    .await;
    let parts: Vec<String> = keys
        .iter()
        .map(|key| format!("'{key} = ' || quote({key})"))
        .collect();
    let sql = format!(
        "SELECT {} FROM {table} LIMIT 1",
        parts.join(" || ' AND ' || ")
    );
    texts(station, &sql)
        .await
        .pop()
        .unwrap_or_else(|| panic!("{table} has no row"))
}

#[tokio::test]
async fn every_cell_of_every_projection_and_index_is_proved() {
    let station = busy().await;
    let mut cells = 0;
    for (table, class) in TABLES {
        if !matches!(class, Class::Projection | Class::Index) {
            continue;
        }
        for column in columns(&station.store, table).await {
            let key = first_key(&station, table).await;
            let restore = change(&station, table, &key, &column).await;
            let found = difference(&station).await;
            let text = found.map_or("nothing".to_owned(), |found| found.to_string());
            assert!(
                text.starts_with(&format!("table {table}")),
                "{table}.{column}: {text}"
            );
            execute(&station, &restore).await;
            assert_eq!(
                difference(&station).await,
                None,
                "{table}.{column} restored"
            );
            cells += 1;
        }
    }
    println!("{cells} columns of projections and indexes changed, each named");
    assert!(cells > 70, "{cells}");
}

#[tokio::test]
async fn every_column_of_any_event_is_proved() {
    let station = busy().await;
    let last = rows(&station.store, |table, _| table == "event")
        .await
        .len();
    let mut cells = 0;
    for position in [1, 7, last] {
        for column in columns(&station.store, "event").await {
            if column == "captured" {
                continue; // How it came here is no part of what happened.
            }
            let key = format!("position = {position}");
            let restore = change(&station, "event", &key, &column).await;
            let found = difference(&station).await;
            let text = found.map_or("nothing".to_owned(), |found| found.to_string());
            // Places and positions are counted alike here.
            let places = [
                format!("event {position} of "),
                format!("position {position}:"),
                format!("place {position} "),
            ];
            let named = places.iter().any(|place| text.contains(place));
            assert!(
                named || column == "position" && text.contains("position"),
                "{column}: {text}"
            );
            execute(&station, &restore).await;
            assert_eq!(difference(&station).await, None, "{column} restored");
            cells += 1;
        }
    }
    println!("{cells} columns of events changed, each named");
}

#[tokio::test]
async fn any_byte_of_any_payload_is_proved() {
    let station = busy().await;
    let events = rows(&station.store, |table, _| table == "event")
        .await
        .len();
    for position in 1..=events {
        let place = position % 7 + 1;
        let flip = "UPDATE event SET payload = CAST(substr(payload, 1, {p} - 1) || \
                    unhex(printf('%02X', 255 - unicode(substr(CAST(payload AS TEXT), {p}, 1)))) || substr(payload, {p} + 1) AS BLOB) \
                    WHERE position = {n}"
            .replace("{p}", &place.to_string())
            .replace("{n}", &position.to_string());
        let old = texts(
            &station,
            &format!("SELECT quote(payload) FROM event WHERE position = {position}"),
        )
        .await;
        execute(&station, &flip).await;

        let found = difference(&station).await;

        let text = found.map_or("nothing".to_owned(), |found| found.to_string());
        let named = text.contains(&format!("event {position} of "))
            || text.contains(&format!("position {position}:"));
        assert!(named, "event {position}: {text}");
        execute(
            &station,
            &format!(
                "UPDATE event SET payload = {} WHERE position = {position}",
                old[0]
            ),
        )
        .await;
    }
    assert_eq!(difference(&station).await, None);
}

#[tokio::test]
async fn rows_without_events_and_events_without_rows_are_named() {
    let station = busy().await;
    for (table, class) in TABLES {
        if class == Class::Projection {
            let key = first_key(&station, table).await;
            execute(
                &station,
                &format!("CREATE TEMP TABLE kept AS SELECT * FROM {table} WHERE {key}"),
            )
            .await;
            execute(&station, &format!("DELETE FROM {table} WHERE {key}")).await;
            let found = difference(&station).await;
            assert!(
                matches!(found, Some(Difference::MissingRow { table: named, .. }) if named == table),
                "{found:?}"
            );
            execute(&station, &format!("INSERT INTO {table} SELECT * FROM kept")).await;
            execute(&station, "UPDATE kept SET id = zeroblob(16)").await;
            // Put back, a job order counts twice in the load: the trigger cannot know it was never gone.
            execute(&station, &format!("INSERT INTO {table} SELECT * FROM kept")).await;
            let found = difference(&station).await;
            assert!(
                matches!(found, Some(Difference::UnexplainedRow { table: named, .. }) if named == table),
                "{found:?}"
            );
            execute(
                &station,
                &format!("DELETE FROM {table} WHERE id = zeroblob(16)"),
            )
            .await;
            execute(&station, "DROP TABLE kept").await;
            execute(&station, REBUILD_LOAD[0]).await;
            execute(&station, REBUILD_LOAD[1]).await;
            assert_eq!(difference(&station).await, None, "{table}");
        }
    }
}

/// The load of work units from the job orders: one statement to drop, one to rebuild.
const REBUILD_LOAD: [&str; 2] = [
    "DELETE FROM work_unit_load",
    "INSERT INTO work_unit_load SELECT work_unit, count(*), sum(running), \
     sum(iif(running, 0, coalesce(standard_s, 0))) \
     FROM job_order WHERE open = 1 AND work_unit IS NOT NULL GROUP BY work_unit",
];

#[tokio::test]
async fn indexes_with_a_row_more_or_less_are_named() {
    let station = busy().await;
    let steps = [
        (
            "INSERT INTO event_touch VALUES ('label', zeroblob(16), 3)",
            "event_touch has label",
        ),
        ("DELETE FROM event_touch WHERE aggregate = zeroblob(16)", ""),
        (
            "INSERT INTO event_touch VALUES ('ghost', zeroblob(16), 3)",
            "event_touch has ghost",
        ),
        ("DELETE FROM event_touch WHERE aggregate = zeroblob(16)", ""),
        (
            "DELETE FROM event_touch WHERE position = 3",
            "event_touch lacks",
        ),
        (
            "INSERT INTO event_touch SELECT value ->> 'kind', unhex(value ->> 'id', '-'), position FROM event, json_each(touches) WHERE position = 3",
            "",
        ),
        (
            "INSERT INTO work_unit_load VALUES (zeroblob(16), 1, 0, 0)",
            "work_unit_load has row",
        ),
        ("DELETE FROM work_unit_load", "work_unit_load lacks row"),
        (REBUILD_LOAD[1], ""),
        ("DELETE FROM event WHERE position = 5", "event 5 of "),
    ];
    for (sql, named) in steps {
        execute(&station, sql).await;
        let text = difference(&station)
            .await
            .map_or(String::new(), |found| found.to_string());
        assert!(
            text.contains(named) && text.is_empty() == named.is_empty(),
            "{sql}: {text}"
        );
    }
}

#[tokio::test]
async fn every_table_is_declared() {
    let station = busy().await;
    let mut live = texts(
        &station,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
    )
    .await;
    let mut declared: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    live.sort();
    declared.sort_unstable();
    assert_eq!(live, declared);

    execute(&station, "CREATE TABLE notes (text TEXT)").await;
    let found = difference(&station).await.unwrap();
    assert_eq!(found.to_string(), "table notes is not one of Lineside's");
    execute(&station, "DROP TABLE notes").await;
    execute(&station, "ALTER TABLE label ADD COLUMN note TEXT").await;
    let found = difference(&station).await.unwrap();
    assert!(
        found.to_string().starts_with("table label has the columns"),
        "{found}"
    );
    execute(&station, "ALTER TABLE label DROP COLUMN note").await;
    execute(&station, "DROP TABLE device_binding").await;
    let found = difference(&station).await.unwrap();
    assert_eq!(found.to_string(), "table device_binding is missing");
}
