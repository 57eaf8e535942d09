//! Label templates as data: sizes in millimetres, elements, and which field stands where.

mod code;

use serde::{Deserialize, Serialize};

use crate::error::LabelError;
use crate::format::Locale;

pub use self::code::{Barcode, Code, Gs1Element};

/// Longest side of a label, in millimetres: the widest desktop printers take 216.
pub const SIDE_MM_MAX: f64 = 300.0;

/// Lowest capitals a template may ask for, in millimetres: eight dots at 203 dpi.
pub const LETTER_MM_MIN: f64 = 1.0;

/// Longest name of a template.
pub const NAME_CHARS_MAX: usize = 40;

/// Most elements of a template. A crowded label has forty.
pub const ELEMENTS_MAX: usize = 200;

/// What a label looks like, apart from what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// What the template is called, for example `lot`.
    pub name: String,
    /// Counts up with every change; kept with each label printed.
    pub version: u32,
    /// Width of the label, in millimetres.
    pub width_mm: f64,
    /// Height of the label, in millimetres.
    pub height_mm: f64,
    /// What the printer's head resolves.
    pub dpi: Dpi,
    /// Whose marks numbers have.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub locale: Locale,
    /// What is drawn, in this order.
    pub elements: Vec<Element>,
}

/// Resolutions of thermal print heads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum Dpi {
    /// 8 dots a millimetre, sold as 203 dpi.
    #[default]
    D203,
    /// 300 dots an inch.
    D300,
    /// 600 dots an inch.
    D600,
}

/// One thing drawn, where its condition holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Which fields decide whether it is drawn at all.
    #[serde(default, skip_serializing_if = "When::is_always")]
    pub when: When,
    /// What is drawn.
    #[serde(flatten)]
    pub shape: Shape,
}

/// A condition on fields; an empty one always holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Fields that must have a text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<String>,
    /// Fields that must have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
}

/// What an element draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// Lines of text.
    Text(Text),
    /// A linear or two-dimensional code.
    Barcode(Barcode),
    /// A filled rectangle: a horizontal or vertical line.
    Line(Place),
    /// The outline of a rectangle.
    Box(Outline),
    /// A picture, black and white, as large as fits.
    Image(Image),
}

/// A picture in the middle of a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// The PNG file, in base64; what is darker than half is black.
    pub png: String,
}

/// A rectangle from the label's top left corner, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// From the left edge.
    pub x_mm: f64,
    /// From the top edge.
    pub y_mm: f64,
    /// Width.
    pub width_mm: f64,
    /// Height.
    pub height_mm: f64,
}

/// A rectangle's outline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// Its outer edge.
    #[serde(flatten)]
    pub place: Place,
    /// Thickness of the line, inwards, in millimetres.
    pub line_mm: f64,
}

/// Text in the label's font. Positions are those of capital letters, which is what one measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Left edge, in millimetres.
    pub x_mm: f64,
    /// Top of the first line's capitals, in millimetres.
    pub y_mm: f64,
    /// Widest it may be, in millimetres.
    pub width_mm: f64,
    /// Height of the capitals, in millimetres.
    pub height_mm: f64,
    /// Weight of the letters.
    #[serde(default)]
    pub weight: Weight,
    /// Where it stands in its width.
    #[serde(default)]
    pub align: Align,
    /// What happens when it is too long.
    pub fit: Fit,
    /// Pieces that are joined into the text.
    pub content: Vec<Piece>,
}

/// Weights of the one embedded typeface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Book weight.
    #[default]
    Regular,
    /// Bold.
    Bold,
}

/// Where something stands in its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// What happens to a text that is wider than its place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// One line, its letters made smaller down to this height; what is still too long is an error.
    Shrink {
        /// Smallest height of the capitals, in millimetres.
        height_mm_min: f64,
    },
    /// Broken between words into at most so many lines; what is still too long is an error.
    Wrap {
        /// Most lines.
        lines_max: usize,
    },
    /// Broken like [`Fit::Wrap`], and cut with an ellipsis: for prose only, never for a number.
    Cut {
        /// Most lines.
        lines_max: usize,
    },
}

/// A part of a text or of a code's content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// The text of a field.
    Field(String),
    /// This text itself.
    Literal(String),
    /// The number in a field, in the marks of the template's locale.
    Number {
        /// The field; it holds a plain decimal number.
        field: String,
        /// Decimals it is filled to with zeros; none is ever dropped.
        #[serde(default)]
        decimals_min: usize,
        /// Whether thousands are set apart.
        #[serde(default)]
        grouped: bool,
    },
    /// The date in a field, in a pattern of `YYYY`, `YY`, `MM`, `DD`, `hh`, `mm`, `ss`.
    Date {
        /// The field; it holds a date such as `2024-09-17T14:32`.
        field: String,
        /// The pattern, for example `DD.MM.YYYY`.
        pattern: String,
    },
}

/// Millimetres in an inch.
const INCH_MM: f64 = 25.4;

impl Dpi {
    /// Dots in a millimetre.
    #[must_use]
    pub fn dots_per_mm(self) -> f64 {
        match self {
            Self::D203 => 8.0,
            Self::D300 => 300.0 / INCH_MM,
            Self::D600 => 600.0 / INCH_MM,
        }
    }
}

impl TryFrom<u16> for Dpi {
    type Error = LabelError;

    fn try_from(dpi: u16) -> Result<Self, LabelError> {
        match dpi {
            203 => Ok(Self::D203),
            300 => Ok(Self::D300),
            600 => Ok(Self::D600),
            _ => Err(LabelError::BadTemplate(format!(
                "{dpi} dpi is none of 203, 300, 600"
            ))),
        }
    }
}

