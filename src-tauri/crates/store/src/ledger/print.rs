//! The print queue's rows: a label is here with its bytes before anything is sent.

use sqlx::Row;
use uuid::Uuid;

use crate::error::StoreError;
use crate::{Store, Writer};

/// One copy of a label for a printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob {
    /// Label.
    pub label: Uuid,
    /// Copy.
    pub copy: u32,
    /// Printer.
    pub printer: String,
    /// Bytes for the printer.
    pub bytes: Vec<u8>,
    /// Preview.
    pub svg: String,
    /// State word.
    pub state: String,
    /// Bytes the printer took.
    pub accepted: i64,
    /// How often sending was begun.
    pub attempts: i64,
    /// How its state is known.
    pub evidence: Option<String>,
}

impl Writer<'_> {
    /// Commits that a copy is about to be sent, before the first byte, as claim number `fence` on it;
    /// `false` when it does not wait any more or another claim came first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn begin_sending(
        &mut self,
        label: Uuid,
        copy: u32,
        fence: i64,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE print_job SET state = 'sending', attempts = ?, accepted = 0 \
                   WHERE label = ? AND copy = ? AND state = 'queued' AND attempts = ?";
        let done = sqlx::query(sql)
            .bind(fence)
            .bind(label)
            .bind(copy)
            .bind(fence - 1)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts a copy back of which the printer took not a single byte under claim number `fence`;
    /// `false` when that claim does not hold any more.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn requeue(
        &mut self,
        label: Uuid,
        copy: u32,
        fence: i64,
        evidence: &str,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE print_job SET state = 'queued', evidence = ? \
                   WHERE label = ? AND copy = ? AND state = 'sending' AND attempts = ?";
        let done = sqlx::query(sql)
            .bind(evidence)
            .bind(label)
            .bind(copy)
            .bind(fence)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

impl Store {
    /// The copy at the head of a printer's queue. An uncertain one blocks it until it is settled.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn print_head(&self, printer: &str) -> Result<Option<PrintJob>, StoreError> {
        let sql = "SELECT label, copy, printer, bytes, svg, state, accepted, attempts, evidence FROM print_job \
                   WHERE printer = ? AND state IN ('queued', 'sending', 'uncertain') \
                   ORDER BY state = 'queued', created_ms, label, copy LIMIT 1";
        let row = sqlx::query(sql)
            .bind(printer)
            .fetch_optional(self.readers())
            .await?;
        row.as_ref().map(print_job).transpose()
    }

    /// Copies in a state, whatever the printer.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn print_jobs_in(&self, state: &str) -> Result<Vec<PrintJob>, StoreError> {
        let sql = "SELECT label, copy, printer, bytes, svg, state, accepted, attempts, evidence FROM print_job WHERE state = ?";
        let rows = sqlx::query(sql)
            .bind(state)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(print_job).collect()
    }

    /// Copies of one label, oldest first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn print_jobs_of(&self, label: Uuid) -> Result<Vec<PrintJob>, StoreError> {
        let sql = "SELECT label, copy, printer, bytes, svg, state, accepted, attempts, evidence FROM print_job \
                   WHERE label = ? ORDER BY copy";
        let rows = sqlx::query(sql)
            .bind(label)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(print_job).collect()
    }

    /// Copies of the labels of some lots, each with its lot, oldest first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn print_jobs_of_lots(
        &self,
        lots: &[Uuid],
    ) -> Result<Vec<(Uuid, PrintJob)>, StoreError> {
        let asked: Vec<String> = lots.iter().map(|lot| lot.simple().to_string()).collect();
        let sql = "SELECT job.label, job.copy, job.printer, job.bytes, job.svg, job.state, job.accepted, \
                   job.attempts, job.evidence, label.lot FROM label JOIN print_job AS job ON job.label = label.id \
                   WHERE label.lot IN (SELECT unhex(value) FROM json_each(?)) ORDER BY job.label, job.copy";
        let rows = sqlx::query(sql)
            .bind(serde_json::to_string(&asked)?)
            .fetch_all(self.readers())
            .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(9)?, print_job(row)?)))
            .collect()
    }
}

fn print_job(row: &sqlx::sqlite::SqliteRow) -> Result<PrintJob, StoreError> {
    Ok(PrintJob {
        label: row.try_get(0)?,
        copy: row.try_get(1)?,
        printer: row.try_get(2)?,
        bytes: row.try_get(3)?,
        svg: row.try_get(4)?,
        state: row.try_get(5)?,
        accepted: row.try_get(6)?,
        attempts: row.try_get(7)?,
        evidence: row.try_get(8)?,
    })
}
