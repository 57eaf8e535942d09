//! Which device has which role. The host stores bindings; a role never depends on a path alone.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serialport::{SerialPortInfo, SerialPortType};

use crate::codec::frame::Framing;
use crate::driver::printer::PrinterSettings;
use crate::port::serial::{Line, Mismatch, Serial};
use crate::port::tcp::Tcp;
use crate::port::{Fault, Port};
use crate::speech::Speech;

/// How long a TCP device may take to accept. A printer on the same floor takes milliseconds; a
/// switch that wakes a port takes a second.
pub const CONNECT_WITHIN: Duration = Duration::from_secs(3);

/// What a device is for, at this station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads codes.
    Scanner,
    /// Weighs.
    Scale,
    /// Prints labels.
    LabelPrinter,
}

/// A role, the device that has it and how to speak to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// What the device is for.
    pub role: Role,
    /// Where it is.
    pub target: Target,
    /// How it speaks.
    pub protocol: Protocol,
}

/// How a device speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// A scanner that sends lines.
    ScanLine(Framing),
    /// A scale that speaks MT-SICS, as bindings said before they could say more.
    MtSics,
    /// A scale.
    Scale(Speech),
    /// A label printer; bindings called it after ZPL while that was all it could take.
    #[serde(alias = "zpl")]
    Printer(PrinterSettings),
}

impl Protocol {
    /// What a scale speaks; `None` for what is no scale's protocol.
    #[must_use]
    pub fn speech(&self) -> Option<&Speech> {
        match self {
            Self::MtSics => Some(&Speech::MtSics),
            Self::Scale(speech) => Some(speech),
            Self::ScanLine(_) | Self::Printer(_) => None,
        }
    }
}

/// Where a device is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A serial port.
    Serial {
        /// Which one.
        port: SerialId,
        /// Its settings; 9600 8N1 where not given.
        #[serde(default)]
        line: Line,
    },
    /// A TCP connection.
    Tcp {
        /// Host name or address.
        host: String,
        /// Port, 9100 for most label printers.
        port: u16,
    },
}

/// Which serial port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SerialId {
    /// A path (`/dev/ttyS0`, `COM3`): for built-in ports, which do not move.
    Path(String),
    /// A USB device, on whatever path it is now.
    Usb {
        /// Vendor id.
        vid: u16,
        /// Product id.
        pid: u16,
        /// Serial number; none only where the device has none.
        serial: Option<String>,
    },
}

/// An open device.
pub struct Opened {
    /// Its port.
    pub port: Box<dyn Port + Send>,
    /// Line settings that were not taken over; show them.
    pub mismatches: Vec<Mismatch>,
}

impl Target {
    /// Opens the device for this process alone.
    ///
    /// # Errors
    /// [`Fault`], which says why it cannot be opened.
    pub fn open(&self) -> Result<Opened, Fault> {
        match self {
            Self::Serial { port, line } => {
                let port = Serial::open(&port.path()?, *line)?;
                let mismatches = port.mismatches().to_vec();
                Ok(Opened {
                    port: Box::new(port),
                    mismatches,
                })
            }
            Self::Tcp { host, port } => {
                let port = Box::new(Tcp::open(host, *port, CONNECT_WITHIN)?);
                Ok(Opened {
                    port,
                    mismatches: Vec::new(),
                })
            }
        }
    }
}

impl SerialId {
    fn path(&self) -> Result<String, Fault> {
        match self {
            Self::Path(path) => Ok(path.clone()),
            Self::Usb { .. } => {
                let ports = serialport::available_ports().map_err(|_| Fault::Gone)?;
                self.find(&ports)
            }
        }
    }

    /// Two devices that cannot be told apart are a fault: the role would move between them.
    fn find(&self, ports: &[SerialPortInfo]) -> Result<String, Fault> {
        let mut found = ports.iter().filter(|port| self.is(port));
        match (found.next(), found.next()) {
            (Some(port), None) => Ok(port.port_name.clone()),
            (Some(_), Some(_)) => Err(Fault::Busy),
            (None, _) => Err(Fault::Gone),
        }
    }

    fn is(&self, port: &SerialPortInfo) -> bool {
        match (self, &port.port_type) {
            (Self::Usb { vid, pid, serial }, SerialPortType::UsbPort(usb)) => {
                let same_serial = serial.is_none() || *serial == usb.serial_number;
                (usb.vid, usb.pid) == (*vid, *pid) && same_serial
            }
            (Self::Path(path), _) => *path == port.port_name,
            (Self::Usb { .. }, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serialport::UsbPortInfo;

    use super::*;

    fn usb(path: &str, serial: &str) -> SerialPortInfo {
        SerialPortInfo {
            port_name: path.to_owned(),
            port_type: SerialPortType::UsbPort(UsbPortInfo {
                vid: 0x0eb8,
                pid: 0x2200,
                serial_number: Some(serial.to_owned()),
                manufacturer: None,
                product: None,
            }),
        }
    }

    fn scale(serial: Option<&str>) -> SerialId {
        SerialId::Usb {
            vid: 0x0eb8,
            pid: 0x2200,
            serial: serial.map(str::to_owned),
        }
    }

    #[test]
    fn a_usb_device_is_found_on_whatever_path_it_is() {
        let before = [usb("/dev/ttyACM0", "A1"), usb("/dev/ttyACM1", "B2")];
        let after = [usb("/dev/ttyACM4", "A1")];

        assert_eq!(
            scale(Some("A1")).find(&before).as_deref(),
            Ok("/dev/ttyACM0")
        );
        assert_eq!(
            scale(Some("A1")).find(&after).as_deref(),
            Ok("/dev/ttyACM4")
        );
        assert_eq!(scale(Some("B2")).find(&after), Err(Fault::Gone));
    }

    #[test]
    fn two_devices_that_cannot_be_told_apart_are_refused() {
        let twins = [usb("/dev/ttyACM0", "A1"), usb("/dev/ttyACM1", "B2")];

        assert_eq!(scale(None).find(&twins), Err(Fault::Busy));
    }
}
