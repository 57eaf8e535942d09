//! What tells a station that others pushed. A hint: it may be lost, and polling finds the same.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPoolOptions};

use super::error::PlantError;
use super::join_code::JoinCode;
use super::link::{CHANNEL, in_time};

/// How long log-in may take.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(15);

/// A connection that only listens.
#[derive(Debug)]
pub struct PlantEar {
    listener: PgListener,
}

impl PlantEar {
    /// Listens from now on.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn connect(code: &JoinCode) -> Result<Self, PlantError> {
        let options = code.options();
        let listening = async {
            let one = PgPoolOptions::new().max_connections(1);
            let pool = one
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(options)
                .await?;
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.eager_reconnect(false);
            listener.listen(CHANNEL).await?;
            Ok(Self { listener })
        };
        in_time(CONNECT_TIME_MAX, listening).await
    }

    /// Waits until somebody pushed, however often since the last time.
    ///
    /// # Errors
    /// [`PlantError::Unreachable`], when the connection is gone: connect anew, and poll.
    pub async fn heard(&mut self) -> Result<(), PlantError> {
        let gone = || PlantError::Unreachable("it closed the connection".to_owned());
        self.listener.try_recv().await?.ok_or_else(gone)?;
        while self.listener.next_buffered().is_some() {}
        Ok(())
    }
}
