//! Tells the window what changed, so that it asks again.

use serde::Serialize;
use tauri::{AppHandle, Emitter, async_runtime};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Name of the event the screens listen for.
const EVENT: &str = "change";

/// Tells the window of each change until the station ends. Where the window was too slow to hear
/// them all it is told `missed` once instead, after which it asks for everything again.
pub(crate) fn forward<C>(window: AppHandle, mut changes: Receiver<C>, missed: C)
where
    C: Clone + Serialize + Send + Sync + 'static,
{
    async_runtime::spawn(async move {
        while let Some(change) = next(&mut changes, &missed).await {
            if let Err(failed) = window.emit(EVENT, change) {
                tracing::warn!(%failed, "the window was not told of a change");
            }
        }
    });
}

async fn next<C: Clone>(changes: &mut Receiver<C>, missed: &C) -> Option<C> {
    match changes.recv().await {
        Ok(change) => Some(change),
        Err(RecvError::Lagged(_)) => Some(missed.clone()),
        Err(RecvError::Closed) => None,
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::broadcast::channel;

    use super::*;

    #[test]
    fn a_window_that_was_too_slow_is_told_that_it_missed_something() {
        let (station, mut changes) = channel(2);
        for change in 1..=3 {
            station.send(change).unwrap();
        }
        drop(station);

        let heard = async_runtime::block_on(async {
            let mut heard = Vec::new();
            while let Some(change) = next(&mut changes, &0).await {
                heard.push(change);
            }
            heard
        });

        assert_eq!(heard, [0, 2, 3]);
    }
}
