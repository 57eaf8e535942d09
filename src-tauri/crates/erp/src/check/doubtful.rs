//! What can be imported, but is hardly meant: told, and taken as it stands.

use domain::{Quantity, Unit};

use crate::draft::{Draft, Place};

/// A place, and what is doubtful there.
type Doubt = (Place, String);

/// Everything doubtful of the draft.
pub(super) fn all(draft: &Draft) -> Vec<Doubt> {
    let orders = draft.orders.iter().map(|order| &order.head);
    let due = orders.clone().filter_map(|order| {
        let (start, due) = order.entry.start.zip(order.entry.due)?;
        let text = || {
            format!(
                "order {} is due before it starts: correct one",
                order.entry.key
            )
        };
        (due < start).then(|| (order.place.clone(), text()))
    });
    let ordered = orders.filter_map(|order| {
        let what = format!("order {}", order.entry.key);
        piece(&order.place, &what, order.entry.quantity.as_ref())
    });
    let made = draft.definitions.iter().filter_map(|definition| {
        let head = &definition.head;
        piece(
            &head.place,
            &format!("routing {}", head.entry.key),
            Some(&head.entry.quantity),
        )
    });
    let stocked = draft.lots.iter().filter_map(|lot| {
        let what = format!("lot {}", lot.entry.number);
        piece(&lot.place, &what, lot.entry.quantity.as_ref())
    });
    due.chain(ordered).chain(made).chain(stocked).collect()
}

/// A part of something that is counted.
fn piece(place: &Place, what: &str, quantity: Option<&Quantity>) -> Option<Doubt> {
    let quantity = quantity?;
    let broken = *quantity.unit() == Unit::each() && !quantity.value().fract().is_zero();
    let text = || {
        format!(
            "{what} is about {quantity}, and pieces are whole: correct the quantity or its unit"
        )
    };
    broken.then(|| (place.clone(), text()))
}
