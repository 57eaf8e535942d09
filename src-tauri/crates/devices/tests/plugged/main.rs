//! Devices that are plugged in, unplugged and plugged in elsewhere, in a test bed that stands in for
//! `/sys`, `/dev` and the kernel's calls. Each test runs itself again within the bed.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is the test's verdict"
)]

mod bed;
mod finder;
mod hid;
mod keys;
mod printer;
mod recording;
