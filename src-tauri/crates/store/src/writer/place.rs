//! A copied or restored data folder goes on in a new epoch, where that can be told.

use super::{StoreError, Writer, WriterState};

/// Notes where the file is.
const NOTE: &str = "UPDATE station SET place = ?";

impl WriterState {
    /// Starts a new epoch when the file is not where it was: another copy of it may record as the same
    /// station, and its events must not stand in the same places of one chain.
    pub(crate) async fn settle_place(&mut self, place: Option<String>) -> Result<(), StoreError> {
        self.place = place;
        let (Some(here), Some(_)) = (&self.place, &self.chain) else {
            return Ok(());
        };
        let known: Option<String> = sqlx::query_scalar("SELECT place FROM station")
            .fetch_one(&mut self.connection)
            .await?;
        if known.as_ref() == Some(here) {
            return Ok(());
        }
        if known.is_some() {
            tracing::warn!("this data folder is a copy: its log goes on in a new epoch");
            let newer = "UPDATE station SET place = ?, epoch = epoch + 1";
            sqlx::query(newer)
                .bind(here)
                .execute(&mut self.connection)
                .await?;
            self.chain = super::Chain::load(&mut self.connection).await?;
        } else {
            sqlx::query(NOTE)
                .bind(here)
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Notes where the file of a new station is.
    pub(crate) async fn note_place(&mut self) -> Result<(), StoreError> {
        sqlx::query(NOTE)
            .bind(self.state.place.clone())
            .execute(&mut self.state.connection)
            .await?;
        Ok(())
    }
}
