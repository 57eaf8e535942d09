//! A scale with a pan to put things on, that speaks MT-SICS or one of a few other protocols.

mod a_and_d;
mod mt_sics;
mod nci;
mod pan;
mod plain;
mod toledo;

use std::io::{self, BufRead, Write};
use std::time::Duration;

use self::a_and_d::AAndD;
use self::mt_sics::MtSics;
use self::nci::Nci;
pub use self::pan::Trouble;
use self::plain::Plain;
use self::toledo::{Checkout, Continuous};
use crate::bench::{Bench, Device};
use crate::cable::Attach;
use crate::console::{self, BadCommand};

const COMMANDS: &str = "weight 12.482 kg, overload, underload, busy, mute, garble, ok, drift 3, \
    unplug, plug, state, quit";

/// What a simulated scale speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// MT-SICS levels 0 and 1.
    #[default]
    MtSics,
    /// Toledo 8217.
    Toledo8217,
    /// Toledo continuous output with a check sum.
    ToledoContinuous,
    /// NCI.
    Nci,
    /// A&D's standard format.
    AAndD,
}

impl Protocol {
    /// The names a person writes, in the order of the protocols.
    pub const NAMES: [&str; 5] = [
        "mt-sics",
        "toledo-8217",
        "toledo-continuous",
        "nci",
        "a-and-d",
    ];

    /// The protocol with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::MtSics,
            Self::Toledo8217,
            Self::ToledoContinuous,
            Self::Nci,
            Self::AAndD,
        ];
        let mut named = Self::NAMES.into_iter().zip(all);
        Some(named.find(|(known, _)| *known == name)?.1)
    }

    fn device(self, options: &Options) -> Box<dyn Weighs> {
        match self {
            Self::MtSics => Box::new(MtSics::new(options)),
            Self::Toledo8217 => Box::new(Plain::new(options, Checkout)),
            Self::ToledoContinuous => Box::new(Plain::new(options, Continuous::default())),
            Self::Nci => Box::new(Plain::new(options, Nci::default())),
            Self::AAndD => Box::new(Plain::new(options, AAndD::default())),
        }
    }
}

/// A device that can be loaded and troubled.
trait Weighs: Device {
    fn put(&mut self, value: &str, unit: &str) -> Result<(), BadCommand>;
    fn make_trouble(&mut self, trouble: Option<Trouble>);
    fn drift(&mut self, digits: i64);
    fn shown(&self) -> String;
}

impl Device for Box<dyn Weighs> {
    fn turn(&mut self, bytes: &[u8], now: Duration) -> Vec<u8> {
        (**self).turn(bytes, now)
    }
}

/// How a simulated scale is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it can be reached.
    pub attach: Attach,
    /// What it speaks.
    pub protocol: Protocol,
    /// How long a weight swings before the scale calls it stable.
    pub settle: Duration,
    /// How long it waits for stability before it gives up with `S I`, in MT-SICS.
    pub patience: Duration,
    /// What it answers to `I4`, in MT-SICS.
    pub serial_number: String,
}

impl Options {
    /// A scale that speaks MT-SICS, settles in 0.6 s and waits 3 s.
    #[must_use]
    pub fn new(attach: Attach) -> Self {
        Self {
            attach,
            protocol: Protocol::default(),
            settle: Duration::from_millis(600),
            patience: Duration::from_secs(3),
            serial_number: "B021002593".to_owned(),
        }
    }
}

/// A running simulated scale; it stops when dropped.
pub struct Scale(Bench<Box<dyn Weighs>>);

impl Scale {
    /// Starts an empty scale that shows kilograms with three decimals.
    ///
    /// # Errors
    /// When the pseudo-terminal or the TCP port cannot be had.
    pub fn start(options: &Options) -> io::Result<Self> {
        let device = options.protocol.device(options);
        Bench::start(&options.attach, device).map(Self)
    }

    /// The path or address to open; none while the cable is pulled.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.0.address()
    }

    /// Puts this much on the empty pan, as `12.482` and `kg`. Another unit sets the scale to it
    /// and clears the tare.
    ///
    /// # Errors
    /// [`BadCommand::Value`], when it is not a decimal number the scale can show.
    pub fn put(&self, value: &str, unit: &str) -> Result<(), BadCommand> {
        self.0.device().put(value, unit)
    }

    /// Makes trouble, or ends it.
    pub fn trouble(&self, trouble: Option<Trouble>) {
        self.0.device().make_trouble(trouble);
    }

    /// Lets the empty pan creep by this many of the last digit.
    pub fn drift(&self, digits: i64) {
        self.0.device().drift(digits);
    }

    /// Pulls the cable.
    pub fn unplug(&self) {
        self.0.plug(false);
    }

    /// Plugs the cable in again; a pseudo-terminal may have another path then.
    pub fn plug(&self) {
        self.0.plug(true);
    }

    /// Obeys a line of text.
    ///
    /// # Errors
    /// [`BadCommand`], when it is none.
    pub fn command(&self, line: &str) -> Result<String, BadCommand> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["weight", value, unit] => self.put(value, unit)?,
            ["overload"] => self.trouble(Some(Trouble::Overload)),
            ["underload"] => self.trouble(Some(Trouble::Underload)),
            ["busy"] => self.trouble(Some(Trouble::Busy)),
            ["mute"] => self.trouble(Some(Trouble::Mute)),
            ["garble"] => self.trouble(Some(Trouble::Garble)),
            ["ok"] => self.trouble(None),
            ["drift", digits] => {
                let bad = |_| BadCommand::Value((*digits).to_owned(), "write drift 3");
                self.drift(digits.parse().map_err(bad)?);
            }
            ["unplug"] => self.unplug(),
            ["plug"] => {
                self.plug();
                return Ok(self.address().unwrap_or_default());
            }
            ["state"] => return Ok(self.0.device().shown()),
            _ => {
                return Err(BadCommand::Unknown {
                    line: line.to_owned(),
                    known: COMMANDS,
                });
            }
        }
        Ok(String::new())
    }
}

/// Runs a scale that obeys the lines of `input` until `quit` or its end.
///
/// # Errors
/// When the scale cannot start or the streams fail.
pub fn main_loop(options: &Options, input: impl BufRead, output: impl Write) -> io::Result<()> {
    let scale = Scale::start(options)?;
    let address = scale.address().unwrap_or_default();
    console::drive(input, output, &address, |line| scale.command(line))
}
