//! HID devices of Windows and macOS, as the system lists them. Their chain of ports is not told.

use std::collections::BTreeMap;
use std::ffi::CString;

use hidapi::{HidApi, HidDevice};

use super::{HidFound, HidKind};
use crate::port::Fault;
use crate::usb::UsbId;

/// Longest report descriptor (USB HID 1.11 counts it in 16 bits; no device comes near).
const DESCRIPTOR_BYTES_MAX: usize = 4_096;

/// Where a device is now.
#[derive(Clone, Debug)]
pub(super) struct Place(CString);

impl Place {
    /// Opens it, and says what it is.
    pub(super) fn open(self) -> Result<(HidDevice, Vec<u8>), Fault> {
        let library = HidApi::new().map_err(|_| Fault::Gone)?;
        // The library tells no reason that a program could read; elsewhere than on Linux nobody
        // lacks a permission that could be given.
        let device = library.open_path(&self.0).map_err(|_| Fault::Busy)?;
        let mut descriptor = vec![0; DESCRIPTOR_BYTES_MAX];
        let length = device
            .get_report_descriptor(&mut descriptor)
            .map_err(|_| Fault::Mode)?;
        descriptor.truncate(length);
        Ok((device, descriptor))
    }
}

/// The HID devices that are plugged in.
///
/// # Errors
/// [`Fault`], when the system does not tell.
pub fn found() -> Result<Vec<HidFound>, Fault> {
    let library = HidApi::new().map_err(|_| Fault::Gone)?;
    let mut found = BTreeMap::new();
    for device in library.device_list() {
        // A device is listed once for each of its usages.
        let one = found.entry(device.path()).or_insert_with(|| HidFound {
            id: UsbId {
                vid: device.vendor_id(),
                pid: device.product_id(),
                serial: device
                    .serial_number()
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned),
                chain: None,
            },
            name: device.product_string().unwrap_or_default().to_owned(),
            kinds: Vec::new(),
            place: Place(device.path().to_owned()),
        });
        one.kinds.extend(HidKind::of(&[device.usage_page()]));
    }
    Ok(found.into_values().collect())
}
