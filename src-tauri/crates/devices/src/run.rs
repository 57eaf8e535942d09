//! Blocking loops around the drivers. The host gives each device a thread and a stop flag.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError};
use std::thread::sleep;
use std::time::Duration;

use crate::binding::{Opened, Target};
use crate::codec::scan::{BadScan, Scan};
use crate::driver::printer::{Printer, PrinterSettings, SendOutcome, Status};
use crate::driver::scale::{Answered, Scale};
use crate::driver::scanner::{Scanner, Sends};
use crate::port::clock::{Clock, Monotonic};
use crate::port::serial::Mismatch;
use crate::port::{Fault, Port};
use crate::reading::{Reading, Weight};
use crate::speech::Speech;
use crate::supervise::{State, Step, Supervisor, Verdict};

/// How long a loop may take to notice that it is to stop.
pub const STOP_WITHIN: Duration = Duration::from_millis(100);

/// Pause between two live readings of a scale. A weight that has settled is to be on the screen within
/// 200 ms, the scale's own answer and its way there included.
pub const POLL_EVERY: Duration = Duration::from_millis(100);

/// What a scanner's loop tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerEvent {
    /// The scanner's state has changed.
    State(State),
    /// It is open with line settings other than asked for.
    Mismatches(Vec<Mismatch>),
    /// It read a code.
    Scan {
        /// Counts the reads of this loop from 1, over reconnects.
        seq: u64,
        /// The code.
        scan: Scan,
    },
    /// It sent something that is no code.
    BadScan(BadScan),
}

/// What a scale's loop tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScaleEvent {
    /// The scale's state has changed.
    State(State),
    /// It is open with line settings other than asked for.
    Mismatches(Vec<Mismatch>),
    /// What it shows now; only the newest one counts.
    Reading(Reading),
}

/// What can be asked of a scale's loop. Each is answered once; a scale that is not there answers
/// with its fault.
#[derive(Debug)]
pub enum ScaleRequest {
    /// The next stable weight.
    Capture {
        /// How long it may take.
        within: Duration,
        /// Where the answer goes; give it room for one.
        answer: SyncSender<Result<Reading, Fault>>,
    },
    /// Sets zero.
    Zero {
        /// How long it may take.
        within: Duration,
        /// Where the answer goes; give it room for one.
        answer: SyncSender<Answered<()>>,
    },
    /// Tares.
    Tare {
        /// How long it may take.
        within: Duration,
        /// Where the answer goes; give it room for one.
        answer: SyncSender<Answered<Weight>>,
    },
}

/// Listens to a scanner until `stop` is set, reconnecting as often as needed.
pub fn run_scanner(
    target: &Target,
    sends: Sends,
    stop: &AtomicBool,
    on: &mut dyn FnMut(ScannerEvent),
) {
    let clock = Monotonic::default();
    keep(
        target,
        stop,
        clock,
        &mut ScannerSession {
            sends,
            clock,
            scanner: None,
            seq: 0,
            on,
        },
    );
}

/// Reads a scale that speaks like this and answers requests until `stop` is set or no more requests can come,
/// reconnecting as often as needed.
pub fn run_scale(
    target: &Target,
    speech: &Speech,
    requests: &Receiver<ScaleRequest>,
    stop: &AtomicBool,
    on: &mut dyn FnMut(ScaleEvent),
) {
    let clock = Monotonic::default();
    keep(
        target,
        stop,
        clock,
        &mut ScaleSession {
            clock,
            speech,
            scale: None,
            requests,
            stop,
            on,
        },
    );
}

/// Prints one label over a connection of its own. `claim` is called after the printer said that it
/// is well and before the first byte leaves: record there that the label is being sent, and answer
/// whether it may be.
pub fn print(
    target: &Target,
    settings: PrinterSettings,
    label: &[u8],
    claim: impl FnOnce() -> bool,
) -> SendOutcome {
    let clock = Monotonic::default();
    let opened = match target.open() {
        Ok(opened) => opened,
        Err(fault) => {
            return SendOutcome::unreachable(label.len(), fault);
        }
    };
    let mut printer = Printer::new(opened.port, settings);
    let before = printer.preflight(&clock);
    if !before.attention().is_empty() || !claim() {
        return SendOutcome::not_started(label.len(), before);
    }
    printer.send(label, before, &clock)
}

/// Asks a printer how it is, over a connection of its own.
///
/// # Errors
/// [`Fault`], when it cannot be reached.
pub fn printer_status(target: &Target, settings: PrinterSettings) -> Result<Status, Fault> {
    let opened = target.open()?;
    Ok(Printer::new(opened.port, settings).preflight(&Monotonic::default()))
}

/// What a loop does with one device.
trait Session {
    /// Takes the open device, unless it is none of its kind.
    fn opened(&mut self, opened: Opened) -> Result<(), Fault>;
    /// One turn with the open device; `true` when it answered.
    fn turn(&mut self) -> Result<bool, Fault>;
    /// Drops the open device.
    fn closed(&mut self);
    /// Called again and again while there is no device.
    fn waits(&mut self, fault: Fault);
    fn state(&mut self, state: State);
}

