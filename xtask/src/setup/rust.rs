//! Rust tools of the checks, built once into `target/tools/bin`.

use std::process::Command;

use crate::program::{Failed, cargo, here, run};
use crate::project;

/// Each tool with its version: the newest that builds with the Rust of this project.
const TOOLS: [(&str, &str); 2] = [("cargo-deny", "0.20.2"), ("cargo-shear", "1.9.1")];

/// Installs the tools that are missing. A debug build takes a third of the time of a release
/// build, and the tools run for a second.
pub(crate) fn tools() -> Result<(), Failed> {
    for (name, version) in TOOLS {
        if is_installed(name, version) {
            println!("Rust tools: {name} {version} is there.");
            continue;
        }
        println!(
            "Will build {name} {version} into {}.",
            project::tools().display()
        );
        let mut install = cargo();
        install.args([
            "install", "--quiet", "--debug", "--locked", "--force", "--root",
        ]);
        run(install
            .arg(project::tools())
            .arg(format!("{name}@{version}")))?;
    }
    Ok(())
}

/// The installed tool called `name`.
pub(crate) fn tool(name: &str) -> Command {
    here(
        project::tools()
            .join("bin")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)),
    )
}

/// Whether cargo's own list of what it installed there names this version.
fn is_installed(name: &str, version: &str) -> bool {
    let list = std::fs::read_to_string(project::tools().join(".crates.toml"));
    list.is_ok_and(|list| list.contains(&format!("\"{name} {version} ")))
}
