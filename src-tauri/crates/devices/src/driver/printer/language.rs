//! What label printers take, and how each is asked how it is.

use serde::{Deserialize, Serialize};

use crate::codec::epl_status::{self, EplStatus};
use crate::codec::printer_status::{BadPrinterStatus, PrinterStatus};
use crate::codec::tspl_status::{self, TsplStatus};
use crate::codec::zpl_status::{
    Attention, BadStatus, HOST_STATUS_REQUEST, HostStatus, StatusReader,
};

/// What a label printer takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// ZPL II.
    #[default]
    Zpl,
    /// TSPL.
    Tspl,
    /// EPL2.
    Epl,
}

/// What a printer said about itself, whatever it speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Health {
    /// What keeps it from printing the next label, gravest first.
    pub attention: Vec<Attention>,
    /// Whether it is taking in or printing what it received, and needs nobody.
    pub busy: bool,
}

impl Health {
    /// Whether nothing is left to print and nothing stopped it. A label that waits to be taken is a
    /// printed one.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let passing = [
            Attention::PartialFormat,
            Attention::BufferFull,
            Attention::LabelWaiting,
            Attention::PaperLow,
            Attention::RibbonLow,
        ];
        !self.busy && self.attention.iter().all(|a| passing.contains(a))
    }
}

impl From<&HostStatus> for Health {
    fn from(status: &HostStatus) -> Self {
        Self {
            attention: status.attention(),
            busy: status.is_busy(),
        }
    }
}

impl From<PrinterStatus> for Health {
    /// A roll that is nearly out does not keep it from printing.
    fn from(status: PrinterStatus) -> Self {
        let mut attention = status.attention;
        attention.retain(|a| !matches!(a, Attention::PaperLow | Attention::RibbonLow));
        Self {
            busy: status.printing && attention.is_empty(),
            attention,
        }
    }
}

/// Why an answer is no status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadAnswer {
    /// Of a printer that is asked in ZPL.
    #[error(transparent)]
    Zpl(#[from] BadStatus),
    /// Of another one.
    #[error(transparent)]
    Other(#[from] BadPrinterStatus),
}

/// Reads the answers to [`Language::request`].
#[derive(Debug)]
pub(super) enum Reader {
    Zpl(StatusReader),
    Tspl(TsplStatus),
    Epl(EplStatus),
}

impl Language {
    /// What asks a printer how it is.
    pub(super) fn request(self) -> &'static [u8] {
        match self {
            Self::Zpl => HOST_STATUS_REQUEST,
            Self::Tspl => tspl_status::FLAGS_REQUEST,
            Self::Epl => epl_status::ERROR_REQUEST,
        }
    }

    pub(super) fn reader(self) -> Reader {
        match self {
            Self::Zpl => Reader::Zpl(StatusReader::default()),
            Self::Tspl => Reader::Tspl(TsplStatus::default()),
            Self::Epl => Reader::Epl(EplStatus::answers()),
        }
    }

    /// Whether a printer of this language can say that it printed a label, if it answers at all.
    #[must_use]
    pub fn can_confirm(self) -> bool {
        matches!(self, Self::Zpl | Self::Tspl)
    }

    /// Whether an idle printer may not have begun yet: its answer comes past the label, and does
    /// not count what waits.
    pub(super) fn answers_ahead(self) -> bool {
        matches!(self, Self::Tspl | Self::Epl)
    }
}

type Outcome = Result<Health, BadAnswer>;

impl Reader {
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Outcome> {
        match self {
            Self::Zpl(reader) => {
                let read = reader.push(bytes).into_iter();
                read.map(|status| Ok((&status?).into())).collect()
            }
            Self::Tspl(reader) => others(reader.push(bytes)),
            Self::Epl(reader) => others(reader.push(bytes)),
        }
    }

    /// What the end of the time completes: a byte of TSPL may be all there is of an answer.
    pub(super) fn quiet(&mut self) -> Option<Outcome> {
        match self {
            Self::Tspl(reader) => others(reader.quiet()).pop(),
            Self::Zpl(_) | Self::Epl(_) => None,
        }
    }
}

fn others(statuses: Vec<Result<PrinterStatus, BadPrinterStatus>>) -> Vec<Outcome> {
    let read = statuses.into_iter();
    read.map(|status| Ok(status?.into())).collect()
}
