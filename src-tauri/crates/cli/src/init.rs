//! `linesidectl init`: makes a station.

use std::sync::Arc;

use chrono_tz::Tz;
use clap::Args;
use station::SystemClock;
use station::found::{Founding, found};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What a new station is told.
#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    data: Data,
    /// Makes the demo plant, with orders and some work done.
    #[arg(long, conflicts_with_all = ["name", "zone", "erp"])]
    demo: bool,
    /// Name on screens.
    #[arg(long, default_value = "Station 1", value_parser = named)]
    name: String,
    /// IANA zone of the plant, for example Europe/Rome.
    #[arg(long, default_value = "UTC")]
    zone: Tz,
    /// Name of the ERP that order and item numbers belong to; the same at every station.
    #[arg(long, default_value = erp::ERP, value_parser = named)]
    erp: String,
}

/// Makes the station.
///
/// # Errors
/// [`Problem`], when there is one already or the folder cannot be written.
pub(crate) async fn run(init: Init) -> Result<(), Problem> {
    let folder = init.data.folder()?;
    if init.demo {
        host::demo::make(&folder, Arc::new(SystemClock)).await?;
    } else {
        let (name, zone, erp) = (init.name, init.zone, init.erp);
        found(
            &folder,
            &Founding {
                name,
                zone,
                erp,
                demo: false,
            },
        )
        .await?;
    }
    let kind = if init.demo { "demo plant" } else { "station" };
    say(format_args!(
        "a {kind} was made in {}",
        folder.path().display()
    ))
}

/// Most characters of a name: more fits on no screen.
const NAME_CHARS_MAX: usize = 80;

/// A name as screens show it.
///
/// # Errors
/// What to write instead.
pub(crate) fn named(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err("give it a name".to_owned()),
        count if count > NAME_CHARS_MAX => Err(format!("take at most {NAME_CHARS_MAX} characters")),
        _ => Ok(text.to_owned()),
    }
}
