//! What an order leaves to its routing: item, amount, machines.

use std::collections::BTreeMap;

use domain::import::{DefinitionEntry, OrderEntry};

use crate::draft::{Draft, Placed, Routed};

/// Completes the orders whose routing is in the same read, and says so.
pub(crate) fn complete(draft: &mut Draft) {
    let mut orders = std::mem::take(&mut draft.orders);
    let definitions = std::mem::take(&mut draft.definitions);
    let by_key: BTreeMap<&str, &Routed<DefinitionEntry>> = definitions
        .iter()
        .map(|definition| (definition.head.entry.key.as_str(), definition))
        .collect();
    for order in &mut orders {
        let key = order.head.entry.definition.as_deref();
        match key.and_then(|key| by_key.get(key)) {
            Some(definition) => from_definition(order, definition, draft),
            None => alone(&order.head, draft),
        }
    }
    draft.orders = orders;
    draft.definitions = definitions;
}

fn from_definition(
    order: &mut Routed<OrderEntry>,
    definition: &Routed<DefinitionEntry>,
    draft: &mut Draft,
) {
    let Placed { place, entry } = &mut order.head;
    let made = &definition.head.entry;
    if entry.material.is_none() {
        draft.find_at(
            place,
            format!(
                "order {} names no item: {} is taken from its routing",
                entry.key, made.material
            ),
        );
        entry.material = Some(made.material.clone());
    }
    if entry.quantity.is_none() {
        draft.find_at(
            place,
            format!(
                "order {} names no amount: {} is taken from its routing",
                entry.key, made.quantity
            ),
        );
        entry.quantity = Some(made.quantity.clone());
    }
    for Placed { entry: segment, .. } in &mut order.segments {
        let same = definition
            .segments
            .iter()
            .find(|known| known.entry.id == segment.id);
        if let Some(known) = same.filter(|_| segment.equipment.is_empty()) {
            segment.equipment.clone_from(&known.entry.equipment);
        }
    }
}

/// An order that is not whole and whose routing is not here.
fn alone(order: &Placed<OrderEntry>, draft: &mut Draft) {
    let Placed { place, entry } = order;
    if entry.material.is_none() || entry.quantity.is_none() {
        let text = format!(
            "order {} does not say what to make or how much: it is not ready until its routing is known",
            entry.key
        );
        draft.find_at(place, text);
    }
}
