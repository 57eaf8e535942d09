//! What was made of what: the graph of lots and jobs, walked as a tree with amounts.
//!
//! Folded states are the graph: what was taken back is not in them. A lot goes in at one operation of
//! an order and comes out at that one or a later one, so the steps between operations belong to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{JobOrderId, MaterialLotId, OperationsRequestId};
use crate::job_order::{Directive, JobOrder};
use crate::material_lot::MaterialLot;
use crate::quantity::Quantity;

mod tree;

pub use tree::{Branch, End, Tree};

/// Something that material passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A lot.
    Lot(MaterialLotId),
    /// An operation of an order.
    Job(JobOrderId),
    /// An order, as what holds its operations together.
    Order(OperationsRequestId),
}

/// Which way to walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// To what it was made of.
    Backward,
    /// To what was made of it.
    Forward,
}

/// One step of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it leads.
    pub to: Node,
    /// What went along it; more than one where units cannot be added.
    pub amounts: Vec<Quantity>,
}

/// Lots and jobs as far as they were read.
#[derive(Clone, Debug, Default)]
pub struct Genealogy {
    lots: BTreeMap<MaterialLotId, MaterialLot>,
    jobs: BTreeMap<JobOrderId, JobOrder>,
    takers: BTreeMap<MaterialLotId, BTreeSet<JobOrderId>>,
    followers: BTreeMap<JobOrderId, BTreeSet<JobOrderId>>,
    orders: BTreeMap<OperationsRequestId, BTreeSet<JobOrderId>>,
    read: BTreeSet<Node>,
}

impl Genealogy {
    /// Takes a lot in.
    pub fn add_lot(&mut self, id: MaterialLotId, lot: MaterialLot) {
        self.lots.insert(id, lot);
    }

    /// Takes a job in.
    pub fn add_job(&mut self, id: JobOrderId, job: JobOrder) {
        for (lot, _) in job.consumed.iter().filter_map(|taken| taken.lot.as_ref()) {
            self.takers.entry(*lot).or_default().insert(id);
        }
        if let Some(directive) = &job.directive {
            self.orders.entry(directive.order).or_default().insert(id);
            for before in &directive.after {
                self.followers.entry(*before).or_default().insert(id);
            }
        }
        self.jobs.insert(id, job);
    }

    /// Takes an order in, also one without jobs.
    pub fn add_order(&mut self, id: OperationsRequestId) {
        self.orders.entry(id).or_default();
    }

    /// Notes that everything one step from `node` was taken in.
    pub fn note_read(&mut self, node: Node) {
        self.read.insert(node);
    }

    /// Whether everything one step from `node` was taken in.
    #[must_use]
    pub fn is_read(&self, node: Node) -> bool {
        self.read.contains(&node)
    }

    /// A lot that was taken in.
    #[must_use]
    pub fn lot(&self, id: MaterialLotId) -> Option<&MaterialLot> {
        self.lots.get(&id)
    }

    /// A job that was taken in.
    #[must_use]
    pub fn job(&self, id: JobOrderId) -> Option<&JobOrder> {
        self.jobs.get(&id)
    }

    /// Orders that were taken in, or whose jobs were.
    pub fn orders(&self) -> impl Iterator<Item = OperationsRequestId> {
        self.orders.keys().copied()
    }

    /// Items of the lots that were taken in, by number, each as often as it has lots.
    pub fn materials(&self) -> impl Iterator<Item = &str> {
        self.lots.values().map(|lot| lot.material.as_str())
    }

    /// Every step from `node`, lots before operations.
    #[must_use]
    pub fn steps(&self, node: Node, way: Way) -> Vec<Step> {
        match (node, way) {
            (Node::Lot(lot), Way::Backward) => self.maker(lot),
            (Node::Lot(lot), Way::Forward) => self.takers(lot),
            (Node::Job(job), Way::Backward) => self.inputs(job),
            (Node::Job(job), Way::Forward) => self.outputs(job),
            (Node::Order(order), way) => self.ends(order, way),
        }
    }

    fn maker(&self, lot: MaterialLotId) -> Vec<Step> {
        let made_by = self.lots.get(&lot).and_then(|lot| lot.made_by);
        let step = |job: JobOrderId| Step {
            to: Node::Job(job),
            amounts: self.made(job, lot),
        };
        let back = self.lots.get(&lot).and_then(|lot| {
            Some(Step {
                to: Node::Lot(lot.origin.as_ref()?.lot),
                amounts: vec![Quantity::new(lot.entered, lot.left().unit().clone())],
            })
        });
        back.into_iter().chain(made_by.map(step)).collect()
    }

