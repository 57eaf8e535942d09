//! The window of a station: shows the screens, opens the data folder behind them, passes commands in and
//! changes out. Nothing is decided here.

mod changes;
mod commands;
mod graphics;
mod notice;
mod opening;
mod options;
mod window;

use std::process::ExitCode;

use clap::Parser;
use host::config::Config;

use crate::options::Options;

/// How much is written where nobody says how much: warnings, and what an installer wants to know.
const LOG: &str = "info";

fn main() -> ExitCode {
    let options = Options::parse();
    let config = options.config();
    let settled = config.as_ref().ok();
    graphics::prepare(settled.is_some_and(Config::safe_graphics));
    let named = settled.and_then(Config::data);
    host::log::begin(settled, LOG, named.as_deref());
    let shown = window::show(config.map(|_| named).map_err(Into::into));
    shown.unwrap_or_else(|failed| {
        eprintln!("lineside: the window could not be opened: {failed}");
        ExitCode::FAILURE
    })
}

/// What `tauri.conf.json`, the capabilities and the built screens say; embedded once.
fn context() -> tauri::Context {
    tauri::generate_context!()
}
