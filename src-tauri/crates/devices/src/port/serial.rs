//! A device behind a serial line: RS-232, CDC-ACM, or a pseudo-terminal in tests.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serialport::{ClearBuffer, ErrorKind, SerialPort, SerialPortType};

use super::{Fault, Port, WAIT_MIN, Written, fault_of, write_all};
use crate::usb::{UsbId, chain_in};

/// Most bytes given to the operating system at once. A blocking write of more than its buffer
/// holds would not come back in time while the device holds the line.
const CHUNK_BYTES_MAX: usize = 256;

/// Most bits of a character, with start, parity and stop bits, as the time they take at one bit a
/// second.
const CHARACTER_BITS_MAX: Duration = Duration::from_secs(12);

/// Parity of a serial line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parity {
    /// No parity bit.
    #[default]
    None,
    /// Odd parity.
    Odd,
    /// Even parity.
    Even,
}

/// Who holds back whom on a serial line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// Nobody.
    #[default]
    None,
    /// XON and XOFF.
    Software,
    /// RTS and CTS.
    Hardware,
}

/// The settings of a serial line. They have to equal the device's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Bits a second.
    pub baud: u32,
    /// Bits of a character: 5 to 8.
    pub data_bits: u8,
    /// Parity.
    pub parity: Parity,
    /// Stop bits: 1 or 2.
    pub stop_bits: u8,
    /// Flow control.
    pub flow: Flow,
}

impl Default for Line {
    /// 9600 8N1, what most scales and scanners are delivered with.
    fn default() -> Self {
        Self {
            baud: 9_600,
            data_bits: 8,
            parity: Parity::None,
            stop_bits: 1,
            flow: Flow::None,
        }
    }
}

/// A line setting that the port did not take over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[error("the port runs with {setting} {got} instead of {asked}: check the adapter's driver")]
pub struct Mismatch {
    /// Which setting.
    pub setting: &'static str,
    /// What was asked for.
    pub asked: String,
    /// What the port says it has; `unknown` where it does not say.
    pub got: String,
}

/// An open serial port, held exclusively.
pub struct Serial {
    port: Box<dyn SerialPort>,
    line: Line,
    mismatches: Vec<Mismatch>,
}

impl Serial {
    /// Opens the port at `path` for this process alone, reads its settings back and drops what it
    /// received before.
    ///
    /// # Errors
    /// [`Fault::Gone`] where there is no such port, [`Fault::Busy`], [`Fault::Denied`], or
    /// [`Fault::BadLine`] where it is no serial port or refuses the settings.
    pub fn open(path: &str, line: Line) -> Result<Self, Fault> {
        let port = serialport::new(path, line.baud)
            .data_bits(line.data_bits.try_into().map_err(|_| Fault::BadLine)?)
            .parity(line.parity.into())
            .stop_bits(line.stop_bits.try_into().map_err(|_| Fault::BadLine)?)
            .flow_control(line.flow.into())
            .dtr_on_open(true)
            .exclusive(true)
            .timeout(WAIT_MIN)
            .open()
            .map_err(|error| open_fault(error.kind()))?;
        port.clear(ClearBuffer::Input)
            .map_err(|error| open_fault(error.kind()))?;
        let mismatches = read_back(port.as_ref(), line);
        Ok(Self {
            port,
            line,
            mismatches,
        })
    }

    /// Settings that the port did not take over. A pseudo-terminal ignores 7E1, some adapters too.
    #[must_use]
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }
}

impl Port for Serial {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        self.port
            .set_timeout(deadline.max(WAIT_MIN))
            .map_err(|_| Fault::Gone)?;
        match self.port.read(buffer) {
            Ok(0) if !buffer.is_empty() => Err(Fault::Gone),
            Ok(count) => Ok(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Fault::Timeout),
            Err(error) => Err(fault_of(error.kind())),
        }
    }

    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Written {
        write_all(bytes, deadline, |rest, left| {
            self.port.set_timeout(left)?;
            let chunk = rest.get(..CHUNK_BYTES_MAX).unwrap_or(rest);
            self.port.write(chunk)
        })
    }

    fn takes(&self, bytes: usize) -> Duration {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        CHARACTER_BITS_MAX * bytes / self.line.baud.max(1)
    }
}

