//! The print queue as a host works it off: claim, send, tell.

use domain::id::{LabelId, RequestId};
use domain::label::{self, State};
use labels::queue::{self, Effect, Input, Job};
use store::ledger::print::PrintJob;
use uuid::Uuid;

use crate::Station;
use crate::failure::{Code, Failure};

/// The station's label printer: one a station for now.
pub(crate) const PRINTER: &str = "labels";

/// A copy to send. It is durable as *sending* before a host sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToPrint {
    /// Label.
    pub label: LabelId,
    /// Copy.
    pub copy: u32,
    /// Bytes for the printer.
    pub bytes: Vec<u8>,
    job: Job,
}

/// What came of sending a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Bytes the printer took.
    pub accepted: usize,
    /// Whether it says that it printed.
    pub confirmed: bool,
    /// How that is known, in words.
    pub evidence: String,
}

impl Station {
    /// Whatever was on its way when the process stopped may or may not be on paper.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn recover_print_queue(&self) -> Result<(), Failure> {
        for row in self.store.print_jobs_in(State::Sending.word()).await? {
            let moved = queue::next(kept(&row, false)?, Input::Restarted).map_err(refused)?;
            let accepted = usize::try_from(row.accepted).unwrap_or(0);
            self.fate(
                &row,
                moved.job.state,
                accepted,
                "the station stopped while it was being sent",
            )
            .await?;
        }
        Ok(())
    }

    /// Takes the next copy to print, if the printer's queue has one and nothing blocks it.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn next_to_print(&self, confirms: bool) -> Result<Option<ToPrint>, Failure> {
        let Some(row) = self.store.print_head(PRINTER).await? else {
            return Ok(None);
        };
        let job = kept(&row, confirms)?;
        if job.state != State::Queued {
            return Ok(None);
        }
        let fence = job.fence + 1;
        let claimed = queue::next(job, Input::Claim { fence })
            .map_err(refused)?
            .job;
        if !self
            .store
            .writer()
            .await?
            .begin_sending(row.label, row.copy)
            .await?
        {
            return Ok(None);
        }
        let committed = queue::next(claimed, Input::SendingCommitted { fence }).map_err(refused)?;
        Ok(Some(ToPrint {
            label: LabelId(row.label),
            copy: row.copy,
            bytes: row.bytes,
            job: committed.job,
        }))
    }

    /// Tells what came of it. Sent again by itself is only what the printer took nothing of.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn printed(&self, sent: &ToPrint, outcome: &Printed) -> Result<State, Failure> {
        let fence = sent.job.fence;
        let input = if outcome.accepted >= sent.bytes.len() {
            Input::AllAccepted { fence }
        } else {
            Input::Failed {
                fence,
                bytes: outcome.accepted,
            }
        };
        let mut moved = queue::next(sent.job, input).map_err(refused)?;
        if moved.effect == Effect::AwaitConfirmation {
            let told = if outcome.confirmed {
                Input::PrinterConfirms
            } else {
                Input::DeadlinePassed
            };
            moved = queue::next(moved.job, told).map_err(refused)?;
        }
        if moved.effect == Effect::Retry {
            self.store
                .writer()
                .await?
                .requeue(sent.label.0, sent.copy, &outcome.evidence)
                .await?;
            self.publish(crate::view::device::Change::Recorded {
                kinds: vec!["label".to_owned()],
            });
            return Ok(State::Queued);
        }
        let mut rows = self.store.print_jobs_of(sent.label.0).await?;
        rows.retain(|row| row.copy == sent.copy);
        for row in rows {
            self.fate(&row, moved.job.state, outcome.accepted, &outcome.evidence)
                .await?;
        }
        Ok(moved.job.state)
    }

    async fn fate(
        &self,
        row: &PrintJob,
        state: State,
        accepted: usize,
        evidence: &str,
    ) -> Result<(), Failure> {
        let event = label::Event::Settled {
            copy: row.copy,
            state,
            evidence: evidence.to_owned(),
        };
        let accepted = i64::try_from(accepted).ok();
        let mut writer = self.store.writer().await?;
        let request = RequestId(Uuid::now_v7());
        self.record_fate(
            &mut writer,
            request,
            None,
            (LabelId(row.label), row.copy),
            event,
            accepted,
        )
        .await
    }
}

/// The state machine's job from its row. One process owns the data folder, so the number of
/// attempts counts the claims.
fn kept(row: &PrintJob, confirms: bool) -> Result<Job, Failure> {
    let state = queue::state(&row.state).ok_or_else(|| {
        Failure::new(
            Code::Defect,
            "print_job",
            "a row of the print queue is damaged: run linesidectl verify",
        )
    })?;
    let attempts = u32::try_from(row.attempts).unwrap_or(u32::MAX);
    let accepted = usize::try_from(row.accepted).unwrap_or(0);
    Ok(Job {
        state,
        fence: u64::from(attempts),
        accepted,
        attempts,
        confirms,
    })
}

fn refused(refused: queue::Refused) -> Failure {
    Failure::new(Code::Refused, "print_queue", refused.to_string())
}
