//! `linesidectl import`: documents of an ERP, into the folder itself or through the running host.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use domain::id::RequestId;
use domain::import::Finding;
use host::{Host, client, local};
use station::SystemClock;
use station::request::{CommandImport, ImportFile};
use station::view::imports::{ImportReport, Tally};
use store::{Folder, StoreError};
use uuid::Uuid;

use crate::data::Data;
use crate::output::{complain, say};
use crate::problem::Problem;

/// What to import.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    data: Data,
    /// B2MML documents, CSV tables, and folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Checks and counts, and records nothing.
    #[arg(long)]
    dry_run: bool,
    /// Prints the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Imports, and says what was brought, what was noticed and what was refused.
///
/// # Errors
/// [`Problem::ImportRefused`] when a document is; findings alone are no error.
pub(crate) async fn run(import: Import) -> Result<(), Problem> {
    let folder = import.data.folder()?;
    bring(&folder, &import).await
}

impl Import {
    /// An import of everything in `paths`.
    pub(crate) fn of(paths: Vec<PathBuf>) -> Self {
        Self {
            data: Data::default(),
            paths,
            dry_run: false,
            json: false,
        }
    }
}

/// Imports into the station of a folder.
///
/// # Errors
/// As for [`run`].
pub(crate) async fn bring(folder: &Folder, import: &Import) -> Result<(), Problem> {
    let report = match Host::quiet(folder.clone(), Arc::new(SystemClock)).await {
        Ok(host) => {
            host::import::import_paths(&host.station, &import.paths, import.dry_run).await?
        }
        Err(in_use @ StoreError::InUse { .. }) => match local::find(folder) {
            Some(door) => through(&door, import).await?,
            None => return Err(in_use.into()),
        },
        Err(error) => return Err(error.into()),
    };
    if import.json {
        say(serde_json::to_string(&report).map_err(Problem::Json)?)?;
    } else {
        tell(&report)?;
    }
    if report.refused {
        Err(Problem::ImportRefused)
    } else {
        Ok(())
    }
}

/// Sends the documents through the running host's door.
async fn through(door: &local::Door, import: &Import) -> Result<ImportReport, Problem> {
    let documents = match erp::documents(&import.paths) {
        Ok(documents) => documents,
        Err(refused) => return Ok(refusal(refused, import.dry_run)),
    };
    let file = |(name, content)| ImportFile {
        name,
        content_base64: STANDARD.encode(content),
    };
    let request = CommandImport {
        request: RequestId(Uuid::now_v7()),
        session: None,
        dry_run: import.dry_run,
        files: documents.files.into_iter().map(file).collect(),
    };
    let request = serde_json::to_value(request).map_err(Problem::Json)?;
    let answer = client::call(door, "command_import", &request).await?;
    let mut report: ImportReport = serde_json::from_value(answer).map_err(Problem::Json)?;
    report.findings.extend(documents.findings);
    Ok(report)
}

fn refusal(refused: erp::Refused, dry_run: bool) -> ImportReport {
    let errors = refused.refusals.into_iter().map(Finding::from).collect();
    ImportReport {
        dry_run,
        refused: true,
        tallies: Vec::new(),
        findings: Vec::new(),
        errors,
    }
}

fn tell(report: &ImportReport) -> Result<(), Problem> {
    for Tally {
        kind,
        new,
        changed,
        unchanged,
    } in &report.tallies
    {
        say(format_args!(
            "{kind}: {new} new, {changed} changed, {unchanged} unchanged"
        ))?;
    }
    for finding in &report.findings {
        say(line(finding))?;
    }
    for error in &report.errors {
        complain(&line(error));
    }
    if report.refused {
        return Ok(());
    }
    let done = if report.dry_run {
        "tried, nothing recorded"
    } else {
        "imported"
    };
    match report.findings.len() {
        0 => say(done),
        1 => say(format_args!("{done}, 1 finding")),
        count => say(format_args!("{done}, {count} findings")),
    }
}

fn line(finding: &Finding) -> String {
    let Finding { file, row, text } = finding;
    match row {
        Some(row) => format!("{file}, row {row}: {text}"),
        None if file.is_empty() => text.clone(),
        None => format!("{file}: {text}"),
    }
}
