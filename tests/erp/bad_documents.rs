//! Whatever is wrong with an XML document, the refusal names the file and the line, and nothing is
//! expanded, guessed or half-imported.

use erp::read_files;

use crate::refusals::{names, refused};

#[test]
fn a_document_that_contradicts_another_is_refused() {
    let one = order_document("<Version>1</Version><Priority>1</Priority>");
    let other = order_document("<Version>2</Version><Priority>1</Priority>");

    let again = vec![
        ("a.xml".to_owned(), one.clone().into()),
        ("b.xml".to_owned(), one.clone().into()),
    ];
    assert_eq!(read_files(again).unwrap().orders.len(), 1);
    let refused = refused(&[("a.xml", &one), ("b.xml", &other)]);

    names(
        "contradiction",
        &refused,
        "b.xml",
        2,
        "says something else in a.xml",
    );
}

#[test]
fn an_entity_bomb_is_refused_before_anything_expands() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\">\n<!ENTITY lol2 \"&lol;&lol;&lol;\">]>\n<SyncOperationsSchedule>&lol2;</SyncOperationsSchedule>";

    let refused = refused(&[("bomb.xml", bomb)]);

    assert_eq!(refused.refusals[0].file, "bomb.xml");
    assert!(refused.refusals[0].row.is_some());
    assert!(refused.refusals[0].text.contains("DOCTYPE"), "{refused}");
}

#[test]
fn an_entity_that_nobody_defined_is_refused() {
    let document = order_document("<Version>&secret;</Version>");

    names(
        "entity",
        &refused(&[("o.xml", &document)]),
        "o.xml",
        2,
        "entity &secret; is not defined",
    );
}

#[test]
fn a_truncated_document_is_refused_at_every_cut() {
    let whole = order_document(
        "<Priority>1</Priority><SegmentRequirement><ID>10</ID></SegmentRequirement>",
    );
    assert_eq!(
        read_files(vec![("o.xml".to_owned(), whole.clone().into())])
            .unwrap()
            .orders
            .len(),
        1
    );

    for cut in 0..whole.len() - 1 {
        let part = whole[..cut].to_owned();
        let read = read_files(vec![("o.xml".to_owned(), part.clone().into())]);
        assert!(
            read.is_err_and(|refused| refused.refusals[0].file == "o.xml"),
            "cut at {cut}: {part}"
        );
    }
}

#[test]
fn wrong_values_in_a_document_name_their_line() {
    for (inside, text) in [
        ("<EndTime>2026-12-01T06:00:00</EndTime>", "has no zone"),
        ("<EndTime>tomorrow</EndTime>", "is not a date and time"),
        (
            "<SegmentRequirement><ID>1</ID><Duration>40</Duration></SegmentRequirement>",
            "is not a duration",
        ),
        (&material("-5", "KG"), "is negative"),
        (
            &material("123456789012345678901234567890", "KG"),
            "more than 18 digits",
        ),
        (&material("5", "furlong"), "unit furlong is unknown"),
        (&material("5", ""), "is not a unit"),
        (
            "<SegmentRequirement><ProcessSegmentID>Mix</ProcessSegmentID><MaterialRequirement><MaterialDefinitionID>A</MaterialDefinitionID><MaterialUse>Consumed</MaterialUse></MaterialRequirement></SegmentRequirement>",
            "needs its Quantity",
        ),
    ] {
        let refused = refused(&[("o.xml", &order_document(inside))]);

        names(inside, &refused, "o.xml", 2, text);
    }
}

#[test]
fn an_order_of_the_older_kind_may_leave_out_the_zone() {
    let document = order_document("<EndTime>2026-12-01T06:00:00</EndTime>")
        .replace("OperationsSchedule", "ProductionSchedule")
        .replace("OperationsRequest", "ProductionRequest");

    let import = read_files(vec![("o.xml".to_owned(), document.into())]).unwrap();

    assert_eq!(
        import.orders[0].due.unwrap().to_rfc3339(),
        "2026-12-01T06:00:00+00:00"
    );
    assert!(
        import
            .findings
            .iter()
            .any(|finding| finding.text.contains("taken as UTC"))
    );
}

