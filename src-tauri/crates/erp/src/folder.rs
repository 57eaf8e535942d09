//! Files from disk, with a limit on each and on all: nothing too large is read into memory.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::refusal::Refused;

/// Largest file accepted. 10,000 orders with their operations take about 40 MiB as B2MML.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most bytes of one import.
pub const IMPORT_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Most files of one import: one message a file adds up where nobody clears the folder.
pub const FILES_MAX: usize = 5_000;

/// Files that were given together: one directory, or the files named one by one.
pub(crate) type Group = Vec<(String, Vec<u8>)>;

/// What was found at the paths given.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) groups: Vec<Group>,
    /// Names of files in directories that are neither tables nor documents.
    pub(crate) ignored: Vec<String>,
}

/// Reads the files named, and those in the directories named, in the order of their names.
pub(crate) fn gather(paths: &[PathBuf]) -> Result<Gathered, Refused> {
    let mut gathered = Gathered::default();
    let mut named: Group = Vec::new();
    let mut bytes_left = IMPORT_BYTES_MAX;
    let mut files_left = FILES_MAX;
    for path in paths {
        let files = listed(path, &mut gathered.ignored)?;
        files_left = files_left.checked_sub(files.len()).ok_or_else(|| {
            refused(
                path,
                format!("more than {FILES_MAX} files: import them in parts"),
            )
        })?;
        let mut group = Group::new();
        for file in files {
            let bytes = read(&file, bytes_left)?;
            bytes_left = bytes_left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            group.push((name(&file), bytes));
        }
        match path.is_dir() {
            true => gathered.groups.push(group),
            false => named.extend(group),
        }
    }
    gathered.groups.push(named);
    Ok(gathered)
}

/// The file itself, or the `.csv` and `.xml` files of a directory.
fn listed(path: &Path, ignored: &mut Vec<String>) -> Result<Vec<PathBuf>, Refused> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable =
        |bad: std::io::Error| refused(path, format!("the folder cannot be read: {bad}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        match kind(&name(&file)) {
            _ if !file.is_file() => {}
            Kind::Passed => {}
            Kind::Read => files.push(file),
            Kind::Ignored => ignored.push(name(&file)),
        }
    }
    ignored.sort();
    files.sort();
    if files.is_empty() {
        return Err(refused(
            path,
            "the folder holds no .csv or .xml file: check the path".to_owned(),
        ));
    }
    Ok(files)
}

/// What a file's name says about it.
enum Kind {
    Read,
    Ignored,
    /// Hidden, still being written, or an answer to one of our own messages.
    Passed,
}

fn kind(name: &str) -> Kind {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        _ if name.starts_with('.') => Kind::Passed,
        Some("csv" | "xml") => Kind::Read,
        Some("tmp" | "ack" | "err") => Kind::Passed,
        _ => Kind::Ignored,
    }
}

fn read(path: &Path, bytes_left: u64) -> Result<Vec<u8>, Refused> {
    let unreadable = |bad: std::io::Error| refused(path, format!("the file cannot be read: {bad}"));
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if length > FILE_BYTES_MAX {
        return Err(refused(path, too_large(length)));
    }
    let mut bytes = Vec::new();
    // The length may be a lie (a pipe, a file still growing): the limit holds while reading too.
    file.take(FILE_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > FILE_BYTES_MAX {
        return Err(refused(path, too_large(length)));
    }
    if length > bytes_left {
        let text = format!(
            "all files together are larger than {} MiB: import them in parts",
            mib(IMPORT_BYTES_MAX)
        );
        return Err(refused(path, text));
    }
    Ok(bytes)
}

/// The sentence for a file over [`FILE_BYTES_MAX`].
pub(crate) fn too_large(bytes: u64) -> String {
    format!(
        "the file has {} MiB, at most {} MiB are read: split it",
        mib(bytes),
        mib(FILE_BYTES_MAX)
    )
}

fn mib(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn refused(path: &Path, text: String) -> Refused {
    Refused::one(&name(path), None, text)
}