fn keep(target: &Target, stop: &AtomicBool, clock: Monotonic, session: &mut dyn Session) {
    let mut device = Supervisor::new(target.backoff_max());
    let mut shown = None;
    let mut last_fault = Fault::Gone;
    while !stop.load(Ordering::Relaxed) {
        match device.step(clock.now()) {
            Step::Wait(wait) => {
                session.waits(last_fault);
                sleep(wait.min(STOP_WITHIN));
            }
            Step::Open => match target.open().and_then(|opened| session.opened(opened)) {
                Ok(()) => device.opened(),
                Err(fault) => {
                    last_fault = fault;
                    device.failed_to_open(fault, clock.now());
                }
            },
            Step::Use => match session.turn() {
                Ok(true) => device.answered(),
                Ok(false) => {}
                Err(fault) => {
                    last_fault = fault;
                    if device.faulted(fault, clock.now()) == Verdict::Drop {
                        session.closed();
                    }
                }
            },
        }
        if shown != Some(device.state()) {
            shown = Some(device.state());
            session.state(device.state());
        }
    }
}

struct ScannerSession<'a> {
    sends: Sends,
    clock: Monotonic,
    scanner: Option<Scanner<Box<dyn Port + Send>>>,
    seq: u64,
    on: &'a mut dyn FnMut(ScannerEvent),
}

impl Session for ScannerSession<'_> {
    fn opened(&mut self, opened: Opened) -> Result<(), Fault> {
        if !opened.mismatches.is_empty() {
            (self.on)(ScannerEvent::Mismatches(opened.mismatches));
        }
        self.scanner = Some(Scanner::new(opened.port, self.sends, &opened.descriptor)?);
        Ok(())
    }

    fn turn(&mut self) -> Result<bool, Fault> {
        let scanner = self.scanner.as_mut().ok_or(Fault::Gone)?;
        let heard = scanner.next(STOP_WITHIN, &self.clock)?;
        let answered = heard.is_some();
        match heard {
            Some(Ok(scan)) => {
                self.seq += 1;
                (self.on)(ScannerEvent::Scan {
                    seq: self.seq,
                    scan,
                });
            }
            Some(Err(bad)) => (self.on)(ScannerEvent::BadScan(bad)),
            None => {}
        }
        Ok(answered)
    }

    fn closed(&mut self) {
        self.scanner = None;
    }

    fn waits(&mut self, _: Fault) {}

    fn state(&mut self, state: State) {
        (self.on)(ScannerEvent::State(state));
    }
}

struct ScaleSession<'a> {
    clock: Monotonic,
    speech: &'a Speech,
    scale: Option<Scale<Box<dyn Port + Send>>>,
    requests: &'a Receiver<ScaleRequest>,
    stop: &'a AtomicBool,
    on: &'a mut dyn FnMut(ScaleEvent),
}

impl Session for ScaleSession<'_> {
    fn opened(&mut self, opened: Opened) -> Result<(), Fault> {
        if !opened.mismatches.is_empty() {
            (self.on)(ScaleEvent::Mismatches(opened.mismatches));
        }
        self.scale = Some(Scale::speaking(self.speech, opened.port));
        Ok(())
    }

    fn turn(&mut self) -> Result<bool, Fault> {
        let scale = self.scale.as_mut().ok_or(Fault::Gone)?;
        match self.requests.recv_timeout(POLL_EVERY) {
            Ok(request) => fulfil(scale, request, &self.clock)?,
            Err(RecvTimeoutError::Timeout) => {
                let reading = scale.poll(&self.clock)?;
                (self.on)(ScaleEvent::Reading(reading));
            }
            Err(RecvTimeoutError::Disconnected) => self.stop.store(true, Ordering::Relaxed),
        }
        Ok(true)
    }

    fn closed(&mut self) {
        self.scale = None;
    }

    fn waits(&mut self, fault: Fault) {
        loop {
            match self.requests.try_recv() {
                Ok(request) => refuse(request, fault),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.stop.store(true, Ordering::Relaxed);
                    return;
                }
            }
        }
    }

    fn state(&mut self, state: State) {
        (self.on)(ScaleEvent::State(state));
    }
}

fn fulfil<P: Port>(
    scale: &mut Scale<P>,
    request: ScaleRequest,
    clock: &impl Clock,
) -> Result<(), Fault> {
    match request {
        ScaleRequest::Capture { within, answer } => tell(&answer, scale.capture(within, clock)),
        ScaleRequest::Zero { within, answer } => tell(&answer, scale.zero(within, clock)),
        ScaleRequest::Tare { within, answer } => tell(&answer, scale.tare(within, clock)),
    }
}

fn refuse(request: ScaleRequest, fault: Fault) {
    // A fault told to whoever asked is all there is to do: the loop knows it already.
    let _told = match request {
        ScaleRequest::Capture { answer, .. } => tell(&answer, Err(fault)),
        ScaleRequest::Zero { answer, .. } => tell(&answer, Err(fault)),
        ScaleRequest::Tare { answer, .. } => tell(&answer, Err(fault)),
    };
}

/// Tells the asker; one that has gone away does not want to know.
fn tell<T>(to: &SyncSender<Result<T, Fault>>, answer: Result<T, Fault>) -> Result<(), Fault> {
    let fault = answer.as_ref().err().copied();
    let _gone = to.try_send(answer);
    fault.map_or(Ok(()), Err)
}
