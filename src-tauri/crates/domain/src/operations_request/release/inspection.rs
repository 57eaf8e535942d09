//! What the release freezes of what is inspected.

use super::ReleaseFacts;
use crate::import::{Characteristic, Segment};

/// What is inspected at one operation.
pub(super) fn inspected_at(segment: &Segment, facts: &ReleaseFacts) -> Vec<Characteristic> {
    characteristics(facts)
        .filter(|characteristic| characteristic.segment == segment.id)
        .cloned()
        .collect()
}

fn characteristics(facts: &ReleaseFacts) -> impl Iterator<Item = &Characteristic> {
    let definition = facts.definition.iter();
    definition.flat_map(|definition| &definition.characteristics)
}

/// An inspection without its operation would be left out unasked.
pub(super) fn inspection_findings(segments: &[Segment], facts: &ReleaseFacts) -> Vec<String> {
    let lost = characteristics(facts)
        .filter(|one| segments.iter().all(|segment| segment.id != one.segment));
    let finding = |one: &Characteristic| {
        format!(
            "inspection {} names operation {}, which the order lacks",
            one.name, one.segment
        )
    };
    lost.map(finding).collect()
}
