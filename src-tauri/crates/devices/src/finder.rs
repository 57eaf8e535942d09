//! What is plugged in, and what it may be used as.

use crate::binding::{Protocol, Role, SerialId, Target};
use crate::driver::printer::PrinterSettings;
use crate::port::Fault;
use crate::port::hid::{self, HidFound, HidKind};
use crate::port::keys::{self, KeysFound};
use crate::port::serial::{self, Line, SerialFound};
use crate::port::usb_printer::{self, PrinterFound};
use crate::usb::UsbId;

/// A device that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it calls itself; where it is, where it says nothing.
    pub name: String,
    /// How it hangs on this computer.
    pub bus: Bus,
    /// Which one it is on USB, with all that it tells.
    pub id: Option<UsbId>,
    /// What it may be used as.
    pub uses: Vec<Use>,
    /// Why it cannot be used as it is.
    pub fault: Option<Fault>,
}

/// How a device hangs on a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bus {
    /// A serial port.
    Serial,
    /// HID.
    Hid,
    /// A keyboard.
    Keys,
    /// The USB printer class.
    UsbPrinter,
}

/// What a device may be used as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// For what.
    pub role: Role,
    /// As it is bound then: by its serial number, or by its port where it has none.
    pub target: Target,
    /// What it speaks, as far as it can be known.
    pub protocol: Protocol,
}

impl Found {
    /// Whether a binding means this device.
    #[must_use]
    pub fn is_at(&self, bound: &Target) -> bool {
        let same_kind = self.uses.iter().any(|one| alike(&one.target, bound));
        match (bound.usb(), &self.id) {
            (Some(bound), Some(id)) => same_kind && bound.is(id),
            (None, None) => self.uses.iter().any(|one| same_path(&one.target, bound)),
            _ => false,
        }
    }
}

/// Everything that is plugged in and may be used. What one bus does not tell does not hide the others:
/// it is in the list of faults.
#[must_use]
pub fn found() -> (Vec<Found>, Vec<Fault>) {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    let mut take = |some: Result<Vec<Found>, Fault>| match some {
        Ok(some) => all.extend(some),
        Err(fault) => faults.push(fault),
    };
    take(serial::found().map(|some| some.into_iter().map(of_serial).collect()));
    take(hid::found().map(|some| some.into_iter().filter_map(of_hid).collect()));
    take(usb_printer::found().map(|some| some.into_iter().map(of_printer).collect()));
    take(keys::found().map(|some| some.into_iter().map(of_keys).collect()));
    (all, faults)
}

/// A serial port may be anything.
fn of_serial(port: SerialFound) -> Found {
    let id = port.usb.clone();
    let place = match &port.usb {
        Some(id) => SerialId::Usb(as_bound(id)),
        None => SerialId::Path(port.path.clone()),
    };
    let at = |line| Target::Serial {
        port: place.clone(),
        line,
    };
    let uses = [Role::Scale, Role::Scanner, Role::LabelPrinter].map(|role| {
        let protocol = Protocol::usual(role, &at(Line::default()));
        Use {
            role,
            target: at(protocol.usual_line()),
            protocol,
        }
    });
    Found {
        name: named(&port.name, &port.path),
        bus: Bus::Serial,
        id,
        uses: uses.to_vec(),
        fault: None,
    }
}

fn of_hid(device: HidFound) -> Option<Found> {
    let uses: Vec<Use> = device
        .kinds
        .iter()
        .map(|kind| as_reports(&device.id, *kind))
        .collect();
    (!uses.is_empty()).then(|| Found {
        name: named(&device.name, "HID"),
        bus: Bus::Hid,
        id: Some(device.id),
        uses,
        fault: None,
    })
}

fn as_reports(id: &UsbId, kind: HidKind) -> Use {
    let role = match kind {
        HidKind::Scanner => Role::Scanner,
        HidKind::Scale => Role::Scale,
    };
    let device = as_bound(id);
    let target = Target::Hid { device, kind };
    let protocol = Protocol::usual(role, &target);
    Use {
        role,
        target,
        protocol,
    }
}

