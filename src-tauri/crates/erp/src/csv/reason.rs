//! `reasons.csv`: what people choose from, in the plant's own words and order.

use std::collections::BTreeMap;

use domain::import::{REASON_TEXT_CHARS_MAX, REASONS_MAX, ReasonEntry, ReasonKind};

use super::placed;
use super::table::{Row, Shape};
use crate::draft::{Draft, Place};

pub(super) const REASONS: Shape = Shape {
    file: "reasons.csv",
    columns: &["kind", "key", "text", "order", "active"],
};

/// One row is one reason.
pub(super) fn take(row: &Row, draft: &mut Draft) -> Result<(), String> {
    let kinds = ReasonKind::ALL.map(|kind| (kind.word(), kind));
    let entry = ReasonEntry {
        kind: row.word("kind", &kinds)?,
        key: row.key("key")?,
        text: text(row)?,
        order: row
            .number("order", "its place, for example 10")?
            .unwrap_or(0),
        active: row.word("active", &[("yes", true), ("no", false), ("", true)])?,
    };
    draft.reasons.push(placed(row, entry));
    Ok(())
}

fn text(row: &Row) -> Result<String, String> {
    let text = row.text("text")?;
    let length = text.chars().count();
    if length > REASON_TEXT_CHARS_MAX {
        return Err(format!(
            "column text: {length} characters, at most {REASON_TEXT_CHARS_MAX} fit on a button"
        ));
    }
    Ok(text)
}

/// What no single row shows: two reasons with one text, and more than anybody reads.
pub(super) fn judge(draft: &mut Draft) {
    let mut wrong: Vec<(Place, String)> = Vec::new();
    let mut texts: BTreeMap<(ReasonKind, &str), &str> = BTreeMap::new();
    let mut counts: BTreeMap<ReasonKind, usize> = BTreeMap::new();
    for reason in &draft.reasons {
        let entry = &reason.entry;
        let first = *texts.entry((entry.kind, &entry.text)).or_insert(&entry.key);
        if first != entry.key {
            let text = format!(
                "reason {} reads like reason {first}: give each its own text",
                entry.key
            );
            wrong.push((reason.place.clone(), text));
        }
        let count = counts.entry(entry.kind).or_default();
        *count += usize::from(entry.active);
        if *count == REASONS_MAX + 1 {
            let text = format!(
                "more than {REASONS_MAX} reasons for {}: leave some out",
                entry.kind.word()
            );
            wrong.push((reason.place.clone(), text));
        }
    }
    for (place, text) in wrong {
        draft.refuse_at(&place, text);
    }
}
