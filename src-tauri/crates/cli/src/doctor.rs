//! `linesidectl doctor`: what hinders this station, and what to do about it.

use chrono::Utc;
use clap::Args;
use host::doctor::{Finding, State, examine};
use serde_json::json;

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// Which station to examine.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    data: Data,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Examines a station, beside a running app if there is one. Changes and prints nothing.
///
/// # Errors
/// [`Problem::Unwell`], when something does not work.
pub(crate) async fn run(doctor: Doctor) -> Result<(), Problem> {
    let findings = examine(&doctor.data.folder()?, Utc::now()).await;
    for finding in &findings {
        if doctor.json {
            say(json!(finding))?;
        } else {
            say(shown(finding))?;
        }
    }
    let problems = findings
        .iter()
        .filter(|finding| finding.state == State::Problem);
    match problems.count() {
        0 => Ok(()),
        problems => Err(Problem::Unwell(problems)),
    }
}

fn shown(finding: &Finding) -> String {
    let word = match finding.state {
        State::Good => "good",
        State::Warning => "look",
        State::Problem => "PROBLEM",
    };
    let todo = finding.todo.as_ref();
    let todo = todo.map_or_else(String::new, |todo| format!("\n         {todo}"));
    format!("{word:7}  {}: {}{todo}", finding.check, finding.says)
}
