//! Barcodes of a template: symbologies with what they carry.

use serde::{Deserialize, Serialize};

use super::{Align, Piece, Place};

/// A code in the middle of a place; its modules are as large as fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Barcode {
    /// Where it stands, quiet zones included.
    #[serde(flatten)]
    pub place: Place,
    /// Where it stands in its width.
    #[serde(default)]
    pub align: Align,
    /// Widest module, in millimetres.
    pub module_mm_max: f64,
    /// Height of the capitals of the text below a linear code, in millimetres; none without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_height_mm: Option<f64>,
    /// The symbology and what it carries.
    pub code: Code,
}

/// Symbologies with what they carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "symbology", rename_all = "snake_case")]
pub enum Code {
    /// Code 128 of printable ASCII.
    Code128 {
        /// Pieces joined into the content.
        content: Vec<Piece>,
    },
    /// Code 39 of capitals, digits and ` -.$/+%`.
    Code39 {
        /// Pieces joined into the content.
        content: Vec<Piece>,
    },
    /// EAN-13 of a GTIN of 13 digits, or of 14 that begin with 0.
    Ean13 {
        /// Pieces joined into the content, its check digit included.
        content: Vec<Piece>,
    },
    /// ITF-14 of a GTIN, filled with zeros to 14 digits.
    Itf14 {
        /// Pieces joined into the content, its check digit included.
        content: Vec<Piece>,
    },
    /// GS1-128 of GS1 elements.
    Gs1128 {
        /// Elements in order: those of predefined length first.
        elements: Vec<Gs1Element>,
    },
    /// GS1 Data Matrix of GS1 elements.
    Gs1DataMatrix {
        /// Elements in order: those of predefined length first.
        elements: Vec<Gs1Element>,
    },
    /// Data Matrix of printable ASCII.
    DataMatrix {
        /// Pieces joined into the content.
        content: Vec<Piece>,
    },
    /// QR code of printable ASCII.
    Qr {
        /// Pieces joined into the content.
        content: Vec<Piece>,
    },
}

/// A GS1 element of a code; one whose field is empty is left out, save where it is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gs1Element {
    /// An application identifier with the text of a field, which must be there.
    Required {
        /// Application identifier.
        ai: String,
        /// The field.
        field: String,
    },
    /// An application identifier with the text of a field, where there is one.
    Optional {
        /// Application identifier.
        ai: String,
        /// The field.
        field: String,
    },
    /// The amount under the identifier of its unit: see
    /// [`of_quantity`](crate::gs1::Element::of_quantity).
    Quantity {
        /// Field of the amount, a plain decimal number.
        value: String,
        /// Field of its unit.
        unit: String,
    },
}