    fn takers(&self, lot: MaterialLotId) -> Vec<Step> {
        let takers = self.takers.get(&lot).into_iter().flatten();
        let step = |job: &JobOrderId| Step {
            to: Node::Job(*job),
            amounts: self.taken(*job, lot),
        };
        let back = self.lots.get(&lot).into_iter().flat_map(|lot| &lot.sublots);
        let back = back.map(|(sublot, quantity)| Step {
            to: Node::Lot(*sublot),
            amounts: vec![quantity.clone()],
        });
        // What came back as a whole was never in it.
        let takers = takers.map(step).filter(|step| !step.amounts.is_empty());
        back.chain(takers).collect()
    }

    fn inputs(&self, id: JobOrderId) -> Vec<Step> {
        let Some(job) = self.jobs.get(&id) else {
            return Vec::new();
        };
        let lots = job
            .consumed
            .iter()
            .filter_map(|taken| Some(taken.lot.as_ref()?.0));
        let lots = once(lots).into_iter().map(|lot| Step {
            to: Node::Lot(lot),
            amounts: self.taken(id, lot),
        });
        let lots = lots.filter(|step| !step.amounts.is_empty());
        let before = job
            .directive
            .iter()
            .flat_map(|directive| &directive.after)
            .filter(|before| self.is_alive(**before, Way::Backward))
            .map(|before| self.passed(*before, *before));
        lots.chain(before).collect()
    }

    fn outputs(&self, id: JobOrderId) -> Vec<Step> {
        let made = self.jobs.get(&id).into_iter().flat_map(|job| &job.produced);
        let lots = once(made.map(|made| made.lot)).into_iter().map(|lot| Step {
            to: Node::Lot(lot),
            amounts: self.made(id, lot),
        });
        let next = self.followers.get(&id).into_iter().flatten();
        let next = next
            .filter(|next| self.is_alive(**next, Way::Forward))
            .map(|next| self.passed(id, *next));
        lots.chain(next).collect()
    }

    /// The operations of an order that none follows (backward), or that follow none.
    fn ends(&self, order: OperationsRequestId, way: Way) -> Vec<Step> {
        let jobs = self.orders.get(&order).into_iter().flatten();
        let is_end = |job: &&JobOrderId| match way {
            Way::Backward => !self.followers.contains_key(job),
            Way::Forward => self.before(**job).is_empty(),
        };
        let step = |job: &JobOrderId| Step {
            to: Node::Job(*job),
            amounts: Vec::new(),
        };
        jobs.filter(is_end).map(step).collect()
    }

    fn before(&self, job: JobOrderId) -> &[JobOrderId] {
        let directive = self.jobs.get(&job).and_then(|job| job.directive.as_ref());
        directive.map_or(&[], |directive: &Directive| &directive.after)
    }

    /// What `from` passed on along the step to `to`.
    fn passed(&self, from: JobOrderId, to: JobOrderId) -> Step {
        let good = self.jobs.get(&from).map(|job| job.amount(job.good));
        Step {
            to: Node::Job(to),
            amounts: good.into_iter().filter(Quantity::is_positive).collect(),
        }
    }

    fn made(&self, job: JobOrderId, lot: MaterialLotId) -> Vec<Quantity> {
        let made = self
            .jobs
            .get(&job)
            .into_iter()
            .flat_map(|job| &job.produced);
        Quantity::sums(
            made.filter(|made| made.lot == lot)
                .map(|made| &made.quantity),
        )
    }

    fn taken(&self, job: JobOrderId, lot: MaterialLotId) -> Vec<Quantity> {
        let job = self.jobs.get(&job);
        job.map_or_else(Vec::new, |job| job.taken_of(lot))
    }

    /// Whether anything happened at this operation, or at one behind it: operations that only wait
    /// tell a trace nothing. What is not known here may matter.
    fn is_alive(&self, job: JobOrderId, way: Way) -> bool {
        let (mut seen, mut ahead) = (BTreeSet::new(), vec![job]);
        while let Some(id) = ahead.pop() {
            if self.jobs.get(&id).is_none_or(happened) {
                return true;
            }
            if !seen.insert(id) {
                continue;
            }
            match way {
                Way::Backward => ahead.extend(self.before(id)),
                Way::Forward => ahead.extend(self.followers.get(&id).into_iter().flatten()),
            }
        }
        false
    }
}

fn happened(job: &JobOrder) -> bool {
    let counted = [job.good, job.scrap, job.rework]
        .iter()
        .any(|sum| !sum.is_zero());
    counted || !(job.runs.is_empty() && job.consumed.is_empty() && job.produced.is_empty())
}

/// Each lot once, in the order of its first portion.
fn once(lots: impl Iterator<Item = MaterialLotId>) -> Vec<MaterialLotId> {
    let mut seen = BTreeSet::new();
    lots.filter(|lot| seen.insert(*lot)).collect()
}
