//! The arrows between our crates are those ARCHITECTURE.md draws, and what must know nothing of
//! the world names none of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod arrows;
mod sources;
mod webview;
