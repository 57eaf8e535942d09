//! Start gates: evaluated together, shown together.

use crate::gate::{Gate, GateCode};
use crate::id::EquipmentId;
use crate::job_order::{JobOrder, Status};
use crate::quantity::Quantity;
use crate::role::Role;

/// One operation that delivers to the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// Operation number.
    pub segment: String,
    /// Operation name.
    pub name: String,
    /// Good so far.
    pub good: Quantity,
}

/// The work unit the job is to run at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkUnitFacts {
    /// Id.
    pub id: EquipmentId,
    /// Name on screens.
    pub name: String,
    /// Whether it is, or belongs to, what the routing names.
    pub suitable: bool,
    /// Another job that runs there, as order/operation.
    pub busy_with: Option<String>,
}

/// What the gates look at beyond the job itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateFacts {
    /// Received from upstream; for a first operation the released quantity.
    pub received: Quantity,
    /// Operations that deliver to the job.
    pub upstream: Vec<Upstream>,
    /// Work unit the job is, or is to be, started at.
    pub work_unit: Option<WorkUnitFacts>,
    /// Tracked components with nothing in stock, by item number.
    pub short: Vec<String>,
}

impl JobOrder {
    /// Gates that fail for a start now, hard ones first. Empty means Ready.
    #[must_use]
    pub fn gates(&self, facts: &GateFacts) -> Vec<Gate> {
        let mut gates: Vec<Gate> = [
            self.ended_gate(),
            self.withdrawn_gate(),
            self.dispatch_gate(facts),
            self.upstream_gate(facts),
            self.left_gate(facts),
            busy_gate(facts),
        ]
        .into_iter()
        .flatten()
        .collect();
        gates.extend(facts.short.iter().map(|material| {
            Gate::soft(
                GateCode::MaterialShort,
                Role::Supervisor,
                format!("no {material} in stock"),
            )
        }));
        gates
    }

    fn ended_gate(&self) -> Option<Gate> {
        let sentence = || format!("the job is {}", self.status.word());
        self.status
            .ended()
            .then(|| Gate::shut(GateCode::JobEnded, sentence()))
    }

    /// The ERP withdrew the order while the job ran: it may be finished, and not begun again.
    pub(super) fn withdrawn_gate(&self) -> Option<Gate> {
        let sentence = "the ERP has cancelled the order".to_owned();
        let applies = self.withdrawn() && !self.status.ended();
        applies.then(|| Gate::shut(GateCode::OrderCancelled, sentence))
    }

    fn dispatch_gate(&self, facts: &GateFacts) -> Option<Gate> {
        if self.status == Status::Released {
            let sentence = "it is not in a job list yet".to_owned();
            return Some(Gate::hard(
                GateCode::NotDispatched,
                Role::Supervisor,
                sentence,
            ));
        }
        let unit = facts.work_unit.as_ref().filter(|unit| !unit.suitable)?;
        let sentence = format!(
            "{} does not belong to the work center of this operation",
            unit.name
        );
        Some(Gate::hard(
            GateCode::NotDispatched,
            Role::Supervisor,
            sentence,
        ))
    }

    fn upstream_gate(&self, facts: &GateFacts) -> Option<Gate> {
        let waiting = facts
            .upstream
            .iter()
            .find(|upstream| !upstream.good.is_positive())?;
        let sentence = format!(
            "operation {} {} has delivered nothing yet",
            waiting.segment, waiting.name
        );
        Some(Gate::shut(GateCode::Upstream, sentence))
    }

    fn left_gate(&self, facts: &GateFacts) -> Option<Gate> {
        let delivered = facts
            .upstream
            .iter()
            .all(|upstream| upstream.good.is_positive());
        if !delivered || self.status.ended() || self.remaining(&facts.received).is_positive() {
            return None;
        }
        let sentence = format!(
            "everything received so far ({}) is reported",
            facts.received
        );
        Some(Gate::shut(GateCode::NothingLeft, sentence))
    }
}

fn busy_gate(facts: &GateFacts) -> Option<Gate> {
    let unit = facts.work_unit.as_ref()?;
    let job = unit.busy_with.as_ref()?;
    let sentence = format!(
        "{} runs {job}: finish it or take another work unit",
        unit.name
    );
    Some(Gate::hard(GateCode::WorkUnitBusy, Role::Operator, sentence))
}
