//! The templates that come with the program, and the formats of fields.

use labels::layout::Mark;
use labels::template::Dpi;
use labels::{Fields, LabelError, Layout, Template, render};

use crate::template;

/// Everything any of them asks for, as long as it may be.
fn everything() -> Fields {
    let mut fields = Fields::new()
        .with("item", "BRK-2040-SS-LONG")
        .with(
            "description",
            "Bracket 40 × 20 mm, stainless steel, deburred",
        )
        .with("lot", "24-0917-A-000001")
        .with("serial", "SN-2024-000042")
        .with("sscc", "095212345432132101")
        .with("gtin", "9521234543213")
        .with("quantity", "1234.5")
        .with("unit", "kg")
        .with("order", "WO-100045")
        .with("operation", "30 Final assembly")
        .with("reason", "Thickness out of tolerance")
        .with("held_by", "Quality")
        .with("held_at", "2024-09-17 14:32")
        .with("due", "2024-09-20")
        .with("code", "LSTEST:120000")
        .with("copy", "R12")
        .with("uid", "7K3M9Q2XW0ABR12");
    for number in 1..=5 {
        fields.set(
            &format!("operation_{number}"),
            format!("{number}0 Drill and deburr"),
        );
    }
    fields
}

fn texts(layout: &Layout) -> Vec<&str> {
    let texts = layout.marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        Mark::Code(_) | Mark::Bar(_) | Mark::Image(_) => None,
    });
    texts.collect()
}

#[test]
fn every_built_in_template_fits_every_resolution() {
    let sscc = check_digit("0952123454321321");
    let fields = everything().with("sscc", sscc);
    let without = fields.clone().with("gtin", "").with("copy", "");
    for known in Template::built_in() {
        for dpi in [Dpi::D203, Dpi::D300, Dpi::D600] {
            for fields in [&fields, &without] {
                let layout = render(&known.at(dpi), fields);
                assert!(layout.is_ok(), "{} {dpi:?}: {layout:?}", known.name);
            }
        }
    }
}

/// An SSCC of these 17 digits, or one less behind the extension digit 0.
fn check_digit(digits: &str) -> String {
    let digits = format!("{digits:0>17}");
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[test]
fn a_tag_shouts_what_it_is() {
    for (tag, word) in [("hold", "HOLD"), ("scrap", "SCRAP")] {
        let known = Template::built_in();
        let tag = known.into_iter().find(|known| known.name == tag).unwrap();

        let layout = render(tag, &everything()).unwrap();

        assert!(texts(&layout).contains(&word));
    }
}

const FORMATTED: &str = r#"{"kind": "text", "x_mm": 1, "y_mm": 1, "width_mm": 48, "height_mm": 2,
    "fit": {"wrap": {"lines_max": 2}}, "content": [
    {"number": {"field": "quantity", "decimals_min": 2, "grouped": true}}, {"literal": " / "},
    {"date": {"field": "made", "pattern": "DD.MM.YY"}}]}"#;

#[test]
fn numbers_and_dates_are_written_for_their_reader() {
    let mut formatted = template(FORMATTED);
    formatted.locale = labels::format::Locale::De;
    let fields = Fields::new()
        .with("quantity", "1234.5")
        .with("made", "2024-09-17");

    let layout = render(&formatted, &fields).unwrap();
    let refused = render(&formatted, &fields.with("made", "yesterday")).unwrap_err();

    assert_eq!(texts(&layout), ["1.234,50 / 17.09.24"]);
    assert!(matches!(refused, LabelError::BadField { .. }), "{refused}");
}

#[test]
fn a_picture_is_drawn_as_large_as_fits() {
    // 2 by 1 pixels: black, white.
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQAAAADcWUInAAAACklEQVR4nGNwAAAAQgBBKTf07wAAAABJRU5ErkJggg==";
    let pictured = |png: &str| {
        template(&format!(
            r#"{{"kind": "image", "x_mm": 1, "y_mm": 1, "width_mm": 4, "height_mm": 4, "png": "{png}"}}"#
        ))
    };

    let layout = render(&pictured(png), &Fields::new()).unwrap();
    let refused = render(&pictured("AAAA"), &Fields::new()).unwrap_err();

    let [Mark::Image(image)] = layout.marks.as_slice() else {
        panic!("{:?}", layout.marks)
    };
    assert_eq!((image.x, image.y), (8, 16));
    assert_eq!((image.bitmap.width(), image.bitmap.height()), (32, 16));
    assert_eq!(image.bitmap.black().count(), 16 * 16);
    assert!(matches!(refused, LabelError::BadPng(_)), "{refused}");
}

#[test]
fn fields_are_texts_and_numbers() {
    let fields = Fields::from_json(r#"{"lot": "24-0917-A", "quantity": 240.50}"#).unwrap();

    assert_eq!(fields.get("quantity"), Some("240.50"));
    for json in ["", "[]", r#"{"lot": ["A"]}"#, r#"{"lot": null}"#] {
        assert!(
            matches!(Fields::from_json(json), Err(LabelError::BadFields(_))),
            "{json}"
        );
    }
}
