//! Why a label cannot be printed, found before a printer sees a byte.

/// Why a template and its fields make no label. Each sentence says what to change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// The template asks for a field that was not given.
    #[error("the label needs “{field}”, which is empty: enter it or use another template")]
    MissingField {
        /// The field's name.
        field: String,
    },
    /// The label font cannot draw a character.
    #[error(
        "“{text}” has the character “{character}” (U+{:04X}), which the label font cannot print: \
         change the text",
        u32::from(*character)
    )]
    MissingGlyph {
        /// The first such character.
        character: char,
        /// The text it is in.
        text: String,
    },
    /// A script whose letters join or run right to left; drawn letter by letter it would be wrong.
    #[error(
        "“{text}” has the character “{character}” (U+{:04X}) of a script that labels cannot set \
         yet: write the text in another script",
        u32::from(*character)
    )]
    NeedsShaping {
        /// The first such character.
        character: char,
        /// The text it is in.
        text: String,
    },
    /// A text does not fit, not even at its smallest height.
    #[error("“{text}” does not fit its place on the label: shorten it or widen the place")]
    TextTooLong {
        /// The text.
        text: String,
    },
    /// A code does not fit at the narrowest bar a scanner reads.
    #[error("the code of “{data}” does not fit its place on the label: shorten it or widen it")]
    CodeTooWide {
        /// What was to be encoded, human-readable.
        data: String,
    },
    /// A code cannot carry a character.
    #[error("“{data}” has the character “{character}”, which its barcode cannot carry: change it")]
    NotEncodable {
        /// The first such character.
        character: char,
        /// What was to be encoded.
        data: String,
    },
    /// A value breaks the rule of its GS1 application identifier.
    #[error("({ai}) “{value}” is not valid: {rule}")]
    BadGs1 {
        /// The application identifier.
        ai: String,
        /// The value given.
        value: String,
        /// The rule it breaks.
        rule: &'static str,
    },
    /// A field does not hold what its format writes.
    #[error("the field “{field}” holds “{text}”, which cannot be written like this: {rule}")]
    BadField {
        /// The field's name.
        field: String,
        /// Its text.
        text: String,
        /// What it must be.
        rule: &'static str,
    },
    /// A picture that is none, or a PNG that could not be written.
    #[error("the picture cannot be used: {0}")]
    BadPng(String),
    /// No such template.
    #[error("there is no label template “{0}” here: import it first")]
    NoTemplate(String),
    /// Another template has this name and version.
    #[error("version {version} of “{name}” is another template: count its version up")]
    VersionTaken {
        /// Name.
        name: String,
        /// Version.
        version: u32,
    },
    /// The template uses an application identifier that is not in the table.
    #[error("the template uses the GS1 application identifier ({ai}), which is not supported")]
    UnknownAi {
        /// The application identifier.
        ai: String,
    },
    /// An element reaches beyond the label's edge.
    #[error("element {element} of the template reaches beyond the label's edge: move it")]
    OutsideLabel {
        /// Its place in the template, counted from 1.
        element: usize,
    },
    /// Fields that are none.
    #[error("the label's fields cannot be read: {0}")]
    BadFields(String),
    /// A template that is not one: unknown words, wrong sizes.
    #[error("the template cannot be read: {0}")]
    BadTemplate(String),
    /// A part of the program's own is damaged: the embedded font.
    #[error("the label font of this program is damaged: install it again")]
    BadFont,
    /// The PDF could not be written.
    #[error("the PDF could not be written: {0}")]
    BadPdf(String),
}
