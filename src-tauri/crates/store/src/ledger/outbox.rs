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
    /// Messages in a state, oldest first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn messages_in(&self, state: &str, limit: u32) -> Result<Vec<Message>, StoreError> {
        let sql = "SELECT message, order_key, segment, body, state, created_ms, text FROM erp_outbox \
                   WHERE state = ? ORDER BY created_ms, message LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(state)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(message).collect()
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
