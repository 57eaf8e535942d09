//! Documents that systems of other makers wrote, and the samples of B2MML V7.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use domain::Quantity;
use domain::import::{Import, Tracking};

use crate::shared::data;

fn read(path: PathBuf) -> Import {
    erp::read(&[path]).unwrap_or_else(|refused| panic!("{refused}"))
}

fn says(import: &Import, text: &str) -> bool {
    import
        .findings
        .iter()
        .any(|finding| finding.text.contains(text))
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn of(value: &str, unit: &str) -> Quantity {
    Quantity::parse(value, unit).unwrap()
}

#[test]
fn an_item_of_2012_keeps_its_unit_and_says_what_was_ignored() {
    let Some(path) = data("b2mml/examples-v0401/MAT-20121210170256-CRBN0001.xml") else {
        return;
    };

    let import = read(path);

    let item = &import.materials[0];
    assert_eq!(
        (item.key.as_str(), item.description.as_str()),
        ("CRBN0001", "Product Courbon0001")
    );
    assert_eq!((item.unit.as_str(), item.tracking), ("kg", Tracking::Lot));
    assert!(says(
        &import,
        "MaterialDefinitionProperty “HazardousMaterialWarning” was ignored"
    ));
}

#[test]
fn a_lot_of_2012_belongs_to_the_item_around_it() {
    let Some(path) = data("b2mml/examples-v0401/LOT-20121210170718-0001L0001.xml") else {
        return;
    };

    let import = read(path);

    let lot = &import.lots[0];
    assert_eq!(
        (lot.material.as_str(), lot.number.as_str()),
        ("CRBN0001", "CRBN0001_LOT01")
    );
    assert_eq!(lot.expires, NaiveDate::from_ymd_opt(2013, 12, 8));
    assert_eq!(lot.quantity, None);
    assert!(says(&import, "comes without an amount"));
}

#[test]
fn an_order_of_2012_keeps_every_line_of_its_bill() {
    let Some(path) = data("b2mml/examples-v0401/PRO-20121210181416-27942.xml") else {
        return;
    };

    let import = read(path);

    let order = &import.orders[0];
    assert_eq!(
        (order.key.as_str(), order.material.as_deref()),
        ("258456", Some("SO1215"))
    );
    assert_eq!(order.quantity, Some(of("1", "KG")));
    let operations: Vec<_> = order
        .segments
        .iter()
        .map(|s| (s.id.as_str(), s.equipment.as_str()))
        .collect();
    assert_eq!(operations, [("Weighing", "3")]);
    let bill: Vec<_> = order
        .components
        .iter()
        .map(|c| (c.material.as_str(), c.quantity.to_string()))
        .collect();
    let expected = [
        ("CRBN0001", "5 kg"),
        ("CRBN0002", "50 kg"),
        ("CRBN0001", "811 kg"),
        ("CRBN0003", "100 kg"),
    ];
    assert_eq!(
        bill,
        expected.map(|(item, amount)| (item, amount.to_owned()))
    );
    assert!(says(&import, "Contenair lists 2 materials"));
    assert!(says(
        &import,
        "MaterialRequirementProperty “Indice” was ignored (4 times"
    ));
}

#[test]
fn a_performance_of_2012_is_history_though_it_breaks_its_schema() {
    let Some(path) = data("b2mml/examples-v0401/PES-20121229115825-53107.xml") else {
        return;
    };

    let import = read(path);

    let record = &import.history[0];
    assert!(record.key.starts_with("53107/Weighing/"), "{}", record.key);
    let material = &record.materials[0];
    assert_eq!(material.lot.as_deref(), Some("CRBN0001_LOT01"));
    assert_eq!(material.sublot.as_deref(), Some("430147330000056734"));
    assert_eq!(
        (material.r#use.as_str(), material.quantity.clone()),
        ("Consumed", Some(of("0.41", "kg")))
    );
    assert!(
        import.lots.is_empty() && import.orders.is_empty(),
        "history moves nothing"
    );
}

#[test]
fn the_documents_of_one_folder_are_one_import() {
    let Some(path) = data("b2mml/examples-v0401") else {
        return;
    };

    let import = read(path);

    let counts = (
        import.materials.len(),
        import.lots.len(),
        import.orders.len(),
        import.history.len(),
    );
    assert_eq!(counts, (1, 1, 1, 1));
}

#[test]
fn the_sample_schedule_of_v7_is_an_order_that_waits_for_its_routing() {
    let Some(path) = data("b2mml/samples-v7/operations-schedule.xml") else {
        return;
    };

    let import = read(path);

    let order = &import.orders[0];
    assert_eq!((order.key.as_str(), order.priority), ("1001", Some(5)));
    assert_eq!(order.start, Some(utc("2026-12-01T06:00:00Z")));
    assert_eq!(order.due, Some(utc("2026-12-01T14:00:00Z")));
    assert_eq!(
        (order.material.as_deref(), order.quantity.as_ref()),
        (None, None)
    );
    assert_eq!(order.definition.as_deref(), Some("P100 routing"));
    let segment = &order.segments[0];
    assert_eq!(
        (segment.id.as_str(), segment.name.as_str()),
        ("10", "Machine")
    );
    assert_eq!(
        (segment.equipment.as_str(), segment.run_s),
        ("CNC-1", Some(2_400))
    );
    assert_eq!(order.components[0].quantity, Quantity::each(4));
    assert!(says(&import, "is not ready until its routing is known"));
}

#[test]
fn an_order_without_item_takes_it_from_the_routing_beside_it() {
    let Some(path) = data("b2mml/samples-v7/operations-schedule.xml") else {
        return;
    };
    let schedule = ("schedule.xml".to_owned(), std::fs::read(path).unwrap());
    let routing = ("routing.xml".to_owned(), ROUTING_V7.as_bytes().to_vec());

    let import = erp::read_files(vec![schedule, routing]).unwrap();

    let order = &import.orders[0];
    assert_eq!(order.material.as_deref(), Some("P100"));
    assert_eq!(order.quantity, Some(Quantity::each(4)));
    assert!(says(&import, "P100 is taken from its routing"));
}

#[test]
fn a_routing_of_v7_is_read_with_its_order_of_work() {
    let import = erp::read_files(vec![("routing.xml".to_owned(), ROUTING_V7.into())]).unwrap();

    let routing = &import.definitions[0];
    assert_eq!(
        (routing.key.as_str(), routing.revision.as_str()),
        ("P100 routing", "3")
    );
    let work: Vec<_> = routing
        .segments
        .iter()
        .map(|s| (s.id.as_str(), s.after.join(",")))
        .collect();
    assert_eq!(work, [("10", String::new()), ("20", "10".to_owned())]);
    assert_eq!(
        (routing.segments[0].setup_s, routing.segments[1].run_s),
        (300, Some(90))
    );
    let bill: Vec<_> = routing
        .components
        .iter()
        .map(|c| (c.material.as_str(), c.segment.as_deref()))
        .collect();
    assert_eq!(bill, [("RAW-BODY", Some("10")), ("LABEL-1", None)]);
    assert_eq!(import.equipment.len(), 0);
}

#[test]
fn the_documents_written_here_follow_the_schema() {
    let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let documents =
        [("routing.xml", ROUTING_V7), ("places.xml", EQUIPMENT_V7)].map(|(name, text)| {
            let document = folder.path().join(name);
            std::fs::write(&document, text).unwrap();
            document
        });

    assert_eq!(crate::xmllint::complaints(&schema, &documents), "");
}

#[test]
fn places_of_v7_are_work_centers_with_their_units() {
    let import = erp::read_files(vec![("places.xml".to_owned(), EQUIPMENT_V7.into())]).unwrap();

    let places: Vec<_> = import
        .equipment
        .iter()
        .map(|e| (e.key.as_str(), e.parent.as_deref()))
        .collect();
    assert_eq!(places, [("MACH", None), ("CNC-1", Some("MACH"))]);
}

#[test]
fn the_sample_performance_of_v7_is_history_too() {
    let Some(path) = data("b2mml/samples-v7/operations-performance.xml") else {
        return;
    };

    let import = read(path);

    let record = &import.history[0];
    assert_eq!(
        (record.order.as_str(), record.at),
        ("1001", Some(utc("2026-12-01T06:47:30Z")))
    );
    assert_eq!(record.materials[0].lot.as_deref(), Some("BODY-L001"));
}

#[test]
fn the_same_documents_give_the_same_revisions() {
    let Some(path) = data("b2mml") else { return };
    let folders = [path.join("examples-v0401"), path.join("samples-v7")];

    let (first, again) = (erp::read(&folders).unwrap(), erp::read(&folders).unwrap());

    assert_eq!(first, again);
    assert!(
        first
            .orders
            .iter()
            .all(|order| order.revision.starts_with("content-"))
    );
}

/// A routing with a bill beside it, as B2MML V7 has them.
pub(crate) const ROUTING_V7: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<SyncOperationsDefinitionInformation xmlns="http://www.mesa.org/xml/B2MML" releaseID="7.0">
  <ApplicationArea><CreationDateTime>2026-11-22T13:00:00Z</CreationDateTime></ApplicationArea>
  <DataArea><Sync/>
    <OperationsDefinitionInformation>
      <ID>all</ID>
      <OperationsDefinition>
        <ID>P100 routing</ID><Version>3</Version>
        <OperationsSegment>
          <ID>10</ID><Description>Machine body</Description><Duration>PT40M</Duration>
          <ParameterSpecification><ID>SetupTime</ID><Value><ValueString>PT5M</ValueString></Value></ParameterSpecification>
          <EquipmentSpecification><ID>1</ID><EquipmentID>CNC-1</EquipmentID></EquipmentSpecification>
          <MaterialSpecification>
            <ID>1</ID><MaterialDefinitionID>RAW-BODY</MaterialDefinitionID><MaterialUse>Consumed</MaterialUse>
            <Quantity><QuantityString>4</QuantityString><DataType>decimal</DataType><UnitOfMeasure>EA</UnitOfMeasure></Quantity>
          </MaterialSpecification>
        </OperationsSegment>
        <OperationsSegment>
          <ID>20</ID><Description>Inspect</Description><Duration>PT1M30S</Duration>
          <EquipmentSpecification><ID>1</ID><EquipmentID>QA</EquipmentID></EquipmentSpecification>
          <MaterialSpecification>
            <ID>1</ID><MaterialDefinitionID>P100</MaterialDefinitionID><MaterialUse>Produced</MaterialUse>
            <Quantity><QuantityString>4</QuantityString><DataType>decimal</DataType><UnitOfMeasure>EA</UnitOfMeasure></Quantity>
          </MaterialSpecification>
          <SegmentDependency><ID>1</ID><Dependency>AfterEnd</Dependency><SegmentID>10</SegmentID></SegmentDependency>
        </OperationsSegment>
        <OperationsMaterialBillID>P100 bill</OperationsMaterialBillID>
      </OperationsDefinition>
      <OperationsMaterialBill>
        <ID>P100 bill</ID>
        <OperationsMaterialBillItem>
          <ID>LABEL-1</ID>
          <Quantity><QuantityString>4</QuantityString><DataType>decimal</DataType><UnitOfMeasure>EA</UnitOfMeasure></Quantity>
        </OperationsMaterialBillItem>
      </OperationsMaterialBill>
    </OperationsDefinitionInformation>
  </DataArea>
</SyncOperationsDefinitionInformation>
"#;

/// A work center with one machine, as B2MML V7 has them.
const EQUIPMENT_V7: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<SyncEquipmentInformation xmlns="http://www.mesa.org/xml/B2MML" releaseID="7.0">
  <ApplicationArea><CreationDateTime>2026-11-22T13:00:00Z</CreationDateTime></ApplicationArea>
  <DataArea><Sync/>
    <EquipmentInformation>
      <ID>all</ID>
      <Equipment>
        <ID>MACH</ID><Description>Machining</Description><EquipmentLevel>WorkCenter</EquipmentLevel>
        <EquipmentChild><ID>CNC-1</ID><Description>Mill 1</Description><EquipmentLevel>WorkUnit</EquipmentLevel></EquipmentChild>
      </Equipment>
    </EquipmentInformation>
  </DataArea>
</SyncEquipmentInformation>
"#;
