//! `linesidectl set-up`: a station from one file, without a question: from a stick with the packages, or by
//! whatever sets machines up. Doing it twice changes nothing.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use devices::protocol::Named;
use domain::id::EquipmentId;
use host::device::{Wiring, usual, word};
use serde::Deserialize;
use station::found::{Founding, found};
use station::view::device::DeviceRole;
use store::{DATABASE, Folder, Store, StoreError};

use crate::data::Data;
use crate::devices::{Role, bind};
use crate::import::{Import, bring};
use crate::init::named;
use crate::join;
use crate::output::say;
use crate::problem::Problem;

/// Which file, and for which folder.
#[derive(Debug, Args)]
pub(crate) struct SetUp {
    #[command(flatten)]
    data: Data,
    /// TOML file: name, zone, erp, import, work_unit, join or join_file, and [[device]] tables.
    file: PathBuf,
}

/// What a station shall be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    /// Name on screens.
    name: String,
    /// IANA zone of the plant.
    zone: chrono_tz::Tz,
    /// Name of the ERP that numbers belong to.
    erp: Option<String>,
    /// Documents and folders beside the file.
    #[serde(default)]
    import: Vec<PathBuf>,
    /// Key of the work unit it stands at.
    work_unit: Option<String>,
    /// Code of `linesidectl plant enroll`.
    join: Option<String>,
    /// File beside this one that holds the code.
    join_file: Option<PathBuf>,
    /// Its devices.
    #[serde(default)]
    device: Vec<DevicePlan>,
}

/// A device as `linesidectl devices bind` takes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DevicePlan {
    role: String,
    place: String,
    protocol: Option<String>,
    unit: Option<String>,
    dpi: Option<u16>,
    #[serde(default)]
    simulated: bool,
}

/// Sets a station up as the file says.
///
/// # Errors
/// [`Problem`], at the first step that fails; done again, it goes on there.
pub(crate) async fn run(options: SetUp) -> Result<(), Problem> {
    let folder = options.data.folder()?;
    let text = std::fs::read_to_string(&options.file).map_err(Problem::file(&options.file))?;
    let wrong = |reason: String| Problem::Plan {
        path: options.file.clone(),
        reason,
    };
    let plan: Plan = toml::from_str(&text).map_err(|error| wrong(error.message().to_owned()))?;
    let name = named(&plan.name).map_err(|reason| wrong(format!("name: {reason}")))?;
    let beside = options.file.parent().unwrap_or(Path::new(""));
    let devices = plan.device.iter().map(DevicePlan::wired);
    let devices: Vec<_> = devices.collect::<Result<_, _>>().map_err(wrong)?;
    let code = code(&plan, beside)?;
    make(&folder, &plan, name).await?;
    if !plan.import.is_empty() {
        let paths = plan.import.iter().map(|path| beside.join(path)).collect();
        bring(&folder, &Import::of(paths)).await?;
    }
    for (role, wiring, simulated) in &devices {
        bind(&folder, *role, wiring, *simulated).await?;
        say(format_args!("{} is {}", word(*role), wiring.written_as()))?;
    }
    if let Some(code) = code {
        join::with(&folder, &code).await?;
    }
    if let Some(unit) = &plan.work_unit {
        stand(&folder, unit).await?;
    }
    say(format_args!("ok: {} is set up", folder.path().display()))
}

fn code(plan: &Plan, beside: &Path) -> Result<Option<String>, Problem> {
    let Some(file) = &plan.join_file else {
        return Ok(plan.join.clone());
    };
    let file = beside.join(file);
    let code = std::fs::read_to_string(&file).map_err(Problem::file(&file))?;
    Ok(Some(code.trim().to_owned()))
}

/// Makes the station, unless it is there.
async fn make(folder: &Folder, plan: &Plan, name: String) -> Result<(), Problem> {
    if folder.path().join(DATABASE).is_file() {
        return say(format_args!(
            "{} holds a station already: it stays",
            folder.path().display()
        ));
    }
    let founding = Founding {
        name,
        zone: plan.zone,
        erp: plan.erp.clone().unwrap_or_else(|| erp::ERP.to_owned()),
        demo: false,
    };
    found(folder, &founding).await?;
    say(format_args!(
        "a station was made in {}",
        folder.path().display()
    ))
}

/// Says at which work unit the station stands; the plant may tell of it later.
async fn stand(folder: &Folder, key: &str) -> Result<(), Problem> {
    let store = Store::open(folder).await?;
    let row = store
        .station()
        .await?
        .ok_or_else(|| StoreError::NoStation {
            folder: folder.path().to_owned(),
        })?;
    let unit = EquipmentId::from_erp(&row.erp, key);
    store.writer().await?.bind_work_unit(unit.0).await?;
    let known = store.equipment().await?.iter().any(|(id, _)| *id == unit.0);
    let later = if known {
        ""
    } else {
        ", of which nothing is known here yet"
    };
    say(format_args!("it stands at {key}{later}"))
}

impl DevicePlan {
    /// Where it is and what it speaks, or what is wrong with that.
    fn wired(&self) -> Result<(DeviceRole, Wiring, bool), String> {
        let role = Role::from_str(&self.role, false)
            .map_err(|_| format!("role {}: write scanner, scale or printer", self.role))?;
        let role = DeviceRole::from(role);
        let spoken = match &self.protocol {
            Some(protocol) => protocol,
            None => usual(role, &self.place)?,
        };
        let said = Named {
            name: spoken,
            unit: self.unit.as_deref(),
            dpi: self.dpi,
        };
        Ok((
            role,
            Wiring::written(role, &self.place, said)?,
            self.simulated,
        ))
    }
}
