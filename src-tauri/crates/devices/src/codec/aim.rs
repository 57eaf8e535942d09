//! AIM symbology identifiers: `]`, a letter and a modifier before what was read (ISO/IEC 15424).

use serde::{Deserialize, Serialize};

/// The kind of code that was read, as far as its identifier tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symbology {
    /// Code 39, `]A`.
    Code39,
    /// Code 128 without FNC1 in first place, `]C0`.
    Code128,
    /// GS1-128, `]C1`.
    Gs1Code128,
    /// EAN-13, UPC-A, UPC-E, `]E0` to `]E3`.
    EanUpc,
    /// EAN-8, `]E4`.
    Ean8,
    /// GS1 DataBar and GS1 composites, `]e`.
    DataBar,
    /// Codabar, `]F`.
    Codabar,
    /// Code 93, `]G`.
    Code93,
    /// Interleaved 2 of 5, `]I`.
    Itf,
    /// PDF417, `]L`.
    Pdf417,
    /// Data Matrix, `]d`.
    DataMatrix,
    /// GS1 Data Matrix, `]d2` (with ECI `]d5`).
    Gs1DataMatrix,
    /// QR code, `]Q`.
    Qr,
    /// GS1 QR code, `]Q3` (with ECI `]Q4`).
    Gs1Qr,
    /// GS1 DotCode, `]J1`.
    Gs1DotCode,
    /// Aztec, `]z`.
    Aztec,
    /// An identifier this table does not list.
    Unlisted,
}

impl Symbology {
    /// Whether the content is a GS1 element string.
    #[must_use]
    pub fn is_gs1(self) -> bool {
        matches!(
            self,
            Self::Gs1Code128 | Self::DataBar | Self::Gs1DataMatrix | Self::Gs1Qr | Self::Gs1DotCode
        )
    }
}

/// Splits the identifier off what a scanner sent. Without one, the symbology is unknown.
#[must_use]
pub fn split(raw: &[u8]) -> (Option<Symbology>, &[u8]) {
    match raw {
        [b']', letter, modifier, rest @ ..]
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            (Some(symbology(*letter, *modifier)), rest)
        }
        _ => (None, raw),
    }
}

fn symbology(letter: u8, modifier: u8) -> Symbology {
    match (letter, modifier) {
        (b'A', _) => Symbology::Code39,
        (b'C', b'1') => Symbology::Gs1Code128,
        (b'C', _) => Symbology::Code128,
        (b'E', b'4') => Symbology::Ean8,
        (b'E', _) => Symbology::EanUpc,
        (b'e', _) => Symbology::DataBar,
        (b'F', _) => Symbology::Codabar,
        (b'G', _) => Symbology::Code93,
        (b'I', _) => Symbology::Itf,
        (b'J', b'1') => Symbology::Gs1DotCode,
        (b'L', _) => Symbology::Pdf417,
        (b'd', b'2' | b'5') => Symbology::Gs1DataMatrix,
        (b'd', _) => Symbology::DataMatrix,
        (b'Q', b'3' | b'4') => Symbology::Gs1Qr,
        (b'Q', _) => Symbology::Qr,
        (b'z', _) => Symbology::Aztec,
        _ => Symbology::Unlisted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_identifier_names_its_symbology() {
        for (id, is) in [
            ("]C0", Symbology::Code128),
            ("]C1", Symbology::Gs1Code128),
            ("]d1", Symbology::DataMatrix),
            ("]d2", Symbology::Gs1DataMatrix),
            ("]Q1", Symbology::Qr),
            ("]Q3", Symbology::Gs1Qr),
            ("]A0", Symbology::Code39),
            ("]E0", Symbology::EanUpc),
            ("]E4", Symbology::Ean8),
            ("]e0", Symbology::DataBar),
            ("]I0", Symbology::Itf),
            ("]X0", Symbology::Unlisted),
        ] {
            let raw = format!("{id}12");

            assert_eq!(split(raw.as_bytes()), (Some(is), &b"12"[..]), "{id}");
        }
    }

    #[test]
    fn what_has_no_identifier_is_left_whole() {
        for raw in [&b"LOT24"[..], b"]", b"]C", b"]1C5", b"", b"]C\x1d1"] {
            assert_eq!(split(raw), (None, raw));
        }
    }
}
