//! Writes a lot label as ZPL, PDF, SVG and PBM into the folder named by the first argument.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step is the verdict"
)]

use labels::{Fields, Template, pdf, render, svg, zpl};

fn main() {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).expect("a folder"));
    for (name, fields) in labels() {
        let layout = render(Template::lot(), &fields).unwrap();
        let write = |ending: &str, bytes: &[u8]| {
            std::fs::write(folder.join(format!("{name}.{ending}")), bytes).unwrap();
        };
        write("zpl", &zpl::emit(&layout));
        write("pdf", &pdf::emit(&layout).unwrap());
        write("svg", svg::emit(&layout).as_bytes());
        write("pbm", &layout.bitmap().to_pbm());
    }
}

fn labels() -> [(&'static str, Fields); 3] {
    let base = Fields::new()
        .with("item", "BRK-2040-SS")
        .with(
            "description",
            "Bracket 40 × 20 mm, stainless steel, deburred and passivated, 2 holes Ø 6.5",
        )
        .with("lot", "24-0917-A")
        .with("quantity", "240")
        .with("unit", "EA")
        .with("order", "WO-100045")
        .with("operation", "30 Final assembly")
        .with("produced_at", "17 Sep 2024 14:32")
        .with("uid", "7K3M9Q2XW0AB");
    [
        ("gtin", base.clone().with("gtin", "9521234543213")),
        (
            "plain",
            base.clone()
                .with("copy", "R1")
                .with("uid", "7K3M9Q2XW0ABR1"),
        ),
        (
            "worst",
            base.with("gtin", "9521234543213")
                .with("lot", "aB3-xY9_zQ/wE7.rT5+u")
                .with("item", "VERY-LONG-ITEM-NUMBER-0000123456-REV-C")
                .with("quantity", "123456.789")
                .with("unit", "kg")
                .with("copy", "R12")
                .with("uid", "7K3M9Q2XW0ABR12")
                .with("order", "PO-2024-000123456789")
                .with(
                    "description",
                    "A description that goes on and on ".repeat(10),
                ),
        ),
    ]
}
