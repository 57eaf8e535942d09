//! `cargo xtask bundle`: packages to install, signed where there is a key to sign with.

mod clean_root;
mod offer;

use std::path::{Path, PathBuf};

use crate::build;
use crate::program::{Failed, cargo, here, make_folder, run};
use crate::project;
use crate::setup;

/// Kinds of packages, each with the folder that the bundler puts it in.
const KINDS: [&str; 2] = ["deb", "rpm"];

/// Where the packages are collected.
fn packages() -> PathBuf {
    project::made().join("bundle")
}

/// Builds what is shipped and packs it.
///
/// # Errors
/// What could not be built, packed or signed.
pub(crate) fn bundle() -> Result<String, Failed> {
    setup::to_run(true)?;
    let into = packages();
    make_folder(&into)?;
    // The bundler takes this program along from there.
    run(cargo().args(["build", "--release", "--package", "cli"]))?;
    copy(
        &project::built("linesidectl", "release"),
        &into.join("linesidectl"),
    )?;
    let mut bundler = here(tauri());
    run(bundler.args(["build", "--ci", "--bundles", &KINDS.join(",")]))?;
    let made = collect(&into)?;
    let signed = offer::sign(&into, &made)?;
    let how = if signed {
        "signed"
    } else {
        "not signed: TAURI_SIGNING_PRIVATE_KEY is not set"
    };
    Ok(format!(
        "{} packages are in {}, {how}",
        made.len(),
        into.display()
    ))
}

/// Installs the .deb in a clean root, and starts what it brought there.
///
/// # Errors
/// What of it did not work.
pub(crate) fn check() -> Result<String, Failed> {
    let found = packages_of("deb", &packages())?;
    let package = found.last().ok_or_else(|| {
        Failed::Missing("there is no .deb yet: run cargo xtask bundle first".to_owned())
    })?;
    setup::to_check_packages()?;
    clean_root::check(package)
}

/// The bundler of the screens' modules.
fn tauri() -> PathBuf {
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    project::root()
        .join(build::SCREENS)
        .join("node_modules/.bin")
        .join(name)
}

/// Copies the packages that were just made to where they are looked for.
fn collect(into: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut made = Vec::new();
    for kind in KINDS {
        let from = project::built("linesidectl", "release")
            .with_file_name("bundle")
            .join(kind);
        for package in packages_of(kind, &from)? {
            let to = into.join(package.file_name().unwrap_or_default());
            copy(&package, &to)?;
            made.push(to);
        }
    }
    Ok(made)
}

/// The packages of a kind in a folder, by name.
fn packages_of(kind: &str, folder: &Path) -> Result<Vec<PathBuf>, Failed> {
    let refused = |source| Failed::File {
        path: folder.into(),
        source,
    };
    let mut packages = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.extension().is_some_and(|extension| extension == kind) {
            packages.push(path);
        }
    }
    packages.sort();
    Ok(packages)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failed> {
    match std::fs::copy(from, to) {
        Ok(_) => Ok(()),
        Err(source) => Err(Failed::File {
            path: from.into(),
            source,
        }),
    }
}
