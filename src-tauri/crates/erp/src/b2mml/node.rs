//! One record of a document as a small tree, built from the stream and dropped when converted.

use std::cell::Cell;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::text;

/// Deepest nesting of elements. B2MML records nest about ten deep.
pub const DEPTH_MAX: usize = 64;
/// Most elements of one record (one order, one routing): the largest bill has some 20,000.
pub const RECORD_ELEMENTS_MAX: usize = 100_000;
/// Longest text of one element, in bytes.
pub const TEXT_BYTES_MAX: usize = 65_536;

const DOCTYPE: &str = "a DOCTYPE with its entities is never read: send the document without it";
const CUT_OFF: &str = "the document ends before its last element is closed: send it again whole";
const SECOND_ROOT: &str = "a second document follows the first: send one a file";

/// Why a document cannot be read.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) line: Option<u64>,
    pub(super) text: String,
}

/// An element; which of its children were understood is noted as they are asked for.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) line: u64,
    text: String,
    children: Vec<Node>,
    understood: Cell<bool>,
}

impl Node {
    /// The text of this element, trimmed.
    pub(super) fn text(&self) -> &str {
        self.understood.set(true);
        self.text.trim()
    }

    /// The children nobody has asked for yet, of a name; asking does not count as understanding.
    pub(super) fn peek_all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// How a finding names this element: a property by its own name.
    pub(super) fn title(&self) -> String {
        let id = self.peek_all("ID").next().map(|id| id.text.trim());
        match id.filter(|_| self.name.ends_with("Property") || self.name.ends_with("Parameter")) {
            Some(id) => format!("{} “{}”", self.name, text::shown(id)),
            None => text::shown(&self.name),
        }
    }

    /// Every child of a name.
    pub(super) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        let children = self.children.iter().filter(move |child| child.name == name);
        children.inspect(|child| child.understood.set(true))
    }

    /// The first child of a name.
    pub(super) fn child<'n>(&'n self, name: &'n str) -> Option<&'n Node> {
        self.all(name).next()
    }

    /// The text of the first child of a name, if there is any.
    pub(super) fn child_text<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        self.child(name)
            .map(Node::text)
            .filter(|text| !text.is_empty())
    }

    /// Leaves this element and everything in it out of the list of what was not understood.
    pub(super) fn skip(&self) {
        self.understood.set(true);
        self.children.iter().for_each(Node::skip);
    }

    /// Calls `note` with each element nobody asked for; what is inside of it is not listed again.
    pub(super) fn ignored(&self, note: &mut impl FnMut(&Node)) {
        if self.understood.get() {
            self.children.iter().for_each(|child| child.ignored(note));
        } else {
            note(self);
        }
    }
}

/// The stream of a document with the line it has reached.
pub(super) struct Stream<'d> {
    reader: Reader<&'d [u8]>,
    document: &'d str,
    counted_bytes: usize,
    line: u64,
    depth: usize,
    root_closed: bool,
}

impl<'d> Stream<'d> {
    pub(super) fn new(document: &'d str) -> Self {
        Self {
            reader: Reader::from_str(document),
            document,
            counted_bytes: 0,
            line: 1,
            depth: 0,
            root_closed: false,
        }
    }

