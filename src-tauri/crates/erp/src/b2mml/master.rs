//! Items, lots and equipment.

use domain::Unit;
use domain::import::{
    EquipmentEntry, EquipmentLevel, KEY_CHARS_MAX, LotEntry, MaterialEntry, Tracking,
};

use super::document::Page;
use super::node::{Node, Wrong};
use super::value::day;
use crate::draft::Placed;
use crate::{gtin, text};

/// Reads one item. Its unit, tracking and GTIN are properties: the standard has no fields for them.
pub(super) fn material(node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
    let key = node.required_key("ID")?;
    let description = node.description()?;
    let property = |names: &[&str]| node.property("MaterialDefinitionProperty", names);
    let unit = property(&["BaseUnitOfMeasure", "UnitOfMeasure"]);
    let Some(unit) = unit.filter(|unit| !unit.is_empty()) else {
        page.find(
            node,
            format!("item {key} was left out: it has no property BaseUnitOfMeasure"),
        );
        node.skip();
        return Ok(());
    };
    let entry = MaterialEntry {
        description: description.unwrap_or_else(|| key.clone()),
        unit: Unit::new(unit).map_err(|bad| node.wrong(bad.to_string()))?,
        tracking: tracking(node, &key, property(&["Tracking"]), page)?,
        gtin: property(&["GTIN"]).and_then(|number| match gtin::gtin14(number) {
            Ok(number) => Some(number),
            Err(bad) => {
                page.find(node, format!("{bad}; the item is kept without it"));
                None
            }
        }),
        key,
    };
    let place = page.place(node);
    page.draft.materials.push(Placed { place, entry });
    Ok(())
}

/// An item that does not say is tracked by lot: traced too closely is better than lost.
fn tracking(
    node: &Node,
    key: &str,
    word: Option<&str>,
    page: &mut Page<'_>,
) -> Result<Tracking, Wrong> {
    match word.map(str::to_ascii_lowercase).as_deref() {
        Some("none") => Ok(Tracking::None),
        Some("lot") => Ok(Tracking::Lot),
        Some("serial") => Ok(Tracking::Serial),
        Some(other) => Err(node.wrong(format!(
            "Tracking {} is not one of none, lot, serial",
            text::shown(other)
        ))),
        None => {
            page.find(
                node,
                format!("item {key} has no property Tracking: taken as tracked by lot"),
            );
            Ok(Tracking::Lot)
        }
    }
}

/// Reads one lot. V0401 senders write its item as the ID of the `MaterialInformation` around it.
pub(super) fn lot(node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
    let number = node.required_key("ID")?;
    let material = node
        .child_key("MaterialDefinitionID")?
        .or_else(|| page.item.clone());
    let Some(material) = material else {
        page.find(node, format!("lot {number} was left out: it names no item"));
        node.skip();
        return Ok(());
    };
    status(node, &number, page);
    let property = |names: &[&str]| node.property("MaterialLotProperty", names);
    let expires = property(&["ExpiryDate", "ExpirationDate"]);
    let expires = match expires.map(|text| day(text).ok_or(text)) {
        Some(Err(text)) => {
            return Err(node.wrong(format!(
                "ExpiryDate “{}” is not a day: write it like 2026-12-31",
                text::shown(text)
            )));
        }
        other => other.and_then(Result::ok),
    };
    let supplier = property(&["Supplier"]).map(|text| text::checked(text, KEY_CHARS_MAX));
    let quantity = node.quantity()?;
    if quantity.is_none() {
        page.find(
            node,
            format!("lot {number} comes without an amount: known, but none of it is in stock"),
        );
    }
    let entry = LotEntry {
        material,
        number,
        supplier: supplier.transpose().map_err(|bad| node.wrong(bad))?,
        quantity,
        expires,
        location: location(node)?,
    };
    node.all("Description").for_each(Node::skip);
    let place = page.place(node);
    page.draft.lots.push(Placed { place, entry });
    Ok(())
}

/// An import never holds a lot: where the ERP blocks one, a person is told to.
fn status(node: &Node, number: &str, page: &mut Page<'_>) {
    const USABLE: [&str; 5] = ["valid", "released", "available", "approved", "unrestricted"];
    for name in ["Status", "Disposition"] {
        let Some(word) = node.child_text(name) else {
            continue;
        };
        if !USABLE.contains(&word.to_ascii_lowercase().as_str()) {
            let word = text::shown(word);
            page.find(
                node,
                format!("lot {number} is {word} in the ERP: place a hold if it must not be used"),
            );
        }
    }
}

/// `StorageLocation`: a text in V0401, a structure in V7.
fn location(node: &Node) -> Result<Option<String>, Wrong> {
    let Some(place) = node.child("StorageLocation") else {
        return Ok(None);
    };
    let inner = place
        .child_key("Location")?
        .or(place.child_key("EquipmentID")?);
    let location = match inner {
        Some(inner) => inner,
        None => place.key()?,
    };
    place.skip();
    Ok(Some(location).filter(|location| !location.is_empty()))
}

/// Reads one piece of equipment and what is in it: work centers with their work units.
pub(super) fn equipment(
    node: &Node,
    parent: Option<&str>,
    page: &mut Page<'_>,
) -> Result<(), Wrong> {
    let key = node.required_key("ID")?;
    let level = node
        .child_text("EquipmentLevel")
        .or(node.child_text("EquipmentElementLevel"));
    let level = match level.unwrap_or_default() {
        "WorkCenter" | "ProductionLine" | "ProcessCell" => Some(EquipmentLevel::WorkCenter),
        "WorkUnit" | "WorkCell" | "Unit" => Some(EquipmentLevel::WorkUnit),
        _ => None,
    };
    let name = node.description()?.unwrap_or_else(|| key.clone());
    if let Some(level) = level {
        let parent = parent
            .filter(|_| level == EquipmentLevel::WorkUnit)
            .map(str::to_owned);
        let entry = EquipmentEntry {
            key: key.clone(),
            name,
            level,
            parent,
        };
        let place = page.place(node);
        page.draft.equipment.push(Placed { place, entry });
    } else {
        page.find(
            node,
            format!("equipment {key} is neither a work center nor a work unit: left out"),
        );
    }
    let inside = Some(key.as_str()).filter(|_| level == Some(EquipmentLevel::WorkCenter));
    for child in node.all("EquipmentChild") {
        equipment(child, inside, page)?;
    }
    Ok(())
}
