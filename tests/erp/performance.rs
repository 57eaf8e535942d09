//! What goes out follows the schema and says what was meant, read by a parser that is not ours.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use domain::Quantity;
use domain::performance::{Labour, MachineTime, MaterialActual, MaterialUse, Performance};
use erp::performance::render;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::shared::data;
use crate::xmllint;

/// Documents of one property run: enough for every kind of text, few enough for seconds.
const DOCUMENTS: usize = 48;

#[test]
fn a_completion_says_what_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let document = written(folder.path(), 0, &completion());

    let text = |path: &str| xmllint::text(&document, path);

    assert_eq!(text("//BODID"), "0190c0de-0000-7000-8000-000000000001");
    assert_eq!(text("//OperationsRequestID"), "MO-1001");
    assert_eq!(text("//SegmentResponse/ID"), "30");
    assert_eq!(text("//SegmentState"), "Completed");
    assert_eq!(text("//ResponseState"), "Running");
    assert_eq!(text("//ActualEndTime"), "2026-12-01T06:47:30.250Z");
    assert_eq!(text("//PersonnelActual/Quantity/QuantityString"), "1");
    assert_eq!(text("//PersonnelActual/Quantity/UnitOfMeasure"), "HUR");
    assert_eq!(text("//EquipmentActual/EquipmentID"), "BENCH-1");
    assert_eq!(text("//MaterialActual[1]/MaterialLotID"), "RA & <2207>");
    assert_eq!(
        text("//MaterialActual[1]/Quantity/QuantityString"),
        "0.0601"
    );
    assert_eq!(text("//MaterialActual[3]/MaterialUse"), "Other");
    assert_eq!(
        text("//MaterialActual[3]/MaterialUse/@OtherValue"),
        "Scrapped"
    );
    assert_eq!(
        text("//MaterialActualProperty/Value/ValueString"),
        "burr \"inside\""
    );
}

#[test]
fn a_completion_follows_the_schema() {
    let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();

    let document = written(folder.path(), 0, &completion());

    assert_eq!(xmllint::complaints(&schema, &[document]), "");
}

#[test]
fn the_check_against_the_schema_can_fail() {
    let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("broken.xml");
    let broken = render(&completion()).replace("ProcessSegmentID", "ProcessSegmentNumber");
    std::fs::write(&document, broken).unwrap();

    assert!(xmllint::complaints(&schema, &[document]).contains("ProcessSegmentNumber"));
}

#[test]
fn the_same_completion_has_the_same_bytes() {
    assert_eq!(render(&completion()), render(&completion()));
}

#[test]
fn our_own_reader_takes_it_as_history() {
    let document = ("own.xml".to_owned(), render(&completion()).into_bytes());

    let import = erp::read_files(vec![document]).unwrap();

    let record = &import.history[0];
    assert_eq!(
        (record.order.as_str(), record.materials.len()),
        ("MO-1001", 3)
    );
    assert_eq!(record.materials[0].lot.as_deref(), Some("RA & <2207>"));
}

#[test]
fn any_text_and_any_amount_arrive_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::deterministic();
    let sent: Vec<Performance> = (0..DOCUMENTS)
        .map(|_| performances().new_tree(&mut runner).unwrap().current())
        .collect();

    let documents: Vec<PathBuf> = sent
        .iter()
        .enumerate()
        .map(|(n, performance)| written(folder.path(), n, performance))
        .collect();

    for (performance, document) in sent.iter().zip(&documents) {
        arrived(performance, document);
    }
    if let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") {
        assert_eq!(xmllint::complaints(&schema, &documents), "");
    }
}

