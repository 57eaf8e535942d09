//! The plant's PostgreSQL: what an installer does there, and what a station can and cannot.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed expectation is the test's verdict"
)]

mod append;
mod aside;
mod authority;
mod baseline;
mod chain;
mod differential;
mod enroll;
mod floor;
mod gateway;
mod joining;
mod linesidectl;
mod people;
mod plant;
mod presence;
mod reports;
mod rights;
mod terms;
mod tls;
mod unit;
mod version;
