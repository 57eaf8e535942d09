//! Walks a document: what wraps records is passed through, each record is converted and dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::definition::Bills;
use super::node::{Node, Stream, Wrong, local_name};
use super::{definition, history, master, schedule};
use crate::draft::{Draft, Place};
use crate::text;

/// Elements that only wrap records.
const WRAPPERS: [&str; 8] = [
    "DataArea",
    "OperationsSchedule",
    "ProductionSchedule",
    "OperationsDefinitionInformation",
    "MaterialInformation",
    "EquipmentInformation",
    "OperationsPerformance",
    "ProductionPerformance",
];

/// Elements of a wrapper that say nothing a plant acts on.
const QUIET: [&str; 12] = [
    "ID",
    "Sync",
    "Process",
    "Change",
    "Show",
    "Description",
    "Version",
    "PublishedDate",
    "OperationsType",
    "StartTime",
    "EndTime",
    "Endtime",
];

/// Nouns a document may carry; `Sync` before them is the usual verb.
const NOUNS: [&str; 11] = [
    "OperationsSchedule",
    "ProductionSchedule",
    "OperationsDefinition",
    "OperationsDefinitionInformation",
    "MaterialDefinition",
    "MaterialLot",
    "MaterialInformation",
    "EquipmentInformation",
    "Equipment",
    "OperationsPerformance",
    "ProductionPerformance",
];

/// Verbs that bring a noun's present content.
const VERBS: [&str; 5] = ["", "Sync", "Process", "Change", "Show"];

/// One document while it is read.
pub(super) struct Page<'a> {
    pub(super) file: Arc<str>,
    pub(super) draft: &'a mut Draft,
    /// Whether it is of a generation before V7, whose emitters often leave out the zone of times.
    pub(super) old: bool,
    /// `MaterialInformation/ID` of V0401: the item of lots that name none.
    pub(super) item: Option<String>,
    pub(super) bills: Bills,
    ignored: BTreeMap<String, (u64, u64)>,
    zones_assumed: u64,
}

/// Reads a whole document.
pub(super) fn read(file: &Arc<str>, bytes: &[u8], draft: &mut Draft) -> Result<(), Wrong> {
    let text = decode(bytes)?;
    let mut stream = Stream::new(text);
    let mut page = Page {
        file: file.clone(),
        draft,
        old: false,
        item: None,
        bills: Bills::default(),
        ignored: BTreeMap::new(),
        zones_assumed: 0,
    };
    page.open(&mut stream)?;
    loop {
        match stream.next()? {
            Event::Start(start) if WRAPPERS.contains(&local_name(&start).as_str()) => {
                page.item = None;
            }
            Event::Start(start) => {
                let record = stream.element(&start)?;
                page.take(&record)?;
            }
            Event::Empty(start) => page.take(&stream.node(&start))?,
            Event::Eof => break,
            Event::End(_) | Event::Text(_) | Event::CData(_) | Event::Comment(_) => {}
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::GeneralRef(_) => {}
        }
    }
    definition::join_bills(&mut page);
    page.close();
    Ok(())
}

/// The text of a document, without its byte-order mark.
fn decode(bytes: &[u8]) -> Result<&str, Wrong> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|bad| {
        let before = bytes.get(..bad.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let byte = bytes.get(bad.valid_up_to()).copied().unwrap_or_default();
        Wrong {
            line: u64::try_from(line).ok(),
            text: format!("byte 0x{byte:02X} is not UTF-8: send the document encoded as UTF-8"),
        }
    })
}

impl Page<'_> {
    /// Reads up to the root element and settles which document this is.
    fn open(&mut self, stream: &mut Stream<'_>) -> Result<(), Wrong> {
        loop {
            match stream.next()? {
                Event::Start(start) => return self.root(&start, stream),
                Event::Empty(start) => {
                    let name = local_name(&start);
                    return Err(stream.wrong(format!(
                        "{} is empty: there is nothing to import",
                        text::shown(&name)
                    )));
                }
                Event::Eof => {
                    return Err(stream.wrong("there is no XML document in this file".to_owned()));
                }
                Event::End(_) | Event::Text(_) | Event::CData(_) | Event::Comment(_) => {}
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::GeneralRef(_) => {}
            }
        }
    }

    fn root(&mut self, start: &BytesStart<'_>, stream: &mut Stream<'_>) -> Result<(), Wrong> {
        let name = local_name(start);
        let noun = noun(&name).ok_or_else(|| stream.wrong(unknown_root(&name)))?;
        let older_namespace = start.attributes_raw().contains("B2MML-V0");
        self.old = older_namespace || noun.starts_with("Production");
        if name == noun && !WRAPPERS.contains(&noun) {
            let record = stream.element(start)?;
            return self.take(&record);
        }
        Ok(())
    }

    /// Converts one record, or notes that it was ignored.
    fn take(&mut self, node: &Node) -> Result<(), Wrong> {
        match node.name.as_str() {
            "OperationsRequest" | "ProductionRequest" => schedule::request(node, self)?,
            "OperationsDefinition" => definition::definition(node, self)?,
            "OperationsMaterialBill" => definition::bill(node, self)?,
            "MaterialDefinition" => master::material(node, self)?,
            "MaterialLot" => master::lot(node, self)?,
            "Equipment" => master::equipment(node, None, self)?,
            "OperationsResponse" | "ProductionResponse" => history::response(node, self)?,
            "ApplicationArea" => self.sender(node),
            "ID" if self.old => {
                self.item = Some(node.key()?).filter(|key| !key.is_empty());
            }
            name if QUIET.contains(&name) => return Ok(()),
            _ => {
                self.note_ignored(node);
                return Ok(());
            }
        }
        node.text();
        node.ignored(&mut |ignored| self.note_ignored(ignored));
        Ok(())
    }

    fn sender(&mut self, node: &Node) {
        let sender = node
            .child("Sender")
            .and_then(|sender| sender.child_text("LogicalID"));
        if let Some(sender) = sender {
            self.draft.senders.insert(text::shown(sender));
        }
        node.skip();
    }

    fn note_ignored(&mut self, node: &Node) {
        let (_, count) = self.ignored.entry(node.title()).or_insert((node.line, 0));
        *count += 1;
    }

    /// Counts a time whose zone was assumed.
    pub(super) fn assume_zone(&mut self) {
        self.zones_assumed += 1;
    }

    pub(super) fn place(&self, node: &Node) -> Place {
        Place {
            file: self.file.clone(),
            row: node.line,
        }
    }

    pub(super) fn find(&mut self, node: &Node, text: String) {
        self.draft.find(&self.file, Some(node.line), text);
    }

    /// Writes one finding for each name that was ignored.
    fn close(self) {
        for (name, (line, count)) in self.ignored {
            let text = format!("{name} was ignored ({count} times, first in this line)");
            self.draft.find(&self.file, Some(line), text);
        }
        if self.zones_assumed > 0 {
            let text = format!("{} times have no zone: taken as UTC", self.zones_assumed);
            self.draft.find(&self.file, None, text);
        }
    }
}

/// The noun of a root element, if its verb brings content.
fn noun(root: &str) -> Option<&'static str> {
    let of = |noun: &&&str| {
        VERBS
            .iter()
            .any(|verb| root.strip_prefix(verb) == Some(**noun))
    };
    NOUNS.iter().find(of).copied()
}

fn unknown_root(name: &str) -> String {
    format!(
        "{} is not a document this import reads: send SyncOperationsSchedule, \
         SyncOperationsDefinition, SyncMaterialInformation or an older SyncProductionSchedule",
        text::shown(name)
    )
}
