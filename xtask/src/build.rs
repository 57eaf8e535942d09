//! What is built, the same way for every command.

use crate::program::{Failed, cargo, npm, run};

/// The app shows the screens that were built into it.
pub(crate) const EMBEDDED: [&str; 2] = ["--features", "lineside/embed-ui"];

/// The window that the bench measures ours against.
pub(crate) const NEAR_EMPTY: &str = "near-empty";

/// The screens' package.
pub(crate) const SCREENS: &str = "ui";

/// Builds the screens into `ui/dist`.
pub(crate) fn screens() -> Result<(), Failed> {
    run(npm(SCREENS).args(["run", "build"]))
}

/// Builds the app with its screens, and `linesidectl`.
pub(crate) fn programs() -> Result<(), Failed> {
    run(cargo()
        .args(["build", "--package", "lineside", "--package", "cli"])
        .args(EMBEDDED))
}

/// Builds the same, as it is shipped, the bench and the window it measures ours against.
pub(crate) fn for_bench() -> Result<(), Failed> {
    let mut build = cargo();
    build.args(["build", "--release"]).args([
        "--package",
        "lineside",
        "--package",
        "cli",
        "--package",
        "plant-tests",
    ]);
    build.args(["--bins", "--example", NEAR_EMPTY]);
    run(build.args(EMBEDDED))
}

/// Builds every program and every test at once.
///
/// Together, because a dependency that is built for one package alone has other features, and
/// would be built again for the next.
pub(crate) fn everything() -> Result<(), Failed> {
    run(cargo()
        .args(["build", "--workspace", "--all-targets"])
        .args(EMBEDDED))
}
