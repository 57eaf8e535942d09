//! What is inspected at a job: what is due, what was found.

use domain::import::Characteristic;
use domain::job_order::{Due, Inspection, JobOrder};
use domain::quantity::{Quantity, Unit};

use super::cards::Surroundings;
use crate::session::SignedIn;
use crate::view::job::{InspectionResult, InspectionView};

/// Results a characteristic shows.
const RESULTS_MAX: usize = 10;

/// Every characteristic of the job; due is what the next piece needs.
pub(crate) fn inspections(
    job: &JobOrder,
    person: Option<&SignedIn>,
    around: &Surroundings,
    remaining: &Quantity,
) -> Vec<InspectionView> {
    let due = job.due_next(remaining);
    let view = |characteristic: &Characteristic| {
        let due = due
            .iter()
            .find(|due| due.characteristic.key == characteristic.key);
        InspectionView {
            characteristic: characteristic.key.clone(),
            name: characteristic.name.clone(),
            specification: characteristic.specification(),
            unit: unit(characteristic),
            occasion: characteristic.occasion,
            by: characteristic.by,
            may: person.is_some_and(|person| characteristic.may_inspect(&person.roles)),
            due: due.map_or(0, |due: &Due| due.times),
            failed: due.is_some_and(|due| due.failed),
            results: results(job, characteristic, around),
        }
    };
    job.characteristics().iter().map(view).collect()
}

fn unit(characteristic: &Characteristic) -> Option<Unit> {
    let limit = characteristic
        .lower
        .as_ref()
        .or(characteristic.upper.as_ref())?;
    Some(limit.unit().clone())
}

fn results(
    job: &JobOrder,
    characteristic: &Characteristic,
    around: &Surroundings,
) -> Vec<InspectionResult> {
    let result = |inspection: &Inspection| InspectionResult {
        observed: inspection.observed.clone(),
        conforms: inspection.conforms,
        at: inspection.at,
        who: inspection.by.map(|by| around.name(by.0)),
    };
    job.inspections
        .iter()
        .rev()
        .filter(|inspection| inspection.characteristic == characteristic.key)
        .take(RESULTS_MAX)
        .map(result)
        .collect()
}
