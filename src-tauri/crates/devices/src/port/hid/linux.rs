//! HID devices of Linux: `hidraw` nodes, described by sysfs. A look reads a handful of files.

use std::ffi::CString;
use std::fs::{OpenOptions, read, read_to_string};
use std::path::{Path, PathBuf};

use hidapi::{HidApi, HidDevice};

use super::{HidFound, HidKind};
use crate::codec::hid_descriptor::pages;
use crate::port::{Fault, fault_of};
use crate::usb::{UsbId, chain_in, listed};

const CLASS: &str = "/sys/class/hidraw";

/// Where a device is now.
#[derive(Clone, Debug)]
pub(super) struct Place {
    node: PathBuf,
    descriptor: Vec<u8>,
}

impl Place {
    /// Opens it, and says what it is.
    pub(super) fn open(self) -> Result<(HidDevice, Vec<u8>), Fault> {
        // The library tells no reason that a program could read: the system is asked first.
        let tried = OpenOptions::new().read(true).write(true).open(&self.node);
        tried.map_err(|error| fault_of(error.kind()))?;
        let path = CString::new(self.node.into_os_string().into_encoded_bytes());
        let path = path.map_err(|_| Fault::Gone)?;
        let library = HidApi::new().map_err(|_| Fault::Gone)?;
        let device = library.open_path(&path).map_err(|_| Fault::Gone)?;
        Ok((device, self.descriptor))
    }
}

/// The HID devices that are plugged in.
///
/// # Errors
/// [`Fault`], when the system does not tell.
pub fn found() -> Result<Vec<HidFound>, Fault> {
    listed(CLASS, described)
}

fn described(entry: &Path) -> Option<HidFound> {
    let device = entry.join("device").canonicalize().ok()?;
    let uevent = read_to_string(device.join("uevent")).ok()?;
    let value = |key: &str| {
        let mut lines = uevent.lines().filter_map(|line| line.split_once('='));
        lines.find(|(name, _)| *name == key).map(|(_, value)| value)
    };
    let (vid, pid) = numbers(value("HID_ID")?)?;
    let descriptor = read(device.join("report_descriptor")).ok()?;
    Some(HidFound {
        id: UsbId {
            vid,
            pid,
            serial: value("HID_UNIQ")
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            chain: chain_in(&device),
        },
        name: value("HID_NAME").unwrap_or_default().to_owned(),
        kinds: HidKind::of(&pages(&descriptor)),
        place: Place {
            node: Path::new("/dev").join(entry.file_name()?),
            descriptor,
        },
    })
}

/// Vendor and product of `0003:00000C2E:00000B61`.
fn numbers(id: &str) -> Option<(u16, u16)> {
    let mut parts = id.split(':').skip(1);
    let mut number = || u16::try_from(u32::from_str_radix(parts.next()?, 16).ok()?).ok();
    Some((number()?, number()?))
}
