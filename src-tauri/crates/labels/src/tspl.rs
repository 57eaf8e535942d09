//! The label as TSPL (TSC, TSPL/TSPL2 programming manual).
//!
//! Text is sent as bitmaps. Code 128, Code 39 and Interleaved 2 of 5 are drawn by the printer, with
//! every codeword said, so that they come out as laid out. Where the printer would be free to choose
//! (sizes and masks of matrix codes, the guard bars of an EAN) or a character has no spelling in a
//! quoted text, the code is sent as dots.

use crate::bitmap::Bitmap;
use crate::layout::{Bar, CodeMark, Layout, Mark, Native};
use crate::linear::WIDE;

/// What every label begins with.
pub(crate) const START: &str = "SIZE ";

/// Writes the layout as commands that print one label. The gap between labels is left as the printer
/// was set up for its roll.
#[must_use]
pub fn emit(layout: &Layout) -> Vec<u8> {
    let (width_mm, height_mm) = layout.size_mm;
    let mut label = format!(
        "{START}{width_mm:.1} mm,{height_mm:.1} mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n"
    )
    .into_bytes();
    for mark in &layout.marks {
        match mark {
            Mark::Text(text) => dots(&mut label, text.left, text.top, &text.bitmap),
            Mark::Image(image) => dots(&mut label, image.x, image.y, &image.bitmap),
            Mark::Bar(bar) => label.extend(bar_command(bar).into_bytes()),
            Mark::Code(code) => match native(code) {
                Some(command) => label.extend(command.into_bytes()),
                None => dots(&mut label, code.x, code.y, &code.bitmap),
            },
        }
    }
    label.extend_from_slice(b"PRINT 1,1\r\n");
    label
}

fn bar_command(bar: &Bar) -> String {
    let Bar {
        x,
        y,
        width,
        height,
    } = bar;
    format!("BAR {x},{y},{width},{height}\r\n")
}

/// `BITMAP` in mode 1 adds black to what is there; a dot is black where its bit is 0.
fn dots(label: &mut Vec<u8>, x: usize, y: usize, bitmap: &Bitmap) {
    let rows = bitmap.packed_rows();
    let Some(width) = rows.first().map(Vec::len).filter(|width| *width > 0) else {
        return;
    };
    label.extend(format!("BITMAP {x},{y},{width},{},1,", bitmap.height()).into_bytes());
    label.extend(rows.into_iter().flatten().map(|byte| !byte));
    label.extend_from_slice(b"\r\n");
}

/// The command that draws a code; `None` where dots say it more surely.
fn native(code: &CodeMark) -> Option<String> {
    let (kind, content) = match &code.native {
        Native::Code128(code) => ("128M", code.tspl_field()?),
        Native::Code39(text) => ("39", text.clone()),
        Native::Itf14(digits) => ("25", digits.clone()),
        Native::Ean13(_) | Native::DataMatrix { .. } | Native::Qr { .. } => return None,
    };
    let CodeMark {
        x,
        y,
        module,
        bitmap,
        ..
    } = code;
    let (height, wide) = (bitmap.height(), module * WIDE);
    Some(format!(
        "BARCODE {x},{y},\"{kind}\",{height},0,0,{module},{wide},\"{content}\"\r\n"
    ))
}
