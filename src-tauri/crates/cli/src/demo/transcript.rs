//! What happened, as it happened: printed, and kept in a file.

use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use crate::output::say;
use crate::problem::Problem;

/// A transcript being written.
pub(super) struct Transcript {
    file: File,
    begun: Instant,
}

impl Transcript {
    /// Begins a transcript in a file of its own.
    ///
    /// # Errors
    /// [`Problem::File`], when the file cannot be made.
    pub(super) fn begin(path: &Path) -> Result<Self, Problem> {
        let file = File::create(path).map_err(Problem::file(path))?;
        Ok(Self {
            file,
            begun: Instant::now(),
        })
    }

    /// Adds a line, with the seconds since the beginning.
    ///
    /// # Errors
    /// [`Problem::Output`], when it cannot be written.
    pub(super) fn line(&mut self, what: impl Display) -> Result<(), Problem> {
        let passed = self.begun.elapsed();
        let line = format!(
            "{:>3}.{:03} s  {what}",
            passed.as_secs(),
            passed.subsec_millis()
        );
        writeln!(self.file, "{line}").map_err(Problem::Output)?;
        say(line)
    }
}
