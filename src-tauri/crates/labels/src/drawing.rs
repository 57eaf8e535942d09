//! One element of a template becomes marks at whole dots.

use domain::Quantity;

use crate::bitmap::Bitmap;
use crate::code128::{self, Code128};
use crate::error::LabelError;
use crate::field::Fields;
use crate::fit::{Fitted, fit};
use crate::font::{CAPITAL_EM, Face};
use crate::gs1::{self, Message};
use crate::layout::{Bar, CodeMark, Mark, Native, TextMark};
use crate::matrix;
use crate::template::{
    Align, Barcode, Code, Fit, Gs1Element, Outline, Piece, Place, Shape, Text, Weight,
};

/// Narrowest module printed, in millimetres: the least GS1 allows in general distribution, and
/// what worn hand scanners still read.
pub(crate) const MODULE_MM_MIN: f64 = 0.25;

/// From one baseline to the next, in ems.
const LINE_EM: f32 = 1.2;

/// From a linear code's bars to the top of the text below, in millimetres.
const TEXT_GAP_MM: f64 = 1.0;

/// How small the text below a code may become, as a share of its height.
const TEXT_SHRINK_MIN: f64 = 0.6;

/// Characters a Data Matrix may be escaped with, the usual one first. None means something to ZPL.
const ESCAPES: &str = "_|@#$!%&=?{}";

/// One element being drawn.
pub(crate) struct Drawing<'a> {
    pub(crate) fields: &'a Fields,
    /// Dots to the millimetre.
    pub(crate) scale: f64,
    /// Its number in the template, from 1.
    pub(crate) element: usize,
}

