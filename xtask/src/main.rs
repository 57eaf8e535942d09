//! What a developer runs: `cargo xtask run`, `test`, `check`, `bench`, `fuzz`, `soak`, `bundle`, `setup`.
#![allow(
    clippy::print_stdout,
    reason = "the terminal is where these commands answer"
)]

mod bench;
mod build;
mod bundle;
mod check;
mod fuzz;
mod program;
mod project;
mod run;
mod setup;
mod soak;
mod steps;
mod test;

use std::process::ExitCode;

use crate::program::Failed;

/// What is printed for a word that is no command.
const USAGE: &str = "\
usage: cargo xtask <command>

  run     set up what is missing, build, and open the app on a demo plant
  test    set up what is missing, and run everything CI runs
  check   format, lints, types, spelling, dependencies, tidiness
  bench   measure, and write target/bench/report.json
  fuzz    give every codec of the devices a million damaged streams
  soak    let eight stations and a plant fail for ten minutes, and see that all agree
  bundle  make the packages; bundle --check installs the .deb in a clean root and starts it
  setup   install what the other commands need";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let ended = match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["run"] => run::run(),
        ["test"] => test::test(),
        ["check"] => check::check(),
        ["bundle"] => bundle::bundle(),
        ["bundle", "--check"] => bundle::check(),
        ["bench"] => bench::bench(),
        ["fuzz"] => fuzz::fuzz(),
        ["soak"] => soak::soak(),
        ["setup"] => setup::all().map(|()| "everything is set up".to_owned()),
        _ => Err(Failed::Usage(USAGE)),
    };
    match ended {
        Ok(line) => {
            println!("\n{line}");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            println!("\n{failed}");
            ExitCode::FAILURE
        }
    }
}
