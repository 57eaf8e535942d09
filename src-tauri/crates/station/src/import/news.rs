//! What of an import is news.

use domain::equipment::Equipment;
use domain::event::{AggregateRef, Definition, Event, Kind};
use domain::id::{
    EquipmentId, MaterialDefinitionId, MaterialLotId, OperationsDefinitionId, PersonId, ReasonId,
};
use domain::import::{Import, LotEntry};
use domain::material_definition::MaterialDefinition;
use domain::operations_definition::OperationsDefinition;
use domain::person::Person;
use domain::reason::Reason;
use store::Writer;
use uuid::Uuid;

use crate::failure::Failure;

/// Whether an entry is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    New,
    Changed,
    Known,
}

/// One entry as an event, with what it concerns.
pub(super) struct Told {
    pub(super) aggregate: AggregateRef,
    pub(super) event: Event,
}

pub(super) fn told(kind: Kind, id: Uuid, event: Event) -> Told {
    Told {
        aggregate: AggregateRef::new(kind, id),
        event,
    }
}

/// Master data in the order in which one kind names another.
pub(super) fn definitions(erp: &str, import: &Import) -> [(u8, &'static str, Vec<Told>); 5] {
    let define = |kind, id, definition| told(kind, id, Event::Definition(definition));
    let equipment = import.equipment.iter().map(|entry| {
        define(
            Kind::Equipment,
            EquipmentId::from_erp(erp, &entry.key).0,
            Definition::Equipment(entry.clone()),
        )
    });
    let materials = import.materials.iter().map(|entry| {
        let id = MaterialDefinitionId::from_erp(erp, &entry.key).0;
        define(
            Kind::MaterialDefinition,
            id,
            Definition::Material(entry.clone()),
        )
    });
    let routings = import.definitions.iter().map(|entry| {
        let id = OperationsDefinitionId::from_erp(erp, &entry.key).0;
        define(
            Kind::OperationsDefinition,
            id,
            Definition::Operations(entry.clone()),
        )
    });
    let people = import.people.iter().map(|entry| {
        let roles = entry.roles.clone();
        define(
            Kind::Person,
            PersonId::from_erp(erp, &entry.key).0,
            Definition::Person { roles },
        )
    });
    let reasons = import.reasons.iter().map(|entry| {
        let key = format!("{}\u{1f}{}", entry.kind.word(), entry.key);
        define(
            Kind::Reason,
            ReasonId::from_erp(erp, &key).0,
            Definition::Reason(entry.clone()),
        )
    });
    [
        (0, "work centers", equipment.collect()),
        (1, "items", materials.collect()),
        (2, "routings", routings.collect()),
        (3, "people", people.collect()),
        (4, "reasons", reasons.collect()),
    ]
}

pub(super) async fn definition_news(
    writer: &mut Writer<'_>,
    id: Uuid,
    definition: &Definition,
) -> Result<News, Failure> {
    Ok(match definition {
        Definition::Equipment(entry) => compare(
            writer.load::<Equipment>(id).await?.state.entry.as_ref(),
            entry,
        ),
        Definition::Material(entry) => compare(
            writer
                .load::<MaterialDefinition>(id)
                .await?
                .state
                .entry
                .as_ref(),
            entry,
        ),
        Definition::Operations(entry) => compare(
            writer
                .load::<OperationsDefinition>(id)
                .await?
                .state
                .entry
                .as_ref(),
            entry,
        ),
        Definition::Reason(entry) => {
            compare(writer.load::<Reason>(id).await?.state.entry.as_ref(), entry)
        }
        Definition::Person { roles } => {
            let person = writer.load::<Person>(id).await?;
            compare(
                Some(&person.state.roles).filter(|_| person.count > 0),
                roles,
            )
        }
    })
}

pub(super) fn compare<T: PartialEq>(known: Option<&T>, told: &T) -> News {
    match known {
        None => News::New,
        Some(known) if known == told => News::Known,
        Some(_) => News::Changed,
    }
}

/// A lot is (item, supplier or origin, number).
pub(super) fn lot_id(erp: &str, lot: &LotEntry) -> MaterialLotId {
    let supplier = lot.supplier.as_deref().unwrap_or_default();
    MaterialLotId::from_erp(
        erp,
        &format!("{}\u{1f}{supplier}\u{1f}{}", lot.material, lot.number),
    )
}
