//! Releasing an order: freezing routing, bill and instructions into job orders.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Event, OperationsRequest, Status};
use crate::id::{EquipmentId, EventId, JobOrderId, MaterialDefinitionId, OperationsRequestId};
use crate::import::{
    Component, DefinitionEntry, IssueMethod, MaterialEntry, OrderEntry, Segment, Tracking,
};
use crate::job_order::{self, Directive, Need};
use crate::quantity::Quantity;
use crate::refused::Refused;
use crate::role::Role;

mod inspection;

use inspection::{inspected_at, inspection_findings};

/// What a release needs to know beyond the order itself.
#[derive(Clone, Debug, Default)]
pub struct ReleaseFacts {
    /// This order.
    pub id: Option<OperationsRequestId>,
    /// Rights of the person.
    pub roles: Vec<Role>,
    /// The latest revision of the order's routing and bill.
    pub definition: Option<DefinitionEntry>,
    /// Items of the order and its bill, by number.
    pub materials: BTreeMap<String, (MaterialDefinitionId, MaterialEntry)>,
    /// Work centers and work units of the routing, by key.
    pub equipment: BTreeMap<String, EquipmentId>,
    /// A new job order id for each operation.
    pub new_jobs: Vec<JobOrderId>,
    /// Last event folded.
    pub head: Option<EventId>,
    /// Last event the person saw.
    pub seen: Option<EventId>,
}

/// A release as decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Event of the order.
    pub order: Event,
    /// Event of each new job order.
    pub jobs: Vec<(JobOrderId, job_order::Event)>,
}

impl OperationsRequest {
    /// Item to make: the order's, else its routing's.
    #[must_use]
    pub fn material<'a>(&'a self, facts: &'a ReleaseFacts) -> Option<&'a str> {
        material(self.order.as_ref()?, facts)
    }

    /// Amount to make: the order's, else once its routing's.
    #[must_use]
    pub fn quantity<'a>(&'a self, facts: &'a ReleaseFacts) -> Option<&'a Quantity> {
        quantity(self.order.as_ref()?, facts)
    }

    /// What hinders a release, as sentences; empty when nothing does.
    #[must_use]
    pub fn findings(&self, facts: &ReleaseFacts) -> Vec<String> {
        let Some(order) = &self.order else {
            return vec!["the order itself has not arrived".to_owned()];
        };
        let segments = segments(order, facts);
        let mut findings = Vec::new();
        match material(order, facts) {
            Some(material) if facts.materials.contains_key(material) => {}
            Some(material) => {
                findings.push(format!("item {material} is unknown: import the items"))
            }
            None => findings.push("it names no item, and no routing that does".to_owned()),
        }
        findings.extend(routing_finding(order, facts));
        if !quantity(order, facts).is_some_and(Quantity::is_positive) {
            findings.push("it names no quantity, and no routing that does".to_owned());
        }
        if segments.is_empty() {
            findings.push("it has no routing: import its operations".to_owned());
        }
        for segment in &segments {
            if segment.equipment.is_empty() {
                findings.push(format!("operation {} names no work center", segment.id));
            } else if !facts.equipment.contains_key(&segment.equipment) {
                findings.push(format!(
                    "operation {}: work center {} is unknown",
                    segment.id, segment.equipment
                ));
            }
        }
        findings.extend(after_findings(&segments));
        findings.extend(component_findings(order, &segments, facts));
        findings.extend(inspection_findings(&segments, facts));
        findings.extend(
            ring(&segments).map(|id| format!("operation {id} waits for itself: mend the routing")),
        );
        findings
    }

