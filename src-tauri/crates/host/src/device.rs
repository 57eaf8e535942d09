//! The station's devices at work: one thread each, bound by role, exchanged while running.

mod alone;
mod face;
mod find;
mod printer;
mod scale;
mod scanner;
pub mod target;
mod tryout;
mod wiring;

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use devices::binding::Target;
use devices::protocol;
use devices::run::ScaleRequest;
use devices::speech::{BadSpeech, Speech};
use station::Station;
use station::failure::{Code, Failure};
use station::view::device::{DeviceChoice, DeviceRole, DeviceView, ProtocolChoice};
use store::ledger::device::BindingRow;
use tokio::runtime::Handle;

pub use self::alone::try_alone;
pub use self::find::find;
pub use self::printer::{LOOK_EVERY, RETRY_EVERY_MAX};
pub use self::scale::{READING_AGE_MAX, TELL_EVERY};
pub(crate) use self::tryout::SHEET_LOT;
pub use self::tryout::{SCAN_WITHIN, STABLE_WITHIN, TEST_LABEL, TEST_PRINT_WITHIN, test_code};
pub use self::wiring::{ROLES, Wiring, usual, word};

use self::face::Face;
use self::tryout::TestPrint;
use self::wiring::Driven;

/// How long stopping waits for a device's thread. One that is sending a label may take longer: it
/// is left to end by itself, and the label's fate is settled by the next start if need be.
pub const STOP_WAIT_MAX: Duration = Duration::from_secs(2);

/// Pause between two looks whether a thread has ended.
const STOP_LOOK: Duration = Duration::from_millis(5);

/// Requests to a scale waiting at a time: a person makes one.
const SCALE_REQUESTS_MAX: usize = 4;

/// Test labels ordered at a time: a person orders one.
const TEST_PRINTS_MAX: usize = 1;

/// The running devices of a station. Dropping them stops them.
pub struct Devices {
    station: Arc<Station>,
    runtime: Handle,
    running: Mutex<BTreeMap<DeviceRole, Running>>,
    /// Whether what was on its way to the printer at the last stop is settled.
    recovered: Arc<AtomicBool>,
}

/// The thread of one device.
struct Running {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
    /// Where a printer takes an order for a test label.
    test_prints: SyncSender<TestPrint>,
}

impl Devices {
    /// Starts every device of the station and its print queue; must be called within a runtime.
    /// A device that cannot be used is shown with what to do about it.
    #[must_use]
    pub fn start(station: Arc<Station>, bindings: Vec<BindingRow>) -> Self {
        let devices = Self {
            station,
            runtime: Handle::current(),
            running: Mutex::default(),
            recovered: Arc::default(),
        };
        for row in &bindings {
            devices.start_row(row);
        }
        if !devices.running().contains_key(&DeviceRole::Printer) {
            devices.recover_without_printer();
        }
        devices
    }

    /// Gives a role to another device, now and from the next start on.
    ///
    /// # Errors
    /// [`Failure`], when a device of that role cannot speak like this or nothing can be recorded;
    /// then the device before keeps its role.
    pub async fn rebind(
        &self,
        role: DeviceRole,
        wiring: Wiring,
        simulated: bool,
    ) -> Result<(), Failure> {
        let driven = wiring.driven(role)?;
        let row = wiring.row(role, simulated)?;
        self.station
            .store()
            .writer()
            .await?
            .bind_device(&row)
            .await?;
        let before = self.running().remove(&role);
        if let Some(before) = before {
            before.tell_to_stop();
            let ended = tokio::task::spawn_blocking(move || before.end()).await;
            ended.map_err(|error| unstartable(role, &io::Error::other(error)))?;
        }
        self.start_one(role, wiring, driven, simulated)
            .map_err(|error| unstartable(role, &error))
    }

    fn start_row(&self, row: &BindingRow) {
        let Some(role) = wiring::role(row) else {
            tracing::warn!(role = row.role, "a device has a role nobody knows");
            return;
        };
        let started = Wiring::read(role, row).and_then(|(wiring, driven)| {
            self.start_one(role, wiring, driven, row.simulated)
                .map_err(|error| unstartable(role, &error))
        });
        if let Err(failure) = started {
            self.station.set_device(DeviceView {
                role,
                target: row.target.clone(),
                place: String::new(),
                protocol: String::new(),
                unit: None,
                dpi: None,
                ready: false,
                sentence: Some(failure.sentence),
                last_error: None,
                simulated: row.simulated,
            });
        }
    }

