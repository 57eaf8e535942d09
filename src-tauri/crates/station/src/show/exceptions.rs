//! What does not add up.

use chrono::DateTime;
use domain::origin::StationId;
use domain::role::Role;
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
            let (owner, sentence) = meaning(&open.code);
            let who = open.actor.and_then(|actor| names.get(&actor));
            ExceptionRow {
                event: open.event,
                subject: open.key,
                sentence: sentence.to_owned(),
                owner,
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

/// Whose an exception is, and what it means.
pub(crate) fn meaning(code: &str) -> (Role, &'static str) {
    match code {
        "reported_over" => (
            Role::Supervisor,
            "more was reported than ordered: two stations may have counted the same pieces. Count, and void what was reported twice",
        ),
        "worked_after_end" => (
            Role::Supervisor,
            "work was recorded after the operation was complete: another station had finished it. Decide what becomes of the surplus",
        ),
        "unknown_run" => (
            Role::Supervisor,
            "a run was paused or ended that never began here: its start is missing",
        ),
        "over_consumed" => (
            Role::Quality,
            "more was taken from this lot than it held: two stations may have used it at once. Count the lot and correct it",
        ),
        "changed_after_release" => (
            Role::Supervisor,
            "the ERP changed this order after, or just before, its release: compare the two",
        ),
        "released_twice" => (
            Role::Supervisor,
            "two people released this order at once: the second release counts for nothing",
        ),
        _ => (
            Role::Supervisor,
            "an amount came in a unit that cannot be converted: correct the entry",
        ),
    }
}
