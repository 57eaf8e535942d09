//! What printers that do not speak ZPL say about themselves.

use serde::Serialize;

use super::frame::BadFrame;
use super::zpl_status::Attention;

/// How a printer said it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PrinterStatus {
    /// What a person has to do, gravest first; empty where nothing is wrong.
    pub attention: Vec<Attention>,
    /// Whether it is printing now.
    pub printing: bool,
    /// The bytes as they came, escaped.
    pub raw: String,
}

/// Why bytes are no status of a printer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadPrinterStatus {
    /// No frame could be cut.
    #[error(transparent)]
    Frame(#[from] BadFrame),
    /// Bytes that stand for no state.
    #[error("“{0}” is no status in this language: check which one the printer is set to")]
    Unknown(String),
}

/// What is set among flags that each ask for something.
pub(super) fn set<const N: usize>(flags: [(bool, Attention); N]) -> Vec<Attention> {
    let set = flags.into_iter();
    set.filter_map(|(set, attention)| set.then_some(attention))
        .collect()
}

/// The error for these bytes.
pub(super) fn unknown(bytes: &[u8]) -> BadPrinterStatus {
    BadPrinterStatus::Unknown(bytes.escape_ascii().to_string())
}
