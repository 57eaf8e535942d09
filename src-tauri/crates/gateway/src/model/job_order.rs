//! Operations of released orders, with their runs, scrap and material.

use domain::event::Kind;
use domain::exception::Exception;
use domain::id::RunId;
use domain::job_order::{JobOrder, Run};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Model, Rows, moment};

impl Model for JobOrder {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        rows.add("job_order", row(self, id));
        for (run, done) in &self.runs {
            rows.add("run", run_row(id, *run, done));
        }
        let unit = self.unit();
        for (reason, quantity) in &self.scrap_reasons {
            rows.add(
                "scrap",
                json!({ "aggregate": id, "reason": reason, "quantity": quantity, "unit": unit }),
            );
        }
        material(self, id, rows);
        rows.add_exceptions((Kind::JobOrder, id), &self.exceptions, Exception::JobOrder);
    }
}

fn row(job: &JobOrder, id: Uuid) -> Value {
    let directive = job.directive.as_ref();
    json!({
        "aggregate": id,
        "order_id": directive.map(|directive| directive.order),
        "order_key": directive.map(|directive| &directive.order_key),
        "position": directive.map(|directive| directive.position),
        "segment": directive.map(|directive| &directive.segment),
        "name": directive.map(|directive| &directive.name),
        "item": directive.map(|directive| &directive.material_key),
        "quantity": job.ordered(),
        "withdrawn": job.withdrawn(),
        "equipment": directive.map(|directive| directive.equipment),
        "due_at": moment(directive.and_then(|directive| directive.due)),
        "unit": job.unit(),
        "status": job.status.word(),
        "ended": job.status.ended(),
        "work_unit": job.work_unit,
        "good": job.good,
        "scrap": job.scrap,
        "rework": job.rework,
        "standard_s": job.standard_s(),
        "short": job.short,
        "counted_at": moment(job.counted_at),
    })
}

/// Who worked is left out: figures of single people are nobody's by default.
fn run_row(job: Uuid, id: RunId, run: &Run) -> Value {
    let first = run.stretches.first().map(|(from, _)| *from);
    let last = run.stretches.last();
    let going = last.filter(|(_, to)| to.is_none()).map(|(from, _)| *from);
    let stood = last.and_then(|(_, to)| *to).filter(|_| run.ended);
    // A stretch that goes on is counted up to its own start: nobody knows yet how long it is.
    let worked_ms = last.map_or(0, |(from, _)| run.duration_ms(*from));
    json!({
        "aggregate": job,
        "run": id,
        "work_unit": run.work_unit,
        "started_at": moment(first),
        "ended_at": moment(stood),
        "going_since": moment(going),
        "worked_ms": worked_ms,
        "paused": run.paused,
    })
}

fn material(job: &JobOrder, id: Uuid, rows: &mut Rows) {
    for portion in &job.consumed {
        rows.add(
            "consumed",
            json!({
                "aggregate": id,
                "event_id": portion.event,
                "item": portion.material,
                "lot": portion.lot.as_ref().map(|(lot, _)| lot),
                "number": portion.lot.as_ref().map(|(_, number)| number),
                "quantity": portion.quantity.value(),
                "unit": portion.quantity.unit(),
            }),
        );
    }
    for portion in &job.produced {
        rows.add(
            "produced",
            json!({
                "aggregate": id,
                "event_id": portion.event,
                "lot": portion.lot,
                "number": portion.number,
                "quantity": portion.quantity.value(),
                "unit": portion.quantity.unit(),
            }),
        );
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use domain::id::EquipmentId;

    use super::*;

    fn run(stretches: &[(i64, Option<i64>)], ended: bool) -> Run {
        let at = |second: i64| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(second);
        let stretches = stretches
            .iter()
            .map(|(from, to)| (at(*from), to.map(at)))
            .collect();
        Run {
            work_unit: EquipmentId(Uuid::nil()),
            person: None,
            stretches,
            paused: None,
            ended,
        }
    }

    #[test]
    fn a_run_that_goes_on_counts_what_is_over_and_says_since_when() {
        let row = run_row(
            Uuid::nil(),
            RunId(Uuid::nil()),
            &run(&[(0, Some(60)), (100, None)], false),
        );

        assert_eq!(row["worked_ms"], 60_000);
        assert_eq!(row["going_since"], "1970-01-01T00:01:40+00:00");
        assert_eq!(row["ended_at"], Value::Null);
    }

    #[test]
    fn a_run_that_is_over_has_an_end_and_no_open_stretch() {
        let row = run_row(
            Uuid::nil(),
            RunId(Uuid::nil()),
            &run(&[(0, Some(60)), (100, Some(130))], true),
        );

        assert_eq!(row["worked_ms"], 90_000);
        assert_eq!(row["going_since"], Value::Null);
        assert_eq!(row["ended_at"], "1970-01-01T00:02:10+00:00");
    }
}
