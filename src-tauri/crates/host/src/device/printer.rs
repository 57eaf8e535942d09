//! The printer's thread: works the print queue off, one label at a time.
//!
//! A label is claimed (durable as *sending*) after the printer said that it is well and before the
//! first byte leaves. What came of it is recorded before the next one is looked at.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver as Orders;
use std::time::{Duration, Instant};

use devices::binding::Target;
use devices::driver::printer::{Delivery, Language, Printer, PrinterSettings, SendOutcome, Status};
use devices::fence::Fence;
use devices::port::Fault;
use devices::port::clock::Monotonic;
use devices::run::STOP_WITHIN;
use labels::Head;
use station::failure::{Code, Failure};
use station::view::device::Change;
use station::{Printed, Station, ToPrint};
use tokio::runtime::Handle;
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

use super::face::Face;
use super::tryout::{TestPrint, test_label};

/// Longest time between two looks at printer and queue, when nothing announces a label.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Longest wait before a label is tried again of which the printer took nothing.
pub const RETRY_EVERY_MAX: Duration = Duration::from_secs(30);

/// What one look led to.
enum Look {
    /// There is nothing to do, or the printer is not ready.
    Idle,
    /// A label's fate is recorded: look for the next one.
    Done,
    /// The printer said that it is well and took nothing, or nothing can be recorded.
    InVain,
}

/// A printer at work.
pub(super) struct Press<'a> {
    pub(super) target: &'a Target,
    pub(super) settings: PrinterSettings,
    pub(super) face: &'a mut Face,
    pub(super) runtime: &'a Handle,
    test_prints: &'a Orders<TestPrint>,
    /// Keeps the printer for this process for as long as it is at work.
    fence: Fence,
    /// A test label that was ordered and not printed yet.
    ordered: Option<TestPrint>,
    /// The fate of a label that could not be recorded yet.
    unrecorded: Option<(ToPrint, Printed)>,
    /// Why the next label is none for this printer.
    foreign: Option<String>,
}

/// Settles, once a process, what was on its way when the station stopped last; tries until it is
/// recorded. Nothing is printed before.
pub(super) fn recover(station: &Station, runtime: &Handle, done: &AtomicBool, stop: &AtomicBool) {
    while !done.load(Ordering::Acquire) && !stop.load(Ordering::Relaxed) {
        match runtime.block_on(station.recover_print_queue()) {
            Ok(()) => done.store(true, Ordering::Release),
            Err(failure) => {
                tracing::error!(%failure, "the print queue cannot be recovered yet");
                rest(stop, LOOK_EVERY);
            }
        }
    }
}

impl<'a> Press<'a> {
    pub(super) fn new(
        target: &'a Target,
        settings: PrinterSettings,
        face: &'a mut Face,
        runtime: &'a Handle,
        test_prints: &'a Orders<TestPrint>,
    ) -> Self {
        Self {
            target,
            settings,
            face,
            runtime,
            test_prints,
            fence: Fence::default(),
            ordered: None,
            unrecorded: None,
            foreign: None,
        }
    }

    /// Prints until it is told to stop.
    pub(super) fn run(&mut self) {
        let mut pause = LOOK_EVERY;
        while !self.face.stops() {
            let mut changes = self.face.station.changes();
            match self.look() {
                Look::Done => pause = LOOK_EVERY,
                Look::Idle => {
                    pause = LOOK_EVERY;
                    self.await_label(&mut changes);
                }
                Look::InVain => {
                    rest(&self.face.stop, pause);
                    pause = (pause * 2).min(RETRY_EVERY_MAX);
                }
            }
        }
    }

    fn look(&mut self) -> Look {
        if let Some((sent, printed)) = self.unrecorded.take() {
            return self.record(sent, printed);
        }
        let clock = Monotonic::default();
        let held = self.fence.hold(self.target);
        let opened = match held.and_then(|()| self.target.open()) {
            Ok(opened) => opened,
            Err(fault) => return self.unreachable(fault),
        };
        let mut printer = Printer::new(opened.port, self.settings);
        let before = printer.preflight(&clock);
        self.face.show(hindrance(&before).or(self.foreign.clone()));
        if !before.attention().is_empty() || self.face.stops() {
            self.refuse_test(&hindrance(&before).unwrap_or_default());
            return Look::Idle;
        }
        if let Some(test) = self.take_test() {
            match test_label(self.settings, &test.code) {
                Ok(bytes) => {
                    let outcome = printer.send(&bytes, before, &clock);
                    test.tell(evidence(&outcome), outcome.delivery());
                }
                Err(failure) => test.tell(failure.sentence, Delivery::NotStarted),
            }
            return Look::Done;
        }
        match self.claim() {
            Ok(Some(label)) => {
                self.foreign = None;
                let outcome = printer.send(&label.bytes, before, &clock);
                drop(printer);
                let printed = told(&outcome);
                self.record(label, printed)
            }
            Ok(None) => {
                self.foreign = None;
                Look::Idle
            }
            Err(failure) if failure.code == Code::Device => {
                self.foreign = Some(failure.sentence.clone());
                self.face.show(Some(failure.sentence));
                Look::Idle
            }
            Err(failure) => {
                tracing::error!(%failure, "the print queue cannot be read");
                Look::InVain
            }
        }
    }

    fn claim(&self) -> Result<Option<ToPrint>, Failure> {
        let next = self.face.station.next_to_print(self.settings.confirms());
        self.runtime.block_on(next)
    }