fn of_printer(printer: PrinterFound) -> Found {
    let target = Target::UsbPrinter {
        device: as_bound(&printer.id),
    };
    let fault = printer.told.as_ref().err().copied();
    let told = printer.told.unwrap_or_default();
    let language = told.language().unwrap_or_default();
    Found {
        name: named(&format!("{} {}", told.maker, told.model), "Printer"),
        bus: Bus::UsbPrinter,
        id: Some(printer.id),
        uses: vec![Use {
            role: Role::LabelPrinter,
            target,
            protocol: Protocol::Printer(PrinterSettings {
                language,
                ..PrinterSettings::default()
            }),
        }],
        fault,
    }
}

fn of_keys(keyboard: KeysFound) -> Found {
    let target = Target::Keys {
        device: as_bound(&keyboard.id),
    };
    Found {
        name: named(&keyboard.name, "Keyboard"),
        bus: Bus::Keys,
        id: Some(keyboard.id),
        uses: vec![Use {
            role: Role::Scanner,
            protocol: Protocol::usual(Role::Scanner, &target),
            target,
        }],
        fault: None,
    }
}

/// How a device is bound: wherever it is, where its serial number tells it apart.
fn as_bound(id: &UsbId) -> UsbId {
    UsbId {
        chain: id.chain.clone().filter(|_| id.serial.is_none()),
        ..id.clone()
    }
}

fn named(name: &str, otherwise: &str) -> String {
    match name.trim() {
        "" => otherwise.to_owned(),
        name => name.to_owned(),
    }
}

fn alike(one: &Target, other: &Target) -> bool {
    match (one, other) {
        (Target::Hid { kind: one, .. }, Target::Hid { kind: other, .. }) => one == other,
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

fn same_path(one: &Target, other: &Target) -> bool {
    match (one, other) {
        (Target::Serial { port: one, .. }, Target::Serial { port: other, .. }) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::ieee1284::DeviceId;
    use crate::driver::printer::Language;

    fn id(serial: Option<&str>) -> UsbId {
        let chain = if serial.is_some() { "1-3" } else { "1-4" };
        UsbId {
            vid: 0x0eb8,
            pid: 0x2200,
            serial: serial.map(str::to_owned),
            chain: Some(chain.to_owned()),
        }
    }

    fn port(path: &str, usb: Option<UsbId>) -> Found {
        of_serial(SerialFound {
            path: path.to_owned(),
            usb,
            name: String::new(),
        })
    }

    fn bound_to(found: &Found) -> Option<&UsbId> {
        found.uses[0].target.usb()
    }

    #[test]
    fn a_device_is_bound_by_its_serial_number_or_else_by_its_port() {
        let (numbered, nameless) = (
            port("/dev/ttyACM0", Some(id(Some("A1")))),
            port("/dev/ttyACM1", Some(id(None))),
        );

        assert_eq!(bound_to(&numbered).unwrap().chain, None);
        assert_eq!(bound_to(&nameless).unwrap().chain.as_deref(), Some("1-4"));
        for (one, other) in [(&numbered, &nameless), (&nameless, &numbered)] {
            let target = &one.uses[0].target;
            assert!(one.is_at(target) && !other.is_at(target));
        }
    }

    #[test]
    fn a_built_in_port_is_known_by_its_path() {
        let port = |path| port(path, None);
        let target = port("/dev/ttyS0").uses[0].target.clone();

        assert!(port("/dev/ttyS0").is_at(&target));
        assert!(!port("/dev/ttyS1").is_at(&target));
        assert_eq!(port("/dev/ttyS0").name, "/dev/ttyS0");
    }

    #[test]
    fn a_printer_is_offered_with_the_language_it_names() {
        let told = DeviceId::read(b"\0\x23MFG:TSC;CMD:TSPL2;MDL:TE200;");
        let printer = |told| {
            of_printer(PrinterFound {
                id: id(Some("T1")),
                told,
            })
        };

        let (tsc, locked) = (printer(Ok(told)), printer(Err(Fault::Denied)));

        assert_eq!((tsc.name.as_str(), tsc.fault), ("TSC TE200", None));
        let Protocol::Printer(settings) = &tsc.uses[0].protocol else {
            panic!("{tsc:?}")
        };
        assert_eq!(settings.language, Language::Tspl);
        assert_eq!(locked.fault, Some(Fault::Denied));
    }
}