fn arrived(sent: &Performance, document: &Path) {
    let text = |path: &str| xmllint::text(document, path);
    assert_eq!(
        text("//SegmentResponse/ProcessSegmentID"),
        readable(&sent.segment_name)
    );
    let material = &sent.materials[0];
    assert_eq!(
        text("//MaterialActual[1]/MaterialDefinitionID"),
        readable(&material.material)
    );
    let amount: Decimal = text("//MaterialActual[1]/Quantity/QuantityString")
        .parse()
        .unwrap();
    assert_eq!(amount, material.quantity.value());
    let hours: Decimal = text("//PersonnelActual/Quantity/QuantityString")
        .parse()
        .unwrap();
    let milliseconds = (hours * Decimal::from(3_600_000)).round();
    assert_eq!(milliseconds, Decimal::from(sent.labour[0].duration_ms));
    if let Some(reason) = &material.reason {
        assert_eq!(
            text("//MaterialActualProperty/Value/ValueString"),
            readable(reason)
        );
    }
}

/// What XML 1.0 cannot hold arrives as the replacement character.
fn readable(text: &str) -> String {
    let held = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars()
        .map(|c| if held(c) { c } else { '\u{fffd}' })
        .collect()
}

fn written(folder: &Path, number: usize, performance: &Performance) -> PathBuf {
    let document = folder.join(format!("{number}.xml"));
    std::fs::write(&document, render(performance)).unwrap();
    document
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9 -]{1,12}",
        "[<>&\"'\\]\\r\\n\\t -~]{1,12}",
        "\\PC{1,12}",
        any::<String>().prop_map(|text| format!("x{text}"))
    ]
}

prop_compose! {
    fn performances()(
        name in texts(),
        material in texts(),
        reason in proptest::option::of(texts()),
        digits in 0_i64..1_000_000_000_000,
        scale in 0_u32..9,
        labour_ms in 0_u64..100_000_000_000,
        r#use in prop_oneof![Just(MaterialUse::Consumed), Just(MaterialUse::Produced), Just(MaterialUse::Scrapped)],
    ) -> Performance {
        let quantity = Decimal::new(digits, scale).to_string();
        let quantity = Quantity::parse(&quantity, "kg").unwrap();
        let labour = vec![Labour { person: "P-01".to_owned(), duration_ms: labour_ms }];
        let materials = vec![MaterialActual { material, lot: None, r#use, quantity, reason }];
        Performance { segment_name: name, labour, materials, ..completion() }
    }
}

fn completion() -> Performance {
    Performance {
        corrects: None,
        message: Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_0001),
        created_at: at("2026-12-01T07:00:00Z"),
        sender: "Bench 1".to_owned(),
        order: "MO-1001".to_owned(),
        segment: "30".to_owned(),
        segment_name: "Press bushings and screw".to_owned(),
        completed: true,
        order_completed: false,
        started_at: at("2026-12-01T06:05:00Z"),
        ended_at: at("2026-12-01T06:47:30.250Z"),
        labour: vec![Labour {
            person: "P-01".to_owned(),
            duration_ms: 3_600_000,
        }],
        machines: vec![MachineTime {
            equipment: "BENCH-1".to_owned(),
            duration_ms: 2_550_250,
        }],
        materials: vec![
            actual(
                "RES-A",
                Some("RA & <2207>"),
                MaterialUse::Consumed,
                "0.0601",
                "kg",
                None,
            ),
            actual(
                "BRK-100",
                Some("MO-1001-1"),
                MaterialUse::Produced,
                "9",
                "EA",
                None,
            ),
            actual(
                "BRK-100",
                None,
                MaterialUse::Scrapped,
                "1",
                "EA",
                Some("burr \"inside\""),
            ),
        ],
    }
}

fn actual(
    material: &str,
    lot: Option<&str>,
    r#use: MaterialUse,
    value: &str,
    unit: &str,
    reason: Option<&str>,
) -> MaterialActual {
    MaterialActual {
        material: material.to_owned(),
        lot: lot.map(str::to_owned),
        r#use,
        quantity: Quantity::parse(value, unit).unwrap(),
        reason: reason.map(str::to_owned),
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