/// A serial port of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialFound {
    /// Where it is now.
    pub path: String,
    /// Which device on USB it belongs to; `None` for one that is built in.
    pub usb: Option<UsbId>,
    /// What the device calls itself; empty where it says nothing.
    pub name: String,
}

/// The serial ports of this machine.
///
/// # Errors
/// [`Fault`], when the system does not tell.
pub fn found() -> Result<Vec<SerialFound>, Fault> {
    let ports = serialport::available_ports().map_err(|error| open_fault(error.kind()))?;
    Ok(ports.into_iter().map(SerialFound::from).collect())
}

impl From<serialport::SerialPortInfo> for SerialFound {
    fn from(port: serialport::SerialPortInfo) -> Self {
        let chain = chain_of(&port.port_name);
        let (usb, name) = match port.port_type {
            SerialPortType::UsbPort(usb) => {
                let said = [usb.manufacturer, usb.product].into_iter().flatten();
                let id = UsbId {
                    vid: usb.vid,
                    pid: usb.pid,
                    serial: usb.serial_number,
                    chain,
                };
                (Some(id), said.collect::<Vec<_>>().join(" "))
            }
            SerialPortType::PciPort | SerialPortType::BluetoothPort | SerialPortType::Unknown => {
                (None, String::new())
            }
        };
        Self {
            path: port.port_name,
            usb,
            name,
        }
    }
}

/// The chain of ports of a serial device, where the system tells it.
fn chain_of(path: &str) -> Option<String> {
    let name = Path::new(path).file_name()?;
    chain_in(&Path::new("/sys/class/tty").join(name).canonicalize().ok()?)
}

/// Windows answers `NoDevice` for a port that is missing and for one that is taken.
fn open_fault(kind: ErrorKind) -> Fault {
    match kind {
        ErrorKind::NoDevice if cfg!(unix) => Fault::Busy,
        ErrorKind::NoDevice => Fault::Gone,
        ErrorKind::InvalidInput | ErrorKind::Unknown => Fault::BadLine,
        ErrorKind::Io(kind) => fault_of(kind),
    }
}

fn read_back(port: &dyn SerialPort, line: Line) -> Vec<Mismatch> {
    let data_bits = port.data_bits().map(u8::from).ok();
    let stop_bits = port.stop_bits().map(u8::from).ok();
    let parity = port.parity().ok();
    let flow = port.flow_control().ok();
    let settings = [
        (
            "baud rate",
            line.baud.to_string(),
            shown(port.baud_rate().ok()),
        ),
        ("data bits", line.data_bits.to_string(), shown(data_bits)),
        (
            "parity",
            serialport::Parity::from(line.parity).to_string(),
            shown(parity),
        ),
        ("stop bits", line.stop_bits.to_string(), shown(stop_bits)),
        (
            "flow control",
            serialport::FlowControl::from(line.flow).to_string(),
            shown(flow),
        ),
    ];
    let differ = settings.into_iter().filter(|(_, asked, got)| asked != got);
    differ
        .map(|(setting, asked, got)| Mismatch {
            setting,
            asked,
            got,
        })
        .collect()
}

fn shown(setting: Option<impl ToString>) -> String {
    setting.map_or_else(|| "unknown".to_owned(), |value| value.to_string())
}

impl From<Parity> for serialport::Parity {
    fn from(parity: Parity) -> Self {
        match parity {
            Parity::None => Self::None,
            Parity::Odd => Self::Odd,
            Parity::Even => Self::Even,
        }
    }
}

impl From<Flow> for serialport::FlowControl {
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::None => Self::None,
            Flow::Software => Self::Software,
            Flow::Hardware => Self::Hardware,
        }
    }
}
