//! The print queue as a host works it off: claim, send, tell.

use domain::id::{LabelId, RequestId};
use domain::label::{self, State};
use labels::Language;
use labels::queue::{self, Effect, Input, Job, Transition};
use store::Writer;
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
            let mut writer = self.store.writer().await?;
            self.fate(
                &mut writer,
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
    /// [`Failure`], when the store fails; of code `device`, when the copy was made for a printer of
    /// another language.
    pub async fn next_to_print(&self, confirms: bool) -> Result<Option<ToPrint>, Failure> {
        let Some(row) = self.store.print_head(PRINTER).await? else {
            return Ok(None);
        };
        let job = kept(&row, confirms)?;
        if job.state != State::Queued {
            return Ok(None);
        }
        self.check_language(&row)?;
        let fence = job.fence + 1;
        let claimed = queue::next(job, Input::Claim { fence })
            .map_err(refused)?
            .job;
        if !self
            .store
            .writer()
            .await?
            .begin_sending(row.label, row.copy, row.attempts + 1)
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

    /// Bytes in another language would print as text, for metres.
    fn check_language(&self, row: &PrintJob) -> Result<(), Failure> {
        let (made, takes) = (Language::of(&row.bytes), self.head().language);
        if made == Some(takes) {
            return Ok(());
        }
        let made = made.map_or("another", Language::name);
        Err(Failure::new(
            Code::Device,
            "label_language",
            format!(
                "the next label was made for a printer that takes {made}, this one takes {}: \
                 withdraw the label and print it again",
                takes.name()
            ),
        ))
    }

    /// Tells what came of it. Sent again by itself is only what the printer took nothing of.
    ///
    /// # Errors
    /// [`Failure`], when the store fails; of code `refused`, when this claim on the copy does not hold
    /// any more: whoever took it over tells its fate.
    pub async fn printed(&self, sent: &ToPrint, outcome: &Printed) -> Result<State, Failure> {
        let moved = told(sent, outcome).map_err(refused)?;
        let mut writer = self.store.writer().await?;
        let row = self.held(sent).await?;
        if moved.effect == Effect::Retry {
            let (label, copy) = (sent.label.0, sent.copy);
            writer
                .requeue(label, copy, row.attempts, &outcome.evidence)
                .await?;
            drop(writer);
            self.publish(crate::view::device::Change::Recorded {
                kinds: vec!["label".to_owned()],
            });
            return Ok(State::Queued);
        }
        let (state, accepted) = (moved.job.state, outcome.accepted);
        self.fate(&mut writer, &row, state, accepted, &outcome.evidence)
            .await?;
        Ok(state)
    }

    /// The row of a copy that is still being sent under this claim.
    async fn held(&self, sent: &ToPrint) -> Result<PrintJob, Failure> {
        let rows = self.store.print_jobs_of(sent.label.0).await?;
        let row = rows.into_iter().find(|row| row.copy == sent.copy);
        let row = row.ok_or_else(|| refused(queue::Refused::StaleFence))?;
        let job = kept(&row, sent.job.confirms)?;
        let holds = job.state == State::Sending && job.fence == sent.job.fence;
        holds
            .then_some(row)
            .ok_or_else(|| refused(queue::Refused::StaleFence))
    }

    async fn fate(
        &self,
        writer: &mut Writer<'_>,
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
        let request = RequestId(Uuid::now_v7());
        self.record_fate(
            writer,
            request,
            None,
            (LabelId(row.label), row.copy),
            event,
            accepted,
        )
        .await
    }
}

/// What sending did to a copy, by the state machine.
fn told(sent: &ToPrint, outcome: &Printed) -> Result<Transition, queue::Refused> {
    let fence = sent.job.fence;
    let bytes = outcome.accepted;
    let input = if bytes >= sent.bytes.len() {
        Input::AllAccepted { fence }
    } else {
        Input::Failed { fence, bytes }
    };
    let moved = queue::next(sent.job, input)?;
    match moved.effect {
        Effect::AwaitConfirmation if outcome.confirmed => {
            queue::next(moved.job, Input::PrinterConfirms)
        }
        Effect::AwaitConfirmation => queue::next(moved.job, Input::DeadlinePassed),
        Effect::Nothing
        | Effect::Commit
        | Effect::Send
        | Effect::Retry
        | Effect::Ask
        | Effect::AbortAndAsk
        | Effect::OfferReprint
        | Effect::Alarm => Ok(moved),
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
