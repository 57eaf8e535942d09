//! The embedded typeface: DejaVu Sans Condensed, book and bold (licence in `fonts/LICENSE`).
//!
//! Glyphs are set side by side by their advances, without kerning, which is what a PDF reader does
//! with the same font, so that all outputs agree.

use ab_glyph::{Font, FontRef, OutlineCurve, PxScale, point};

use crate::bitmap::Bitmap;
use crate::error::LabelError;
use crate::template::Weight;

const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed-Bold.ttf");

/// Height of the capitals in ems: 1493 of 2048 units.
pub const CAPITAL_EM: f32 = 1493.0 / 2048.0;

/// Share of a dot an outline must cover to blacken it. A little below a half: thin strokes keep
/// their width, and heat spreads less than it fades.
const COVERAGE_MIN: f32 = 0.45;

/// Blocks whose letters join, stack or run right to left: (first, last).
const SHAPED: [(char, char); 8] = [
    ('\u{0300}', '\u{036F}'), // combining marks
    ('\u{0590}', '\u{109F}'), // Hebrew, Arabic, the scripts of India, Thai to Myanmar
    ('\u{1780}', '\u{17FF}'), // Khmer
    ('\u{1AB0}', '\u{1AFF}'), // combining marks
    ('\u{200B}', '\u{200F}'), // joiners and direction marks
    ('\u{202A}', '\u{202E}'), // direction overrides
    ('\u{2060}', '\u{206F}'), // isolates
    ('\u{FB1D}', '\u{FEFF}'), // presentation forms, variation selectors, byte order mark
];

/// The font file of a weight, for embedding.
#[must_use]
pub fn bytes(weight: Weight) -> &'static [u8] {
    match weight {
        Weight::Regular => REGULAR,
        Weight::Bold => BOLD,
    }
}

/// One weight of the typeface, ready to measure and draw.
#[derive(Debug)]
pub struct Face {
    font: FontRef<'static>,
    units_per_em: f32,
}

/// A text as dots, with where they lie from the start of its baseline.
#[derive(Debug)]
pub struct Drawn {
    /// The dots.
    pub bitmap: Bitmap,
    /// Dots from the origin to the bitmap's left edge.
    pub left: i64,
    /// Dots from the baseline to the bitmap's top edge, negative above.
    pub top: i64,
}

impl Face {
    /// Opens a weight.
    ///
    /// # Errors
    /// [`LabelError::BadFont`], when the program file is damaged.
    pub fn open(weight: Weight) -> Result<Self, LabelError> {
        let font = FontRef::try_from_slice(bytes(weight)).map_err(|_| LabelError::BadFont)?;
        let units_per_em = font.units_per_em().ok_or(LabelError::BadFont)?;
        Ok(Self { font, units_per_em })
    }

    /// Checks that every character can be drawn as it should look.
    ///
    /// # Errors
    /// [`LabelError::MissingGlyph`] or [`LabelError::NeedsShaping`], naming the first one.
    pub fn check(&self, text: &str) -> Result<(), LabelError> {
        for character in text.chars() {
            let text = || text.to_owned();
            if SHAPED
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&character))
            {
                return Err(LabelError::NeedsShaping {
                    character,
                    text: text(),
                });
            }
            if self.font.glyph_id(character).0 == 0 || character.is_control() {
                return Err(LabelError::MissingGlyph {
                    character,
                    text: text(),
                });
            }
        }
        Ok(())
    }

    /// Width of a text in ems, from the first glyph's origin to the last one's advance.
    #[must_use]
    pub fn width_em(&self, text: &str) -> f32 {
        text.chars().map(|c| self.advance_em(c)).sum()
    }

    /// Draws a text with `em` dots to the em.
    #[must_use]
    pub fn draw(&self, text: &str, em: f32) -> Drawn {
        let scale = PxScale::from(em * self.font.height_unscaled() / self.units_per_em);
        let mut x = 0.0;
        let mut dots = Vec::new();
        for character in text.chars() {
            let glyph = self.font.glyph_id(character);
            let placed = glyph.with_scale_and_position(scale, point(x, 0.0));
            if let Some(outline) = self.font.outline_glyph(placed) {
                let corner = outline.px_bounds().min;
                let (left, top) = (whole(corner.x), whole(corner.y));
                outline.draw(|x, y, coverage| {
                    if coverage >= COVERAGE_MIN {
                        dots.push((left + i64::from(x), top + i64::from(y)));
                    }
                });
            }
            x += self.advance_em(character) * em;
        }
        gather(&dots)
    }

    /// The outline of a text as an SVG path, its baseline's start at (`x`, `baseline`).
    #[must_use]
    pub fn path(&self, text: &str, em: f32, x: f32, baseline: f32) -> String {
        let factor = em / self.units_per_em;
        let mut origin = x;
        let mut path = String::new();
        for character in text.chars() {
            if let Some(outline) = self.font.outline(self.font.glyph_id(character)) {
                let place = |p: ab_glyph::Point| (origin + p.x * factor, baseline - p.y * factor);
                append_curves(&mut path, &outline.curves, place);
            }
            origin += self.advance_em(character) * em;
        }
        path
    }

    fn advance_em(&self, character: char) -> f32 {
        let glyph = self.font.glyph_id(character);
        self.font.h_advance_unscaled(glyph) / self.units_per_em
    }
}

