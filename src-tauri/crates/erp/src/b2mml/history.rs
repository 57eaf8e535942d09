//! What happened elsewhere: `ProductionResponse` (V0401) and `OperationsResponse` (V7).

use domain::import::{HistoryEntry, HistoryMaterial};

use super::document::Page;
use super::node::{Node, Wrong};
use super::schedule::time;
use crate::draft::Placed;
use crate::fingerprint;

/// Reads one response: each operation of it is one record.
pub(super) fn response(node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
    let id = node.required_key("ID")?;
    let named = node
        .child_key("OperationsRequestID")?
        .or(node.child_key("ProductionRequestID")?);
    let order = named.unwrap_or_else(|| {
        page.find(
            node,
            format!("response {id} names no order: taken as order {id}"),
        );
        id.clone()
    });
    for segment in node.all("SegmentResponse") {
        record(segment, &id, &order, page)?;
    }
    Ok(())
}

/// The key carries a fingerprint: partial reports of one operation share every other name.
fn record(node: &Node, response: &str, order: &str, page: &mut Page<'_>) -> Result<(), Wrong> {
    let process = node.child_key("ProcessSegmentID")?;
    let segment = node.child_key("ID")?.or(process).unwrap_or_default();
    let end = time(node, "ActualEndTime", page)?;
    let start = time(node, "ActualStartTime", page)?;
    let materials = node.all("MaterialActual").map(material);
    let mut entry = HistoryEntry {
        key: format!("{response}/{segment}"),
        order: order.to_owned(),
        at: end.or(start),
        materials: materials.collect::<Result<_, _>>()?,
    };
    entry.key = format!("{}/{}", entry.key, fingerprint::of(&entry));
    let place = page.place(node);
    page.draft.history.push(Placed { place, entry });
    Ok(())
}

fn material(node: &Node) -> Result<HistoryMaterial, Wrong> {
    node.child("ID");
    Ok(HistoryMaterial {
        material: node.required_key("MaterialDefinitionID")?,
        lot: node.child_key("MaterialLotID")?,
        sublot: node.child_key("MaterialSubLotID")?,
        r#use: node.child_key("MaterialUse")?.unwrap_or_default(),
        quantity: node.quantity()?,
    })
}
