//! `cargo xtask check`: what can be said without running the product.

use crate::build::{self, SCREENS};
use crate::program::{Failed, cargo, feed, here, npm, output, run};
use crate::project;
use crate::setup;
use crate::steps::Steps;

/// Sets up what is missing, and checks format, lints, types, spelling, dependencies, tidiness.
///
/// # Errors
/// Which steps failed.
pub(crate) fn check() -> Result<String, Failed> {
    let mut steps = Steps::default();
    steps.run("set up", setup::all);
    let screens = steps.run("build the screens", build::screens);
    text(&mut steps);
    code(&mut steps, screens);
    let built = steps.run_if(screens, "build programs and tests", build::everything);
    steps.run_if(built, "bindings are fresh", bindings);
    steps.run_if(built, "arrows and tidiness", tidy);
    steps.finish()
}

/// The checks that compile nothing.
pub(crate) fn text(steps: &mut Steps) {
    steps.run("format", || run(cargo().args(["fmt", "--all", "--check"])));
    steps.run("screens: types and style", || {
        run(npm(SCREENS).args(["run", "check"]))
    });
    steps.run("spelling", || run(&mut setup::spelling_checker()));
    steps.run("licences and sources", licences);
    steps.run("unused dependencies", unused);
}

/// The lints; they compile the app with its screens, so these must be built.
pub(crate) fn code(steps: &mut Steps, screens: bool) {
    steps.run_if(screens, "lints", || {
        let mut clippy = cargo();
        clippy
            .args(["clippy", "--workspace", "--all-targets"])
            .args(build::EMBEDDED);
        run(clippy.args(["--", "-D", "warnings"]))
    });
}

/// The screens' types are those that `openapi.json` gives now.
pub(crate) fn bindings() -> Result<(), Failed> {
    let openapi = output(here(project::built("linesidectl", "debug")).arg("openapi"))?;
    feed(
        npm(SCREENS).args(["run", "bindings", "--", "--check"]),
        &openapi,
    )
}

fn licences() -> Result<(), Failed> {
    let mut deny = setup::rust_tool("cargo-deny");
    run(deny.args(["check", "bans", "licenses", "sources"]))
}

fn unused() -> Result<(), Failed> {
    run(&mut setup::rust_tool("cargo-shear"))
}

fn tidy() -> Result<(), Failed> {
    let mut tests = cargo();
    tests.args([
        "test",
        "--workspace",
        "--test",
        "architecture",
        "--test",
        "tidy",
    ]);
    run(tests.args(build::EMBEDDED))
}
