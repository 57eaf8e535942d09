//! `linesidectl config`: what is set, and by whom.

use clap::Subcommand;
use host::config::Setting;
use serde_json::{Value, json};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What to do about settings.
#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// Says of each setting its value, who set it, and what that overrode.
    Explain {
        #[command(flatten)]
        data: Data,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
}

/// Explains the settings.
///
/// # Errors
/// [`Problem`], when a file of settings cannot be read.
pub(crate) fn run(settings: Settings) -> Result<(), Problem> {
    let Settings::Explain { data, json } = settings;
    for setting in data.config()?.settings() {
        if json {
            say(as_json(setting))?;
        } else {
            say(setting)?;
        }
    }
    Ok(())
}

fn as_json(setting: &Setting) -> Value {
    let over = setting.over.iter();
    let over: Vec<Value> = over
        .map(|(source, value)| json!({ "value": value, "from": source.to_string() }))
        .collect();
    json!({
        "setting": setting.key.name(), "value": setting.value, "from": setting.from.to_string(),
        "variable": setting.key.variable(), "over": over,
    })
}
