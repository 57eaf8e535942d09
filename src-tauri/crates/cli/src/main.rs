//! `linesidectl`: a host without a window.
//!
//! Exit status: 0 done, 1 refused or failed, 2 called wrongly. What a person asked for goes to
//! standard output, why it was not done to standard error.

mod backup;
mod call;
mod config;
mod data;
mod decode;
mod demo;
mod devices;
mod diagnostics;
mod doctor;
mod gateway;
mod import;
mod init;
mod join;
mod label;
mod openapi;
mod output;
mod plant;
mod problem;
mod serve;
mod set_up;
mod sim;
mod simulate;
mod trace;
mod update;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use host::config::Config;

use crate::problem::Problem;

/// How much is written where nobody says how much.
const LOG: &str = "warn";

/// How long what still runs may take to end; longer means that it hangs.
const END_WITHIN: Duration = Duration::from_secs(2);

/// Works with a station without its window.
#[derive(Debug, Parser)]
#[command(name = "linesidectl", version)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a station in an empty folder.
    Init(init::Init),
    /// Sets a station up as a file says, without a question.
    SetUp(set_up::SetUp),
    /// Lets a station share with a plant.
    Join(join::Join),
    /// Proves that everything shown is what the log says.
    Verify(verify::Verify),
    /// Says what hinders the station, and what to do about it.
    Doctor(doctor::Doctor),
    /// Writes the station into one file, beside a running app.
    Backup(backup::Backup),
    /// Puts a station back into an empty folder.
    Restore(backup::Restore),
    /// Says what somebody who helps needs to know, without names and secrets.
    Diagnostics(diagnostics::Diagnostics),
    /// Says whether a newer release is offered, and is its maker's.
    Update(update::Update),
    /// Says what is set, and by whom.
    #[command(subcommand)]
    Config(config::Settings),
    /// Serves the station to this machine over HTTP until it is told to stop.
    Serve(serve::Serve),
    /// Imports documents and folders of an ERP.
    Import(import::Import),
    /// Carries out one operation and prints its answer as JSON.
    Call(call::Call),
    /// Traces a lot, a serial number, an operation or an order, backward and forward.
    Trace(trace::Trace),
    /// Prints the description of every operation.
    Openapi(openapi::Openapi),
    /// Makes the plant's database, lets stations in and out, and proves it.
    #[command(subcommand)]
    Plant(plant::Plant),
    /// Turns the plant's log into tables and views for reports.
    #[command(subcommand)]
    Gateway(gateway::Gateway),
    /// Simulates a device that obeys lines of text.
    #[command(subcommand)]
    Sim(sim::Sim),
    /// Simulates stations and a plant under every fault at once, in virtual time.
    Simulate(simulate::Simulate),
    /// Shows, tries out and sets which device plays which part.
    #[command(subcommand)]
    Devices(devices::Devices),
    /// Renders labels, keeps their templates.
    #[command(subcommand)]
    Label(label::Label),
    /// Says what the bytes of a device mean, as lines of JSON.
    Decode(decode::Decode),
    /// Does the main job on a demo plant with simulated devices, and leaves what came of it.
    Demo(demo::Demo),
}

impl Command {
    /// The data folder that keeps the log of a command which runs a station.
    fn logs_to(&self) -> Option<PathBuf> {
        if let Self::Serve(serve) = self {
            return serve.data_folder();
        }
        None
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    // Settings that cannot be read are told by the command that needs them.
    let config = Config::of_process(&[]).ok();
    let data = options.command.logs_to();
    host::log::begin(config.as_ref(), LOG, data.as_deref());
    let done = tokio::runtime::Runtime::new()
        .map_err(Problem::Threads)
        .and_then(|runtime| {
            let done = runtime.block_on(carry_out(options.command));
            runtime.shutdown_timeout(END_WITHIN);
            done
        });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            output::complain(&problem);
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(command: Command) -> Result<(), Problem> {
    match command {
        Command::Init(init) => init::run(init).await,
        Command::SetUp(set_up) => set_up::run(set_up).await,
        Command::Join(join) => join::run(join).await,
        Command::Verify(verify) => verify::run(verify).await,
        Command::Doctor(doctor) => doctor::run(doctor).await,
        Command::Backup(backup) => backup::back_up(backup).await,
        Command::Restore(restore) => backup::restore(restore).await,
        Command::Diagnostics(diagnostics) => diagnostics::run(diagnostics).await,
        Command::Update(update) => update::run(&update),
        Command::Config(settings) => config::run(settings),
        Command::Serve(serve) => serve::run(serve).await,
        Command::Import(import) => import::run(import).await,
        Command::Call(call) => call::run(call).await,
        Command::Trace(trace) => trace::run(trace).await,
        Command::Openapi(openapi) => openapi::run(openapi),
        Command::Plant(plant) => plant::run(plant).await,
        Command::Gateway(gateway) => gateway::run(gateway).await,
        Command::Sim(sim) => sim::run(sim),
        Command::Simulate(simulate) => simulate::run(simulate),
        Command::Devices(devices) => devices::run(devices).await,
        Command::Label(label) => label::run(label),
        Command::Decode(decode) => decode::run(&decode),
        Command::Demo(demo) => demo::run(demo).await,
    }
}
