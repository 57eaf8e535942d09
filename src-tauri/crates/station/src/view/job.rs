//! One job while it is worked on.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{EventId, LabelId, MaterialLotId};
use domain::import::{IssueMethod, Occasion, Tracking};
use domain::job_order::{Observed, Outcome};
use domain::quantity::{Quantity, Unit};
use domain::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::job_list::JobCard;

/// What may be done with the job now. A screen shows these and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Start a run.
    Start,
    /// Pause the run.
    Pause,
    /// Resume the run.
    Resume,
    /// Report output.
    Report,
    /// Consume a scanned lot.
    Consume,
    /// Consume a weighed portion.
    Weigh,
    /// Give material back.
    Return,
    /// Record what an inspection found.
    Inspect,
    /// Finish.
    Finish,
    /// Print the label of a produced lot.
    PrintLabel,
}

/// A lot that could be consumed. Shown as expected, never pre-selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExpectedLot {
    /// Lot.
    pub lot: MaterialLotId,
    /// Number on the material.
    pub number: String,
    /// Left.
    pub quantity: Quantity,
    /// Last day of use.
    pub expires: Option<NaiveDate>,
    /// Where it is kept.
    pub location: Option<String>,
}

/// One component of the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComponentView {
    /// Item number.
    pub material: String,
    /// Item description.
    pub description: String,
    /// How it is told apart.
    pub tracking: Tracking,
    /// How it gets consumed.
    pub issue: IssueMethod,
    /// Needed for the released quantity.
    pub needed: Quantity,
    /// Consumed so far.
    pub consumed: Quantity,
    /// Weighing: least accepted for what is still needed.
    pub weigh_min: Option<Quantity>,
    /// Weighing: most accepted for what is still needed.
    pub weigh_max: Option<Quantity>,
    /// Lots it has been taken of and what the job has of each: that much can come back.
    pub taken: Vec<ExpectedLot>,
    /// Lots in stock, first to expire first; at most five.
    pub expected: Vec<ExpectedLot>,
}

/// One line of the job's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Entry {
    /// Event.
    pub event: EventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub who: Option<String>,
    /// What, as a sentence.
    pub text: String,
    /// Whether it was voided; it stays visible, struck through.
    pub voided: bool,
    /// Whether the signed-in person may void it now.
    pub can_void: bool,
}

/// A printed or waiting label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LabelView {
    /// Label.
    pub label: LabelId,
    /// Copy, from 0; 1 and up are reprints (R1, R2).
    pub copy: u32,
    /// State of DOMAIN.md 3.1.
    pub state: domain::label::State,
    /// What to do, when the state asks for something.
    pub sentence: Option<String>,
    /// Preview, as SVG.
    pub svg: Option<String>,
}

/// A lot this job made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProducedLot {
    /// Lot.
    pub lot: MaterialLotId,
    /// Number.
    pub number: String,
    /// Amount made.
    pub quantity: Quantity,
    /// Its labels, oldest first.
    pub labels: Vec<LabelView>,
}

/// What an inspection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InspectionResult {
    /// What was found.
    pub observed: Observed,
    /// Whether that conforms.
    pub conforms: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub who: Option<String>,
}

/// One characteristic that is inspected at the job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InspectionView {
    /// Key: send it back with what was found.
    pub characteristic: String,
    /// What is measured or looked at.
    pub name: String,
    /// What conforms, in words.
    pub specification: String,
    /// Unit the value is typed in; absent where it is judged, not measured.
    pub unit: Option<Unit>,
    /// When it is inspected.
    pub occasion: Occasion,
    /// Who inspects.
    pub by: Role,
    /// Whether this person may.
    pub may: bool,
    /// How many times it is to be inspected before the next piece is reported.
    pub due: u32,
    /// Whether it did not conform, and nobody decided about that yet.
    pub failed: bool,
    /// What was found, newest first; at most ten.
    pub results: Vec<InspectionResult>,
}

/// One job in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobView {
    /// The card.
    pub card: JobCard,
    /// Instruction text.
    pub instruction: Option<String>,
    /// Components.
    pub components: Vec<ComponentView>,
    /// Lots made.
    pub produced: Vec<ProducedLot>,
    /// History, newest first; at most 200.
    pub entries: Vec<Entry>,
    /// What is inspected here.
    pub inspections: Vec<InspectionView>,
    /// What may be done now.
    pub actions: Vec<Action>,
    /// How the job may be finished now by this person, without a report.
    pub outcomes: Vec<Outcome>,
    /// Output to suggest in the report.
    pub suggested: Quantity,
    /// Pause reasons to choose from.
    pub pause_reasons: Vec<String>,
    /// Scrap reasons to choose from.
    pub scrap_reasons: Vec<String>,
    /// Reasons to choose from for closing short.
    pub short_reasons: Vec<String>,
    /// Reasons to choose from for taking an entry back.
    pub undo_reasons: Vec<String>,
    /// Reasons to choose from for printing a label again.
    pub reprint_reasons: Vec<String>,
    /// The core's clock.
    pub now: DateTime<Utc>,
}

/// A file that was saved on this station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedFile {
    /// Where.
    pub path: String,
}
