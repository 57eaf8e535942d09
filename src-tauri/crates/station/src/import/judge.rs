//! What only the station can judge of an import: references to what it knows from before.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{EquipmentId, MaterialDefinitionId, OperationsDefinitionId, OperationsRequestId};
use domain::import::{DefinitionEntry, Finding, Import, MaterialEntry, OrderEntry};
use domain::material_definition::MaterialDefinition;
use domain::operations_definition::OperationsDefinition;
use domain::operations_request::{OperationsRequest, ReleaseFacts, Status};
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;

/// Orders whose findings one report tells word for word; a longer one is not read.
const ORDERS_TOLD_MAX: usize = 1_000;

/// What the plant knows, the import included.
struct Known {
    definitions: BTreeMap<String, DefinitionEntry>,
    materials: BTreeMap<String, (MaterialDefinitionId, MaterialEntry)>,
    equipment: BTreeMap<String, EquipmentId>,
}

impl Station {
    /// What would hinder the release of an order, as the order tray will say.
    pub(super) async fn order_findings(&self, import: &Import) -> Result<Vec<Finding>, Failure> {
        let known = self.known(import).await?;
        let hindered = import.orders.iter().filter(|order| !order.cancelled);
        let hindered = hindered.filter_map(|order| {
            let findings = known.findings(order);
            (!findings.is_empty()).then_some((order, findings))
        });
        let hindered: Vec<(&OrderEntry, Vec<String>)> = hindered.collect();
        let released = self.released(&hindered).await?;
        let open = hindered
            .iter()
            .filter(|(order, _)| !released.contains(&order.key));
        let mut told: Vec<Finding> = open
            .map(|(order, findings)| {
                finding(format!("order {}: {}", order.key, findings.join("; ")))
            })
            .collect();
        let further = told.len().saturating_sub(ORDERS_TOLD_MAX);
        told.truncate(ORDERS_TOLD_MAX);
        if further > 0 {
            told.push(finding(format!(
                "and {further} orders more: the order tray shows them"
            )));
        }
        Ok(told)
    }

    /// Which of these orders the plant has released before: nothing hinders that any more.
    async fn released(
        &self,
        orders: &[(&OrderEntry, Vec<String>)],
    ) -> Result<BTreeSet<String>, Failure> {
        let erp = self.row().erp;
        let id = |order: &OrderEntry| OperationsRequestId::from_erp(&erp, &order.key).0;
        let ids: Vec<Uuid> = orders.iter().map(|(order, _)| id(order)).collect();
        let known = self.store.aggregates::<OperationsRequest>(&ids).await?;
        let released = known.into_values().map(|folded| folded.state);
        Ok(released
            .filter(|request| request.status != Status::Forecast)
            .filter_map(|request| Some(request.order?.key))
            .collect())
    }

    async fn known(&self, import: &Import) -> Result<Known, Failure> {
        let definitions = self.known_definitions(import).await?;
        let materials = self.known_materials(import, &definitions).await?;
        let erp = self.row().erp;
        let mut equipment = self.plant().await?.by_key();
        equipment.extend(import.equipment.iter().map(|entry| {
            let id = EquipmentId::from_erp(&erp, &entry.key);
            (entry.key.clone(), id)
        }));
        Ok(Known {
            definitions,
            materials,
            equipment,
        })
    }

    /// Routings that the orders name, or that make what they ask for.
    async fn known_definitions(
        &self,
        import: &Import,
    ) -> Result<BTreeMap<String, DefinitionEntry>, Failure> {
        let erp = self.row().erp;
        let named = import
            .orders
            .iter()
            .filter_map(|order| order.definition.as_ref());
        let ids: BTreeSet<Uuid> = named
            .map(|key| OperationsDefinitionId::from_erp(&erp, key).0)
            .collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let known = self.store.aggregates::<OperationsDefinition>(&ids).await?;
        let mut entries: Vec<DefinitionEntry> = known
            .into_values()
            .filter_map(|folded| folded.state.entry)
            .collect();
        let unnamed = import
            .orders
            .iter()
            .filter(|order| order.definition.is_none());
        let made: BTreeSet<&String> = unnamed
            .filter_map(|order| order.material.as_ref())
            .collect();
        for material in made {
            let makers = self.store.definitions_of(material).await?;
            entries.extend(
                makers
                    .into_iter()
                    .filter_map(|(_, folded)| folded.state.entry),
            );
        }
        entries.extend(import.definitions.iter().cloned());
        Ok(entries
            .into_iter()
            .map(|entry| (entry.key.clone(), entry))
            .collect())
    }

