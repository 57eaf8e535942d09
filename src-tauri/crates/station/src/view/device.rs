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
    /// Where it is and what it speaks there, for people.
    pub target: String,
    /// Where it is, as it is written to set it up.
    pub place: String,
    /// What it speaks.
    pub protocol: String,
    /// Unit a scale is set to whose frames name none.
    pub unit: Option<String>,
    /// Dots to the inch of a printer's head.
    pub dpi: Option<u16>,
    /// Whether it answers.
    pub ready: bool,
    /// What is wrong and what to check, when not ready.
    pub sentence: Option<String>,
    /// The last thing that was wrong since the start, also when it works again.
    pub last_error: Option<DeviceError>,
    /// Whether it is simulated.
    pub simulated: bool,
}

/// What was wrong with a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceError {
    /// What was wrong, and what to check.
    pub sentence: String,
    /// When it began.
    pub at: DateTime<Utc>,
}

/// What devices of a role may speak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceChoice {
    /// Role.
    pub role: DeviceRole,
    /// What it may speak, the usual first.
    pub protocols: Vec<ProtocolChoice>,
    /// Dots to the inch it may have, the usual first; none where it prints nothing.
    pub dpis: Vec<u16>,
}

/// A protocol to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProtocolChoice {
    /// Name.
    pub name: String,
    /// Whether the scale's unit must be said, because its frames name none.
    pub needs_unit: bool,
}

/// What came of trying a device out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceTest {
    /// Role.
    pub role: DeviceRole,
    /// Whether it does what it is for.
    pub passed: bool,
    /// What it did, or what to check.
    pub sentence: String,
}

/// What is plugged in here and may be set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundView {
    /// Devices.
    pub devices: Vec<FoundDevice>,
    /// What kept some of them from being found, and what to do.
    pub troubles: Vec<String>,
    /// A sheet of codes to try a scanner out, as SVG.
    pub code_sheet: String,
}

/// A device that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundDevice {
    /// How it hangs on this computer.
    pub kind: FoundKind,
    /// What it calls itself.
    pub name: String,
    /// Which device on USB it is, for people.
    pub place: Option<String>,
    /// What it may be set up as.
    pub uses: Vec<FoundUse>,
    /// The role it has already.
    pub bound: Option<DeviceRole>,
    /// Why it cannot be used, or what to mind.
    pub sentence: Option<String>,
}

/// How a device hangs on a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    /// A serial port.
    Serial,
    /// A HID scanner or scale.
    Hid,
    /// A keyboard, or a scanner that types.
    Keys,
    /// A printer on USB.
    UsbPrinter,
    /// A simulator of the demo plant.
    Simulated,
}

/// What a device may be set up as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundUse {
    /// Role.
    pub role: DeviceRole,
    /// Where it is, as it is written to set it up.
    pub place: String,
    /// What it speaks, as far as it can be known.
    pub protocol: String,
}

/// Devices of this station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DevicesView {
    /// Devices.
    pub devices: Vec<DeviceView>,
    /// What may be set up.
    pub choices: Vec<DeviceChoice>,
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
