//! `cargo xtask fuzz`: a million damaged streams for each codec of the devices.

use crate::program::{Failed, cargo, run};
use crate::setup;

/// How often each target runs.
const RUNS: &str = "1000000";

/// Builds the targets optimised, with overflow and debug assertions on, and runs them all.
///
/// # Errors
/// What could not be built, or the input that broke a codec.
pub(crate) fn fuzz() -> Result<String, Failed> {
    setup::all()?;
    let mut test = cargo();
    test.args([
        "test",
        "--release",
        "--package",
        "devices",
        "--test",
        "fuzz",
    ])
    .env("BOLERO_RANDOM_ITERATIONS", RUNS)
    .env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true")
    .env("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true");
    run(&mut test)?;
    Ok(format!("Every codec withstood {RUNS} damaged streams."))
}
