//! One CSV file: header checked, every row of the same length, every byte UTF-8.

use std::sync::Arc;

use crate::draft::{Draft, Place};

/// Most rows of one table. Ten times the orders of a large plant; beyond it lies a wrong export.
pub const ROWS_MAX: usize = 200_000;

/// The shape of one table.
#[derive(Debug)]
pub(super) struct Shape {
    /// File name in the folder.
    pub(super) file: &'static str,
    /// Its columns; in the file they may stand in any order.
    pub(super) columns: &'static [&'static str],
}

/// One row, its cells in the order of the shape's columns, trimmed.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) place: Place,
    columns: &'static [&'static str],
    cells: Vec<String>,
}

impl Row {
    /// The cell of a column of the shape.
    pub(super) fn cell(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| *name == column);
        debug_assert!(at.is_some(), "{column} is not a column of this table");
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell)
    }
}

/// Reads the rows of a table; whatever is wrong goes to `draft`, and the readable rows are returned.
pub(super) fn rows(
    shape: &'static Shape,
    file: &Arc<str>,
    bytes: &[u8],
    draft: &mut Draft,
) -> Vec<Row> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    // Reading from memory with `flexible` leaves nothing that can fail.
    let mut records = reader.into_byte_records().map_while(Result::ok);
    let Some(first) = records.next() else {
        let expected = shape.columns.join(",");
        draft.refuse(
            file,
            None,
            format!("the file is empty: its first row must be {expected}"),
        );
        return Vec::new();
    };
    match texts(&first).and_then(|found| header(shape, &found)) {
        Ok(order) => body(shape, file, &order, records, draft),
        Err(text) => {
            draft.refuse(file, Some(line(&first)), text);
            Vec::new()
        }
    }
}

/// The rows below the header.
fn body(
    shape: &'static Shape,
    file: &Arc<str>,
    order: &[usize],
    records: impl Iterator<Item = ::csv::ByteRecord>,
    draft: &mut Draft,
) -> Vec<Row> {
    let mut rows = Vec::new();
    for record in records {
        let place = Place {
            file: file.clone(),
            row: line(&record),
        };
        if rows.len() == ROWS_MAX {
            draft.refuse_at(&place, format!("more than {ROWS_MAX} rows: split the file"));
            return rows;
        }
        match texts(&record).and_then(|cells| arrange(shape, order, cells)) {
            Ok(cells) if cells.iter().all(String::is_empty) => {}
            Ok(cells) => rows.push(Row {
                place,
                columns: shape.columns,
                cells,
            }),
            Err(text) => draft.refuse_at(&place, text),
        }
    }
    rows
}

fn line(record: &::csv::ByteRecord) -> u64 {
    record.position().map_or(1, ::csv::Position::line)
}

/// The trimmed cells of a record.
fn texts(record: &::csv::ByteRecord) -> Result<Vec<String>, String> {
    record
        .iter()
        .map(|cell| match std::str::from_utf8(cell) {
            Ok(text) => Ok(text.trim().to_owned()),
            Err(bad) => {
                let byte = cell.get(bad.valid_up_to()).copied().unwrap_or_default();
                Err(format!(
                    "byte 0x{byte:02X} is not UTF-8: save the file as “CSV UTF-8” and import it again"
                ))
            }
        })
        .collect()
}

/// Where each column of the shape stands in the file.
fn header(shape: &Shape, found: &[String]) -> Result<Vec<usize>, String> {
    let mut sorted: Vec<&str> = found.iter().map(String::as_str).collect();
    let mut expected = shape.columns.to_vec();
    sorted.sort_unstable();
    expected.sort_unstable();
    if sorted == expected {
        let at = |column: &&str| found.iter().position(|name| name == column);
        return Ok(shape.columns.iter().filter_map(at).collect());
    }
    let shown: String = found.join(",").chars().take(200).collect();
    let hint = match shown.contains(';') {
        true => "; separate the columns by commas",
        false => "",
    };
    Err(format!(
        "expected the columns {}, found {shown}{hint}",
        shape.columns.join(",")
    ))
}

/// The cells in the order of the shape.
fn arrange(shape: &Shape, order: &[usize], cells: Vec<String>) -> Result<Vec<String>, String> {
    if cells.len() != shape.columns.len() {
        return Err(format!(
            "{} columns where the header has {}: put text that holds a comma in double quotes",
            cells.len(),
            shape.columns.len()
        ));
    }
    Ok(order
        .iter()
        .filter_map(|at| cells.get(*at).cloned())
        .collect())
}
