//! What is said to whoever called.

use std::fmt::Display;
use std::io::{self, Write};

use crate::problem::Problem;

/// Writes a line to standard output, at once: another program may be waiting for it.
///
/// # Errors
/// [`Problem::Output`], when nobody reads it any more.
pub(crate) fn say(line: impl Display) -> Result<(), Problem> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")
        .and_then(|()| output.flush())
        .map_err(Problem::Output)
}

/// Writes a line to standard error.
pub(crate) fn complain(line: &impl Display) {
    // Where not even that can be written, the exit status still says it.
    let _written = writeln!(io::stderr(), "{line}");
}
