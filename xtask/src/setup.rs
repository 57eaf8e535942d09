//! Installs what is missing, after saying what. Doing it twice changes nothing.

mod debian;
mod node;
pub(crate) mod postgres;
mod python;
mod rust;

use std::process::Command;

use crate::program::{Failed, here};
use crate::project;

/// Sets up what `cargo xtask run` needs.
pub(crate) fn to_run(display: bool) -> Result<(), Failed> {
    debian::install(&[debian::BUILD])?;
    if !display {
        debian::install(&[debian::WINDOW])?;
    }
    node::screens()
}

/// Sets up what trying a package out needs.
pub(crate) fn to_check_packages() -> Result<(), Failed> {
    debian::install(&[debian::PACKAGES])
}

/// Sets up what every command needs.
pub(crate) fn all() -> Result<(), Failed> {
    debian::install(&[debian::BUILD, debian::WINDOW, debian::TEST])?;
    node::screens()?;
    node::tools("labels", &project::root().join("tests/labels"))?;
    python::tools(
        "labels",
        &project::root().join("tests/labels/requirements.txt"),
    )?;
    postgres::install()?;
    python::tools("spelling", &project::root().join("xtask/requirements.txt"))?;
    rust::tools()
}

/// The spelling checker that [`all`] installs.
pub(crate) fn spelling_checker() -> Command {
    here(python::program("spelling", "typos"))
}

/// The Rust tool called `name` that [`all`] installs.
pub(crate) fn rust_tool(name: &str) -> Command {
    rust::tool(name)
}
