//! A serial scanner: sends codes with a suffix, whole or in pieces.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::time::Duration;

use crate::bench::{Bench, Device};
use crate::cable::Attach;
use crate::console::{self, BadCommand};

/// Pause between the two pieces of a split scan.
const SPLIT_PAUSE: Duration = Duration::from_millis(30);

const COMMANDS: &str =
    "scan CODE, twice CODE, split AT CODE, raw BYTES, unplug, plug, quit (bytes as \\x1d)";

/// How a simulated scanner is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it can be reached.
    pub attach: Attach,
    /// What it sends behind a code.
    pub suffix: Vec<u8>,
}

/// A running simulated scanner; it stops when dropped.
pub struct Scanner {
    bench: Bench<Hand>,
    suffix: Vec<u8>,
}

/// The hand that pulls the trigger: what is sent when.
#[derive(Default)]
struct Hand {
    queue: VecDeque<(Duration, Vec<u8>)>,
    free_at: Duration,
}

impl Device for Hand {
    fn turn(&mut self, _: &[u8], now: Duration) -> Vec<u8> {
        match self.queue.front() {
            Some((pause, _)) if now >= self.free_at + *pause => {
                self.free_at = now;
                self.queue
                    .pop_front()
                    .map(|(_, bytes)| bytes)
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

impl Scanner {
    /// Starts a scanner.
    ///
    /// # Errors
    /// When the pseudo-terminal or the TCP port cannot be had.
    pub fn start(options: Options) -> io::Result<Self> {
        let bench = Bench::start(&options.attach, Hand::default())?;
        Ok(Self {
            bench,
            suffix: options.suffix,
        })
    }

    /// The path or address to open; none while the cable is pulled.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.bench.address()
    }

    /// Sends a code and the suffix at once.
    pub fn scan(&self, code: &[u8]) {
        self.raw(&[code, &self.suffix].concat());
    }

    /// Sends a code in two pieces, cut at a byte.
    pub fn scan_split(&self, at: usize, code: &[u8]) {
        let whole = [code, &self.suffix].concat();
        let (head, tail) = whole.split_at(at.min(whole.len()));
        self.send(Duration::ZERO, head);
        self.send(SPLIT_PAUSE, tail);
    }

    /// Sends bytes as they are.
    pub fn raw(&self, bytes: &[u8]) {
        self.send(Duration::ZERO, bytes);
    }

    /// Pulls the cable.
    pub fn unplug(&self) {
        self.bench.plug(false);
    }

    /// Plugs the cable in again; a pseudo-terminal may have another path then.
    pub fn plug(&self) {
        self.bench.plug(true);
    }

    fn send(&self, pause: Duration, bytes: &[u8]) {
        self.bench.device().queue.push_back((pause, bytes.to_vec()));
    }

    /// Obeys a line of text.
    ///
    /// # Errors
    /// [`BadCommand`], when it is none.
    pub fn command(&self, line: &str) -> Result<String, BadCommand> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (verb, rest) {
            ("scan", code) if !code.is_empty() => self.scan(&console::unescape(code)?),
            ("twice", code) if !code.is_empty() => {
                let code = console::unescape(code)?;
                self.scan(&code);
                self.scan(&code);
            }
            ("split", rest) => self.split(rest)?,
            ("raw", bytes) if !bytes.is_empty() => self.raw(&console::unescape(bytes)?),
            ("unplug", "") => self.unplug(),
            ("plug", "") => {
                self.plug();
                return Ok(self.address().unwrap_or_default());
            }
            _ => {
                return Err(BadCommand::Unknown {
                    line: line.to_owned(),
                    known: COMMANDS,
                });
            }
        }
        Ok(String::new())
    }

    fn split(&self, rest: &str) -> Result<(), BadCommand> {
        let bad = || BadCommand::Value(rest.to_owned(), "write split 5 ]C0LOT24");
        let (at, code) = rest.split_once(' ').ok_or_else(bad)?;
        self.scan_split(at.parse().map_err(|_| bad())?, &console::unescape(code)?);
        Ok(())
    }
}

/// Runs a scanner that obeys the lines of `input` until `quit` or its end.
///
/// # Errors
/// When the scanner cannot start or the streams fail.
pub fn main_loop(options: Options, input: impl BufRead, output: impl Write) -> io::Result<()> {
    let scanner = Scanner::start(options)?;
    let address = scanner.address().unwrap_or_default();
    console::drive(input, output, &address, |line| scanner.command(line))
}
