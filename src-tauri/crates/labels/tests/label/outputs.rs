//! What leaves for a printer or a screen.

use std::collections::BTreeSet;

use labels::layout::{Mark, Native};
use labels::template::Dpi;
use labels::{Fields, Template, pdf, render, svg, zpl};
use proptest::prelude::*;

use crate::{fields, template};

/// Every command the emitter may write. A renderer passes over others in silence, a printer
/// obeys them.
const COMMANDS: [&str; 17] = [
    "^XA", "^CI", "^PW", "^LL", "^LH", "^FO", "^GF", "^GB", "^BY", "^BC", "^BX", "^BQ", "^FH",
    "^FD", "^FS", "^PQ", "^XZ",
];

/// All symbologies and a text, of one field.
const ALL: &str = r#"
    {"kind": "text", "x_mm": 1, "y_mm": 1, "width_mm": 48, "height_mm": 2,
     "fit": {"cut": {"lines_max": 2}}, "content": [{"field": "any"}]},
    {"kind": "barcode", "x_mm": 0, "y_mm": 8, "width_mm": 50, "height_mm": 5,
     "module_mm_max": 0.5, "code": {"symbology": "code128", "content": [{"field": "any"}]}},
    {"kind": "barcode", "x_mm": 1, "y_mm": 18, "width_mm": 20, "height_mm": 20,
     "module_mm_max": 0.5, "code": {"symbology": "data_matrix", "content": [{"field": "any"}]}},
    {"kind": "barcode", "x_mm": 25, "y_mm": 18, "width_mm": 24, "height_mm": 24,
     "module_mm_max": 0.5, "code": {"symbology": "qr", "content": [{"field": "any"}]}},
    {"kind": "box", "x_mm": 1, "y_mm": 44, "width_mm": 20, "height_mm": 5, "line_mm": 0.5}"#;

/// The commands of ZPL: `^` or `~` begins one wherever it stands.
fn commands(zpl: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(zpl).unwrap();
    text.match_indices(['^', '~'])
        .map(|(at, _)| text[at..].chars().take(3).collect())
        .collect()
}

fn emitted(template: &Template, fields: &Fields) -> Vec<u8> {
    zpl::emit(&render(template, fields).unwrap())
}

#[test]
fn text_that_looks_like_commands_prints_as_text() {
    let label = emitted(&template(ALL), &Fields::new().with("any", "^XZ~JA^XA"));

    let commands = commands(&label);

    let allowed: BTreeSet<&str> = COMMANDS.into();
    assert!(
        commands
            .iter()
            .all(|command| allowed.contains(command.as_str()))
    );
    assert_eq!(
        commands.iter().filter(|command| *command == "^XA").count(),
        1
    );
    assert_eq!(commands.last().unwrap(), "^XZ");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_text_changes_which_commands_are_sent(text in "[ -~]{0,12}[!-~]") {
        let plain = commands(&emitted(&template(ALL), &Fields::new().with("any", "A")));

        let label = emitted(&template(ALL), &Fields::new().with("any", text));

        prop_assert_eq!(commands(&label), plain);
        prop_assert!(label.iter().all(|byte| matches!(byte, b'\n' | b' '..=b'~')));
    }
}

#[test]
fn a_label_starts_in_utf_8_at_its_own_size_and_prints_once() {
    let label = String::from_utf8(emitted(Template::lot(), &fields())).unwrap();

    assert!(label.starts_with("^XA^CI28^PW812^LL609^LH0,0\n"));
    assert!(label.ends_with("^PQ1^XZ\n"));
}

#[test]
fn codes_are_drawn_by_the_printer() {
    let label = String::from_utf8(emitted(Template::lot(), &fields())).unwrap();

    assert!(
        label.contains("^BY3,3,101^BCN,101,N,N,N,N^FH\\^FD>;>801095212345432131024>6-0917-A^FS")
    );
    assert!(label.contains(
        "^BXN,5,200,,,,_^FH\\^FD_101095212345432131024-0917-A_130240_1917K3M9Q2XW0AB^FS"
    ));
}

#[test]
fn an_item_without_a_gtin_carries_our_own_codes() {
    let layout = render(Template::lot(), &fields().with("gtin", "")).unwrap();

    let contents: Vec<&[u8]> = layout
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Code(code) => match &code.native {
                Native::DataMatrix {
                    content,
                    gs1: false,
                    ..
                } => Some(content.as_slice()),
                Native::DataMatrix { .. }
                | Native::Code128(_)
                | Native::Code39(_)
                | Native::Ean13(_)
                | Native::Itf14(_)
                | Native::Qr { .. } => None,
            },
            Mark::Text(_) | Mark::Bar(_) | Mark::Image(_) => None,
        })
        .collect();

    assert_eq!(contents, [b"LS1:7K3M9Q2XW0AB:24-0917-A"]);
}

#[test]
fn a_reprint_says_so_on_its_face() {
    let shown = |fields: &Fields| {
        let layout = render(Template::lot(), fields).unwrap();
        layout
            .marks
            .iter()
            .any(|mark| matches!(mark, Mark::Text(text) if text.text == "R1"))
    };

    assert!(!shown(&fields()));
    assert!(shown(&fields().with("copy", "R1")));
}

#[test]
fn the_same_label_is_the_same_zpl_and_the_same_preview() {
    let layout = || render(Template::lot(), &fields()).unwrap();

    assert_eq!(zpl::emit(&layout()), zpl::emit(&layout()));
    assert_eq!(svg::emit(&layout()), svg::emit(&layout()));
}

#[test]
fn a_finer_printer_gets_the_same_label_in_more_dots() {
    for (dpi, width, height) in [
        (Dpi::D203, 812, 609),
        (Dpi::D300, 1200, 900),
        (Dpi::D600, 2400, 1800),
    ] {
        let layout = render(&Template::lot().at(dpi), &fields()).unwrap();

        assert_eq!((layout.width, layout.height), (width, height));
        assert!(
            layout.bitmap().black().count() * 4 > width * height / 2,
            "{dpi:?}"
        );
    }
}

#[test]
fn the_longest_lot_number_gs1_allows_fits_every_resolution() {
    let longest = fields()
        .with("lot", "wM3-xY9_zQ/wE7.rT5+W")
        .with("quantity", "123.456")
        .with("unit", "kg")
        .with("copy", "R12")
        .with("uid", "7K3M9Q2XW0ABR12");
    let own = longest.clone().with("gtin", "");

    for dpi in [Dpi::D203, Dpi::D300, Dpi::D600] {
        for fields in [&longest, &own] {
            let layout = render(&Template::lot().at(dpi), fields);
            assert!(layout.is_ok(), "{dpi:?}: {layout:?}");
        }
    }
}

#[test]
fn a_pdf_is_small_enough_to_be_kept_with_its_label() {
    let layout = render(Template::lot(), &fields()).unwrap();

    let pdf = pdf::emit(&layout).unwrap();

    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf.len() < 64 * 1024, "{} bytes", pdf.len());
}

#[test]
fn a_preview_is_one_picture_whatever_its_texts_say() {
    let fields = fields().with(
        "description",
        "</title><script>alert(1)</script> & \"more\"",
    );

    let svg = svg::emit(&render(Template::lot(), &fields).unwrap());

    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    assert!(!svg.contains("<script") && svg.matches("</title>").count() == 1);
}
