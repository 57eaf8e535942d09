//! A production order: what the ERP asks for, and the supervisor's release of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::{self, Kind, Recorded};
use crate::fold::Aggregate;
use crate::id::{EventId, ImportId, JobOrderId};
use crate::import::OrderEntry;
use crate::quantity::Quantity;
use crate::revision;

mod release;

pub use release::{Prepared, ReleaseFacts};

/// State of a production order as the plant sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OrderStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Imported, whatever the ERP calls it.
    #[default]
    Forecast,
    /// Released by a supervisor.
    Released,
    /// An operation has started.
    Running,
    /// Every operation is complete.
    Completed,
    /// Settled with the ERP.
    Closed,
    /// Withdrawn.
    Cancelled,
    /// Given up.
    Aborted,
}

impl Status {
    /// The word on screens and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Forecast => "forecast",
            Self::Released => "released",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Aborted => "aborted",
        }
    }
}

/// What happened to a production order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The ERP sent it, new or revised.
    Received {
        /// What it asks for.
        order: Box<OrderEntry>,
        /// Import that brought it: not shown before that is complete.
        import: ImportId,
    },
    /// A supervisor released it: its job orders exist from now on.
    Released {
        /// Job orders, in routing order.
        jobs: Vec<JobOrderId>,
    },
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Received { .. } => RECEIVED,
            Self::Released { .. } => "operations_request.released",
        }
    }
}

/// Name of the event that brings a word of the ERP; whoever imported it only carried it.
pub const RECEIVED: &str = "operations_request.received";

/// What a fold could not reconcile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// The ERP changed it after, or unknown to, its release: a supervisor decides.
    ChangedAfterRelease,
    /// Two people released it at once; the second release counts for nothing.
    ReleasedTwice,
}

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsRequest {
    /// What the ERP asks for, by its last word.
    pub order: Option<OrderEntry>,
    /// Revision of each word of the ERP, to tell which one a release was decided upon.
    pub revisions: BTreeMap<EventId, String>,
    /// Imports that brought it, oldest first.
    pub imports: Vec<ImportId>,
    /// State, as far as the order alone tells.
    pub status: Status,
    /// Job orders, once released.
    pub jobs: Vec<JobOrderId>,
    /// What it asked for when it was released, once the ERP has sent another word since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Box<OrderEntry>>,
    /// What does not add up.
    pub exceptions: Vec<(EventId, Exception)>,
}

impl Aggregate for OperationsRequest {
    const KIND: Kind = Kind::OperationsRequest;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::OperationsRequest(Event::Received { order, import }) => {
                self.receive(recorded, order, *import);
            }
            event::Event::OperationsRequest(Event::Released { jobs }) => {
                self.release(recorded, jobs)
            }
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::JobOrder(_)
            | event::Event::Material(_)
            | event::Event::Label(_)
            | event::Event::Exception(_)
            | event::Event::Nonconformance(_)
            | event::Event::Unread { .. }
            | event::Event::Voided { .. } => {}
        }
    }
}

impl OperationsRequest {
    fn receive(&mut self, recorded: &Recorded, order: &OrderEntry, import: ImportId) {
        self.imports.push(import);
        self.revisions.insert(recorded.id, order.revision.clone());
        let known = self.order.replace(order.clone());
        if let Some(known) = known {
            if revision::older(&order.revision, &known.revision) {
                self.order = Some(known); // It came late: what is known is newer.
                return;
            }
            if self.status == Status::Released {
                self.change(recorded.id, known);
            }
        }
        if self.status != Status::Released {
            self.status = if order.cancelled {
                Status::Cancelled
            } else {
                Status::Forecast
            };
        }
    }

    /// A released order changed from what was `known`. The ERP's last word counts: what one before it
    /// contradicted is over.
    fn change(&mut self, event: EventId, known: OrderEntry) {
        let Some(told) = &self.order else { return };
        let counts = difference(&known, told);
        let released = self.released.get_or_insert_with(|| Box::new(known));
        if counts.is_empty() {
            return;
        }
        let conflicts = conflicts(released, told);
        let revisions = &self.revisions;
        self.exceptions.retain(|(of, what)| {
            *what != Exception::ChangedAfterRelease || !revisions.contains_key(of)
        });
        if conflicts {
            self.exceptions
                .push((event, Exception::ChangedAfterRelease));
        }
    }

    /// What the ERP asks for now that it did not when the order was released, in words.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        match (&self.released, &self.order) {
            (Some(released), Some(told)) => difference(released, told),
            (None, _) | (_, None) => Vec::new(),
        }
    }

    fn release(&mut self, recorded: &Recorded, jobs: &[JobOrderId]) {
        if self.jobs.is_empty() {
            if self.status == Status::Cancelled || self.decided_on_another(recorded) {
                self.exceptions
                    .push((recorded.id, Exception::ChangedAfterRelease));
            }
            self.jobs = jobs.to_vec();
            self.status = Status::Released;
        } else {
            self.exceptions
                .push((recorded.id, Exception::ReleasedTwice));
        }
    }

    /// Whether the release knew the order by another revision than the one that counts now.
    fn decided_on_another(&self, released: &Recorded) -> bool {
        let parents = released.touches.iter().flat_map(|touch| &touch.parents);
        let mut seen = parents.filter_map(|id| self.revisions.get(id)).peekable();
        let present = self.order.as_ref().map(|order| &order.revision);
        seen.peek().is_some() && seen.all(|revision| Some(revision) != present)
    }
}

/// What of an order counts for the work, and differs, in words.
fn difference(known: &OrderEntry, told: &OrderEntry) -> Vec<String> {
    let none = || "none".to_owned();
    let amount = |of: &OrderEntry| of.quantity.as_ref().map_or_else(none, Quantity::to_string);
    let word = |of: &Option<String>| of.clone().unwrap_or_else(none);
    let differs = |differs: bool, words: String| differs.then_some(words);
    let withdrawn = if told.cancelled {
        "cancelled"
    } else {
        "no longer cancelled"
    };
    let changes = [
        differs(known.cancelled != told.cancelled, withdrawn.to_owned()),
        differs(
            known.quantity != told.quantity,
            format!("{} instead of {}", amount(told), amount(known)),
        ),
        differs(
            known.material != told.material,
            format!(
                "item {} instead of {}",
                word(&told.material),
                word(&known.material)
            ),
        ),
        differs(
            known.definition != told.definition,
            format!(
                "routing {} instead of {}",
                word(&told.definition),
                word(&known.definition)
            ),
        ),
        differs(
            known.segments != told.segments,
            "other operations".to_owned(),
        ),
        differs(
            known.components != told.components,
            "another bill".to_owned(),
        ),
    ];
    changes.into_iter().flatten().collect()
}

/// Whether a change of a released order needs a decision. Another date or priority, and more of the same,
/// do not.
fn conflicts(known: &OrderEntry, told: &OrderEntry) -> bool {
    let less = match (&known.quantity, &told.quantity) {
        (Some(known), Some(told)) => told
            .convert(known.unit())
            .map_or(true, |told| told.value() < known.value()),
        (known, told) => known != told,
    };
    less || known.cancelled != told.cancelled
        || known.material != told.material
        || known.definition != told.definition
        || known.segments != told.segments
        || known.components != told.components
}
