//! `cargo xtask test`: everything CI runs.

use std::process::Command;

use crate::build::{self, SCREENS};
use crate::check;
use crate::program::{Failed, cargo, found, npm, on_virtual_screen, run};
use crate::project;
use crate::setup::{self, postgres};
use crate::steps::Steps;

/// Tests of the plant whose subject is its SQL: making it, who may do what, the log, its readers.
const SPEAK_SQL: [&str; 8] = [
    "append",
    "authority",
    "differential",
    "enroll",
    "reports",
    "rights",
    "terms",
    "version",
];

/// Sets up what is missing, checks, builds, and tests. What cannot run has failed.
///
/// # Errors
/// Which steps failed.
pub(crate) fn test() -> Result<String, Failed> {
    let mut steps = Steps::default();
    steps.run("set up", setup::all);
    let screens = steps.run("build the screens", build::screens);
    check::text(&mut steps);
    check::code(&mut steps, screens);
    let built = steps.run_if(screens, "build programs and tests", build::everything);
    steps.run_if(built, "bindings are fresh", check::bindings);
    steps.run_if(built, "tests of each crate", || Runner::choose().crates());
    steps.run("tests of the screens", || run(npm(SCREENS).args(["test"])));
    steps.run_if(built, "tests in a browser", browser);
    steps.run_if(built, "tests of plants and windows", || {
        Runner::choose().plants()
    });
    for (version, name) in postgres::VERSIONS {
        steps.run_if(built, name, || Runner::choose().on_postgres(version));
    }
    steps.finish()
}

fn browser() -> Result<(), Failed> {
    run(with_programs(npm(SCREENS).args(["run", "e2e"])))
}

/// Tells tests where the programs lie; a test that needs one fails where it is not told.
fn with_programs(command: &mut Command) -> &mut Command {
    let programs = [
        ("LINESIDE_BIN", "lineside"),
        ("LINESIDECTL_BIN", "linesidectl"),
    ];
    programs
        .into_iter()
        .fold(command, |command, (name, program)| {
            command.env(name, project::built(program, "debug"))
        })
}

/// What runs the Rust tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Runner {
    /// cargo-nextest: each test in a process of its own, with a time limit.
    Nextest,
    /// What comes with Rust.
    Cargo,
}

impl Runner {
    /// cargo-nextest where it is installed; building it would take longer than it saves.
    fn choose() -> Self {
        if found("cargo-nextest").is_some() {
            return Self::Nextest;
        }
        println!("cargo-nextest is not installed: the same tests run with cargo test.");
        Self::Cargo
    }

    /// Runs the tests that lie beside what they test.
    fn crates(self) -> Result<(), Failed> {
        let mut tests = self.tests();
        match self {
            Self::Nextest => tests.args(["--filterset", "not package(plant-tests)"]),
            Self::Cargo => tests.args(["--exclude", "plant-tests"]),
        };
        run(&mut tests)
    }

    /// Runs the tests of whole plants and real windows.
    fn plants(self) -> Result<(), Failed> {
        let mut tests = self.tests();
        if self == Self::Nextest {
            tests.args(["--filterset", "package(plant-tests)"]);
        } else {
            tests = cargo();
            tests.args(["test", "--no-fail-fast", "--package", "plant-tests"]);
        }
        run(&mut on_virtual_screen(with_programs(&mut tests)))
    }

    /// Runs what speaks SQL with a plant against another version of PostgreSQL than the system's.
    fn on_postgres(self, version: &str) -> Result<(), Failed> {
        let mut tests = self.tests();
        if self == Self::Nextest {
            let modules = SPEAK_SQL.join("|");
            let plant = format!("binary(plant) and test(/^({modules})::/)");
            let exchange = "binary(replication) and test(/^answer::/)";
            let both = format!("package(plant-tests) and ({plant} or {exchange})");
            tests.args(["--filterset", &both]);
        } else {
            tests = cargo();
            tests.args(["test", "--no-fail-fast", "--package", "plant-tests"]);
            tests.args(["--test", "plant", "--"]).args(SPEAK_SQL);
        }
        let server = postgres::folder(version)?;
        let tests = tests.env(postgres::FOLDER, server);
        run(with_programs(tests.env(postgres::MAJOR, version)))
    }

    /// All tests of the workspace, with the features that [`build::everything`] built.
    fn tests(self) -> Command {
        let mut tests = cargo();
        match self {
            Self::Nextest => tests.args(["nextest", "run"]),
            Self::Cargo => tests.arg("test"),
        };
        tests
            .args(["--no-fail-fast", "--workspace"])
            .args(build::EMBEDDED);
        tests
    }
}
