//! Eight stations and a plant, all real, over a bad network: nothing is lost, nothing is doubled,
//! and in the end all agree.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod agreement;
mod answer;
mod chaos;
mod dead_pc;
#[path = "../thread/inspection.rs"]
mod inspection;
mod newcomer;
#[path = "../thread/people.rs"]
mod people;
mod plant;
mod simulate;
mod station;
mod work;
