//! What a scale said: a weight, or why there is none. An error is never a number.

use domain::quantity::Quantity;
use serde::Serialize;

/// One answer of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// The scale showed a weight.
    Weight(Weight),
    /// The scale showed none.
    NoWeight(Reason),
}

/// A weight as the scale sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// The value in the unit the scale named, exact. It may be negative.
    pub value: Quantity,
    /// Whether the scale itself says that it has settled. Only a stable weight may be booked.
    pub stable: bool,
    /// Whether it is net or gross, where the scale says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The tare that is taken off, where the scale says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tare: Option<Quantity>,
    /// Whether the scale calls this its zero, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_zero: Option<bool>,
    /// Whether the unit is the installer's setting, because the scale sends none.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unit_is_set: bool,
    /// The line as it came: the evidence that goes with the booking.
    pub raw: String,
}

/// What a weight includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Everything on the scale.
    Gross,
    /// Everything but the tare.
    Net,
}

impl Weight {
    /// A weight of which the scale says no more than its value and whether it has settled.
    #[must_use]
    pub fn new(value: Quantity, stable: bool, raw: &str) -> Self {
        Self {
            value,
            stable,
            basis: None,
            tare: None,
            at_zero: None,
            unit_is_set: false,
            raw: raw.to_owned(),
        }
    }
}

/// Why there is no weight.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// More on it than it may carry.
    #[error("the scale is overloaded: take something off")]
    Overload,
    /// Less than its range, usually a missing pan.
    #[error("the scale is underloaded: check the pan")]
    Underload,
    /// It could not settle in its own time, or is busy with something else.
    #[error("the scale does not settle or is busy: keep it still and try again")]
    NotReady,
    /// It did not understand the request.
    #[error("the scale did not understand the request: check the protocol it is set to")]
    NotUnderstood,
    /// It received garbled bytes.
    #[error("the scale received garbled bytes: check baud rate and parity")]
    Garbled,
    /// It cannot do this in its present state.
    #[error("the scale cannot do this now: check what its display says")]
    NotAllowed,
    /// It sent how it is and no weight.
    #[error("the scale sent its state without a weight: try again")]
    StateOnly,
    /// It has not found its zero since it was switched on.
    #[error("the scale has not found its zero: empty it and press zero")]
    NotZeroed,
    /// It wants to be calibrated.
    #[error("the scale needs calibration: have it calibrated")]
    NeedsCalibration,
    /// It shows more digits than it may be trusted with.
    #[error("the scale shows its test display (x10): leave the test mode")]
    Expanded,
    /// A fault it names itself.
    #[error("the scale reports a fault of its own: {0}")]
    Fault(String),
    /// A line that is no answer.
    #[error("the scale sent something unreadable: check the cable and the line settings")]
    Unreadable,
}
