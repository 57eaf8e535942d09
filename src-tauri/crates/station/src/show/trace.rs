//! A trace: read the graph outwards from what is traced, then draw it as trees.

use std::collections::BTreeSet;

use domain::genealogy::{Genealogy, Node, Way};
use domain::id::{JobOrderId, MaterialLotId, OperationsRequestId};
use domain::job_order::JobOrder;
use domain::material_lot::MaterialLot;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::ViewTrace;
use crate::view::trace::{TraceDirection, TraceTree, TraceView, Traced};

mod draw;
mod named;

/// Lots and operations that one direction of a trace reads, and rows that it shows. What is left out
/// says so, and is traced by itself.
const NODES_MAX: usize = 50_000;

impl Station {
    /// What a lot, a job or an order came from, and where it went.
    ///
    /// # Errors
    /// [`Failure`], when the store fails, or the plant's past is still on its way: a trace would lack parts of it.
    pub async fn view_trace(&self, request: ViewTrace) -> Result<Traced, Failure> {
        self.check_past().await?;
        let name = request.of.trim();
        let named = self.named(name).await?;
        match named.as_slice() {
            [] => Ok(Traced::Nothing {
                sentence: format!(
                    "{name} is no lot, order or operation known here: check the number, or scan the label"
                ),
            }),
            [root] => self.trace(*root, request.direction).await,
            several => {
                let mut genealogy = Genealogy::default();
                self.read_around(&mut genealogy, several, None).await?;
                let drawn = self.drawing(genealogy).await?;
                let choices = several.iter().map(|node| drawn.node(*node)).collect();
                Ok(Traced::Several { choices })
            }
        }
    }

    async fn trace(&self, root: Node, direction: TraceDirection) -> Result<Traced, Failure> {
        let backward = match direction {
            TraceDirection::Backward | TraceDirection::Both => {
                Some(self.tree(root, Way::Backward).await?)
            }
            TraceDirection::Forward => None,
        };
        let forward = match direction {
            TraceDirection::Forward | TraceDirection::Both => {
                Some(self.tree(root, Way::Forward).await?)
            }
            TraceDirection::Backward => None,
        };
        let mut genealogy = Genealogy::default();
        self.read_around(&mut genealogy, &[root], None).await?;
        Ok(Traced::One(Box::new(TraceView {
            of: self.drawing(genealogy).await?.node(root),
            backward,
            forward,
            now: self.now(),
        })))
    }

    async fn tree(&self, root: Node, way: Way) -> Result<TraceTree, Failure> {
        let mut genealogy = Genealogy::default();
        let mut known = BTreeSet::from([root]);
        let mut ahead = vec![root];
        while !ahead.is_empty() && known.len() <= NODES_MAX {
            self.read_around(&mut genealogy, &ahead, Some(way)).await?;
            let steps = ahead.iter().flat_map(|node| genealogy.steps(*node, way));
            ahead = steps
                .map(|step| step.to)
                .filter(|node| known.insert(*node))
                .collect();
        }
        // What the walk did not get to has a name at least.
        self.read_around(&mut genealogy, &ahead, None).await?;
        let tree = genealogy.tree(root, way, NODES_MAX);
        Ok(self.drawing(genealogy).await?.tree(tree, root))
    }

    /// Takes in what these are, and what is one step from each where a way is given.
    async fn read_around(
        &self,
        genealogy: &mut Genealogy,
        nodes: &[Node],
        way: Option<Way>,
    ) -> Result<(), Failure> {
        let lots = nodes.iter().filter_map(lot_of).collect::<Vec<_>>();
        let states = self.store.aggregates::<MaterialLot>(&lots).await?;
        let mut jobs: BTreeSet<Uuid> = nodes.iter().filter_map(job_of).collect();
        match way {
            Some(Way::Backward) => {
                jobs.extend(states.values().filter_map(|lot| Some(lot.state.made_by?.0)));
            }
            Some(Way::Forward) => jobs.extend(self.store.jobs_of_lots(&lots).await?),
            None => {}
        }
        for (id, lot) in states {
            genealogy.add_lot(MaterialLotId(id), lot.state);
        }
        let orders: BTreeSet<Uuid> = nodes.iter().filter_map(order_of).collect();
        orders
            .iter()
            .for_each(|order| genealogy.add_order(OperationsRequestId(*order)));
        self.read_jobs(genealogy, jobs, orders).await?;
        if way.is_some() {
            nodes.iter().for_each(|node| genealogy.note_read(*node));
        }
        Ok(())
    }

    /// Takes in jobs with all jobs of their orders, and all jobs of some orders.
    async fn read_jobs(
        &self,
        genealogy: &mut Genealogy,
        jobs: BTreeSet<Uuid>,
        mut orders: BTreeSet<Uuid>,
    ) -> Result<(), Failure> {
        let unknown = |id: &Uuid| genealogy.job(JobOrderId(*id)).is_none();
        let jobs: Vec<Uuid> = jobs.into_iter().filter(unknown).collect();
        let states = self.store.aggregates::<JobOrder>(&jobs).await?;
        for (id, job) in states {
            match &job.state.directive {
                Some(directive) => drop(orders.insert(directive.order.0)),
                // Its release is on its way; what it took is known.
                None => genealogy.add_job(JobOrderId(id), job.state),
            }
        }
        let orders: Vec<Uuid> = orders.into_iter().collect();
        for (id, job) in self.store.jobs_of_orders(&orders).await? {
            genealogy.add_job(JobOrderId(id), job.state);
        }
        Ok(())
    }
}

fn lot_of(node: &Node) -> Option<Uuid> {
    match node {
        Node::Lot(lot) => Some(lot.0),
        Node::Job(_) | Node::Order(_) => None,
    }
}

fn job_of(node: &Node) -> Option<Uuid> {
    match node {
        Node::Job(job) => Some(job.0),
        Node::Lot(_) | Node::Order(_) => None,
    }
}

fn order_of(node: &Node) -> Option<Uuid> {
    match node {
        Node::Order(order) => Some(order.0),
        Node::Lot(_) | Node::Job(_) => None,
    }
}
