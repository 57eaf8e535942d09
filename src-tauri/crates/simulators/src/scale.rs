//! A bench scale that speaks MT-SICS levels 0 and 1, with a pan to put things on.

mod mt_sics;
mod pan;

use std::io::{self, BufRead, Write};
use std::time::Duration;

use self::mt_sics::MtSics;
pub use self::pan::Trouble;
use crate::bench::Bench;
use crate::cable::Attach;
use crate::console::{self, BadCommand};

const COMMANDS: &str = "weight 12.482 kg, overload, underload, busy, mute, garble, ok, drift 3, \
    unplug, plug, state, quit";

/// How a simulated scale is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it can be reached.
    pub attach: Attach,
    /// How long a weight swings before the scale calls it stable.
    pub settle: Duration,
    /// How long it waits for stability before it gives up with `S I`.
    pub patience: Duration,
    /// What it answers to `I4`.
    pub serial_number: String,
}

impl Options {
    /// A scale that settles in 0.6 s and waits 3 s.
    #[must_use]
    pub fn new(attach: Attach) -> Self {
        Self {
            attach,
            settle: Duration::from_millis(600),
            patience: Duration::from_secs(3),
            serial_number: "B021002593".to_owned(),
        }
    }
}

/// A running simulated scale; it stops when dropped.
pub struct Scale(Bench<MtSics>);

impl Scale {
    /// Starts an empty scale that shows kilograms with three decimals.
    ///
    /// # Errors
    /// When the pseudo-terminal or the TCP port cannot be had.
    pub fn start(options: &Options) -> io::Result<Self> {
        let device = MtSics::new(options);
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
        self.0.device().trouble = trouble;
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
