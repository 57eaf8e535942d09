//! What a row of `device_binding` says: where a device is and how it speaks.

use devices::binding::{Protocol, Role, SerialId, Target};
use devices::driver::printer::PrinterSettings;
use devices::driver::scanner::Sends;
use devices::port::serial::Line;
use devices::protocol::Named;
use devices::speech::Speech;
use devices::usb::UsbId;
use serde::{Deserialize, Serialize};
use station::failure::Failure;
use station::view::device::{DeviceRole, DeviceView};
use store::ledger::device::BindingRow;

use super::target;

/// Where a device is and how it speaks. As JSON a [`Target`], with `protocol` beside it where the
/// device does not speak what its role usually does:
/// `{"tcp": {"host": "127.0.0.1", "port": 9100}, "protocol": {"printer": {"language": "tspl"}}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wiring {
    /// Where it is.
    #[serde(flatten)]
    pub target: Target,
    /// How it speaks; absent for what its role usually does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
}

/// How to run a device, by its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Driven {
    /// A scanner.
    Scanner(Sends),
    /// A scale.
    Scale(Speech),
    /// A label printer.
    Printer(PrinterSettings),
}

impl Wiring {
    /// A device that speaks what its role usually does.
    #[must_use]
    pub fn at(target: Target) -> Self {
        Self {
            target,
            protocol: None,
        }
    }

    /// What a person writes: where a device is and what it speaks there.
    ///
    /// # Errors
    /// A sentence that says what to write instead.
    pub fn written(role: DeviceRole, place: &str, said: Named<'_>) -> Result<Self, String> {
        let protocol = Protocol::named(of(role), said).map_err(|bad| bad.to_string())?;
        let target = target::parse_on(role, place.trim(), protocol.usual_line())?;
        if !protocol.fits(&target) {
            return Err(misfit(role, &target));
        }
        let usual = protocol == Protocol::usual(of(role), &target);
        Ok(Self {
            target,
            protocol: (!usual).then_some(protocol),
        })
    }

    /// How to run it in a role.
    ///
    /// # Errors
    /// [`Failure`], when a device of that role cannot speak like this.
    pub(super) fn driven(&self, role: DeviceRole) -> Result<Driven, Failure> {
        let protocol = self.spoken(role);
        if protocol.role() != of(role) || !protocol.fits(&self.target) {
            return Err(no_such_language());
        }
        Ok(match protocol {
            Protocol::ScanLine(framing) => Driven::Scanner(Sends::Lines(framing)),
            Protocol::ScanHid => Driven::Scanner(Sends::Reports),
            Protocol::MtSics => Driven::Scale(Speech::MtSics),
            Protocol::Scale(speech) => Driven::Scale(speech),
            Protocol::Printer(settings) => Driven::Printer(settings),
        })
    }

    /// What it speaks in a role.
    #[must_use]
    pub fn spoken(&self, role: DeviceRole) -> Protocol {
        let usual = || Protocol::usual(of(role), &self.target);
        self.protocol.clone().unwrap_or_else(usual)
    }

    /// A device of this wiring that was not tried yet, as screens are told.
    pub(super) fn view(&self, role: DeviceRole, simulated: bool, sentence: String) -> DeviceView {
        let protocol = self.spoken(role);
        DeviceView {
            role,
            target: self.shown(),
            place: target::shown(&self.target),
            protocol: protocol.name().to_owned(),
            unit: protocol.unit().map(|unit| unit.as_str().to_owned()),
            dpi: protocol.dpi(),
            ready: false,
            sentence: Some(sentence),
            last_error: None,
            simulated,
        }
    }

    /// The row as the store keeps it.
    ///
    /// # Errors
    /// [`Failure`], when it cannot be written as JSON.
    pub fn row(&self, role: DeviceRole, simulated: bool) -> Result<BindingRow, Failure> {
        let target = serde_json::to_string(self).map_err(unreadable)?;
        Ok(BindingRow {
            role: word(role).to_owned(),
            target,
            simulated,
        })
    }

    /// Reads a row of a role.
    ///
    /// # Errors
    /// [`Failure`], when its JSON is no wiring, or none for a device of that role.
    pub(super) fn read(role: DeviceRole, row: &BindingRow) -> Result<(Self, Driven), Failure> {
        let wiring: Self = serde_json::from_str(&row.target).map_err(unreadable)?;
        let driven = wiring.driven(role)?;
        Ok((wiring, driven))
    }

    /// Reads a row with its role.
    ///
    /// # Errors
    /// [`Failure`], when its role is not known or its JSON is no wiring for it.
    pub fn of_row(row: &BindingRow) -> Result<(DeviceRole, Self), Failure> {
        let role = role(row).ok_or_else(no_such_language)?;
        Ok((role, Self::read(role, row)?.0))
    }

    /// The target for people: a path, a USB device or an address, and what is spoken there where it
    /// is not the usual. It is kept with each weight, for a unit that no frame names is in it.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.protocol {
            Some(protocol) => format!("{} ({protocol})", self.place()),
            None => self.place(),
        }
    }

    /// The same as it is written to bind it.
    #[must_use]
    pub fn written_as(&self) -> String {
        match &self.protocol {
            Some(protocol) => format!("{} ({protocol})", self.place_written()),
            None => self.place_written(),
        }
    }

    /// Where it is, as it is written to bind it.
    #[must_use]
    pub fn place_written(&self) -> String {
        target::shown(&self.target)
    }

    fn place(&self) -> String {
        match &self.target {
            Target::Serial { port, .. } => match port {
                SerialId::Path(path) => path.clone(),
                SerialId::Usb(id) => format!("USB {}", plugged(id)),
            },
            Target::Hid { device, .. } => format!("HID {}", plugged(device)),
            Target::Keys { device } => format!("keyboard {}", plugged(device)),
            Target::UsbPrinter { device } => format!("USB printer {}", plugged(device)),
            Target::Tcp { host, port } => format!("{host}:{port}"),
        }
    }
}

