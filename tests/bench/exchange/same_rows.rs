//! The denominator of taking events in: the very rows that a station wrote of them, put into the same tables
//! with the same indexes by SQLite alone. No chain is verified, nothing is folded, no trigger runs.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use store::tables::{Class, TABLES};

/// A table with its rows.
struct Table {
    made: Vec<String>,
    insert: String,
    rows: Vec<Vec<Value>>,
}

/// Puts everything that `station` holds into an empty file in `folder`, `page` events a commit and the other
/// tables' rows in as many parts; says how many events there were, and how long it took.
pub(crate) fn insert(folder: &Path, station: &Path, page: usize) -> (usize, Duration) {
    let source = Connection::open(station).unwrap();
    let wanted = |class: &Class| matches!(class, Class::Log | Class::Index | Class::Projection);
    let tables = TABLES.iter().filter(|(_, class)| wanted(class));
    let tables: Vec<Table> = tables.map(|(name, _)| read(&source, name)).collect();
    let folder = tempfile::tempdir_in(folder).unwrap();
    let mut target = Connection::open(folder.path().join("bulk.sqlite")).unwrap();
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                    PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -32768;";
    target.execute_batch(settings).unwrap();
    for made in tables.iter().flat_map(|table| &table.made) {
        target.execute_batch(made).unwrap();
    }
    let events = tables.first().map_or(0, |table| table.rows.len());
    let pages = events.div_ceil(page).max(1);
    let begun = Instant::now();
    for number in 0..pages {
        let transaction = target.transaction().unwrap();
        for table in &tables {
            let count = table.rows.len();
            let some = &table.rows[count * number / pages..count * (number + 1) / pages];
            let mut insert = transaction.prepare_cached(&table.insert).unwrap();
            for row in some {
                insert.execute(params_from_iter(row)).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
    (events, begun.elapsed())
}

fn read(source: &Connection, name: &str) -> Table {
    let mut made = source
        .prepare("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type <> 'trigger' AND sql IS NOT NULL ORDER BY type DESC")
        .unwrap();
    let made = made.query_map([name], |row| row.get(0)).unwrap();
    let made = made.collect::<Result<_, _>>().unwrap();
    let mut all = source.prepare(&format!("SELECT * FROM {name}")).unwrap();
    let columns = all.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    let rows = all.query_map([], row).unwrap();
    Table {
        made,
        insert: format!(
            "INSERT INTO {name} VALUES ({})",
            vec!["?"; columns].join(", ")
        ),
        rows: rows.collect::<Result<_, _>>().unwrap(),
    }
}
