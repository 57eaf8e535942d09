//! A folder of CSV files: one table a file, columns as `CSV.md` beside this crate has them.

mod cell;
mod inspection;
mod reason;
mod routing;
mod table;

use std::sync::Arc;

use domain::Unit;
use domain::import::{
    EquipmentEntry, EquipmentLevel, LotEntry, MaterialEntry, OrderEntry, PersonEntry, Role,
    Tracking,
};

use crate::draft::{Complete, Draft, Placed, Routed};
use crate::order_state;
use crate::{fingerprint, gtin};
pub use table::ROWS_MAX;
use table::{Row, Shape};

const UNITS: Shape = Shape {
    file: "units.csv",
    columns: &["unit"],
};
const WORK_CENTERS: Shape = Shape {
    file: "work_centers.csv",
    columns: &["key", "name", "level", "parent"],
};
const ITEMS: Shape = Shape {
    file: "items.csv",
    columns: &["key", "description", "unit", "tracking", "gtin"],
};
const LOTS: Shape = Shape {
    file: "lots.csv",
    columns: &[
        "item", "lot", "supplier", "quantity", "unit", "expires", "location",
    ],
};
const PEOPLE: Shape = Shape {
    file: "people.csv",
    columns: &["key", "name", "badge", "pin", "roles"],
};
const ORDERS: Shape = Shape {
    file: "orders.csv",
    columns: &[
        "key", "revision", "item", "quantity", "unit", "start", "due", "priority", "state",
        "routing",
    ],
};

/// File names of the folder, in reading order.
pub const FILES: [&str; 10] = [
    UNITS.file,
    WORK_CENTERS.file,
    ITEMS.file,
    routing::ROUTINGS.file,
    routing::BILLS.file,
    inspection::INSPECTIONS.file,
    ORDERS.file,
    LOTS.file,
    PEOPLE.file,
    reason::REASONS.file,
];

/// Fewest digits of a PIN.
const PIN_DIGITS_MIN: usize = 4;
/// Most digits of a PIN: nobody types more at a station.
const PIN_DIGITS_MAX: usize = 12;

/// Reads the tables of one folder into `draft`. Names not in [`FILES`] are refused.
pub(crate) fn read(files: &[(Arc<str>, Vec<u8>)], draft: &mut Draft) {
    for (name, bytes) in files {
        match &**name {
            "units.csv" => each(&UNITS, name, bytes, draft, unit),
            "work_centers.csv" => {
                draft.complete.insert(Complete::Equipment);
                each(&WORK_CENTERS, name, bytes, draft, equipment);
            }
            "items.csv" => {
                draft.complete.insert(Complete::Materials);
                each(&ITEMS, name, bytes, draft, material);
            }
            "orders.csv" => each(&ORDERS, name, bytes, draft, order),
            "lots.csv" => each(&LOTS, name, bytes, draft, lot),
            "people.csv" => each(&PEOPLE, name, bytes, draft, person),
            "reasons.csv" => {
                each(&reason::REASONS, name, bytes, draft, reason::take);
                reason::judge(draft);
            }
            // Read together below.
            "routings.csv" | "bills.csv" | "inspections.csv" => {}
            _ => draft.refuse(
                name,
                None,
                format!(
                    "not a table this folder knows: rename it to one of {}",
                    FILES.join(", ")
                ),
            ),
        }
    }
    routing::read(files, draft);
}

/// Turns each row of a table into its entry; a row that is wrong is refused with its number.
fn each(
    shape: &'static Shape,
    file: &Arc<str>,
    bytes: &[u8],
    draft: &mut Draft,
    take: fn(&Row, &mut Draft) -> Result<(), String>,
) {
    for row in table::rows(shape, file, bytes, draft) {
        if let Err(text) = take(&row, draft) {
            draft.refuse_at(&row.place, text);
        }
    }
}

fn placed<T>(row: &Row, entry: T) -> Placed<T> {
    Placed {
        place: row.place.clone(),
        entry,
    }
}

fn unit(row: &Row, draft: &mut Draft) -> Result<(), String> {
    draft.units.insert(unit_of(row)?);
    Ok(())
}