impl Drawing<'_> {
    pub(crate) fn marks(&self, shape: &Shape) -> Result<Vec<Mark>, LabelError> {
        match shape {
            Shape::Text(text) => self.text(text),
            Shape::Barcode(barcode) => self.barcode(barcode),
            Shape::Line(place) => Ok(vec![Mark::Bar(self.bar(place)?)]),
            Shape::Box(outline) => self.outline(outline),
        }
    }

    pub(crate) fn outside(&self) -> LabelError {
        LabelError::OutsideLabel {
            element: self.element,
        }
    }

    /// A length or position in dots, to the nearest one.
    fn dots(&self, mm: f64) -> Result<usize, LabelError> {
        dots(mm * self.scale).ok_or_else(|| self.outside())
    }

    fn bar(&self, place: &Place) -> Result<Bar, LabelError> {
        Ok(Bar {
            x: self.dots(place.x_mm)?,
            y: self.dots(place.y_mm)?,
            width: self.dots(place.width_mm)?.max(1),
            height: self.dots(place.height_mm)?.max(1),
        })
    }

    fn outline(&self, outline: &Outline) -> Result<Vec<Mark>, LabelError> {
        let outer = self.bar(&outline.place)?;
        let line = self.dots(outline.line_mm)?.max(1);
        let (right, bottom) = (outer.x + outer.width, outer.y + outer.height);
        let (last_x, last_y) = (right.saturating_sub(line), bottom.saturating_sub(line));
        let sides = [
            Bar {
                height: line,
                ..outer
            },
            Bar {
                y: last_y,
                height: line,
                ..outer
            },
            Bar {
                width: line,
                ..outer
            },
            Bar {
                x: last_x,
                width: line,
                ..outer
            },
        ];
        Ok(sides.map(Mark::Bar).into())
    }

    fn text(&self, text: &Text) -> Result<Vec<Mark>, LabelError> {
        let content = self.content(&text.content)?;
        let face = Face::open(text.weight)?;
        face.check(&content)?;
        let em_min = match text.fit {
            Fit::Shrink { height_mm_min } => self.em(height_mm_min),
            Fit::Wrap { .. } | Fit::Cut { .. } => self.em(text.height_mm),
        };
        let width = single(text.width_mm * self.scale);
        let fitted = fit(
            &face,
            &content,
            self.em(text.height_mm),
            em_min,
            width,
            text.fit,
        )?;
        let baseline = single(text.y_mm * self.scale) + self.em(text.height_mm) * CAPITAL_EM;
        let column = Column {
            x: single(text.x_mm * self.scale),
            width,
            baseline,
            align: text.align,
            weight: text.weight,
        };
        self.lines(&face, &fitted, &column)
    }

    /// Dots to the em of letters whose capitals are this high.
    fn em(&self, height_mm: f64) -> f32 {
        single(height_mm * self.scale) / CAPITAL_EM
    }

    fn lines(
        &self,
        face: &Face,
        fitted: &Fitted,
        column: &Column,
    ) -> Result<Vec<Mark>, LabelError> {
        let mut marks = Vec::new();
        let mut baseline = column.baseline;
        for line in &fitted.lines {
            let slack = column.width - face.width_em(line) * fitted.em;
            let x = column.x + slack * column.align.share();
            let mark = text_mark(face, line, column.weight, fitted.em, x, baseline);
            marks.push(Mark::Text(mark.ok_or_else(|| self.outside())?));
            baseline += fitted.em * LINE_EM;
        }
        Ok(marks)
    }

    fn content(&self, pieces: &[Piece]) -> Result<String, LabelError> {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Field(name) => self.field(name),
                Piece::Literal(text) => Ok(text.as_str()),
            })
            .collect()
    }

    fn field(&self, name: &str) -> Result<&str, LabelError> {
        self.fields
            .get(name)
            .ok_or_else(|| LabelError::MissingField {
                field: name.to_owned(),
            })
    }

    fn barcode(&self, barcode: &Barcode) -> Result<Vec<Mark>, LabelError> {
        match &barcode.code {
            Code::Code128 { content } => {
                let content = self.ascii(content)?;
                let symbols = code128::plain(&content).unwrap_or_default();
                self.linear(barcode, &symbols, &content)
            }
            Code::Gs1128 { elements } => {
                let message = self.message(elements)?;
                self.linear(barcode, &message.symbols(), &message.human_readable())
            }
            Code::Gs1DataMatrix { elements } => {
                let message = self.message(elements)?;
                let content = message.bytes();
                let modules = matrix::gs1_data_matrix(&content);
                let text = message.human_readable();
                let native = data_matrix(content, true, &text)?;
                self.square(barcode, modules, native, &text)
            }
            Code::DataMatrix { content } => {
                let text = self.ascii(content)?;
                let content = text.clone().into_bytes();
                let modules = matrix::data_matrix(&content);
                let native = data_matrix(content, false, &text)?;
                self.square(barcode, modules, native, &text)
            }
            Code::Qr { content } => {
                let text = self.ascii(content)?;
                let content = text.clone().into_bytes();
                let modules = matrix::qr(&content);
                self.square(barcode, modules, Native::Qr { content }, &text)
            }
        }
    }

    /// The content of a plain code. Other characters than ASCII are read differently from one
    /// scanner to the next, so they are refused.
    fn ascii(&self, pieces: &[Piece]) -> Result<String, LabelError> {
        let content = self.content(pieces)?;
        match code128::plain(&content) {
            Ok(_) => Ok(content),
            Err(character) => Err(LabelError::NotEncodable {
                character,
                data: content,
            }),
        }
    }

    fn message(&self, elements: &[Gs1Element]) -> Result<Message, LabelError> {
        let mut message = Message::default();
        for element in elements {
            message.0.extend(self.gs1_element(element)?);
        }
        Ok(message)
    }

    fn gs1_element(&self, element: &Gs1Element) -> Result<Option<gs1::Element>, LabelError> {
        match element {
            Gs1Element::Required { ai, field } => {
                gs1::Element::new(ai, self.field(field)?).map(Some)
            }
            Gs1Element::Optional { ai, field } => {
                let value = self.fields.get(field);
                value.map(|value| gs1::Element::new(ai, value)).transpose()
            }
            Gs1Element::Quantity { value, unit } => {
                let (value, unit) = (self.field(value)?, self.field(unit)?);
                let quantity = Quantity::parse(value, unit).map_err(|_| LabelError::BadGs1 {
                    ai: "30".to_owned(),
                    value: format!("{value} {unit}"),
                    rule: "it must be a plain number with a unit",
                })?;
                Ok(gs1::Element::of_quantity(&quantity))
            }
        }
    }

    fn linear(
        &self,
        barcode: &Barcode,
        symbols: &[code128::Symbol],
        human_readable: &str,
    ) -> Result<Vec<Mark>, LabelError> {
        let too_wide = || LabelError::CodeTooWide {
            data: human_readable.to_owned(),
        };
        let code = Code128::encode(symbols).ok_or_else(too_wide)?;
        let place = self.bar(&barcode.place)?;
        let quiet = code128::QUIET_MODULES;
        let modules = code.modules();
        let total = modules.len() + 2 * quiet;
        let module = self
            .module(barcode, place.width / total)
            .ok_or_else(too_wide)?;
        let x = place.x + barcode.align.offset(place.width, total * module) + quiet * module;
        let mark = CodeMark {
            x,
            y: place.y,
            module,
            bitmap: bars(&modules, module, place.height),
            native: Native::Code128(code),
        };
        let mut marks = vec![Mark::Code(mark)];
        if let Some(height_mm) = barcode.text_height_mm {
            marks.extend(self.below(barcode, height_mm, human_readable)?);
        }
        Ok(marks)
    }

    /// The text below a linear code.
    fn below(
        &self,
        barcode: &Barcode,
        height_mm: f64,
        text: &str,
    ) -> Result<Vec<Mark>, LabelError> {
        self.text(&Text {
            x_mm: barcode.place.x_mm,
            y_mm: barcode.place.y_mm + barcode.place.height_mm + TEXT_GAP_MM,
            width_mm: barcode.place.width_mm,
            height_mm,
            weight: Weight::Regular,
            align: barcode.align,
            fit: Fit::Shrink {
                height_mm_min: height_mm * TEXT_SHRINK_MIN,
            },
            content: vec![Piece::Literal(text.to_owned())],
        })
    }

    /// A square code as large as fits, even should the printer's encoder need a size more.
    fn square(
        &self,
        barcode: &Barcode,
        modules: Option<Bitmap>,
        native: Native,
        human_readable: &str,
    ) -> Result<Vec<Mark>, LabelError> {
        let too_wide = || LabelError::CodeTooWide {
            data: human_readable.to_owned(),
        };
        let modules = modules.ok_or_else(too_wide)?;
        let place = self.bar(&barcode.place)?;
        let quiet = match native {
            Native::Qr { .. } => matrix::QR_QUIET,
            Native::Code128(_) | Native::DataMatrix { .. } => matrix::DATA_MATRIX_QUIET,
        };
        let most = modules.width() + matrix::GROWTH + 2 * quiet;
        let module = self
            .module(barcode, place.width.min(place.height) / most)
            .ok_or_else(too_wide)?;
        let total = (modules.width() + 2 * quiet) * module;
        let mark = CodeMark {
            x: place.x + barcode.align.offset(place.width, total) + quiet * module,
            y: place.y + quiet * module,
            module,
            bitmap: modules.scaled(module),
            native,
        };
        Ok(vec![Mark::Code(mark)])
    }

    /// Dots to a module, given how many would fit; `None` when that is too narrow to be read.
    fn module(&self, barcode: &Barcode, fitting: usize) -> Option<usize> {
        let most = dots((barcode.module_mm_max * self.scale).floor())?;
        let least = dots((MODULE_MM_MIN * self.scale).ceil())?;
        let module = fitting.min(most.max(least));
        (module >= least).then_some(module)
    }
}

