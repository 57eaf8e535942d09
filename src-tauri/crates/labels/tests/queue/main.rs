//! The print queue's promise: no label vanishes, none is printed twice silently.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a failed expectation is the test's verdict"
)]

mod proof;
mod table;