/// The smallest bitmap that holds all dots.
fn gather(dots: &[(i64, i64)]) -> Drawn {
    let left = dots.iter().map(|(x, _)| *x).min().unwrap_or(0);
    let top = dots.iter().map(|(_, y)| *y).min().unwrap_or(0);
    let offset = |value: i64, from: i64| usize::try_from(value - from).unwrap_or_default();
    let width = dots.iter().map(|(x, _)| offset(*x, left) + 1).max();
    let height = dots.iter().map(|(_, y)| offset(*y, top) + 1).max();
    let mut bitmap = Bitmap::new(width.unwrap_or(0), height.unwrap_or(0));
    for (x, y) in dots {
        bitmap.set(offset(*x, left), offset(*y, top));
    }
    Drawn { bitmap, left, top }
}

/// Contours follow one another: a curve that does not start where the last one ended opens one.
fn append_curves(
    path: &mut String,
    curves: &[OutlineCurve],
    place: impl Fn(ab_glyph::Point) -> (f32, f32),
) {
    let mut last = None;
    for curve in curves {
        let (start, rest) = match curve {
            OutlineCurve::Line(a, b) => (*a, ("L", vec![*b])),
            OutlineCurve::Quad(a, b, c) => (*a, ("Q", vec![*b, *c])),
            OutlineCurve::Cubic(a, b, c, d) => (*a, ("C", vec![*b, *c, *d])),
        };
        if last != Some(start) {
            path.push_str(&pair("M", place(start)));
        }
        let (mut verb, points) = rest;
        for end in points {
            path.push_str(&pair(verb, place(end)));
            verb = " ";
            last = Some(end);
        }
    }
    if !curves.is_empty() {
        path.push('Z');
    }
}

fn pair(verb: &str, (x, y): (f32, f32)) -> String {
    format!("{verb}{x:.2} {y:.2}")
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a whole number of dots within a label, far below 2^63; NaN becomes 0"
)]
fn whole(dots: f32) -> i64 {
    dots as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_as_high_as_the_table_says() {
        for weight in [Weight::Regular, Weight::Bold] {
            let drawn = Face::open(weight).unwrap().draw("H", 100.0);

            assert_eq!(drawn.bitmap.height(), 73);
            assert_eq!(drawn.top, -73);
        }
    }

    #[test]
    fn a_character_the_font_lacks_is_named() {
        let face = Face::open(Weight::Bold).unwrap();

        for text in ["Ø 12 ± 0.1 µm ≥ 5 Ω", "Größe Ž ł", "Гайка", "→"] {
            assert_eq!(face.check(text), Ok(()), "{text}");
        }
        assert!(matches!(
            face.check("M4 漢"),
            Err(LabelError::MissingGlyph {
                character: '漢',
                ..
            })
        ));
        assert!(matches!(
            face.check("two\nlines"),
            Err(LabelError::MissingGlyph {
                character: '\n',
                ..
            })
        ));
        for text in ["שלום", "مرحبا", "e\u{301}", "\u{202E}abc"] {
            assert!(
                matches!(face.check(text), Err(LabelError::NeedsShaping { .. })),
                "{text}"
            );
        }
    }
}
