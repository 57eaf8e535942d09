//! The label as SVG, for the screen: one unit a dot, black on white.

use std::fmt::Write;

use crate::bitmap::Bitmap;
use crate::font::Face;
use crate::layout::{Layout, Mark, TextMark};

/// Writes the layout as one SVG element that needs no font and no script. Its size is the label's
/// in millimetres; `viewBox` makes it scale.
#[must_use]
pub fn emit(layout: &Layout) -> String {
    let (width_mm, height_mm) = layout.size_mm;
    let Layout { width, height, .. } = layout;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width_mm:.2}mm\" \
         height=\"{height_mm:.2}mm\" viewBox=\"0 0 {width} {height}\"><title>{}</title>\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
        escape(&spoken(layout))
    );
    for mark in &layout.marks {
        match mark {
            Mark::Text(text) => svg.push_str(&text_path(text)),
            Mark::Code(code) => runs_path(&mut svg, &code.bitmap, code.x, code.y),
            Mark::Bar(bar) => rectangle(&mut svg, bar.x, bar.y, bar.width, bar.height),
            Mark::Image(image) => runs_path(&mut svg, &image.bitmap, image.x, image.y),
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

/// What is written on the label, for those who hear it.
fn spoken(layout: &Layout) -> String {
    let texts = layout.marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        Mark::Code(_) | Mark::Bar(_) | Mark::Image(_) => None,
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// The outline of a line of text; its dots, should the font be damaged after all.
fn text_path(text: &TextMark) -> String {
    let mut path = String::new();
    match Face::open(text.weight) {
        Ok(face) => path = face.path(&text.text, text.em, single(text.x), single(text.baseline)),
        Err(_) => runs_path(&mut path, &text.bitmap, text.left, text.top),
    }
    path
}

/// Equal rows below one another become one rectangle, which keeps a linear code small.
fn runs_path(path: &mut String, bitmap: &Bitmap, x: usize, y: usize) {
    let mut top = 0;
    let rows: Vec<&[bool]> = bitmap.rows().collect();
    for equal in rows.chunk_by(|a, b| a == b) {
        for (start, _, run) in bitmap.runs().filter(|(_, row, _)| *row == top) {
            rectangle(path, x + start, y + top, run, equal.len());
        }
        top += equal.len();
    }
}

fn rectangle(path: &mut String, x: usize, y: usize, width: usize, height: usize) {
    // Writing to a string cannot fail.
    let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
}

fn single(dots: usize) -> f32 {
    f32::from(u16::try_from(dots).unwrap_or(u16::MAX))
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
