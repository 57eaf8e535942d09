//! Label layout, barcodes, printer languages, PDF, PNG, and the print queue's state machine.
//!
//! A [`Template`] and its [`Fields`] become one [`Layout`] in printer dots, and every output (ZPL,
//! TSPL, EPL2, PDF, PNG, the preview on the screen) is written from that layout, so that they agree within a dot.
//! What cannot be printed (a character the font lacks, a code too wide, a missing field) is an
//! error here, before a printer sees a byte.
//!
//! ```
//! use labels::{Fields, Template, pdf, render, svg, uid, zpl};
//!
//! let label = 0x0192_e4f3_7b2a_7c11_9d3e_5f60_7182_93a4; // the record's UUID
//! let fields = Fields::new()
//!     .with("item", "BRK-2040-SS")
//!     .with("lot", "24-0917-A")
//!     .with("quantity", "240")
//!     .with("unit", "EA")
//!     .with("order", "WO-100045")
//!     .with("uid", uid::marked(label, 0));
//! let layout = render(Template::lot(), &fields)?;
//! assert!(zpl::emit(&layout).starts_with(b"^XA"));
//! assert!(pdf::emit(&layout)?.starts_with(b"%PDF"));
//! assert!(svg::emit(&layout).starts_with("<svg"));
//! # Ok::<(), labels::LabelError>(())
//! ```
#![allow(
    clippy::float_arithmetic,
    reason = "millimetres and glyph outlines are geometry; quantities stay text and decimals"
)]

pub mod bitmap;
mod builtin;
pub mod code128;
mod coding;
mod drawing;
pub mod epl;
pub mod error;
pub mod field;
mod fit;
pub mod font;
pub mod format;
pub mod gs1;
pub mod language;
pub mod layout;
pub mod linear;
pub mod matrix;
pub mod pdf;
pub mod png;
pub mod queue;
pub mod sample;
pub mod svg;
pub mod template;
pub mod templates;
pub mod tspl;
pub mod uid;
pub mod zpl;

pub use error::LabelError;
pub use field::Fields;
pub use language::{Head, Language};
pub use layout::{Layout, render};
pub use template::Template;
pub use templates::Templates;
