//! A scanner: waits for codes.

use std::collections::VecDeque;
use std::time::Duration;

use super::READ_BYTES;
use crate::codec::frame::Framing;
use crate::codec::hid_pos::{HidPos, Layout};
use crate::codec::scan::{BadScan, Scan};
use crate::codec::scan_line::ScanLine;
use crate::port::clock::Clock;
use crate::port::{Fault, Port};

/// How long a code may pause in the middle before it is given up. The slowest line, 300 baud, has
/// a byte every 33 ms; a wireless base station may pause some hundred.
pub const PAUSE_MAX: Duration = Duration::from_secs(1);

/// How a scanner sends what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sends {
    /// As lines.
    Lines(Framing),
    /// As HID reports, laid out as its descriptor says.
    Reports,
}

impl Default for Sends {
    fn default() -> Self {
        Self::Lines(Framing::default())
    }
}

#[derive(Debug)]
enum Codec {
    Lines(ScanLine),
    /// Each read is a report.
    Reports(HidPos),
}

/// A scanner on a port.
#[derive(Debug)]
pub struct Scanner<P> {
    port: P,
    codec: Codec,
    heard: VecDeque<Result<Scan, BadScan>>,
    last_byte: Duration,
}

impl<P: Port> Scanner<P> {
    /// A scanner that sends like this. `descriptor` is what a HID device says of its reports.
    ///
    /// # Errors
    /// [`Fault::Mode`], when its reports hold no codes.
    pub fn new(port: P, sends: Sends, descriptor: &[u8]) -> Result<Self, Fault> {
        let codec = match sends {
            Sends::Lines(framing) => Codec::Lines(ScanLine::new(framing)),
            Sends::Reports => {
                let layout = Layout::from_descriptor(descriptor).map_err(|_| Fault::Mode)?;
                Codec::Reports(HidPos::new(layout))
            }
        };
        Ok(Self {
            port,
            codec,
            heard: VecDeque::new(),
            last_byte: Duration::ZERO,
        })
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
                let bytes = buffer.get(..count).unwrap_or_default();
                self.heard.extend(match &mut self.codec {
                    Codec::Lines(codec) => codec.push(bytes),
                    Codec::Reports(codec) => codec.report(bytes),
                });
                Ok(())
            }
            Err(Fault::Timeout) => {
                if clock.now().saturating_sub(self.last_byte) >= PAUSE_MAX {
                    let given_up = match &mut self.codec {
                        Codec::Lines(codec) => codec.quiet(),
                        Codec::Reports(codec) => codec.quiet(),
                    };
                    self.heard.extend(given_up.map(Err));
                }
                Ok(())
            }
            Err(fault) => Err(fault),
        }
    }
}