#[test]
fn other_roots_other_encodings_and_other_files_are_refused() {
    for (file, bytes, text) in [
        ("a.xml", b"<CancelOperationsSchedule/>".to_vec(), "is empty"),
        ("a.xml", b"<html><body/></html>".to_vec(), "html is not a document this import reads"),
        ("a.xml", b"\xff\xfe<\0a\0".to_vec(), "byte 0xFF is not UTF-8"),
        ("a.xml", b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<SyncOperationsSchedule>\xe4</SyncOperationsSchedule>".to_vec(), "byte 0xE4 is not UTF-8"),
        ("a.xml", b"".to_vec(), "no XML document"),
        ("a.xml", b"not xml at all".to_vec(), "no XML document"),
        ("orders.xlsx", b"PK\x03\x04".to_vec(), "neither B2MML nor a CSV table"),
        ("order.csv", b"key\n".to_vec(), "rename it to one of"),
    ] {
        let refused = read_files(vec![(file.to_owned(), bytes)]).unwrap_err();

        assert_eq!(refused.refusals[0].file, file);
        assert!(refused.refusals[0].text.contains(text), "{refused}");
    }
}

#[test]
fn two_documents_in_one_file_are_refused() {
    let one = order_document("<Priority>1</Priority>");

    let refused = refused(&[("o.xml", &format!("{one}\n{one}"))]);

    assert!(
        refused.refusals[0].text.contains("a second document"),
        "{refused}"
    );
}

#[test]
fn a_lot_the_erp_blocks_is_told_to_a_person() {
    let document = "<SyncMaterialInformation><DataArea><MaterialInformation><MaterialLot><ID>L1</ID><MaterialDefinitionID>A</MaterialDefinitionID><Status>Blocked</Status></MaterialLot></MaterialInformation></DataArea></SyncMaterialInformation>";

    let import = read_files(vec![("lot.xml".to_owned(), document.into())]).unwrap();

    assert!(
        import
            .findings
            .iter()
            .any(|f| f.text.contains("lot L1 is Blocked in the ERP"))
    );
}

#[test]
fn an_operation_without_number_that_repeats_gets_one() {
    let line =
        "<SegmentRequirement><ProcessSegmentID>Weighing</ProcessSegmentID></SegmentRequirement>";

    let import = read_files(vec![(
        "o.xml".to_owned(),
        order_document(&line.repeat(3)).into(),
    )]);

    let segments = import.unwrap().orders.remove(0).segments;
    let ids: Vec<_> = segments.iter().map(|segment| segment.id.as_str()).collect();
    assert_eq!(ids, ["Weighing", "Weighing-2", "Weighing-3"]);
}

#[test]
fn deep_nesting_and_endless_text_are_refused() {
    let deep = order_document(&format!(
        "{}{}",
        "<a>".repeat(100_000),
        "</a>".repeat(100_000)
    ));
    names(
        "deep",
        &refused(&[("o.xml", &deep)]),
        "o.xml",
        2,
        "nested more than 64 deep",
    );

    let long = order_document(&format!("<Version>{}</Version>", "x".repeat(100_000)));
    names(
        "long",
        &refused(&[("o.xml", &long)]),
        "o.xml",
        2,
        "longer than 65536 bytes",
    );

    let many = order_document(&"<a/>".repeat(200_000));
    names(
        "many",
        &refused(&[("o.xml", &many)]),
        "o.xml",
        2,
        "more than 100000 parts",
    );
}

/// An order on line 2 of a V7 schedule.
fn order_document(inside: &str) -> String {
    format!(
        "<SyncOperationsSchedule xmlns=\"http://www.mesa.org/xml/B2MML\"><DataArea><OperationsSchedule>\n<OperationsRequest><ID>O</ID>{inside}</OperationsRequest></OperationsSchedule></DataArea></SyncOperationsSchedule>"
    )
}

fn material(value: &str, unit: &str) -> String {
    format!(
        "<SegmentRequirement><ID>1</ID><ProcessSegmentID>Mix</ProcessSegmentID><MaterialRequirement><MaterialDefinitionID>A</MaterialDefinitionID><MaterialUse>Consumed</MaterialUse><Quantity><QuantityString>{value}</QuantityString><UnitOfMeasure>{unit}</UnitOfMeasure></Quantity></MaterialRequirement></SegmentRequirement>"
    )
}
