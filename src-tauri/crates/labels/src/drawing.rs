//! One element of a template becomes marks at whole dots.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::error::LabelError;
use crate::field::Fields;
use crate::fit::{Fitted, fit};
use crate::font::{CAPITAL_EM, Face};
use crate::format::{self, Locale};
use crate::layout::{Bar, ImageMark, Mark, TextMark};
use crate::png;
use crate::template::{Align, Fit, Image, Outline, Piece, Place, Shape, Text, Weight};

/// From one baseline to the next, in ems.
const LINE_EM: f32 = 1.2;

/// One element being drawn.
pub(crate) struct Drawing<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) locale: Locale,
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
            Shape::Image(image) => self.image(image),
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

    pub(crate) fn bar(&self, place: &Place) -> Result<Bar, LabelError> {
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

    /// A picture as large as fits, in the middle of its place.
    fn image(&self, image: &Image) -> Result<Vec<Mark>, LabelError> {
        let file = BASE64.decode(&image.png);
        let file = file.map_err(|error| LabelError::BadPng(error.to_string()))?;
        let picture = png::read(&file)?;
        let place = self.bar(&image.place)?;
        let bitmap = picture.fitted(place.width, place.height);
        Ok(vec![Mark::Image(ImageMark {
            x: place.x + (place.width - bitmap.width()) / 2,
            y: place.y + (place.height - bitmap.height()) / 2,
            bitmap,
        })])
    }

    pub(crate) fn text(&self, text: &Text) -> Result<Vec<Mark>, LabelError> {
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

    fn number(&self, name: &str, decimals_min: usize, grouped: bool) -> Result<String, LabelError> {
        let text = self.field(name)?;
        let written = self.locale.number(text, decimals_min, grouped);
        written.ok_or_else(|| LabelError::BadField {
            field: name.to_owned(),
            text: text.to_owned(),
            rule: "it must be a plain number such as 1234.5",
        })
    }

    fn date(&self, name: &str, pattern: &str) -> Result<String, LabelError> {
        let text = self.field(name)?;
        format::date(text, pattern).ok_or_else(|| LabelError::BadField {
            field: name.to_owned(),
            text: text.to_owned(),
            rule: "it must be a date such as 2024-09-17T14:32",
        })
    }

    pub(crate) fn content(&self, pieces: &[Piece]) -> Result<String, LabelError> {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Field(name) => self.field(name).map(ToOwned::to_owned),
                Piece::Literal(text) => Ok(text.clone()),
                Piece::Number {
                    field,
                    decimals_min,
                    grouped,
                } => self.number(field, *decimals_min, *grouped),
                Piece::Date { field, pattern } => self.date(field, pattern),
            })
            .collect()
    }

    pub(crate) fn field(&self, name: &str) -> Result<&str, LabelError> {
        self.fields
            .get(name)
            .ok_or_else(|| LabelError::MissingField {
                field: name.to_owned(),
            })
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

    pub(crate) fn offset(self, width: usize, used: usize) -> usize {
        let free = width.saturating_sub(used);
        match self {
            Self::Left => 0,
            Self::Center => free / 2,
            Self::Right => free,
        }
    }
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
