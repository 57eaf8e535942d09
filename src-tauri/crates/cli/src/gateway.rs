//! `linesidectl gateway`: the plant's log as tables and views for reports.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use gateway::{Silence, Told};
use host::mirror::Mirror;
use replication::postgres::{JoinCode, Term};
use store::Folder;
use tokio::sync::watch;

use crate::output::{complain, say};
use crate::problem::Problem;
use crate::serve::asked_to_stop;

/// What to do as a gateway.
#[derive(Debug, Subcommand)]
pub(crate) enum Gateway {
    /// Follows the log until it is told to stop; waits while another gateway leads.
    Run(Run),
    /// Builds all tables anew from the log, and ends. No other gateway may lead meanwhile.
    Rebuild(Login),
}

/// How to run.
#[derive(Debug, Args)]
pub(crate) struct Run {
    #[command(flatten)]
    login: Login,
    /// Folder of a mirror of the plant, kept from the first time: baselines of new stations are made
    /// from it. Without one none are made.
    #[arg(long, env = "LINESIDE_GATEWAY_MIRROR", value_name = "DIR")]
    mirror: Option<PathBuf>,
    /// Events the plant gains between two baselines.
    #[arg(long, value_name = "EVENTS", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..))]
    baseline_every: u64,
}

/// As whom to log in.
#[derive(Debug, Args)]
pub(crate) struct Login {
    /// File with the code of `linesidectl plant enroll-gateway`.
    #[arg(long, env = "LINESIDE_GATEWAY_CODE_FILE", value_name = "FILE")]
    code_file: PathBuf,
    /// How long a leader may be silent, in seconds, before the server gives its lead away.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(2..=600))]
    silence: u64,
}

impl Login {
    fn code(&self) -> Result<JoinCode, Problem> {
        let path = &self.code_file;
        let text = std::fs::read_to_string(path).map_err(Problem::file(path))?;
        text.parse()
            .map_err(|_| Problem::NoGatewayCode(path.clone()))
    }

    fn silence(&self) -> Silence {
        Silence(Duration::from_secs(self.silence))
    }
}

/// Does it.
///
/// # Errors
/// [`Problem`], which says what to do.
pub(crate) async fn run(gateway: Gateway) -> Result<(), Problem> {
    match gateway {
        Gateway::Run(options) => lead(options).await,
        Gateway::Rebuild(login) => {
            let read = gateway::rebuild(&login.code()?, login.silence()).await?;
            let read = read.ok_or(Problem::GatewayLeads)?;
            say(format_args!("built anew from {read} events"))
        }
    }
}

async fn lead(run: Run) -> Result<(), Problem> {
    let (code, stop) = (run.login.code()?, asked_to_stop()?);
    let (leads, led) = watch::channel(None);
    let mirror = run.mirror.map(|folder| Mirror {
        code: code.clone(),
        folder: Folder::new(folder),
        every: run.baseline_every,
    });
    let mut written = Ok(());
    let tell = |told| {
        leads.send_replace(match &told {
            Told::Leading(term) => Some(*term),
            Told::Waiting | Told::Fenced(_) | Told::Away(_) => None,
        });
        if written.is_ok() {
            written = tell(told);
        }
    };
    let mirroring = async {
        match mirror {
            Some(mirror) => mirror.follow(led, complain).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        ended = gateway::run(&code, run.login.silence(), stop, tell) => ended?,
        () = mirroring => {}
    }
    written
}

fn tell(told: Told) -> Result<(), Problem> {
    match told {
        Told::Waiting => say("waiting: another gateway leads"),
        Told::Leading(Term(term)) => say(format_args!("leading in term {term}")),
        Told::Fenced(Term(term)) => say(format_args!(
            "term {term} is over: another gateway leads, nothing more was written"
        )),
        Told::Away(problem) => {
            complain(&problem);
            Ok(())
        }
    }
}
