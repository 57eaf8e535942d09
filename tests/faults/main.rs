//! What goes wrong in plants: bad files, two programs, full disks, power cuts. Nothing acknowledged
//! is lost, and each failure says what to do.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod documents;
#[path = "../erp/odoo/mod.rs"]
#[allow(dead_code, reason = "the tests of documents look at each row")]
mod odoo;
#[path = "../thread/people.rs"]
mod people;
mod printed;
#[path = "../erp/shared.rs"]
mod shared;
mod typed;
mod writers;

#[cfg(unix)]
mod cut;
#[cfg(target_os = "linux")]
mod full;
