//! Python tools of the tests, each set in a virtual environment of its own.

use std::path::{Path, PathBuf};

use super::node::{copy, same};
use crate::program::{Failed, here, run};
use crate::project;

/// Installs what `requirements` names into `target/tools/<name>/venv`, unless it was before.
pub(crate) fn tools(name: &str, requirements: &Path) -> Result<(), Failed> {
    let installed = environment(name).join("requirements.txt");
    if same(requirements, &installed) {
        println!("Python tools: {name} is as its list says.");
        return Ok(());
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    run(here(python).args(["-m", "venv"]).arg(environment(name)))?;
    let mut pip = here(program(name, "pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    run(pip.arg(requirements))?;
    copy(requirements, &installed)
}

/// A program of the tools called `name`.
pub(crate) fn program(name: &str, program: &str) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    environment(name).join(folder).join(file)
}

fn environment(name: &str) -> PathBuf {
    project::tools().join(name).join("venv")
}
