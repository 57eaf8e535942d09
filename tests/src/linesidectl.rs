//! The real `linesidectl`: called, served by, and simulating devices.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::http::{Changes, Connection, Reply};
use crate::window::program;

/// How long anything may take to show; two busy cores need a fifth of it.
const SHOW_TIME_MAX: Duration = Duration::from_secs(60);
/// How long a host may take to stop after it was asked to.
const STOP_TIME_MAX: Duration = Duration::from_secs(15);
/// Pause between two looks.
const LOOK_TIME: Duration = Duration::from_millis(25);

/// What a host accepts.
const TOKEN: &str = "plant-tests-0123456789abcdef";

/// `linesidectl` with arguments, not started.
pub fn linesidectl<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(program("LINESIDECTL_BIN"));
    command.args(arguments).env_remove("LINESIDE_DATA");
    command
}

/// What `linesidectl` said, and how it ended.
#[derive(Debug)]
pub struct Said {
    /// Exit status.
    pub code: Option<i32>,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

/// Runs `linesidectl` on a data folder to its end.
///
/// # Panics
/// When it cannot be started.
pub fn run(data: &Path, arguments: &[&str]) -> Said {
    said(linesidectl(arguments).env("LINESIDE_DATA", data))
}

/// Runs a command to its end.
///
/// # Panics
/// When it cannot be started.
pub fn said(command: &mut Command) -> Said {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    Said {
        code: status.code(),
        output: String::from_utf8(stdout).unwrap(),
        errors: String::from_utf8(stderr).unwrap(),
    }
}

/// The same, which must succeed; returns its output.
///
/// # Panics
/// When it fails.
pub fn done(data: &Path, arguments: &[&str]) -> String {
    let said = run(data, arguments);
    assert_eq!(
        said.code,
        Some(0),
        "{arguments:?}: {}{}",
        said.output,
        said.errors
    );
    said.output
}

/// Events and aggregates of a data folder, as `verify` counts them.
///
/// # Panics
/// When the folder does not verify.
pub fn verified(data: &Path) -> (u64, u64) {
    let output = done(data, &["verify"]);
    let last = output.lines().last().unwrap().strip_prefix("ok: ").unwrap();
    let mut counts = last.split(", ").map(|part| part.split_once(' ').unwrap());
    let mut count = |name: &str| {
        let (count, what) = counts.next().unwrap();
        assert_eq!(what, name, "{last}");
        count.parse().unwrap()
    };
    (count("events"), count("aggregates"))
}

/// A running `linesidectl serve`. Dropped, it is killed.
pub struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Serves a data folder on a free port, once it says that it listens.
    ///
    /// # Panics
    /// When it does not.
    pub fn start(data: &Path) -> Self {
        Self::spawn(&mut linesidectl(serving(data)))
    }

    /// The same with a command of another's making, for example with a limit on its files.
    ///
    /// # Panics
    /// When it does not listen.
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .map(str::to_owned);
        let address = address.unwrap_or_else(|| panic!("it does not listen: {line:?}"));
        Self { child, address }
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Asks for an operation; the token and the type of the body are given.
    ///
    /// # Errors
    /// When the host is gone before it has answered.
    pub fn ask(&self, name: &str, body: &Value) -> std::io::Result<Reply> {
        ask(&self.address, name, body)
    }

    /// The answer of an operation that must succeed.
    ///
    /// # Panics
    /// When it does not.
    pub fn answer(&self, name: &str, body: &Value) -> Value {
        let reply = self.ask(name, body).unwrap();
        assert_eq!(reply.status, 200, "{name} {body}: {}", reply.body);
        reply.json()
    }

    /// The failure of an operation that must be refused.
    ///
    /// # Panics
    /// When it succeeds.
    pub fn refusal(&self, name: &str, body: &Value) -> Value {
        let reply = self.ask(name, body).unwrap();
        assert!(reply.status >= 400, "{name} {body}: {}", reply.body);
        reply.json()
    }

    /// Listens to its changes from now on.
    ///
    /// # Panics
    /// When it does not let us.
    pub fn changes(&self) -> Changes {
        let token = format!("Bearer {TOKEN}");
        let mut connection = Connection::open(&self.address).unwrap();
        let headers = [("Authorization", token.as_str())];
        connection
            .send("GET", "/api/changes", &headers, "")
            .unwrap();
        connection.changes()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut would.
    ///
    /// # Panics
    /// When it cannot be ended.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// # Panics
    /// When it does not stop in time.
    #[cfg(unix)]
    pub fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < STOP_TIME_MAX, "it does not stop");
            std::thread::sleep(LOOK_TIME);
        }
    }
}

/// Asks the host at an address for an operation, as [`Served::ask`] does.
///
/// # Errors
/// When the host is gone before it has answered.
pub fn ask(address: &str, name: &str, body: &Value) -> std::io::Result<Reply> {
    let token = format!("Bearer {TOKEN}");
    let mut connection = Connection::open(address)?;
    let headers = [
        ("Authorization", token.as_str()),
        ("Content-Type", "application/json"),
    ];
    connection.send("POST", &format!("/api/{name}"), &headers, &body.to_string())?;
    connection.reply()
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The arguments that serve a data folder on a free port; the token's file is made beside it.
///
/// # Panics
/// When the token cannot be written.
pub fn serving(data: &Path) -> Vec<PathBuf> {
    let token = data.with_extension("token");
    std::fs::write(&token, format!("{TOKEN}\n")).unwrap();
    let words = ["serve", "--listen", "127.0.0.1:0", "--data"].map(PathBuf::from);
    words
        .into_iter()
        .chain([data.to_owned(), "--token-file".into(), token])
        .collect()
}

/// A running `linesidectl sim`. Dropped, it ends.
pub struct Simulator {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// The path or address to bind.
    pub address: String,
}

impl Simulator {
    /// Starts a simulated device, once it says that it is ready.
    ///
    /// # Panics
    /// When it is not.
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = linesidectl([&["sim"], arguments].concat());
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("ready ").unwrap().to_owned();
        Self {
            child,
            input,
            output,
            address,
        }
    }

    /// Gives it a command.
    ///
    /// # Panics
    /// When it does not obey.
    pub fn obey(&mut self, command: &str) {
        writeln!(self.input, "{command}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(line.starts_with("ok"), "{command}: {line}");
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again until there is something.
///
/// # Panics
/// When it does not come in time.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(started.elapsed() < SHOW_TIME_MAX, "{what} did not come");
        std::thread::sleep(LOOK_TIME);
    }
}
