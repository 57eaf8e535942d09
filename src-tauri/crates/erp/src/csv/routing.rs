//! `routings.csv`, `bills.csv` and `inspections.csv`: together they are the definitions.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::import::{Component, DefinitionEntry, IssueMethod, Segment};

use super::inspection::{self, INSPECTIONS};
use super::placed;
use super::table::{self, Row, Shape};
use crate::draft::{Complete, Draft, Placed, Routed};
use crate::fingerprint;

pub(super) const ROUTINGS: Shape = Shape {
    file: "routings.csv",
    columns: &[
        "key",
        "revision",
        "item",
        "quantity",
        "unit",
        "segment",
        "name",
        "equipment",
        "setup_s",
        "run_s",
        "after",
        "instruction",
    ],
};
pub(super) const BILLS: Shape = Shape {
    file: "bills.csv",
    columns: &[
        "routing",
        "item",
        "quantity",
        "unit",
        "segment",
        "issue",
        "tolerance_percent",
    ],
};

/// Definitions by key, with the order in which the file has them.
pub(super) type Definitions = BTreeMap<String, Routed<DefinitionEntry>>;

/// Reads the tables into `draft`.
pub(super) fn read(files: &[(Arc<str>, Vec<u8>)], draft: &mut Draft) {
    let table = |shape: &Shape| files.iter().find(|(name, _)| **name == *shape.file);
    let mut definitions = Definitions::new();
    if let Some((name, bytes)) = table(&ROUTINGS) {
        draft.complete.insert(Complete::Definitions);
        for row in table::rows(&ROUTINGS, name, bytes, draft) {
            if let Err(text) = operation(&row, &mut definitions, draft) {
                draft.refuse_at(&row.place, text);
            }
        }
    }
    if let Some((name, bytes)) = table(&INSPECTIONS) {
        for row in table::rows(&INSPECTIONS, name, bytes, draft) {
            if let Err(text) = inspection::take(&row, &mut definitions) {
                draft.refuse_at(&row.place, text);
            }
        }
    }
    if let Some((name, bytes)) = table(&BILLS) {
        for row in table::rows(&BILLS, name, bytes, draft) {
            if let Err(text) = component(&row, &mut definitions) {
                draft.refuse_at(&row.place, text);
            }
        }
    }
    draft
        .definitions
        .extend(definitions.into_values().map(settled));
}

/// One row is one operation; the first row of a key also opens the definition.
fn operation(row: &Row, definitions: &mut Definitions, draft: &mut Draft) -> Result<(), String> {
    let head = head(row)?;
    let definition = definitions
        .entry(head.key.clone())
        .or_insert_with(|| Routed {
            head: placed(row, head.clone()),
            segments: Vec::new(),
            components: Vec::new(),
        });
    let first = &definition.head;
    if first.entry != head {
        return Err(format!(
            "routing {} has another revision, item, quantity or unit in row {}: write the same in each of its rows",
            head.key, first.place.row
        ));
    }
    match segment(row)? {
        Some(segment) => definition.segments.push(placed(row, segment)),
        None => draft.find_at(&row.place, without_operations(&head)),
    }
    Ok(())
}

fn without_operations(head: &DefinitionEntry) -> String {
    format!(
        "routing {} for item {} has no operations: its orders cannot be released until the ERP sends some",
        head.key, head.material
    )
}

fn head(row: &Row) -> Result<DefinitionEntry, String> {
    Ok(DefinitionEntry {
        key: row.key("key")?,
        revision: row.optional_key("revision")?.unwrap_or_default(),
        material: row.key("item")?,
        quantity: row.quantity()?,
        segments: Vec::new(),
        components: Vec::new(),
        characteristics: Vec::new(),
    })
}

/// The operation of a row; absent where the row only says that the routing exists.
fn segment(row: &Row) -> Result<Option<Segment>, String> {
    let Some(id) = row.optional_key("segment")? else {
        let blank = [
            "name",
            "equipment",
            "setup_s",
            "run_s",
            "after",
            "instruction",
        ];
        return match blank
            .into_iter()
            .find(|column| !row.cell(column).is_empty())
        {
            Some(column) => Err(format!(
                "column segment is empty but {column} is not: number the operation"
            )),
            None => Ok(None),
        };
    };
    Ok(Some(Segment {
        id,
        name: row.text("name")?,
        equipment: row.key("equipment")?,
        setup_s: row.seconds("setup_s")?.unwrap_or(0),
        run_s: row.seconds("run_s")?,
        after: row.keys("after")?,
        instruction: row.optional_text("instruction")?,
    }))
}

fn component(row: &Row, definitions: &mut Definitions) -> Result<(), String> {
    let issues = [
        ("scan", IssueMethod::Scan),
        ("weigh", IssueMethod::Weigh),
        ("backflush", IssueMethod::Backflush),
    ];
    let routing = row.key("routing")?;
    let entry = Component {
        material: row.key("item")?,
        quantity: row.quantity()?,
        segment: row.optional_key("segment")?,
        issue: row.word("issue", &issues)?,
        tolerance_percent: row.percent("tolerance_percent")?,
    };
    let definition = definitions.get_mut(&routing).ok_or_else(|| {
        format!("routing {routing} is not in routings.csv beside it: add it or correct the key")
    })?;
    definition.components.push(placed(row, entry));
    Ok(())
}

/// The definition with a revision of its own, where the file has none.
fn settled(mut definition: Routed<DefinitionEntry>) -> Routed<DefinitionEntry> {
    let mut whole = definition.clone().finish().entry;
    fingerprint::settle_definition(&mut whole);
    let Placed { entry, .. } = &mut definition.head;
    entry.revision = whole.revision;
    definition
}
