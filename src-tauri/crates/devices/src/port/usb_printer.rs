//! A printer of the USB printer class (USB Device Class Definition for Printing Devices 1.1). Its
//! endpoints are taken from its descriptors: no two makers number them alike.

use std::time::{Duration, Instant};

use rusb::{
    Context, Device, DeviceDescriptor, DeviceHandle, Direction, Error, InterfaceDescriptor,
    TransferType, UsbContext,
};

use super::{Fault, Port, WAIT_MIN, Written};
use crate::codec::ieee1284::DeviceId;
use crate::usb::UsbId;

/// Class and subclass of printers.
const PRINTER: (u8, u8) = (7, 1);

/// A request of the class to an interface, which the device answers.
const ASK: u8 = 0xa1;
const GET_DEVICE_ID: u8 = 0;
const GET_PORT_STATUS: u8 = 1;

/// How long a printer may take to say what it is or how its port is. It does so by itself, whatever
/// its print head does.
const TELL_WITHIN: Duration = Duration::from_secs(1);

/// Longest device id that is read. The longest known has some hundred bytes.
const DEVICE_ID_BYTES_MAX: usize = 1_024;

/// Bytes sent at once. One that is cut off counts as sent, so it is short.
const CHUNK_BYTES: usize = 4_096;

/// A printer that is plugged in.
#[derive(Clone, Debug)]
pub struct PrinterFound {
    /// Which one it is.
    pub id: UsbId,
    /// What it says of itself, or why it cannot be asked.
    pub told: Result<DeviceId, Fault>,
}

/// A printer as the system knows it, without a word from itself.
struct Plugged {
    id: UsbId,
    device: Device<Context>,
    is: DeviceDescriptor,
    route: Route,
}

/// Where a printer takes and gives bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Route {
    interface: u8,
    setting: u8,
    out: u8,
    /// None where it only listens.
    back: Option<u8>,
}

/// An open printer, claimed by this process alone.
pub struct UsbPrinter {
    handle: DeviceHandle<Context>,
    route: Route,
}

/// The printers that are plugged in, each asked what it is.
///
/// # Errors
/// [`Fault`], when the system does not tell.
pub fn found() -> Result<Vec<PrinterFound>, Fault> {
    Ok(plugged()?.into_iter().map(Plugged::ask).collect())
}

/// The chain of ports that the one printer hangs on which is meant.
///
/// # Errors
/// As [`UsbPrinter::open`].
pub fn chain_of(id: &UsbId) -> Result<Option<String>, Fault> {
    Ok(the(id)?.id.chain)
}

fn plugged() -> Result<Vec<Plugged>, Fault> {
    let context = Context::new().map_err(fault_of)?;
    let devices = context.devices().map_err(fault_of)?;
    Ok(devices.iter().filter_map(described).collect())
}

fn described(device: Device<Context>) -> Option<Plugged> {
    let is = device.device_descriptor().ok()?;
    let route = route(&device)?;
    let ports: Vec<String> = device
        .port_numbers()
        .ok()?
        .iter()
        .map(u8::to_string)
        .collect();
    let id = UsbId {
        vid: is.vendor_id(),
        pid: is.product_id(),
        serial: None,
        chain: Some(format!("{}-{}", device.bus_number(), ports.join("."))),
    };
    Some(Plugged {
        id,
        device,
        is,
        route,
    })
}

/// The one printer that is meant. Only where the binding has a serial number are they asked for it.
fn the(id: &UsbId) -> Result<Plugged, Fault> {
    let nameless = UsbId {
        serial: None,
        ..id.clone()
    };
    let mut like = plugged()?;
    like.retain(|one| nameless.is(&one.id));
    let mut unasked = None;
    if id.serial.is_some() {
        for one in &mut like {
            match one.device.open() {
                Ok(handle) => one.id.serial = one.serial(&handle),
                Err(error) => unasked = Some(fault_of(error)),
            }
        }
    }
    // One that may not be opened could be it.
    let gone = |fault| match (fault, unasked) {
        (Fault::Gone, Some(why)) => why,
        (fault, _) => fault,
    };
    id.pick(like, |one| &one.id).map_err(gone)
}

impl Plugged {
    fn ask(self) -> PrinterFound {
        let mut id = self.id.clone();
        let asked = self.device.open().and_then(|handle| {
            id.serial = self.serial(&handle);
            device_id(&handle, self.route)
        });
        PrinterFound {
            id,
            told: asked.map_err(fault_of),
        }
    }

    /// Its serial number. Some have none, and some fail to tell it.
    fn serial(&self, handle: &DeviceHandle<Context>) -> Option<String> {
        let told = handle.read_serial_number_string_ascii(&self.is).ok()?;
        Some(told.trim().to_owned()).filter(|serial| !serial.is_empty())
    }
}