    /// The next event. Starts and ends are counted; a DOCTYPE and a cut-off document are errors.
    pub(super) fn next(&mut self) -> Result<Event<'d>, Wrong> {
        let event = self.reader.read_event();
        let reached = match &event {
            Ok(_) => self.reader.buffer_position(),
            Err(_) => self.reader.error_position(),
        };
        self.count_lines(reached);
        let event =
            event.map_err(|bad| self.wrong(format!("this is not well-formed XML: {bad}")))?;
        if matches!(event, Event::DocType(_)) {
            return Err(self.wrong(DOCTYPE.to_owned()));
        }
        if matches!(event, Event::Eof) && self.depth > 0 {
            return Err(self.wrong(CUT_OFF.to_owned()));
        }
        if self.root_closed && matches!(event, Event::Start(_) | Event::Empty(_)) {
            return Err(self.wrong(SECOND_ROOT.to_owned()));
        }
        if matches!(event, Event::Start(_)) {
            self.depth += 1;
        }
        if matches!(event, Event::End(_)) {
            self.depth = self.depth.saturating_sub(1);
            self.root_closed = self.depth == 0;
        }
        if self.depth > DEPTH_MAX {
            return Err(self.wrong(format!("elements are nested more than {DEPTH_MAX} deep")));
        }
        Ok(event)
    }

    /// An error at the line reached.
    pub(super) fn wrong(&self, text: String) -> Wrong {
        Wrong {
            line: Some(self.line),
            text,
        }
    }

    fn count_lines(&mut self, reached: u64) {
        let reached = usize::try_from(reached)
            .unwrap_or(usize::MAX)
            .min(self.document.len());
        let passed = self
            .document
            .as_bytes()
            .get(self.counted_bytes..reached)
            .unwrap_or_default();
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        self.counted_bytes = self.counted_bytes.max(reached);
    }

    /// The whole element that `start` opens.
    pub(super) fn element(&mut self, start: &BytesStart<'_>) -> Result<Node, Wrong> {
        let mut open = vec![self.node(start)];
        let mut elements = 1_usize;
        loop {
            match self.next()? {
                Event::Start(start) => open.push(self.node(&start)),
                Event::Empty(start) => adopt(&mut open, self.node(&start)),
                Event::Text(text) => self.append(&mut open, &text.xml10_content())?,
                Event::CData(text) => self.append(&mut open, &text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let text = self.resolve(&reference)?;
                    self.append(&mut open, &text)?;
                }
                Event::End(_) => match (open.pop(), open.is_empty()) {
                    (Some(node), true) => return Ok(node),
                    (Some(node), false) => adopt(&mut open, node),
                    (None, _) => {
                        return Err(self.wrong("an element ends that never began".to_owned()));
                    }
                },
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
                Event::DocType(_) | Event::Eof => {
                    return Err(self.wrong(CUT_OFF.to_owned()));
                }
            }
            elements += 1;
            if elements > RECORD_ELEMENTS_MAX {
                return Err(self.wrong(format!(
                    "one record has more than {RECORD_ELEMENTS_MAX} parts: split it"
                )));
            }
        }
    }

    /// The element that `start` opens, still empty.
    pub(super) fn node(&self, start: &BytesStart<'_>) -> Node {
        Node {
            name: local_name(start),
            line: self.line,
            text: String::new(),
            children: Vec::new(),
            understood: Cell::new(false),
        }
    }

    fn append(&self, open: &mut [Node], text: &str) -> Result<(), Wrong> {
        let Some(node) = open.last_mut() else {
            return Ok(());
        };
        if node.text.len() + text.len() > TEXT_BYTES_MAX {
            return Err(self.wrong(format!(
                "the text of {} is longer than {TEXT_BYTES_MAX} bytes",
                node.name
            )));
        }
        node.text.push_str(text);
        Ok(())
    }

    /// The five entities of XML and character numbers; no other entity can be defined here.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<String, Wrong> {
        let bad = |_| self.wrong("a character number is not a character".to_owned());
        if let Some(character) = reference.resolve_char_ref().map_err(bad)? {
            return Ok(character.to_string());
        }
        let name = reference.xml10_content();
        resolve_xml_entity(&name).map(str::to_owned).ok_or_else(|| {
            self.wrong(format!(
                "entity &{}; is not defined: only those of XML itself are read",
                text::shown(&name)
            ))
        })
    }
}

fn adopt(open: &mut [Node], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

/// The name of an element without its namespace prefix.
pub(super) fn local_name(start: &BytesStart<'_>) -> String {
    let name: &str = start.local_name().into_inner();
    name.to_owned()
}
