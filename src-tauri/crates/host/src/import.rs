//! Documents into the station: read and checked as a whole, then taken in.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::import::{Finding, Import};
use sha2::{Digest, Sha256};
use station::failure::Failure;
use station::request::CommandImport;
use station::view::imports::ImportReport;
use station::{Intake, Station};
use uuid::Uuid;

/// Imports what a screen sends.
///
/// # Errors
/// [`Failure`], when the person may not, the base64 is malformed or nothing can be recorded.
pub async fn command_import(
    station: &Station,
    request: CommandImport,
) -> Result<ImportReport, Failure> {
    let mut files = Vec::with_capacity(request.files.len());
    for file in request.files {
        let content = STANDARD.decode(&file.content_base64);
        let content =
            content.map_err(|_| Failure::bad_request(format!("{} is not in base64", file.name)))?;
        files.push((file.name, content));
    }
    import_files(station, files, request.dry_run, request.session).await
}

/// Imports documents in memory.
///
/// # Errors
/// [`Failure`], when the person may not or nothing can be recorded. A refused document is no
/// failure: the report says why.
pub async fn import_files(
    station: &Station,
    files: Vec<(String, Vec<u8>)>,
    dry_run: bool,
    session: Option<Uuid>,
) -> Result<ImportReport, Failure> {
    let digest = digest(&files);
    match erp::read_files(files) {
        Ok(import) => take_in(station, import, digest, dry_run, session).await,
        Err(refused) => Ok(refusal(refused, dry_run)),
    }
}

/// Imports files and folders by path.
///
/// # Errors
/// As for [`import_files`].
pub async fn import_paths(
    station: &Station,
    paths: &[PathBuf],
    dry_run: bool,
) -> Result<ImportReport, Failure> {
    // The digest is of the documents, so that an import cut off here goes on from a screen.
    let digest = match erp::documents(paths) {
        Ok(documents) => digest(&documents.files),
        Err(refused) => return Ok(refusal(refused, dry_run)),
    };
    match erp::read(paths) {
        Ok(import) => take_in(station, import, digest, dry_run, None).await,
        Err(refused) => Ok(refusal(refused, dry_run)),
    }
}

async fn take_in(
    station: &Station,
    import: Import,
    digest: String,
    dry_run: bool,
    session: Option<Uuid>,
) -> Result<ImportReport, Failure> {
    station
        .import(Intake {
            import,
            digest,
            dry_run,
            session,
        })
        .await
}

fn refusal(refused: erp::Refused, dry_run: bool) -> ImportReport {
    let mut errors: Vec<Finding> = refused.refusals.into_iter().map(Finding::from).collect();
    if refused.further > 0 {
        let text = format!("and {} more of the kind", refused.further);
        errors.push(Finding {
            file: String::new(),
            row: None,
            text,
        });
    }
    ImportReport {
        dry_run,
        refused: true,
        tallies: Vec::new(),
        findings: Vec::new(),
        errors,
    }
}

/// SHA-256 over names and contents, in the order of the names.
fn digest(files: &[(String, Vec<u8>)]) -> String {
    let mut sorted: Vec<&(String, Vec<u8>)> = files.iter().collect();
    sorted.sort();
    let mut hash = Sha256::new();
    for (name, content) in sorted {
        hash.update(Sha256::digest(name.as_bytes()));
        hash.update(Sha256::digest(content));
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
