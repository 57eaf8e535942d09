//! Turns the demo plant of an ERP vendor, as that ERP exports it, into the folder of CSV files.
//!
//! Every row of the export is accounted for: it is carried into a table, or left out with a reason.

mod row;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::Value;

use row::{decimal, id, name_of, number, reference, text, unit, utc};

/// The row of the export: its table and its id there.
pub(crate) type Source = (&'static str, i64);

/// The folder, and what became of each row.
#[derive(Default)]
pub(crate) struct Converted {
    /// Tables by file name, header first.
    tables: BTreeMap<&'static str, Vec<Vec<String>>>,
    /// Where a row went: the file, and how its entry is found again in the import.
    pub(crate) carried: BTreeMap<Source, Found>,
    /// Rows left out, each with its reason.
    pub(crate) left_out: BTreeMap<Source, String>,
}

/// How the entry of a carried row is recognised in the import.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    Equipment(String),
    Material(String),
    Definition(String),
    Segment {
        definition: String,
        segment: String,
    },
    Component {
        definition: String,
        material: String,
    },
    Order(String),
    Lot(String),
}

const HEADERS: [(&str, &str); 6] = [
    ("work_centers.csv", "key,name,level,parent"),
    ("items.csv", "key,description,unit,tracking,gtin"),
    (
        "routings.csv",
        "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction",
    ),
    (
        "bills.csv",
        "routing,item,quantity,unit,segment,issue,tolerance_percent",
    ),
    (
        "orders.csv",
        "key,revision,item,quantity,unit,start,due,priority,state,routing",
    ),
    (
        "lots.csv",
        "item,lot,supplier,quantity,unit,expires,location",
    ),
];

/// Converts the whole export.
pub(crate) fn convert(plant: &Value) -> Converted {
    let mut out = Converted::default();
    for (file, header) in HEADERS {
        out.tables
            .insert(file, vec![header.split(',').map(str::to_owned).collect()]);
    }
    let plant = Plant::of(plant);
    plant.work_centers(&mut out);
    plant.products(&mut out);
    plant.boms(&mut out);
    plant.orders(&mut out);
    plant.lots(&mut out);
    out
}

impl Converted {
    /// The files of the folder.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.tables
            .iter()
            .map(|(file, rows)| ((*file).to_owned(), written(rows)))
            .collect()
    }

    /// Rows of a table, the header not counted.
    pub(crate) fn rows(&self, file: &str) -> usize {
        self.tables[file].len() - 1
    }

    fn carry(&mut self, source: Source, found: Found, file: &'static str, row: Vec<String>) {
        assert!(
            self.carried.insert(source, found).is_none(),
            "{source:?} went twice"
        );
        self.tables.get_mut(file).unwrap().push(row);
    }

    fn leave_out(&mut self, source: Source, reason: &str) {
        assert!(
            self.left_out.insert(source, reason.to_owned()).is_none(),
            "{source:?} left out twice"
        );
    }
}

/// The export with its products found by either of their ids.
struct Plant<'p> {
    tables: &'p Value,
    products: BTreeMap<i64, &'p Value>,
    by_template: BTreeMap<i64, &'p Value>,
}

impl<'p> Plant<'p> {
    fn of(tables: &'p Value) -> Self {
        let products = tables["product"].as_array().unwrap();
        Self {
            tables,
            products: products.iter().map(|p| (id(p), p)).collect(),
            by_template: products
                .iter()
                .map(|p| (reference(p, "product_tmpl_id").unwrap(), p))
                .collect(),
        }
    }

    fn rows(&self, table: &str) -> impl Iterator<Item = &'p Value> + use<'p> {
        self.tables[table].as_array().unwrap().iter()
    }

    fn item(&self, row: &Value) -> Option<String> {
        let product = self.products.get(&reference(row, "product_id")?)?;
        Some(text(product, "default_code"))
    }

    /// This ERP's work centers are the places work is dispatched to: our work units.
    fn work_centers(&self, out: &mut Converted) {
        for row in self.rows("work_center") {
            let key = text(row, "name");
            let cells = vec![
                key.clone(),
                text(row, "name"),
                "work_unit".into(),
                String::new(),
            ];
            out.carry(
                ("work_center", id(row)),
                Found::Equipment(key),
                "work_centers.csv",
                cells,
            );
        }
    }

