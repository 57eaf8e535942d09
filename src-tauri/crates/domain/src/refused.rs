//! Why a command was not carried out, in words a person can act on.

use crate::gate::{self, Gate};
use crate::quantity::{BadQuantity, Quantity};
use crate::role::Role;

/// A refusal. Nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The state does not allow the command.
    #[error("cannot {command}: the job is {status}")]
    WrongStatus {
        /// State word.
        status: &'static str,
        /// Verb of the command.
        command: &'static str,
    },
    /// The person lacks a role.
    #[error("only a {} may do this", needs.word())]
    NotAuthorised {
        /// Role that may.
        needs: Role,
    },
    /// Gates fail.
    #[error("{}", gate::sentence(.0).unwrap_or_default())]
    Gates(Vec<Gate>),
    /// Looks like a slip: asked about before it is booked.
    #[error("{0}")]
    Confirm(String),
    /// Somebody else decided meanwhile.
    #[error("this changed while you looked at it: look again, then decide")]
    ChangedMeanwhile,
    /// The person has no open run here.
    #[error("start the job first")]
    NotRunning,
    /// Units with a serial number would be more than were received.
    #[error("only {remaining} remain and serial numbers cannot go over: check the count")]
    SerialsOver {
        /// What remains.
        remaining: Quantity,
    },
    /// A completion while something remains.
    #[error("{0} remain: leave them open, or close short with a reason")]
    Remaining(Quantity),
    /// Nothing was reported.
    #[error("report at least one piece, good, scrap or rework")]
    NothingReported,
    /// A negative amount.
    #[error("{0} is negative: increments only go up; void an entry to take it back")]
    Negative(Quantity),
    /// Scrap, a pause or a closing without a reason.
    #[error("give a reason for the {0}")]
    ReasonMissing(&'static str),
    /// The lot is not of a component of this job.
    #[error("{material} is not a component of this operation: it needs {needs}")]
    WrongMaterial {
        /// Item of the lot.
        material: String,
        /// Items needed.
        needs: String,
    },
    /// The lot is not known here.
    #[error("this lot is unknown here: check the label, or receive it first")]
    UnknownLot,
    /// The lot is past its last day.
    #[error("lot {lot} expired on {expired}: take another lot")]
    Expired {
        /// Lot number.
        lot: String,
        /// Its last day.
        expired: chrono::NaiveDate,
    },
    /// The lot's use was stopped.
    #[error("lot {lot} is on hold: {cause}. Take another lot, or ask the quality engineer")]
    OnHold {
        /// Lot number.
        lot: String,
        /// Why.
        cause: String,
    },
    /// A lot has as many holds as it may have.
    #[error("this lot has too many holds already: lift some")]
    TooManyHolds,
    /// The lot holds less than asked for.
    #[error("lot {lot} holds {left}, not {asked}: take another lot as well")]
    NotEnough {
        /// Lot number.
        lot: String,
        /// What it holds.
        left: Quantity,
        /// What was asked for.
        asked: Quantity,
    },
    /// Nothing is needed any more, and no amount was typed.
    #[error("{material} is complete: type the amount to add more")]
    ComponentComplete {
        /// Item.
        material: String,
    },
    /// An amount of nothing.
    #[error("type an amount above zero")]
    NoAmount,
    /// A component that must be weighed was to be scanned, or the other way round.
    #[error("{material} is {how} here")]
    WrongIssue {
        /// Item.
        material: String,
        /// How it is consumed.
        how: &'static str,
    },
    /// The scale has no usable weight.
    #[error("no weight: {0}")]
    NoWeight(String),
    /// The weight is still moving.
    #[error("the weight is not stable yet: wait until it stands still")]
    WeightUnstable,
    /// The load on the scale was booked before.
    #[error(
        "this load is booked already: empty the scale or tare it, then put the next portion on"
    )]
    StillBooked,
    /// The event cannot be voided.
    #[error("this entry cannot be undone: {0}")]
    NotVoidable(&'static str),
    /// The order cannot be released.
    #[error("this order cannot be released: {}", .0.join("; "))]
    NotReleasable(Vec<String>),
    /// The work unit is not part of the job's work center.
    #[error("{work_unit} does not belong to the work center of this operation")]
    WrongWorkUnit {
        /// Name of the work unit.
        work_unit: String,
    },
    /// The label is not in a state that allows it.
    #[error("cannot {command} a label that is {state}")]
    WrongLabelState {
        /// State word.
        state: &'static str,
        /// Verb.
        command: &'static str,
    },
    /// The lot has its label; a second original would tell of a second lot.
    #[error("this lot has its label: print it again with a reason")]
    LabelExists,
    /// A label that is known to exist is voided without being in hand.
    #[error("this label is known to exist: scan it to void it, then destroy it")]
    ScanToVoid,
    /// The code of another label was scanned.
    #[error("this is another label: scan the one it is about")]
    AnotherLabel,
    /// A label was scanned that does not count any more.
    #[error("this label is {0}: take it out of use and tell the supervisor")]
    LabelOutOfUse(&'static str),
    /// More is to come back than was taken.
    #[error("this operation has {taken} of lot {lot}: no more can come back")]
    NotTaken {
        /// Lot number.
        lot: String,
        /// What it has.
        taken: Quantity,
    },
    /// The release froze no such characteristic.
    #[error("this operation has no such inspection: look at the job again")]
    UnknownCharacteristic,
    /// A value where a verdict is asked for, or the other way round.
    #[error("{name} is {how}")]
    WrongObservation {
        /// Characteristic.
        name: String,
        /// How it is inspected.
        how: &'static str,
    },
    /// A job has as many inspections as it may have.
    #[error(
        "this operation has too many inspections already: finish it, and open another for the rest"
    )]
    TooManyInspections,
    /// Rows of a decision that are not all that is in doubt.
    #[error(
        "the rows are {rows} together, and {whole} are in doubt: correct the rows, or count again"
    )]
    RowsUnbalanced {
        /// The sum of the rows.
        rows: Quantity,
        /// What is in doubt.
        whole: Quantity,
    },
    /// A row of a lot that the nonconformance does not hold.
    #[error("lot {lot} is not held with this nonconformance: hold it first")]
    NotContained {
        /// Lot number.
        lot: String,
    },
    /// A hold that ends with its nonconformance.
    #[error("this hold belongs to a nonconformance: decide about that, and it ends")]
    HeldByNonconformance,
    /// A quantity or unit that does not fit.
    #[error(transparent)]
    Quantity(#[from] BadQuantity),
}

