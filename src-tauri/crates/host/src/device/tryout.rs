//! Tries a device out, as an installer does: a weight is put on, a label printed, a code scanned.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use devices::driver::printer::{Delivery, PrinterSettings};
use labels::{Fields, Template};
use station::Station;
use station::failure::{Code, Failure};
use station::view::device::{Change, DeviceRole, DeviceTest, WeightView};
use tokio::sync::broadcast::Receiver;

use super::Devices;
use super::printer::head;

/// How long the next scan is awaited: time to take the scanner and find a code.
pub const SCAN_WITHIN: Duration = Duration::from_secs(20);

/// How long a scale may take to stand still.
pub const STABLE_WITHIN: Duration = Duration::from_secs(5);

/// How long a test label may take: a label before it and its own time.
pub const TEST_PRINT_WITHIN: Duration = Duration::from_secs(30);

/// Pause between two looks at the scale.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What the code on a test label begins with.
pub const TEST_LABEL: &str = "LSTEST:";

/// The lot in the GS1 code on the sheet of codes.
pub(crate) const SHEET_LOT: &str = "LSTEST";

/// An order for a test label, and where to tell what came of it.
pub(super) struct TestPrint {
    /// What its code says.
    pub(super) code: String,
    answer: SyncSender<(String, Delivery)>,
}

impl TestPrint {
    /// Tells whoever ordered it; one that has gone away does not want to know.
    pub(super) fn tell(self, sentence: String, delivery: Delivery) {
        let _gone = self.answer.try_send((sentence, delivery));
    }
}

impl Devices {
    /// Tries the device of a role out.
    ///
    /// # Errors
    /// [`Failure`], when there is none, or a test label cannot be made.
    pub async fn try_out(&self, role: DeviceRole) -> Result<DeviceTest, Failure> {
        let known = self.station.devices().into_iter();
        let device = known.into_iter().find(|device| device.role == role);
        let device = device.ok_or_else(|| Failure::bad_request("no such device is set up here"))?;
        let (passed, sentence) = match (role, device.sentence.filter(|_| !device.ready)) {
            (DeviceRole::Scanner | DeviceRole::Scale, Some(sentence)) => (false, sentence),
            (DeviceRole::Scanner, None) => scan(self.station.changes()).await,
            (DeviceRole::Scale, None) => weigh(&self.station).await,
            (DeviceRole::Printer, _) => self.print_test().await?,
        };
        Ok(DeviceTest {
            role,
            passed,
            sentence,
        })
    }

    async fn print_test(&self) -> Result<(bool, String), Failure> {
        let code = test_code(self.station.now());
        let (answer, answered) = sync_channel(1);
        let test = TestPrint {
            code: code.clone(),
            answer,
        };
        let orders = self
            .running()
            .get(&DeviceRole::Printer)
            .map(|printer| printer.test_prints.clone());
        match orders.map(|orders| orders.try_send(test)) {
            Some(Ok(())) => {}
            Some(Err(TrySendError::Full(_))) => {
                return Ok((false, "a test label is being printed: wait".to_owned()));
            }
            Some(Err(TrySendError::Disconnected(_))) | None => {
                return Ok((
                    false,
                    "the label printer does not work: set it up again".to_owned(),
                ));
            }
        }
        let waited = tokio::task::spawn_blocking(move || answered.recv_timeout(TEST_PRINT_WITHIN));
        let told = waited.await.map_err(|error| {
            Failure::new(
                Code::Defect,
                "test_device",
                format!("a test was lost: {error}"),
            )
        })?;
        Ok(judged(told.ok(), &code))
    }
}

/// What the code on a test label says: another one each second.
#[must_use]
pub fn test_code(now: DateTime<Utc>) -> String {
    format!("{TEST_LABEL}{}", now.format("%H%M%S"))
}

/// A test label for a printer.
pub(super) fn test_label(settings: PrinterSettings, code: &str) -> Result<Vec<u8>, Failure> {
    let fields = Fields::new().with("code", code);
    let head = head(settings);
    let layout = labels::render(&Template::test().at(head.dpi), &fields)?;
    Ok(head.language.emit(&layout))
}

pub(super) fn judged(told: Option<(String, Delivery)>, code: &str) -> (bool, String) {
    match told {
        Some((evidence, Delivery::Confirmed | Delivery::Delivered)) => {
            let scan = format!("{evidence}; scan its code {code} to see that it can be read");
            (true, scan)
        }
        Some((sentence, Delivery::NotStarted | Delivery::Uncertain)) => (false, sentence),
        None => (
            false,
            "the label printer does not answer: check paper, ribbon, head and cable".to_owned(),
        ),
    }
}

async fn scan(mut changes: Receiver<Change>) -> (bool, String) {
    let scanned = async {
        loop {
            match changes.recv().await {
                Ok(Change::Scanned { text, symbology }) => return Some((text, symbology)),
                Ok(_) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
            }
        }
    };
    match tokio::time::timeout(SCAN_WITHIN, scanned).await {
        Ok(Some((text, symbology))) => {
            let id = symbology.map(|id| format!(" as {id}")).unwrap_or_default();
            (true, format!("it read “{text}”{id}"))
        }
        Ok(None) | Err(_) => (false, nothing_scanned()),
    }
}

pub(super) fn nothing_scanned() -> String {
    let seconds = SCAN_WITHIN.as_secs();
    format!("nothing was scanned within {seconds} seconds: scan any code, or check the cable")
}

async fn weigh(station: &Station) -> (bool, String) {
    let until = Instant::now() + STABLE_WITHIN;
    loop {
        let shown = match station.view_weight() {
            WeightView::Weight {
                weight,
                stable: true,
                ..
            } => return (true, format!("it stands still at {weight}")),
            WeightView::Weight { weight, .. } => {
                format!("it does not stand still (last {weight}): keep away draught and vibration")
            }
            WeightView::NoWeight { sentence } => sentence,
        };
        if Instant::now() >= until {
            return (false, shown);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
