//! Keyboards of Linux: `event` nodes, described by sysfs.

use std::collections::VecDeque;
use std::fs::read_to_string;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use evdev::raw_stream::RawDevice;
use evdev::{EventType, SynchronizationCode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::KeysFound;
use crate::codec::keys::{Keyboard, LOST};
use crate::port::{Fault, Port, Written, fault_of};
use crate::usb::{UsbId, chain_in, listed};

const CLASS: &str = "/sys/class/input";

/// Bus of USB devices, as sysfs writes it.
const USB: u16 = 3;

/// The digits and Enter in the lowest word of a keyboard's keys: what has them can type a code.
const DIGITS_AND_ENTER: u64 = 0x1000_0ffc;

/// The kernel had no room for some keys.
const DROPPED: u16 = SynchronizationCode::SYN_DROPPED.0;

/// Where a keyboard is now.
pub(super) type Place = PathBuf;

/// A keyboard that is ours alone.
pub struct Keys {
    device: RawDevice,
    keyboard: Keyboard,
    typed: VecDeque<u8>,
}

impl Keys {
    /// Takes the one keyboard that is meant away from everybody else.
    ///
    /// # Errors
    /// [`Fault::Gone`] where it is not plugged in, [`Fault::Busy`] where another program has taken
    /// it, [`Fault::Twins`], [`Fault::Denied`].
    pub fn open(id: &UsbId) -> Result<Self, Fault> {
        let one = id.pick(found()?, |one| &one.id)?;
        let mut device = RawDevice::open(one.place).map_err(|error| fault_of(error.kind()))?;
        device.grab().map_err(|error| fault_of(error.kind()))?;
        Ok(Self {
            device,
            keyboard: Keyboard::default(),
            typed: VecDeque::new(),
        })
    }

    /// Takes what was typed, once there is something. An end without a word is the end of the device.
    fn listen(&mut self) -> io::Result<()> {
        let mut ended = true;
        for event in self.device.fetch_events()? {
            ended = false;
            let (kind, code) = (event.event_type(), event.code());
            if kind == EventType::KEY {
                self.typed.extend(self.keyboard.key(code, event.value()));
            } else if kind == EventType::SYNCHRONIZATION && code == DROPPED {
                self.typed.push_back(LOST);
            }
        }
        if ended {
            Err(io::ErrorKind::NotConnected.into())
        } else {
            Ok(())
        }
    }

    fn is_heard(&self, deadline: Duration) -> Result<bool, Fault> {
        let mut watched = [PollFd::new(&self.device, PollFlags::IN)];
        let deadline = Timespec::try_from(deadline).map_err(|_| Fault::Timeout)?;
        match poll(&mut watched, Some(&deadline)) {
            Ok(0) => Ok(false),
            Ok(_) => Ok(true),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(error) => Err(fault_of(error.kind())),
        }
    }
}

impl Port for Keys {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        if self.typed.is_empty() && self.is_heard(deadline)? {
            self.listen().map_err(|error| fault_of(error.kind()))?;
        }
        let count = self.typed.len().min(buffer.len());
        for (room, byte) in buffer.iter_mut().zip(self.typed.drain(..count)) {
            *room = byte;
        }
        if count == 0 {
            Err(Fault::Timeout)
        } else {
            Ok(count)
        }
    }

    /// A keyboard takes nothing.
    fn write(&mut self, _: &[u8], _: Duration) -> Written {
        Written {
            accepted: 0,
            fault: Some(Fault::Stall),
        }
    }
}

/// The keyboards on USB that are plugged in.
///
/// # Errors
/// [`Fault`], when the system does not tell.
pub fn found() -> Result<Vec<KeysFound>, Fault> {
    listed(CLASS, described)
}

fn described(entry: &Path) -> Option<KeysFound> {
    let node = entry
        .file_name()?
        .to_str()
        .filter(|name| name.starts_with("event"))?;
    let device = entry.join("device").canonicalize().ok()?;
    let said = |file: &str| read_to_string(device.join(file)).ok();
    let number = |file: &str| u16::from_str_radix(said(file)?.trim(), 16).ok();
    let keys = said("capabilities/key")?;
    let lowest = u64::from_str_radix(keys.split_whitespace().last()?, 16).ok()?;
    let types = lowest & DIGITS_AND_ENTER == DIGITS_AND_ENTER;
    if !types || number("id/bustype")? != USB {
        return None;
    }
    let text = |file: &str| said(file).map(|text| text.trim().to_owned());
    Some(KeysFound {
        id: UsbId {
            vid: number("id/vendor")?,
            pid: number("id/product")?,
            serial: text("uniq").filter(|serial| !serial.is_empty()),
            chain: chain_in(&device),
        },
        name: text("name").unwrap_or_default(),
        place: Path::new("/dev/input").join(node),
    })
}
