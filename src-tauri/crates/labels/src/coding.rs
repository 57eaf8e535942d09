//! Barcodes of a template become marks at whole dots.

use domain::Quantity;

use crate::bitmap::Bitmap;
use crate::code128::{self, Code128};
use crate::drawing::{Drawing, dots};
use crate::error::LabelError;
use crate::gs1::{self, Message};
use crate::layout::{CodeMark, Mark, Native};
use crate::template::{Barcode, Code, Fit, Gs1Element, Piece, Text, Weight};
use crate::{linear, matrix};

/// Narrowest module printed, in millimetres: the least GS1 allows in general distribution, and
/// what worn hand scanners still read.
pub(crate) const MODULE_MM_MIN: f64 = 0.25;

/// From a linear code's bars to the top of the text below, in millimetres.
const TEXT_GAP_MM: f64 = 1.0;

/// How small the text below a code may become, as a share of its height.
const TEXT_SHRINK_MIN: f64 = 0.6;

/// Characters a Data Matrix may be escaped with, the usual one first. None means something to ZPL.
const ESCAPES: &str = "_|@#$!%&=?{}";

impl Drawing<'_> {
    pub(crate) fn barcode(&self, barcode: &Barcode) -> Result<Vec<Mark>, LabelError> {
        match &barcode.code {
            Code::Code128 { content } => {
                let content = self.ascii(content)?;
                let symbols = code128::plain(&content).unwrap_or_default();
                self.code_128(barcode, &symbols, &content)
            }
            Code::Gs1128 { elements } => {
                let message = self.message(elements)?;
                self.code_128(barcode, &message.symbols(), &message.human_readable())
            }
            Code::Code39 { content } => self.code_39(barcode, content),
            Code::Ean13 { content } => {
                let gtin = self.gtin(content)?;
                let digits = gtin.strip_prefix('0').unwrap_or(&gtin);
                let modules = linear::ean_13(digits).ok_or_else(|| no_ean_13(&gtin))?;
                let native = Native::Ean13(digits.to_owned());
                self.linear(barcode, &modules, linear::EAN_13_QUIET, native, digits)
            }
            Code::Itf14 { content } => {
                let gtin = self.gtin(content)?;
                let modules = linear::itf(&gtin).unwrap_or_default();
                let native = Native::Itf14(gtin.clone());
                self.linear(barcode, &modules, linear::ITF_14_QUIET, native, &gtin)
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

    fn code_128(
        &self,
        barcode: &Barcode,
        symbols: &[code128::Symbol],
        human_readable: &str,
    ) -> Result<Vec<Mark>, LabelError> {
        let code = Code128::encode(symbols).ok_or_else(|| LabelError::CodeTooWide {
            data: human_readable.to_owned(),
        })?;
        let (modules, quiet) = (code.modules(), code128::QUIET_MODULES);
        self.linear(
            barcode,
            &modules,
            quiet,
            Native::Code128(code),
            human_readable,
        )
    }

    fn code_39(&self, barcode: &Barcode, content: &[Piece]) -> Result<Vec<Mark>, LabelError> {
        let text = self.content(content)?;
        let modules = linear::code_39(&text).map_err(|character| LabelError::NotEncodable {
            character,
            data: text.clone(),
        })?;
        let native = Native::Code39(text.clone());
        self.linear(barcode, &modules, linear::CODE_39_QUIET, native, &text)
    }

    /// A GTIN of 8, 12, 13 or 14 digits, filled with zeros to 14, its check digit right.
    fn gtin(&self, content: &[Piece]) -> Result<String, LabelError> {
        let digits = self.content(content)?;
        gs1::Element::new("01", &digits).map(|element| element.value().to_owned())
    }

    fn linear(
        &self,
        barcode: &Barcode,
        modules: &[bool],
        quiet: usize,
        native: Native,
        human_readable: &str,
    ) -> Result<Vec<Mark>, LabelError> {
        let place = self.bar(&barcode.place)?;
        let total = modules.len() + 2 * quiet;
        let module = self.module(barcode, place.width / total);
        let module = module.ok_or_else(|| LabelError::CodeTooWide {
            data: human_readable.to_owned(),
        })?;
        let x = place.x + barcode.align.offset(place.width, total * module) + quiet * module;
        let mark = CodeMark {
            x,
            y: place.y,
            module,
            bitmap: bars(modules, module, place.height),
            native,
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
            Native::DataMatrix { .. }
            | Native::Code128(_)
            | Native::Code39(_)
            | Native::Ean13(_)
            | Native::Itf14(_) => matrix::DATA_MATRIX_QUIET,
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

fn no_ean_13(gtin: &str) -> LabelError {
    LabelError::BadGs1 {
        ai: "01".to_owned(),
        value: gtin.to_owned(),
        rule: "an EAN-13 holds a GTIN of 13 digits: use ITF-14 or GS1-128",
    }
}

fn bars(modules: &[bool], module: usize, height: usize) -> Bitmap {
    let mut bitmap = Bitmap::new(modules.len() * module, height);
    for (place, _) in modules.iter().enumerate().filter(|(_, bar)| **bar) {
        bitmap.fill(place * module, 0, module, height);
    }
    bitmap
}
