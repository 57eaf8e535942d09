//! What hosts carry in: one shape an operation.

use std::collections::BTreeMap;

use domain::id::{
    EquipmentId, EventId, JobOrderId, LabelId, MaterialLotId, NonconformanceId,
    OperationsRequestId, PersonId, RequestId,
};
use domain::job_order;
use domain::material_lot::HoldCommand;
use domain::nonconformance::DoubtCommand;
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::view::device::DeviceRole;
use crate::view::trace::TraceDirection;

/// Nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Nothing {}

/// Which orders of the tray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrayFilter {
    /// Those not ended.
    #[default]
    Open,
    /// All.
    All,
}

/// Reads the order tray.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewOrderTray {
    /// Which.
    #[serde(default)]
    pub filter: TrayFilter,
    /// Part of an order or item number.
    #[serde(default)]
    pub search: Option<String>,
    /// `next` of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// Reads one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewOrder {
    /// Order.
    pub order_id: OperationsRequestId,
}

/// Reads a job list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewJobList {
    /// Work unit.
    pub work_unit: EquipmentId,
    /// Cards at most of either part; 50 where it is absent, 500 at most.
    #[serde(default)]
    pub most: Option<u32>,
}

/// Reads one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewJob {
    /// Job.
    pub job: JobOrderId,
    /// Who looks: decides which actions are shown.
    #[serde(default)]
    pub session: Option<Uuid>,
}

/// Asks what a scanned code is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FindScan {
    /// The text as read, FNC1 as U+001D.
    pub text: String,
    /// AIM identifier, for example `]C1`.
    #[serde(default)]
    pub symbology: Option<String>,
}

/// A lot a scan may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FoundLot {
    /// Lot.
    pub lot: MaterialLotId,
    /// Number.
    pub number: String,
    /// Item number.
    pub material: String,
    /// Item description.
    pub description: String,
    /// Supplier, where known.
    pub supplier: Option<String>,
    /// Left.
    pub quantity: Quantity,
    /// Last day of use.
    pub expires: Option<chrono::NaiveDate>,
    /// Why it is not to be used, in words; absent where it may be.
    pub why_not: Option<String>,
}

/// What a scanned code is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Found {
    /// A person's badge.
    Badge {
        /// Badge, for the log-in.
        badge: String,
    },
    /// A job, from a traveller.
    Job {
        /// Job.
        job: JobOrderId,
        /// The ERP's order number.
        order: String,
        /// Operation number.
        segment: String,
        /// Work unit it is dispatched to.
        work_unit: Option<EquipmentId>,
    },
    /// One lot, or several to choose from. Never guessed.
    Lots {
        /// Lots.
        lots: Vec<FoundLot>,
    },
    /// A label of ours.
    Label {
        /// Label.
        label: LabelId,
    },
    /// Nothing known.
    Nothing {
        /// What to do.
        sentence: String,
    },
}

/// Signs a person in: by badge or by name, with a PIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogIn {
    /// Badge as scanned.
    #[serde(default)]
    pub badge: Option<String>,
    /// Person, chosen by name.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// PIN.
    #[serde(default)]
    pub pin: Option<String>,
}

/// Signs a person out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogOut {
    /// Session.
    pub session: Uuid,
}

/// Binds the station to a work unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChooseWorkUnit {
    /// Who.
    pub session: Uuid,
    /// Work unit.
    pub work_unit: EquipmentId,
}

/// What a supervisor wants of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum OrderCommand {
    /// Release it: freeze routing and bill into job orders.
    Release,
}

/// A command to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandOperationsRequest {
    /// Minted once by the screen: sent twice, it is carried out once.
    pub request: RequestId,
    /// Who.
    pub session: Uuid,
    /// Order.
    pub order_id: OperationsRequestId,
    /// Last event the person saw.
    pub seen: EventId,
    /// What.
    pub command: OrderCommand,
}

/// A command to a job order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandJobOrder {
    /// Minted once by the screen: sent twice, it is carried out once.
    pub request: RequestId,
    /// Who.
    pub session: Uuid,
    /// Job.
    pub job: JobOrderId,
    /// Whether the person was asked and said yes.
    #[serde(default)]
    pub confirmed: bool,
    /// What.
    pub command: job_order::Command,
}

/// Reads one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewLot {
    /// Lot.
    pub lot: MaterialLotId,
}

/// Traces a lot, a serial number, a job or an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewTrace {
    /// Id, lot number, order number, or order/operation as on a traveller.
    pub of: String,
    /// Which way.
    #[serde(default)]
    pub direction: TraceDirection,
}

/// Reads the inbox of nonconformances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ViewNonconformances {
    /// Who looks: decides which actions are shown.
    #[serde(default)]
    pub session: Option<Uuid>,
}

