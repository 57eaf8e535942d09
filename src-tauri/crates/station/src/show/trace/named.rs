//! What a name means to a trace: never guessed where it means several things.

use std::collections::BTreeSet;

use domain::genealogy::Node;
use domain::id::{JobOrderId, MaterialLotId};
use domain::job_order::JobOrder;
use domain::material_lot::MaterialLot;
use domain::operations_request::OperationsRequest;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;

impl Station {
    /// Everything of that id or number: lots (two suppliers may use one number), an order, an operation.
    pub(super) async fn named(&self, name: &str) -> Result<Vec<Node>, Failure> {
        if let Ok(id) = Uuid::parse_str(name) {
            return self.identified(id).await;
        }
        let lots = self.store.lots_by_number(name).await?;
        let lots = lots.into_iter().map(|(id, _)| Node::Lot(MaterialLotId(id)));
        let mut named: Vec<Node> = lots.collect();
        let jobs = self.store.jobs_by_key(name).await?;
        let directives = jobs
            .iter()
            .filter_map(|(_, job)| job.state.directive.as_ref());
        let orders: BTreeSet<Node> = directives
            .map(|directive| Node::Order(directive.order))
            .collect();
        named.extend(orders);
        if let Some((order, segment)) = name.rsplit_once('/') {
            let jobs = self.store.jobs_by_key(order).await?;
            let meant = jobs.iter().filter(|(_, job)| {
                let directive = job.state.directive.as_ref();
                directive.is_some_and(|directive| directive.segment == segment)
            });
            named.extend(meant.map(|(id, _)| Node::Job(JobOrderId(*id))));
        }
        Ok(named)
    }

    async fn identified(&self, id: Uuid) -> Result<Vec<Node>, Failure> {
        if self.store.aggregate::<MaterialLot>(id).await?.is_some() {
            return Ok(vec![Node::Lot(id.into())]);
        }
        if self.store.aggregate::<JobOrder>(id).await?.is_some() {
            return Ok(vec![Node::Job(id.into())]);
        }
        let order = self.store.aggregate::<OperationsRequest>(id).await?;
        Ok(order.map(|_| Node::Order(id.into())).into_iter().collect())
    }
}
