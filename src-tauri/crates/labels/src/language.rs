//! What label printers take.

use crate::layout::Layout;
use crate::template::Dpi;
use crate::{epl, tspl, zpl};

/// A language of label printers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// ZPL II.
    #[default]
    Zpl,
    /// TSPL.
    Tspl,
    /// EPL2.
    Epl,
}

/// What a printer prints with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What it takes.
    pub language: Language,
    /// What its print head resolves.
    pub dpi: Dpi,
}

impl Language {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zpl => "ZPL",
            Self::Tspl => "TSPL",
            Self::Epl => "EPL",
        }
    }

    /// Writes the layout as what prints one label.
    #[must_use]
    pub fn emit(self, layout: &Layout) -> Vec<u8> {
        match self {
            Self::Zpl => zpl::emit(layout),
            Self::Tspl => tspl::emit(layout),
            Self::Epl => epl::emit(layout),
        }
    }

    /// The language these bytes of a label are in.
    #[must_use]
    pub fn of(label: &[u8]) -> Option<Self> {
        [
            (Self::Zpl, zpl::START),
            (Self::Tspl, tspl::START),
            (Self::Epl, epl::START),
        ]
        .into_iter()
        .find(|(_, start)| label.starts_with(start.as_bytes()))
        .map(|(language, _)| language)
    }
}
