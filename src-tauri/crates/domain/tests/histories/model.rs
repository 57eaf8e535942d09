//! What the events mean, told a second time and as plainly as possible. Shares no code with the
//! fold: the order is found by looking, the amounts are integers, a state is a handful of words.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{AggregateRef, Recorded};
use domain::id::{EventId, MaterialLotId, RunId};
use domain::import::OrderEntry;
use domain::{Event, Quantity, job_order, material_lot, operations_request};
use rust_decimal::prelude::ToPrimitive;

use crate::plant;

/// Everything a person could see of the order, the job and the lots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) order: &'static str,
    pub(crate) revision: String,
    pub(crate) told: Option<(i64, i64, bool)>,
    pub(crate) released_twice: usize,
    pub(crate) changed: usize,
    pub(crate) job: &'static str,
    pub(crate) short: Option<String>,
    pub(crate) place: Option<u128>,
    pub(crate) rank: String,
    pub(crate) good: i64,
    pub(crate) scrap: i64,
    pub(crate) rework: i64,
    pub(crate) after_end: usize,
    /// The ERP's last word: revision, amount, whether it is withdrawn.
    pub(crate) asked: Option<(i64, i64, bool)>,
    pub(crate) surplus: usize,
    pub(crate) raised: usize,
    pub(crate) consumed: i64,
    pub(crate) produced: i64,
    pub(crate) runs: BTreeMap<RunId, &'static str>,
    pub(crate) left: BTreeMap<u128, i64>,
    pub(crate) over: usize,
}

pub(crate) fn of(events: &[Recorded]) -> Model {
    let mut model = Model {
        order: "forecast",
        job: "released",
        ..Model::default()
    };
    let mut words = Words::default();
    for event in in_order(plant::order(), events) {
        model.take_order(event, &mut words);
    }
    let mut frozen = false;
    for event in in_order(plant::job(), events) {
        model.take_job(&event.event, &mut frozen);
    }
    for lot in [plant::COMPONENT, plant::OUTPUT] {
        model.take_lot(lot, &in_order(plant::lot(lot), events));
    }
    model
}

/// Again and again, of the events whose every parent was told, the one with the least
/// (hybrid clock, station, epoch, sequence). What was taken back is left out at the end.
fn in_order(aggregate: AggregateRef, events: &[Recorded]) -> Vec<&Recorded> {
    let here = events.iter().filter(|e| plant::touches(e, aggregate));
    let mut open: Vec<&Recorded> = here.collect();
    let voided: BTreeSet<EventId> = open
        .iter()
        .filter_map(|event| match event.event {
            Event::Voided { target, .. } => Some(target),
            _ => None,
        })
        .collect();
    let mut told = Vec::new();
    while !open.is_empty() {
        let waits = |event: &Recorded| {
            let touch = event.touches.iter().find(|t| t.aggregate == aggregate);
            let parents = &touch.unwrap().parents;
            open.iter().any(|other| parents.contains(&other.id))
        };
        let least = (0..open.len())
            .filter(|place| !waits(open[*place]))
            .min_by_key(|place| {
                let event = &open[*place];
                let origin = event.origin;
                (event.hlc.0, origin.station.0, origin.epoch, event.seq)
            });
        told.push(open.remove(least.unwrap()));
    }
    told.retain(|event| !voided.contains(&event.id));
    told
}

/// What the ERP said, and what a release was about.
#[derive(Default)]
struct Words {
    /// Revision of each word.
    revisions: BTreeMap<EventId, String>,
    /// Amount, and whether it was withdrawn, when it was released.
    released: Option<(i64, bool)>,
    /// Whether the last word contradicts that.
    flagged: bool,
}

impl Model {
    /// A change is flagged when it comes after the release, for as long as it is the last word and asks
    /// for less, or before the release but unknown to whoever released.
    fn take_order(&mut self, event: &Recorded, words: &mut Words) {
        let released = self.order == "released";
        match &event.event {
            Event::OperationsRequest(operations_request::Event::Received { order, .. }) => {
                words.revisions.insert(event.id, order.revision.clone());
                let (revision, amount) = (number(&order.revision), ordered(order));
                let known = self.told;
                if known.is_some_and(|(known, ..)| revision < known) {
                    return;
                }
                self.told = Some((revision, amount, order.cancelled));
                if let Some((_, before, withdrawn)) = known.filter(|_| released) {
                    let basis = *words.released.get_or_insert((before, withdrawn));
                    if (before, withdrawn) != (amount, order.cancelled) {
                        self.changed -= usize::from(words.flagged);
                        words.flagged = amount < basis.0 || basis.1 != order.cancelled;
                        self.changed += usize::from(words.flagged);
                    }
                }
                if !released {
                    let cancelled = order.cancelled;
                    self.order = if cancelled { "cancelled" } else { "forecast" };
                }
                self.revision.clone_from(&order.revision);
            }
            Event::OperationsRequest(_) if released => self.released_twice += 1,
            Event::OperationsRequest(_) => {
                let parents = event.touches.iter().flat_map(|touch| &touch.parents);
                let seen: Vec<&String> = parents.filter_map(|id| words.revisions.get(id)).collect();
                let unknown = !seen.is_empty() && !seen.contains(&&self.revision);
                self.changed += usize::from(unknown || self.order == "cancelled");
                self.order = "released";
            }
            _ => {}
        }
    }

