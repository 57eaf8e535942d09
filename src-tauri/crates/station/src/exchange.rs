//! The station's side of the exchange with its plant: what comes in, and how it stands.

use chrono::{DateTime, Utc};
use domain::event::Recorded;
use domain::log_row::LogRow;
use domain::origin::Origin;
use store::StoreError;

use crate::failure::Failure;
use crate::view::device::Change;
use crate::view::station::Connection;
use crate::{Station, locked};

/// Events taken in before a capture that waits gets its turn: a few milliseconds, and one sync of the disk
/// for as many costs next to nothing.
const AT_ONCE: usize = 50;

/// How the exchange with the plant stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Sharing with the plant.
    pub connection: Connection,
    /// The plant's name; absent for a station that is its own.
    pub plant: Option<String>,
    /// Events recorded here that the plant is not known to hold.
    pub queued: u64,
    /// Events the plant holds that are not here yet.
    pub behind: u64,
    /// The events of a past that this station began with, while they are on their way.
    pub past: Option<Past>,
    /// When the plant was last heard of.
    pub heard_at: Option<DateTime<Utc>>,
    /// This station's clock less the plant's, in milliseconds.
    pub skew_ms: Option<i64>,
    /// What somebody must know.
    pub alarm: Option<String>,
}

/// The events of a past on their way, which is shown already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// Events that are here.
    pub arrived: u64,
    /// Events it has.
    pub events: u64,
}

/// A baseline on its way to a new station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// Bytes that are here.
    pub bytes: u64,
    /// Bytes it has.
    pub of: u64,
    /// Whether the next start begins with it.
    pub ready: bool,
}

impl Default for Exchange {
    fn default() -> Self {
        Self {
            connection: Connection::Alone,
            plant: None,
            queued: 0,
            behind: 0,
            past: None,
            heard_at: None,
            skew_ms: None,
            alarm: None,
        }
    }
}

impl Station {
    /// How the exchange with the plant stands.
    #[must_use]
    pub fn exchange(&self) -> Exchange {
        locked(&self.exchange).clone()
    }

    /// Notes how the exchange stands, and tells every screen when more changed than what every answer
    /// of the plant changes: when it came, and a few milliseconds between the clocks.
    pub fn set_exchange(&self, exchange: Exchange) {
        let known = std::mem::replace(&mut *locked(&self.exchange), exchange.clone());
        let steady = Exchange {
            heard_at: exchange.heard_at,
            skew_ms: exchange.skew_ms,
            ..known
        };
        let seconds = |skew_ms: Option<i64>| skew_ms.map(|skew| skew / 1_000);
        if steady != exchange || seconds(known.skew_ms) != seconds(exchange.skew_ms) {
            self.publish(Change::Exchange);
        }
    }

    /// The plant's past on its way here, where it is.
    #[must_use]
    pub fn baseline(&self) -> Option<Baseline> {
        *locked(&self.baseline)
    }

    /// Notes how far the plant's past has come, and tells every screen.
    pub fn set_baseline(&self, baseline: Option<Baseline>) {
        let known = std::mem::replace(&mut *locked(&self.baseline), baseline);
        if known != baseline {
            self.publish(Change::Exchange);
        }
    }

    /// Refuses what needs the events of a past that is still on its way.
    pub(crate) async fn check_past(&self) -> Result<(), Failure> {
        match self.store.past().await? {
            Some(past) => Err(past.coming().into()),
            None => Ok(()),
        }
    }

    /// Takes in events of other stations, few at a time, and tells every screen. Where some are refused,
    /// those before them stay.
    ///
    /// # Errors
    /// [`StoreError`], as for [`store::Writer::receive`].
    pub async fn receive(&self, rows: &[LogRow]) -> Result<(), StoreError> {
        let mut recorded = Vec::new();
        let outcome = self.take_in(rows, &mut recorded).await;
        self.note_storage(outcome.as_ref().copied());
        if !recorded.is_empty() {
            self.publish_recorded(&recorded);
        }
        outcome
    }

    async fn take_in(
        &self,
        rows: &[LogRow],
        recorded: &mut Vec<Recorded>,
    ) -> Result<(), StoreError> {
        for some in whole(rows, AT_ONCE, |row| row.open().is_some()) {
            let mut writer = self.store.writer().await?;
            recorded.extend(writer.receive(some, self.now()).await?);
        }
        Ok(())
    }

    /// Moves events to the end of this station's chain, see [`store::Writer::rehome`].
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn rehome(&self, from: Origin, after: u64, epoch: u32) -> Result<u64, StoreError> {
        let moved = self
            .store
            .writer()
            .await?
            .rehome(from, after, epoch)
            .await?;
        if let Some(row) = self.store.station().await? {
            *locked(&self.row) = row;
        }
        Ok(moved)
    }
}

/// The same in slices of `least` or a few more: none ends where more of a command must follow.
fn whole<T>(rows: &[T], least: usize, open: impl Fn(&T) -> bool) -> impl Iterator<Item = &[T]> {
    let mut left = rows;
    std::iter::from_fn(move || {
        let ends = (least..left.len()).find(|end| !left.get(end - 1).is_some_and(&open));
        let (some, rest) = left.split_at_checked(ends.unwrap_or(left.len()))?;
        left = rest;
        (!some.is_empty()).then_some(some)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_taken_in_slices_that_cut_no_command() {
        // A dot is a command of one event, a dash the beginning or middle of one that an x ends.
        let rows: Vec<char> = "..---x..-x.".chars().collect();

        let slices: Vec<String> = whole(&rows, 3, |row| *row == '-')
            .map(|slice| slice.iter().collect())
            .collect();

        assert_eq!(slices, ["..---x", "..-x", "."]);
        assert_eq!(whole::<char>(&[], 3, |_| true).count(), 0);
    }
}
