//! Whether all hold the same: every chain, every link, and what each leads to.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use sqlx::Row as _;
use store::tables::{Class, TABLES};
use uuid::Uuid;

use crate::plant::Plant;

/// A place in a chain and its link.
type Link = (Uuid, i64, i64, Vec<u8>);

/// Stops every station, proves each and the plant, and compares them with one another.
pub(crate) fn assert_all_agree(plant: &Plant) {
    let counts: Vec<u64> = plant.stations.iter().map(|one| one.stopped()).collect();
    let at_plant = links_of_plant(plant);
    let origins: BTreeSet<_> = at_plant
        .iter()
        .map(|(station, epoch, ..)| (station, epoch))
        .collect();
    let expected = format!("ok: {} events, {} origins", at_plant.len(), origins.len());
    let shown = projections(&plant.stations[0].file());

    assert_eq!(plant.verified(), expected);
    assert_eq!(counts, vec![at_plant.len() as u64; counts.len()]);
    for (number, station) in plant.stations.iter().enumerate() {
        let held = links(&station.file());
        assert_eq!(held.len(), at_plant.len(), "events of station {number}");
        assert!(
            held == at_plant,
            "station {number} holds other events than the plant"
        );
        for ((table, theirs), (_, ours)) in projections(&station.file()).iter().zip(&shown) {
            assert_eq!(theirs, ours, "{table} of station {number}");
        }
    }
}

fn links_of_plant(plant: &Plant) -> BTreeSet<Link> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let rows = runtime.block_on(async {
        let mut sql = plant.sql().await;
        let all = "SELECT station, epoch::int8, seq, hash FROM lineside.event";
        sqlx::query(all).fetch_all(&mut sql).await.unwrap()
    });
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)))
        .collect()
}

fn links(file: &Path) -> BTreeSet<Link> {
    let sqlite = open(file);
    let mut all = sqlite
        .prepare("SELECT station, epoch, seq, hash FROM event")
        .unwrap();
    let rows = all.query_map([], |row| {
        let station: [u8; 16] = row.get(0)?;
        Ok((
            Uuid::from_bytes(station),
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
        ))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Every row of what is computed from the log, by table. Places in the log differ: events arrive in
/// another order at each station.
fn projections(file: &Path) -> Vec<(&'static str, BTreeSet<String>)> {
    let sqlite = open(file);
    TABLES
        .iter()
        .filter(|(table, class)| {
            *class == Class::Projection || *class == Class::Index && *table != "event_touch"
        })
        .map(|(table, _)| (*table, rows(&sqlite, table)))
        .collect()
}

fn rows(sqlite: &Connection, table: &str) -> BTreeSet<String> {
    let mut all = sqlite.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = all.column_count();
    let rows = all.query_map([], |row| {
        let cells: Result<Vec<Value>, _> = (0..columns).map(|column| row.get(column)).collect();
        cells.map(|cells| format!("{cells:?}"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn open(file: &Path) -> Connection {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}
