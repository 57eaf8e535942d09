//! Building what screens are shown.

mod board;
mod cards;
mod entries;
mod exceptions;
mod inspection;
mod job;
mod lists;
mod lot;
mod nonconformances;
mod orders;
mod plant;
mod reasons;
mod scan;
mod sharing;
mod station;
mod trace;

pub(crate) use cards::Deliveries;
pub(crate) use job::label_view;
pub(crate) use plant::Plant;
pub(crate) use reasons::Reasons;
pub use scan::ScanTerms;
