//! A HID device: each read is one report, its id first.

#[cfg(target_os = "linux")]
#[path = "hid/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "hid/other.rs"]
mod system;

use std::time::Duration;

use hidapi::{HidDevice, HidError};
use serde::{Deserialize, Serialize};

pub use self::system::found;
use super::{Fault, Port, WAIT_MIN, Written, fault_of};
use crate::usb::UsbId;

/// Usage page of scanners (USB HID Point of Sale Usage Tables 1.02).
const SCANNERS: u16 = 0x8c;
/// Usage page of scales, in the same tables.
const SCALES: u16 = 0x8d;

/// Longest wait that the system can be asked for at once.
const WAIT_MS_MAX: u128 = 60_000;

/// What a HID device does. One plug may hold several: a supermarket's scale with a scanner in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HidKind {
    /// Reads codes.
    Scanner,
    /// Weighs.
    Scale,
}

/// A HID device that is plugged in.
#[derive(Clone, Debug)]
pub struct HidFound {
    /// Which one it is.
    pub id: UsbId,
    /// What it calls itself.
    pub name: String,
    /// What it does, of what this crate knows.
    pub kinds: Vec<HidKind>,
    place: system::Place,
}

/// An open HID device.
pub struct Hid {
    device: HidDevice,
    descriptor: Vec<u8>,
}

impl HidKind {
    /// What a device with these usage pages does.
    fn of(pages: &[u16]) -> Vec<Self> {
        let known = [(SCANNERS, Self::Scanner), (SCALES, Self::Scale)];
        let does = known.into_iter().filter(|(page, _)| pages.contains(page));
        does.map(|(_, kind)| kind).collect()
    }
}

impl Hid {
    /// Opens the one device that is meant.
    ///
    /// # Errors
    /// [`Fault::Gone`] where it is not plugged in, [`Fault::Mode`] where it is and does something
    /// else, [`Fault::Twins`], [`Fault::Denied`].
    pub fn open(id: &UsbId, kind: HidKind) -> Result<Self, Fault> {
        let plugged = found()?;
        let there = plugged.iter().any(|one| id.is(&one.id));
        let able: Vec<HidFound> = plugged
            .into_iter()
            .filter(|one| one.kinds.contains(&kind))
            .collect();
        let one = match id.pick(able, |one| &one.id) {
            Err(Fault::Gone) if there => return Err(Fault::Mode),
            picked => picked?,
        };
        let (device, descriptor) = one.place.open()?;
        Ok(Self { device, descriptor })
    }

    /// Its report descriptor.
    #[must_use]
    pub fn descriptor(&self) -> &[u8] {
        &self.descriptor
    }
}

impl Port for Hid {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        let wait = deadline.max(WAIT_MIN).as_millis().min(WAIT_MS_MAX);
        let wait = i32::try_from(wait).unwrap_or(i32::MAX);
        match self.device.read_timeout(buffer, wait) {
            Ok(0) => Err(Fault::Timeout),
            Ok(count) => Ok(count),
            Err(error) => Err(broken(&error)),
        }
    }

    fn write(&mut self, bytes: &[u8], _: Duration) -> Written {
        match self.device.write(bytes) {
            Ok(accepted) => Written {
                accepted,
                fault: None,
            },
            Err(error) => Written {
                accepted: 0,
                fault: Some(broken(&error)),
            },
        }
    }
}

/// Why an open device is of no more use. Most systems say no more than that it is.
fn broken(error: &HidError) -> Fault {
    match error {
        HidError::IoError { error } if error.kind() == std::io::ErrorKind::Interrupted => {
            Fault::Timeout
        }
        HidError::IoError { error } => fault_of(error.kind()),
        HidError::HidApiError { .. }
        | HidError::HidApiErrorEmpty
        | HidError::FromWideCharError { .. }
        | HidError::InitializationError
        | HidError::InvalidZeroSizeData
        | HidError::IncompleteSendError { .. }
        | HidError::SetBlockingModeError { .. }
        | HidError::OpenHidDeviceWithDeviceInfoError { .. } => Fault::Gone,
    }
}
