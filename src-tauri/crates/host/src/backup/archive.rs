//! The file itself: a tar archive, packed with gzip, that only its owner may read.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::NoBackup;
use super::manifest::{FORM, FileEntry, Manifest};

/// Name of the manifest within the archive.
const MANIFEST: &str = "manifest.json";
/// Longest manifest, in bytes: thousands of files.
const MANIFEST_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Mode of what is restored.
const MODE: u32 = 0o600;

/// A file on its way into a backup.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Name within the data folder.
    pub(super) name: String,
    /// Where it is now.
    path: PathBuf,
}

impl Part {
    pub(super) fn new(name: impl Into<String>, path: PathBuf) -> Self {
        let name = name.into();
        Self { name, path }
    }

    /// Reads it once, to know what it is.
    pub(super) fn entry(&self) -> Result<FileEntry, NoBackup> {
        let refused = || NoBackup::file(&self.path);
        let mut file = File::open(&self.path).map_err(refused())?;
        let (bytes, sha256) = digest(&mut file, &mut io::sink()).map_err(refused())?;
        Ok(FileEntry {
            name: self.name.clone(),
            bytes,
            sha256,
        })
    }
}

/// Writes the archive whole, down to the disk.
pub(super) fn write(to: &Path, manifest: &Manifest, parts: &[Part]) -> Result<(), NoBackup> {
    let refused = || NoBackup::file(to);
    let file = private(to).map_err(refused())?;
    let mut archive = tar::Builder::new(GzEncoder::new(file, Compression::default()));
    let told = serde_json::to_vec_pretty(manifest).map_err(io::Error::from);
    let told = told.map_err(refused())?;
    let length = u64::try_from(told.len()).unwrap_or(u64::MAX);
    append(&mut archive, MANIFEST, length, told.as_slice()).map_err(refused())?;
    for (part, entry) in parts.iter().zip(&manifest.files) {
        let file = File::open(&part.path).map_err(NoBackup::file(&part.path))?;
        append(
            &mut archive,
            &part.name,
            entry.bytes,
            file.take(entry.bytes),
        )
        .map_err(refused())?;
    }
    let file = archive
        .into_inner()
        .and_then(GzEncoder::finish)
        .map_err(refused())?;
    file.sync_all().map_err(refused())
}

fn append<W: Write>(
    archive: &mut tar::Builder<W>,
    name: &str,
    bytes: u64,
    from: impl Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(MODE);
    archive.append_data(&mut header, name, from)
}

/// Reads an archive back: every file is there, and as it was.
pub(super) fn check(path: &Path, manifest: &Manifest) -> Result<(), NoBackup> {
    let found = unpack(path, |_| Ok(Box::new(io::sink())))?;
    if found == *manifest {
        Ok(())
    } else {
        Err(NoBackup::damaged(path, "its manifest is another one"))
    }
}

/// What takes a file of a backup.
pub(super) type Sink = Box<dyn Write>;

/// Reads an archive, and gives each file to what `sink` makes for it. What is not as the manifest says
/// fails, at the end of that file.
pub(super) fn unpack(
    path: &Path,
    mut sink: impl FnMut(&FileEntry) -> Result<Sink, NoBackup>,
) -> Result<Manifest, NoBackup> {
    let file = File::open(path).map_err(NoBackup::file(path))?;
    let damaged = |error: io::Error| NoBackup::damaged(path, error);
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    let mut entries = archive.entries().map_err(damaged)?;
    let first = entries
        .next()
        .ok_or_else(|| NoBackup::damaged(path, "it is empty"))?;
    let manifest = read_manifest(path, first.map_err(damaged)?)?;
    let mut count = 0;
    for entry in entries {
        let mut entry = entry.map_err(damaged)?;
        let name = entry.path().map_err(damaged)?.into_owned();
        let known = manifest.entry(&name);
        let known = known.ok_or_else(|| NoBackup::damaged(path, "it holds an unknown file"))?;
        let (bytes, sha256) = digest(&mut entry, &mut sink(known)?).map_err(damaged)?;
        if (bytes, &sha256) != (known.bytes, &known.sha256) {
            let reason = format!("{} is not as it was written", known.name);
            return Err(NoBackup::damaged(path, reason));
        }
        count += 1;
    }
    if count == manifest.files.len() {
        Ok(manifest)
    } else {
        Err(NoBackup::damaged(path, "files are missing"))
    }
}

fn read_manifest(path: &Path, first: impl Read) -> Result<Manifest, NoBackup> {
    let mut told = Vec::new();
    first
        .take(MANIFEST_BYTES_MAX)
        .read_to_end(&mut told)
        .map_err(|error| NoBackup::damaged(path, error))?;
    let manifest: Manifest =
        serde_json::from_slice(&told).map_err(|error| NoBackup::damaged(path, error))?;
    if manifest.form > FORM {
        return Err(NoBackup::Newer {
            path: path.to_owned(),
            version: manifest.version,
        });
    }
    Ok(manifest)
}

/// Copies everything, and answers how much it was and its SHA-256.
fn digest(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let count = from.read(&mut buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        if read.is_empty() {
            break;
        }
        hash.update(read);
        to.write_all(read)?;
        bytes += u64::try_from(count).unwrap_or(u64::MAX);
    }
    to.flush()?;
    let hash = hash.finalize();
    Ok((
        bytes,
        hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    ))
}

/// A new file that only this user may read: it holds keys.
pub(super) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, MODE);
    options.open(path)
}
