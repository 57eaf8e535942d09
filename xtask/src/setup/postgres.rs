//! Versions of PostgreSQL that a plant may run on, besides the system's: servers from npm, for tests alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::node;
use crate::program::{Failed, here, make_folder, run};
use crate::project;

/// The versions, each with what is tried on it; Debian's own is another.
pub(crate) const VERSIONS: [(&str, &str); 2] = [
    ("16", "a plant on PostgreSQL 16"),
    ("17", "a plant on PostgreSQL 17"),
];
/// Tells tests where the version lies that they are to take.
pub(crate) const FOLDER: &str = "LINESIDE_POSTGRES";
/// Tells tests which version that must be.
pub(crate) const MAJOR: &str = "LINESIDE_POSTGRES_MAJOR";

/// Where they are brought to, where nobody but root may look into the checkout: servers refuse to be root.
const ELSEWHERE: &str = "lineside-postgres";

/// Installs every version into `target/tools/postgres`.
pub(crate) fn install() -> Result<(), Failed> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        println!("PostgreSQL 16 and 17 for tests: there only for Linux on x86-64.");
        return Ok(());
    }
    node::tools("postgres", &project::root().join("tests/postgres"))?;
    VERSIONS
        .iter()
        .try_for_each(|(version, _)| link(&package(version)))
}

/// The folder of a version that [`install`] brought, its programs below `bin`, where everybody may run them.
pub(crate) fn folder(version: &str) -> Result<PathBuf, Failed> {
    let installed = package(version).join("native");
    let server = installed.join("bin/postgres");
    if !server.is_file() {
        let missing = format!("PostgreSQL {version}: {} is not there", server.display());
        return Err(Failed::Missing(missing));
    }
    if installed.ancestors().all(is_open) {
        return Ok(installed);
    }
    let elsewhere = std::env::temp_dir().join(ELSEWHERE);
    make_folder(&elsewhere)?;
    let copy = elsewhere.join(version);
    let mut copying = here("cp");
    copying.args(["--archive", "--no-target-directory"]);
    run(copying.arg(&installed).arg(&copy))?;
    Ok(copy)
}

fn package(version: &str) -> PathBuf {
    let modules = project::tools().join("postgres/node_modules");
    modules.join(format!("postgres-{version}"))
}

/// Makes the links among its libraries that npm packages cannot hold, by the package's own script: npm runs
/// scripts of packages only where it is told to.
fn link(package: &Path) -> Result<(), Failed> {
    let mut linking = Command::new("node");
    run(linking
        .arg("scripts/hydrate-symlinks.js")
        .current_dir(package))
}

#[cfg(unix)]
fn is_open(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    /// Others may go through.
    const THROUGH: u32 = 0o001;
    std::fs::metadata(folder).is_ok_and(|folder| folder.permissions().mode() & THROUGH != 0)
}

#[cfg(not(unix))]
fn is_open(_folder: &Path) -> bool {
    true
}
