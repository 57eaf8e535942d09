//! One layout for every output: template and fields become marks at whole dots.

use crate::bitmap::Bitmap;
use crate::code128::Code128;
use crate::drawing::{Drawing, dots};
use crate::error::LabelError;
use crate::field::Fields;
use crate::template::{Dpi, Template, Weight, When};
use crate::zpl;

/// First characters of our own codes, where no GTIN is known: `LS1:UID:LOT`. The short name holds
/// no colon, so the lot number is all that follows the second one.
pub const OWN_PREFIX: &str = "LS1:";

/// A label in dots, ready to be written as ZPL, PDF or a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Name of the template it was made from.
    pub template: String,
    /// Version of that template.
    pub version: u32,
    /// Width in dots.
    pub width: usize,
    /// Height in dots.
    pub height: usize,
    /// Width and height in millimetres; the dots cover them but for the part of one.
    pub size_mm: (f64, f64),
    /// The dots' size.
    pub dpi: Dpi,
    /// What is drawn, in this order.
    pub marks: Vec<Mark>,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A line of text.
    Text(TextMark),
    /// A code.
    Code(CodeMark),
    /// A black rectangle.
    Bar(Bar),
    /// A picture.
    Image(ImageMark),
}

/// A picture in dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageMark {
    /// Left edge.
    pub x: usize,
    /// Top edge.
    pub y: usize,
    /// Its dots.
    pub bitmap: Bitmap,
}

/// A line of text; its bitmap is what a printer gets, its outline what a PDF gets.
#[derive(Clone, Debug, PartialEq)]
pub struct TextMark {
    /// The text.
    pub text: String,
    /// Weight of the letters.
    pub weight: Weight,
    /// Dots to the em.
    pub em: f32,
    /// Start of the baseline, dots from the left edge.
    pub x: usize,
    /// The baseline, dots from the top edge.
    pub baseline: usize,
    /// The bitmap's left edge.
    pub left: usize,
    /// The bitmap's top edge.
    pub top: usize,
    /// The text's dots.
    pub bitmap: Bitmap,
}

/// A code without its quiet zones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeMark {
    /// Left edge of the first module.
    pub x: usize,
    /// Top edge of the first module.
    pub y: usize,
    /// Dots to a module.
    pub module: usize,
    /// The code's dots.
    pub bitmap: Bitmap,
    /// What a printer needs to draw the code itself.
    pub native: Native,
}

/// Content of a code for a printer's own encoder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Native {
    /// Code 128, plain or GS1.
    Code128(Code128),
    /// Code 39 without a check character, wide bars three modules.
    Code39(String),
    /// EAN-13, its 13 digits.
    Ean13(String),
    /// Interleaved 2 of 5 of a GTIN's 14 digits, wide bars three modules.
    Itf14(String),
    /// Data Matrix; `gs1` puts FNC1 first, and separators in the data are
    /// [`gs1::SEPARATOR`].
    DataMatrix {
        /// What is encoded.
        content: Vec<u8>,
        /// Whether it is a GS1 Data Matrix.
        gs1: bool,
        /// A character that is not in the content, to introduce FNC1 in `^BX`.
        escape: char,
    },
    /// QR code at error correction level M.
    Qr {
        /// What is encoded.
        content: Vec<u8>,
    },
}

/// A black rectangle, in dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Left edge.
    pub x: usize,
    /// Top edge.
    pub y: usize,
    /// Width.
    pub width: usize,
    /// Height.
    pub height: usize,
}

/// Lays out a label.
///
/// # Errors
/// [`LabelError`], saying what of the fields or of the template to change. Nothing has been
/// printed then.
pub fn render(template: &Template, fields: &Fields) -> Result<Layout, LabelError> {
    let scale = template.dpi.dots_per_mm();
    let mut layout = Layout {
        template: template.name.clone(),
        version: template.version,
        width: dots((template.width_mm * scale).floor()).unwrap_or_default(),
        height: dots((template.height_mm * scale).floor()).unwrap_or_default(),
        size_mm: (template.width_mm, template.height_mm),
        dpi: template.dpi,
        marks: Vec::new(),
    };
    for (place, element) in template.elements.iter().enumerate() {
        if !holds(&element.when, fields) {
            continue;
        }
        let drawing = Drawing {
            fields,
            locale: template.locale,
            scale,
            element: place + 1,
        };
        let marks = drawing.marks(&element.shape)?;
        if !marks.iter().all(|mark| layout.contains(mark)) {
            return Err(drawing.outside());
        }
        layout.marks.extend(marks);
    }
    Ok(layout)
}

impl Layout {
    /// The whole label as dots, just as a printer burns it.
    #[must_use]
    pub fn bitmap(&self) -> Bitmap {
        let mut label = Bitmap::new(self.width, self.height);
        for mark in &self.marks {
            match mark {
                Mark::Text(text) => label.draw(&text.bitmap, text.left, text.top),
                Mark::Code(code) => label.draw(&code.bitmap, code.x, code.y),
                Mark::Bar(bar) => label.fill(bar.x, bar.y, bar.width, bar.height),
                Mark::Image(image) => label.draw(&image.bitmap, image.x, image.y),
            }
        }
        label
    }

    fn contains(&self, mark: &Mark) -> bool {
        let (right, bottom) = match mark {
            Mark::Text(text) => (
                text.left + text.bitmap.width(),
                text.top + text.bitmap.height(),
            ),
            Mark::Code(code) => (code.x + code.bitmap.width(), code.y + code.bitmap.height()),
            Mark::Bar(bar) => (bar.x + bar.width, bar.y + bar.height),
            Mark::Image(image) => (
                image.x + image.bitmap.width(),
                image.y + image.bitmap.height(),
            ),
        };
        right <= self.width && bottom <= self.height && !is_above(mark)
    }
}

/// Whether a QR code stands so high that a printer cannot be told to draw it there.
fn is_above(mark: &Mark) -> bool {
    match mark {
        Mark::Code(code) => matches!(code.native, Native::Qr { .. }) && code.y < zpl::QR_SHIFT,
        Mark::Text(_) | Mark::Bar(_) | Mark::Image(_) => false,
    }
}

fn holds(when: &When, fields: &Fields) -> bool {
    let present = |name: &String| fields.get(name).is_some();
    when.present.iter().all(present) && !when.absent.iter().any(present)
}

/// Dots as a length; a label has far fewer than 2^32.
pub(crate) fn length(dots: usize) -> f64 {
    f64::from(u32::try_from(dots).unwrap_or(u32::MAX))
}