    async fn known_materials(
        &self,
        import: &Import,
        definitions: &BTreeMap<String, DefinitionEntry>,
    ) -> Result<BTreeMap<String, (MaterialDefinitionId, MaterialEntry)>, Failure> {
        let erp = self.row().erp;
        let defined = definitions.values().flat_map(|definition| {
            let bill = definition.components.iter().map(|line| &line.material);
            bill.chain([&definition.material])
        });
        let ordered = import.orders.iter().flat_map(|order| {
            let bill = order.components.iter().map(|line| &line.material);
            bill.chain(order.material.as_ref())
        });
        let keys: BTreeSet<&String> = defined.chain(ordered).collect();
        let id = |key: &str| MaterialDefinitionId::from_erp(&erp, key);
        let ids: Vec<Uuid> = keys.into_iter().map(|key| id(key).0).collect();
        let known = self.store.aggregates::<MaterialDefinition>(&ids).await?;
        let known = known.into_values().filter_map(|folded| folded.state.entry);
        let entries = known.chain(import.materials.iter().cloned());
        Ok(entries
            .map(|entry| (entry.key.clone(), (id(&entry.key), entry)))
            .collect())
    }
}

impl Known {
    fn findings(&self, order: &OrderEntry) -> Vec<String> {
        let request = OperationsRequest {
            order: Some(order.clone()),
            ..OperationsRequest::default()
        };
        request.findings(&self.facts(order))
    }

    fn facts(&self, order: &OrderEntry) -> ReleaseFacts {
        let definition = self.definition(order);
        let bill = order.components.iter();
        let bill = bill.chain(
            definition
                .iter()
                .flat_map(|definition| &definition.components),
        );
        let items = bill.map(|line| &line.material).chain(&order.material);
        let items = items.chain(definition.map(|definition| &definition.material));
        let segments = order.segments.iter();
        let segments = segments.chain(
            definition
                .iter()
                .flat_map(|definition| &definition.segments),
        );
        ReleaseFacts {
            definition: definition.cloned(),
            materials: items
                .filter_map(|key| Some((key.clone(), self.materials.get(key)?.clone())))
                .collect(),
            equipment: segments
                .filter_map(|segment| {
                    let key = &segment.equipment;
                    Some((key.clone(), *self.equipment.get(key)?))
                })
                .collect(),
            ..ReleaseFacts::default()
        }
    }

    /// The order's routing: the one it names, else the only one that makes its item.
    fn definition(&self, order: &OrderEntry) -> Option<&DefinitionEntry> {
        if let Some(key) = &order.definition {
            return self.definitions.get(key);
        }
        let material = order.material.as_ref()?;
        let mut makers = self
            .definitions
            .values()
            .filter(|entry| entry.material == *material);
        makers.next().filter(|_| makers.next().is_none())
    }
}

/// An order that was sent before what is known.
pub(super) fn late(known: &OrderEntry, told: &OrderEntry) -> Option<Finding> {
    let text = || {
        format!(
            "order {}: revision {} came late, revision {} is known and stands",
            told.key, told.revision, known.revision
        )
    };
    domain::revision::older(&told.revision, &known.revision).then(|| finding(text()))
}

/// An order that says something else under the revision it had before.
pub(super) fn revised(known: &OrderEntry, told: &OrderEntry) -> Option<Finding> {
    let text = || {
        format!(
            "order {}: it changed, but its revision {} did not; what was known stands: \
             let the ERP send it with a new revision",
            told.key, told.revision
        )
    };
    (known != told).then(|| finding(text()))
}

fn finding(text: String) -> Finding {
    Finding {
        file: "orders".to_owned(),
        row: None,
        text,
    }
}
