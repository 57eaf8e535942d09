//! A transaction of many rows: in statements of a few sizes, each of which SQLite reads once.
//!
//! Of a thousand rows the reading of a text that was never seen before costs more than the rows.

use super::batch::Batch;
use super::rows::Aside;
use super::{LogRow, StoreError, Working, Writer, state};

/// Rows of the largest statement.
const ROWS_MAX: usize = 64;

impl Writer<'_> {
    /// Records events of others with what they fold to, all or nothing.
    pub(super) async fn take_in(
        &mut self,
        events: &[LogRow],
        aside: &Aside,
        working: &Working,
    ) -> Result<(), StoreError> {
        let changes = self.changes(working)?;
        let mut batch = Batch::default();
        for some in in_few_sizes(events) {
            batch.insert_events(some, false, aside);
        }
        for (kind, changes) in &changes {
            for some in in_few_sizes(&changes.rows) {
                batch.upsert(&state::table(*kind), some, &changes.columns);
            }
        }
        self.state.unsettled = true;
        let outcome = batch.commit(&mut self.state.connection).await;
        self.state.settle_after(outcome).await
    }
}

/// The same in slices whose lengths are powers of two, at most [`ROWS_MAX`].
pub(super) fn in_few_sizes<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut left = rows;
    std::iter::from_fn(move || {
        let size = (1 << left.len().checked_ilog2()?).min(ROWS_MAX);
        let (some, rest) = left.split_at_checked(size)?;
        left = rest;
        Some(some)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_taken_all_and_in_order_in_slices_of_few_sizes() {
        let rows: Vec<usize> = (0..1_000).collect();

        let sizes: Vec<usize> = in_few_sizes(&rows).map(<[usize]>::len).collect();
        let all: Vec<usize> = in_few_sizes(&rows).flatten().copied().collect();

        assert_eq!(all, rows);
        assert_eq!(sizes[15..], [32, 8]);
        assert!(sizes[..15].iter().all(|size| *size == ROWS_MAX));
        assert_eq!(in_few_sizes::<u8>(&[]).count(), 0);
    }
}