fn device_id(handle: &DeviceHandle<Context>, route: Route) -> Result<DeviceId, Error> {
    let mut answer = [0; DEVICE_ID_BYTES_MAX];
    // The interface is in the high byte here, and the setting in the low one.
    let which = u16::from_be_bytes([route.interface, route.setting]);
    let told = handle.read_control(ASK, GET_DEVICE_ID, 0, which, &mut answer, TELL_WITHIN)?;
    Ok(DeviceId::read(answer.get(..told).unwrap_or_default()))
}

/// The first way into a printer that takes bytes, two-way before one-way.
fn route(device: &Device<Context>) -> Option<Route> {
    let configuration = device.active_config_descriptor().ok()?;
    let settings = configuration
        .interfaces()
        .flat_map(|interface| interface.descriptors());
    let mut routes: Vec<Route> = settings
        .filter(|setting| (setting.class_code(), setting.sub_class_code()) == PRINTER)
        .filter_map(|setting| through(&setting))
        .collect();
    routes.sort_by_key(|route| route.back.is_none());
    routes.first().copied()
}

fn through(setting: &InterfaceDescriptor) -> Option<Route> {
    let bulk = |direction| {
        let mut points = setting.endpoint_descriptors();
        let of = points.find(|point| {
            point.transfer_type() == TransferType::Bulk && point.direction() == direction
        });
        of.map(|point| point.address())
    };
    Some(Route {
        interface: setting.interface_number(),
        setting: setting.setting_number(),
        out: bulk(Direction::Out)?,
        back: bulk(Direction::In),
    })
}

impl UsbPrinter {
    /// Opens the one printer that is meant, for this process alone.
    ///
    /// # Errors
    /// [`Fault::Gone`] where it is not plugged in, [`Fault::Busy`] where another process has it,
    /// [`Fault::Twins`], [`Fault::Denied`].
    pub fn open(id: &UsbId) -> Result<Self, Fault> {
        let one = the(id)?;
        let handle = one.device.open().map_err(fault_of)?;
        let interface = one.route.interface;
        // A system without such drivers cannot say; claiming shows then whether one has it. It is not
        // given back: it would come and go with every look at the printer.
        if handle.kernel_driver_active(interface).unwrap_or(false) {
            handle.detach_kernel_driver(interface).map_err(fault_of)?;
        }
        let printer = Self {
            handle,
            route: one.route,
        };
        printer.claim()?;
        Ok(printer)
    }

    fn claim(&self) -> Result<(), Fault> {
        let Route {
            interface, setting, ..
        } = self.route;
        self.handle.claim_interface(interface).map_err(fault_of)?;
        // The setting that a device has after it was plugged in is 0.
        if setting == 0 {
            return Ok(());
        }
        let set = self.handle.set_alternate_setting(interface, setting);
        set.map_err(fault_of)
    }
}

impl Port for UsbPrinter {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        let Some(back) = self.route.back else {
            std::thread::sleep(deadline);
            return Err(Fault::Timeout);
        };
        let read = self.handle.read_bulk(back, buffer, deadline.max(WAIT_MIN));
        match read.map_err(fault_of) {
            Ok(0) => Err(Fault::Timeout),
            read => read,
        }
    }

    /// What a broken transfer took is not told: all of it counts as accepted then, so that nobody
    /// sends it again unasked.
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Written {
        let started = Instant::now();
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
            let chunk = rest.get(..CHUNK_BYTES).unwrap_or(rest);
            match self
                .handle
                .write_bulk(self.route.out, chunk, left.max(WAIT_MIN))
            {
                Ok(taken) => accepted += taken,
                Err(Error::Interrupted) => {}
                Err(Error::Timeout) => return stopped(accepted, Fault::Timeout),
                Err(error) => return stopped(accepted + chunk.len(), fault_of(error)),
            }
        }
        Written {
            accepted,
            fault: None,
        }
    }

    fn port_status(&mut self) -> Option<u8> {
        let (mut status, interface) = ([0], u16::from(self.route.interface));
        let asked =
            self.handle
                .read_control(ASK, GET_PORT_STATUS, 0, interface, &mut status, TELL_WITHIN);
        let [byte] = status;
        asked.is_ok_and(|count| count == 1).then_some(byte)
    }
}

fn fault_of(error: Error) -> Fault {
    match error {
        Error::Access => Fault::Denied,
        // Windows' own driver for printers does not share.
        Error::Busy | Error::NotSupported => Fault::Busy,
        Error::Timeout | Error::Interrupted => Fault::Timeout,
        Error::Overflow => Fault::Overflow,
        Error::Pipe => Fault::Stall,
        Error::Io
        | Error::InvalidParam
        | Error::NoDevice
        | Error::NotFound
        | Error::NoMem
        | Error::BadDescriptor
        | Error::Other => Fault::Gone,
    }
}
