//! What a device may speak, as people choose it: a name, and what goes with it.

use domain::quantity::Unit;

use crate::binding::{Protocol, Role, Target};
use crate::codec::frame::Framing;
use crate::driver::printer::{DPI_USUAL, Language, PrinterSettings};
use crate::port::serial::{Flow, Line};
use crate::speech::{self, BadSpeech, Speech};

/// A scanner that sends lines: the only way of those on a serial port.
const LINES: &str = "lines";

/// A scanner that sends HID reports.
const HID_POS: &str = "hid-pos";

/// Languages of label printers, each with the name of one that answers nothing.
const PRINTERS: [(Language, &str, &str); 3] = [
    (Language::Zpl, "zpl", "zpl-one-way"),
    (Language::Tspl, "tspl", "tspl-one-way"),
    (Language::Epl, "epl", "epl-one-way"),
];

/// Dots to the inch that print heads have, the usual first.
pub const DPIS: [u16; 3] = [DPI_USUAL, 300, 600];

/// What a device speaks, as a person says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Named<'a> {
    /// Name, one of [`names`].
    pub name: &'a str,
    /// Unit a scale is set to whose frames name none.
    pub unit: Option<&'a str>,
    /// Dots to the inch of a printer's head; 203 without.
    pub dpi: Option<u16>,
}

/// Why a device cannot be set up like this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProtocol {
    /// No device of this kind speaks it.
    #[error("“{name}” is no protocol of such a device: write one of {list}", list = names(*role).join(", "))]
    Unknown {
        /// What was said.
        name: String,
        /// What the device is for.
        role: Role,
    },
    /// A scale cannot.
    #[error(transparent)]
    Speech(#[from] BadSpeech),
    /// A unit for what weighs nothing.
    #[error("only a scale has a unit: leave --unit out")]
    UnitOfNoScale,
    /// Dots for what prints nothing.
    #[error("only a label printer has dots to the inch: leave --dpi out")]
    DpiOfNoPrinter,
    /// A print head that does not exist.
    #[error("a print head has 203, 300 or 600 dots to the inch, not {0}")]
    Dpi(u16),
}

/// The names of what devices of a role may speak, the usual one first.
#[must_use]
pub fn names(role: Role) -> Vec<&'static str> {
    match role {
        Role::Scanner => vec![LINES, HID_POS],
        Role::Scale => speech::NAMES.to_vec(),
        Role::LabelPrinter => PRINTERS
            .iter()
            .flat_map(|(_, name, one_way)| [*name, *one_way])
            .collect(),
    }
}

impl Protocol {
    /// The protocol of this name for devices of a role.
    ///
    /// # Errors
    /// [`BadProtocol`], saying what to write instead.
    pub fn named(role: Role, said: Named<'_>) -> Result<Self, BadProtocol> {
        if said.unit.is_some() && role != Role::Scale {
            return Err(BadProtocol::UnitOfNoScale);
        }
        if said.dpi.is_some() && role != Role::LabelPrinter {
            return Err(BadProtocol::DpiOfNoPrinter);
        }
        let unknown = || BadProtocol::Unknown {
            name: said.name.to_owned(),
            role,
        };
        match role {
            Role::Scanner if said.name == LINES => Ok(Self::ScanLine(Framing::default())),
            Role::Scanner if said.name == HID_POS => Ok(Self::ScanHid),
            Role::Scanner => Err(unknown()),
            Role::Scale => Ok(Self::Scale(Speech::named(said.name, said.unit)?)),
            Role::LabelPrinter => printer(said)?.map(Self::Printer).ok_or_else(unknown),
        }
    }

    /// What devices of a role usually speak there.
    #[must_use]
    pub fn usual(role: Role, target: &Target) -> Self {
        match (role, target) {
            (Role::Scanner, Target::Hid { .. }) => Self::ScanHid,
            (Role::Scanner, _) => Self::ScanLine(Framing::default()),
            (Role::Scale, Target::Hid { .. }) => Self::Scale(Speech::HidScale),
            (Role::Scale, _) => Self::Scale(Speech::MtSics),
            (Role::LabelPrinter, _) => Self::Printer(PrinterSettings::default()),
        }
    }