    /// Decides a release.
    ///
    /// # Errors
    /// [`Refused`], when the person may not, the order changed meanwhile, or findings hinder it.
    pub fn decide_release(&self, facts: &ReleaseFacts) -> Result<Prepared, Refused> {
        if !facts.roles.contains(&Role::Supervisor) {
            return Err(Refused::NotAuthorised {
                needs: Role::Supervisor,
            });
        }
        if facts.seen != facts.head {
            return Err(Refused::ChangedMeanwhile);
        }
        let (Some(order), Some(id), Status::Forecast) = (&self.order, facts.id, self.status) else {
            return Err(Refused::WrongStatus {
                status: self.status.word(),
                command: "release it",
            });
        };
        let findings = self.findings(facts);
        if !findings.is_empty() {
            return Err(Refused::NotReleasable(findings));
        }
        let segments = segments(order, facts);
        let jobs: Vec<_> = facts
            .new_jobs
            .iter()
            .copied()
            .take(segments.len())
            .collect();
        if jobs.len() < segments.len() {
            return Err(Refused::NotReleasable(vec![format!(
                "it has {} operations, but only {} may be released at once",
                segments.len(),
                jobs.len()
            )]));
        }
        let directives = segments
            .iter()
            .enumerate()
            .map(|(position, segment)| {
                directive(order, id, &segments, &jobs, position, segment, facts)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let events = directives
            .into_iter()
            .map(|directive| job_order::Event::Released(Box::new(directive)));
        Ok(Prepared {
            order: Event::Released { jobs: jobs.clone() },
            jobs: jobs.into_iter().zip(events).collect(),
        })
    }
}

/// A routing that makes something else, where the order has no operations of its own.
fn routing_finding(order: &OrderEntry, facts: &ReleaseFacts) -> Option<String> {
    let ordered = order
        .material
        .as_ref()
        .filter(|_| order.segments.is_empty())?;
    let makes = &facts.definition.as_ref()?.material;
    (makes != ordered).then(|| format!("its routing makes {makes}, not {ordered}: mend the order"))
}

/// Item to make: the order's, else its definition's.
fn material<'a>(order: &'a OrderEntry, facts: &'a ReleaseFacts) -> Option<&'a str> {
    let defined = || {
        facts
            .definition
            .as_ref()
            .map(|definition| definition.material.as_str())
    };
    order.material.as_deref().or_else(defined)
}

/// Amount to make: the order's, else once its definition's.
fn quantity<'a>(order: &'a OrderEntry, facts: &'a ReleaseFacts) -> Option<&'a Quantity> {
    order.quantity.as_ref().or_else(|| {
        facts
            .definition
            .as_ref()
            .map(|definition| &definition.quantity)
    })
}

/// The order's own operations win over its definition's.
fn segments(order: &OrderEntry, facts: &ReleaseFacts) -> Vec<Segment> {
    if order.segments.is_empty() {
        facts
            .definition
            .as_ref()
            .map(|definition| definition.segments.clone())
            .unwrap_or_default()
    } else {
        order
            .segments
            .iter()
            .map(|own| placed(own, facts))
            .collect()
    }
}

/// An operation of an order that names no work center stands where its routing has it.
fn placed(own: &Segment, facts: &ReleaseFacts) -> Segment {
    let mut placed = own.clone();
    let routing = facts
        .definition
        .iter()
        .flat_map(|routing| &routing.segments);
    if let Some(known) = routing.into_iter().find(|known| known.id == own.id)
        && own.equipment.is_empty()
    {
        placed.equipment.clone_from(&known.equipment);
    }
    placed
}

/// The bill with amounts for the whole order.
fn components(order: &OrderEntry, facts: &ReleaseFacts) -> Result<Vec<Component>, Refused> {
    if !order.components.is_empty() {
        return Ok(order.components.clone());
    }
    let Some(definition) = &facts.definition else {
        return Ok(Vec::new());
    };
    let (part, whole) = batches(order, definition, facts)?;
    let scaled = definition.components.iter().map(|component| {
        Ok(Component {
            quantity: component.quantity.share(part, whole)?,
            ..component.clone()
        })
    });
    scaled.collect()
}

/// How many times the definition's quantity the order is, as a fraction.
fn batches(
    order: &OrderEntry,
    definition: &DefinitionEntry,
    facts: &ReleaseFacts,
) -> Result<(Decimal, Decimal), Refused> {
    let whole = definition.quantity.value();
    let Some(quantity) = quantity(order, facts).filter(|_| !whole.is_zero()) else {
        return Ok((Decimal::ONE, Decimal::ONE));
    };
    let quantity = quantity.convert(definition.quantity.unit())?;
    Ok((quantity.value(), whole))
}

fn component_findings(
    order: &OrderEntry,
    segments: &[Segment],
    facts: &ReleaseFacts,
) -> Vec<String> {
    let components = match components(order, facts) {
        Ok(components) => components,
        Err(refused) => return vec![refused.to_string()],
    };
    let mut findings = Vec::new();
    for component in &components {
        if !facts.materials.contains_key(&component.material) {
            findings.push(format!(
                "component {} is unknown: import the items",
                component.material
            ));
        }
        let placed = component
            .segment
            .as_ref()
            .is_none_or(|at| segments.iter().any(|segment| segment.id == *at));
        if !placed {
            findings.push(format!(
                "component {} names an operation the routing lacks",
                component.material
            ));
        }
        let item = facts.materials.get(&component.material);
        findings.extend(item.and_then(|(_, item)| unit_finding(component, item)));
        let tracked = item.is_some_and(|(_, item)| item.tracking != Tracking::None);
        if tracked && component.issue == IssueMethod::Backflush {
            findings.push(format!(
                "component {} is tracked: it must be scanned or weighed",
                component.material
            ));
        }
    }
    findings
}

/// An amount in a unit that no factor turns into the one the item is kept in.
fn unit_finding(component: &Component, item: &MaterialEntry) -> Option<String> {
    let bad = component.quantity.convert(&item.unit).err()?;
    Some(format!(
        "component {} is kept in {}: {bad}",
        component.material, item.unit
    ))
}

/// An operation that waits for one that does not exist would start unasked, or never.
fn after_findings(segments: &[Segment]) -> impl Iterator<Item = String> {
    let lacks = |id: &&String| segments.iter().all(|other| other.id != **id);
    segments.iter().flat_map(move |segment| {
        segment.after.iter().filter(lacks).map(|id| {
            format!(
                "operation {} waits for {id}, which the routing lacks",
                segment.id
            )
        })
    })
}

/// An operation that waits for itself through others, if there is one.
fn ring(segments: &[Segment]) -> Option<&str> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = done.len();
        for segment in segments {
            let known = |id: &&String| segments.iter().any(|other| other.id == **id);
            if segment
                .after
                .iter()
                .filter(known)
                .all(|id| done.contains(id.as_str()))
            {
                done.insert(&segment.id);
            }
        }
        if done.len() == before {
            return segments
                .iter()
                .map(|segment| segment.id.as_str())
                .find(|id| !done.contains(id));
        }
    }
}

