//! `linesidectl demo`: the main job from order file to completion file, without a window.

mod bench;
mod order;
mod tour;
mod transcript;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use host::{ERP_OUT, Host};
use station::SystemClock;
use store::{Folder, Store, StoreError};

use crate::problem::Problem;

use self::bench::Bench;
use self::tour::Tour;
use self::transcript::Transcript;

/// Folder of the plant the demo works on, made anew each time.
const PLANT: &str = "main-job";

/// Order of the demo.
const ORDER: &str = "MO-2001";

/// How long anything may take to show; two busy cores need a tenth of it.
const WAIT_MAX: Duration = Duration::from_secs(20);
/// Pause between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Where the demo leaves what came of it.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder for the transcript, the labels, the order and the message to the ERP.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Does the main job and leaves `transcript.txt`, `order.xml`, `labels/` and
/// `OperationsPerformance-*.xml`.
///
/// # Errors
/// [`Problem`], at the first step that is refused or does not come.
pub(crate) async fn run(demo: Demo) -> Result<(), Problem> {
    let out = demo.out.as_path();
    let folder = Folder::new(out.join(PLANT));
    clear(&folder).await?;
    let labels = out.join("labels");
    remove(&labels)?;
    forget_messages(out)?;
    std::fs::create_dir_all(&labels).map_err(Problem::file(&labels))?;
    let mut transcript = Transcript::begin(&out.join("transcript.txt"))?;
    host::demo::make(&folder, Arc::new(SystemClock)).await?;
    transcript.line("made a demo plant: orders imported, some released, some work done")?;
    let bench = Bench::start(&labels).map_err(Problem::Simulator)?;
    bench.bind(&folder).await?;
    let host = Host::start(folder.clone(), Arc::new(SystemClock)).await?;
    let order = out.join("order.xml");
    std::fs::write(&order, order::document(ORDER)).map_err(Problem::file(&order))?;
    let mut tour = Tour::new(&host, &bench, &mut transcript);
    tour.import(&order).await?;
    tour.work(ORDER, &labels).await?;
    tour.delivered().await?;
    drop(host);
    collect(&folder.path().join(ERP_OUT), out, &mut transcript)?;
    let verified = Store::open_read_only(&folder).await?.verify().await?;
    transcript.line(format_args!("verified the log: {verified}"))
}

/// Removes the demo of an earlier call, and nothing else.
async fn clear(folder: &Folder) -> Result<(), Problem> {
    match Store::open_read_only(folder).await {
        Ok(store) => match store.station().await? {
            Some(row) if !row.demo => Err(Problem::NotADemo(folder.path().to_owned())),
            _ => remove(folder.path()),
        },
        Err(StoreError::NoStation { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn remove(path: &Path) -> Result<(), Problem> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Problem::file(path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes the messages of an earlier call.
fn forget_messages(out: &Path) -> Result<(), Problem> {
    let Ok(entries) = std::fs::read_dir(out) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry.map_err(Problem::file(out))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("OperationsPerformance-") && is_document(&path) {
            std::fs::remove_file(&path).map_err(Problem::file(&path))?;
        }
    }
    Ok(())
}

/// Copies the messages to the ERP beside the transcript.
fn collect(from: &Path, out: &Path, transcript: &mut Transcript) -> Result<(), Problem> {
    for entry in std::fs::read_dir(from).map_err(Problem::file(from))? {
        let path = entry.map_err(Problem::file(from))?.path();
        let Some(name) = path.file_name().filter(|_| is_document(&path)) else {
            continue;
        };
        std::fs::copy(&path, out.join(name)).map_err(Problem::file(&path))?;
        transcript.line(format_args!("wrote for the ERP: {}", name.display()))?;
    }
    Ok(())
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "xml")
}
