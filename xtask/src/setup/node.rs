//! npm modules: exactly those the lock files name.

use std::path::Path;

use crate::program::{Failed, make_folder, npm, run};
use crate::project;

/// Lock file that says which modules are wanted.
const LOCK: &str = "package-lock.json";

/// Installs the screens' modules.
pub(crate) fn screens() -> Result<(), Failed> {
    install(&project::root().join("ui"))
}

/// Installs the modules that the package in `source` names into `target/tools/<name>`.
pub(crate) fn tools(name: &str, source: &Path) -> Result<(), Failed> {
    let folder = project::tools().join(name);
    make_folder(&folder)?;
    for file in ["package.json", LOCK] {
        copy(&source.join(file), &folder.join(file))?;
    }
    install(&folder)
}

/// Installs what the lock file in `folder` names, unless the same was installed before.
fn install(folder: &Path) -> Result<(), Failed> {
    let wanted = folder.join(LOCK);
    let installed = folder.join("node_modules").join(LOCK);
    if same(&wanted, &installed) {
        println!(
            "npm modules: {} is as its lock file says.",
            folder.display()
        );
        return Ok(());
    }
    // Not `npm ci`: it refuses a lock file without the binaries of every other platform, and not
    // every registry mirror has those. This keeps to the lock file too, and never edits it.
    run(npm(folder).args(["install", "--no-save", "--no-audit", "--no-fund"]))?;
    copy(&wanted, &installed)
}

/// Whether both files are there and hold the same.
pub(crate) fn same(one: &Path, other: &Path) -> bool {
    match (std::fs::read(one), std::fs::read(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Copies a file.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failed> {
    match std::fs::copy(from, to) {
        Ok(_) => Ok(()),
        Err(source) => Err(Failed::File {
            path: from.into(),
            source,
        }),
    }
}
