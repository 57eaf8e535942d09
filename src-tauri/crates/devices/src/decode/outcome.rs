//! What came of the bytes of a device: flat records, one a line of JSON.

use domain::quantity::Unit;
use serde::Serialize;

use crate::codec::aim::Symbology;
use crate::codec::digital_link::BadLink;
use crate::codec::gs1::{BadElements, Element, Elements, Hint};
use crate::codec::printer_status::{BadPrinterStatus, PrinterStatus};
use crate::codec::scale::{BadLine, Said};
use crate::codec::scan::{BadScan, Content, Scan};
use crate::codec::zpl_status::{Attention, BadStatus, HostStatus};
use crate::reading::{Basis, Reading, Reason, Weight};

/// One thing a device said, or why it is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// A weight.
    Weight(Shown),
    /// The tare a scale holds.
    Tare(Shown),
    /// Why there is no weight.
    NoWeight(Why<Reason>),
    /// A scale took a request.
    Done,
    /// A scale took none.
    Refused(Why<Reason>),
    /// A scale's serial number.
    SerialNumber {
        /// As it was sent.
        text: String,
    },
    /// A code.
    Scan(Code),
    /// How a printer is.
    PrinterStatus(Printer),
    /// Bytes that are nothing in this protocol.
    BadFrame(Why<Bad>),
}

/// A weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The number, exact.
    pub value: String,
    /// Its unit; none where neither the frame nor the caller names one.
    pub unit: Option<Unit>,
    /// Whether it has settled.
    pub stable: bool,
    /// Net or gross, where the scale says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The tare that is taken off, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tare: Option<String>,
    /// Whether the scale calls this its zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_zero: Option<bool>,
    /// The frame.
    pub raw: String,
}

/// A reason for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why<T> {
    /// For people.
    pub reason: String,
    /// For programs.
    pub code: T,
}

/// A code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Its kind, where an identifier tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbology: Option<Symbology>,
    /// Its content.
    pub text: String,
    /// Its GS1 elements, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elements: Option<Vec<Element>>,
    /// What a person should look at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Hint>,
}

/// How a printer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Printer {
    /// Whether nobody has to do anything.
    pub well: bool,
    /// What somebody has to do.
    pub attention: Vec<Attention>,
    /// The same in sentences.
    pub reasons: Vec<String>,
    /// Whether it prints or still takes in.
    pub busy: bool,
    /// All that a ZPL printer says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_status: Option<HostStatus>,
}

/// Why bytes are nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(untagged)]
pub enum Bad {
    /// Of a scale.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// Of a scanner.
    #[error(transparent)]
    Scan(#[from] BadScan),
    /// In a GS1 code.
    #[error(transparent)]
    Elements(#[from] BadElements),
    /// In a GS1 Digital Link.
    #[error(transparent)]
    Link(#[from] BadLink),
    /// Of a ZPL printer.
    #[error(transparent)]
    Status(#[from] BadStatus),
    /// Of another printer.
    #[error(transparent)]
    Printer(#[from] BadPrinterStatus),
    /// No AIM identifier.
    #[error("“{0}” has no AIM identifier: set the scanner to send one")]
    NoIdentifier(String),
}

impl Outcome {
    pub(super) fn bad(bad: impl Into<Bad>) -> Self {
        Self::BadFrame(Why::of(bad.into()))
    }

    /// What a scale said. `unit` is what it is set to, where the caller knows.
    pub(super) fn said(said: Said, unit: Option<&Unit>) -> Self {
        match said {
            Said::Reading(Reading::Weight(weight)) => Self::Weight(Shown::of(weight, unit)),
            Said::Reading(Reading::NoWeight(reason)) => Self::NoWeight(Why::of(reason)),
            Said::Tare(weight) => Self::Tare(Shown::of(weight, unit)),
            Said::Done => Self::Done,
            Said::Refused(reason) => Self::Refused(Why::of(reason)),
            Said::SerialNumber(text) => Self::SerialNumber { text },
        }
    }

    /// A scan. A GS1 code that breaks the rules is none.
    pub(super) fn scan(scan: Scan) -> Self {
        let elements = match scan.content {
            Content::BadGs1(bad) => return Self::bad(bad),
            Content::Gs1(elements) => Some(elements),
            Content::Plain => None,
        };
        Self::Scan(Code::of(scan.symbology, scan.text, elements))
    }

    pub(super) fn elements(text: &str, elements: Elements) -> Self {
        Self::Scan(Code::of(None, text.to_owned(), Some(elements)))
    }

    pub(super) fn printer(status: PrinterStatus) -> Self {
        let busy = status.printing;
        Self::PrinterStatus(Printer::of(status.attention, busy, None))
    }

    pub(super) fn host_status(status: HostStatus) -> Self {
        let (attention, busy) = (status.attention(), status.is_busy());
        Self::PrinterStatus(Printer::of(attention, busy, Some(status)))
    }
}

impl<T: ToString> Why<T> {
    fn of(code: T) -> Self {
        Self {
            reason: code.to_string(),
            code,
        }
    }
}

impl Shown {
    fn of(weight: Weight, set: Option<&Unit>) -> Self {
        let told = weight.value.unit();
        Self {
            value: weight.value.value().to_string(),
            unit: if weight.unit_is_set { set } else { Some(told) }.cloned(),
            stable: weight.stable,
            basis: weight.basis,
            tare: weight.tare.map(|tare| tare.value().to_string()),
            at_zero: weight.at_zero,
            raw: weight.raw,
        }
    }
}

impl Code {
    fn of(symbology: Option<Symbology>, text: String, elements: Option<Elements>) -> Self {
        let (elements, hints) = elements.map(|e| (e.elements, e.hints)).unzip();
        Self {
            symbology,
            text,
            elements,
            hints: hints.unwrap_or_default(),
        }
    }
}

impl Printer {
    fn of(attention: Vec<Attention>, busy: bool, host_status: Option<HostStatus>) -> Self {
        Self {
            well: attention.is_empty(),
            reasons: attention.iter().map(ToString::to_string).collect(),
            attention,
            busy,
            host_status,
        }
    }
}
