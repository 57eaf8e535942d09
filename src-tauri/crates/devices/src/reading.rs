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
    /// The line as it came: the evidence that goes with the booking.
    pub raw: String,
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
    #[error("the scale did not understand the request: check that it is set to MT-SICS")]
    NotUnderstood,
    /// It received garbled bytes.
    #[error("the scale received garbled bytes: check baud rate and parity")]
    Garbled,
    /// It cannot do this in its present state.
    #[error("the scale cannot do this now: check what its display says")]
    NotAllowed,
    /// A fault it names itself.
    #[error("the scale reports a fault of its own: {0}")]
    Fault(String),
    /// A line that is no answer.
    #[error("the scale sent something unreadable: check the cable and the line settings")]
    Unreadable,
}
