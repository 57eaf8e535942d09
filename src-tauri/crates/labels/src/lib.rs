//! Label layout, barcodes, ZPL, PDF, and the print queue's state machine.
//!
//! A [`Template`] and its [`Fields`] become one [`Layout`] in printer dots, and every output (ZPL,
//! PDF, the preview on the screen) is written from that layout, so that they agree within a dot.
//! What cannot be printed (a character the font lacks, a code too wide, a missing field) is an
//! error here, before a printer sees a byte.
#![allow(
    clippy::float_arithmetic,
    reason = "millimetres and glyph outlines are geometry; quantities stay text and decimals"
)]

pub mod bitmap;
pub mod code128;
mod drawing;
pub mod error;
pub mod field;
mod fit;
pub mod font;
pub mod gs1;
pub mod layout;
pub mod matrix;
pub mod pdf;
pub mod queue;
pub mod svg;
pub mod template;
pub mod uid;
pub mod zpl;

pub use error::LabelError;
pub use field::Fields;
pub use layout::{Layout, render};
pub use template::Template;