impl From<Dpi> for u16 {
    fn from(dpi: Dpi) -> Self {
        match dpi {
            Dpi::D203 => 203,
            Dpi::D300 => 300,
            Dpi::D600 => 600,
        }
    }
}

fn is_usual(locale: &Locale) -> bool {
    *locale == Locale::default()
}

impl When {
    fn is_always(&self) -> bool {
        self == &Self::default()
    }
}

impl Template {
    /// Reads and checks a template.
    ///
    /// # Errors
    /// [`LabelError::BadTemplate`], saying where.
    pub fn from_json(json: &str) -> Result<Self, LabelError> {
        let template: Self =
            serde_json::from_str(json).map_err(|e| LabelError::BadTemplate(e.to_string()))?;
        let sized = [template.width_mm, template.height_mm]
            .iter()
            .all(|side| *side > 0.0);
        if !template.is_named() {
            return Err(LabelError::BadTemplate(format!(
                "its name is up to {NAME_CHARS_MAX} small letters, digits, - and _, its version from 1"
            )));
        }
        let few = template.elements.len() <= ELEMENTS_MAX;
        if !sized
            || !few
            || !template
                .lengths_mm()
                .all(|length| length.abs() <= SIDE_MM_MAX)
        {
            return Err(LabelError::BadTemplate(format!(
                "a label is up to {SIDE_MM_MAX} mm a side with up to {ELEMENTS_MAX} elements"
            )));
        }
        if !template.letters_mm().all(|height| height >= LETTER_MM_MIN) {
            return Err(LabelError::BadTemplate(format!(
                "letters lower than {LETTER_MM_MIN} mm cannot be read"
            )));
        }
        Ok(template)
    }

    /// A name makes a file's name, and stands in a label's record.
    fn is_named(&self) -> bool {
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-_".contains(&c);
        let short = (1..=NAME_CHARS_MAX).contains(&self.name.len());
        short && self.name.bytes().all(plain) && self.version > 0
    }

    /// Every length and position in it.
    fn lengths_mm(&self) -> impl Iterator<Item = f64> + '_ {
        let place = |p: &Place| vec![p.x_mm, p.y_mm, p.width_mm, p.height_mm];
        let elements = self
            .elements
            .iter()
            .flat_map(move |element| match &element.shape {
                Shape::Text(text) => vec![text.x_mm, text.y_mm, text.width_mm, text.height_mm],
                Shape::Barcode(code) => [place(&code.place), vec![code.module_mm_max]].concat(),
                Shape::Line(line) => place(line),
                Shape::Image(image) => place(&image.place),
                Shape::Box(outline) => [place(&outline.place), vec![outline.line_mm]].concat(),
            });
        elements.chain([self.width_mm, self.height_mm])
    }

    /// The least height of every text in it.
    fn letters_mm(&self) -> impl Iterator<Item = f64> + '_ {
        self.elements
            .iter()
            .filter_map(|element| match &element.shape {
                Shape::Text(text) => match text.fit {
                    Fit::Shrink { height_mm_min } => Some(height_mm_min.min(text.height_mm)),
                    Fit::Wrap { .. } | Fit::Cut { .. } => Some(text.height_mm),
                },
                Shape::Barcode(code) => code.text_height_mm,
                Shape::Line(_) | Shape::Box(_) | Shape::Image(_) => None,
            })
    }

    /// The same label for a printer of another resolution.
    #[must_use]
    pub fn at(&self, dpi: Dpi) -> Self {
        Self {
            dpi,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_survives_being_written_and_read() {
        let template = Template::from_json(&one_element(&text(r#""height_mm": 2"#))).unwrap();

        let written = serde_json::to_string(&template).unwrap();

        assert_eq!(Template::from_json(&written).unwrap(), template);
    }

    #[test]
    fn a_template_that_is_not_one_says_why() {
        for json in [
            "",
            "{}",
            r#"{"name":"x","version":1,"width_mm":0,"height_mm":50,"dpi":203,"elements":[]}"#,
            r#"{"name":"x","version":1,"width_mm":1e9,"height_mm":50,"dpi":203,"elements":[]}"#,
            r#"{"name":"x","version":1,"width_mm":50,"height_mm":50,"dpi":204,"elements":[]}"#,
            &one_element(r#"{"kind": "blink"}"#),
            &one_element(
                r#"{"kind": "line", "x_mm": 1, "y_mm": 1, "width_mm": 1e9, "height_mm": 1}"#,
            ),
            &one_element(&text(r#""height_mm": 0.5"#)),
            &one_element(&text(r#""height_mm": 2, "colour": "red""#)),
        ] {
            let refused = Template::from_json(json).unwrap_err();
            assert!(matches!(refused, LabelError::BadTemplate(_)), "{json}");
        }
    }

    fn one_element(element: &str) -> String {
        let head = r#""name": "x", "version": 1, "width_mm": 50, "height_mm": 50, "dpi": 203"#;
        format!("{{{head}, \"elements\": [{element}]}}")
    }

    fn text(height: &str) -> String {
        let place = r#""x_mm": 1, "y_mm": 1, "width_mm": 9"#;
        let rest = r#""fit": {"wrap": {"lines_max": 1}}, "content": [{"literal": "A"}]"#;
        format!("{{\"kind\": \"text\", {place}, {height}, {rest}}}")
    }

    #[test]
    fn a_template_with_one_element_is_one() {
        assert!(Template::from_json(&one_element(&text(r#""height_mm": 2"#))).is_ok());
    }
}