    fn start_one(
        &self,
        role: DeviceRole,
        wiring: Wiring,
        driven: Driven,
        simulated: bool,
    ) -> io::Result<()> {
        if let Driven::Printer(settings) = &driven {
            self.station.set_head(printer::head(*settings));
        }
        let stop = Arc::new(AtomicBool::new(false));
        let mut face = Face::new(self.station.clone(), stop.clone(), role, &wiring, simulated);
        let (test_prints, asked) = sync_channel(TEST_PRINTS_MAX);
        let (runtime, recovered) = (self.runtime.clone(), self.recovered.clone());
        let target = wiring.target;
        let thread = Builder::new()
            .name(face::noun(role).to_owned())
            .spawn(move || drive(&target, &driven, &mut face, &runtime, &recovered, &asked))?;
        let running = Running {
            stop,
            thread,
            test_prints,
        };
        self.running().insert(role, running);
        Ok(())
    }

    /// A label may have been on its way although the printer is gone.
    fn recover_without_printer(&self) {
        let stop = Arc::new(AtomicBool::new(false));
        let (station, runtime) = (self.station.clone(), self.runtime.clone());
        let (recovered, stopped) = (self.recovered.clone(), stop.clone());
        let thread = Builder::new()
            .name("print queue".to_owned())
            .spawn(move || printer::recover(&station, &runtime, &recovered, &stopped));
        match thread {
            Ok(thread) => {
                // Nobody takes an order: there is no printer.
                let (test_prints, _) = sync_channel(TEST_PRINTS_MAX);
                let running = Running {
                    stop,
                    thread,
                    test_prints,
                };
                self.running().insert(DeviceRole::Printer, running);
            }
            Err(error) => tracing::error!(%error, "the print queue cannot be recovered"),
        }
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<DeviceRole, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Devices {
    /// Tells all to stop first, so that they stop at the same time.
    fn drop(&mut self) {
        let running = std::mem::take(&mut *self.running());
        running.values().for_each(Running::tell_to_stop);
        running.into_values().for_each(Running::end);
    }
}

impl Running {
    fn tell_to_stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Waits for the thread to end, not for ever.
    fn end(self) {
        let started = Instant::now();
        while !self.thread.is_finished() && started.elapsed() < STOP_WAIT_MAX {
            sleep(STOP_LOOK);
        }
        if self.thread.is_finished() && self.thread.join().is_err() {
            tracing::error!("a device's thread has panicked");
        }
    }
}

fn drive(
    target: &Target,
    driven: &Driven,
    face: &mut Face,
    runtime: &Handle,
    recovered: &AtomicBool,
    test_prints: &Receiver<TestPrint>,
) {
    match driven {
        Driven::Scanner(sends) => scanner::run(target, *sends, face),
        Driven::Scale(speech) => {
            // Held for as long as the loop runs: without a sender it would end.
            let (_asker, requests): (SyncSender<ScaleRequest>, _) =
                sync_channel(SCALE_REQUESTS_MAX);
            scale::run(target, speech, &requests, face);
        }
        Driven::Printer(settings) => {
            let (station, stop) = (face.station.clone(), face.stop.clone());
            printer::recover(&station, runtime, recovered, &stop);
            printer::Press::new(target, *settings, face, runtime, test_prints).run();
        }
    }
}

/// What devices may speak, by role.
#[must_use]
pub fn choices() -> Vec<DeviceChoice> {
    ROLES.into_iter().map(choice).collect()
}

fn choice(role: DeviceRole) -> DeviceChoice {
    let protocols = protocol::names(wiring::of(role)).into_iter().map(|name| {
        let needs_unit = matches!(Speech::named(name, None), Err(BadSpeech::NeedsUnit(_)));
        ProtocolChoice {
            name: name.to_owned(),
            needs_unit,
        }
    });
    DeviceChoice {
        role,
        protocols: protocols.collect(),
        dpis: match role {
            DeviceRole::Printer => protocol::DPIS.to_vec(),
            DeviceRole::Scanner | DeviceRole::Scale => Vec::new(),
        },
    }
}

fn unstartable(role: DeviceRole, error: &io::Error) -> Failure {
    Failure::new(
        Code::Device,
        "device",
        format!(
            "the {} cannot be started: close other programs and try again ({error})",
            face::noun(role)
        ),
    )
}