    fn unreachable(&mut self, fault: Fault) -> Look {
        let sentence = self.face.faulty(fault);
        self.refuse_test(&sentence);
        self.face.show(Some(sentence));
        Look::Idle
    }

    fn take_test(&mut self) -> Option<TestPrint> {
        self.ordered
            .take()
            .or_else(|| self.test_prints.try_recv().ok())
    }

    /// Whoever ordered a test label is told at once why there is none.
    fn refuse_test(&mut self, sentence: &str) {
        if let Some(test) = self.take_test() {
            test.tell(sentence.to_owned(), Delivery::NotStarted);
        }
    }

    /// Whether a test label was ordered.
    fn is_ordered(&mut self) -> bool {
        if self.ordered.is_none() {
            self.ordered = self.test_prints.try_recv().ok();
        }
        self.ordered.is_some()
    }

    /// What happened to a label is kept until it is recorded: meanwhile the queue waits.
    fn record(&mut self, sent: ToPrint, printed: Printed) -> Look {
        let recorded = self
            .runtime
            .block_on(self.face.station.printed(&sent, &printed));
        match recorded {
            Ok(domain::label::State::Queued) => Look::InVain,
            Ok(_) => Look::Done,
            Err(failure) if failure.code == Code::Refused => {
                tracing::error!(%failure, "a label was taken over while it was being sent");
                Look::Done
            }
            Err(failure) => {
                tracing::error!(%failure, "the fate of a label cannot be recorded yet");
                self.unrecorded = Some((sent, printed));
                Look::InVain
            }
        }
    }

    /// Waits for a label to be recorded, at most [`LOOK_EVERY`].
    fn await_label(&mut self, changes: &mut Receiver<Change>) {
        let started = Instant::now();
        while started.elapsed() < LOOK_EVERY && !self.face.stops() && !self.is_ordered() {
            let heard = async { timeout(STOP_WITHIN, changes.recv()).await };
            match self.runtime.block_on(heard) {
                Ok(Ok(Change::Recorded { kinds })) if kinds.iter().any(|kind| kind == "label") => {
                    return;
                }
                // Changes were missed, one of them perhaps a label.
                Ok(Err(_)) => return,
                Ok(Ok(_)) | Err(_) => {}
            }
        }
    }
}

fn rest(stop: &AtomicBool, pause: Duration) {
    let started = Instant::now();
    while started.elapsed() < pause && !stop.load(Ordering::Relaxed) {
        std::thread::sleep(STOP_WITHIN);
    }
}

/// What a person has to do before a label may be sent.
fn hindrance(status: &Status) -> Option<String> {
    let words: Vec<String> = status.attention().iter().map(ToString::to_string).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn told(outcome: &SendOutcome) -> Printed {
    Printed {
        accepted: outcome.accepted,
        confirmed: outcome.delivery() == Delivery::Confirmed,
        evidence: evidence(outcome),
    }
}

/// What a printer prints with, as labels are made for it.
pub(super) fn head(settings: PrinterSettings) -> Head {
    let language = match settings.language {
        Language::Zpl => labels::Language::Zpl,
        Language::Tspl => labels::Language::Tspl,
        Language::Epl => labels::Language::Epl,
    };
    let dpi = labels::template::Dpi::try_from(settings.dpi).unwrap_or_default();
    Head { language, dpi }
}

/// How much is known of a label that was sent, in words.
pub(super) fn evidence(outcome: &SendOutcome) -> String {
    let lost = outcome.fault.or_else(|| outcome.status_after.fault());
    let why = match (lost, hindrance(&outcome.status_after)) {
        (Some(fault), _) => format!(": {fault}"),
        (None, Some(hindrance)) => format!(": {hindrance}"),
        (None, None) => String::new(),
    };
    match outcome.delivery() {
        Delivery::Confirmed => "the printer says that it printed it".to_owned(),
        Delivery::NotStarted => format!("the printer took nothing of it{why}"),
        Delivery::Delivered if why.is_empty() => {
            "the printer took all of it and does not say whether it printed it".to_owned()
        }
        Delivery::Delivered | Delivery::Uncertain => format!(
            "the printer took {} of {} bytes{why}",
            outcome.accepted, outcome.length
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(accepted: usize, fault: Option<Fault>, status_after: Status) -> SendOutcome {
        SendOutcome {
            status_before: Status::NotAsked,
            accepted,
            length: 900,
            fault,
            status_after,
        }
    }

    #[test]
    fn what_is_known_of_a_label_is_said_in_words() {
        for (outcome, confirmed, words) in [
            (
                outcome(900, None, Status::Told(Default::default())),
                true,
                "the printer says that it printed it",
            ),
            (
                outcome(900, None, Status::NotAsked),
                false,
                "the printer took all of it and does not say whether it printed it",
            ),
            (
                outcome(900, None, Status::Lost(Fault::Gone)),
                false,
                "the printer took 900 of 900 bytes: the device is not connected",
            ),
            (
                outcome(900, None, Status::Silent),
                false,
                "the printer took 900 of 900 bytes: the printer does not answer",
            ),
            (
                outcome(300, Some(Fault::Timeout), Status::NotAsked),
                false,
                "the printer took 300 of 900 bytes: the device does not answer",
            ),
            (
                outcome(0, Some(Fault::Gone), Status::NotAsked),
                false,
                "the printer took nothing of it: the device is not connected",
            ),
        ] {
            let printed = told(&outcome);

            assert_eq!(printed.confirmed, confirmed, "{words}");
            assert!(printed.evidence.starts_with(words), "{}", printed.evidence);
        }
    }
}
