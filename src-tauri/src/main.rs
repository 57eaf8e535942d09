//! The window of a station: shows the screens, opens the data folder behind them, passes commands in and
//! changes out. Nothing is decided here.

mod changes;
mod commands;
mod graphics;
mod log;
mod notice;
mod opening;
mod options;
mod window;

use std::process::ExitCode;

use clap::Parser;

use crate::options::Options;

fn main() -> ExitCode {
    let options = Options::parse();
    graphics::prepare(options.safe_graphics);
    log::begin();
    let shown = window::show(options.data);
    shown.unwrap_or_else(|failed| {
        eprintln!("lineside: the window could not be opened: {failed}");
        ExitCode::FAILURE
    })
}

/// What `tauri.conf.json`, the capabilities and the built screens say; embedded once.
fn context() -> tauri::Context {
    tauri::generate_context!()
}
