//! The station's file under everything that happens to files: two writers, two stations, full
//! disks, torn writes, kills, changed cells.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a failed expectation is the test's verdict"
)]

mod acts;
mod again;
mod aside;
mod baseline;
mod chains;
mod changed;
mod disk;
mod exchange;
mod killed;
mod past;
mod plant;
mod rehomed;
mod rows;
mod taken;
mod two;
