//! What a scanner read, told apart from what it could not read.

use serde::Serialize;

use super::aim::{self, Symbology};
use super::frame::BadFrame;
use super::gs1::{self, BadElements, Elements};

/// The separator FNC1 is sent as: ASCII group separator.
pub const GS: char = '\u{1d}';

/// Control characters a code may hold: GS, RS and EOT (ISO/IEC 15434 messages), and line ends.
const CONTROLS_ALLOWED: &[char] = &[GS, '\u{1e}', '\u{4}', '\r', '\n', '\t'];

/// One read of a scanner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scan {
    /// The bytes as they came, without the frame's marks: the evidence.
    pub raw: Vec<u8>,
    /// The kind of code, when the scanner sent an AIM identifier.
    pub symbology: Option<Symbology>,
    /// The content without the identifier. A GS inside is kept.
    pub text: String,
    /// What the content means by its symbology alone.
    pub content: Content,
}

/// What the content of a code is, by its symbology alone: a plain text is never guessed to be GS1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Text that the plant's own rules have to read.
    Plain,
    /// A GS1 element string.
    Gs1(Elements),
    /// A GS1 code whose element string breaks the rules: it must not be used as a plain text.
    BadGs1(BadElements),
}

/// Why bytes are not a scan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadScan {
    /// No frame could be cut.
    #[error(transparent)]
    Frame(#[from] BadFrame),
    /// Bytes that no code holds: parity bits, NULs, noise.
    #[error("the scan holds unreadable bytes: check baud rate, data bits and parity")]
    NotText {
        /// The bytes as they came.
        raw: Vec<u8>,
    },
    /// An identifier and nothing behind it.
    #[error("the scan is empty: scan again")]
    Empty,
}

impl Scan {
    /// Reads one frame of a scanner that keeps GS.
    ///
    /// # Errors
    /// [`BadScan`], when the bytes are not text or there are none.
    pub fn read(raw: Vec<u8>) -> Result<Self, BadScan> {
        let (symbology, content) = aim::split(&raw);
        let text = text(content, &raw)?;
        let content = content_of(symbology, &text);
        Ok(Self {
            raw,
            symbology,
            text,
            content,
        })
    }

    /// Reads what a keyboard wedge typed. `gs_key` is the character the scanner types for GS; a
    /// wedge without one loses the separators, so a GS1 content that needs them is refused.
    ///
    /// # Errors
    /// [`BadScan`], as [`Scan::read`].
    pub fn typed(text: &str, gs_key: Option<char>) -> Result<Self, BadScan> {
        let restored = gs_key.map_or_else(|| text.to_owned(), |key| text.replace(key, "\u{1d}"));
        let mut scan = Self::read(restored.into_bytes())?;
        if gs_key.is_none() {
            scan.distrust_lost_separators();
        }
        Ok(scan)
    }

    /// The GS1 elements, when there are any and they are right.
    #[must_use]
    pub fn elements(&self) -> Option<&Elements> {
        match &self.content {
            Content::Gs1(elements) => Some(elements),
            Content::Plain | Content::BadGs1(_) => None,
        }
    }

    fn distrust_lost_separators(&mut self) {
        let open = self
            .elements()
            .and_then(Elements::first_that_needs_separator);
        if let Some(ai) = open.map(str::to_owned) {
            self.content = Content::BadGs1(BadElements::SeparatorsLost { ai });
        }
    }
}

fn text(content: &[u8], raw: &[u8]) -> Result<String, BadScan> {
    let not_text = || BadScan::NotText { raw: raw.to_vec() };
    let text = std::str::from_utf8(content).map_err(|_| not_text())?;
    if text.is_empty() {
        return Err(BadScan::Empty);
    }
    let noise = |c: char| c.is_control() && !CONTROLS_ALLOWED.contains(&c);
    if text.contains(noise) {
        Err(not_text())
    } else {
        Ok(text.to_owned())
    }
}

fn content_of(symbology: Option<Symbology>, text: &str) -> Content {
    if !symbology.is_some_and(Symbology::is_gs1) {
        return Content::Plain;
    }
    gs1::parse(text).map_or_else(Content::BadGs1, Content::Gs1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GS1_SCAN: &[u8] = b"]C101095212345432131727013110AB-123\x1d21SN42";

    #[test]
    fn a_gs1_scan_has_its_elements_and_its_bytes() {
        let scan = Scan::read(GS1_SCAN.to_vec()).unwrap();

        assert_eq!(scan.raw, GS1_SCAN);
        assert_eq!(scan.symbology, Some(Symbology::Gs1Code128));
        assert_eq!(scan.elements().unwrap().value("21"), Some("SN42"));
    }

    #[test]
    fn a_plain_code_is_not_guessed_to_be_gs1() {
        let scan = Scan::read(b"]C00109521234543213".to_vec()).unwrap();

        assert_eq!(scan.text, "0109521234543213");
        assert_eq!(scan.content, Content::Plain);
    }

    #[test]
    fn a_broken_gs1_code_is_not_a_plain_text() {
        let scan = Scan::read(b"]C10109521234543214".to_vec()).unwrap();

        assert!(matches!(
            scan.content,
            Content::BadGs1(BadElements::CheckDigit { .. })
        ));
        assert_eq!(scan.elements(), None);
    }

    #[test]
    fn noise_is_not_a_scan() {
        for raw in [&b"LOT\x00"[..], b"\xcc\xcf\xd4", b"A\x7f", b"\x00\x00"] {
            let read = Scan::read(raw.to_vec());

            assert_eq!(read, Err(BadScan::NotText { raw: raw.to_vec() }));
        }
        assert_eq!(Scan::read(b"]C1".to_vec()), Err(BadScan::Empty));
    }

    #[test]
    fn a_wedge_that_loses_gs_may_not_read_variable_elements() {
        let lost = Scan::typed("]C101095212345432131727013110AB-12321SN42", None).unwrap();
        let kept = Scan::typed("]C101095212345432131727013110AB-123~21SN42", Some('~')).unwrap();
        let fixed = Scan::typed("]C1010952123454321317270131", None).unwrap();

        let ai = "10".to_owned();
        assert_eq!(
            lost.content,
            Content::BadGs1(BadElements::SeparatorsLost { ai })
        );
        assert_eq!(kept.elements().unwrap().value("10"), Some("AB-123"));
        assert_eq!(fixed.elements().unwrap().value("17"), Some("270131"));
    }
}
