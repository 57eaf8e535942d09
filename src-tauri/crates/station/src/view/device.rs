//! Devices: the live weight, and how each device is.

use chrono::{DateTime, Utc};
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviceRole {
    /// Reads codes.
    Scanner,
    /// Weighs.
    Scale,
    /// Prints labels.
    Printer,
}

/// How a device is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceView {
    /// What it is for.
    pub role: DeviceRole,
    /// Where it is: a port or an address.
    pub target: String,
    /// Whether it answers.
    pub ready: bool,
    /// What is wrong and what to check, when not ready.
    pub sentence: Option<String>,
    /// Whether it is simulated.
    pub simulated: bool,
}

/// Devices of this station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DevicesView {
    /// Devices.
    pub devices: Vec<DeviceView>,
}

/// What the scale shows now. Never a number when it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "shows", rename_all = "snake_case")]
pub enum WeightView {
    /// A weight.
    Weight {
        /// Amount.
        weight: Quantity,
        /// Whether it stands still.
        stable: bool,
        /// When it was read.
        at: DateTime<Utc>,
    },
    /// No weight.
    NoWeight {
        /// Why, and what to do.
        sentence: String,
    },
}

/// What happened since, pushed to every screen (server-sent events, Tauri events).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Facts were recorded: read the views again.
    Recorded {
        /// Kinds of aggregate touched, for example `job_order`.
        kinds: Vec<String>,
    },
    /// A code was scanned. Nothing needs to be focused.
    Scanned {
        /// The text as read, FNC1 as U+001D.
        text: String,
        /// AIM identifier, for example `]C1`.
        symbology: Option<String>,
    },
    /// The scale shows something else.
    Weighed {
        /// What it shows.
        weight: WeightView,
    },
    /// A device came or went.
    Device {
        /// How it is.
        device: DeviceView,
    },
    /// The exchange with the plant stands otherwise: read the frame again.
    Exchange,
    /// Recording became possible or impossible.
    Storage {
        /// Whether it is possible.
        writable: bool,
    },
}
