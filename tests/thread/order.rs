//! An order as an ERP would send it, with random amounts.

use rust_decimal::Decimal;
use uuid::Uuid;

/// An order for bonded brackets at the demo plant.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) key: String,
    pub(crate) pieces: u32,
    /// Cut wrong on purpose.
    pub(crate) scrapped: u32,
    /// Adhesive asked for, in kg.
    pub(crate) adhesive: Decimal,
    /// Adhesive put on the scale, in kg: within 5 % of it, but another amount.
    pub(crate) weighed: Decimal,
}

impl Order {
    /// Rolls an order. A failure shows its amounts.
    pub(crate) fn rolled() -> Self {
        let dice = Uuid::new_v4().as_u128();
        let roll = |sides: u128, at: u32| u32::try_from(dice.rotate_right(at) % sides).unwrap();
        let pieces = 3 + roll(28, 0);
        let adhesive = Decimal::new(i64::from(pieces) * 12 + i64::from(roll(9, 20)), 3);
        let most = adhesive * Decimal::new(5, 2);
        let off = Decimal::from(roll(19, 40)) / Decimal::from(20) * most;
        Self {
            key: format!("MO-{}", 5_000 + roll(4_000, 60)),
            pieces,
            scrapped: roll(3, 80),
            adhesive,
            weighed: (adhesive + off).trunc_with_scale(3),
        }
    }

    /// Pieces that go on after the first operation.
    pub(crate) fn good(&self) -> u32 {
        self.pieces - self.scrapped
    }

    /// The document: B2MML V7 with operations and components of its own.
    pub(crate) fn document(&self) -> String {
        let Self {
            key,
            pieces,
            adhesive,
            ..
        } = self;
        let cut = segment(
            10,
            "Cut plates",
            "SAW-1",
            &consumed("PLT-20", pieces, "EA", "scan"),
        );
        let mill = segment(20, "Drill and mill", "MACH", "");
        let components = [
            material("BRK-200", "Produced", pieces, "EA", ""),
            consumed("ADH-20", adhesive, "kg", "weigh"),
            consumed("BSH-08", &(pieces * 2), "EA", "scan"),
            consumed("SCR-M6", &(pieces * 4), "EA", "backflush"),
        ];
        let bond = segment(30, "Bond and assemble", "ASSY", &components.concat());
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <SyncOperationsSchedule xmlns=\"http://www.mesa.org/xml/B2MML\" releaseID=\"7.0\">\
             <ApplicationArea><Sender><LogicalID>ERP</LogicalID></Sender>\
             <CreationDateTime>2026-11-02T05:00:00Z</CreationDateTime><BODID>{key}</BODID>\
             </ApplicationArea><DataArea><Sync/><OperationsSchedule>\
             <ID>S-{key}</ID><OperationsType>Production</OperationsType><OperationsRequest>\
             <ID>{key}</ID><EndTime>2027-12-01T14:00:00Z</EndTime><Priority>1</Priority>\
             <RequestState>Released</RequestState>{cut}{mill}{bond}\
             </OperationsRequest></OperationsSchedule></DataArea></SyncOperationsSchedule>\n"
        )
    }
}

fn segment(number: u32, name: &str, place: &str, materials: &str) -> String {
    format!(
        "<SegmentRequirement><ID>{number}</ID><ProcessSegmentID>{name}</ProcessSegmentID>\
         <Duration>PT10M</Duration><OperationsDefinitionID>RT-BRK-200</OperationsDefinitionID>\
         <OperationsSegmentID>{number}</OperationsSegmentID><EquipmentRequirement><ID>1</ID><EquipmentID>{place}</EquipmentID>\
         </EquipmentRequirement>{materials}</SegmentRequirement>"
    )
}

fn consumed(item: &str, amount: &impl ToString, unit: &str, issue: &str) -> String {
    let property = |name: &str, value: &str| {
        format!(
            "<MaterialRequirementProperty><ID>{name}</ID><Value><ValueString>{value}</ValueString>\
             <DataType>string</DataType></Value></MaterialRequirementProperty>"
        )
    };
    let rest = property("IssueMethod", issue) + &property("TolerancePercent", "5");
    material(item, "Consumed", amount, unit, &rest)
}

fn material(item: &str, purpose: &str, amount: &impl ToString, unit: &str, rest: &str) -> String {
    let amount = amount.to_string();
    format!(
        "<MaterialRequirement><ID>{item}</ID><MaterialDefinitionID>{item}</MaterialDefinitionID>\
         <MaterialUse>{purpose}</MaterialUse><Quantity><QuantityString>{amount}</QuantityString>\
         <DataType>decimal</DataType><UnitOfMeasure>{unit}</UnitOfMeasure></Quantity>{rest}\
         </MaterialRequirement>"
    )
}
