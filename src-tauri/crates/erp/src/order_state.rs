//! What the ERP's word for an order's state means for its import.

use domain::import::OrderEntry;

/// Words of ERPs for an order that is withdrawn.
const CANCELLED: [&str; 4] = ["cancelled", "canceled", "cancel", "aborted"];
/// Words of ERPs for an order that is over: there is nothing left to direct.
const OVER: [&str; 4] = ["done", "completed", "closed", "finished"];

/// Whether the ERP has withdrawn the order.
pub(crate) fn is_cancelled(state: &str) -> bool {
    CANCELLED
        .iter()
        .any(|word| word.eq_ignore_ascii_case(state))
}

/// Whether the ERP counts the order as finished.
pub(crate) fn is_over(state: &str) -> bool {
    OVER.iter().any(|word| word.eq_ignore_ascii_case(state))
}

/// The finding for an order that is over.
pub(crate) fn left_out(order: &OrderEntry) -> String {
    format!(
        "order {} is {} in the ERP: left out, there is nothing left to make",
        order.key, order.erp_state
    )
}
