//! What a row of `device_binding` says: where a device is and how it speaks.

use devices::binding::{Protocol, SerialId, Target};
use devices::codec::frame::Framing;
use devices::driver::printer::PrinterSettings;
use devices::speech::Speech;
use serde::{Deserialize, Serialize};
use station::failure::Failure;
use station::view::device::DeviceRole;
use store::ledger::device::BindingRow;

/// Where a device is and how it speaks. As JSON a [`Target`], with `protocol` beside it where the
/// device does not speak what its role usually does:
/// `{"tcp": {"host": "127.0.0.1", "port": 9100}, "protocol": {"zpl": {"tells_status": false}}}`.
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
    Scanner(Framing),
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

    /// How to run it in a role.
    ///
    /// # Errors
    /// [`Failure`], when a device of that role cannot speak like this.
    pub(super) fn driven(&self, role: DeviceRole) -> Result<Driven, Failure> {
        match (role, &self.protocol) {
            (DeviceRole::Scanner, None) => Ok(Driven::Scanner(Framing::default())),
            (DeviceRole::Scanner, Some(Protocol::ScanLine(framing))) => {
                Ok(Driven::Scanner(*framing))
            }
            (DeviceRole::Scale, None) => Ok(Driven::Scale(Speech::MtSics)),
            (DeviceRole::Scale, Some(protocol)) => {
                let speech = protocol.speech().ok_or_else(no_such_language)?;
                Ok(Driven::Scale(speech.clone()))
            }
            (DeviceRole::Printer, None) => Ok(Driven::Printer(PrinterSettings::default())),
            (DeviceRole::Printer, Some(Protocol::Zpl(settings))) => Ok(Driven::Printer(*settings)),
            (_, Some(_)) => Err(no_such_language()),
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

    /// The target for people: a path, a USB device or an address, and what a scale speaks there. It
    /// is kept with each weight, for a unit that no frame names is in it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.protocol.as_ref().and_then(Protocol::speech) {
            Some(speech) => format!("{} ({speech})", self.place()),
            None => self.place(),
        }
    }

    fn place(&self) -> String {
        match &self.target {
            Target::Serial { port, .. } => match port {
                SerialId::Path(path) => path.clone(),
                SerialId::Usb { vid, pid, serial } => {
                    let serial = serial.as_deref().unwrap_or("without serial number");
                    format!("USB {vid:04x}:{pid:04x} {serial}")
                }
            },
            Target::Tcp { host, port } => format!("{host}:{port}"),
        }
    }
}

/// The role of a row; one this version does not know is nobody's.
pub(super) fn role(row: &BindingRow) -> Option<DeviceRole> {
    let roles = [DeviceRole::Scanner, DeviceRole::Scale, DeviceRole::Printer];
    roles.into_iter().find(|role| word(*role) == row.role)
}

/// A role's word in the store.
fn word(role: DeviceRole) -> &'static str {
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
        assert_eq!(wiring.shown(), "/dev/ttyS0");
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
}
