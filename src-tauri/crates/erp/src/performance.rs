//! What goes back: B2MML V7 `SyncOperationsPerformance`, one message an operation.
//!
//! "The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA
//! International."
//!
//! A message that takes back an earlier one says so in its description, and has that one's figures with
//! the other sign: whoever adds them up gets nothing.
//!
//! Element order is the schema's. The same [`Performance`] always gives the same bytes. Scrap is
//! `MaterialUse` `Other` with `OtherValue="Scrapped"` and a property `ScrapReason`: the schema has
//! no word for it, and a receiver that only adds up `Produced` never counts it as good. The good output
//! of an operation that another follows is `Other` with `OtherValue="Intermediate"` for the same reason.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::performance::{
    Correction, Labour, MachineTime, MaterialActual, MaterialUse, Performance,
};
use rust_decimal::Decimal;

const NAMESPACE: &str = "http://www.mesa.org/xml/B2MML";
/// Generation of the schema the document follows.
const RELEASE: &str = "7.0";
const HOUR_MS: u64 = 3_600_000;
/// Decimals of an hour written: the millisecond can be read back from them.
const HOUR_DECIMALS: u32 = 9;

/// Writes one message as a complete XML document.
///
/// Characters that XML 1.0 cannot hold become U+FFFD. Times are UTC to the millisecond, labour and
/// machine time are hours (`HUR`).
#[must_use]
pub fn render(performance: &Performance) -> String {
    let mut page = Page::default();
    page.out
        .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let attributes = format!("xmlns=\"{NAMESPACE}\" releaseID=\"{RELEASE}\"");
    page.within("SyncOperationsPerformance", &attributes, |page| {
        page.element("ApplicationArea", |page| application(page, performance));
        page.element("DataArea", |page| {
            page.element("Sync", |_| {});
            page.element("OperationsPerformance", |page| body(page, performance));
        });
    });
    page.out
}

fn application(page: &mut Page, performance: &Performance) {
    page.element("Sender", |page| page.leaf("LogicalID", &performance.sender));
    page.leaf("CreationDateTime", &time(performance.created_at));
    page.leaf("BODID", &performance.message.to_string());
}

fn body(page: &mut Page, performance: &Performance) {
    page.leaf("ID", &performance.message.to_string());
    page.leaf("OperationsType", "Production");
    page.element("OperationsResponse", |page| {
        page.leaf("ID", &performance.message.to_string());
        if let Some(Correction { message, reason }) = &performance.corrects {
            page.leaf("Description", &format!("Takes back {message}: {reason}"));
        }
        page.leaf("OperationsRequestID", &performance.order);
        page.leaf("ResponseState", state(performance.order_completed));
        page.element("SegmentResponse", |page| segment(page, performance));
    });
}

fn state(completed: bool) -> &'static str {
    match completed {
        true => "Completed",
        false => "Running",
    }
}

fn segment(page: &mut Page, performance: &Performance) {
    page.leaf("ID", &performance.segment);
    page.leaf("ActualStartTime", &time(performance.started_at));
    page.leaf("ActualEndTime", &time(performance.ended_at));
    page.leaf("ProcessSegmentID", &performance.segment_name);
    page.leaf("OperationsRequestID", &performance.order);
    page.leaf("SegmentRequirementID", &performance.segment);
    page.leaf("SegmentState", state(performance.completed));
    let sign = match performance.corrects {
        Some(_) => Decimal::NEGATIVE_ONE,
        None => Decimal::ONE,
    };
    for (number, labour) in (1_u64..).zip(&performance.labour) {
        page.element("PersonnelActual", |page| {
            personnel(page, number, labour, sign)
        });
    }
    for (number, machine) in (1_u64..).zip(&performance.machines) {
        page.element("EquipmentActual", |page| {
            equipment(page, number, machine, sign)
        });
    }
    for (number, material) in (1_u64..).zip(&performance.materials) {
        page.element("MaterialActual", |page| {
            actual(page, number, material, sign)
        });
    }
}

fn personnel(page: &mut Page, number: u64, labour: &Labour, sign: Decimal) {
    page.leaf("ID", &number.to_string());
    page.leaf("PersonID", &labour.person);
    quantity(page, sign * hours(labour.duration_ms), "HUR");
}

fn equipment(page: &mut Page, number: u64, machine: &MachineTime, sign: Decimal) {
    page.leaf("ID", &number.to_string());
    page.leaf("EquipmentID", &machine.equipment);
    quantity(page, sign * hours(machine.duration_ms), "HUR");
}

fn actual(page: &mut Page, number: u64, material: &MaterialActual, sign: Decimal) {
    page.leaf("ID", &number.to_string());
    page.leaf("MaterialDefinitionID", &material.material);
    if let Some(lot) = &material.lot {
        page.leaf("MaterialLotID", lot);
    }
    match material.r#use {
        MaterialUse::Consumed => page.leaf("MaterialUse", "Consumed"),
        MaterialUse::Produced => page.leaf("MaterialUse", "Produced"),
        MaterialUse::Passed => {
            page.leaf_with("MaterialUse", "OtherValue=\"Intermediate\"", "Other")
        }
        MaterialUse::Scrapped => page.leaf_with("MaterialUse", "OtherValue=\"Scrapped\"", "Other"),
    }
    let amount = &material.quantity;
    quantity(page, sign * amount.value(), amount.unit().as_str());
    if let Some(reason) = &material.reason {
        page.element("MaterialActualProperty", |page| {
            page.leaf("ID", "ScrapReason");
            page.element("Value", |page| {
                page.leaf("ValueString", reason);
                page.leaf("DataType", "string");
            });
        });
    }
}

fn quantity(page: &mut Page, value: Decimal, unit: &str) {
    page.element("Quantity", |page| {
        page.leaf("QuantityString", &value.to_string());
        page.leaf("DataType", "decimal");
        page.leaf("UnitOfMeasure", unit);
    });
}

/// Milliseconds as hours; exact to the millisecond when read back.
fn hours(duration_ms: u64) -> Decimal {
    let hours = Decimal::from(duration_ms) / Decimal::from(HOUR_MS);
    hours.round_dp(HOUR_DECIMALS).normalize()
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The document so far, indented by depth.
#[derive(Default)]
struct Page {
    out: String,
    depth: usize,
}

impl Page {
    fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.within(name, "", inside);
    }

    fn within(&mut self, name: &str, attributes: &str, inside: impl FnOnce(&mut Self)) {
        let space = if attributes.is_empty() { "" } else { " " };
        self.line(&format!("<{name}{space}{attributes}>"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(&format!("</{name}>"));
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.line(&format!("<{name}>{}</{name}>", escaped(text)));
    }

    fn leaf_with(&mut self, name: &str, attributes: &str, text: &str) {
        self.line(&format!("<{name} {attributes}>{}</{name}>", escaped(text)));
    }

    fn line(&mut self, text: &str) {
        self.out.extend(std::iter::repeat_n("  ", self.depth));
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// Text as it stands between tags. A carriage return is written as a number, because parsers turn
/// a bare one into a line feed.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_without_needless_digits() {
        for (ms, text) in [
            (3_600_000, "1"),
            (1_800_000, "0.5"),
            (0, "0"),
            (1, "0.000000278"),
            (2_550_000, "0.708333333"),
        ] {
            assert_eq!(hours(ms).to_string(), text);
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced_not_dropped() {
        assert_eq!(escaped("a\u{1}<b>&\r"), "a\u{fffd}&lt;b&gt;&amp;&#13;");
    }
}
