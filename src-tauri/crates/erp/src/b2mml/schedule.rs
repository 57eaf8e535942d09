//! Orders: `OperationsRequest` (V7) and `ProductionRequest` (V0401).

use domain::import::OrderEntry;

use super::document::Page;
use super::node::{Node, Wrong};
use super::segment::Work;
use crate::draft::{Placed, Routed};
use crate::{fingerprint, order_state, text};

/// Reads one order.
pub(super) fn request(node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
    if let Some(kind) = node.child_text("OperationsType")
        && !matches!(kind, "Production" | "Mixed")
    {
        page.find(
            node,
            format!(
                "a request of type {} was left out: only production is directed",
                text::shown(kind)
            ),
        );
        node.skip();
        return Ok(());
    }
    let mut order = head(node, page)?;
    if order_state::is_over(&order.erp_state) {
        page.find(node, order_state::left_out(&order));
        node.skip();
        return Ok(());
    }
    let mut work = Work::default();
    for segment in node.all("SegmentRequirement") {
        if order.definition.is_none() {
            order.definition = segment.child_key("OperationsDefinitionID")?;
        }
        work.read(segment, page)?;
    }
    work.in_sequence();
    produced(&work, &mut order, node, page);
    let mut order = Routed {
        head: Placed {
            place: page.place(node),
            entry: order,
        },
        segments: work.segments,
        components: work.components,
    };
    let mut whole = order.clone().finish().entry;
    fingerprint::settle_order(&mut whole);
    order.head.entry.revision = whole.revision;
    page.draft.orders.push(order);
    Ok(())
}

fn head(node: &Node, page: &mut Page<'_>) -> Result<OrderEntry, Wrong> {
    let erp_state = node.child_key("RequestState")?.unwrap_or_default();
    let priority = node.child_text("Priority").map(str::parse);
    let priority = match priority {
        Some(Err(_)) => {
            page.find(node, "Priority is not a whole number: left out".to_owned());
            None
        }
        other => other.and_then(Result::ok),
    };
    // The V0401 idiom names the routing as the product's production rule.
    let definition = node
        .child_key("OperationsDefinitionID")?
        .or(node.child_key("ProductProductionRuleID")?);
    Ok(OrderEntry {
        key: node.required_key("ID")?,
        revision: node.child_key("Version")?.unwrap_or_default(),
        material: None,
        quantity: None,
        start: time(node, "StartTime", page)?,
        due: time(node, "EndTime", page)?,
        priority,
        cancelled: order_state::is_cancelled(&erp_state),
        erp_state,
        definition,
        segments: Vec::new(),
        components: Vec::new(),
    })
}

/// The moment in a child; counted where its zone had to be assumed.
pub(super) fn time(
    node: &Node,
    name: &str,
    page: &mut Page<'_>,
) -> Result<Option<chrono::DateTime<chrono::Utc>>, Wrong> {
    let moment = node.moment(name, page.old)?;
    if moment.as_ref().is_some_and(|moment| moment.zone_assumed) {
        page.assume_zone();
    }
    Ok(moment.map(|moment| moment.at))
}

/// What comes out last is what the order is for.
fn produced(work: &Work, order: &mut OrderEntry, node: &Node, page: &mut Page<'_>) {
    let Some((item, quantity)) = work.produced.last() else {
        return;
    };
    if let Some((other, _)) = work.produced.iter().find(|(other, _)| other != item) {
        page.find(
            node,
            format!(
                "order {} also makes {other}: only {item} is directed",
                order.key
            ),
        );
    }
    order.material = Some(item.clone());
    order.quantity = quantity.clone();
}
