//! `cargo xtask soak`: eight stations and a plant while everything fails, for ten minutes.

use crate::program::{Failed, cargo, run};
use crate::project;
use crate::setup;

/// How long everything fails.
const SECONDS: &str = "600";

/// Builds `linesidectl`, and lets the test of real parts run ten times as long as CI does.
///
/// # Errors
/// What could not be built, or did not agree in the end.
pub(crate) fn soak() -> Result<String, Failed> {
    setup::all()?;
    run(cargo().args(["build", "--package", "cli"]))?;
    let mut test = cargo();
    test.args(["test", "--package", "plant-tests", "--test", "replication"]);
    test.args(["--", "--nocapture", "eight_stations"])
        .env("LINESIDECTL_BIN", project::built("linesidectl", "debug"))
        .env("LINESIDE_SOAK_SECONDS", SECONDS);
    run(&mut test)?;
    Ok(format!("After {SECONDS} s of faults all agree."))
}
