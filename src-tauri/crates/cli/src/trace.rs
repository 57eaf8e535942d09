//! `linesidectl trace`: where a lot came from and where it went, as trees.

use clap::{Args, ValueEnum};
use domain::quantity::Quantity;
use serde_json::{Value, json};
use station::view::trace::{
    BranchEnd, TraceDirection, TraceNode, TraceRow, TraceTree, Traced, TracedJob, TracedLot,
};

use crate::call::ask;
use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// Spaces a step is moved in.
const INDENT: usize = 2;

/// What to trace.
#[derive(Debug, Args)]
pub(crate) struct Trace {
    /// Lot number, order number, order/operation, or an id.
    #[arg(value_name = "ID")]
    of: String,
    /// Which way.
    #[arg(long, value_enum, default_value_t = Direction::Both)]
    direction: Direction,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Direction {
    Backward,
    Forward,
    Both,
}

/// Traces, beside a running app if there is one, and prints every step with its amount.
///
/// # Errors
/// [`Problem::NotTraced`], where nothing, or more than one thing, has this name.
pub(crate) async fn run(trace: Trace) -> Result<(), Problem> {
    let direction = match trace.direction {
        Direction::Backward => TraceDirection::Backward,
        Direction::Forward => TraceDirection::Forward,
        Direction::Both => TraceDirection::Both,
    };
    let request = json!({ "of": trace.of, "direction": direction });
    let answer: Value = ask(trace.data.folder()?, "view_trace", request).await??;
    let traced: Traced = serde_json::from_value(answer.clone()).map_err(Problem::Json)?;
    if trace.json {
        say(&answer)?;
    }
    match traced {
        Traced::One(view) if !trace.json => {
            say(node(&view.of))?;
            for (title, tree) in [("made of", &view.backward), ("went into", &view.forward)] {
                if let Some(tree) = tree {
                    say(drawn(title, tree))?;
                }
            }
            Ok(())
        }
        Traced::One(_) => Ok(()),
        Traced::Several { choices } => {
            let choices: Vec<String> = choices.iter().map(choice).collect();
            Err(Problem::NotTraced(format!(
                "{} means more than one: ask again with one of these ids\n{}",
                trace.of,
                choices.join("\n")
            )))
        }
        Traced::Nothing { sentence } => Err(Problem::NotTraced(sentence)),
    }
}

fn drawn(title: &str, tree: &TraceTree) -> String {
    let mut text = format!("{title}:");
    if tree.rows.is_empty() {
        text.push_str(" nothing");
    }
    for row in &tree.rows {
        let depth = usize::try_from(row.depth).unwrap_or(usize::MAX);
        let indent = " ".repeat(depth.saturating_mul(INDENT));
        text.push_str(&format!("\n{indent}{}", line(row)));
    }
    if !tree.complete {
        text.push_str("\n  this is not all: trace what is marked \"more\" for the rest");
    }
    text
}

fn line(row: &TraceRow) -> String {
    let amounts: Vec<String> = row.amounts.iter().map(Quantity::to_string).collect();
    let end = match row.end {
        Some(BranchEnd::Above) => "  (shown above)",
        Some(BranchEnd::Circle) => "  (circle: it went into what it was made of)",
        Some(BranchEnd::TooLong) => "  (more)",
        None => "",
    };
    let amount = match amounts.as_slice() {
        [] => String::new(),
        some => format!("{}  ", some.join(" + ")),
    };
    format!("{amount}{}{end}", node(&row.node))
}

fn node(node: &TraceNode) -> String {
    match node {
        TraceNode::Lot(lot) => lot_line(lot),
        TraceNode::Job(job) => job_line(job),
        TraceNode::Order(order) => {
            let (key, item) = (&order.order, &order.material);
            format!("order {key}  {item} {}", order.description)
        }
    }
}

fn lot_line(lot: &TracedLot) -> String {
    let mut text = format!("lot {}  {} {}", lot.number, lot.material, lot.description);
    if let Some(supplier) = &lot.supplier {
        text.push_str(&format!(", {supplier}"));
    }
    text.push_str(&format!("  [{} of {} left]", lot.left, lot.entered));
    if let Some(cause) = &lot.held {
        text.push_str(&format!("  ON HOLD: {cause}"));
    }
    text
}

fn job_line(job: &TracedJob) -> String {
    match &job.order {
        Some(order) => format!(
            "operation {order}/{} {} ({})",
            job.segment,
            job.name,
            job.status.word()
        ),
        None => format!("operation {}, which has not arrived here", job.job),
    }
}

fn choice(choice: &TraceNode) -> String {
    let id = match choice {
        TraceNode::Lot(lot) => lot.lot.0,
        TraceNode::Job(job) => job.job.0,
        TraceNode::Order(order) => order.order_id.0,
    };
    format!("  {id}  {}", node(choice))
}
