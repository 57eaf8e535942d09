//! Routings with their bills: `OperationsDefinition` and `OperationsMaterialBill` (V7).

use std::collections::BTreeMap;

use domain::Quantity;
use domain::import::{Component, DefinitionEntry, IssueMethod};
use rust_decimal::Decimal;

use super::document::Page;
use super::node::{Node, Wrong};
use super::segment::Work;
use crate::draft::{Placed, Routed};
use crate::fingerprint;

/// Bills that stand beside the definitions that use them, joined at the end of the document.
#[derive(Default)]
pub(super) struct Bills {
    by_id: BTreeMap<String, Vec<Placed<Component>>>,
    waiting: Vec<Waiting>,
}

/// A definition, complete but for the bills it names.
struct Waiting {
    definition: Routed<DefinitionEntry>,
    bills: Vec<String>,
}

/// Reads one routing.
pub(super) fn definition(node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
    let key = node.required_key("ID")?;
    node.all("Description").for_each(Node::skip);
    let mut work = Work::default();
    for segment in node.all("OperationsSegment") {
        work.read(segment, page)?;
    }
    work.in_sequence();
    let Some((material, quantity)) = output(&work) else {
        page.find(node, format!(
            "routing {key} was left out: none of its operations says which item comes out and how much"
        ));
        node.skip();
        return Ok(());
    };
    let entry = DefinitionEntry {
        key,
        revision: node.child_key("Version")?.unwrap_or_default(),
        material,
        quantity,
        segments: Vec::new(),
        components: Vec::new(),
        characteristics: Vec::new(),
    };
    let named = node.all("OperationsMaterialBillID").map(Node::key);
    let bills = named.collect::<Result<_, _>>()?;
    let head = Placed {
        place: page.place(node),
        entry,
    };
    let definition = Routed {
        head,
        segments: work.segments,
        components: work.components,
    };
    page.bills.waiting.push(Waiting { definition, bills });
    Ok(())
}

fn output(work: &Work) -> Option<(String, Quantity)> {
    let (item, quantity) = work.produced.last()?;
    let quantity = quantity.clone().filter(Quantity::is_positive)?;
    Some((item.clone(), quantity))
}

/// Reads one bill that stands beside the definitions.
pub(super) fn bill(node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
    let id = node.required_key("ID")?;
    node.all("Description").for_each(Node::skip);
    let mut components = Vec::new();
    for line in node.all("OperationsMaterialBillItem") {
        let entry = bill_item(line)?;
        components.push(Placed {
            place: page.place(line),
            entry,
        });
    }
    page.bills.by_id.insert(id, components);
    Ok(())
}

fn bill_item(node: &Node) -> Result<Component, Wrong> {
    let quantity = node.quantity()?;
    let quantity =
        quantity.ok_or_else(|| node.wrong("a line of a bill needs its Quantity".to_owned()))?;
    // V7 names the item by the line's specification; without one, by the line itself.
    let material = match node.child_key("MaterialDefinitionID")? {
        Some(material) => Some(material),
        None => node.child_key("MaterialSpecificationID")?,
    };
    let id = node.required_key("ID")?;
    Ok(Component {
        material: material.unwrap_or(id),
        quantity,
        segment: None,
        issue: IssueMethod::Scan,
        tolerance_percent: Decimal::ZERO,
    })
}

/// Gives each definition the bills it names and settles its revision.
pub(super) fn join_bills(page: &mut Page<'_>) {
    let Bills { by_id, waiting } = std::mem::take(&mut page.bills);
    for Waiting {
        mut definition,
        bills,
    } in waiting
    {
        let place = definition.head.place.clone();
        for bill in bills {
            match by_id.get(&bill) {
                Some(components) => definition.components.extend(components.iter().cloned()),
                None => page.draft.find_at(
                    &place,
                    format!("bill {bill} is not in this document: left out"),
                ),
            }
        }
        let mut whole = definition.clone().finish().entry;
        fingerprint::settle_definition(&mut whole);
        definition.head.entry.revision = whole.revision;
        if definition.segments.is_empty() {
            let text = format!(
                "routing {} has no operations: its orders cannot be released until the ERP sends some",
                whole.key
            );
            page.draft.find_at(&place, text);
        }
        page.draft.definitions.push(definition);
    }
}
