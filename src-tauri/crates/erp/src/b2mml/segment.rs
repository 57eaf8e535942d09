//! Operations with their materials, as orders and definitions both carry them.

use domain::Quantity;
use domain::import::{Component, IssueMethod, Segment};
use rust_decimal::Decimal;

use super::document::Page;
use super::node::{Node, Wrong};
use super::value::duration_s;
use crate::draft::Placed;
use crate::text;

/// Children that are operations of their own.
const NESTED: [&str; 3] = [
    "SegmentRequirement",
    "SegmentRequirementChild",
    "OperationsSegmentChild",
];
/// Elements that name a machine: in orders, in definitions.
const EQUIPMENT: [&str; 2] = ["EquipmentRequirement", "EquipmentSpecification"];
/// Elements that name a material: in orders, in definitions.
const MATERIAL: [&str; 2] = ["MaterialRequirement", "MaterialSpecification"];
/// Parameters of an operation: V7 orders, V7 definitions, and the V0401 idiom one level down.
const PARAMETER: [&str; 3] = ["SegmentParameter", "ParameterSpecification", "Parameter"];

/// What the operations of one record say.
#[derive(Default)]
pub(super) struct Work {
    pub(super) segments: Vec<Placed<Segment>>,
    pub(super) components: Vec<Placed<Component>>,
    /// Items that come out, in reading order; the amount may be missing.
    pub(super) produced: Vec<(String, Option<Quantity>)>,
    /// Whether a dependency was written down; without one, operations follow each other.
    ordered: bool,
}

/// The materials of one operation, sorted by what happens to them.
#[derive(Default)]
struct Materials<'n> {
    consumed: Vec<&'n Node>,
    set_aside: Vec<&'n Node>,
}

impl Work {
    /// Reads an operation and those nested in it. Nesting is bounded by the document's depth.
    pub(super) fn read(&mut self, node: &Node, page: &mut Page<'_>) -> Result<(), Wrong> {
        let materials = self.materials(node, page)?;
        let process = node.child_key("ProcessSegmentID")?;
        let only_set_aside = materials.consumed.is_empty() && !materials.set_aside.is_empty();
        if only_set_aside {
            page.find(
                node,
                set_aside(node, process.as_deref(), materials.set_aside.len()),
            );
            node.skip();
            return Ok(());
        }
        let group = process.is_none()
            && materials.consumed.is_empty()
            && NESTED
                .iter()
                .any(|name| node.peek_all(name).next().is_some());
        if group {
            node.child("ID");
        } else {
            let segment = self.segment(node, process, page)?;
            let id = segment.id.clone();
            self.segments.push(Placed {
                place: page.place(node),
                entry: segment,
            });
            for material in materials.consumed {
                let component = component(material, &id)?;
                self.components.push(Placed {
                    place: page.place(material),
                    entry: component,
                });
            }
        }
        for name in NESTED {
            for nested in node.all(name) {
                self.read(nested, page)?;
            }
        }
        Ok(())
    }

    /// Puts operations without written dependencies one after the other.
    pub(super) fn in_sequence(&mut self) {
        if self.ordered {
            return;
        }
        let mut before: Option<String> = None;
        for Placed { entry, .. } in &mut self.segments {
            entry.after = before.replace(entry.id.clone()).into_iter().collect();
        }
    }

    fn segment(
        &mut self,
        node: &Node,
        process: Option<String>,
        page: &mut Page<'_>,
    ) -> Result<Segment, Wrong> {
        let of_definition = node.child_key("OperationsSegmentID")?;
        let numbered = node.child_key("ID")?.or(of_definition);
        let named = process.as_deref().map(|process| self.unused(process));
        let id = numbered.or(named);
        let id = id.ok_or_else(|| node.wrong("ID is missing: number the operation".to_owned()))?;
        node.child("OperationsDefinitionID");
        let setup = parameter(node, &["SetupTime"]).map(duration_s).transpose();
        let name = node.description()?.or(process);
        Ok(Segment {
            name: name.unwrap_or_else(|| id.clone()),
            equipment: equipment(node, page)?,
            setup_s: setup
                .map_err(|bad| node.wrong(format!("SetupTime: {bad}")))?
                .unwrap_or(0),
            run_s: node.seconds("Duration")?,
            after: self.dependencies(node, page)?,
            instruction: instruction(node)?,
            id,
        })
    }

    /// The name of a process as the number of an operation; V0401 orders repeat it for each line.
    fn unused(&self, process: &str) -> String {
        let same = |placed: &&Placed<Segment>| placed.entry.name == process;
        match self.segments.iter().filter(same).count() {
            0 => process.to_owned(),
            earlier => format!("{process}-{}", earlier + 1),
        }
    }

