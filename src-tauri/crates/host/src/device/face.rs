//! How a device is, as screens are told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use devices::port::Fault;
use devices::port::serial::Mismatch;
use devices::supervise::State;
use station::Station;
use station::view::device::{DeviceError, DeviceRole, DeviceView};

use super::wiring::Wiring;

/// What screens know of one device. A device that was told to stop tells nothing more: another one
/// may have its role already.
pub(super) struct Face {
    pub(super) station: Arc<Station>,
    pub(super) stop: Arc<AtomicBool>,
    view: DeviceView,
    /// Worth saying although the device works.
    remark: Option<String>,
}

impl Face {
    /// A device that was not tried yet; screens are told so.
    pub(super) fn new(
        station: Arc<Station>,
        stop: Arc<AtomicBool>,
        role: DeviceRole,
        wiring: &Wiring,
        simulated: bool,
    ) -> Self {
        let waits = format!("the {} is being connected: wait", noun(role));
        let view = wiring.view(role, simulated, waits);
        station.set_device(view.clone());
        Self {
            station,
            stop,
            view,
            remark: None,
        }
    }

    /// Where the device is.
    pub(super) fn target(&self) -> String {
        self.view.target.clone()
    }

    /// Shows the state of a supervised device, and answers what hinders it.
    pub(super) fn state(&mut self, state: State) -> Option<String> {
        let hindrance = match state {
            State::Ready => None,
            State::Opening => return self.view.sentence.clone().filter(|_| !self.view.ready),
            State::Absent => Some(self.missing("was not found")),
            State::Gone => Some(self.missing("is not connected any more")),
            State::Degraded(fault) => Some(self.faulty(fault)),
        };
        self.show(hindrance.clone());
        hindrance
    }

    /// Shows that the device works, or what hinders it.
    pub(super) fn show(&mut self, hindrance: Option<String>) {
        let ready = hindrance.is_none();
        let error = hindrance.clone();
        let sentence = hindrance.or_else(|| self.remark.clone());
        if (self.view.ready, &self.view.sentence) == (ready, &sentence) || self.stops() {
            return;
        }
        self.view.ready = ready;
        self.view.sentence = sentence;
        if let Some(sentence) = error {
            let at = self.station.now();
            self.view.last_error = Some(DeviceError { sentence, at });
        }
        self.station.set_device(self.view.clone());
    }

    /// Says something about a device that works, or nothing any more.
    pub(super) fn remark(&mut self, remark: Option<String>) {
        if self.remark != remark {
            self.remark = remark;
            if self.view.ready {
                self.show(None);
            }
        }
    }

    /// Says which line settings were not taken over.
    pub(super) fn mismatches(&mut self, mismatches: &[Mismatch]) {
        let words: Vec<String> = mismatches.iter().map(ToString::to_string).collect();
        self.remark(Some(words.join("; ")));
    }

    /// Why nothing comes from a device with this fault.
    pub(super) fn faulty(&self, fault: Fault) -> String {
        match fault {
            Fault::Gone => self.missing("is not connected"),
            Fault::Timeout
            | Fault::Busy
            | Fault::Denied
            | Fault::Stall
            | Fault::Overflow
            | Fault::BadLine
            | Fault::Mode
            | Fault::Twins
            | Fault::Driven
            | Fault::System
            | Fault::Protocol => fault.to_string().replacen(
                "the device",
                &format!("the {}", noun(self.view.role)),
                1,
            ),
        }
    }

    /// Whether the device was told to stop.
    pub(super) fn stops(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn missing(&self, how: &str) -> String {
        format!(
            "the {} {how} ({}): check its cable and its power",
            noun(self.view.role),
            self.view.target
        )
    }
}

/// What people call a device of a role.
pub(super) fn noun(role: DeviceRole) -> &'static str {
    match role {
        DeviceRole::Scanner => "scanner",
        DeviceRole::Scale => "scale",
        DeviceRole::Printer => "label printer",
    }
}
