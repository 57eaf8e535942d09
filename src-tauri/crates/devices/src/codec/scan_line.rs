//! Serial scanners (RS-232, CDC-ACM): frames that end in CR, LF, CR LF, ETX or tab.

use super::frame::{Framer, Framing};
use super::scan::{BadScan, Scan};

/// Longest code a scanner may send, in bytes. A QR code of version 40 holds 2,953 bytes and a
/// Data Matrix 1,556; a longer line means noise or a missing suffix.
pub const SCAN_BYTES_MAX: usize = 3_072;

/// Turns a scanner's bytes into scans.
#[derive(Clone, Debug)]
pub struct ScanLine {
    framer: Framer,
}

impl ScanLine {
    /// A reader for a scanner set to this framing.
    #[must_use]
    pub fn new(framing: Framing) -> Self {
        Self {
            framer: Framer::new(framing, SCAN_BYTES_MAX),
        }
    }

    /// Takes bytes as they came and answers the scans they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<Scan, BadScan>> {
        let frames = self.framer.push(bytes);
        frames.into_iter().map(|frame| Scan::read(frame?)).collect()
    }

    /// Gives up a half scan, when the caller saw the line go quiet.
    pub fn quiet(&mut self) -> Option<BadScan> {
        self.framer.quiet().map(BadScan::Frame)
    }
}
