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

/// Present version of each event; those not listed are at 1.
const VERSIONS: &[(&str, u16)] = &[("job_order.reported", 2)];

/// The present version of `name`.
#[must_use]
pub fn version(name: &str) -> u16 {
    VERSIONS
        .iter()
        .find(|(listed, _)| *listed == name)
        .map_or(1, |(_, version)| *version)
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
    if recorded == present {
        return serde_json::from_slice(payload).map_err(malformed);
    }
    if recorded > present {
        return Err(Unreadable::TooNew {
            name: name.to_owned(),
            version: recorded,
        });
    }
    let mut value: Value = serde_json::from_slice(payload).map_err(malformed)?;
    for from in recorded..present {
        lift(name, from, &mut value);
    }
    serde_json::from_value(value).map_err(malformed)
}

/// Lifts a payload from one version to the next.
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
