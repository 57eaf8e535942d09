//! Messages to the ERP: written with the event that causes them, delivered later.

use sqlx::Row;
use uuid::Uuid;

use crate::error::StoreError;
use crate::{Store, Writer};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Message id, also its file's.
    pub message: Uuid,
    /// The ERP's order number.
    pub order_key: String,
    /// Operation number.
    pub segment: String,
    /// Performance, as JSON.
    pub body: String,
    /// pending, writing, sent, acknowledged, refused, withdrawn.
    pub state: String,
    /// When it was made, in milliseconds since 1970 UTC.
    pub created_ms: i64,
    /// The ERP's text, or what hinders the delivery.
    pub text: Option<String>,
}

impl Writer<'_> {
    /// Commits that a message is about to be written, so that it can no longer be withdrawn;
    /// `false` where it was withdrawn before.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn begin_writing(&mut self, message: Uuid) -> Result<bool, StoreError> {
        let sql = "UPDATE erp_outbox SET state = 'writing' \
                   WHERE message = ? AND state IN ('pending', 'writing')";
        let done = sqlx::query(sql)
            .bind(message)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes where a message stands.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn mark_message(
        &mut self,
        message: Uuid,
        state: &str,
        text: Option<&str>,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE erp_outbox SET state = ?, text = ? WHERE message = ?")
            .bind(state)
            .bind(text)
            .bind(message)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The oldest undelivered message of each order, oldest first: the others of an order wait for
    /// it. Oldest is what was recorded first, whatever the clock said.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn undelivered_heads(&self, limit: u32) -> Result<Vec<Message>, StoreError> {
        let sql = "SELECT message, order_key, segment, body, state, created_ms, text FROM erp_outbox \
                   WHERE rowid IN (SELECT min(rowid) FROM erp_outbox \
                   WHERE state IN ('pending', 'writing') GROUP BY order_key) ORDER BY rowid LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(message).collect()
    }

    /// Messages that wait for the ERP's answer, in the order of their ids, behind `after`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn unanswered(&self, after: Uuid, limit: u32) -> Result<Vec<Uuid>, StoreError> {
        let sql = "SELECT message FROM erp_outbox WHERE state = 'sent' AND message > ? \
                   ORDER BY message LIMIT ?";
        Ok(sqlx::query_scalar(sql)
            .bind(after)
            .bind(limit)
            .fetch_all(self.readers())
            .await?)
    }

    /// Messages, newest first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn messages(&self, limit: u32) -> Result<Vec<Message>, StoreError> {
        let sql = "SELECT message, order_key, segment, body, state, created_ms, text FROM erp_outbox \
                   ORDER BY created_ms DESC, message DESC LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(message).collect()
    }

    /// One message; absent where there is none.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn message(&self, id: Uuid) -> Result<Option<Message>, StoreError> {
        let sql = "SELECT message, order_key, segment, body, state, created_ms, text FROM erp_outbox \
                   WHERE message = ?";
        let row = sqlx::query(sql)
            .bind(id)
            .fetch_optional(self.readers())
            .await?;
        row.as_ref().map(message).transpose()
    }

    /// Where a message stands; absent where there is none.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn message_state(&self, message: Uuid) -> Result<Option<String>, StoreError> {
        let sql = "SELECT state FROM erp_outbox WHERE message = ?";
        Ok(sqlx::query_scalar(sql)
            .bind(message)
            .fetch_optional(self.readers())
            .await?)
    }

    /// How many messages are in a state.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn count_messages(&self, state: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM erp_outbox WHERE state = ?";
        let count: i64 = sqlx::query_scalar(sql)
            .bind(state)
            .fetch_one(self.readers())
            .await?;
        Ok(count.unsigned_abs())
    }
}

fn message(row: &sqlx::sqlite::SqliteRow) -> Result<Message, StoreError> {
    Ok(Message {
        message: row.try_get(0)?,
        order_key: row.try_get(1)?,
        segment: row.try_get(2)?,
        body: row.try_get(3)?,
        state: row.try_get(4)?,
        created_ms: row.try_get(5)?,
        text: row.try_get(6)?,
    })
}
