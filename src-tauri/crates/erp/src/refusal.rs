//! Why documents are not taken: file, row, and what to do about it.

use std::fmt;

use domain::import::Finding;

/// Most refusals one read reports. A file of the wrong kind breaks every row the same way; more
/// than this helps nobody.
pub const REFUSALS_MAX: usize = 100;

/// One reason a set of documents is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// File name, without its folder.
    pub file: String,
    /// Row (CSV, the header is row 1) or line (XML), from 1; absent for the file as a whole.
    pub row: Option<u64>,
    /// What is wrong and what to do, as a sentence.
    pub text: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{}, row {row}: {}", self.file, self.text),
            None => write!(f, "{}: {}", self.file, self.text),
        }
    }
}

impl From<Refusal> for Finding {
    fn from(refusal: Refusal) -> Self {
        Self {
            file: refusal.file,
            row: refusal.row,
            text: refusal.text,
        }
    }
}

/// Everything that speaks against a set of documents. One is enough: nothing is half-imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The first [`REFUSALS_MAX`] reasons, in reading order; never empty.
    pub refusals: Vec<Refusal>,
    /// How many more there are.
    pub further: usize,
}

impl Refused {
    pub(crate) fn one(file: &str, row: Option<u64>, text: String) -> Self {
        Self {
            refusals: vec![Refusal {
                file: file.to_owned(),
                row,
                text,
            }],
            further: 0,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing was imported")?;
        for refusal in &self.refusals {
            write!(f, "\n{refusal}")?;
        }
        if self.further > 0 {
            write!(f, "\nand {} more", self.further)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
