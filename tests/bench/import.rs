//! Import of a folder of CSV files with many orders into a new station, beside a bulk insert of as
//! many rows of the same size with as many commits.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use station::found::found;
use station::{Folder, Station, SystemClock};
use tempfile::TempDir;

use crate::plant;
use crate::raw::{Raw, RowBytes};
use crate::report::{Report, Times};
use crate::sizes::Sizes;

/// Orders a commit, as the product's import has it.
const STEP: usize = 100;

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let sent = tempfile::tempdir_in(folder).unwrap();
    for (name, content) in plant::documents(sizes.orders) {
        std::fs::write(sent.path().join(name), content).unwrap();
    }
    let (mut product, mut plain) = (Times::default(), Times::default());
    for _ in 0..sizes.imports {
        let data = tempfile::tempdir_in(folder).unwrap();
        product.add(import(&data, sent.path(), sizes.orders).await);
        let database = data.path().join(store::DATABASE);
        let bytes = RowBytes::of(
            &database,
            "operations_request.received",
            "operations_request",
        );
        plain.add(Raw::new(data.path(), bytes, 1).insert(sizes.orders, STEP));
    }
    let (product, plain) = (product.quantile_ms(0.5), plain.quantile_ms(0.5));
    report.number("import.seconds", product / 1_000.0);
    report.number(
        "import.orders_per_s",
        sizes.orders as f64 / (product / 1_000.0),
    );
    report.number("import.raw_seconds", plain / 1_000.0);
    report.number("import.ratio_raw", product / plain);
}

async fn import(data: &TempDir, sent: &Path, orders: usize) -> Duration {
    let folder = Folder::new(data.path());
    found(&folder, &plant::founding()).await.unwrap();
    let station = Station::open(&folder, Arc::new(SystemClock)).await.unwrap();
    let paths: [PathBuf; 1] = [sent.to_path_buf()];
    let begun = Instant::now();
    let report = host::import::import_paths(&station, &paths, false).await;
    let time = begun.elapsed();
    let report = report.unwrap();
    let tally = report.tallies.iter().find(|tally| tally.kind == "orders");
    let new = tally.map_or(0, |tally| tally.new);
    assert_eq!(usize::try_from(new).unwrap(), orders, "{report:?}");
    time
}