fn unit_of(row: &Row) -> Result<Unit, String> {
    Unit::new(row.cell("unit")).map_err(|bad| format!("column unit: {bad}"))
}

fn equipment(row: &Row, draft: &mut Draft) -> Result<(), String> {
    let levels = [
        ("work_center", EquipmentLevel::WorkCenter),
        ("work_unit", EquipmentLevel::WorkUnit),
    ];
    let entry = EquipmentEntry {
        key: row.key("key")?,
        name: row.text("name")?,
        level: row.word("level", &levels)?,
        parent: row.optional_key("parent")?,
    };
    draft.equipment.push(placed(row, entry));
    Ok(())
}

fn material(row: &Row, draft: &mut Draft) -> Result<(), String> {
    let trackings = [
        ("none", Tracking::None),
        ("lot", Tracking::Lot),
        ("serial", Tracking::Serial),
    ];
    let entry = MaterialEntry {
        key: row.key("key")?,
        description: row.text("description")?,
        unit: unit_of(row)?,
        tracking: row.word("tracking", &trackings)?,
        gtin: gtin(row, draft)?,
    };
    draft.materials.push(placed(row, entry));
    Ok(())
}

/// Real exports are full of numbers that are no GTIN: the item is still an item, without one.
fn gtin(row: &Row, draft: &mut Draft) -> Result<Option<String>, String> {
    let Some(number) = row.optional_key("gtin")? else {
        return Ok(None);
    };
    let read = gtin::gtin14(&number);
    if let Err(bad) = &read {
        draft.find_at(&row.place, format!("{bad}; the item is kept without it"));
    }
    Ok(read.ok())
}

fn lot(row: &Row, draft: &mut Draft) -> Result<(), String> {
    let entry = LotEntry {
        material: row.key("item")?,
        number: row.key("lot")?,
        supplier: row.optional_key("supplier")?,
        quantity: Some(row.quantity_or_zero()?),
        expires: row.day("expires")?,
        location: row.optional_key("location")?,
    };
    draft.lots.push(placed(row, entry));
    Ok(())
}

fn person(row: &Row, draft: &mut Draft) -> Result<(), String> {
    let roles = [
        ("operator", Role::Operator),
        ("supervisor", Role::Supervisor),
        ("quality", Role::Quality),
        ("installer", Role::Installer),
    ];
    let entry = PersonEntry {
        key: row.key("key")?,
        name: row.text("name")?,
        badge: row.optional_key("badge")?,
        pin: pin(row)?,
        roles: row.words("roles", &roles)?,
    };
    draft.people.push(placed(row, entry));
    Ok(())
}

/// The PIN is never repeated in a sentence.
fn pin(row: &Row) -> Result<Option<String>, String> {
    let pin = row.cell("pin");
    if pin.is_empty() {
        return Ok(None);
    }
    let digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&pin.len()) {
        return Err(format!(
            "column pin: a PIN has {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits and nothing else"
        ));
    }
    Ok(Some(pin.to_owned()))
}

fn order(row: &Row, draft: &mut Draft) -> Result<(), String> {
    let key = row.key("key")?;
    let state = row.optional_key("state")?.unwrap_or_default();
    let mut entry = OrderEntry {
        revision: row.optional_key("revision")?.unwrap_or_default(),
        material: Some(row.key("item")?),
        quantity: Some(row.quantity()?),
        start: row.time("start")?,
        due: row.time("due")?,
        priority: row.number("priority", "the ERP's priority, for example 5")?,
        cancelled: order_state::is_cancelled(&state),
        definition: row.optional_key("routing")?,
        segments: Vec::new(),
        components: Vec::new(),
        erp_state: state,
        key,
    };
    if order_state::is_over(&entry.erp_state) {
        draft.find_at(&row.place, order_state::left_out(&entry));
        return Ok(());
    }
    fingerprint::settle_order(&mut entry);
    draft.orders.push(Routed {
        head: placed(row, entry),
        segments: Vec::new(),
        components: Vec::new(),
    });
    Ok(())
}
