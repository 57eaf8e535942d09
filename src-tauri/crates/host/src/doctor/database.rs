//! The station's file and its clock.

use chrono::{DateTime, TimeDelta, Utc};
use store::Store;
use store::verify::VerifyError;

use super::Finding;

/// A clock that is behind the newest entry by more was set back, or is wrong, in seconds.
const BEHIND_S: i64 = 60;

pub(super) async fn look(store: &Store, now: DateTime<Utc>) -> Vec<Finding> {
    let mut findings = vec![version(store).await, proved(store).await];
    findings.push(clock(store, now).await);
    findings
}

async fn version(store: &Store) -> Finding {
    let check = "version";
    let ours = Store::form();
    match store.form_of_file().await {
        Ok(found) if found == ours => Finding::good(
            check,
            format!("the file has form {found}, this release's own"),
        ),
        Ok(found) => Finding::warning(
            check,
            format!("the file has form {found}, this release writes {ours}"),
            "start Lineside once: it brings the file to its own form",
        ),
        Err(error) => Finding::problem(check, "the file does not say its form", error.to_string()),
    }
}

/// The newest part of the log; the whole of it is `verify`'s.
async fn proved(store: &Store) -> Finding {
    let check = "records";
    match store.verify_newest().await {
        Ok(events) => Finding::good(
            check,
            format!("the newest {events} entries are as recorded"),
        ),
        Err(VerifyError::Different(difference)) => Finding::problem(
            check,
            difference.to_string(),
            "restore a backup with linesidectl restore, keep this folder, and ask for help",
        ),
        Err(VerifyError::Unread(error)) => {
            Finding::problem(check, "the records cannot be read", error.to_string())
        }
    }
}

async fn clock(store: &Store, now: DateTime<Utc>) -> Finding {
    let newest = store.recorded_ms().await;
    let newest = newest
        .ok()
        .flatten()
        .and_then(DateTime::from_timestamp_millis);
    judged(newest, now)
}

fn judged(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Finding {
    let check = "clock";
    let says = format!("this machine says {}", now.format("%Y-%m-%d %H:%M:%S UTC"));
    match newest {
        Some(newest) if newest - now > TimeDelta::seconds(BEHIND_S) => Finding::problem(
            check,
            format!(
                "{says}, but the newest entry is of {}",
                newest.format("%Y-%m-%d %H:%M:%S UTC")
            ),
            "set the clock, and let it be kept by the network (NTP)",
        ),
        _ => Finding::good(check, says),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::State;

    #[test]
    fn a_clock_behind_the_newest_entry_is_a_problem() {
        let now = DateTime::UNIX_EPOCH;

        assert_eq!(judged(Some(now), now).state, State::Good);
        assert_eq!(judged(None, now).state, State::Good);
        let ahead = now + TimeDelta::seconds(BEHIND_S + 1);
        assert_eq!(judged(Some(ahead), now).state, State::Problem);
    }
}
