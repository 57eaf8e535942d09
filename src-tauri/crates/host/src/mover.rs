//! Moves the write-ahead log into the station's file, beside whoever records.

use std::sync::Arc;
use std::time::Duration;

use station::Station;
use tokio::sync::watch;

/// Pause between two looks. At the fastest a station takes events in, the log grows by less than what a commit
/// would move itself.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Looks now and then until the station stops. What cannot be moved stays where it is: a commit will, and says
/// then what hinders it.
pub async fn keep_moving(station: Arc<Station>, mut stopped: watch::Receiver<bool>) {
    let mut failing = false;
    while tokio::time::timeout(LOOK_EVERY, stopped.wait_for(|stop| *stop))
        .await
        .is_err()
    {
        let moved = station.store().checkpoint().await;
        if let (Err(error), false) = (&moved, failing) {
            tracing::warn!(%error, "the log stays beside the file for now");
        }
        failing = moved.is_err();
    }
}