    fn take_job(&mut self, event: &Event, frozen: &mut bool) {
        match event {
            Event::JobOrder(event) => {
                *frozen |= matches!(event, job_order::Event::Released(_));
                self.take_work(event);
            }
            Event::OperationsRequest(operations_request::Event::Received { order, .. })
                if *frozen =>
            {
                let told = (number(&order.revision), ordered(order), order.cancelled);
                self.take_demand(told);
            }
            Event::Material(material_lot::Event::Consumed { quantity, .. }) => {
                self.consumed += pieces(quantity);
            }
            Event::Material(material_lot::Event::Produced { quantity, .. }) => {
                self.produced += pieces(quantity);
            }
            _ => {}
        }
    }

    /// What has not begun ends with its order and comes back with it; what was made stays made.
    fn take_demand(&mut self, told: (i64, i64, bool)) {
        if self.asked.is_some_and(|(revision, ..)| told.0 < revision) {
            return;
        }
        let was = self.asked.map(|(_, amount, withdrawn)| (amount, withdrawn));
        let (before, was_withdrawn) = was.unwrap_or((plant::ORDERED, false));
        let (_, amount, withdrawn) = told;
        self.asked = Some(told);
        self.job = match (self.job, withdrawn, self.place) {
            ("released" | "dispatched", true, _) => "cancelled",
            ("cancelled", false, Some(_)) => "dispatched",
            ("cancelled", false, None) => "released",
            (state, ..) => state,
        };
        if (before, was_withdrawn) == (amount, withdrawn) {
            return;
        }
        // What the words before this one left open is over, unless it still is so.
        let useless = withdrawn && self.good > 0;
        let less = self.good > amount && (self.surplus > 0 || amount < before || withdrawn);
        self.surplus = usize::from(useless || less);
        let ended = self.job == "completed" && !withdrawn;
        let most = self.good.max(plant::ORDERED);
        let more = amount > before || self.raised > 0 && amount > most;
        self.raised = usize::from(more && ended);
    }

    fn take_work(&mut self, event: &job_order::Event) {
        use job_order::Event as E;
        let ended = ["completed", "cancelled"].contains(&self.job);
        match event {
            E::Released(_) => {}
            E::Dispatched { work_unit, rank } => {
                self.place = Some(work_unit.0.as_u128());
                self.rank.clone_from(rank);
                if self.job == "released" {
                    self.job = "dispatched";
                }
            }
            E::RunStarted { run, .. } => {
                self.runs.insert(*run, "runs");
                self.after_end += usize::from(ended);
                self.job = if ended { self.job } else { "running" };
            }
            E::RunPaused { run, .. } => self.turn(*run, "stands"),
            E::RunResumed { run } => self.turn(*run, "runs"),
            E::RunEnded { run } => self.turn(*run, "over"),
            E::Reported {
                good,
                scrap,
                rework,
            } => {
                self.after_end += usize::from(ended);
                self.good += pieces(good);
                let useless = self.asked.is_some_and(|(.., withdrawn)| withdrawn);
                self.surplus += usize::from(useless && pieces(good) > 0);
                self.scrap += scrap.iter().map(|s| pieces(&s.quantity)).sum::<i64>();
                self.rework += rework.as_ref().map_or(0, pieces);
            }
            E::Inspected { .. } => {}
            E::Completed { short } => {
                self.job = "completed";
                self.short.clone_from(short);
            }
        }
    }

    fn turn(&mut self, run: RunId, to: &'static str) {
        if let Some(state) = self.runs.get_mut(&run)
            && *state != "over"
        {
            *state = to;
        }
    }

    fn take_lot(&mut self, lot: MaterialLotId, events: &[&Recorded]) {
        let mut left = 0;
        let mut counted = false;
        for event in events {
            match &event.event {
                Event::Material(material_lot::Event::Received(entry)) if !counted => {
                    left += pieces(entry.quantity.as_ref().unwrap());
                    counted = true;
                }
                Event::Material(material_lot::Event::Consumed { quantity, .. }) => {
                    left -= pieces(quantity);
                    self.over += usize::from(left < 0);
                }
                Event::Material(material_lot::Event::Produced { quantity, .. }) => {
                    left += pieces(quantity);
                }
                _ => {}
            }
        }
        self.left.insert(lot.0.as_u128(), left);
    }
}

fn number(revision: &str) -> i64 {
    revision.parse().unwrap()
}

fn ordered(order: &OrderEntry) -> i64 {
    pieces(order.quantity.as_ref().unwrap())
}

fn pieces(quantity: &Quantity) -> i64 {
    quantity.value().to_i64().unwrap()
}
