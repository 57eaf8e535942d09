//! What runs a station: device threads, delivery, the HTTP host.
//!
//! [`operation`] is the one definition of what can be asked of a station. The window, the command
//! line and [`http`] carry requests to it and answers back.

pub mod backup;
pub mod baseline;
pub mod client;
pub mod config;
pub mod delivery;
pub mod demo;
pub mod device;
pub mod diagnostics;
pub mod doctor;
pub mod exchange;
pub mod http;
pub mod import;
pub mod label;
pub mod local;
pub mod log;
pub mod mirror;
pub mod mover;
pub mod openapi;
pub mod operation;
pub mod scan;
pub mod update;

use std::sync::Arc;

use devices::protocol::Named;
use station::failure::Code;
use station::request::{CommandBindDevice, CommandJoinPlant, TestDevice};
use station::view::device::{Change, DeviceTest, DevicesView, FoundView};
use station::view::plant::JoinView;
use station::{Clock, Failure, Station};
use store::{Folder, StoreError};
use tokio::sync::watch;

use crate::device::Devices;

/// Folder of the messages to the ERP, within the data folder.
pub const ERP_OUT: &str = "erp/out";

/// A station with everything that runs it.
pub struct Host {
    /// The station.
    pub station: Arc<Station>,
    folder: Folder,
    /// Dropped with the host: device threads stop.
    devices: Option<Devices>,
    stop: watch::Sender<bool>,
}

impl Host {
    /// Opens a station and starts its devices, its print queue and the delivery to the ERP.
    ///
    /// # Errors
    /// [`StoreError`], when the data folder cannot be opened.
    pub async fn start(folder: Folder, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        if let Err(hindered) = baseline::begin_prepared(&folder).await {
            tracing::warn!(%hindered, "the station does not begin with the plant's past");
        }
        let station = Arc::new(Station::open(&folder, clock).await?);
        if let Some(code) = exchange::joined(&folder) {
            exchange::grant_by_plant(&station, &code);
        }
        let out = folder.path().join(ERP_OUT);
        std::fs::create_dir_all(&out).map_err(|source| StoreError::Folder {
            folder: out.clone(),
            source,
        })?;
        station.set_templates(label::template::of_station(&folder));
        let bindings = station.store().device_bindings().await?;
        let devices = Devices::start(station.clone(), bindings);
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(delivery::deliver(station.clone(), out, stopped.clone()));
        tokio::spawn(mover::keep_moving(station.clone(), stopped.clone()));
        tokio::spawn(exchange::exchange(station.clone(), folder.clone(), stopped));
        Ok(Self {
            station,
            folder,
            devices: Some(devices),
            stop,
        })
    }

    /// A station without devices and delivery, for one command of the command line.
    ///
    /// # Errors
    /// [`StoreError`], when the data folder cannot be opened.
    pub async fn quiet(folder: Folder, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let station = Arc::new(Station::open(&folder, clock).await?);
        station.set_templates(label::template::of_station(&folder));
        Ok(Self {
            station,
            folder,
            devices: None,
            stop: watch::Sender::new(false),
        })
    }

    /// The same for reading only, beside the process that works with the folder.
    ///
    /// # Errors
    /// [`StoreError`], when the data folder cannot be opened.
    pub async fn read_only(folder: Folder, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let station = Arc::new(Station::open_read_only(&folder, clock).await?);
        Ok(Self {
            station,
            folder,
            devices: None,
            stop: watch::Sender::new(false),
        })
    }

    /// Gives a role to another device at once, as the installer says.
    ///
    /// # Errors
    /// [`Failure`], when the person may not, or no such device can be used here.
    pub async fn bind_device(&self, request: CommandBindDevice) -> Result<DevicesView, Failure> {
        self.station.check_installer(request.session)?;
        let said = Named {
            name: &request.protocol,
            unit: request.unit.as_deref(),
            dpi: request.dpi,
        };
        let wiring = device::Wiring::written(request.role, &request.target, said)
            .map_err(Failure::bad_request)?;
        self.running()?
            .rebind(request.role, wiring, request.simulated)
            .await?;
        Ok(self.view_devices())
    }

    /// How the devices are, and what may be set up.
    #[must_use]
    pub fn view_devices(&self) -> DevicesView {
        DevicesView {
            devices: self.station.devices(),
            choices: device::choices(),
        }
    }

    /// Finds what is plugged in and may be set up.
    ///
    /// # Errors
    /// [`Failure`], when the sheet of codes cannot be drawn.
    pub async fn find_devices(&self) -> Result<FoundView, Failure> {
        let bound = self.station.devices();
        let looked = tokio::task::spawn_blocking(move || device::find(&bound)).await;
        looked.map_err(|error| {
            let sentence = format!("the search for devices was lost: {error}");
            Failure::new(Code::Defect, "find_devices", sentence)
        })?
    }

    /// Tries a device out.
    ///
    /// # Errors
    /// [`Failure`], when there is none or this process runs no devices.
    pub async fn test_device(&self, request: TestDevice) -> Result<DeviceTest, Failure> {
        self.running()?.try_out(request.role).await
    }

    fn running(&self) -> Result<&Devices, Failure> {
        self.devices.as_ref().ok_or_else(|| {
            Failure::bad_request("this process runs no devices: do it where Lineside runs")
        })
    }

    /// Joins a plant, as the installer says; the exchange begins within seconds.
    ///
    /// # Errors
    /// [`Failure`], when the person may not, or the station shares with a plant already.
    pub async fn join_plant(&self, request: CommandJoinPlant) -> Result<JoinView, Failure> {
        self.station.check_installer(request.session)?;
        if exchange::joined(&self.folder).is_some() {
            return Err(Failure::bad_request(
                "this station shares with a plant already: to use a new code, close Lineside and \
                 run `linesidectl join`",
            ));
        }
        let station = self.station.row().origin.station;
        Ok(exchange::join_by_steps(&self.folder, station, &request.code).await)
    }

    /// Ends the work of the station, and leaves its one file whole: for an orderly stop.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails. Nothing is lost then either.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.stop.send_replace(true);
        local::shut(&self.folder)?;
        self.station.store().close().await
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// What a screen is told that was too slow to hear every change: read everything again.
#[must_use]
pub fn missed() -> Change {
    Change::Recorded { kinds: Vec::new() }
}
