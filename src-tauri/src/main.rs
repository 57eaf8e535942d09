//! The window of a station: opens the data folder, shows the screens, passes commands in and
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
    let shown = match opening::open(options.data) {
        Ok(station) => window::show(station),
        Err(refused) => notice::show(&refused),
    };
    shown.unwrap_or_else(|failed| {
        eprintln!("lineside: the window could not be opened: {failed}");
        ExitCode::FAILURE
    })
}

/// What `tauri.conf.json`, the capabilities and the built screens say; embedded once.
fn context() -> tauri::Context {
    tauri::generate_context!()
}
