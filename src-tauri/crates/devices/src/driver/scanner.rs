//! A scanner: waits for codes.

use std::collections::VecDeque;
use std::time::Duration;

use super::READ_BYTES;
use crate::codec::frame::Framing;
use crate::codec::scan::{BadScan, Scan};
use crate::codec::scan_line::ScanLine;
use crate::port::clock::Clock;
use crate::port::{Fault, Port};

/// How long a code may pause in the middle before it is given up. The slowest line, 300 baud, has
/// a byte every 33 ms; a wireless base station may pause some hundred.
pub const PAUSE_MAX: Duration = Duration::from_secs(1);

/// A scanner on a port.
#[derive(Debug)]
pub struct Scanner<P> {
    port: P,
    codec: ScanLine,
    heard: VecDeque<Result<Scan, BadScan>>,
    last_byte: Duration,
}

impl<P: Port> Scanner<P> {
    /// A scanner whose frames look like this.
    #[must_use]
    pub fn new(port: P, framing: Framing) -> Self {
        let codec = ScanLine::new(framing);
        Self {
            port,
            codec,
            heard: VecDeque::new(),
            last_byte: Duration::ZERO,
        }
    }

    /// Waits for the next read of the scanner, at most `wait`. Every read is answered once and in
    /// order; telling double reads apart is the command's business.
    ///
    /// # Errors
    /// [`Fault`], when the port is of no more use. Silence is no fault.
    pub fn next(
        &mut self,
        wait: Duration,
        clock: &impl Clock,
    ) -> Result<Option<Result<Scan, BadScan>>, Fault> {
        if self.heard.is_empty() {
            self.listen(wait, clock)?;
        }
        Ok(self.heard.pop_front())
    }

    fn listen(&mut self, wait: Duration, clock: &impl Clock) -> Result<(), Fault> {
        let mut buffer = [0; READ_BYTES];
        match self.port.read(&mut buffer, wait) {
            Ok(count) => {
                self.last_byte = clock.now();
                self.heard
                    .extend(self.codec.push(buffer.get(..count).unwrap_or_default()));
                Ok(())
            }
            Err(Fault::Timeout) => {
                if clock.now().saturating_sub(self.last_byte) >= PAUSE_MAX {
                    self.heard.extend(self.codec.quiet().map(Err));
                }
                Ok(())
            }
            Err(fault) => Err(fault),
        }
    }
}
