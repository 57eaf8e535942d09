//! EPL2 and TSPL, byte for byte as their manuals write it.

use labels::bitmap::Bitmap;
use labels::code128::{Code128, plain};
use labels::layout::{Bar, CodeMark, ImageMark, Mark, Native};
use labels::template::Dpi;
use labels::{Language, Layout};

/// A label 8 mm square of these marks.
fn layout(marks: Vec<Mark>) -> Layout {
    Layout {
        template: "golden".to_owned(),
        version: 1,
        width: 64,
        height: 64,
        size_mm: (8.0, 8.0),
        dpi: Dpi::D203,
        marks,
    }
}

fn marks() -> Vec<Mark> {
    let mut dots = Bitmap::new(10, 2);
    dots.set(0, 0);
    dots.set(9, 1);
    let code = |x, native| {
        Mark::Code(CodeMark {
            x,
            y: 20,
            module: 2,
            bitmap: Bitmap::new(30, 16),
            native,
        })
    };
    let code_128 = Code128::encode(&plain("1234AB").unwrap()).unwrap();
    vec![
        Mark::Bar(Bar {
            x: 4,
            y: 6,
            width: 50,
            height: 3,
        }),
        Mark::Image(ImageMark {
            x: 7,
            y: 9,
            bitmap: dots,
        }),
        code(1, Native::Code39("A-1".to_owned())),
        code(2, Native::Itf14("19521234543210".to_owned())),
        code(3, Native::Code128(code_128)),
    ]
}

#[test]
fn tspl_is_as_its_manual_writes_it() {
    let label = Language::Tspl.emit(&layout(marks()));

    let expected: &[&[u8]] = &[
        b"SIZE 8.0 mm,8.0 mm\r\nDIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n",
        b"BAR 4,6,50,3\r\n",
        b"BITMAP 7,9,2,2,1,\x7f\xff\xff\xbf\r\n",
        b"BARCODE 1,20,\"39\",16,0,0,2,6,\"A-1\"\r\n",
        b"BARCODE 2,20,\"25\",16,0,0,2,6,\"19521234543210\"\r\n",
        b"BARCODE 3,20,\"128M\",16,0,0,2,6,\"!1051234!100AB\"\r\n",
        b"PRINT 1,1\r\n",
    ];
    assert_eq!(
        label.escape_ascii().to_string(),
        expected.concat().escape_ascii().to_string()
    );
}

#[test]
fn epl_is_as_its_manual_writes_it() {
    let label = Language::Epl.emit(&layout(marks()));

    let white = [0xff; 4 * 16];
    let expected: &[&[u8]] = &[
        b"\nN\nR0,0\nZT\nq64\nQ64,24\n",
        b"LO4,6,50,3\n",
        b"GW7,9,2,2,\x7f\xff\xff\xbf\n",
        b"B1,20,0,3,2,6,16,N,\"A-1\"\n",
        b"B2,20,0,2,2,6,16,N,\"19521234543210\"\n",
        // Its printers choose the sets of Code 128 themselves: dots, here white ones.
        b"GW3,20,4,16,",
        &white,
        b"\n",
        b"P1\n",
    ];
    assert_eq!(
        label.escape_ascii().to_string(),
        expected.concat().escape_ascii().to_string()
    );
}

#[test]
fn a_character_without_a_sure_spelling_is_sent_as_dots() {
    for text in ["A!104", "A\"B", "A\\B"] {
        let code = Code128::encode(&plain(text).unwrap()).unwrap();

        assert_eq!(code.tspl_field(), None, "{text}");
    }
}

#[test]
fn the_language_of_a_label_is_known_by_its_bytes() {
    for language in [Language::Zpl, Language::Tspl, Language::Epl] {
        let label = language.emit(&layout(marks()));

        assert_eq!(Language::of(&label), Some(language));
    }
    assert_eq!(Language::of(b"%PDF-1.7"), None);
}
