//! What the ERP asks for after it changed its mind about a released order (DOMAIN.md 4.12).

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Exception, JobOrder, Need, Status};
use crate::id::EventId;
use crate::import::OrderEntry;
use crate::quantity::{BadQuantity, Quantity};
use crate::revision;

/// What the ERP asks for since the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// The ERP's revision.
    pub revision: String,
    /// Amount to make, in the job's unit.
    pub quantity: Quantity,
    /// Whether the ERP has withdrawn the order.
    pub cancelled: bool,
}

impl JobOrder {
    /// Amount to make by the ERP's last word; absent only while a late release is on its way.
    #[must_use]
    pub fn ordered(&self) -> Option<Decimal> {
        let released = self.directive.as_ref().map(|directive| &directive.quantity);
        let last = self.demand.as_ref().map(|demand| &demand.quantity);
        last.or(released).map(Quantity::value)
    }

    /// Amount of a component for what is ordered by the ERP's last word.
    ///
    /// # Errors
    /// [`BadQuantity`], where the exact amount has too many digits.
    pub fn needed(&self, need: &Need) -> Result<Quantity, BadQuantity> {
        let released = self.directive.as_ref().map(|directive| &directive.quantity);
        match (&self.demand, released) {
            (Some(demand), Some(released)) => need
                .quantity
                .share(demand.quantity.value(), released.value()),
            (None, _) | (_, None) => Ok(need.quantity.clone()),
        }
    }

    /// Whether the ERP has withdrawn the order since its release.
    #[must_use]
    pub fn withdrawn(&self) -> bool {
        self.demand.as_ref().is_some_and(|demand| demand.cancelled)
    }

    /// The ERP changed its mind: due date and priority follow, the amount counts at once, and nothing
    /// that was reported changes.
    pub(super) fn redirect(&mut self, event: EventId, order: &OrderEntry) {
        let before = (self.ordered(), self.withdrawn());
        let known = self.demand.as_ref().map(|demand| &demand.revision);
        if known.is_some_and(|known| revision::older(&order.revision, known)) {
            return;
        }
        let Some(directive) = &mut self.directive else {
            return;
        };
        directive.due = order.due;
        directive.priority = order.priority;
        let unit = directive.quantity.unit();
        let told = order
            .quantity
            .as_ref()
            .map(|quantity| quantity.convert(unit));
        if matches!(told, Some(Err(_))) {
            self.exceptions.push((event, Exception::UnitMismatch));
        }
        let last = self.demand.as_ref().map(|demand| &demand.quantity);
        let last = last.unwrap_or(&directive.quantity).clone();
        self.demand = Some(Demand {
            revision: order.revision.clone(),
            quantity: told.and_then(Result::ok).unwrap_or(last),
            cancelled: order.cancelled,
        });
        self.status = self.withdraw(order.cancelled);
        self.compare(event, before);
    }

    /// What has not begun ends with its order, and comes back with it.
    fn withdraw(&self, cancelled: bool) -> Status {
        let begun = !matches!(self.status, Status::Released | Status::Dispatched);
        if cancelled && !begun {
            Status::Cancelled
        } else if cancelled || self.status != Status::Cancelled {
            self.status
        } else if self.work_unit.is_some() {
            Status::Dispatched
        } else {
            Status::Released
        }
    }

    /// What did not add up by the ERP's words before is over where this one changes what counts; what still
    /// does not is this word's.
    fn compare(&mut self, event: EventId, (before, was_withdrawn): (Option<Decimal>, bool)) {
        let (Some(before), Some(ordered)) = (before, self.ordered()) else {
            return;
        };
        let withdrawn = self.withdrawn();
        if before == ordered && was_withdrawn == withdrawn {
            return;
        }
        let surplus = self.supersede(Exception::Surplus);
        let raised = self.supersede(Exception::RaisedAfterEnd);
        let useless = self.good > ordered || withdrawn && !self.good.is_zero();
        if useless && (surplus || ordered < before || withdrawn) {
            self.exceptions.push((event, Exception::Surplus));
        }
        let released = self.directive.as_ref().map(|job| job.quantity.value());
        let more = ordered > before || raised && released.max(Some(self.good)) < Some(ordered);
        if more && self.status.ended() && !withdrawn {
            self.exceptions.push((event, Exception::RaisedAfterEnd));
        }
    }

    /// Takes an exception back; answers whether there was one.
    fn supersede(&mut self, what: Exception) -> bool {
        let count = self.exceptions.len();
        self.exceptions.retain(|(_, known)| *known != what);
        self.exceptions.len() < count
    }

    /// The amounts that do not add up, in words; nothing where the exception is not about amounts.
    #[must_use]
    pub fn amounts_of(&self, exception: Exception) -> Option<String> {
        let made = self.amount(self.good);
        let ordered = self.amount(self.ordered()?);
        let released = &self.directive.as_ref()?.quantity;
        match exception {
            Exception::Surplus if self.withdrawn() => {
                Some(format!("{made} made, and the order is cancelled"))
            }
            Exception::Surplus => Some(format!(
                "{made} made, {ordered} asked for now, {released} at the release"
            )),
            Exception::RaisedAfterEnd => Some(format!(
                "{ordered} asked for now, {released} at the release, {made} made"
            )),
            Exception::ReportedOver => {
                let reported = self.amount(self.good + self.scrap + self.rework);
                Some(format!("{reported} reported, {ordered} ordered"))
            }
            Exception::WorkedAfterEnd | Exception::UnknownRun | Exception::UnitMismatch => None,
        }
    }
}
