//! What the programs say of themselves, kept in the data folder for whoever looks after it: two files of
//! limited length, the older one replaced.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::MakeWriterExt as _;

use crate::config::Config;
pub use station::found::LOGS;

/// The file that is written.
const NAME: &str = "lineside.log";
/// The one before.
const BEFORE: &str = "lineside.log.1";
/// Longest file, in bytes: some ten thousand lines.
const BYTES_MAX: u64 = 2 * 1024 * 1024;

/// Begins to write what happens to standard error, and to the log of a data folder that is there. How
/// much is written the settings say, else `usual`.
pub fn begin(config: Option<&Config>, usual: &str, data: Option<&Path>) {
    let said = config.and_then(Config::log).unwrap_or(usual);
    let filter = EnvFilter::try_new(said).unwrap_or_else(|_| EnvFilter::new(usual));
    let format = tracing_subscriber::fmt().with_env_filter(filter);
    let log = data.filter(|data| data.is_dir()).map(LogFile::open);
    match log {
        Some(Ok(log)) => {
            let both = io::stderr.and(Arc::new(log));
            format.with_ansi(false).with_writer(both).init();
        }
        Some(Err(error)) => {
            format.with_writer(io::stderr).init();
            tracing::warn!(%error, "the log in the data folder cannot be written");
        }
        None => format.with_writer(io::stderr).init(),
    }
}

/// The log of a data folder.
#[derive(Debug)]
pub struct LogFile {
    folder: PathBuf,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    file: File,
    bytes: u64,
}

impl LogFile {
    /// Opens the log of a data folder that is there, to write on.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(data: &Path) -> io::Result<Self> {
        let folder = data.join(LOGS);
        std::fs::create_dir_all(&folder)?;
        let open = Mutex::new(Open::at(&folder)?);
        Ok(Self { folder, open })
    }

    fn write_line(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if open.bytes.saturating_add(length) > BYTES_MAX {
            std::fs::rename(self.folder.join(NAME), self.folder.join(BEFORE))?;
            *open = Open::at(&self.folder)?;
        }
        open.file.write_all(bytes)?;
        open.bytes += length;
        Ok(bytes.len())
    }
}

impl Open {
    fn at(folder: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join(NAME))?;
        let bytes = file.metadata()?.len();
        Ok(Self { file, bytes })
    }
}

impl Write for &LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_line(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The last lines of the log of a data folder, at most `bytes` of them; empty where there is none.
///
/// # Errors
/// What the system says.
pub fn tail(data: &Path, bytes: u64) -> io::Result<String> {
    let mut file = match File::open(data.join(LOGS).join(NAME)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        opened => opened?,
    };
    let from = file.metadata()?.len().saturating_sub(bytes);
    file.seek(SeekFrom::Start(from))?;
    let mut read = Vec::new();
    file.take(bytes).read_to_end(&mut read)?;
    let text = String::from_utf8_lossy(&read).into_owned();
    let whole = text.split_once('\n').filter(|_| from > 0);
    Ok(whole.map(|(_, rest)| rest.to_owned()).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_never_longer_than_two_files() {
        let data = tempfile::tempdir().unwrap();
        let log = LogFile::open(data.path()).unwrap();
        let line = [b'x'; 1_023];
        let mut line = line.to_vec();
        line.push(b'\n');

        for _ in 0..(3 * BYTES_MAX / 1_024) {
            (&log).write_all(&line).unwrap();
        }

        let length = |name| {
            std::fs::metadata(data.path().join(LOGS).join(name))
                .unwrap()
                .len()
        };
        assert!(length(NAME) <= BYTES_MAX && length(BEFORE) <= BYTES_MAX);
        let tail = tail(data.path(), 2_000).unwrap();
        assert_eq!(tail.len(), 1_024, "the cut line is left out");
    }

    #[test]
    fn a_folder_without_a_log_has_an_empty_one() {
        let data = tempfile::tempdir().unwrap();

        assert_eq!(tail(data.path(), 10).unwrap(), "");
    }
}