    fn dependencies(&mut self, node: &Node, page: &mut Page<'_>) -> Result<Vec<String>, Wrong> {
        let mut after = Vec::new();
        for dependency in node.all("SegmentDependency") {
            let kind = dependency.child_text("Dependency").unwrap_or_default();
            if kind != "AfterEnd" {
                page.find(
                    dependency,
                    format!(
                        "dependency {} is not directed: only AfterEnd is",
                        text::shown(kind)
                    ),
                );
                dependency.skip();
                continue;
            }
            self.ordered = true;
            for name in ["SegmentID", "ProcessSegmentID", "ProductSegmentID"] {
                after.extend(dependency.child_key(name)?);
            }
            dependency.skip();
        }
        Ok(after)
    }

    fn materials<'n>(
        &mut self,
        node: &'n Node,
        page: &mut Page<'_>,
    ) -> Result<Materials<'n>, Wrong> {
        let mut materials = Materials::default();
        for name in MATERIAL {
            for material in node.all(name) {
                match material.child_text("MaterialUse").unwrap_or_default() {
                    "Produced" | "Material Produced" | "Yield Produced" => {
                        let item = material.required_key("MaterialDefinitionID")?;
                        material.child("ID");
                        self.produced.push((item, material.quantity()?));
                        material.all("Description").for_each(Node::skip);
                    }
                    "Consumed" | "Material Consumed" | "Consumable" => {
                        materials.consumed.push(material)
                    }
                    "" => materials.set_aside.push(material),
                    other => {
                        page.find(
                            material,
                            format!("material use {} was left out", text::shown(other)),
                        );
                        material.skip();
                    }
                }
            }
        }
        Ok(materials)
    }
}

fn set_aside(node: &Node, process: Option<&str>, count: usize) -> String {
    let name = process.unwrap_or(&node.name);
    format!(
        "{name} lists {count} materials without saying whether they are used up: taken as set aside, left out"
    )
}

/// One line of the bill: the amount is for the whole order or definition.
fn component(node: &Node, segment: &str) -> Result<Component, Wrong> {
    let quantity = node.quantity()?;
    let quantity =
        quantity.ok_or_else(|| node.wrong("a consumed material needs its Quantity".to_owned()))?;
    let (of_order, of_definition) = (
        "MaterialRequirementProperty",
        "MaterialSpecificationProperty",
    );
    let property = |names: &[&str]| {
        node.property(of_order, names)
            .or_else(|| node.property(of_definition, names))
    };
    let issue = match property(&["IssueMethod"]) {
        None => IssueMethod::Scan,
        Some(word) if word.eq_ignore_ascii_case("scan") => IssueMethod::Scan,
        Some(word) if word.eq_ignore_ascii_case("weigh") => IssueMethod::Weigh,
        Some(word) if word.eq_ignore_ascii_case("backflush") => IssueMethod::Backflush,
        Some(other) => {
            return Err(node.wrong(format!(
                "IssueMethod {} is not one of scan, weigh, backflush",
                text::shown(other)
            )));
        }
    };
    let tolerance = property(&["TolerancePercent"])
        .map(domain::quantity::decimal)
        .transpose();
    let tolerance = tolerance
        .map_err(|bad| node.wrong(bad.to_string()))?
        .unwrap_or(Decimal::ZERO);
    node.child("ID");
    node.all("Description").for_each(Node::skip);
    Ok(Component {
        material: node.required_key("MaterialDefinitionID")?,
        quantity,
        segment: Some(segment.to_owned()),
        issue,
        tolerance_percent: tolerance,
    })
}

/// The machine of an operation: named outright, by its place in the hierarchy, or, in V0401, by a
/// parameter. Empty where none of them says.
fn equipment(node: &Node, page: &mut Page<'_>) -> Result<String, Wrong> {
    let mut named = Vec::new();
    for name in EQUIPMENT {
        for machine in node.all(name) {
            machine.child("ID");
            named.extend(machine.child_key("EquipmentID")?);
        }
    }
    if let Some(scope) = node.child("HierarchyScope") {
        named.extend(scope.child_key("EquipmentID")?);
        scope.skip();
    }
    named.extend(parameter(node, &["Center", "WorkCenter"]).map(str::to_owned));
    if named.len() > 1 {
        page.find(
            node,
            format!(
                "several machines are named ({}): the first is taken",
                named.join(", ")
            ),
        );
    }
    if named.is_empty() {
        page.find(
            node,
            "the operation names no machine: taken from its routing where that is known".to_owned(),
        );
    }
    Ok(named.into_iter().next().unwrap_or_default())
}

fn instruction(node: &Node) -> Result<Option<String>, Wrong> {
    let written = parameter(node, &["Instruction"]);
    let checked = written.map(|text| text::checked(text, domain::import::TEXT_CHARS_MAX));
    checked
        .transpose()
        .map_err(|bad| node.wrong(format!("Instruction: {bad}")))
}

/// The value of a parameter of an operation, by any of its names.
fn parameter<'n>(node: &'n Node, names: &[&str]) -> Option<&'n str> {
    let direct = PARAMETER
        .iter()
        .find_map(|element| node.property(element, names));
    direct.or_else(|| {
        let wrapped = node.all("ProductionParameter");
        wrapped
            .filter_map(|parameter| parameter.property("Parameter", names))
            .next()
    })
}
