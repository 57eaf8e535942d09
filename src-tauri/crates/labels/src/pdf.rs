//! The label as a PDF of one page in the label's size, with the typeface embedded.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    FontId, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Polygon, PolygonRing, Pt, TextItem, WindingOrder,
};

use subsetter::GlyphRemapper;

use crate::bitmap::Bitmap;
use crate::error::LabelError;
use crate::font;
use crate::layout::{Layout, Mark, TextMark, length};
use crate::template::Weight;

/// Points in a millimetre: 72 to the inch of 25.4 mm.
const MM_POINTS: f64 = 72.0 / 25.4;

/// Writes the layout as a PDF. Text stays text, so it can be searched and copied; codes are
/// rectangles, so no printer driver's smoothing touches them. Two PDFs of one layout differ in
/// their file identifier, as PDF asks; a label keeps the bytes it was recorded with.
///
/// # Errors
/// [`LabelError::BadFont`], or [`LabelError::BadPdf`] with what the PDF writer complained of.
pub fn emit(layout: &Layout) -> Result<Vec<u8>, LabelError> {
    let mut document = PdfDocument::new(&format!("{} {}", layout.template, layout.version));
    let fonts = embed_fonts(&mut document, layout)?;
    let page = Page::new(layout);
    let mut ops = Vec::new();
    for mark in &layout.marks {
        match mark {
            Mark::Text(text) => ops.extend(page.text(text, &fonts)),
            Mark::Code(code) => ops.push(page.dots(code.x, code.y, &code.bitmap)),
            Mark::Image(image) => ops.push(page.dots(image.x, image.y, &image.bitmap)),
            Mark::Bar(bar) => ops.push(page.rectangles(&[(bar.x, bar.y, bar.width, bar.height)])),
        }
    }
    let (width_mm, height_mm) = layout.size_mm;
    let pages = vec![PdfPage::new(
        Mm(single(width_mm)),
        Mm(single(height_mm)),
        ops,
    )];
    let mut warnings = Vec::new();
    let bytes = document
        .with_pages(pages)
        .save(&PdfSaveOptions::default(), &mut warnings);
    match warnings.first() {
        Some(warning) => Err(LabelError::BadPdf(warning.msg.clone())),
        None => Ok(bytes),
    }
}

type Fonts = BTreeMap<Weight, FontId>;

/// Embeds the weights the layout uses, each with the glyphs it uses.
fn embed_fonts(document: &mut PdfDocument, layout: &Layout) -> Result<Fonts, LabelError> {
    let mut used: BTreeMap<Weight, BTreeSet<char>> = BTreeMap::new();
    for mark in &layout.marks {
        if let Mark::Text(text) = mark {
            used.entry(text.weight)
                .or_default()
                .extend(text.text.chars());
        }
    }
    used.into_iter()
        .map(|(weight, characters)| Ok((weight, document.add_font(&subset(weight, &characters)?))))
        .collect()
}

/// A weight with these characters' glyphs alone: the whole typeface would make every label's PDF
/// twenty times as large.
fn subset(weight: Weight, characters: &BTreeSet<char>) -> Result<ParsedFont, LabelError> {
    let bytes = font::bytes(weight);
    let mut font = ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or(LabelError::BadFont)?;
    let mut remapper = GlyphRemapper::new();
    let mut glyphs = BTreeMap::new();
    let mut widths = BTreeMap::new();
    for character in characters {
        let old = font.codepoint_to_glyph.get(&u32::from(*character)).copied();
        let old = old.ok_or(LabelError::BadFont)?;
        let new = remapper.remap(old);
        glyphs.insert(u32::from(*character), new);
        widths.insert(
            new,
            font.glyph_widths.get(&old).copied().unwrap_or_default(),
        );
    }
    font.original_bytes =
        subsetter::subset(bytes, 0, &remapper).map_err(|_| LabelError::BadFont)?;
    font.codepoint_to_glyph = glyphs;
    font.glyph_widths = widths;
    Ok(font)
}

/// Rectangle in dots: x, y, width, height.
type Rectangle = (usize, usize, usize, usize);

/// Joins runs of the same place in adjacent rows, which leaves no seam for smoothing to show.
fn merged(runs: impl Iterator<Item = Rectangle>) -> Vec<Rectangle> {
    let mut done = Vec::new();
    let mut open: BTreeMap<(usize, usize), Rectangle> = BTreeMap::new();
    for (x, y, width, height) in runs {
        match open.get_mut(&(x, width)) {
            Some(above) if above.1 + above.3 == y => above.3 += height,
            _ => done.extend(open.insert((x, width), (x, y, width, height))),
        }
    }
    done.extend(open.into_values());
    done
}

/// The page's scale: dots from the top left become points from the bottom left.
struct Page {
    points_per_dot: f64,
    height: f64,
}

impl Page {
    fn new(layout: &Layout) -> Self {
        let points_per_dot = MM_POINTS / layout.dpi.dots_per_mm();
        Self {
            points_per_dot,
            height: layout.size_mm.1 * MM_POINTS,
        }
    }

    fn points(&self, dots: usize) -> f64 {
        length(dots) * self.points_per_dot
    }

    fn point(&self, x: usize, y: usize) -> Point {
        Point {
            x: Pt(single(self.points(x))),
            y: Pt(single(self.height - self.points(y))),
        }
    }

    fn text(&self, text: &TextMark, fonts: &Fonts) -> Vec<Op> {
        let Some(font) = fonts.get(&text.weight) else {
            return Vec::new();
        };
        let size = Pt(single(f64::from(text.em) * self.points_per_dot));
        vec![
            Op::StartTextSection,
            Op::SetTextCursor {
                pos: self.point(text.x, text.baseline),
            },
            Op::SetFont {
                font: PdfFontHandle::External(font.clone()),
                size,
            },
            Op::ShowText {
                items: vec![TextItem::Text(text.text.clone())],
            },
            Op::EndTextSection,
        ]
    }

    /// Dots that belong together.
    fn dots(&self, left: usize, top: usize, bitmap: &Bitmap) -> Op {
        let runs = bitmap.runs();
        let placed = runs.map(|(x, y, run)| (left + x, top + y, run, 1));
        self.rectangles(&merged(placed))
    }

    /// All rectangles in one filled path.
    fn rectangles(&self, rectangles: &[Rectangle]) -> Op {
        let rings = rectangles.iter().map(|(x, y, width, height)| PolygonRing {
            points: [
                (*x, *y),
                (x + width, *y),
                (x + width, y + height),
                (*x, y + height),
            ]
            .map(|(x, y)| LinePoint {
                p: self.point(x, y),
                bezier: false,
            })
            .into(),
        });
        Op::DrawPolygon {
            polygon: Polygon {
                rings: rings.collect(),
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            },
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a length within a page: f32 holds it to a ten-thousandth of a point"
)]
fn single(value: f64) -> f32 {
    value as f32
}
