//! Which device on USB: what stays the same when it is plugged in elsewhere, and where it is now.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::port::Fault;

/// A device on USB, as it is bound and as it is found. A binding leaves out what need not be the
/// same; what is found has all that it tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UsbId {
    /// Vendor id.
    pub vid: u16,
    /// Product id.
    pub pid: u16,
    /// Serial number; none only where the device has none.
    pub serial: Option<String>,
    /// Chain of ports it hangs on, bus first, for example `1-4.2`: tells devices without a serial
    /// number apart, and is another one when it is plugged in elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
}

impl UsbId {
    /// Whether what was found is what this binding names.
    #[must_use]
    pub fn is(&self, found: &Self) -> bool {
        let same = |asked: &Option<String>, got: &Option<String>| asked.is_none() || asked == got;
        (self.vid, self.pid) == (found.vid, found.pid)
            && same(&self.serial, &found.serial)
            && same(&self.chain, &found.chain)
    }

    /// The one device among those found. Two that cannot be told apart are a fault: the role would
    /// move between them.
    ///
    /// # Errors
    /// [`Fault::Gone`] where there is none, [`Fault::Twins`] where there are several.
    pub fn pick<T>(&self, found: Vec<T>, id: impl Fn(&T) -> &Self) -> Result<T, Fault> {
        let mut same = found.into_iter().filter(|one| self.is(id(one)));
        match (same.next(), same.next()) {
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(Fault::Twins),
            (None, _) => Err(Fault::Gone),
        }
    }
}

/// Whether a text is a chain of ports: a bus, a hyphen, and ports with dots between them.
#[must_use]
pub fn is_chain(text: &str) -> bool {
    let number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(bus, ports)| number(bus) && ports.split('.').all(number))
}

/// The chain of ports in the path of a device below `/sys/devices`: its last component that is one.
#[must_use]
pub fn chain_in(path: &Path) -> Option<String> {
    let mut names = path
        .components()
        .filter_map(|part| part.as_os_str().to_str());
    names.rfind(|name| is_chain(name)).map(str::to_owned)
}

/// What sysfs lists of a class of devices, as `described` reads each entry.
///
/// # Errors
/// [`Fault`], when the system does not tell.
#[cfg(target_os = "linux")]
pub(crate) fn listed<T>(
    class: &str,
    described: impl Fn(&Path) -> Option<T>,
) -> Result<Vec<T>, Fault> {
    let entries = match std::fs::read_dir(class) {
        Ok(entries) => entries,
        // The class is there as soon as the first device was.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(crate::port::fault_of(error.kind())),
    };
    // One that goes away while it is looked at is not plugged in.
    Ok(entries
        .filter_map(|entry| described(&entry.ok()?.path()))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(serial: &str, chain: &str) -> UsbId {
        UsbId {
            vid: 0x0c2e,
            pid: 0x0b61,
            serial: Some(serial.to_owned()).filter(|serial| !serial.is_empty()),
            chain: Some(chain.to_owned()),
        }
    }

    fn picked(asked: &UsbId, plugged: &[UsbId]) -> Result<String, Fault> {
        let one = asked.pick(plugged.to_vec(), |id| id)?;
        Ok(one.chain.unwrap())
    }

    #[test]
    fn a_device_with_a_serial_number_is_found_wherever_it_is() {
        let bound = UsbId {
            chain: None,
            ..found("A1", "")
        };

        let before = picked(&bound, &[found("A1", "1-2"), found("B2", "1-3")]);
        let after = picked(&bound, &[found("A1", "2-4.1")]);

        assert_eq!(before.as_deref(), Ok("1-2"));
        assert_eq!(after.as_deref(), Ok("2-4.1"));
        assert_eq!(picked(&bound, &[found("B2", "1-2")]), Err(Fault::Gone));
    }

    #[test]
    fn twins_are_told_apart_by_their_place_or_refused() {
        let twins = [found("", "1-2"), found("", "1-3")];
        let anywhere = UsbId {
            chain: None,
            ..found("", "")
        };

        assert_eq!(picked(&anywhere, &twins), Err(Fault::Twins));
        assert_eq!(picked(&found("", "1-3"), &twins).as_deref(), Ok("1-3"));
    }

    #[test]
    fn the_chain_is_the_last_of_the_path() {
        let path =
            "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4.2/1-4.2:1.0/0003:0C2E:0B61.0007";

        assert_eq!(chain_in(Path::new(path)).as_deref(), Some("1-4.2"));
        assert_eq!(chain_in(Path::new("/sys/devices/virtual/tty/tty1")), None);
        for no_chain in ["", "1", "1-", "-2", "1-2:1.0", "usb1", "1-2."] {
            assert!(!is_chain(no_chain), "{no_chain}");
        }
    }
}
