//! What does not add up.

use chrono::DateTime;
use domain::exception::Exception;
use domain::job_order::JobOrder;
use domain::operations_request::Exception::{ChangedAfterRelease, ReleasedTwice};
use domain::operations_request::{OperationsRequest, RECEIVED};
use domain::origin::StationId;
use store::views::exceptions::OpenException;
use uuid::Uuid;

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
        let erp = self.row().erp;
        let details = self.details(&open).await?;
        let row = |(open, detail): (OpenException, Option<String>)| {
            let known = open.actor.and_then(|actor| names.get(&actor));
            let who = if open.name == RECEIVED {
                Some(erp.clone())
            } else {
                known.map(|(_, name)| name.clone())
            };
            ExceptionRow {
                event: open.event,
                detail,
                who,
                subject: open.key,
                sentence: open.exception.sentence().to_owned(),
                owner: open.exception.owner(),
                at: DateTime::from_timestamp_millis(open.recorded_ms).unwrap_or_default(),
                station: open
                    .station
                    .try_into()
                    .map_or_else(|_| String::new(), |station| StationId(station).short()),
            }
        };
        Ok(ExceptionsView {
            exceptions: open.into_iter().zip(details).map(row).collect(),
            more,
        })
    }

    /// The figures behind each, as they are now.
    async fn details(&self, open: &[OpenException]) -> Result<Vec<Option<String>>, Failure> {
        let of = |job: bool| {
            let ids = open.iter().filter(move |open| match open.exception {
                Exception::JobOrder(_) => job,
                Exception::OperationsRequest(_) => !job,
                Exception::MaterialLot(_) => false,
            });
            ids.map(|open| open.aggregate).collect::<Vec<Uuid>>()
        };
        let jobs = self.store.aggregates::<JobOrder>(&of(true)).await?;
        let orders = self
            .store
            .aggregates::<OperationsRequest>(&of(false))
            .await?;
        let detail = |open: &OpenException| match open.exception {
            Exception::JobOrder(what) => jobs.get(&open.aggregate)?.state.amounts_of(what),
            Exception::OperationsRequest(ChangedAfterRelease) => {
                let changes = orders.get(&open.aggregate)?.state.changes();
                (!changes.is_empty()).then(|| changes.join(", "))
            }
            Exception::OperationsRequest(ReleasedTwice) | Exception::MaterialLot(_) => None,
        };
        Ok(open.iter().map(detail).collect())
    }
}
