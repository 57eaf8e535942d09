//! The label as EPL2 (Zebra, EPL2 programmer's manual 980352-001).
//!
//! Text is sent as bitmaps. Code 39 and Interleaved 2 of 5 are drawn by the printer; everything whose
//! modules its firmware chooses by itself (set changes of Code 128, matrix codes) is sent as dots, so
//! that it comes out as laid out on every model.

use crate::bitmap::Bitmap;
use crate::layout::{CodeMark, Layout, Mark, Native};
use crate::linear::WIDE;

/// What every label begins with: a line end for what stood there before, and an empty image.
pub(crate) const START: &str = "\nN\n";

/// Gap between die-cut labels, in millimetres. `Q` must say one with the length of the form.
const GAP_MM: f64 = 3.0;

/// Writes the layout as commands that print one label.
#[must_use]
pub fn emit(layout: &Layout) -> Vec<u8> {
    let Layout { width, height, .. } = layout;
    let gap = crate::drawing::dots(GAP_MM * layout.dpi.dots_per_mm()).unwrap_or_default();
    let mut label = format!("{START}R0,0\nZT\nq{width}\nQ{height},{gap}\n").into_bytes();
    for mark in &layout.marks {
        match mark {
            Mark::Text(text) => dots(&mut label, text.left, text.top, &text.bitmap),
            Mark::Image(image) => dots(&mut label, image.x, image.y, &image.bitmap),
            Mark::Bar(bar) => label.extend(
                format!("LO{},{},{},{}\n", bar.x, bar.y, bar.width, bar.height).into_bytes(),
            ),
            Mark::Code(code) => match native(code) {
                Some(command) => label.extend(command.into_bytes()),
                None => dots(&mut label, code.x, code.y, &code.bitmap),
            },
        }
    }
    label.extend_from_slice(b"P1\n");
    label
}

/// `GW` adds black to what is there; a dot is black where its bit is 0.
fn dots(label: &mut Vec<u8>, x: usize, y: usize, bitmap: &Bitmap) {
    let rows = bitmap.packed_rows();
    let Some(width) = rows.first().map(Vec::len).filter(|width| *width > 0) else {
        return;
    };
    label.extend(format!("GW{x},{y},{width},{},", bitmap.height()).into_bytes());
    label.extend(rows.into_iter().flatten().map(|byte| !byte));
    label.push(b'\n');
}

/// The command that draws a code; `None` where dots say it more surely.
fn native(code: &CodeMark) -> Option<String> {
    let (kind, content) = match &code.native {
        Native::Code39(text) => ("3", text),
        Native::Itf14(digits) => ("2", digits),
        Native::Code128(_) | Native::Ean13(_) | Native::DataMatrix { .. } | Native::Qr { .. } => {
            return None;
        }
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
        "B{x},{y},0,{kind},{module},{wide},{height},N,\"{content}\"\n"
    ))
}
