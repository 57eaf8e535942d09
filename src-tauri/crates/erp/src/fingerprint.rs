//! A revision for what carries none: the same content again is the same revision.

use domain::import::{DefinitionEntry, OrderEntry};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Bytes of the hash kept: 64 bits tell the revisions of one key apart beyond doubt.
const BYTES: usize = 8;

/// Gives an order without a revision the fingerprint of its content.
pub(crate) fn settle_order(order: &mut OrderEntry) {
    if order.revision.is_empty() {
        order.revision = of(order);
    }
}

/// Gives a definition without a revision the fingerprint of its content.
pub(crate) fn settle_definition(definition: &mut DefinitionEntry) {
    if definition.revision.is_empty() {
        definition.revision = of(definition);
    }
}

/// The canonical JSON of these types has neither maps nor floats, so it cannot fail to be written
/// and equal content has equal bytes.
pub(crate) fn of<T: Serialize>(content: &T) -> String {
    let bytes = serde_json::to_vec(content).unwrap_or_default();
    let hash = Sha256::digest(&bytes);
    let hex: String = hash
        .iter()
        .take(BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("content-{hex}")
}
