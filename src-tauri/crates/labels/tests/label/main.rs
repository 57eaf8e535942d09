//! Labels as a whole: what is refused before a printer sees a byte, and what a printer may see.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is the test's verdict"
)]

mod builtin;
mod languages;
mod outputs;
mod refusals;

use labels::{Fields, Template};

/// The fields of a lot label of an item with a GTIN.
fn fields() -> Fields {
    Fields::new()
        .with("item", "BRK-2040-SS")
        .with("description", "Bracket 40 × 20 mm, stainless steel")
        .with("lot", "24-0917-A")
        .with("quantity", "240")
        .with("unit", "EA")
        .with("order", "WO-100045")
        .with("operation", "30 Final assembly")
        .with("produced_at", "17 Sep 2024 14:32")
        .with("gtin", "9521234543213")
        .with("uid", "7K3M9Q2XW0AB")
}

/// A label 50 mm square with these elements, written as JSON.
fn template(elements: &str) -> Template {
    let head = r#""name": "test", "version": 3, "width_mm": 50, "height_mm": 50, "dpi": 203"#;
    Template::from_json(&format!("{{{head}, \"elements\": [{elements}]}}")).unwrap()
}
