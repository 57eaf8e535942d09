//! Chains of events as a station's disk or the plant holds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::EventId;
use domain::log_row::{Hash, LogRow};
use domain::origin::Origin;
use replication::Head;

/// A row, held once in memory however many disks hold it.
pub(crate) type Row = Arc<LogRow>;

/// Chains, and how often each event stands in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chains {
    rows: BTreeMap<Origin, Vec<Row>>,
    copies: BTreeMap<EventId, usize>,
}

impl Chains {
    pub(crate) fn of(&self, origin: Origin) -> &[Row] {
        self.rows.get(&origin).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Origin, &Vec<Row>)> {
        self.rows.iter()
    }

    pub(crate) fn head(&self, origin: Origin) -> Head {
        self.of(origin)
            .last()
            .map_or_else(Head::default, |row| Head::of(row))
    }

    pub(crate) fn heads(&self) -> BTreeMap<Origin, Head> {
        self.rows
            .keys()
            .map(|origin| (*origin, self.head(*origin)))
            .collect()
    }

    pub(crate) fn at(&self, origin: Origin, seq: u64) -> Option<&Row> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.of(origin).get(place)
    }

    pub(crate) fn hash_at(&self, origin: Origin, seq: u64) -> Option<Hash> {
        self.at(origin, seq).map(|row| row.hash)
    }

    pub(crate) fn after(&self, origin: Origin, after: u64, limit: usize) -> Vec<LogRow> {
        let rows = self
            .of(origin)
            .iter()
            .skip(usize::try_from(after).unwrap_or(usize::MAX));
        rows.take(limit).map(|row| row.as_ref().clone()).collect()
    }

    pub(crate) fn knows(&self, event: EventId) -> bool {
        self.copies.contains_key(&event)
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = EventId> {
        self.copies.keys().copied()
    }

    /// Appends at the end of the row's chain. Answers whether the event is new here.
    pub(crate) fn push(&mut self, row: Row) -> bool {
        let copies = self.copies.entry(row.id).or_default();
        *copies += 1;
        let new = *copies == 1;
        self.rows.entry(row.origin).or_default().push(row);
        new
    }

    /// Cuts a chain behind `after`; answers what was cut off.
    pub(crate) fn cut(&mut self, origin: Origin, after: u64) -> Vec<Row> {
        let Some(rows) = self.rows.get_mut(&origin) else {
            return Vec::new();
        };
        let cut = rows.split_off(usize::try_from(after).unwrap_or(usize::MAX).min(rows.len()));
        for row in &cut {
            if let Some(copies) = self.copies.get_mut(&row.id) {
                *copies -= 1;
                if *copies == 0 {
                    self.copies.remove(&row.id);
                }
            }
        }
        cut
    }
}
