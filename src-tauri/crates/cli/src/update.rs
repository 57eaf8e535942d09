//! `linesidectl update`: whether a newer release lies in a folder, and is its maker's.

use std::path::PathBuf;

use clap::Args;
use host::update::{NoUpdate, check, platform};

use crate::output::say;
use crate::problem::Problem;

/// Where to look, and whom to trust.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Folder with latest.json and the packages beside it.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// File with the public key of whoever makes the packages.
    #[arg(long, value_name = "FILE", default_value = "/etc/lineside/update.pub")]
    key: PathBuf,
}

/// Looks for an update and says how it is installed; installs nothing.
///
/// # Errors
/// [`Problem::NoUpdate`], when what is offered is not to be installed.
pub(crate) fn run(update: &Update) -> Result<(), Problem> {
    let key = std::fs::read_to_string(&update.key).map_err(Problem::file(&update.key))?;
    let present = station::VERSION.parse().map_err(|_| Problem::OwnVersion)?;
    match check(&update.from, &platform(), &present, &key) {
        Ok(found) => {
            let package = found.package.display();
            say(format_args!(
                "ok: {} is newer, and is what its maker signed",
                found.version
            ))?;
            let install = match found.package.extension() {
                Some(form) if form == "rpm" => format!("sudo rpm --upgrade {package}"),
                _ => format!("sudo apt-get install {package}"),
            };
            say(format_args!("back up, then install it with: {install}"))
        }
        Err(NoUpdate::NotNewer { offered, present }) => say(format_args!(
            "ok: {present} is the newest here, {offered} is offered"
        )),
        Err(refused) => Err(refused.into()),
    }
}
