//! Which device has which role. The host stores bindings; a role never depends on a path alone.

use std::net::ToSocketAddrs;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::codec::frame::Framing;
use crate::driver::printer::PrinterSettings;
use crate::driver::scanner::Sends;
use crate::port::hid::{Hid, HidKind};
use crate::port::keys::Keys;
use crate::port::serial::{Line, Mismatch, Serial, found};
use crate::port::tcp::Tcp;
use crate::port::usb_printer::{UsbPrinter, chain_of};
use crate::port::{Fault, Port};
use crate::speech::Speech;
use crate::supervise::{BACKOFF_MAX, BACKOFF_MAX_PLUGGED};
use crate::usb::UsbId;

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
    /// A scanner that sends HID reports.
    ScanHid,
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
            Self::ScanLine(_) | Self::ScanHid | Self::Printer(_) => None,
        }
    }

    /// How a scanner sends what it reads; `None` for what is no scanner's protocol.
    #[must_use]
    pub fn sends(&self) -> Option<Sends> {
        match self {
            Self::ScanLine(framing) => Some(Sends::Lines(*framing)),
            Self::ScanHid => Some(Sends::Reports),
            Self::MtSics | Self::Scale(_) | Self::Printer(_) => None,
        }
    }

    /// Whether it can be spoken there: reports come from HID devices and from no other.
    #[must_use]
    pub fn fits(&self, target: &Target) -> bool {
        let reports = matches!(self, Self::ScanHid | Self::Scale(Speech::HidScale));
        match target {
            Target::Serial { .. } | Target::Tcp { .. } => !reports,
            Target::Hid { .. } => reports,
            Target::Keys { .. } => matches!(self, Self::ScanLine(_)),
            Target::UsbPrinter { .. } => matches!(self, Self::Printer(_)),
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
    /// A HID device.
    Hid {
        /// Which one.
        device: UsbId,
        /// What it does there.
        kind: HidKind,
    },
    /// A scanner that types.
    Keys {
        /// Which keyboard it is.
        device: UsbId,
    },
    /// A printer of the USB printer class.
    UsbPrinter {
        /// Which one.
        device: UsbId,
    },
}

/// Which serial port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SerialId {
    /// A path (`/dev/ttyS0`, `COM3`): for built-in ports, which do not move.
    Path(String),
    /// A USB device, on whatever path it is now.
    Usb(UsbId),
}

/// An open device.
pub struct Opened {
    /// Its port.
    pub port: Box<dyn Port + Send>,
    /// Line settings that were not taken over; show them.
    pub mismatches: Vec<Mismatch>,
    /// What a HID device says of its reports; empty for any other.
    pub descriptor: Vec<u8>,
}

impl Opened {
    fn at(port: impl Port + Send + 'static) -> Self {
        Self {
            port: Box::new(port),
            mismatches: Vec::new(),
            descriptor: Vec::new(),
        }
    }
}

impl Target {
    /// Opens the device for this process alone.
    ///
    /// # Errors
    /// [`Fault`], which says why it cannot be opened.
    pub fn open(&self) -> Result<Opened, Fault> {
        Ok(match self {
            Self::Serial { port, line } => {
                let port = Serial::open(&port.path()?, *line)?;
                Opened {
                    mismatches: port.mismatches().to_vec(),
                    ..Opened::at(port)
                }
            }
            Self::Tcp { host, port } => Opened::at(Tcp::open(host, *port, CONNECT_WITHIN)?),
            Self::Hid { device, kind } => {
                let port = Hid::open(device, *kind)?;
                Opened {
                    descriptor: port.descriptor().to_vec(),
                    ..Opened::at(port)
                }
            }
            Self::Keys { device } => Opened::at(Keys::open(device)?),
            Self::UsbPrinter { device } => Opened::at(UsbPrinter::open(device)?),
        })
    }

    /// What a printer there is called by every process of this computer, however it is bound.
    ///
    /// # Errors
    /// [`Fault`], when it is not there now.
    pub(crate) fn names(&self) -> Result<Vec<String>, Fault> {
        Ok(match self {
            Self::Serial { port, .. } => {
                let path = PathBuf::from(port.path()?);
                let real = path.canonicalize().unwrap_or(path);
                vec![real.display().to_string()]
            }
            Self::Tcp { host, port } => {
                let addresses = (host.as_str(), *port).to_socket_addrs();
                let addresses = addresses.map_err(|_| Fault::Gone)?;
                addresses.map(|address| address.to_string()).collect()
            }
            Self::UsbPrinter { device } => chain_of(device)?.into_iter().collect(),
            Self::Hid { .. } | Self::Keys { .. } => Vec::new(),
        })
    }

    /// Which device on USB it is; `None` for what is bound otherwise.
    #[must_use]
    pub fn usb(&self) -> Option<&UsbId> {
        match self {
            Self::Serial {
                port: SerialId::Usb(device),
                ..
            }
            | Self::Hid { device, .. }
            | Self::Keys { device }
            | Self::UsbPrinter { device } => Some(device),
            Self::Serial {
                port: SerialId::Path(_),
                ..
            }
            | Self::Tcp { .. } => None,
        }
    }

    /// Longest wait before it is looked for again.
    #[must_use]
    pub fn backoff_max(&self) -> Duration {
        match self {
            Self::Serial { .. }
            | Self::Hid { .. }
            | Self::Keys { .. }
            | Self::UsbPrinter { .. } => BACKOFF_MAX_PLUGGED,
            Self::Tcp { .. } => BACKOFF_MAX,
        }
    }
}

impl SerialId {
    fn path(&self) -> Result<String, Fault> {
        match self {
            Self::Path(path) => Ok(path.clone()),
            Self::Usb(id) => {
                let plugged = found()?.into_iter();
                let on_usb = plugged
                    .filter_map(|one| Some((one.usb?, one.path)))
                    .collect();
                Ok(id.pick(on_usb, |(usb, _)| usb)?.1)
            }
        }
    }
}
