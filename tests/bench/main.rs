//! `bench REPORT [--quick]`: how fast, written down.
//!
//! Every ratio is measured in slices that alternate with its denominator, in one run on one disk:
//! what else the machine does hits both. `--quick` takes small sizes, to try the bench itself.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench answers at the terminal, and has failed where it cannot measure"
)]
#![allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "these are statistics about the product, not a part of it"
)]

mod capture;
mod history;
mod import;
mod lists;
mod plant;
mod raw;
mod report;
mod scan;
mod sizes;
mod window;

use std::path::PathBuf;

use report::Report;
use sizes::Sizes;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().map(PathBuf::from);
    let path = path.unwrap_or_else(|| panic!("say where the report goes: bench REPORT [--quick]"));
    let sizes = match arguments.next().as_deref() {
        None => Sizes::FULL,
        Some("--quick") => Sizes::QUICK,
        Some(other) => panic!("{other} is not known: bench REPORT [--quick]"),
    };
    // Beside the report, so on the disk that the report names, and never in memory.
    let folder = path.parent().unwrap().join("data");
    std::fs::create_dir_all(&folder).unwrap();
    let mut report = Report::new(&sizes);
    capture::measure(&mut report, &sizes, &folder).await;
    scan::measure(&mut report, &sizes, &folder).await;
    import::measure(&mut report, &sizes, &folder).await;
    lists::measure(&mut report, &sizes, &folder).await;
    window::measure(&mut report, &sizes, &folder).await;
    report.finish(&path);
}
