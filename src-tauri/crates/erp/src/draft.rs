//! What was read so far, each entry with the place it came from.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Unit;
use domain::import::{
    Component, DefinitionEntry, EquipmentEntry, Finding, HistoryEntry, LotEntry, MaterialEntry,
    OrderEntry, PersonEntry, ReasonEntry, Segment,
};

use crate::refusal::{REFUSALS_MAX, Refusal, Refused};

/// Most findings one read keeps word for word; the last one then says how many more there were.
const FINDINGS_MAX: usize = 1_000;

/// Where an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// File name, without its folder.
    pub(crate) file: Arc<str>,
    /// Row or line, from 1.
    pub(crate) row: u64,
}

/// An entry and its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) place: Place,
    pub(crate) entry: T,
}

/// A definition or an order, its operations and its bill still with their places.
#[derive(Clone, Debug)]
pub(crate) struct Routed<T> {
    pub(crate) head: Placed<T>,
    pub(crate) segments: Vec<Placed<Segment>>,
    pub(crate) components: Vec<Placed<Component>>,
}

/// The tables a read holds completely, so that a reference into them can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Complete {
    Equipment,
    Materials,
    Definitions,
}

/// Everything read so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) equipment: Vec<Placed<EquipmentEntry>>,
    pub(crate) materials: Vec<Placed<MaterialEntry>>,
    pub(crate) definitions: Vec<Routed<DefinitionEntry>>,
    pub(crate) lots: Vec<Placed<LotEntry>>,
    pub(crate) people: Vec<Placed<PersonEntry>>,
    pub(crate) reasons: Vec<Placed<ReasonEntry>>,
    pub(crate) orders: Vec<Routed<OrderEntry>>,
    pub(crate) history: Vec<Placed<HistoryEntry>>,
    pub(crate) units: BTreeSet<Unit>,
    pub(crate) complete: BTreeSet<Complete>,
    pub(crate) senders: BTreeSet<String>,
    findings: Vec<Finding>,
    findings_further: usize,
    refusals: Vec<Refusal>,
    refusals_further: usize,
}

impl Draft {
    /// Notes why the read fails; the rest is still read, so that one run names every reason.
    pub(crate) fn refuse(&mut self, file: &str, row: Option<u64>, text: String) {
        if self.refusals.len() == REFUSALS_MAX {
            self.refusals_further += 1;
            return;
        }
        self.refusals.push(Refusal {
            file: file.to_owned(),
            row,
            text,
        });
    }

    pub(crate) fn refuse_at(&mut self, place: &Place, text: String) {
        self.refuse(&place.file, Some(place.row), text);
    }

    /// Notes what was ignored, assumed or left out.
    pub(crate) fn find(&mut self, file: &str, row: Option<u64>, text: String) {
        if self.findings.len() == FINDINGS_MAX {
            self.findings_further += 1;
            return;
        }
        self.findings.push(Finding {
            file: file.to_owned(),
            row,
            text,
        });
    }

    pub(crate) fn find_at(&mut self, place: &Place, text: String) {
        self.find(&place.file, Some(place.row), text);
    }

    /// The findings, or the refusals if there is one.
    pub(crate) fn verdict(&mut self) -> Result<Vec<Finding>, Refused> {
        if !self.refusals.is_empty() {
            return Err(Refused {
                refusals: std::mem::take(&mut self.refusals),
                further: self.refusals_further,
            });
        }
        let mut findings = std::mem::take(&mut self.findings);
        if let Some(last) = findings.last().filter(|_| self.findings_further > 0) {
            let (file, text) = (
                last.file.clone(),
                format!("and {} findings more", self.findings_further),
            );
            findings.push(Finding {
                file,
                row: None,
                text,
            });
        }
        Ok(findings)
    }
}

impl Routed<DefinitionEntry> {
    pub(crate) fn finish(self) -> Placed<DefinitionEntry> {
        let mut head = self.head;
        head.entry.segments = entries(self.segments);
        head.entry.components = entries(self.components);
        head
    }
}

impl Routed<OrderEntry> {
    pub(crate) fn finish(self) -> Placed<OrderEntry> {
        let mut head = self.head;
        head.entry.segments = entries(self.segments);
        head.entry.components = entries(self.components);
        head
    }
}

/// The entries without their places.
pub(crate) fn entries<T>(placed: Vec<Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|placed| placed.entry).collect()
}
