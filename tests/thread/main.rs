//! The main job as another program does it: from an order file to a completion file, over the real
//! `linesidectl`, plain HTTP and simulator bytes. Nothing of ours reads what comes out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod corrected;
mod door;
mod inspected;
mod inspection;
mod order;
mod people;
mod reasons;
mod repeated;
mod returned;
mod revised;
#[path = "../erp/shared.rs"]
mod shared;
mod stories;
#[path = "../labels/tools.rs"]
#[allow(dead_code, reason = "the tests of labels compare pictures too")]
mod tools;
mod traced;
mod whole;
#[path = "../erp/xmllint.rs"]
mod xmllint;
