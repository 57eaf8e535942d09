//! Where rules meet the store: command, load, decide, append, publish.
//!
//! One [`Station`] is shared by every host (window, command line, HTTP). Each operation is one
//! method here; a host only carries its request and its answer.

pub mod authority;
mod badge;
pub mod clock;
mod command;
pub mod exchange;
pub mod failure;
pub mod found;
mod import;
mod performance;
mod print;
pub mod request;
pub mod scale;
mod session;
mod shared_people;
mod show;
pub mod view;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use labels::{Head, Templates};
use store::Store;
use store::ledger::station::StationRow;
use tokio::sync::{Notify, broadcast};
use uuid::Uuid;

pub use clock::{Clock, SystemClock};
pub use exchange::{Baseline, Exchange, Past};
pub use failure::Failure;
pub use import::Intake;
pub use print::{Printed, ToPrint};
pub use scale::{NoScale, Scale};
pub use show::ScanTerms;
pub use store::{Folder, StoreError};

use crate::session::SignedIn;
use crate::view::device::{Change, DeviceRole, DeviceView};

/// Changes a slow screen may lag behind before it is told to read everything again.
const CHANGES_MAX: usize = 256;

/// Name and version of this software.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A station at work.
pub struct Station {
    store: Store,
    row: Mutex<StationRow>,
    zone: Tz,
    clock: Arc<dyn Clock>,
    scale: Mutex<Arc<dyn Scale>>,
    sessions: Mutex<BTreeMap<Uuid, SignedIn>>,
    devices: Mutex<BTreeMap<DeviceRole, DeviceView>>,
    head: Mutex<Head>,
    templates: Mutex<Arc<Templates>>,
    storage: Mutex<Option<String>>,
    exchange: Mutex<Exchange>,
    baseline: Mutex<Option<Baseline>>,
    authority: Mutex<Option<Arc<dyn authority::Authority>>>,
    people_bell: Notify,
    changes: broadcast::Sender<Change>,
}

impl Station {
    /// Opens a station for work.
    ///
    /// # Errors
    /// [`StoreError`], when the folder holds no station, is in use, or cannot be opened.
    pub async fn open(folder: &Folder, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::from_store(folder, Store::open(folder).await?, clock).await
    }

    /// Opens a station for reading, beside the process that works with it.
    ///
    /// # Errors
    /// [`StoreError`], as for [`Station::open`].
    pub async fn open_read_only(
        folder: &Folder,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        Self::from_store(folder, Store::open_read_only(folder).await?, clock).await
    }

    async fn from_store(
        folder: &Folder,
        store: Store,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let row = store
            .station()
            .await?
            .ok_or_else(|| StoreError::NoStation {
                folder: folder.path().to_owned(),
            })?;
        let zone = Tz::from_str(&row.zone).unwrap_or(Tz::UTC);
        Ok(Self {
            store,
            row: Mutex::new(row),
            zone,
            clock,
            scale: Mutex::new(Arc::new(NoScale)),
            sessions: Mutex::default(),
            devices: Mutex::default(),
            head: Mutex::default(),
            templates: Mutex::default(),
            storage: Mutex::default(),
            exchange: Mutex::default(),
            baseline: Mutex::default(),
            authority: Mutex::default(),
            people_bell: Notify::new(),
            changes: broadcast::Sender::new(CHANGES_MAX),
        })
    }

    /// The store beneath.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Changes from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Tells every screen. That nobody listens is no failure.
    pub fn publish(&self, change: Change) {
        let _listeners = self.changes.send(change);
    }

    /// Puts a scale on the station.
    pub fn set_scale(&self, scale: Arc<dyn Scale>) {
        *locked(&self.scale) = scale;
    }

    /// Says what the label printer prints with: labels are made for it from now on.
    pub fn set_head(&self, head: Head) {
        *locked(&self.head) = head;
    }

    /// What the label printer prints with.
    #[must_use]
    pub fn head(&self) -> Head {
        *locked(&self.head)
    }

    /// Gives the station its label templates.
    pub fn set_templates(&self, templates: Templates) {
        *locked(&self.templates) = Arc::new(templates);
    }

    /// The label templates.
    #[must_use]
    pub fn templates(&self) -> Arc<Templates> {
        locked(&self.templates).clone()
    }

    /// Notes how a device is, and tells every screen.
    pub fn set_device(&self, device: DeviceView) {
        locked(&self.devices).insert(device.role, device.clone());
        self.publish(Change::Device { device });
    }

    /// The station's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The plant's day.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&self.zone).date_naive()
    }

    /// The plant's zone.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The station's row as it is now.
    #[must_use]
    pub fn row(&self) -> StationRow {
        locked(&self.row).clone()
    }

    fn scale(&self) -> Arc<dyn Scale> {
        locked(&self.scale).clone()
    }

    /// Notes whether recording is possible, and tells every screen when that changes.
    fn note_storage(&self, outcome: Result<(), &StoreError>) {
        let sentence = match outcome {
            Ok(()) => None,
            Err(error @ StoreError::NotWritable { .. }) => Some(error.to_string()),
            Err(_) => return,
        };
        let mut known = locked(&self.storage);
        if *known != sentence {
            let writable = sentence.is_none();
            *known = sentence;
            drop(known);
            self.publish(Change::Storage { writable });
        }
    }
}

/// A lock whose holder never panics half-way: what it guards is whole even after a panic elsewhere.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