fn directive(
    order: &OrderEntry,
    id: OperationsRequestId,
    segments: &[Segment],
    jobs: &[JobOrderId],
    position: usize,
    segment: &Segment,
    facts: &ReleaseFacts,
) -> Result<Directive, Refused> {
    let unknown = |what: &str| Refused::NotReleasable(vec![format!("{what} is unknown")]);
    let key = material(order, facts).ok_or_else(|| unknown("its item"))?;
    let quantity = quantity(order, facts).ok_or_else(|| unknown("its quantity"))?;
    let (material, entry) = facts.materials.get(key).ok_or_else(|| unknown(key))?;
    let equipment = facts
        .equipment
        .get(&segment.equipment)
        .ok_or_else(|| unknown(&segment.equipment))?;
    let after = segments
        .iter()
        .zip(jobs)
        .filter(|(other, _)| segment.after.contains(&other.id));
    let last = !segments
        .iter()
        .any(|other| other.after.contains(&segment.id));
    Ok(Directive {
        order: id,
        order_key: order.key.clone(),
        material: *material,
        material_key: key.to_owned(),
        tracking: entry.tracking,
        segment: segment.id.clone(),
        name: segment.name.clone(),
        position: u32::try_from(position).unwrap_or(u32::MAX),
        last,
        quantity: quantity.clone(),
        equipment: *equipment,
        after: after.map(|(_, job)| *job).collect(),
        setup_s: segment.setup_s,
        run_s: run_s(order, segment, facts)?,
        due: order.due,
        priority: order.priority,
        needs: needs(order, segments, segment, facts)?,
        instruction: segment.instruction.clone(),
        definition: facts
            .definition
            .as_ref()
            .map(|definition| format!("{} rev {}", definition.key, definition.revision)),
        characteristics: inspected_at(segment, facts),
    })
}

/// Standard run time of the whole order: an order's own operations carry it as it is, a
/// definition's is for the definition's quantity.
fn run_s(
    order: &OrderEntry,
    segment: &Segment,
    facts: &ReleaseFacts,
) -> Result<Option<u32>, Refused> {
    let (Some(run_s), Some(definition), true) =
        (segment.run_s, &facts.definition, order.segments.is_empty())
    else {
        return Ok(segment.run_s);
    };
    let (part, whole) = batches(order, definition, facts)?;
    let seconds = Decimal::from(run_s)
        .checked_mul(part)
        .and_then(|product| product.checked_div(whole));
    Ok(seconds.and_then(|seconds| seconds.ceil().to_u32()))
}

/// A bill that lists an item twice for one operation asks for the sum of it.
fn one_line(mut needs: Vec<Need>, need: Need) -> Result<Vec<Need>, Refused> {
    let same = |known: &&mut Need| known.key == need.key && known.issue == need.issue;
    match needs.iter_mut().find(same) {
        Some(known) => known.quantity = known.quantity.add(&need.quantity)?,
        None => needs.push(need),
    }
    Ok(needs)
}

/// Components of one operation; those without a place belong to the first.
fn needs(
    order: &OrderEntry,
    segments: &[Segment],
    segment: &Segment,
    facts: &ReleaseFacts,
) -> Result<Vec<Need>, Refused> {
    let first = segments.first().is_some_and(|first| first.id == segment.id);
    let here = components(order, facts)?.into_iter().filter(|component| {
        component
            .segment
            .as_ref()
            .map_or(first, |at| *at == segment.id)
    });
    let need = |component: Component| {
        let (material, entry) = facts.materials.get(&component.material)?;
        Some(Need {
            material: *material,
            key: component.material,
            tracking: entry.tracking,
            quantity: component.quantity,
            issue: component.issue,
            tolerance_percent: component.tolerance_percent,
        })
    };
    here.filter_map(need).try_fold(Vec::new(), one_line)
}
