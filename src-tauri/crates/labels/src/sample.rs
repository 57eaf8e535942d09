//! What stands in the fields of a label that is only drawn to look at.

use std::collections::BTreeSet;

use crate::field::Fields;
use crate::template::{Barcode, Code, Gs1Element, Piece, Shape, Template, Text};

/// Texts of the fields that the program knows, as long as they usually are.
const KNOWN: [(&str, &str); 18] = [
    ("item", "BRK-2040-SS"),
    ("description", "Bracket 40 × 20 mm, stainless steel"),
    ("lot", "24-0917-A"),
    ("serial", "SN-2024-000042"),
    ("sscc", "095212345432132103"),
    ("gtin", "09521234543213"),
    ("quantity", "240"),
    ("unit", "EA"),
    ("order", "WO-100045"),
    ("operation", "30 Final assembly"),
    ("produced_at", "2024-09-17 14:32"),
    ("reason", "Thickness out of tolerance"),
    ("held_by", "Quality"),
    ("held_at", "2024-09-17 14:32"),
    ("due", "2024-09-20"),
    ("code", "LSTEST:120000"),
    ("copy", "R1"),
    ("uid", "7K3M9Q2XW0ABR1"),
];

/// The fields that a template asks for, each with a text to try it with: that of a field which the
/// program does not know is its name.
#[must_use]
pub fn fields(template: &Template) -> Fields {
    let names = named(template).into_iter();
    names.fold(Fields::new(), |fields, name| {
        let known = KNOWN.iter().find(|(known, _)| *known == name);
        let text = known.map_or(name.as_str(), |(_, text)| text).to_owned();
        fields.with(&name, text)
    })
}

/// The names of the fields that a template asks for.
#[must_use]
pub fn named(template: &Template) -> BTreeSet<String> {
    let elements = template.elements.iter();
    let all = elements.flat_map(|element| {
        let when = element
            .when
            .present
            .iter()
            .chain(&element.when.absent)
            .cloned();
        when.chain(of_shape(&element.shape)).collect::<Vec<_>>()
    });
    all.collect()
}

fn of_shape(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Text(Text { content, .. }) => of_pieces(content),
        Shape::Barcode(Barcode { code, .. }) => match code {
            Code::Code128 { content }
            | Code::Code39 { content }
            | Code::Ean13 { content }
            | Code::Itf14 { content }
            | Code::DataMatrix { content }
            | Code::Qr { content } => of_pieces(content),
            Code::Gs1128 { elements } | Code::Gs1DataMatrix { elements } => {
                elements.iter().flat_map(of_element).collect()
            }
        },
        Shape::Line(_) | Shape::Box(_) | Shape::Image(_) => Vec::new(),
    }
}

fn of_pieces(pieces: &[Piece]) -> Vec<String> {
    let fields = pieces.iter().filter_map(|piece| match piece {
        Piece::Field(field) | Piece::Number { field, .. } | Piece::Date { field, .. } => {
            Some(field.clone())
        }
        Piece::Literal(_) => None,
    });
    fields.collect()
}

fn of_element(element: &Gs1Element) -> Vec<String> {
    match element {
        Gs1Element::Required { field, .. } | Gs1Element::Optional { field, .. } => {
            vec![field.clone()]
        }
        Gs1Element::Quantity { value, unit } => vec![value.clone(), unit.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::render;

    #[test]
    fn every_built_in_template_can_be_drawn_with_its_samples() {
        for template in Template::built_in() {
            let drawn = render(template, &fields(template));

            assert!(drawn.is_ok(), "{}: {drawn:?}", template.name);
        }
    }

    #[test]
    fn an_unknown_field_shows_its_name() {
        let text = r#"{"kind":"text","x_mm":1,"y_mm":1,"width_mm":40,"height_mm":3,
            "fit":{"wrap":{"lines_max":1}},"content":[{"literal":"Colour "},{"field":"colour"}]}"#;
        let json = format!(
            r#"{{"name":"x","version":1,"width_mm":50,"height_mm":20,"dpi":203,"elements":[{text}]}}"#
        );
        let template = Template::from_json(&json).unwrap();

        assert_eq!(fields(&template).get("colour"), Some("colour"));
    }
}
