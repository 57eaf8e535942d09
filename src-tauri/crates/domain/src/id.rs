//! Names of things: typed, so that a lot is never taken for a job order.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Namespace of names shared with an ERP: UUIDv5 of (ERP, kind, key), so that two stations that
/// import the same order name the same thing.
const ERP_NAMES: Uuid = Uuid::from_u128(0x6c69_6e65_7369_6465_8000_6572_702d_6b65);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The name of what `erp` calls `key`.
            #[must_use]
            pub fn from_erp(erp: &str, key: &str) -> Self {
                Self(Uuid::new_v5(&ERP_NAMES, format!("{erp}\u{1f}{}\u{1f}{key}", $kind).as_bytes()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

ids! {
    /// One recorded event.
    EventId = "event";
    /// One command as its sender minted it: sent twice, it is recorded once.
    RequestId = "request";
    /// A production order of the ERP.
    OperationsRequestId = "operations-request";
    /// A record of work done elsewhere.
    OperationsResponseId = "operations-response";
    /// One operation of a released order: the unit of dispatch.
    JobOrderId = "job-order";
    /// One run of a job order at a work unit.
    RunId = "run";
    /// A lot of material.
    MaterialLotId = "material-lot";
    /// An item.
    MaterialDefinitionId = "material-definition";
    /// A routing with its bill and instructions.
    OperationsDefinitionId = "operations-definition";
    /// A place in the hierarchy: work center, work unit.
    EquipmentId = "equipment";
    /// A person, by pseudonym. The name lives apart and can be erased.
    PersonId = "person";
    /// A reason to choose from.
    ReasonId = "reason";
    /// One printed label; copies carry a number beside it.
    LabelId = "label";
    /// One nonconformance.
    NonconformanceId = "nonconformance";
    /// One import: it becomes visible with its completion.
    ImportId = "import";
}
