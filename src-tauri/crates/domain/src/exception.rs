//! A fact that happened, and yet does not add up: whose it is, and what it means.
//!
//! A fold finds it, the same at every station; see [`crate::settlement`] for its end.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::event::Kind;
use crate::role::Role;
use crate::{job_order, material_lot, operations_request};

/// What does not add up, of any kind of aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exception {
    /// Of a job order.
    JobOrder(job_order::Exception),
    /// Of a lot.
    MaterialLot(material_lot::Exception),
    /// Of a production order.
    OperationsRequest(operations_request::Exception),
}

impl Exception {
    /// Reads the word that a folded aggregate of `kind` keeps; nothing for a word no fold writes.
    #[must_use]
    pub fn read(kind: &str, word: &str) -> Option<Self> {
        let is = |known: Kind| known.as_str() == kind;
        if is(Kind::JobOrder) {
            return parse(word).map(Self::JobOrder);
        }
        if is(Kind::MaterialLot) {
            return parse(word).map(Self::MaterialLot);
        }
        let order = is(Kind::OperationsRequest).then(|| parse(word));
        order.flatten().map(Self::OperationsRequest)
    }

    /// Whose it is to settle.
    #[must_use]
    pub fn owner(self) -> Role {
        match self {
            Self::JobOrder(_) | Self::OperationsRequest(_) => Role::Supervisor,
            Self::MaterialLot(_) => Role::Quality,
        }
    }

    /// What it means, and what to do.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        use job_order::Exception as Job;
        use material_lot::Exception as Lot;
        use operations_request::Exception as Order;
        match self {
            Self::JobOrder(Job::ReportedOver) => {
                "more was reported than ordered: two stations may have counted the same pieces. Count, \
                 and void what was reported twice"
            }
            Self::JobOrder(Job::WorkedAfterEnd) => {
                "work was recorded after the operation was complete: another station had finished it. \
                 Decide what becomes of the surplus"
            }
            Self::JobOrder(Job::Surplus) => {
                "the ERP asks for less than was made: decide what becomes of the surplus (stock, another \
                 order, scrap)"
            }
            Self::JobOrder(Job::RaisedAfterEnd) => {
                "the ERP asks for more after the operation was complete: agree on a new order for the rest"
            }
            Self::JobOrder(Job::UnknownRun) => {
                "a run was paused or ended that never began here: its start is missing"
            }
            Self::MaterialLot(Lot::OverConsumed) => {
                "more was taken from this lot than it held: two stations may have used it at once. Count \
                 the lot and correct it"
            }
            Self::MaterialLot(Lot::UsedOnHold) => {
                "the lot was used while it was on hold: decide what becomes of what was made of it"
            }
            Self::OperationsRequest(Order::ChangedAfterRelease) => {
                "the ERP changed this order after, or just before, its release: compare the two"
            }
            Self::OperationsRequest(Order::ReleasedTwice) => {
                "two people released this order at once: the second release counts for nothing"
            }
            Self::JobOrder(Job::UnitMismatch) | Self::MaterialLot(Lot::UnitMismatch) => {
                "an amount came in a unit that cannot be converted: correct the entry"
            }
        }
    }
}

fn parse<E: DeserializeOwned>(word: &str) -> Option<E> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_what_its_kind_writes_and_as_nothing_else() {
        let over = Exception::JobOrder(job_order::Exception::ReportedOver);
        let unit = Exception::MaterialLot(material_lot::Exception::UnitMismatch);

        assert_eq!(Exception::read("job_order", "reported_over"), Some(over));
        assert_eq!(Exception::read("material_lot", "unit_mismatch"), Some(unit));
        assert_eq!(Exception::read("material_lot", "reported_over"), None);
        assert_eq!(Exception::read("label", "reported_over"), None);
        assert_eq!(
            (over.owner(), unit.owner()),
            (Role::Supervisor, Role::Quality)
        );
    }
}