/// A command to a nonconformance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandNonconformance {
    /// Minted once by the screen: sent twice, it is carried out once.
    pub request: RequestId,
    /// Who.
    pub session: Uuid,
    /// Which; absent for one that is opened.
    #[serde(default)]
    pub nonconformance: Option<NonconformanceId>,
    /// What.
    pub command: DoubtCommand,
}

/// A command to a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandLot {
    /// Minted once by the screen: sent twice, it is carried out once.
    pub request: RequestId,
    /// Who.
    pub session: Uuid,
    /// Lot.
    pub lot: MaterialLotId,
    /// What.
    pub command: HoldCommand,
}

/// Settles an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandException {
    /// Minted once by the screen: sent twice, it is carried out once.
    pub request: RequestId,
    /// Who.
    pub session: Uuid,
    /// The event that does not add up.
    pub event: EventId,
    /// What came of it, at most 400 characters.
    pub note: String,
}

/// What a person wants of a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum LabelCommand {
    /// Print the label of a lot.
    Print {
        /// Lot.
        lot: MaterialLotId,
    },
    /// Print a further copy.
    Reprint {
        /// Label.
        label: LabelId,
        /// Why.
        reason: String,
    },
    /// Say whether an uncertain copy exists.
    Settle {
        /// Label.
        label: LabelId,
        /// Copy.
        copy: u32,
        /// Whether it was printed.
        printed: bool,
    },
    /// Scan a copy: it exists. Settles one that was uncertain or delivered.
    Scan {
        /// Label.
        label: LabelId,
        /// Copy.
        copy: u32,
        /// What was scanned: its code or the name printed on it.
        code: String,
    },
    /// Withdraw a copy before it is sent.
    Cancel {
        /// Label.
        label: LabelId,
        /// Copy.
        copy: u32,
    },
    /// Say that a copy does not count any more.
    Void {
        /// Label.
        label: LabelId,
        /// Copy.
        copy: u32,
        /// Why.
        reason: String,
        /// What was scanned, for a copy that is known to exist.
        #[serde(default)]
        code: Option<String>,
    },
}

/// A command about labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandLabel {
    /// Minted once by the screen: sent twice, it is carried out once.
    pub request: RequestId,
    /// Who.
    pub session: Uuid,
    /// What.
    pub command: LabelCommand,
}

/// Saves a copy of a label as a PDF page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandLabelPdf {
    /// Who.
    pub session: Uuid,
    /// Label.
    pub label: LabelId,
    /// Copy, 0 for the first.
    pub copy: u32,
}

/// Gives a device's role to another device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandBindDevice {
    /// Who; an installer.
    pub session: Uuid,
    /// Role.
    pub role: DeviceRole,
    /// `tcp:HOST:PORT`, `serial:PATH[:BAUD[:8N1]]`, `usb:VID:PID[:SERIAL[:BAUD[:8N1]]]`,
    /// `hid:VID:PID[:SERIAL]`, `keys:VID:PID[:SERIAL]` or `usb-printer:VID:PID[:SERIAL]`.
    pub target: String,
    /// What it speaks: one of the names that `view_devices` lists.
    pub protocol: String,
    /// Unit a scale is set to whose frames name none.
    #[serde(default)]
    pub unit: Option<String>,
    /// Dots to the inch of a printer's head; 203 without.
    #[serde(default)]
    pub dpi: Option<u16>,
    /// Whether every screen says that it is no real device.
    pub simulated: bool,
}

/// Draws a label template that need not be kept yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrawTemplate {
    /// The template as its file: JSON.
    pub template: String,
    /// What stands in its fields; a sample in those that are not here, nothing in those that are empty.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// Keeps a new version of a label template. A version never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandTemplate {
    /// Who; an installer.
    pub session: Uuid,
    /// The template as its file: JSON.
    pub template: String,
}

/// Tries a device out: what lies on the scale is read, a test label is printed, the next scan is
/// awaited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TestDevice {
    /// Role.
    pub role: DeviceRole,
}

/// Joins a plant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandJoinPlant {
    /// Who.
    pub session: Uuid,
    /// Join code, as `linesidectl plant enroll` prints it; it holds a password.
    pub code: String,
}

/// A file to import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportFile {
    /// Name, without its folder.
    pub name: String,
    /// Content, in base64.
    pub content_base64: String,
}

/// Imports documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommandImport {
    /// Minted once by the screen.
    pub request: RequestId,
    /// Who; absent for the command line, whose user owns the data folder.
    #[serde(default)]
    pub session: Option<Uuid>,
    /// Only try.
    pub dry_run: bool,
    /// Documents.
    pub files: Vec<ImportFile>,
}
