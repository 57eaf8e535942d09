//! A label printer on a TCP port (9100 in real life) that takes ZPL, TSPL or EPL2, says how it is, fails
//! on command, and puts every printed label on a shelf.

mod press;
mod shelf;
mod tongue;

use std::io::{self, BufRead, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use self::press::Press;
pub use self::press::Trouble;
pub use self::tongue::Tongue;
use crate::bench::lock;
use crate::console::{self, BadCommand};

/// How long the thread waits for bytes before it looks at the clock again.
const TURN: Duration = Duration::from_millis(5);

const COMMANDS: &str = "paper-out, ribbon-out, head-open, pause, stall, reset, off, cut-at BYTES, \
    talkative, ok, shelf, quit";

/// How a simulated printer is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on; port 0 takes a free one and keeps it.
    pub address: SocketAddr,
    /// What it speaks.
    pub tongue: Tongue,
    /// The folder where each printed label becomes a file `0001.zpl` and so on.
    pub shelf: Option<PathBuf>,
    /// How long one label takes.
    pub print_time: Duration,
}

/// A running simulated printer; it stops when dropped.
pub struct Printer {
    shared: Arc<Shared>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    press: Mutex<Press>,
    stop: AtomicBool,
}

impl Printer {
    /// Starts a printer that is well.
    ///
    /// # Errors
    /// When the port or the shelf cannot be had.
    pub fn start(options: &Options) -> io::Result<Self> {
        let listener = listen(options.address)?;
        let address = listener.local_addr()?;
        let press = Press::new(options.tongue, options.print_time, options.shelf.clone())?;
        let shared = Arc::new(Shared {
            press: Mutex::new(press),
            stop: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&shared);
        let run = move || theirs.run(address, Some(listener));
        let thread = std::thread::Builder::new()
            .name("simulator".to_owned())
            .spawn(run)?;
        Ok(Self {
            shared,
            address,
            thread: Some(thread),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes trouble of one kind beside what there is already.
    pub fn trouble(&self, trouble: Trouble) {
        lock(&self.shared.press).trouble(trouble);
    }

    /// Whether it answers `~HS` with its flags while paper or ribbon is out or the head is open.
    /// Zebra's manual says that it does not; some models do.
    pub fn answers_in_trouble(&self, answers: bool) {
        lock(&self.shared.press).answers_in_trouble = answers;
    }

    /// Ends all trouble: paper loaded, head closed, switched on.
    pub fn put_right(&self) {
        lock(&self.shared.press).put_right();
    }

    /// Every label printed since the start, in order.
    #[must_use]
    pub fn printed(&self) -> Vec<Vec<u8>> {
        lock(&self.shared.press).printed().to_vec()
    }

    /// Obeys a line of text.
    ///
    /// # Errors
    /// [`BadCommand`], when it is none.
    pub fn command(&self, line: &str) -> Result<String, BadCommand> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["paper-out"] => self.trouble(Trouble::PaperOut),
            ["ribbon-out"] => self.trouble(Trouble::RibbonOut),
            ["head-open"] => self.trouble(Trouble::HeadOpen),
            ["pause"] => self.trouble(Trouble::Paused),
            ["stall"] => self.trouble(Trouble::Stalled),
            ["reset"] => self.trouble(Trouble::Reset),
            ["off"] => self.trouble(Trouble::Off),
            ["cut-at", bytes] => {
                let bad = |_| BadCommand::Value((*bytes).to_owned(), "write cut-at 300");
                self.trouble(Trouble::CutAt(bytes.parse().map_err(bad)?));
            }
            ["talkative"] => self.answers_in_trouble(true),
            ["ok"] => self.put_right(),
            ["shelf"] => return Ok(lock(&self.shared.press).tally()),
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

impl Drop for Printer {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself.
            let _ended = thread.join();
        }
    }
}

/// Runs a printer that obeys the lines of `input` until `quit` or its end.
///
/// # Errors
/// When the printer cannot start or the streams fail.
pub fn main_loop(options: &Options, input: impl BufRead, output: impl Write) -> io::Result<()> {
    let printer = Printer::start(options)?;
    let address = printer.address().to_string();
    console::drive(input, output, &address, |line| printer.command(line))
}

impl Shared {
    fn run(&self, address: SocketAddr, mut listener: Option<TcpListener>) {
        let started = Instant::now();
        let mut client = None;
        while !self.stop.load(Ordering::Relaxed) {
            let on = lock(&self.press).is_on();
            if !on {
                (listener, client) = (None, break_off(client.take()));
            } else if listener.is_none() {
                // A port that is taken meanwhile is tried again with the next turn.
                listener = listen(address).ok();
            }
            if let (None, Some(listener)) = (&client, &listener) {
                client = accept(listener);
            }
            let goes_on = client.as_mut().map(|stream| self.serve(stream, started));
            if goes_on == Some(false) {
                client = break_off(client.take());
            } else if client.is_none() {
                lock(&self.press).turn(&[], started.elapsed());
                sleep(TURN);
            }
        }
    }

    /// Takes what came; `false` when the connection is over.
    fn serve(&self, stream: &mut TcpStream, started: Instant) -> bool {
        if lock(&self.press).is_stalled() {
            sleep(TURN);
            return true;
        }
        let mut buffer = [0; 512];
        let count = match stream.read(&mut buffer) {
            Ok(0) => return false,
            Ok(count) => count,
            Err(e)
                if matches!(
                    e.kind(),
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                ) =>
            {
                0
            }
            Err(_) => return false,
        };
        let bytes = buffer.get(..count).unwrap_or_default();
        let mut press = lock(&self.press);
        let answer = press.turn(bytes, started.elapsed());
        let goes_on = press.is_on() && !press.has_reset();
        drop(press);
        goes_on && stream.write_all(&answer).is_ok()
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn accept(listener: &TcpListener) -> Option<TcpStream> {
    let (stream, _) = listener.accept().ok()?;
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(TURN)).ok()?;
    stream.set_nodelay(true).ok()?;
    Some(stream)
}

/// Ends a connection with a reset, as near to a lost device as a loopback gets.
fn break_off(client: Option<TcpStream>) -> Option<TcpStream> {
    let stream = client?;
    // Without it the connection ends politely, which is a failure all the same.
    let _lingers = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
    None
}
