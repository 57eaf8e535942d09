//! `linesidectl diagnostics`: what somebody who helps needs to know, without names and secrets.

use std::path::PathBuf;

use chrono::Utc;
use clap::Args;
use host::diagnostics::{pages, save};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What to tell, and where.
#[derive(Debug, Args)]
pub(crate) struct Diagnostics {
    #[command(flatten)]
    data: Data,
    /// Shows what would be saved, and saves nothing.
    #[arg(long, conflicts_with = "file")]
    show: bool,
    /// File to write (.tar.gz); one that is there is never written over.
    #[arg(required_unless_present = "show")]
    file: Option<PathBuf>,
}

/// Shows or saves diagnostics, beside a running app if there is one.
///
/// # Errors
/// [`Problem`], when the station cannot be read or the file cannot be written.
pub(crate) async fn run(options: Diagnostics) -> Result<(), Problem> {
    let (folder, config) = (options.data.folder()?, options.data.config()?);
    let pages = pages(&folder, &config, Utc::now()).await?;
    let Some(file) = options.file else {
        for page in &pages {
            say(format_args!("==> {}\n{}", page.name, page.text))?;
        }
        return Ok(());
    };
    save(&pages, &file).map_err(Problem::file(&file))?;
    say(format_args!(
        "{} pages are in {}: names and secrets are taken out, `--show` shows the rest",
        pages.len(),
        file.display()
    ))
}
