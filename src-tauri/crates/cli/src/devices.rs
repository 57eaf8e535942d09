//! `linesidectl devices`: which device plays which part at this station, and whether it works.

use chrono::Utc;
use clap::{Subcommand, ValueEnum};
use devices::protocol::Named;
use host::device::{ROLES, Wiring, test_code, try_alone, word};
use host::{client, local};
use serde_json::{Value, json};
use station::view::device::{DeviceRole, DeviceTest, DevicesView, FoundUse};
use store::ledger::device::BindingRow;
use store::{Folder, Store, StoreError};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What to do about devices.
#[derive(Debug, Subcommand)]
pub(crate) enum Devices {
    /// Lists the devices of the station; where Lineside runs, with how they are.
    List {
        #[command(flatten)]
        data: Data,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Tries devices out: reads the scale, prints a test label, awaits a scan.
    Test {
        #[command(flatten)]
        data: Data,
        /// Part it plays; all of them without.
        role: Option<Role>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Finds what is plugged in here and may be set up, with how it is bound.
    Find {
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Gives a part to a device; takes effect when Lineside starts.
    Bind {
        #[command(flatten)]
        data: Data,
        /// Part it plays.
        role: Role,
        /// `tcp:HOST:PORT`, `serial:PATH[:BAUD[:8N1]]`, `usb:VID:PID[:SERIAL[:BAUD[:8N1]]]` of a serial
        /// port on USB, or `hid:VID:PID[:SERIAL]` of a HID scanner or scale. What is on USB may be bound
        /// to its chain of ports with `@1-4.2` behind it. Without settings a serial line has those the
        /// protocol is usual with.
        target: String,
        /// What it speaks; without it what such devices usually do: a scale mt-sics, a printer zpl.
        #[arg(long)]
        protocol: Option<String>,
        /// Unit a scale is set to whose frames name none.
        #[arg(long, requires = "protocol")]
        unit: Option<String>,
        /// Dots to the inch of a printer's head: 203, 300 or 600.
        #[arg(long)]
        dpi: Option<u16>,
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

impl From<Role> for DeviceRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Scanner => Self::Scanner,
            Role::Scale => Self::Scale,
            Role::Printer => Self::Printer,
        }
    }
}

/// Lists, tries out or binds.
///
/// # Errors
/// [`Problem`], when the folder cannot be read, or is in use and should be written; the device
/// cannot be bound like this; or one does not do what it is for.
pub(crate) async fn run(devices: Devices) -> Result<(), Problem> {
    match devices {
        Devices::List { data, json } => list(&data.folder()?, json).await,
        Devices::Test { data, role, json } => test(&data.folder()?, role, json).await,
        Devices::Find { json } => find(json).await,
        Devices::Bind {
            data,
            role,
            target,
            protocol,
            unit,
            dpi,
            simulated,
        } => {
            let role = role.into();
            let usual = host::device::usual(role, &target).map_err(Problem::Place)?;
            let said = Named {
                name: protocol.as_deref().unwrap_or(usual),
                unit: unit.as_deref(),
                dpi,
            };
            let wiring = Wiring::written(role, &target, said).map_err(Problem::Place)?;
            bind(&data.folder()?, role, &wiring, simulated).await?;
            say(format_args!("{} is {}", word(role), wiring.written_as()))
        }
    }
}

/// Binds a device.
///
/// # Errors
/// [`StoreError`], when the folder is in use or cannot be written.
pub(crate) async fn bind(
    folder: &Folder,
    role: DeviceRole,
    wiring: &Wiring,
    simulated: bool,
) -> Result<(), Problem> {
    let store = Store::open(folder).await?;
    if store.station().await?.is_none() {
        return Err(Problem::Store(StoreError::NoStation {
            folder: folder.path().to_owned(),
        }));
    }
    let row = wiring.row(role, simulated)?;
    Ok(store.writer().await?.bind_device(&row).await?)
}

/// A device as it is listed.
struct Listed {
    text: String,
    json: Value,
}

async fn list(folder: &Folder, as_json: bool) -> Result<(), Problem> {
    let listed = match running(folder).await? {
        Some(view) => view.devices.into_iter().map(shown).collect(),
        None => bound(folder).await?,
    };
    for Listed { text, json } in listed {
        if as_json { say(json)? } else { say(text)? }
    }
    Ok(())
}

/// The devices of the running host; nothing where none answers.
async fn running(folder: &Folder) -> Result<Option<DevicesView>, Problem> {
    let Some(door) = local::find(folder) else {
        return Ok(None);
    };
    match client::call(&door, "view_devices", &json!({})).await {
        Err(failure) if failure.reason == "host" => Ok(None),
        answer => serde_json::from_value(answer?)
            .map(Some)
            .map_err(Problem::Json),
    }
}

fn shown(device: station::view::device::DeviceView) -> Listed {
    let how = match (&device.sentence, device.ready) {
        (Some(sentence), _) => sentence.clone(),
        (None, true) => "ready".to_owned(),
        (None, false) => "not ready".to_owned(),
    };
    let simulated = if device.simulated { " (simulated)" } else { "" };
    let last = device.last_error.as_ref().filter(|_| device.ready);
    let last = last.map(|error| format!(" (last, at {}: {})", error.at, error.sentence));
    Listed {
        text: format!(
            "{}: {}{simulated}: {how}{}",
            word(device.role),
            device.target,
            last.unwrap_or_default()
        ),
        json: json!(device),
    }
}

/// What is bound, where nothing runs.
async fn bound(folder: &Folder) -> Result<Vec<Listed>, Problem> {
    let rows = Store::open_read_only(folder)
        .await?
        .device_bindings()
        .await?;
    Ok(rows.iter().map(row_shown).collect())
}

/// A row that cannot be read is said so, beside those that can.
fn row_shown(row: &BindingRow) -> Listed {
    let simulated = if row.simulated { " (simulated)" } else { "" };
    match Wiring::of_row(row) {
        Ok((role, wiring)) => {
            let protocol = wiring.spoken(role);
            let (place, name) = (wiring.place_written(), protocol.name());
            Listed {
                text: format!("{}: {}{simulated}", row.role, wiring.written_as()),
                json: json!({
                    "role": row.role, "place": place, "protocol": name, "unit": protocol.unit(),
                    "dpi": protocol.dpi(), "simulated": row.simulated,
                }),
            }
        }
        Err(failure) => Listed {
            text: format!("{}: {}", row.role, failure.sentence),
            json: json!({"role": row.role, "sentence": failure.sentence}),
        },
    }
}

async fn find(as_json: bool) -> Result<(), Problem> {
    let looked = tokio::task::spawn_blocking(|| host::device::find(&[])).await;
    let found = looked.map_err(|error| Problem::Threads(error.into()))??;
    for device in found.devices {
        if as_json {
            say(json!(device))?;
            continue;
        }
        let minds = device.sentence.map(|sentence| format!(": {sentence}"));
        say(format_args!("{}{}", device.name, minds.unwrap_or_default()))?;
        for FoundUse {
            role,
            place,
            protocol,
        } in device.uses
        {
            say(format_args!(
                "  {} {place} --protocol {protocol}",
                word(role)
            ))?;
        }
    }
    match found.troubles.as_slice() {
        [] => Ok(()),
        troubles => Err(Problem::Place(troubles.join("; "))),
    }
}

async fn test(folder: &Folder, role: Option<Role>, as_json: bool) -> Result<(), Problem> {
    let wanted = role.map(DeviceRole::from);
    let mut failed = 0;
    for role in ROLES
        .into_iter()
        .filter(|role| wanted.is_none_or(|w| w == *role))
    {
        let Some(test) = try_out(folder, role, wanted.is_some()).await? else {
            continue;
        };
        failed += usize::from(!test.passed);
        if as_json {
            say(json!(test))?;
        } else {
            let passed = if test.passed { "passed" } else { "failed" };
            say(format_args!("{}: {passed}: {}", word(role), test.sentence))?;
        }
    }
    match failed {
        0 => Ok(()),
        failed => Err(Problem::DevicesFailed(failed)),
    }
}

/// Tries one out in the running host, or else alone; nothing where none is bound and all are tried.
async fn try_out(
    folder: &Folder,
    role: DeviceRole,
    must_be: bool,
) -> Result<Option<DeviceTest>, Problem> {
    if let Some(view) = running(folder).await? {
        if !must_be && !view.devices.iter().any(|device| device.role == role) {
            return Ok(None);
        }
        let door = local::find(folder).ok_or(Problem::NoDevice(word(role)))?;
        let answer = client::call(&door, "test_device", &json!({"role": role})).await?;
        return serde_json::from_value(answer)
            .map(Some)
            .map_err(Problem::Json);
    }
    let rows = Store::open_read_only(folder)
        .await?
        .device_bindings()
        .await?;
    match rows.iter().find(|row| row.role == word(role)) {
        Some(row) => {
            let (role, wiring) = Wiring::of_row(row)?;
            let code = test_code(Utc::now());
            let tried = tokio::task::spawn_blocking(move || try_alone(role, &wiring, &code));
            Ok(Some(
                tried
                    .await
                    .map_err(|error| Problem::Threads(error.into()))??,
            ))
        }
        None if must_be => Err(Problem::NoDevice(word(role))),
        None => Ok(None),
    }
}
