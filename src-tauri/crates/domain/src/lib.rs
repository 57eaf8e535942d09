//! The plant's rules: decide and fold, without clock, file or socket.
//!
//! A command goes in with the [`facts`](job_order::Facts) it needs, events come out; the fold of
//! events in causal order is the state. Nothing here knows the time, randomness or I/O.

#![deny(clippy::iter_over_hash_type)] // Order would leak into events: use a BTreeMap.

pub mod equipment;
pub mod event;
pub mod exception;
pub mod fold;
pub mod gate;
pub mod genealogy;
pub mod hlc;
pub mod id;
pub mod import;
pub mod import_run;
pub mod job_order;
pub mod label;
pub mod log_row;
pub mod material_definition;
pub mod material_lot;
pub mod nonconformance;
pub mod operations_definition;
pub mod operations_request;
pub mod operations_response;
pub mod origin;
pub mod performance;
pub mod person;
pub mod quantity;
pub mod rank;
pub mod reason;
pub mod refused;
pub mod revision;
pub mod role;
pub mod settlement;
pub mod upcast;

pub use event::{Event, Recorded};
pub use quantity::{Quantity, Unit};
pub use refused::Refused;