    fn products(&self, out: &mut Converted) {
        for row in self.rows("product") {
            let key = text(row, "default_code");
            let gtin = text(row, "barcode");
            let cells = vec![
                key.clone(),
                text(row, "name"),
                unit(row, "uom_id"),
                text(row, "tracking"),
                gtin,
            ];
            out.carry(
                ("product", id(row)),
                Found::Material(key),
                "items.csv",
                cells,
            );
        }
    }

    fn boms(&self, out: &mut Converted) {
        for bom in self.rows("bom") {
            let lines: Vec<&Value> = self
                .rows("bom_line")
                .filter(|l| reference(l, "bom_id") == Some(id(bom)))
                .collect();
            if bom["type"] == "phantom" {
                out.leave_out(
                    ("bom", id(bom)),
                    "a kit is never made, only exploded by the ERP",
                );
                for line in lines {
                    out.leave_out(("bom_line", id(line)), "belongs to a kit");
                }
                continue;
            }
            self.bom(bom, &lines, out);
        }
    }

    fn bom(&self, bom: &Value, lines: &[&Value], out: &mut Converted) {
        let template = reference(bom, "product_tmpl_id").unwrap();
        let item = text(self.by_template[&template], "default_code");
        let key = match bom["code"].as_str() {
            Some(code) => code.to_owned(),
            None => format!("BOM-{}", id(bom)),
        };
        let head = [
            key.clone(),
            String::new(),
            item,
            number(bom, "product_qty"),
            unit(bom, "product_uom_id"),
        ];
        let mut operations: Vec<&Value> = self
            .rows("operation")
            .filter(|o| reference(o, "bom_id") == Some(id(bom)))
            .collect();
        operations.sort_by_key(|operation| operation["sequence"].as_i64());
        let found = Found::Definition(key.clone());
        assert!(out.carried.insert(("bom", id(bom)), found).is_none());
        if operations.is_empty() {
            out.tables
                .get_mut("routings.csv")
                .unwrap()
                .push(row_of(&head, blank_operation()));
        }
        let mut before = String::new();
        for operation in operations {
            let segment = operation["sequence"].to_string();
            let minutes = decimal(operation, "time_cycle_manual");
            let cells = segment_cells(&segment, operation, minutes, &before);
            before.clone_from(&segment);
            let found = Found::Segment {
                definition: key.clone(),
                segment,
            };
            out.carry(
                ("operation", id(operation)),
                found,
                "routings.csv",
                row_of(&head, cells),
            );
        }
        for line in lines {
            let operation = reference(line, "operation_id");
            let operation = self.rows("operation").find(|o| Some(id(o)) == operation);
            let segment = operation
                .map(|o| o["sequence"].to_string())
                .unwrap_or_default();
            self.component(
                "bom_line",
                line,
                &key,
                segment,
                ["product_qty", "product_uom_id"],
                out,
            );
        }
    }

    fn component(
        &self,
        table: &'static str,
        line: &Value,
        definition: &str,
        segment: String,
        [quantity, uom]: [&str; 2],
        out: &mut Converted,
    ) {
        let source = (table, id(line));
        let Some(material) = self.item(line) else {
            return out.leave_out(source, "its item is not in the export");
        };
        let product = self.products[&reference(line, "product_id").unwrap()];
        let issue = if product["tracking"] == "none" {
            "backflush"
        } else {
            "scan"
        };
        let cells = vec![
            definition.to_owned(),
            material.clone(),
            number(line, quantity),
            unit(line, uom),
            segment,
            issue.to_owned(),
            String::new(),
        ];
        let found = Found::Component {
            definition: definition.to_owned(),
            material,
        };
        out.carry(source, found, "bills.csv", cells);
    }

