//! The order an ERP would send: B2MML V7, with its operations and components.

/// Item the demo makes: cut, milled, bonded with a weighed portion of adhesive.
const ITEM: &str = "BRK-200";
/// Its routing at the demo plant.
const ROUTING: &str = "RT-BRK-200";
/// How many.
const PIECES: u32 = 5;

/// One operation: number, name, place, seconds, components as (item, amount, unit, how).
type Operation = (u32, &'static str, &'static str, u32, &'static [Component]);
type Component = (&'static str, &'static str, &'static str, &'static str);

const OPERATIONS: [Operation; 3] = [
    (
        10,
        "Cut plates",
        "SAW-1",
        750,
        &[("PLT-20", "5", "EA", "scan")],
    ),
    (20, "Drill and mill", "MACH", 2_400, &[]),
    (
        30,
        "Bond and assemble",
        "ASSY",
        3_600,
        &[
            ("ADH-20", "0.060", "kg", "weigh"),
            ("BSH-08", "10", "EA", "scan"),
            ("SCR-M6", "20", "EA", "backflush"),
        ],
    ),
];

/// A schedule with one order.
pub(super) fn document(order: &str) -> String {
    let operations: String = OPERATIONS.iter().map(operation).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<SyncOperationsSchedule xmlns="http://www.mesa.org/xml/B2MML" releaseID="7.0">
  <ApplicationArea><Sender><LogicalID>ERP</LogicalID></Sender><CreationDateTime>2026-11-02T05:00:00Z</CreationDateTime><BODID>demo-{order}</BODID></ApplicationArea>
  <DataArea><Sync/>
    <OperationsSchedule>
      <ID>demo</ID><OperationsType>Production</OperationsType>
      <OperationsRequest>
        <ID>{order}</ID><Priority>1</Priority><RequestState>Released</RequestState>
{operations}      </OperationsRequest>
    </OperationsSchedule>
  </DataArea>
</SyncOperationsSchedule>
"#
    )
}

fn operation((number, name, place, seconds, components): &Operation) -> String {
    let consumed: String = components.iter().map(component).collect();
    let produced = if *number == last() {
        produced()
    } else {
        String::new()
    };
    format!(
        "        <SegmentRequirement>
          <ID>{number}</ID><ProcessSegmentID>{name}</ProcessSegmentID><Duration>PT{seconds}S</Duration>
          <OperationsDefinitionID>{ROUTING}</OperationsDefinitionID><OperationsSegmentID>{number}</OperationsSegmentID>
          <EquipmentRequirement><ID>1</ID><EquipmentID>{place}</EquipmentID></EquipmentRequirement>
{produced}{consumed}        </SegmentRequirement>
"
    )
}

fn last() -> u32 {
    OPERATIONS
        .iter()
        .map(|operation| operation.0)
        .max()
        .unwrap_or_default()
}

fn produced() -> String {
    let amount = quantity(&PIECES.to_string(), "EA");
    material(ITEM, "Produced", &amount)
}

fn component((item, amount, unit, issue): &Component) -> String {
    let amount = quantity(amount, unit);
    let issue = format!(
        "<MaterialRequirementProperty><ID>IssueMethod</ID><Value><ValueString>{issue}</ValueString>\
         <DataType>string</DataType></Value></MaterialRequirementProperty>"
    );
    let tolerance = "<MaterialRequirementProperty><ID>TolerancePercent</ID><Value>\
         <ValueString>5</ValueString><DataType>decimal</DataType></Value></MaterialRequirementProperty>";
    material(item, "Consumed", &format!("{amount}{issue}{tolerance}"))
}

fn material(item: &str, purpose: &str, rest: &str) -> String {
    format!(
        "          <MaterialRequirement><ID>{item}</ID><MaterialDefinitionID>{item}</MaterialDefinitionID>\
         <MaterialUse>{purpose}</MaterialUse>{rest}</MaterialRequirement>\n"
    )
}

fn quantity(amount: &str, unit: &str) -> String {
    format!(
        "<Quantity><QuantityString>{amount}</QuantityString><DataType>decimal</DataType>\
         <UnitOfMeasure>{unit}</UnitOfMeasure></Quantity>"
    )
}
