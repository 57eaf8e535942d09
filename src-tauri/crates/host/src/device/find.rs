//! What is plugged in here, as an installer is shown it.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use devices::binding::{Role, Target};
use devices::finder::{self, Bus, Found, Use};
use devices::port::serial::Line;
use devices::protocol::names;
use labels::{Fields, Template};
use station::failure::Failure;
use station::view::device::{DeviceRole, DeviceView, FoundDevice, FoundKind, FoundUse, FoundView};

use super::wiring::{ROLES, of, plugged, word};
use super::{target, tryout};
use crate::demo::SIMULATED;

/// How long a simulator on this computer may take to accept.
const SIMULATOR_WITHIN: Duration = Duration::from_millis(200);

/// What a taken keyboard means to whoever types on it.
const MAY_BE_YOURS: &str = "choose it only if it is a scanner: what is typed on it reaches no window \
                            any more";

/// Looks at every bus of this computer. Blocks for as long as the slowest device takes to say what it is.
///
/// # Errors
/// [`Failure`], when the sheet of codes cannot be drawn.
pub fn find(bound: &[DeviceView]) -> Result<FoundView, Failure> {
    let (found, faults) = finder::found();
    let plugged_in = found.iter().map(|found| shown(found, bound));
    let simulated = SIMULATED
        .iter()
        .filter_map(|(role, port)| simulator(role, *port, bound));
    Ok(FoundView {
        devices: plugged_in.chain(simulated).collect(),
        troubles: faults.iter().map(ToString::to_string).collect(),
        code_sheet: code_sheet()?,
    })
}

fn shown(found: &Found, bound: &[DeviceView]) -> FoundDevice {
    let holder = bound.iter().find(|device| means(device, found));
    let place = found.id.as_ref().map(plugged);
    FoundDevice {
        kind: match found.bus {
            Bus::Serial => FoundKind::Serial,
            Bus::Hid => FoundKind::Hid,
            Bus::Keys => FoundKind::Keys,
            Bus::UsbPrinter => FoundKind::UsbPrinter,
        },
        name: found.name.clone(),
        place: place.map(|place| format!("USB {place}")),
        uses: found.uses.iter().filter_map(used).collect(),
        bound: holder.map(|device| device.role),
        sentence: match (found.fault, found.bus) {
            (Some(fault), _) => Some(fault.to_string()),
            (None, Bus::Keys) => Some(MAY_BE_YOURS.to_owned()),
            (None, Bus::Serial | Bus::Hid | Bus::UsbPrinter) => None,
        },
    }
}

fn means(device: &DeviceView, found: &Found) -> bool {
    let target = target::parse_on(device.role, &device.place, Line::default());
    target.is_ok_and(|target| found.is_at(&target))
}

fn used(one: &Use) -> Option<FoundUse> {
    Some(FoundUse {
        role: role_of(one.role)?,
        place: target::shown(&one.target),
        protocol: one.protocol.name().to_owned(),
    })
}

fn role_of(role: Role) -> Option<DeviceRole> {
    ROLES.into_iter().find(|known| of(*known) == role)
}

/// A simulator of the demo plant that listens, or is in use already.
fn simulator(role: &str, port: u16, bound: &[DeviceView]) -> Option<FoundDevice> {
    let role = ROLES.into_iter().find(|known| word(*known) == role)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let place = target::shown(&Target::Tcp {
        host: address.ip().to_string(),
        port,
    });
    let holder = bound.iter().find(|device| device.place == place);
    // One that is in use takes no second connection.
    if holder.is_none() && TcpStream::connect_timeout(&address, SIMULATOR_WITHIN).is_err() {
        return None;
    }
    Some(FoundDevice {
        kind: FoundKind::Simulated,
        name: place.clone(),
        place: None,
        bound: holder.map(|device| device.role),
        sentence: None,
        uses: vec![FoundUse {
            role,
            place,
            protocol: names(of(role)).first().map(ToString::to_string)?,
        }],
    })
}

/// A sheet of codes to read with a scanner: linear, matrix, and one that holds a separator.
fn code_sheet() -> Result<String, Failure> {
    let fields = Fields::new()
        .with("gtin", "09521234543213")
        .with("lot", tryout::SHEET_LOT)
        .with("serial", "1");
    Ok(labels::svg::emit(&labels::render(
        Template::codes(),
        &fields,
    )?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use devices::binding::Protocol;
    use devices::port::Fault;
    use devices::usb::UsbId;

    fn scale(fault: Option<Fault>) -> Found {
        let device = UsbId {
            vid: 0x0922,
            pid: 0x8003,
            serial: Some("S1".to_owned()),
            chain: None,
        };
        let target = Target::Hid {
            device: device.clone(),
            kind: devices::port::hid::HidKind::Scale,
        };
        Found {
            name: "DYMO S100".to_owned(),
            bus: Bus::Hid,
            id: Some(UsbId {
                chain: Some("1-2".to_owned()),
                ..device
            }),
            uses: vec![Use {
                role: Role::Scale,
                protocol: Protocol::usual(Role::Scale, &target),
                target,
            }],
            fault,
        }
    }

    fn bound(role: DeviceRole, place: &str) -> DeviceView {
        DeviceView {
            role,
            target: place.to_owned(),
            place: place.to_owned(),
            protocol: String::new(),
            unit: None,
            dpi: None,
            ready: true,
            sentence: None,
            last_error: None,
            simulated: false,
        }
    }

    #[test]
    fn a_device_is_shown_with_where_it_is_and_how_it_is_set_up() {
        let shown = shown(&scale(None), &[]);

        assert_eq!(shown.place.as_deref(), Some("USB 0922:8003 S1 at port 1-2"));
        assert_eq!(shown.uses[0].place, "hid:0922:8003:S1");
        assert_eq!(shown.uses[0].protocol, "hid-scale");
        assert_eq!((shown.bound, shown.sentence), (None, None));
    }

    #[test]
    fn the_role_it_has_and_what_hinders_it_are_said() {
        let taken = [
            bound(DeviceRole::Printer, "tcp:127.0.0.1:9100"),
            bound(DeviceRole::Scale, "hid:0922:8003:-"),
        ];

        let shown = shown(&scale(Some(Fault::Denied)), &taken);

        assert_eq!(shown.bound, Some(DeviceRole::Scale));
        assert!(shown.sentence.unwrap().contains("60-lineside.rules"));
    }

    #[test]
    fn the_sheet_has_codes_and_says_what_they_are() {
        let sheet = code_sheet().unwrap();

        assert!(
            sheet.starts_with("<svg") && sheet.contains("GS1 Data Matrix"),
            "{sheet}"
        );
    }
}
