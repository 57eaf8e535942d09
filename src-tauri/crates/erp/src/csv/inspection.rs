//! `inspections.csv`: what is inspected at an operation, and when.

use domain::Quantity;
use domain::import::{CHARACTERISTICS_MAX, Characteristic, Occasion, Role};

use super::routing::Definitions;
use super::table::{Row, Shape};

pub(super) const INSPECTIONS: Shape = Shape {
    file: "inspections.csv",
    columns: &[
        "routing", "segment", "key", "name", "lower", "nominal", "upper", "unit", "when", "every",
        "by",
    ],
};

/// Words of the column `when`.
#[derive(Clone, Copy)]
enum When {
    First,
    Every,
    Last,
    LotChange,
}

/// One row is one characteristic on one occasion.
pub(super) fn take(row: &Row, definitions: &mut Definitions) -> Result<(), String> {
    let routing = row.key("routing")?;
    let characteristic = characteristic(row)?;
    let definition = definitions.get_mut(&routing).ok_or_else(|| {
        format!("routing {routing} is not in routings.csv beside it: add it or correct the key")
    })?;
    let segment = &characteristic.segment;
    let placed = &definition.segments;
    if !placed.iter().any(|known| known.entry.id == *segment) {
        return Err(format!(
            "routing {routing} has no operation {segment}: correct the segment"
        ));
    }
    let known = &mut definition.head.entry.characteristics;
    if known.iter().any(|other| other.key == characteristic.key) {
        return Err(format!(
            "routing {routing} has {} already: give each row a key of its own",
            characteristic.key
        ));
    }
    let here = known.iter().filter(|other| other.segment == *segment);
    if here.count() == CHARACTERISTICS_MAX {
        return Err(format!(
            "operation {segment} has more than {CHARACTERISTICS_MAX} inspections: leave some out"
        ));
    }
    known.push(characteristic);
    Ok(())
}

fn characteristic(row: &Row) -> Result<Characteristic, String> {
    let by = [("operator", Role::Operator), ("quality", Role::Quality)];
    let (lower, nominal, upper) = (
        value(row, "lower")?,
        value(row, "nominal")?,
        value(row, "upper")?,
    );
    if let (Some(lower), Some(upper)) = (&lower, &upper)
        && lower.value() > upper.value()
    {
        return Err(format!(
            "column lower: {lower} is more than the upper limit {upper}: change them about"
        ));
    }
    if lower.is_none() && upper.is_none() && nominal.is_some() {
        return Err(
            "column nominal: a value without a limit judges nothing: write lower or upper"
                .to_owned(),
        );
    }
    Ok(Characteristic {
        key: row.key("key")?,
        segment: row.key("segment")?,
        name: row.text("name")?,
        lower,
        nominal,
        upper,
        occasion: occasion(row)?,
        by: row.word("by", &by)?,
    })
}

fn value(row: &Row, column: &str) -> Result<Option<Quantity>, String> {
    let cell = row.cell(column);
    if cell.is_empty() {
        return Ok(None);
    }
    let value = Quantity::parse(cell, row.cell("unit"));
    value
        .map(Some)
        .map_err(|bad| format!("column {column} or unit: {bad}"))
}

fn occasion(row: &Row) -> Result<Occasion, String> {
    let words = [
        ("first", When::First),
        ("every", When::Every),
        ("last", When::Last),
        ("lot_change", When::LotChange),
    ];
    let every: Option<u32> = row.number("every", "pieces, for example 10")?;
    match (row.word("when", &words)?, every) {
        (When::Every, Some(count)) if count > 0 => Ok(Occasion::Every(count)),
        (When::Every, _) => Err("column every: write once in how many pieces".to_owned()),
        (_, Some(_)) => Err("column every: only for rows whose when is every".to_owned()),
        (When::First, None) => Ok(Occasion::First),
        (When::Last, None) => Ok(Occasion::Last),
        (When::LotChange, None) => Ok(Occasion::LotChange),
    }
}
