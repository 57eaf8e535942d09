//! A codec over a port. No thread, no sleep: waiting is reading, and the clock is an argument.

pub mod printer;
pub mod scale;
pub mod scanner;

/// Bytes read at once. More come with the next read.
const READ_BYTES: usize = 1_024;
