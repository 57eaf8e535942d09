//! `linesidectl device`: which device plays which part at this station.

use clap::{Subcommand, ValueEnum};
use devices::binding::Target;
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
        /// `tcp:HOST:PORT` or `serial:PATH[:BAUD[:8N1]]`.
        #[arg(value_parser = target::parse)]
        target: Target,
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
/// [`Problem::Store`], when the folder cannot be read, or is in use and should be written.
pub(crate) async fn run(device: Device) -> Result<(), Problem> {
    match device {
        Device::List { data } => list(&data.folder()).await,
        Device::Bind {
            data,
            role,
            target,
            simulated,
        } => {
            bind(&data.folder(), role, &target, simulated).await?;
            say(format_args!(
                "{} is {}",
                role.word(),
                target::shown(&target)
            ))
        }
    }
}

/// Binds a device.
///
/// # Errors
/// [`StoreError`], when the folder is in use or cannot be written.
pub(crate) async fn bind(
    folder: &Folder,
    role: Role,
    target: &Target,
    simulated: bool,
) -> Result<(), StoreError> {
    let store = Store::open(folder).await?;
    if store.station().await?.is_none() {
        return Err(StoreError::NoStation {
            folder: folder.path().to_owned(),
        });
    }
    let target = serde_json::to_string(&Wiring::at(target.clone()))?;
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
        say(format_args!(
            "{}: {}{simulated}",
            row.role,
            target::shown(&wiring.target)
        ))?;
    }
    Ok(())
}
