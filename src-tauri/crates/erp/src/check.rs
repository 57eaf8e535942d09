//! What no single row shows: duplicates, references, units, and circles in bills and routings.

mod circle;
mod doubtful;
mod reference;
mod unique;

use std::collections::{BTreeMap, BTreeSet};

use domain::import::{COMPONENTS_MAX, Component, SEGMENTS_MAX, Segment};
use domain::import::{EquipmentLevel, Import, IssueMethod, MaterialEntry, Tracking};
use domain::{Quantity, Unit};

use crate::draft::{Complete, Draft, Place, Placed, Routed};
use crate::refusal::Refused;

/// Checks the draft as a whole and turns it into an import of `erp`.
///
/// # Errors
/// [`Refused`] with everything that was found wrong, here or while reading.
pub(crate) fn finish(mut draft: Draft, erp: &str) -> Result<Import, Refused> {
    let known = Known::of(&draft);
    let found = known.judge(&draft);
    for (place, text) in found {
        draft.refuse_at(&place, text);
    }
    if draft.senders.len() > 1 {
        let senders: Vec<&str> = draft.senders.iter().map(String::as_str).collect();
        let text = format!(
            "documents of several senders ({}) were read as one ERP's: the same key means the same thing",
            senders.join(", ")
        );
        draft.find("all files", None, text);
    }
    for (place, text) in doubtful::all(&draft) {
        draft.find_at(&place, text);
    }
    let mut import = Import {
        erp: erp.to_owned(),
        ..Import::default()
    };
    unique::settle(&mut draft, &mut import);
    import.findings = draft.verdict()?;
    Ok(import)
}

/// Why a place is refused.
type Wrong = (Place, String);

/// What the read as a whole knows.
struct Known {
    materials: BTreeMap<String, MaterialEntry>,
    equipment: BTreeMap<String, EquipmentLevel>,
    /// Item made, by key of the routing.
    definitions: BTreeMap<String, String>,
    units: BTreeSet<Unit>,
    complete: BTreeSet<Complete>,
}

impl Known {
    fn of(draft: &Draft) -> Self {
        let materials = draft
            .materials
            .iter()
            .map(|m| (m.entry.key.clone(), m.entry.clone()));
        let equipment = draft
            .equipment
            .iter()
            .map(|e| (e.entry.key.clone(), e.entry.level));
        let definitions = draft.definitions.iter().map(|d| &d.head.entry);
        let definitions = definitions.map(|d| (d.key.clone(), d.material.clone()));
        Self {
            materials: materials.collect(),
            equipment: equipment.collect(),
            definitions: definitions.collect(),
            units: draft.units.clone(),
            complete: draft.complete.clone(),
        }
    }

    fn judge(&self, draft: &Draft) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        self.judge_masters(draft, &mut wrong);
        for definition in &draft.definitions {
            let (head, entry) = (&definition.head, &definition.head.entry);
            self.used(
                &head.place,
                &entry.material,
                Some(&entry.quantity),
                &mut wrong,
            );
            self.judge_routed(definition, &mut wrong);
        }
        for order in &draft.orders {
            let (head, entry) = (&order.head, &order.head.entry);
            if let Some(material) = &entry.material {
                self.used(&head.place, material, entry.quantity.as_ref(), &mut wrong);
            }
            if let Some(definition) = &entry.definition {
                self.reference(Complete::Definitions, &head.place, definition, &mut wrong);
                self.made_by(
                    &head.place,
                    entry.material.as_deref(),
                    definition,
                    &mut wrong,
                );
            }
            self.judge_routed(order, &mut wrong);
        }
        circle::in_bills(&draft.definitions, &mut wrong);
        wrong
    }

    fn judge_masters(&self, draft: &Draft, wrong: &mut Vec<Wrong>) {
        for Placed { place, entry } in &draft.materials {
            self.unit(place, &entry.unit, wrong);
        }
        for Placed { place, entry } in &draft.lots {
            self.used(place, &entry.material, entry.quantity.as_ref(), wrong);
        }
        for Placed { place, entry } in &draft.equipment {
            if let Some(parent) = &entry.parent {
                self.parent(place, entry.level, parent, wrong);
            }
        }
    }

    fn judge_routed<T>(&self, routed: &Routed<T>, wrong: &mut Vec<Wrong>) {
        let place = &routed.head.place;
        if routed.segments.len() > SEGMENTS_MAX {
            let text = format!(
                "{} operations, at most {SEGMENTS_MAX} fit one order: split it",
                routed.segments.len()
            );
            wrong.push((place.clone(), text));
        }
        if routed.components.len() > COMPONENTS_MAX {
            let text = format!(
                "{} components, at most {COMPONENTS_MAX} fit one bill: split it",
                routed.components.len()
            );
            wrong.push((place.clone(), text));
        }
        for Placed { place, entry } in &routed.segments {
            if !entry.equipment.is_empty() {
                self.reference(Complete::Equipment, place, &entry.equipment, wrong);
            }
        }
        for component in &routed.components {
            self.component(component, &routed.segments, wrong);
        }
        circle::in_routing(&routed.segments, wrong);
    }

    fn component(
        &self,
        component: &Placed<Component>,
        segments: &[Placed<Segment>],
        wrong: &mut Vec<Wrong>,
    ) {
        let Placed { place, entry } = component;
        self.used(place, &entry.material, Some(&entry.quantity), wrong);
        if let Some(id) = &entry.segment
            && !segments.iter().any(|segment| segment.entry.id == *id)
        {
            let text = format!(
                "component {} goes into operation {id}, which the routing does not have",
                entry.material
            );
            wrong.push((place.clone(), text));
        }
        let tracked = self
            .materials
            .get(&entry.material)
            .is_some_and(|m| m.tracking != Tracking::None);
        match entry.issue {
            IssueMethod::Backflush if tracked => wrong.push((
                place.clone(),
                format!(
                    "component {} is tracked, so it cannot be backflushed: write scan or weigh",
                    entry.material
                ),
            )),
            IssueMethod::Weigh if !is_mass(&entry.quantity) => wrong.push((
                place.clone(),
                format!(
                    "component {} is weighed, but {} is not a unit of mass: write kg or g",
                    entry.material,
                    entry.quantity.unit()
                ),
            )),
            IssueMethod::Backflush | IssueMethod::Weigh | IssueMethod::Scan => {}
        }
    }
}

fn is_mass(quantity: &Quantity) -> bool {
    Unit::new("g").is_ok_and(|gram| quantity.convert(&gram).is_ok())
}
