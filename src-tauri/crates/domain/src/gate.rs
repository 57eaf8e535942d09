//! What stands between a person and an act, told together and with who can clear it.

use serde::{Deserialize, Serialize};

use crate::role::Role;

/// Names of gates: stable, for software.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GateCode {
    /// The job is complete, closed, cancelled or aborted.
    JobEnded,
    /// The job has not been dispatched to this work unit.
    NotDispatched,
    /// The operation before has delivered nothing to work on.
    Upstream,
    /// Another job runs at the work unit.
    WorkUnitBusy,
    /// Nothing is left to make.
    NothingLeft,
    /// The person may not.
    NotAuthorised,
    /// The ERP has withdrawn the order.
    OrderCancelled,
    /// A component is short in stock.
    MaterialShort,
    /// Something is to be inspected first.
    InspectionDue,
}

/// One gate that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gate {
    /// Which.
    pub code: GateCode,
    /// Hard gates refuse the act; soft ones are shown beside it.
    pub hard: bool,
    /// Why, in words.
    pub sentence: String,
    /// Who can clear it; nobody, where it clears once other work is done, or never.
    pub owner: Option<Role>,
}

impl Gate {
    /// A gate that refuses, and that somebody can clear.
    #[must_use]
    pub fn hard(code: GateCode, owner: Role, sentence: String) -> Self {
        Self {
            code,
            hard: true,
            sentence,
            owner: Some(owner),
        }
    }

    /// A gate that refuses, and that nobody can clear: the sentence says what it waits for, if anything.
    #[must_use]
    pub fn shut(code: GateCode, sentence: String) -> Self {
        Self {
            code,
            hard: true,
            sentence,
            owner: None,
        }
    }

    /// A gate that is only shown.
    #[must_use]
    pub fn soft(code: GateCode, owner: Role, sentence: String) -> Self {
        Self {
            code,
            hard: false,
            sentence,
            owner: Some(owner),
        }
    }
}

impl Gate {
    fn with_owner(&self) -> String {
        self.owner.map_or_else(
            || self.sentence.clone(),
            |owner| format!("{} ({} can clear this)", self.sentence, owner.word()),
        )
    }
}

/// One sentence for all failing hard gates; absent when none fails.
#[must_use]
pub fn sentence(gates: &[Gate]) -> Option<String> {
    let reasons: Vec<String> = gates
        .iter()
        .filter(|gate| gate.hard)
        .map(Gate::with_owner)
        .collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}