/// Every role.
pub const ROLES: [DeviceRole; 3] = [DeviceRole::Scanner, DeviceRole::Scale, DeviceRole::Printer];

/// The role of a row; one this version does not know is nobody's.
pub(super) fn role(row: &BindingRow) -> Option<DeviceRole> {
    ROLES.into_iter().find(|role| word(*role) == row.role)
}

/// The name of what devices of a role usually speak at a place.
///
/// # Errors
/// A sentence that shows how a place is written.
pub fn usual(role: DeviceRole, place: &str) -> Result<&'static str, String> {
    let target = target::parse_on(role, place.trim(), Line::default())?;
    Ok(Protocol::usual(of(role), &target).name())
}

/// A device on USB, for people.
pub(super) fn plugged(id: &UsbId) -> String {
    let serial = id.serial.as_deref().unwrap_or("without serial number");
    let chain = id.chain.as_deref();
    let place = chain.map(|chain| format!(" at port {chain}"));
    let (vid, pid) = (id.vid, id.pid);
    format!("{vid:04x}:{pid:04x} {serial}{}", place.unwrap_or_default())
}

/// Why a device there does not speak what was asked for.
fn misfit(role: DeviceRole, target: &Target) -> String {
    let name = Protocol::usual(of(role), target).name();
    format!("a device at such a place does not speak this protocol: choose {name}")
}

/// What devices of a role are for, as their crate says it.
pub(super) fn of(role: DeviceRole) -> Role {
    match role {
        DeviceRole::Scanner => Role::Scanner,
        DeviceRole::Scale => Role::Scale,
        DeviceRole::Printer => Role::LabelPrinter,
    }
}

/// A role's word in the store.
#[must_use]
pub fn word(role: DeviceRole) -> &'static str {
    match role {
        DeviceRole::Scanner => "scanner",
        DeviceRole::Scale => "scale",
        DeviceRole::Printer => "printer",
    }
}

fn no_such_language() -> Failure {
    Failure::bad_request("a device of this kind does not speak this protocol: choose another one")
}

fn unreadable(error: serde_json::Error) -> Failure {
    Failure::bad_request(format!(
        "the settings of this device cannot be read: set it up again ({error})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_target_speaks_what_its_role_usually_does() {
        let json = r#"{"tcp":{"host":"127.0.0.1","port":9100}}"#;

        let wiring: Wiring = serde_json::from_str(json).unwrap();

        let usual = Driven::Printer(PrinterSettings::default());
        assert_eq!(wiring.driven(DeviceRole::Printer), Ok(usual));
        let usual = Driven::Scale(Speech::MtSics);
        assert_eq!(wiring.driven(DeviceRole::Scale), Ok(usual));
        assert_eq!(serde_json::to_string(&wiring).unwrap(), json);
    }

    #[test]
    fn a_protocol_stands_beside_the_target() {
        let json = r#"{"serial":{"port":{"path":"/dev/ttyS0"}},"protocol":{"zpl":{"tells_status":false}}}"#;

        let wiring: Wiring = serde_json::from_str(json).unwrap();

        let Ok(Driven::Printer(settings)) = wiring.driven(DeviceRole::Printer) else {
            panic!("{wiring:?}")
        };
        assert!(!settings.tells_status);
        assert!(wiring.driven(DeviceRole::Scale).is_err());
        assert_eq!(wiring.shown(), "/dev/ttyS0 (zpl-one-way)");
    }

    #[test]
    fn a_scale_speaks_what_its_binding_says() {
        let json = r#"{"serial":{"port":{"path":"/dev/ttyS0"}},"protocol":{"scale":{"toledo-8217":{"unit":"kg"}}}}"#;

        let wiring: Wiring = serde_json::from_str(json).unwrap();

        let speech = Speech::named("toledo-8217", Some("kg")).unwrap();
        assert_eq!(wiring.driven(DeviceRole::Scale), Ok(Driven::Scale(speech)));
        assert!(wiring.driven(DeviceRole::Scanner).is_err());
        assert_eq!(wiring.shown(), "/dev/ttyS0 (toledo-8217 in kg)");
    }

    #[test]
    fn a_hid_device_speaks_reports_and_nothing_else_does() {
        let said = |name| Named {
            name,
            ..Named::default()
        };
        let (hid, tcp) = ("hid:0c2e:0b61:A1", "tcp:127.0.0.1:9100");

        let wiring = Wiring::written(DeviceRole::Scanner, hid, said("hid-pos")).unwrap();

        assert_eq!(wiring.protocol, None);
        let driven = wiring.driven(DeviceRole::Scanner);
        assert_eq!(driven, Ok(Driven::Scanner(Sends::Reports)));
        assert_eq!(wiring.shown(), "HID 0c2e:0b61 A1");
        assert_eq!(usual(DeviceRole::Scale, hid), Ok("hid-scale"));
        for (role, place, name, says) in [
            (DeviceRole::Scanner, hid, "lines", "choose hid-pos"),
            (DeviceRole::Scanner, tcp, "hid-pos", "choose lines"),
            (DeviceRole::Scale, hid, "nci", "choose hid-scale"),
            (DeviceRole::Printer, hid, "zpl", "write tcp"),
        ] {
            let refused = Wiring::written(role, place, said(name)).unwrap_err();

            assert!(refused.contains(says), "{refused}");
        }
    }
}
