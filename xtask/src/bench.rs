//! `cargo xtask bench`: how fast, written down.

use std::fs;

use crate::build;
use crate::program::{Failed, here, make_folder, on_virtual_screen, run};
use crate::project;
use crate::setup;

/// Builds for release, measures, and leaves `target/bench/report.json`.
///
/// # Errors
/// What could not be built or measured.
pub(crate) fn bench() -> Result<String, Failed> {
    setup::all()?;
    build::screens()?;
    build::for_bench()?;
    let folder = project::made().join("bench");
    make_folder(&folder)?;
    let report = folder.join("report.json");
    // A report of an earlier run must not pass for this one's.
    if report.exists() {
        fs::remove_file(&report).map_err(|source| Failed::File {
            path: report.clone(),
            source,
        })?;
    }
    let mut bench = here(project::built("bench", "release"));
    let near_empty = format!("examples/{}", build::NEAR_EMPTY);
    bench
        .arg(&report)
        .env("LINESIDE_BIN", project::built("lineside", "release"))
        .env("LINESIDECTL_BIN", project::built("linesidectl", "release"))
        .env("NEAR_EMPTY_BIN", project::built(&near_empty, "release"));
    run(&mut on_virtual_screen(&bench))?;
    if !report.is_file() {
        return Err(Failed::Missing(format!(
            "the bench left no {}",
            report.display()
        )));
    }
    Ok(format!("Measured: {}", report.display()))
}
