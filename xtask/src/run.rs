//! `cargo xtask run`: the app on a demo plant.

use std::path::{Path, PathBuf};

use crate::build;
use crate::program::{Failed, cargo, here, make_folder, on_virtual_screen, run as run_program};
use crate::project;
use crate::setup;

/// Sets up, builds, and opens the app on a demo plant; without a display, leaves what it would
/// have shown in `target/demo`.
///
/// # Errors
/// What could not be done.
pub(crate) fn run() -> Result<String, Failed> {
    let display = has_display();
    setup::to_run(display)?;
    build::screens()?;
    build::programs()?;
    if display {
        in_window(&demo_plant()?)
    } else {
        without_window()
    }
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn demo() -> PathBuf {
    project::made().join("demo")
}

/// The demo plant's data folder; made once, so that what was done in it stays.
fn demo_plant() -> Result<PathBuf, Failed> {
    let data = demo().join("data");
    if data.is_dir() {
        println!(
            "The demo plant of an earlier run is used. Remove {} to start anew.",
            data.display()
        );
        return Ok(data);
    }
    make_demo_plant(&data)?;
    Ok(data)
}

fn make_demo_plant(data: &Path) -> Result<(), Failed> {
    make_folder(&demo())?;
    let mut init = here(project::built("linesidectl", "debug"));
    run_program(init.args(["init", "--demo", "--data"]).arg(data))
}

fn in_window(data: &Path) -> Result<String, Failed> {
    println!("Opening the app. Close its window to end.");
    run_program(
        here(project::built("lineside", "debug"))
            .arg("--data")
            .arg(data),
    )?;
    Ok(format!(
        "The app was closed; the demo plant is kept in {}.",
        data.display()
    ))
}

/// Works on plants of its own: what somebody did in the window's demo plant stays as it is.
fn without_window() -> Result<String, Failed> {
    println!("There is no display here, so the main job is done without a window.");
    let mut control = here(project::built("linesidectl", "debug"));
    run_program(control.args(["demo", "--out"]).arg(demo()))?;
    let shown = demo().join("shown");
    remove_folder(&shown)?;
    make_demo_plant(&shown)?;
    pictures(&shown)?;
    let left = demo();
    Ok(format!(
        "No display: transcript, labels and screen pictures are in {}.",
        left.display()
    ))
}

fn remove_folder(path: &Path) -> Result<(), Failed> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Failed::File {
            path: path.to_owned(),
            source,
        }),
        _ => Ok(()),
    }
}

fn pictures(data: &Path) -> Result<(), Failed> {
    let mut pictures = cargo();
    pictures.args([
        "run",
        "--quiet",
        "--package",
        "plant-tests",
        "--bin",
        "pictures",
        "--",
    ]);
    pictures.arg(demo()).env("LINESIDE_DATA", data);
    pictures.env("LINESIDE_BIN", project::built("lineside", "debug"));
    pictures.env("LINESIDECTL_BIN", project::built("linesidectl", "debug"));
    run_program(&mut on_virtual_screen(&pictures))
}
