//! What scales have in common that say what they show and no more: a load, trouble and a language.

use std::time::Duration;

use super::pan::{Pan, Trouble};
use super::{Options, Weighs};
use crate::bench::Device;
use crate::console::BadCommand;

/// How far from empty zero may be set, in steps of the last digit: 2 % of 15 kg in grams.
const ZERO_RANGE: i64 = 300;

/// Most bytes of a request; what is longer is dropped.
const REQUEST_BYTES_MAX: usize = 64;

/// How such a scale speaks.
pub(super) trait Language: Send + 'static {
    /// Takes the bytes that came and answers the bytes to send now.
    fn turn(&mut self, bytes: &[u8], body: &mut Body) -> Vec<u8>;
}

/// What a scale is made of behind its line.
pub(super) struct Body {
    pub(super) pan: Pan,
    pub(super) trouble: Option<Trouble>,
    pub(super) now: Duration,
}

/// What the load cell is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Over,
    Under,
    /// Steps of the last digit, net.
    Moving(i64),
    /// The same.
    Still(i64),
}

/// A scale with a language.
pub(super) struct Plain {
    body: Body,
    language: Box<dyn Language>,
}

impl Plain {
    pub(super) fn new(options: &Options, language: impl Language) -> Self {
        Self {
            body: Body {
                pan: Pan::new(options.settle),
                trouble: None,
                now: Duration::ZERO,
            },
            language: Box::new(language),
        }
    }
}

impl Device for Plain {
    fn turn(&mut self, bytes: &[u8], now: Duration) -> Vec<u8> {
        self.body.now = now;
        let said = self.language.turn(bytes, &mut self.body);
        match self.body.trouble {
            Some(Trouble::Mute) => Vec::new(),
            Some(Trouble::Garble) => said.into_iter().map(|byte| byte | 0x80).collect(),
            _ => said,
        }
    }
}

impl Weighs for Plain {
    fn put(&mut self, value: &str, unit: &str) -> Result<(), BadCommand> {
        self.body.pan.put(value, unit, self.body.now)
    }

    fn make_trouble(&mut self, trouble: Option<Trouble>) {
        self.body.trouble = trouble;
    }

    fn drift(&mut self, digits: i64) {
        self.body.pan.zero -= digits;
    }

    fn shown(&self) -> String {
        let (pan, shows) = (&self.body.pan, self.body.shows());
        match shows {
            Shows::Over => "over".to_owned(),
            Shows::Under => "under".to_owned(),
            Shows::Moving(net) => format!("{} {} moving", pan.shown(net), pan.unit),
            Shows::Still(net) => format!("{} {}", pan.shown(net), pan.unit),
        }
    }
}

impl Body {
    pub(super) fn shows(&self) -> Shows {
        let net = self.pan.net(self.now);
        match self.trouble {
            Some(Trouble::Overload) => Shows::Over,
            Some(Trouble::Underload) => Shows::Under,
            Some(Trouble::Busy) => Shows::Moving(net),
            _ if self.pan.is_stable(self.now) => Shows::Still(net),
            _ => Shows::Moving(net),
        }
    }

    /// Sets zero, if it stands still and is nearly empty; `true` when it did.
    pub(super) fn zero(&mut self) -> bool {
        let load = self.pan.load();
        let may = matches!(self.shows(), Shows::Still(_)) && load.abs() <= ZERO_RANGE;
        if may {
            (self.pan.zero, self.pan.tare) = (load, 0);
        }
        may
    }

    /// Tares, if it stands still and is not below zero; `true` when it did.
    pub(super) fn tare(&mut self) -> bool {
        let gross = self.pan.load() - self.pan.zero;
        let may = matches!(self.shows(), Shows::Still(_)) && gross >= 0;
        if may {
            self.pan.tare = gross;
        }
        may
    }

    pub(super) fn clear_tare(&mut self) {
        self.pan.tare = 0;
    }
}

/// Collects bytes into requests that end in CR; a LF is ignored.
#[derive(Default)]
pub(super) struct Requests(Vec<u8>);

impl Requests {
    pub(super) fn take(&mut self, byte: u8) -> Option<String> {
        match byte {
            b'\n' => None,
            b'\r' => {
                let request = std::mem::take(&mut self.0);
                Some(String::from_utf8_lossy(&request).into_owned())
            }
            _ => {
                if self.0.len() < REQUEST_BYTES_MAX {
                    self.0.push(byte);
                }
                None
            }
        }
    }
}
