//! What the tests of whole plants share.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod files;
pub mod http;
pub mod linesidectl;
pub mod postgres;
pub mod proxy;
pub mod screen;
mod window;

pub use files::{checkout, files_below};
pub use window::{Window, program};
