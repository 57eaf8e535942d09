//! Other programs: found, shown, run, and their failure told.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::project;

/// Screen of the virtual display; larger than the station's window.
const VIRTUAL_SCREEN: &str = "-screen 0 1400x900x24";

/// Why a command of ours stopped.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The word is no command.
    Usage(&'static str),
    /// The program could not be started.
    NotStarted { program: String, source: io::Error },
    /// The program ended badly.
    Ended { program: String, status: ExitStatus },
    /// A file or folder could not be written or read.
    File { path: PathBuf, source: io::Error },
    /// Something that must be there is not.
    Missing(String),
    /// Steps of a longer command failed; the table above names them.
    Steps { passed: usize, failed: usize },
}

impl fmt::Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(usage) => out.write_str(usage),
            Self::NotStarted { program, source } => {
                write!(out, "{program} could not be started: {source}")
            }
            Self::Ended { program, status } => write!(out, "{program} ended with {status}"),
            Self::File { path, source } => write!(out, "{}: {source}", path.display()),
            Self::Missing(what) => out.write_str(what),
            Self::Steps { passed, failed } => write!(out, "{passed} passed, {failed} failed"),
        }
    }
}

/// `cargo` of the toolchain that runs us, in the checkout.
pub(crate) fn cargo() -> Command {
    let mut cargo = here(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    if std::env::var_os("CI").is_some() {
        // A fresh clone is built once: incremental files would only cost time and disk.
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// `npm` on the package in `folder`.
pub(crate) fn npm(folder: impl AsRef<Path>) -> Command {
    let mut npm = here(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.arg("--prefix").arg(folder.as_ref());
    npm
}

/// `program`, in the checkout.
pub(crate) fn here(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project::root());
    command
}

/// The same command on a screen that nobody sees; elsewhere than on Linux, as it is.
pub(crate) fn on_virtual_screen(command: &Command) -> Command {
    if !cfg!(target_os = "linux") {
        return copy(command, here(command.get_program()));
    }
    let mut screen = here("xvfb-run");
    screen.args(["--auto-servernum", "--server-args", VIRTUAL_SCREEN]);
    screen.arg(command.get_program());
    copy(command, screen)
}

fn copy(from: &Command, mut to: Command) -> Command {
    to.args(from.get_args());
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
    to
}

/// Shows `command` and runs it to its end.
pub(crate) fn run(command: &mut Command) -> Result<(), Failed> {
    println!("  $ {}", shown(command));
    let status = command
        .status()
        .map_err(|source| not_started(command, source))?;
    ended(command, status)
}

/// Runs `command` and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, Failed> {
    let out = command.stderr(Stdio::inherit()).output();
    let out = out.map_err(|source| not_started(command, source))?;
    ended(command, out.status)?;
    Ok(out.stdout)
}

/// Shows `command` and runs it to its end, with `input` on its standard input.
pub(crate) fn feed(command: &mut Command, input: &[u8]) -> Result<(), Failed> {
    println!("  $ {}", shown(command));
    let started = command.stdin(Stdio::piped()).spawn();
    let mut child = started.map_err(|source| not_started(command, source))?;
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |mut stdin| stdin.write_all(input));
    let status = child
        .wait()
        .map_err(|source| not_started(command, source))?;
    ended(command, status)?;
    written.map_err(|source| not_started(command, source))
}

/// Where `name` lies on the search path.
pub(crate) fn found(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&folders)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// Makes `folder` and all above it.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Failed> {
    std::fs::create_dir_all(folder).map_err(|source| Failed::File {
        path: folder.into(),
        source,
    })
}

fn not_started(command: &Command, source: io::Error) -> Failed {
    Failed::NotStarted {
        program: shown(command),
        source,
    }
}

fn ended(command: &Command, status: ExitStatus) -> Result<(), Failed> {
    if status.success() {
        return Ok(());
    }
    Err(Failed::Ended {
        program: shown(command),
        status,
    })
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
