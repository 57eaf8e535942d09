//! A walked graph as rows for people.

use std::collections::{BTreeMap, BTreeSet};

use domain::genealogy::{Branch, End, Genealogy, Node, Tree};
use domain::id::{JobOrderId, MaterialLotId, OperationsRequestId};
use domain::operations_request::OperationsRequest;
use domain::quantity::Quantity;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::view::trace::{
    BranchEnd, TraceNode, TraceRow, TraceTree, TracedJob, TracedLot, TracedOrder,
};

/// A graph with what its things are called.
pub(super) struct Drawing {
    genealogy: Genealogy,
    /// Descriptions by item number.
    descriptions: BTreeMap<String, String>,
    orders: BTreeMap<OperationsRequestId, (String, String)>,
}

impl Station {
    /// Reads what the things of a graph are called.
    pub(super) async fn drawing(&self, genealogy: Genealogy) -> Result<Drawing, Failure> {
        let ids: Vec<Uuid> = genealogy.orders().map(|order| order.0).collect();
        let known = self.store.aggregates::<OperationsRequest>(&ids).await?;
        let orders = known.into_iter().filter_map(|(id, order)| {
            let order = order.state.order?;
            let material = order.material.unwrap_or_default();
            Some((OperationsRequestId(id), (order.key, material)))
        });
        let orders: BTreeMap<_, _> = orders.collect();
        let made = orders.values().map(|(_, material)| material.as_str());
        let items: BTreeSet<&str> = genealogy.materials().chain(made).collect();
        Ok(Drawing {
            descriptions: self.descriptions(items).await?,
            genealogy,
            orders,
        })
    }
}

impl Drawing {
    /// One thing.
    pub(super) fn node(&self, node: Node) -> TraceNode {
        match node {
            Node::Lot(lot) => TraceNode::Lot(self.lot(lot)),
            Node::Job(job) => TraceNode::Job(self.job(job)),
            Node::Order(order) => TraceNode::Order(self.order(order)),
        }
    }

    /// A tree from `root`.
    pub(super) fn tree(&self, tree: Tree, root: Node) -> TraceTree {
        let lots: BTreeSet<Node> = tree
            .branches
            .iter()
            .map(|branch| branch.step.to)
            .filter(|node| matches!(node, Node::Lot(_)) && *node != root)
            .collect();
        TraceTree {
            lots: u32::try_from(lots.len()).unwrap_or(u32::MAX),
            complete: tree.complete,
            rows: tree
                .branches
                .into_iter()
                .map(|branch| self.row(branch))
                .collect(),
        }
    }

    fn row(&self, branch: Branch) -> TraceRow {
        TraceRow {
            depth: u32::try_from(branch.depth).unwrap_or(u32::MAX),
            node: self.node(branch.step.to),
            amounts: branch.step.amounts,
            end: branch.end.map(|end| match end {
                End::Above => BranchEnd::Above,
                End::Circle => BranchEnd::Circle,
                End::TooLong => BranchEnd::TooLong,
            }),
        }
    }

    fn lot(&self, id: MaterialLotId) -> TracedLot {
        let lot = self.genealogy.lot(id).cloned().unwrap_or_default();
        TracedLot {
            lot: id,
            description: self.description(&lot.material),
            supplier: lot.supplier().map(ToOwned::to_owned),
            left: lot.left(),
            entered: Quantity::new(lot.entered, lot.left().unit().clone()),
            expires: lot.expires(),
            held: lot.held(),
            number: lot.number,
            material: lot.material,
        }
    }

    fn job(&self, id: JobOrderId) -> TracedJob {
        let job = self.genealogy.job(id);
        let directive = job.and_then(|job| job.directive.as_ref());
        let told = |text: fn(&domain::job_order::Directive) -> &String| {
            directive.map(text).cloned().unwrap_or_default()
        };
        TracedJob {
            job: id,
            order: directive.map(|directive| directive.order_key.clone()),
            segment: told(|directive| &directive.segment),
            name: told(|directive| &directive.name),
            status: job.map(|job| job.status).unwrap_or_default(),
        }
    }

    fn order(&self, id: OperationsRequestId) -> TracedOrder {
        let (order, material) = self.orders.get(&id).cloned().unwrap_or_default();
        TracedOrder {
            order_id: id,
            description: self.description(&material),
            order,
            material,
        }
    }

    fn description(&self, material: &str) -> String {
        self.descriptions.get(material).cloned().unwrap_or_default()
    }
}
