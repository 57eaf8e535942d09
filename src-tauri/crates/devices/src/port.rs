//! The only I/O of this crate: ports that read and write bytes within a time.

pub mod clock;
pub mod hid;
pub mod keys;
pub mod serial;
pub mod tcp;
pub mod usb_printer;

use std::io;
use std::time::Duration;

use serde::Serialize;

/// Why a port did not do what was asked. Each says what to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing came, or nothing was taken, in time.
    #[error("the device does not answer: check that it is switched on and set to this protocol")]
    Timeout,
    /// The device is not there, or went away.
    #[error("the device is not connected: check the cable and the power")]
    Gone,
    /// Another program has it.
    #[error("the device is in use by another program: close that program")]
    Busy,
    /// The user may not open it.
    #[error(
        "this user may not open the device: install the rule 60-lineside.rules for udev, or ask an \
         administrator for the group that owns the port"
    )]
    Denied,
    /// It refuses to take more.
    #[error("the device refuses the transfer: switch it off and on")]
    Stall,
    /// It sent more than fits.
    #[error("the device sent too much at once: check its settings")]
    Overflow,
    /// The line settings cannot be set.
    #[error("the line cannot be set up like this: check that the path is a serial port")]
    BadLine,
    /// It is there and is not set to what is wanted of it.
    #[error(
        "the device is plugged in but set to something else: set a scanner to HID POS, a scale to HID"
    )]
    Mode,
    /// Several devices fit, and nothing tells them apart.
    #[error(
        "two devices of this kind are plugged in and have no serial number: unplug one, or bind it \
         by its port"
    )]
    Twins,
    /// Another Lineside on this computer has it.
    #[error(
        "another Lineside on this computer drives the device: close that one, or choose another device"
    )]
    Driven,
    /// The operating system does not let a program have such a device.
    #[error(
        "this operating system gives no program a keyboard of its own: set the scanner to HID POS or \
         to a serial port"
    )]
    System,
    /// It answers something that the protocol does not know.
    #[error("the device answers in another language: check the protocol it is set to")]
    Protocol,
}

/// How much of a write was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Bytes the operating system took. They may have reached the device.
    pub accepted: usize,
    /// Why it was not all of them.
    pub fault: Option<Fault>,
}

/// Bytes to and from one device.
pub trait Port {
    /// Reads at least one byte into `buffer` within `deadline` and answers how many.
    ///
    /// # Errors
    /// [`Fault::Timeout`] when nothing came; any other fault means that the port is of no more use.
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault>;

    /// Writes as much of `bytes` as is taken within `deadline`.
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Written;

    /// How long its wire needs for so many bytes, where that counts.
    fn takes(&self, _bytes: usize) -> Duration {
        Duration::ZERO
    }

    /// The port status of a printer on USB, where it tells it.
    fn port_status(&mut self) -> Option<u8> {
        None
    }
}

impl<P: Port + ?Sized> Port for Box<P> {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        (**self).read(buffer, deadline)
    }

    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Written {
        (**self).write(bytes, deadline)
    }

    fn takes(&self, bytes: usize) -> Duration {
        (**self).takes(bytes)
    }

    fn port_status(&mut self) -> Option<u8> {
        (**self).port_status()
    }
}

/// The shortest wait the operating system is asked for: a wait of zero would mean "for ever".
const WAIT_MIN: Duration = Duration::from_millis(1);

pub(crate) fn fault_of(kind: io::ErrorKind) -> Fault {
    use io::ErrorKind as K;
    if matches!(kind, K::TimedOut | K::WouldBlock) {
        Fault::Timeout
    } else if kind == K::PermissionDenied {
        Fault::Denied
    } else if matches!(kind, K::ResourceBusy | K::AddrInUse) {
        Fault::Busy
    } else {
        Fault::Gone
    }
}

/// Writes in a loop until all is taken, the time is over or `step` fails.
fn write_all(
    bytes: &[u8],
    deadline: Duration,
    mut step: impl FnMut(&[u8], Duration) -> io::Result<usize>,
) -> Written {
    let started = std::time::Instant::now();
    let mut accepted = 0;
    let stopped = |accepted, fault| Written {
        accepted,
        fault: Some(fault),
    };
    while let Some(rest) = bytes.get(accepted..).filter(|rest| !rest.is_empty()) {
        let left = deadline.saturating_sub(started.elapsed());
        if left.is_zero() {
            return stopped(accepted, Fault::Timeout);
        }
        match step(rest, left.max(WAIT_MIN)) {
            Ok(0) => return stopped(accepted, Fault::Gone),
            Ok(taken) => accepted += taken,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return stopped(accepted, fault_of(error.kind())),
        }
    }
    Written {
        accepted,
        fault: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_write_that_fails_half_way_says_how_far_it_came() {
        let mut steps = vec![Err(io::ErrorKind::BrokenPipe.into()), Ok(3), Ok(4)];

        let written = write_all(b"0123456789", SECOND, |_, _| steps.pop().unwrap());

        assert_eq!(
            written,
            Written {
                accepted: 7,
                fault: Some(Fault::Gone)
            }
        );
    }

    #[test]
    fn an_interrupted_write_goes_on() {
        let mut steps = vec![Ok(10), Err(io::ErrorKind::Interrupted.into())];

        let written = write_all(b"0123456789", SECOND, |_, _| steps.pop().unwrap());

        assert_eq!(
            written,
            Written {
                accepted: 10,
                fault: None
            }
        );
    }
}
