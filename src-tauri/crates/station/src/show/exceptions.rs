//! What does not add up.

use chrono::DateTime;
use domain::origin::StationId;
use store::views::exceptions::OpenException;

use crate::Station;
use crate::failure::Failure;
use crate::request::Nothing;
use crate::view::exceptions::{ExceptionRow, ExceptionsView};

/// Exceptions a screen shows.
const SHOWN_MAX: u32 = 200;

impl Station {
    /// Everything that does not add up and is not settled.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_exceptions(&self, _request: Nothing) -> Result<ExceptionsView, Failure> {
        let mut open = self.store.open_exceptions(SHOWN_MAX + 1).await?;
        let more = open.len() > SHOWN_MAX as usize;
        open.truncate(SHOWN_MAX as usize);
        let names = self.store.identities().await?;
        let row = |open: OpenException| {
            let who = open.actor.and_then(|actor| names.get(&actor));
            ExceptionRow {
                event: open.event,
                subject: open.key,
                sentence: open.exception.sentence().to_owned(),
                owner: open.exception.owner(),
                at: DateTime::from_timestamp_millis(open.recorded_ms).unwrap_or_default(),
                who: who.map(|(_, name)| name.clone()),
                station: open
                    .station
                    .try_into()
                    .map_or_else(|_| String::new(), |station| StationId(station).short()),
            }
        };
        Ok(ExceptionsView {
            exceptions: open.into_iter().map(row).collect(),
            more,
        })
    }
}
