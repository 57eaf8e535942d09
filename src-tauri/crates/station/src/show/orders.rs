//! The order tray and one order in full.

use std::collections::BTreeMap;

use domain::fold::Folded;
use domain::id::{EventId, MaterialDefinitionId, OperationsDefinitionId, OperationsRequestId};
use domain::job_order::{self, JobOrder};
use domain::material_definition::MaterialDefinition;
use domain::operations_definition::OperationsDefinition;
use domain::operations_request::{OperationsRequest, ReleaseFacts, Status};
use domain::quantity::{Quantity, Unit};
use store::views::{OrderFilter, OrderPlace};
use uuid::Uuid;

use super::Plant;
use crate::Station;
use crate::failure::Failure;
use crate::request::{TrayFilter, ViewOrder, ViewOrderTray};
use crate::view::order::{OrderRow, OrderTrayView, OrderView};

/// Rows of one page.
const PAGE: u32 = 200;

impl Station {
    /// A page of the order tray.
    ///
    /// # Errors
    /// [`Failure`], when `after` is malformed or the store fails.
    pub async fn view_order_tray(&self, request: ViewOrderTray) -> Result<OrderTrayView, Failure> {
        let filter = OrderFilter {
            open: request.filter == TrayFilter::Open,
            search: request.search.filter(|text| !text.trim().is_empty()),
            after: request.after.as_deref().map(place).transpose()?,
        };
        let page = self.store.order_page(&filter, PAGE).await?;
        let plant = self.plant().await?;
        let mut orders = Vec::with_capacity(page.orders.len());
        for (id, folded) in page.orders {
            orders.push(
                self.order_row(OperationsRequestId(id), &folded, &plant)
                    .await?,
            );
        }
        let next = page.next.map(|next| {
            let OrderPlace {
                priority,
                due_ms,
                id,
            } = next;
            format!("{priority}.{due_ms}.{id}")
        });
        Ok(OrderTrayView {
            orders,
            total: page.total,
            next,
            now: self.now(),
        })
    }

    /// One order with its operations.
    ///
    /// # Errors
    /// [`Failure`], when the order is unknown or the store fails.
    pub async fn view_order(&self, request: ViewOrder) -> Result<OrderView, Failure> {
        let id = request.order_id;
        let folded: Folded<OperationsRequest> = self
            .store
            .aggregate(id.0)
            .await?
            .ok_or_else(|| Failure::not_found("order"))?;
        let jobs = self.store.jobs_of_order(id.0).await?;
        let around = self.surroundings(&jobs).await?;
        let row = self.order_row(id, &folded, &around.plant).await?;
        let cards = jobs
            .iter()
            .zip(1..)
            .filter_map(|((job, folded), position)| {
                around.card(domain::id::JobOrderId(*job), folded, 0, position)
            });
        Ok(OrderView {
            row,
            jobs: cards.collect(),
            now: around.now,
        })
    }

    async fn order_row(
        &self,
        id: OperationsRequestId,
        folded: &Folded<OperationsRequest>,
        plant: &Plant,
    ) -> Result<OrderRow, Failure> {
        let order = folded
            .state
            .order
            .clone()
            .ok_or_else(|| Failure::not_found("order"))?;
        let facts = self.release_facts(id, &folded.state, plant).await?;
        let jobs = if folded.state.jobs.is_empty() {
            Vec::new()
        } else {
            self.store.jobs_of_order(id.0).await?
        };
        let material = folded.state.material(&facts).unwrap_or_default().to_owned();
        let description = facts
            .materials
            .get(&material)
            .map(|(_, entry)| entry.description.clone());
        let findings = if folded.state.status == Status::Forecast {
            folded.state.findings(&facts)
        } else {
            Vec::new()
        };
        let quantity = folded.state.quantity(&facts).cloned();
        Ok(OrderRow {
            order_id: id,
            order: order.key,
            revision: order.revision,
            material,
            description: description.unwrap_or_default(),
            quantity: quantity.unwrap_or_else(|| Quantity::zero(Unit::each())),
            start: order.start,
            due: order.due,
            status: status(folded.state.status, &jobs),
            erp_state: order.erp_state,
            findings,
            jobs: count(&jobs, |_| true),
            jobs_completed: count(&jobs, |job| job.status == job_order::Status::Completed),
            head: folded.heads.last().copied().unwrap_or(EventId(Uuid::nil())),
        })
    }

