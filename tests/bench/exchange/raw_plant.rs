//! The denominator at the plant: the same rows in a table with the same key, by the same driver.

use std::time::{Duration, Instant};

use domain::log_row::LogRow;
use sqlx::postgres::PgListener;
use sqlx::{Connection as _, Executor as _, PgConnection};

/// A table as the log's own, without rules.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS raw_event (LIKE lineside.event INCLUDING ALL)";
const INSERT: &str = "INSERT INTO raw_event (station, epoch, seq, event_id, request_id, part_index, part_count, hlc, \
     effective_ms, recorded_ms, skew_ms, actor, name, version, touches, payload, hash) \
     SELECT * FROM unnest($1::uuid[], $2::int4[], $3::int8[], $4::uuid[], $5::uuid[], $6::int2[], $7::int2[], \
     $8::int8[], $9::int8[], $10::int8[], $11::int8[], $12::uuid[], $13::text[], $14::int2[], $15::text[], \
     $16::bytea[], $17::bytea[])";
/// The channel of the raw wake-up.
const CHANNEL: &str = "raw_wake";

/// One connection that writes without rules.
pub(crate) struct RawPlant(PgConnection);

impl RawPlant {
    pub(crate) async fn new(mut connection: PgConnection) -> Self {
        connection.execute(TABLE).await.unwrap();
        Self(connection)
    }

    /// Appends rows in one statement and one commit, and says how long that took.
    pub(crate) async fn append(&mut self, rows: &[LogRow]) -> Duration {
        macro_rules! column {
            ($of:expr) => {
                rows.iter().map($of).collect::<Vec<_>>()
            };
        }
        let begun = Instant::now();
        sqlx::query(INSERT)
            .bind(column!(|row| uuid::Uuid::from_bytes(row.origin.station.0)))
            .bind(column!(|row| row.origin.epoch.cast_signed()))
            .bind(column!(|row| row.seq.cast_signed()))
            .bind(column!(|row| row.id.0))
            .bind(column!(|row| row.request.0))
            .bind(column!(|row| row.part.index.cast_signed()))
            .bind(column!(|row| row.part.count.cast_signed()))
            .bind(column!(|row| row.hlc.0))
            .bind(column!(|row| row.effective_ms))
            .bind(column!(|row| row.recorded_ms))
            .bind(column!(|row| row.skew_ms))
            .bind(column!(|row| row.actor.map(|actor| actor.0)))
            .bind(column!(|row| row.name.clone()))
            .bind(column!(|row| row.version.cast_signed()))
            .bind(column!(|row| row.touches.clone()))
            .bind(column!(|row| row.payload.clone()))
            .bind(column!(|row| row.hash.to_vec()))
            .execute(&mut self.0)
            .await
            .unwrap();
        begun.elapsed()
    }

    /// Sends a wake-up, and says how long it took until `ear` heard it.
    pub(crate) async fn wake(&mut self, ear: &mut PgListener) -> Duration {
        let begun = Instant::now();
        self.0.execute("NOTIFY raw_wake").await.unwrap();
        ear.recv().await.unwrap();
        begun.elapsed()
    }

    pub(crate) async fn close(self) {
        self.0.close().await.unwrap();
    }
}

/// Somebody who listens for the raw wake-up.
pub(crate) async fn ear(url: &str) -> PgListener {
    let mut ear = PgListener::connect(url).await.unwrap();
    ear.listen(CHANNEL).await.unwrap();
    ear
}