impl Refused {
    /// Stable name of the refusal, for software.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongStatus { .. } => "wrong_status",
            Self::NotAuthorised { .. } => "not_authorised",
            Self::Gates(_) => "gates",
            Self::Confirm(_) => "confirm",
            Self::ChangedMeanwhile => "changed",
            Self::NotRunning => "not_running",
            Self::SerialsOver { .. } => "serials_over",
            Self::Remaining(_) => "remaining",
            Self::NothingReported => "nothing_reported",
            Self::Negative(_) => "negative",
            Self::ReasonMissing(_) => "reason_missing",
            Self::WrongMaterial { .. } => "wrong_material",
            Self::UnknownLot => "unknown_lot",
            Self::Expired { .. } => "expired",
            Self::OnHold { .. } => "on_hold",
            Self::TooManyHolds => "too_many_holds",
            Self::NotEnough { .. } => "not_enough",
            Self::ComponentComplete { .. } => "component_complete",
            Self::NoAmount => "no_amount",
            Self::WrongIssue { .. } => "wrong_issue",
            Self::NoWeight(_) => "no_weight",
            Self::WeightUnstable => "weight_unstable",
            Self::StillBooked => "still_booked",
            Self::NotVoidable(_) => "not_voidable",
            Self::NotReleasable(_) => "not_releasable",
            Self::WrongWorkUnit { .. } => "wrong_work_unit",
            Self::WrongLabelState { .. } => "wrong_label_state",
            Self::LabelExists => "label_exists",
            Self::ScanToVoid => "scan_to_void",
            Self::AnotherLabel => "another_label",
            Self::LabelOutOfUse(_) => "label_out_of_use",
            Self::NotTaken { .. } => "not_taken",
            Self::UnknownCharacteristic => "unknown_characteristic",
            Self::WrongObservation { .. } => "wrong_observation",
            Self::TooManyInspections => "too_many_inspections",
            Self::RowsUnbalanced { .. } => "rows_unbalanced",
            Self::NotContained { .. } => "not_contained",
            Self::HeldByNonconformance => "held_by_nonconformance",
            Self::Quantity(_) => "quantity",
        }
    }
}
