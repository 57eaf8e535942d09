//! A trace: what a lot, a job or an order came from and where it went, as two trees with amounts.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{JobOrderId, MaterialLotId, OperationsRequestId};
use domain::job_order::Status;
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which way to trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TraceDirection {
    /// What it was made of.
    Backward,
    /// What was made of it.
    Forward,
    /// Both.
    #[default]
    Both,
}

/// A lot in a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TracedLot {
    /// Lot.
    pub lot: MaterialLotId,
    /// Number on the material.
    pub number: String,
    /// Item number.
    pub material: String,
    /// Item description.
    pub description: String,
    /// Supplier, where known: two may use one number.
    pub supplier: Option<String>,
    /// Left.
    pub left: Quantity,
    /// Everything that came in.
    pub entered: Quantity,
    /// Last day of use.
    pub expires: Option<NaiveDate>,
    /// Why it is on hold; absent while it is not.
    pub held: Option<String>,
}

/// An operation in a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TracedJob {
    /// Job.
    pub job: JobOrderId,
    /// The ERP's order number; absent where its release has not arrived here.
    pub order: Option<String>,
    /// Operation number.
    pub segment: String,
    /// Operation name.
    pub name: String,
    /// State.
    pub status: Status,
}

/// An order in a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TracedOrder {
    /// Order.
    pub order_id: OperationsRequestId,
    /// The ERP's order number.
    pub order: String,
    /// Item to make.
    pub material: String,
    /// Its description.
    pub description: String,
}

/// One thing of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum TraceNode {
    /// A lot.
    Lot(TracedLot),
    /// An operation of an order.
    Job(TracedJob),
    /// An order.
    Order(TracedOrder),
}

/// Why the branch of a row ends where more might stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BranchEnd {
    /// The same stands in an earlier row, with what follows it.
    Above,
    /// It is its own ancestor: a lot went into what it was made of.
    Circle,
    /// The trace is longer than is read at once: trace this one for the rest.
    TooLong,
}

/// One row of a tree. What follows a row stands behind it, one deeper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TraceRow {
    /// Steps from what is traced, from 1.
    pub depth: u32,
    /// What it is.
    pub node: TraceNode,
    /// What went along this step: taken, made or passed on. More than one where units cannot be added;
    /// none between an order and its operations.
    pub amounts: Vec<Quantity>,
    /// Why nothing follows, where something might.
    pub end: Option<BranchEnd>,
}

/// One direction of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TraceTree {
    /// Rows, each before what follows it.
    pub rows: Vec<TraceRow>,
    /// Different lots in it, without what is traced.
    pub lots: u32,
    /// Whether it is all there is. Where it is not, rows say so.
    pub complete: bool,
}

/// A trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TraceView {
    /// What is traced.
    pub of: TraceNode,
    /// What it was made of; absent where it was not asked for.
    pub backward: Option<TraceTree>,
    /// What was made of it; absent where it was not asked for.
    pub forward: Option<TraceTree>,
    /// The core's clock.
    pub now: DateTime<Utc>,
}

/// What a trace was asked of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "traced", rename_all = "snake_case")]
pub enum Traced {
    /// One thing.
    One(Box<TraceView>),
    /// Several have this name: a person chooses. Ask again with its id.
    Several {
        /// What has this name.
        choices: Vec<TraceNode>,
    },
    /// Nothing here has this name.
    Nothing {
        /// What to do.
        sentence: String,
    },
}
