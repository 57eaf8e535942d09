//! What makes no label, and how it is said.

use labels::{LabelError, Template, render};

use crate::{fields, template};

fn refusal(field: &str, text: &str) -> LabelError {
    render(Template::lot(), &fields().with(field, text)).unwrap_err()
}

#[test]
fn a_field_that_cannot_be_printed_is_refused_by_name() {
    for (field, text, sentence) in [
        (
            "lot",
            "",
            "the label needs “lot”, which is empty: enter it or use another template",
        ),
        (
            "item",
            "Schraube 漢",
            "“Schraube 漢” has the character “漢” (U+6F22), which the label font cannot print: \
             change the text",
        ),
        (
            "description",
            "two\tcolumns",
            "“two\tcolumns” has the character “\t” (U+0009), which the label font cannot print: \
             change the text",
        ),
        (
            "order",
            "הזמנה 5",
            "“הזמנה 5” has the character “ה” (U+05D4) of a script that labels cannot set yet: \
             write the text in another script",
        ),
        (
            "gtin",
            "9521234543214",
            "(01) “09521234543214” is not valid: its check digit is wrong: read it again",
        ),
        (
            "lot",
            "LOT 7",
            "“LOT 7” has the character “ ”, which its barcode cannot carry: change it",
        ),
        (
            "quantity",
            "about 5",
            "(30) “about 5 EA” is not valid: it must be a plain number with a unit",
        ),
        (
            "order",
            "A-NUMBER-THAT-IS-LONGER-THAN-ANY-PAPER-COULD-CARRY",
            "“A-NUMBER-THAT-IS-LONGER-THAN-ANY-PAPER-COULD-CARRY” does not fit its place on the \
             label: shorten it or widen the place",
        ),
    ] {
        assert_eq!(refusal(field, text).to_string(), sentence);
    }
}

#[test]
fn a_code_that_would_be_too_fine_to_scan_is_refused() {
    let narrow = template(
        r#"{"kind": "barcode", "x_mm": 0, "y_mm": 0, "width_mm": 40, "height_mm": 10,
            "module_mm_max": 0.5, "code": {"symbology": "code128", "content": [{"field": "lot"}]}}"#,
    );

    let fits = render(&narrow, &fields().with("lot", "ABC-4711"));
    let refused = render(&narrow, &fields().with("lot", "ABCDEFGHIJKLMNOP")).unwrap_err();

    assert!(fits.is_ok());
    assert!(matches!(refused, LabelError::CodeTooWide { .. }));
}

#[test]
fn what_reaches_beyond_the_edge_is_refused() {
    for element in [
        r#"{"kind": "line", "x_mm": 45, "y_mm": 1, "width_mm": 6, "height_mm": 1}"#,
        r#"{"kind": "line", "x_mm": -1, "y_mm": 1, "width_mm": 6, "height_mm": 1}"#,
        r#"{"kind": "box", "x_mm": 1, "y_mm": 45, "width_mm": 6, "height_mm": 6, "line_mm": 1}"#,
        r#"{"kind": "text", "x_mm": 1, "y_mm": 49, "width_mm": 20, "height_mm": 3,
            "fit": {"wrap": {"lines_max": 1}}, "content": [{"field": "lot"}]}"#,
    ] {
        let first = r#"{"kind": "line", "x_mm": 1, "y_mm": 1, "width_mm": 6, "height_mm": 1}"#;
        let refused = render(&template(&format!("{first}, {element}")), &fields());

        assert_eq!(
            refused,
            Err(LabelError::OutsideLabel { element: 2 }),
            "{element}"
        );
    }
}

#[test]
fn an_application_identifier_that_is_not_known_is_refused() {
    let unknown = template(
        r#"{"kind": "barcode", "x_mm": 1, "y_mm": 1, "width_mm": 48, "height_mm": 10,
            "module_mm_max": 0.5, "code": {"symbology": "gs1128", "elements":
            [{"required": {"ai": "8888", "field": "lot"}}]}}"#,
    );

    let refused = render(&unknown, &fields()).unwrap_err();

    assert_eq!(
        refused,
        LabelError::UnknownAi {
            ai: "8888".to_owned()
        }
    );
}
