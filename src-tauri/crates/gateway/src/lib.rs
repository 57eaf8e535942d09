//! The plant's gateway: it turns the log into tables to read, by the folds that stations use.
//!
//! Any number of gateways may run; one leads, in a term that the plant counts. Every write names its
//! term and the plant refuses one of a term that is over, so a gateway that slept through the end of its
//! own changes nothing when it wakes up.

#![deny(clippy::iter_over_hash_type)] // Rows would come in another order each run: use a BTreeMap.

mod lead;
mod model;
mod page;
mod state;

pub use lead::{Silence, Told, rebuild, run};
