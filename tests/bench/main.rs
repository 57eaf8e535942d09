//! `bench REPORT [--quick] [PART ...]`: how fast, written down.
//!
//! Every ratio is measured in slices that alternate with its denominator, in one run on one disk:
//! what else the machine does hits both. `--quick` takes small sizes, to try the bench itself; parts are
//! named to leave the others out.
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
#[path = "../plant/chain.rs"]
#[allow(dead_code, reason = "the tests of the plant write other chains too")]
mod chain;
mod devices;
mod exchange;
mod history;
mod import;
mod lists;
mod newcomer;
mod plant;
mod raw;
mod report;
mod scan;
mod sizes;
mod window;

use std::path::PathBuf;

use report::Report;
use sizes::Sizes;

const USAGE: &str =
    "bench REPORT [--quick] [capture|scan|devices|import|lists|window|exchange|newcomer ...]";

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let path = arguments.next().map(PathBuf::from);
    let path = path.unwrap_or_else(|| panic!("say where the report goes: {USAGE}"));
    let quick = arguments.next_if(|word| word == "--quick").is_some();
    let sizes = if quick { Sizes::QUICK } else { Sizes::FULL };
    let mut parts: Vec<String> = arguments.collect();
    if parts.is_empty() {
        parts = [
            "capture", "scan", "devices", "import", "lists", "window", "exchange", "newcomer",
        ]
        .map(ToOwned::to_owned)
        .to_vec();
    }
    // Beside the report, so on the disk that the report names, and never in memory.
    let folder = path.parent().unwrap().join("data");
    std::fs::create_dir_all(&folder).unwrap();
    let mut report = Report::new(&sizes);
    for part in parts {
        match part.as_str() {
            "capture" => capture::measure(&mut report, &sizes, &folder).await,
            "scan" => scan::measure(&mut report, &sizes, &folder).await,
            "devices" => devices::measure(&mut report, &sizes, &folder).await,
            "import" => import::measure(&mut report, &sizes, &folder).await,
            "lists" => lists::measure(&mut report, &sizes, &folder).await,
            "window" => window::measure(&mut report, &sizes, &folder).await,
            "exchange" => exchange::measure(&mut report, &sizes, &folder).await,
            "newcomer" => newcomer::measure(&mut report, &sizes, &folder).await,
            other => panic!("{other} is not known: {USAGE}"),
        }
    }
    report.finish(&path);
}
