//! `linesidectl sim`: devices for a demo and for trying things out.

use std::io::{stdin, stdout};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use simulators::cable::Attach;
use simulators::printer::Tongue;
use simulators::scale::Protocol;
use simulators::{printer, scale, scanner};

use crate::problem::Problem;

/// How long a simulated label takes to print: a small desktop printer's pace.
pub(crate) const PRINT_TIME: Duration = Duration::from_millis(300);

/// Which device to simulate. It says `ready ADDRESS`, then obeys lines of text until `quit`.
#[derive(Debug, Subcommand)]
pub(crate) enum Sim {
    /// A bench scale.
    Scale(Scale),
    /// A scanner that sends lines.
    Scanner(Serial),
    /// A label printer.
    Printer(Printer),
}

/// Where a scale hangs and what it speaks.
#[derive(Debug, Args)]
pub(crate) struct Scale {
    #[command(flatten)]
    serial: Serial,
    /// What it speaks.
    #[arg(long, default_value = "mt-sics", value_parser = PossibleValuesParser::new(Protocol::NAMES))]
    protocol: String,
}

/// Where a serial device hangs.
#[derive(Debug, Args)]
pub(crate) struct Serial {
    /// TCP address; the demo plant's without it.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// A pseudo-terminal instead.
    #[arg(long, conflicts_with = "listen")]
    pty: bool,
    /// Symbolic link to the pseudo-terminal.
    #[arg(long, requires = "pty", value_name = "PATH")]
    link: Option<PathBuf>,
}

/// Where a printer listens and puts its labels.
#[derive(Debug, Args)]
pub(crate) struct Printer {
    /// TCP address; the demo plant's without it.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// What it speaks.
    #[arg(long = "language", default_value = "zpl", value_parser = PossibleValuesParser::new(Tongue::NAMES))]
    tongue: String,
    /// Folder for the printed labels.
    #[arg(long, value_name = "DIR")]
    shelf: Option<PathBuf>,
}

/// Runs the device until `quit` or the end of the input.
///
/// # Errors
/// [`Problem::Simulator`], when its place is taken.
pub(crate) fn run(sim: Sim) -> Result<(), Problem> {
    let (input, output) = (stdin().lock(), stdout().lock());
    let ended = match sim {
        Sim::Scale(Scale { serial, protocol }) => {
            let options = scale::Options {
                protocol: Protocol::named(&protocol).unwrap_or_default(),
                ..scale::Options::new(serial.attach("scale"))
            };
            scale::main_loop(&options, input, output)
        }
        Sim::Scanner(serial) => {
            let attach = serial.attach("scanner");
            let suffix = b"\r".to_vec();
            scanner::main_loop(scanner::Options { attach, suffix }, input, output)
        }
        Sim::Printer(Printer {
            listen,
            shelf,
            tongue,
        }) => {
            let address = listen.unwrap_or_else(|| demo_address("printer"));
            let options = printer::Options {
                address,
                shelf,
                tongue: Tongue::named(&tongue).unwrap_or_default(),
                print_time: PRINT_TIME,
            };
            printer::main_loop(&options, input, output)
        }
    };
    ended.map_err(Problem::Simulator)
}

impl Serial {
    fn attach(self, role: &str) -> Attach {
        if self.pty {
            return Attach::Pty { link: self.link };
        }
        Attach::Tcp {
            address: self.listen.unwrap_or_else(|| demo_address(role)),
        }
    }
}

/// Where the demo plant expects the device; a free port for a role it does not have.
fn demo_address(role: &str) -> SocketAddr {
    let known = host::demo::SIMULATED
        .iter()
        .find(|(known, _)| *known == role);
    SocketAddr::from((Ipv4Addr::LOCALHOST, known.map_or(0, |(_, port)| *port)))
}