    /// What a release needs to know, from the views: the release itself loads it again.
    pub(crate) async fn release_facts(
        &self,
        id: OperationsRequestId,
        request: &OperationsRequest,
        plant: &Plant,
    ) -> Result<ReleaseFacts, Failure> {
        let definition = self.definition_of(request).await?;
        let erp = self.row().erp;
        let keys = material_keys(request, definition.as_ref());
        let ids: BTreeMap<Uuid, String> = keys
            .into_iter()
            .map(|key| (MaterialDefinitionId::from_erp(&erp, &key).0, key))
            .collect();
        let known = self
            .store
            .aggregates::<MaterialDefinition>(&ids.keys().copied().collect::<Vec<_>>())
            .await?;
        let materials = known.into_iter().filter_map(|(id, folded)| {
            Some((
                ids.get(&id)?.clone(),
                (MaterialDefinitionId(id), folded.state.entry?),
            ))
        });
        Ok(ReleaseFacts {
            id: Some(id),
            definition: definition.and_then(|folded| folded.entry),
            materials: materials.collect(),
            equipment: plant.by_key(),
            ..ReleaseFacts::default()
        })
    }

    /// The order's routing: the one it names, else the only one that makes its item.
    async fn definition_of(
        &self,
        request: &OperationsRequest,
    ) -> Result<Option<OperationsDefinition>, Failure> {
        let Some(order) = &request.order else {
            return Ok(None);
        };
        if let Some(key) = &order.definition {
            let id = OperationsDefinitionId::from_erp(&self.row().erp, key);
            return Ok(self
                .store
                .aggregate::<OperationsDefinition>(id.0)
                .await?
                .map(|folded| folded.state));
        }
        let Some(material) = &order.material else {
            return Ok(None);
        };
        let mut found = self.store.definitions_of(material).await?;
        Ok(if found.len() == 1 {
            found.pop().map(|(_, folded)| folded.state)
        } else {
            None
        })
    }
}

fn material_keys(
    request: &OperationsRequest,
    definition: Option<&OperationsDefinition>,
) -> Vec<String> {
    let order = request.order.iter();
    let definition = definition.and_then(|definition| definition.entry.as_ref());
    order
        .clone()
        .filter_map(|order| order.material.clone())
        .chain(order.flat_map(|order| {
            order
                .components
                .iter()
                .map(|component| component.material.clone())
        }))
        .chain(definition.map(|definition| definition.material.clone()))
        .chain(
            definition
                .into_iter()
                .flat_map(|definition| definition.components.iter().map(|c| c.material.clone())),
        )
        .collect()
}

/// The order's state as its operations tell it.
fn status(own: Status, jobs: &[(Uuid, Folded<JobOrder>)]) -> Status {
    let started = |job: &JobOrder| {
        !matches!(
            job.status,
            job_order::Status::Released | job_order::Status::Dispatched
        )
    };
    if own != Status::Released {
        return own;
    }
    let all = |which: fn(&JobOrder) -> bool| jobs.iter().all(|(_, job)| which(&job.state));
    if !jobs.is_empty() && all(|job| job.status == job_order::Status::Cancelled) {
        return Status::Cancelled;
    }
    if !jobs.is_empty() && all(|job| job.status.ended()) {
        let withdrawn = jobs.iter().any(|(_, job)| job.state.withdrawn());
        return if withdrawn {
            Status::Aborted
        } else {
            Status::Completed
        };
    }
    if jobs.iter().any(|(_, job)| started(&job.state)) {
        Status::Running
    } else {
        own
    }
}

fn count(jobs: &[(Uuid, Folded<JobOrder>)], which: impl Fn(&JobOrder) -> bool) -> u32 {
    u32::try_from(jobs.iter().filter(|(_, job)| which(&job.state)).count()).unwrap_or(u32::MAX)
}

fn place(after: &str) -> Result<OrderPlace, Failure> {
    let bad = || Failure::bad_request("`after` is not what a page before answered as `next`");
    let mut parts = after.splitn(3, '.');
    let mut part = || parts.next().ok_or_else(bad);
    Ok(OrderPlace {
        priority: part()?.parse().map_err(|_| bad())?,
        due_ms: part()?.parse().map_err(|_| bad())?,
        id: part()?.parse().map_err(|_| bad())?,
    })
}
