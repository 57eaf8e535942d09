//! The plant, as `append_batch` and the reading functions of its database behave.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::event::Part;
use domain::id::RequestId;
use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::{Answer, Ask, Guards, Head, Outcome};

use crate::chains::Chains;

/// The plant's database.
#[derive(Clone, Debug)]
pub struct Plant {
    pub(crate) chains: Chains,
    epochs: BTreeMap<StationId, u32>,
    guards: Guards,
}

impl Plant {
    /// An empty plant.
    #[must_use]
    pub fn new(guards: Guards) -> Self {
        Self {
            chains: Chains::default(),
            epochs: BTreeMap::new(),
            guards,
        }
    }

    /// Answers a station.
    pub fn answer(&mut self, station: StationId, ask: &Ask, clock_ms: i64) -> Answer {
        match ask {
            Ask::Heads => Answer::Heads {
                heads: self.chains.heads(),
                epoch: self.epoch(station),
                clock_ms,
            },
            Ask::Push {
                origin,
                previous,
                rows,
            } => match self.append(station, *origin, previous, rows) {
                Ok((outcome, head)) => Answer::Pushed {
                    outcome,
                    epoch: self.epoch(station),
                    head,
                    clock_ms,
                },
                Err(reason) => Answer::Refused {
                    reason: reason.to_owned(),
                },
            },
            Ask::Pull { after, limit } => Answer::Page {
                rows: self.page(after, *limit),
            },
            Ask::HashesAt { origin, seqs } => Answer::Hashes {
                hashes: seqs
                    .iter()
                    .map(|seq| self.chains.hash_at(*origin, *seq))
                    .collect(),
            },
        }
    }

    /// Latest epoch of a station.
    #[must_use]
    pub fn epoch(&self, station: StationId) -> u32 {
        self.epochs.get(&station).copied().unwrap_or(0)
    }

    /// Takes a batch, as `append_batch` does.
    ///
    /// # Errors
    /// Why the database raises an error: what is sent is forbidden or malformed.
    pub fn append(
        &mut self,
        station: StationId,
        origin: Origin,
        previous: &Head,
        rows: &[LogRow],
    ) -> Result<(Outcome, Head), &'static str> {
        let Some(first) = rows.first() else {
            return Err("an empty batch");
        };
        check(station, origin, previous, rows, self.guards)?;
        let held = self.chains.head(origin);
        let epoch = self.epoch(station);
        if origin.epoch < epoch {
            return Ok((Outcome::StaleEpoch, held));
        }
        if first.seq > held.seq + 1 {
            return Ok((Outcome::Behind, held));
        }
        if self.guards.plant_link && !self.links(origin, previous, rows) {
            return Ok((Outcome::Fork, held));
        }
        self.epochs.insert(station, origin.epoch);
        for row in rows.iter().filter(|row| row.seq > held.seq) {
            self.chains.push(Arc::new(row.clone()));
        }
        Ok((Outcome::Accepted, self.chains.head(origin)))
    }

    /// Whether the batch agrees with what is held, where both tell of a place.
    fn links(&self, origin: Origin, previous: &Head, rows: &[LogRow]) -> bool {
        let before =
            previous.seq == 0 || self.chains.hash_at(origin, previous.seq) == Some(previous.hash);
        let overlap = |row: &LogRow| {
            self.chains
                .hash_at(origin, row.seq)
                .is_none_or(|hash| hash == row.hash)
        };
        before && rows.iter().all(overlap)
    }

    fn page(&self, after: &[(Origin, u64)], limit: usize) -> Vec<LogRow> {
        let mut rows = Vec::new();
        for (origin, seq) in after {
            rows.extend(self.chains.after(*origin, *seq, limit - rows.len()));
            if rows.len() >= limit {
                break;
            }
        }
        rows
    }
}

/// What the database checks before it looks at its heads.
fn check(
    station: StationId,
    origin: Origin,
    previous: &Head,
    rows: &[LogRow],
    guards: Guards,
) -> Result<(), &'static str> {
    if origin.station != station {
        return Err("another station's chain");
    }
    let mut head = *previous;
    let mut open: Option<(RequestId, Part)> = None;
    for row in rows {
        if row.origin != origin || row.seq != head.seq + 1 {
            return Err("not one chain");
        }
        if !row.verifies(head.previous()) {
            return Err("a hash does not verify");
        }
        if guards.whole_commands && !row.follows(open) {
            return Err("a command is not whole");
        }
        open = row.open();
        head = Head::of(row);
    }
    if guards.whole_commands && open.is_some() {
        return Err("a command is not whole");
    }
    Ok(())
}
