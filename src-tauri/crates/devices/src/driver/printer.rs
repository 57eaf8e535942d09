//! A label printer: asks how it is, sends one label, says exactly how far it came.
//!
//! Nothing is ever sent twice here. The caller records that it is sending between
//! [`Printer::preflight`] and [`Printer::send`].

mod language;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{READ_BYTES, drain, hear};
use crate::codec::usb_printer_status;
use crate::codec::zpl_status::Attention;
use crate::port::clock::Clock;
use crate::port::{Fault, Port};

pub use self::language::{BadAnswer, Health, Language};

/// How long a printer whose answers come past the label may take to begin printing it. Imaging takes
/// milliseconds, spinning up the motor tenths of a second.
const BEGIN_WITHIN: Duration = Duration::from_secs(2);

/// Dots to the inch of most desktop printers.
pub const DPI_USUAL: u16 = 203;

/// How a printer is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrinterSettings {
    /// What it takes.
    pub language: Language,
    /// Dots to the inch of its print head: 203, 300 or 600.
    pub dpi: u16,
    /// Whether it answers when asked how it is. One that does not can never confirm a label.
    pub tells_status: bool,
    /// How long it may take to answer; later it counts as silent.
    pub answer_within: Duration,
    /// How long it may take to accept a label.
    pub accept_within: Duration,
    /// How long it may take to print one, before the label is left unconfirmed.
    pub print_within: Duration,
    /// Pause between two questions whether the label is printed.
    pub ask_every: Duration,
}

impl Default for PrinterSettings {
    fn default() -> Self {
        Self {
            language: Language::Zpl,
            dpi: DPI_USUAL,
            tells_status: true,
            answer_within: Duration::from_secs(2),
            accept_within: Duration::from_secs(10),
            print_within: Duration::from_secs(10),
            ask_every: Duration::from_millis(100),
        }
    }
}

impl PrinterSettings {
    /// Whether it can say that it printed a label. One that cannot leaves a label delivered.
    #[must_use]
    pub fn confirms(&self) -> bool {
        self.tells_status && self.language.can_confirm()
    }
}

/// What a printer said about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was not asked: it does not tell, or it could not be reached before.
    NotAsked,
    /// It answered.
    Told(Health),
    /// It answered that it is idle after the last byte, and was not seen to print.
    NotSeen,
    /// It said nothing: most printers do so when paper or ribbon is out or the head is open.
    Silent,
    /// It answered something else.
    Unreadable(BadAnswer),
    /// The connection broke.
    Lost(Fault),
}

impl Status {
    /// What a person has to do; empty when nothing is known to be wrong.
    #[must_use]
    pub fn attention(&self) -> Vec<Attention> {
        match self {
            Self::NotAsked | Self::NotSeen => Vec::new(),
            Self::Told(health) => health.attention.clone(),
            Self::Silent | Self::Lost(_) => vec![Attention::Silent],
            Self::Unreadable(_) => vec![Attention::Unreadable],
        }
    }

    /// How the connection broke, if it did.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Lost(fault) => Some(*fault),
            Self::NotAsked | Self::NotSeen | Self::Told(_) | Self::Silent | Self::Unreadable(_) => {
                None
            }
        }
    }
}

/// What came of sending one label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SendOutcome {
    /// What the printer said before the first byte.
    pub status_before: Status,
    /// Bytes of the label that were accepted.
    pub accepted: usize,
    /// Bytes of the label in all.
    pub length: usize,
    /// Why not all of them were accepted, or why the printer could not be reached.
    pub fault: Option<Fault>,
    /// What the printer said last.
    pub status_after: Status,
}

/// How sure it is that a label exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// No byte left: it may be tried again.
    NotStarted,
    /// Some bytes left, or the connection broke behind the last one: only a person can tell.
    Uncertain,
    /// Every byte was accepted, and nobody said that it is printed.
    Delivered,
    /// The printer says that it has printed everything and lacks nothing.
    Confirmed,
}

impl SendOutcome {
    /// An outcome in which the printer was not reached.
    #[must_use]
    pub fn unreachable(length: usize, fault: Fault) -> Self {
        let outcome = Self::not_started(length, Status::NotAsked);
        Self {
            fault: Some(fault),
            ..outcome
        }
    }

    /// An outcome in which no byte left after this status.
    #[must_use]
    pub fn not_started(length: usize, status_before: Status) -> Self {
        let fault = status_before.fault();
        Self {
            status_before,
            accepted: 0,
            length,
            fault,
            status_after: Status::NotAsked,
        }
    }

