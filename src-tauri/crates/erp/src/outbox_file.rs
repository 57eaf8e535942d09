//! The folder where the ERP takes messages: one file a message, never seen half-written, answered
//! by a file beside it.
//!
//! A message is `OperationsPerformance-<message id>.xml`. The ERP answers with the same name and
//! `.ack` (taken) or `.err` (refused, its text is the reason) at its end or in place of `.xml`.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// Longest reason kept of an `.err` file, in characters.
pub const REASON_CHARS_MAX: usize = 4_000;
/// Most bytes read of an `.err` file.
const REASON_BYTES_MAX: u64 = 64 * 1024;
/// What is done once a message stands in its place.
const SYNCING: &str = "syncing";

/// What the ERP says about one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Taken.
    Accepted,
    /// Refused; a person must look at it.
    Rejected {
        /// The ERP's own text.
        reason: String,
    },
}

/// The outbox folder could not be used; the message is to be kept and tried again.
#[derive(Debug, thiserror::Error)]
#[error(
    "{action} {path}: {cause}: check that the folder is there and this computer may write to it"
)]
pub struct OutboxUnusable {
    /// What was tried, for example `writing`.
    pub action: &'static str,
    /// The file or folder.
    pub path: String,
    /// What the system answered.
    #[source]
    pub cause: io::Error,
}

impl OutboxUnusable {
    /// Whether the ERP may have seen the file all the same: it stood in its place when this came.
    #[must_use]
    pub fn may_be_seen(&self) -> bool {
        self.action == SYNCING
    }
}

/// Name of a message's file.
#[must_use]
pub fn file_name(message: Uuid) -> String {
    format!("OperationsPerformance-{message}.xml")
}

/// Lays one message down: written beside its place, synced, renamed, the folder synced. Laying the
/// same message down again replaces it with itself. The folder must be there: a missing one is most
/// often a network share that is not mounted, and a message beneath it would reach nobody.
///
/// # Errors
/// [`OutboxUnusable`]; then nobody has seen a part of it, and the whole of it only where
/// [`OutboxUnusable::may_be_seen`] says so.
pub fn write(folder: &Path, message: Uuid, document: &str) -> Result<PathBuf, OutboxUnusable> {
    let path = folder.join(file_name(message));
    let unfinished = folder.join(format!("{}.tmp", file_name(message)));
    write_synced(&unfinished, document).map_err(unusable("writing", &unfinished))?;
    fs::rename(&unfinished, &path).map_err(unusable("renaming", &unfinished))?;
    sync_folder(folder).map_err(unusable(SYNCING, folder))?;
    Ok(path)
}

/// Reads the ERP's answer to one message; nothing as long as there is none.
///
/// # Errors
/// [`OutboxUnusable`], when an answer is there but cannot be read.
pub fn read_answer(folder: &Path, message: Uuid) -> Result<Option<Answer>, OutboxUnusable> {
    let refusal = sidecar(folder, message, "err")?;
    let acceptance = sidecar(folder, message, "ack")?;
    Ok(answer(acceptance.is_some(), refusal.as_deref()))
}

/// What the files beside a message mean. A refusal outweighs an acceptance: a person looks.
#[must_use]
pub fn answer(accepted: bool, refusal: Option<&[u8]>) -> Option<Answer> {
    let Some(refusal) = refusal else {
        return accepted.then_some(Answer::Accepted);
    };
    let text = String::from_utf8_lossy(refusal.strip_prefix(b"\xef\xbb\xbf").unwrap_or(refusal));
    let reason: String = text.trim().chars().take(REASON_CHARS_MAX).collect();
    let reason = match reason.is_empty() {
        true => "the ERP gave no reason".to_owned(),
        false => reason,
    };
    Some(Answer::Rejected { reason })
}

/// The beginning of an answer file, under either of its names.
fn sidecar(
    folder: &Path,
    message: Uuid,
    extension: &str,
) -> Result<Option<Vec<u8>>, OutboxUnusable> {
    let name = file_name(message);
    let appended = folder.join(format!("{name}.{extension}"));
    let replaced = folder.join(name).with_extension(extension);
    for path in [appended, replaced] {
        match File::open(&path) {
            Ok(file) => {
                return beginning(file)
                    .map(Some)
                    .map_err(unusable("reading", &path));
            }
            Err(bad) if bad.kind() == io::ErrorKind::NotFound => {}
            Err(bad) => return Err(unusable("reading", &path)(bad)),
        }
    }
    Ok(None)
}

fn beginning(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(REASON_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn write_synced(path: &Path, document: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(document.as_bytes())?;
    file.sync_all()
}

/// Makes the rename itself durable. Windows has no such call: there the file system does it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

fn unusable(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutboxUnusable {
    let path = path.display().to_string();
    move |cause| OutboxUnusable {
        action,
        path,
        cause,
    }
}