    /// What devices that speak it are for.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::ScanLine(_) | Self::ScanHid => Role::Scanner,
            Self::MtSics | Self::Scale(_) => Role::Scale,
            Self::Printer(_) => Role::LabelPrinter,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::ScanLine(_) => LINES,
            Self::ScanHid => HID_POS,
            Self::MtSics => Speech::MtSics.name(),
            Self::Scale(speech) => speech.name(),
            Self::Printer(settings) => printer_name(settings),
        }
    }

    /// The unit a scale is set to whose frames name none.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.speech().and_then(Speech::unit)
    }

    /// Dots to the inch of a printer's head.
    #[must_use]
    pub fn dpi(&self) -> Option<u16> {
        match self {
            Self::Printer(settings) => Some(settings.dpi),
            Self::ScanLine(_) | Self::ScanHid | Self::MtSics | Self::Scale(_) => None,
        }
    }

    /// The line settings such devices are delivered with.
    #[must_use]
    pub fn usual_line(&self) -> Line {
        // A status byte of TSPL may be one that stops the line.
        let waits = |settings: &PrinterSettings| settings.language != Language::Tspl;
        if matches!(self, Self::Printer(settings) if waits(settings)) {
            return Line {
                flow: Flow::Software,
                ..Line::default()
            };
        }
        self.speech().map(Speech::usual_line).unwrap_or_default()
    }
}

fn printer(said: Named<'_>) -> Result<Option<PrinterSettings>, BadProtocol> {
    let dpi = said.dpi.unwrap_or(DPI_USUAL);
    if !DPIS.contains(&dpi) {
        return Err(BadProtocol::Dpi(dpi));
    }
    let known = PRINTERS
        .iter()
        .find(|(_, name, one_way)| [*name, *one_way].contains(&said.name));
    Ok(known.map(|(language, name, _)| PrinterSettings {
        language: *language,
        dpi,
        tells_status: said.name == *name,
        ..PrinterSettings::default()
    }))
}

fn printer_name(settings: &PrinterSettings) -> &'static str {
    let known = PRINTERS
        .iter()
        .find(|(language, _, _)| *language == settings.language);
    known.map_or(
        "",
        |(_, name, one_way)| {
            if settings.tells_status { name } else { one_way }
        },
    )
}

impl std::fmt::Display for Protocol {
    /// The name, and what goes with it where it is a setting.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())?;
        if let Some(unit) = self.unit() {
            write!(f, " in {unit}")?;
        }
        match self.dpi() {
            Some(dpi) if dpi != DPI_USUAL => write!(f, " at {dpi} dpi"),
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 3] = [Role::Scanner, Role::Scale, Role::LabelPrinter];

    fn named(role: Role, name: &str) -> Result<Protocol, BadProtocol> {
        let said = Named {
            name,
            ..Named::default()
        };
        let in_kg = Named {
            unit: Some("kg"),
            ..said
        };
        let known = Protocol::named(role, said);
        match matches!(known, Err(BadProtocol::Speech(_))) {
            true => Protocol::named(role, in_kg),
            false => known,
        }
    }

    #[test]
    fn every_name_is_a_protocol_and_comes_back() {
        for role in ROLES {
            for name in names(role) {
                let protocol = named(role, name).unwrap();

                assert_eq!((protocol.name(), protocol.role()), (name, role));
            }
            let anywhere = Target::Tcp {
                host: String::new(),
                port: 9_100,
            };
            assert_eq!(Protocol::usual(role, &anywhere).name(), names(role)[0]);
        }
    }

    #[test]
    fn what_goes_with_a_protocol_is_said() {
        let finer = Named {
            name: "tspl",
            dpi: Some(300),
            unit: None,
        };

        let shown = Protocol::named(Role::LabelPrinter, finer).unwrap();

        assert_eq!(shown.to_string(), "tspl at 300 dpi");
        let scale = named(Role::Scale, "toledo-8217").unwrap();
        assert_eq!(scale.to_string(), "toledo-8217 in kg");
    }

    #[test]
    fn what_cannot_be_set_up_says_what_to_write() {
        let said = |name, unit, dpi| Named { name, unit, dpi };
        for (role, said, says) in [
            (
                Role::LabelPrinter,
                said("pcl", None, None),
                "zpl, zpl-one-way, tspl",
            ),
            (
                Role::LabelPrinter,
                said("zpl", Some("kg"), None),
                "leave --unit out",
            ),
            (
                Role::LabelPrinter,
                said("zpl", None, Some(204)),
                "203, 300 or 600",
            ),
            (Role::Scale, said("nci", None, Some(203)), "leave --dpi out"),
            (Role::Scale, said("toledo-8217", None, None), "--unit kg"),
            (Role::Scanner, said("nci", None, None), "write one of lines"),
        ] {
            let bad = Protocol::named(role, said).unwrap_err().to_string();

            assert!(bad.contains(says), "{bad}");
        }
    }

    #[test]
    fn a_printer_bound_before_it_had_a_language_takes_zpl() {
        let stored = r#"{"zpl":{"tells_status":false}}"#;

        let protocol: Protocol = serde_json::from_str(stored).unwrap();

        assert_eq!(protocol.name(), "zpl-one-way");
    }
}