    /// How sure it is that the label exists.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        if self.accepted == 0 {
            return Delivery::NotStarted;
        }
        if self.accepted < self.length || self.fault.is_some() {
            return Delivery::Uncertain;
        }
        match &self.status_after {
            Status::Told(health) if health.is_done() => Delivery::Confirmed,
            Status::Told(_) | Status::NotSeen | Status::Silent | Status::NotAsked => {
                Delivery::Delivered
            }
            Status::Unreadable(_) | Status::Lost(_) => Delivery::Uncertain,
        }
    }
}

/// A printer on a port.
#[derive(Debug)]
pub struct Printer<P> {
    port: P,
    settings: PrinterSettings,
}

impl<P: Port> Printer<P> {
    /// A printer that is dealt with like this.
    #[must_use]
    pub fn new(port: P, settings: PrinterSettings) -> Self {
        Self { port, settings }
    }

    /// Asks whether a label may be sent: yes only when [`Status::attention`] is empty.
    pub fn preflight(&mut self, clock: &impl Clock) -> Status {
        if self.settings.tells_status {
            self.ask(clock)
        } else {
            self.port_says().unwrap_or(Status::NotAsked)
        }
    }

    /// What hinders it, as the status of its port tells, where it has one. A status with bits that
    /// mean nothing says nothing.
    fn port_says(&mut self) -> Option<Status> {
        let told = usb_printer_status::read(self.port.port_status()?).ok()?;
        let health = Health::from(told);
        (!health.attention.is_empty()).then_some(Status::Told(health))
    }

    /// Sends one label, unless `before` (from [`Printer::preflight`]) asks for attention, and waits
    /// until the printer says that it is printed, falls silent, needs a person, or takes too long.
    pub fn send(&mut self, label: &[u8], before: Status, clock: &impl Clock) -> SendOutcome {
        if !before.attention().is_empty() {
            return SendOutcome::not_started(label.len(), before);
        }
        let within = self.settings.accept_within + self.port.takes(label.len());
        let written = self.port.write(label, within);
        let whole = written.fault.is_none() && self.settings.tells_status;
        SendOutcome {
            status_before: before,
            accepted: written.accepted,
            length: label.len(),
            fault: written.fault,
            status_after: if whole {
                self.await_print(clock)
            } else {
                Status::NotAsked
            },
        }
    }

    /// The first silence ends the waiting: a printer that was switched off and on would answer
    /// again later, and would have forgotten the label.
    fn await_print(&mut self, clock: &impl Clock) -> Status {
        let began = clock.now();
        let mut seen = !self.settings.language.answers_ahead();
        loop {
            let status = self.ask(clock);
            let waited = clock.now().saturating_sub(began);
            match &status {
                Status::Told(health) if health.busy => seen = true,
                Status::Told(health) if health.is_done() && !seen && waited < BEGIN_WITHIN => {}
                Status::Told(health) if health.is_done() && !seen => return Status::NotSeen,
                Status::Told(_)
                | Status::NotAsked
                | Status::NotSeen
                | Status::Silent
                | Status::Unreadable(_)
                | Status::Lost(_) => return status,
            }
            if waited >= self.settings.print_within {
                return status;
            }
            let mut buffer = [0; READ_BYTES];
            if let Err(fault) = hear(&mut self.port, self.settings.ask_every, &mut buffer) {
                return Status::Lost(fault);
            }
        }
    }

    fn ask(&mut self, clock: &impl Clock) -> Status {
        let asked = drain(&mut self.port).and_then(|()| {
            let written = self.port.write(
                self.settings.language.request(),
                self.settings.answer_within,
            );
            written.fault.map_or(Ok(()), Err)
        });
        let status = match asked {
            Ok(()) => self.answer(clock),
            Err(Fault::Timeout) => Status::Silent,
            Err(fault) => Status::Lost(fault),
        };
        // The port may say what keeps it silent.
        let said = (status == Status::Silent).then(|| self.port_says());
        said.flatten().unwrap_or(status)
    }

    fn answer(&mut self, clock: &impl Clock) -> Status {
        let until = clock.now() + self.settings.answer_within;
        let (mut reader, mut last) = (self.settings.language.reader(), Status::Silent);
        let mut buffer = [0; READ_BYTES];
        loop {
            let left = until.saturating_sub(clock.now());
            if left.is_zero() {
                return reader.quiet().map_or(last, told);
            }
            let heard = match hear(&mut self.port, left, &mut buffer) {
                Ok(heard) => heard,
                Err(fault) => return Status::Lost(fault),
            };
            for outcome in reader.push(heard) {
                match outcome {
                    Ok(health) => return Status::Told(health),
                    Err(bad) => last = Status::Unreadable(bad),
                }
            }
        }
    }
}

fn told(outcome: Result<Health, BadAnswer>) -> Status {
    match outcome {
        Ok(health) => Status::Told(health),
        Err(bad) => Status::Unreadable(bad),
    }
}
