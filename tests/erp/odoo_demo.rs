//! The demo plant of an ERP vendor goes in whole: every row ends imported or as a finding.

use domain::import::{Finding, Import};
use serde_json::Value;

use crate::odoo::{Found, convert, sources};
use crate::shared::data;

fn plant() -> Option<Value> {
    let path = data("odoo-demo/plant.json")?;
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

fn read(files: Vec<(String, Vec<u8>)>) -> Import {
    erp::read_files(files).unwrap_or_else(|refused| panic!("{refused}"))
}

#[test]
fn every_row_is_carried_or_left_out_with_a_reason() {
    let Some(plant) = plant() else { return };

    let converted = convert(&plant);

    let accounted = converted
        .carried
        .keys()
        .chain(converted.left_out.keys())
        .copied();
    let accounted: std::collections::BTreeSet<_> = accounted.collect();
    assert_eq!(accounted, sources(&plant));
    assert_eq!(
        accounted.len(),
        converted.carried.len() + converted.left_out.len()
    );
    assert_eq!(accounted.len(), 88);
}

#[test]
fn every_carried_row_is_imported_or_a_finding() {
    let Some(plant) = plant() else { return };
    let converted = convert(&plant);

    let import = read(converted.files());

    for (source, found) in &converted.carried {
        assert!(is_in(&import, found), "{source:?} was lost: {found:?}");
    }
}

#[test]
fn no_row_of_the_folder_is_lost_in_reading() {
    let Some(plant) = plant() else { return };
    let converted = convert(&plant);

    let import = read(converted.files());

    let findings = |file: &str| {
        let of_row = |finding: &&Finding| finding.file == file && !is_gtin(finding);
        import.findings.iter().filter(of_row).count()
    };
    let segments: usize = import.definitions.iter().map(|d| d.segments.len()).sum();
    let components: usize = import.definitions.iter().map(|d| d.components.len()).sum();
    let read = [
        ("work_centers.csv", import.equipment.len()),
        ("items.csv", import.materials.len()),
        ("routings.csv", segments),
        ("bills.csv", components),
        ("orders.csv", import.orders.len()),
        ("lots.csv", import.lots.len()),
    ];
    for (file, entries) in read {
        assert_eq!(converted.rows(file), entries + findings(file), "{file}");
    }
}

#[test]
fn the_plant_is_what_the_vendor_made_it() {
    let Some(plant) = plant() else { return };

    let import = read(convert(&plant).files());

    let orders: Vec<_> = import
        .orders
        .iter()
        .map(|order| order.key.as_str())
        .collect();
    assert_eq!(orders, ["WH/MO/00001", "WH/MO/00002", "WH/MO/00003"]);
    let drawer = import
        .definitions
        .iter()
        .find(|d| d.key == "SEC-ASSEM")
        .unwrap();
    let work: Vec<_> = drawer
        .segments
        .iter()
        .map(|s| (s.name.as_str(), s.run_s, s.after.join(",")))
        .collect();
    assert_eq!(
        work,
        [
            ("Packing", Some(1_800), String::new()),
            ("Testing", Some(3_600), "5".to_owned()),
            ("Long time assembly", Some(10_800), "10".to_owned()),
        ]
    );
    assert_eq!(
        import.orders[0].start.unwrap().to_rfc3339(),
        "2026-11-22T13:46:37+00:00"
    );
    let says = |text: &str| {
        import
            .findings
            .iter()
            .filter(|finding| finding.text.contains(text))
            .count()
    };
    assert_eq!(
        (says("is done in the ERP"), says("has no operations")),
        (3, 4)
    );
}

#[test]
fn a_barcode_that_is_no_gtin_is_a_finding_and_its_item_is_kept() {
    let Some(plant) = plant() else { return };

    let import = read(convert(&plant).files());

    let kept = import.materials.iter().filter(|item| item.gtin.is_some());
    assert_eq!(
        kept.map(|item| item.key.as_str()).collect::<Vec<_>>(),
        ["FURN_9666"]
    );
    assert_eq!(
        import
            .findings
            .iter()
            .filter(|finding| is_gtin(finding))
            .count(),
        5
    );
}

fn is_gtin(finding: &Finding) -> bool {
    finding.text.starts_with("GTIN ")
}

fn is_in(import: &Import, found: &Found) -> bool {
    let definition = |key: &str| import.definitions.iter().find(|d| d.key == key);
    match found {
        Found::Equipment(key) => import.equipment.iter().any(|e| e.key == *key),
        Found::Material(key) => import.materials.iter().any(|m| m.key == *key),
        Found::Definition(key) => definition(key).is_some(),
        Found::Segment {
            definition: key,
            segment,
        } => definition(key).is_some_and(|d| d.segments.iter().any(|s| s.id == *segment)),
        Found::Component {
            definition: key,
            material,
        } => definition(key).is_some_and(|d| d.components.iter().any(|c| c.material == *material)),
        Found::Order(key) => {
            let left_out = format!("order {key} is done");
            import.orders.iter().any(|o| o.key == *key)
                || import
                    .findings
                    .iter()
                    .any(|finding| finding.text.starts_with(&left_out))
        }
        Found::Lot(number) => import.lots.iter().any(|lot| lot.number == *number),
    }
}