/// Where lines of text stand, in dots.
struct Column {
    x: f32,
    width: f32,
    baseline: f32,
    align: Align,
    weight: Weight,
}

impl Align {
    /// How much of the free width lies to the left.
    fn share(self) -> f32 {
        match self {
            Self::Left => 0.0,
            Self::Center => 0.5,
            Self::Right => 1.0,
        }
    }

    fn offset(self, width: usize, used: usize) -> usize {
        let free = width.saturating_sub(used);
        match self {
            Self::Left => 0,
            Self::Center => free / 2,
            Self::Right => free,
        }
    }
}

/// Content for a printer's Data Matrix encoder, with an escape character the content leaves free.
fn data_matrix(content: Vec<u8>, gs1: bool, text: &str) -> Result<Native, LabelError> {
    let free = |c: &char| !content.iter().any(|byte| char::from(*byte) == *c);
    let escape = ESCAPES.chars().find(free);
    let escape = escape.ok_or_else(|| LabelError::NotEncodable {
        character: '_',
        data: text.to_owned(),
    })?;
    Ok(Native::DataMatrix {
        content,
        gs1,
        escape,
    })
}

/// One line of text at whole dots; `None` when it reaches beyond the left or upper edge.
fn text_mark(
    face: &Face,
    text: &str,
    weight: Weight,
    em: f32,
    x: f32,
    baseline: f32,
) -> Option<TextMark> {
    let drawn = face.draw(text, em);
    let (x, baseline) = (dots(x.into())?, dots(baseline.into())?);
    Some(TextMark {
        text: text.to_owned(),
        weight,
        em,
        x,
        baseline,
        left: x.checked_add_signed(isize::try_from(drawn.left).ok()?)?,
        top: baseline.checked_add_signed(isize::try_from(drawn.top).ok()?)?,
        bitmap: drawn.bitmap,
    })
}

fn bars(modules: &[bool], module: usize, height: usize) -> Bitmap {
    let mut bitmap = Bitmap::new(modules.len() * module, height);
    for (place, _) in modules.iter().enumerate().filter(|(_, bar)| **bar) {
        bitmap.fill(place * module, 0, module, height);
    }
    bitmap
}

/// The nearest whole number of dots; `None` below zero or beyond any label.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked first"
)]
pub(crate) fn dots(value: f64) -> Option<usize> {
    let rounded = value.round();
    (0.0..=f64::from(u16::MAX))
        .contains(&rounded)
        .then_some(rounded as usize)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a length in dots within a label: f32 holds it to a thousandth of a dot"
)]
fn single(value: f64) -> f32 {
    value as f32
}
