//! What ERPs send and take: real documents in, valid documents out, bad ones refused by name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bad_documents;
mod bad_tables;
mod demo_plant;
mod noise;
mod odoo;
mod odoo_demo;
mod outbox;
mod performance;
mod real_documents;
mod refusals;
mod shared;
mod xmllint;
