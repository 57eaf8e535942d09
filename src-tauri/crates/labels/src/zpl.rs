//! The label as ZPL II (Zebra, ZPL II programming guide).
//!
//! Text is sent as bitmaps, so that no printer font and no printer setting changes it; codes are
//! drawn by the printer from escaped content. No byte of a field reaches the printer unescaped.

use std::fmt::Write;

use crate::bitmap::Bitmap;
use crate::code128::Code128;
use crate::gs1;
use crate::layout::{Bar, CodeMark, Layout, Mark, Native};
use crate::linear::WIDE;

/// `^FH` escape character.
const HEX: char = '\\';

/// `^BQ` prints lower than its origin by the default bar height, which is set to this, in dots.
pub(crate) const QR_SHIFT: usize = 10;

/// Longest run one repeat letter stands for: `z`.
const REPEAT_MAX: usize = 400;

/// What every label begins with.
pub(crate) const START: &str = "^XA";

/// Writes the layout as one format that prints one label.
#[must_use]
pub fn emit(layout: &Layout) -> Vec<u8> {
    let mut zpl = format!(
        "{START}^CI28^PW{}^LL{}^LH0,0\n",
        layout.width, layout.height
    );
    for mark in &layout.marks {
        match mark {
            Mark::Text(text) => zpl.push_str(&dots_field(text.left, text.top, &text.bitmap)),
            Mark::Image(image) => zpl.push_str(&dots_field(image.x, image.y, &image.bitmap)),
            Mark::Code(code) => zpl.push_str(&code_field(code)),
            Mark::Bar(bar) => zpl.push_str(&bar_field(bar)),
        }
    }
    zpl.push_str("^PQ1^XZ\n");
    zpl.into_bytes()
}

fn dots_field(left: usize, top: usize, bitmap: &Bitmap) -> String {
    if bitmap.width() == 0 {
        return String::new();
    }
    let (bytes, graphic) = graphic(bitmap);
    let total = bytes * bitmap.height();
    format!("^FO{left},{top}^GFA,{total},{total},{bytes},{graphic}^FS\n")
}

fn bar_field(bar: &Bar) -> String {
    let Bar {
        x,
        y,
        width,
        height,
    } = bar;
    let thickness = width.min(height);
    format!("^FO{x},{y}^GB{width},{height},{thickness}^FS\n")
}

fn code_field(code: &CodeMark) -> String {
    let CodeMark {
        x,
        y,
        module,
        bitmap,
        native,
    } = code;
    let height = bitmap.height();
    let linear = |command: &str, field: &str| {
        let settings = format!("^BY{module},{WIDE},{height}");
        format!("^FO{x},{y}{settings}{command}^FH{HEX}^FD{field}^FS\n")
    };
    match native {
        Native::Code128(code) => linear(&format!("^BCN,{height},N,N,N,N"), &code_128_field(code)),
        Native::Code39(text) => linear(&format!("^B3N,N,{height},N,N"), &escaped(text.as_bytes())),
        Native::Ean13(digits) => linear(&format!("^BEN,{height},N,N"), digits),
        Native::Itf14(digits) => linear(&format!("^B2N,{height},N,N,N"), digits),
        Native::DataMatrix {
            content,
            gs1,
            escape,
        } => {
            let field = data_matrix_field(content, *gs1, *escape);
            format!("^FO{x},{y}^BXN,{module},200,,,,{escape}^FH{HEX}^FD{field}^FS\n")
        }
        Native::Qr { content } => {
            let (y, field) = (y.saturating_sub(QR_SHIFT), escaped(content));
            format!("^FO{x},{y}^BY2,3,{QR_SHIFT}^BQN,2,{module}^FH{HEX}^FDMA,{field}^FS\n")
        }
    }
}

fn code_128_field(code: &Code128) -> String {
    escaped_except(code.zpl_field().as_bytes(), b">:;")
}

/// FNC1 is the escape character and `1` (`^BX`, parameter g).
fn data_matrix_field(content: &[u8], gs1: bool, escape: char) -> String {
    let fnc1 = format!("{escape}1");
    let parts: Vec<String> = content
        .split(|byte| gs1 && *byte == gs1::SEPARATOR)
        .map(escaped)
        .collect();
    let first = if gs1 { fnc1.as_str() } else { "" };
    format!("{first}{}", parts.join(&fnc1))
}

fn escaped(content: &[u8]) -> String {
    escaped_except(content, b"")
}

/// Letters, digits and a few marks as they are; everything else as `\XX`, so that no content can
/// hold a command, a control character or an escape of its own.
fn escaped_except(content: &[u8], plain: &[u8]) -> String {
    let mut field = String::new();
    for byte in content {
        if byte.is_ascii_alphanumeric() || b" -./".contains(byte) || plain.contains(byte) {
            field.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(field, "{HEX}{byte:02X}");
        }
    }
    field
}

/// Bytes a row, and the rows in the guide's compressed hexadecimal: a letter repeats the digit
/// that follows, `,` fills the row with white, `:` repeats the row above.
fn graphic(bitmap: &Bitmap) -> (usize, String) {
    let rows = bitmap.packed_rows();
    let bytes = rows.first().map_or(0, Vec::len);
    let mut written = String::new();
    let mut above: Option<&Vec<u8>> = None;
    for row in &rows {
        if above == Some(row) {
            written.push(':');
        } else {
            written.push_str(&compressed(row));
        }
        above = Some(row);
    }
    (bytes, written)
}

fn compressed(row: &[u8]) -> String {
    let hex: String = row.iter().map(|byte| format!("{byte:02X}")).collect();
    let inked = hex.trim_end_matches('0');
    let mut written = String::new();
    for run in inked.as_bytes().chunk_by(|a, b| a == b) {
        let digit = run.first().copied().map_or('0', char::from);
        for part in run.chunks(REPEAT_MAX) {
            written.push_str(&repeat_letters(part.len()));
            written.push(digit);
        }
    }
    if inked.len() < hex.len() {
        written.push(',');
    }
    written
}

/// `g` to `z` for twenty to four hundred in steps of twenty, then `G` to `Y` for one to nineteen.
fn repeat_letters(count: usize) -> String {
    let letter = |first: u8, steps: usize| u8::try_from(steps).ok().map(|s| char::from(first + s));
    let mut letters = String::new();
    if count > 1 {
        let (twenties, ones) = (count / 20, count % 20);
        letters.extend(
            twenties
                .checked_sub(1)
                .and_then(|steps| letter(b'g', steps)),
        );
        letters.extend(ones.checked_sub(1).and_then(|steps| letter(b'G', steps)));
    }
    letters
}
