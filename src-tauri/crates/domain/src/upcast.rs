//! Reading events of every version ever recorded.
//!
//! The log is never rewritten. An older payload is lifted, one version at a time, to the present
//! form when it is read.

use serde_json::Value;

use crate::event::Event;

/// Why a payload could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Written by a newer version of the software.
    #[error("event {name} has version {version}: this software is too old, update it")]
    TooNew {
        /// Name of the event.
        name: String,
        /// Its version.
        version: u16,
    },
    /// The bytes are not what the version promises.
    #[error("event {name} version {version} is malformed: {source}")]
    Malformed {
        /// Name of the event.
        name: String,
        /// Its version.
        version: u16,
        /// What is wrong.
        source: serde_json::Error,
    },
}

/// Present version of every event.
const VERSIONS: &[(&str, u16)] = &[
    ("definition.equipment", 1),
    ("definition.material", 1),
    ("definition.operations", 2),
    ("definition.person", 1),
    ("definition.reason", 1),
    ("exception.settled", 1),
    ("import.completed", 1),
    ("import.history_recorded", 1),
    ("job_order.completed", 1),
    ("job_order.dispatched", 1),
    ("job_order.inspected", 1),
    ("job_order.released", 2),
    ("job_order.reported", 2),
    ("job_order.run_ended", 1),
    ("job_order.run_paused", 1),
    ("job_order.run_resumed", 1),
    ("job_order.run_started", 1),
    ("label.reprinted", 1),
    ("label.requested", 1),
    ("label.settled", 1),
    ("material.consumed", 1),
    ("material.held", 1),
    ("material.hold_released", 1),
    ("material.produced", 1),
    ("material.received", 1),
    ("material.removed", 1),
    ("material.returned", 1),
    ("material.sublot", 1),
    ("nonconformance.closed", 1),
    ("nonconformance.contained", 1),
    ("nonconformance.counted", 1),
    ("nonconformance.dispositioned", 1),
    ("nonconformance.opened", 1),
    ("operations_request.received", 1),
    ("operations_request.released", 1),
    ("voided", 1),
];

/// The present version of `name`; 0 for an event that this software does not know.
#[must_use]
pub fn version(name: &str) -> u16 {
    VERSIONS
        .iter()
        .find(|(listed, _)| *listed == name)
        .map_or(0, |(_, version)| *version)
}

/// Reads a payload of any version.
///
/// # Errors
/// [`Unreadable`], when it is newer than this software or malformed.
pub fn read(name: &str, recorded: u16, payload: &[u8]) -> Result<Event, Unreadable> {
    let malformed = |source| Unreadable::Malformed {
        name: name.to_owned(),
        version: recorded,
        source,
    };
    let present = version(name);
    if recorded > present {
        return Err(Unreadable::TooNew {
            name: name.to_owned(),
            version: recorded,
        });
    }
    let event = lifted(name, recorded..present, payload).map_err(malformed)?;
    if event.name() == name {
        return Ok(event);
    }
    let other = format!("it holds {}", event.name());
    Err(malformed(serde::de::Error::custom(other)))
}

fn lifted(
    name: &str,
    versions: std::ops::Range<u16>,
    payload: &[u8],
) -> Result<Event, serde_json::Error> {
    if versions.is_empty() {
        return serde_json::from_slice(payload);
    }
    let mut value: Value = serde_json::from_slice(payload)?;
    for from in versions {
        lift(name, from, &mut value);
    }
    serde_json::from_value(value)
}

/// Lifts a payload from one version to the next. Routings and releases of version 1 have no
/// characteristics, and are written so still: see [`Event::version`].
fn lift(name: &str, from: u16, value: &mut Value) {
    if (name, from) == ("job_order.reported", 1) {
        // Version 1 knew no rework.
        if let Some(reported) = value
            .pointer_mut("/job_order/reported")
            .and_then(Value::as_object_mut)
        {
            reported.insert("rework".to_owned(), Value::Null);
        }
    }
}