    /// An order carries operations and components of its own: they become a routing of its own.
    fn orders(&self, out: &mut Converted) {
        for order in self.rows("production_order") {
            let key = text(order, "name");
            let work: Vec<&Value> = self
                .rows("work_order")
                .filter(|w| reference(w, "production_id") == Some(id(order)))
                .collect();
            let moves: Vec<&Value> = self
                .rows("component_move")
                .filter(|m| reference(m, "raw_material_production_id") == Some(id(order)))
                .collect();
            let over = order["state"] == "done";
            let routing = if over { String::new() } else { key.clone() };
            let item = self.item(order).unwrap();
            let cells = vec![
                key.clone(),
                String::new(),
                item.clone(),
                number(order, "product_qty"),
                unit(order, "product_uom_id"),
                utc(order, "date_start"),
                utc(order, "date_finished"),
                text(order, "priority"),
                text(order, "state"),
                routing,
            ];
            out.carry(
                ("production_order", id(order)),
                Found::Order(key.clone()),
                "orders.csv",
                cells,
            );
            if over {
                work.iter()
                    .for_each(|w| out.leave_out(("work_order", id(w)), "its order is done"));
                moves
                    .iter()
                    .for_each(|m| out.leave_out(("component_move", id(m)), "its order is done"));
                continue;
            }
            self.own_routing(order, &item, &work, &moves, out);
        }
    }

    fn own_routing(
        &self,
        order: &Value,
        item: &str,
        work: &[&Value],
        moves: &[&Value],
        out: &mut Converted,
    ) {
        let key = text(order, "name");
        let head = [
            key.clone(),
            String::new(),
            item.to_owned(),
            number(order, "product_qty"),
            unit(order, "product_uom_id"),
        ];
        let mut before = String::new();
        for (place, step) in (1..).zip(work) {
            let segment = format!("{}", place * 10);
            let minutes = decimal(step, "duration_expected");
            let cells = segment_cells(&segment, step, minutes, &before);
            before.clone_from(&segment);
            let found = Found::Segment {
                definition: key.clone(),
                segment,
            };
            out.carry(
                ("work_order", id(step)),
                found,
                "routings.csv",
                row_of(&head, cells),
            );
        }
        for line in moves {
            let operation = reference(line, "operation_id");
            let at = work
                .iter()
                .position(|w| operation.is_some() && reference(w, "operation_id") == operation);
            let segment = at
                .map(|at| format!("{}", (at + 1) * 10))
                .unwrap_or_default();
            self.component(
                "component_move",
                line,
                &key,
                segment,
                ["product_uom_qty", "product_uom"],
                out,
            );
        }
    }

    fn lots(&self, out: &mut Converted) {
        for lot in self.rows("lot") {
            let source = ("lot", id(lot));
            let Some(item) = self.item(lot) else {
                out.leave_out(source, "its item is not in the export");
                continue;
            };
            let product = self.products[&reference(lot, "product_id").unwrap()];
            let number_of_lot = text(lot, "name");
            let cells = vec![
                item,
                number_of_lot.clone(),
                String::new(),
                number(lot, "product_qty"),
                unit(product, "uom_id"),
                text(lot, "expiration_date"),
                String::new(),
            ];
            out.carry(source, Found::Lot(number_of_lot), "lots.csv", cells);
        }
    }
}

/// Every row of the export.
pub(crate) fn sources(plant: &Value) -> BTreeSet<Source> {
    const TABLES: [&str; 9] = [
        "bom",
        "bom_line",
        "operation",
        "work_center",
        "production_order",
        "work_order",
        "component_move",
        "product",
        "lot",
    ];
    assert_eq!(
        plant.as_object().unwrap().len(),
        TABLES.len(),
        "a table nobody reads"
    );
    let rows = |table| {
        plant[table]
            .as_array()
            .unwrap()
            .iter()
            .map(move |row| (table, id(row)))
    };
    TABLES.into_iter().flat_map(rows).collect()
}

fn segment_cells(segment: &str, step: &Value, minutes: Decimal, before: &str) -> [String; 7] {
    let run_s = (minutes * Decimal::from(60)).normalize().to_string();
    [
        segment.to_owned(),
        text(step, "name"),
        name_of(step, "workcenter_id"),
        String::new(),
        run_s,
        before.to_owned(),
        String::new(),
    ]
}

fn blank_operation() -> [String; 7] {
    Default::default()
}

fn row_of(head: &[String; 5], rest: [String; 7]) -> Vec<String> {
    head.iter().cloned().chain(rest).collect()
}

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let row = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
    rows.iter().map(row).collect::<String>().into_bytes()
}
