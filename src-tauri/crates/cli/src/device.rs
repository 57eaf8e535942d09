//! `linesidectl device`: which device plays which part at this station.

use clap::builder::PossibleValuesParser;
use clap::{Subcommand, ValueEnum};
use devices::binding::Protocol;
use devices::speech::{self, Speech};
use host::device::{Wiring, target};
use store::ledger::device::BindingRow;
use store::{Folder, Store, StoreError};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What to do about devices.
#[derive(Debug, Subcommand)]
pub(crate) enum Device {
    /// Lists the devices of the station.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Gives a part to a device; takes effect when Lineside starts.
    Bind {
        #[command(flatten)]
        data: Data,
        /// Part it plays.
        role: Role,
        /// `tcp:HOST:PORT` or `serial:PATH[:BAUD[:8N1]]`; without settings a serial line has those
        /// the protocol is usual with.
        target: String,
        /// What a scale speaks; mt-sics without it.
        #[arg(long, value_parser = PossibleValuesParser::new(speech::NAMES.iter().copied()))]
        protocol: Option<String>,
        /// Unit a scale is set to whose frames name none.
        #[arg(long, requires = "protocol")]
        unit: Option<String>,
        /// Says on every screen that it is no real device.
        #[arg(long)]
        simulated: bool,
    },
}

/// A part a device can play.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Role {
    /// Reads codes.
    Scanner,
    /// Weighs.
    Scale,
    /// Prints labels.
    Printer,
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Self::Scanner => "scanner",
            Self::Scale => "scale",
            Self::Printer => "printer",
        }
    }
}

/// Lists or binds.
///
/// # Errors
/// [`Problem`], when the folder cannot be read, or is in use and should be written; or the device
/// cannot be bound like this.
pub(crate) async fn run(device: Device) -> Result<(), Problem> {
    match device {
        Device::List { data } => list(&data.folder()).await,
        Device::Bind {
            data,
            role,
            target,
            protocol,
            unit,
            simulated,
        } => {
            let wiring = wiring(role, &target, protocol.as_deref(), unit.as_deref())?;
            bind(&data.folder(), role, &wiring, simulated).await?;
            say(format_args!("{} is {}", role.word(), shown(&wiring)))
        }
    }
}

/// Where a device is and how it speaks, as it was written.
fn wiring(
    role: Role,
    target: &str,
    protocol: Option<&str>,
    unit: Option<&str>,
) -> Result<Wiring, Problem> {
    let speech = protocol.map(|name| Speech::named(name, unit)).transpose()?;
    if speech.is_some() && role.word() != Role::Scale.word() {
        return Err(Problem::OneProtocol(role.word()));
    }
    let line = speech.as_ref().map(Speech::usual_line).unwrap_or_default();
    Ok(Wiring {
        target: target::parse_on(target, line).map_err(Problem::Place)?,
        protocol: speech.map(Protocol::Scale),
    })
}

fn shown(wiring: &Wiring) -> String {
    let target = target::shown(&wiring.target);
    match wiring.protocol.as_ref().and_then(Protocol::speech) {
        Some(speech) => format!("{target} ({speech})"),
        None => target,
    }
}

/// Binds a device.
///
/// # Errors
/// [`StoreError`], when the folder is in use or cannot be written.
pub(crate) async fn bind(
    folder: &Folder,
    role: Role,
    wiring: &Wiring,
    simulated: bool,
) -> Result<(), StoreError> {
    let store = Store::open(folder).await?;
    if store.station().await?.is_none() {
        return Err(StoreError::NoStation {
            folder: folder.path().to_owned(),
        });
    }
    let target = serde_json::to_string(wiring)?;
    let row = BindingRow {
        role: role.word().to_owned(),
        target,
        simulated,
    };
    store.writer().await?.bind_device(&row).await
}

async fn list(folder: &Folder) -> Result<(), Problem> {
    for row in Store::open_read_only(folder)
        .await?
        .device_bindings()
        .await?
    {
        let wiring: Wiring = serde_json::from_str(&row.target).map_err(StoreError::from)?;
        let simulated = if row.simulated { " (simulated)" } else { "" };
        say(format_args!("{}: {}{simulated}", row.role, shown(&wiring)))?;
    }
    Ok(())
}
