//! The window: from the start of its program to the first paint, and the memory it holds.
//!
//! It is measured against a near-empty Tauri window (`src-tauri/src/near_empty`): one static page, no
//! script, no station.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use plant_tests::{Window, program};
use serde_json::json;
use station::{Folder, SystemClock};
use std::sync::Arc;

use crate::report::{Report, Times};
use crate::sizes::Sizes;

/// How long a window is left alone before its memory is read.
const SETTLE: Duration = Duration::from_secs(8);

/// How long a first paint may take before the bench has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// When the page was first painted, in milliseconds since 1970; null until then.
const PAINTED: &str = "const [paint] = performance.getEntriesByName('first-contentful-paint'); \
    return paint ? performance.timeOrigin + paint.startTime : null";

/// When somebody can sign in, as far as asking now can tell; null until then.
const USABLE: &str = "return document.querySelector('main h1') \
    ? performance.timeOrigin + performance.now() : null";

/// A program with a window.
enum Shown<'a> {
    /// The app on a data folder.
    App(&'a Path),
    /// The near-empty window.
    NearEmpty,
}

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    report.about("window.denominator", json!("src-tauri/src/near_empty"));
    let demo = tempfile::tempdir_in(folder).unwrap();
    let data = Folder::new(demo.path());
    host::demo::make(&data, Arc::new(SystemClock))
        .await
        .unwrap();
    let (ours, other) = (Shown::App(demo.path()), Shown::NearEmpty);
    let (mut full, mut usable, mut empty) = (Times::default(), Times::default(), Times::default());
    let (mut held, mut held_empty) = (Vec::new(), Vec::new());
    for _ in 0..sizes.windows {
        let [painted, ready] = ours.times([PAINTED, USABLE]).await;
        full.add(painted);
        usable.add(ready);
        let [painted] = other.times([PAINTED]).await;
        empty.add(painted);
        held.push(ours.memory_mb());
        held_empty.push(other.memory_mb());
    }
    let (full, empty) = (full.quantile_ms(0.5), empty.quantile_ms(0.5));
    report.number("window.start.ms_p50", full);
    report.number("window.start.empty_ms_p50", empty);
    report.number("window.start.ratio", full / empty);
    report.number("window.usable.ms_p50", usable.quantile_ms(0.5));
    let (held, held_empty) = (median(held), median(held_empty));
    report.number("window.memory.mb_p50", held);
    report.number("window.memory.empty_mb_p50", held_empty);
    report.number("window.memory.ratio", held / held_empty);
}

impl Shown<'_> {
    fn program(&self) -> PathBuf {
        program(match self {
            Self::App(_) => "LINESIDE_BIN",
            Self::NearEmpty => "NEAR_EMPTY_BIN",
        })
    }

    /// Time from the start of the program to each of what the scripts answer.
    async fn times<const N: usize>(&self, scripts: [&str; N]) -> [Duration; N] {
        let window = match self {
            Self::App(data) => Window::open(data).await,
            Self::NearEmpty => Window::open_other(self.program()).await,
        };
        let started = started_ms(child(std::process::id(), &self.program()));
        let mut times = [Duration::ZERO; N];
        for (time, script) in times.iter_mut().zip(scripts) {
            let at = answer_ms(&window, script).await;
            *time = Duration::from_secs_f64((at - started) / 1_000.0);
        }
        window.close().await;
        times
    }

    /// Megabytes that the program and its webview's processes hold, shared pages by their share.
    fn memory_mb(&self) -> f64 {
        let mut command = Command::new(self.program());
        if let Self::App(data) = self {
            command.arg("--data").arg(data);
        }
        // The renderer that the app chooses, for both.
        command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let app = Ended(command.spawn().unwrap());
        std::thread::sleep(SETTLE);
        let processes = descendants(app.0.id());
        assert!(processes.len() > 1, "the window has no webview process");
        processes.into_iter().map(held_kb).sum::<f64>() / 1_024.0
    }
}

/// What `script` answers in the window, as soon as it is a number.
async fn answer_ms(window: &Window, script: &str) -> f64 {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = window.client().execute(script, vec![]).await.unwrap();
        if let Some(ms) = answer.as_f64() {
            return ms;
        }
        assert!(Instant::now() < end, "no answer to {script}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// When a process began, in milliseconds since 1970, to a hundredth of a second.
fn started_ms(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let ticks: f64 = field(&stat, 19).parse().unwrap();
    let uptime = fs::read_to_string("/proc/uptime").unwrap();
    let uptime: f64 = uptime.split(' ').next().unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    // The kernel counts a hundred ticks a second.
    now.as_secs_f64() * 1_000.0 - (uptime * 1_000.0 - ticks * 10.0)
}

fn held_kb(process: u32) -> f64 {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find(|line| line.starts_with("Pss:"));
    let kb = line.and_then(|line| line.split_whitespace().nth(1));
    kb.map_or(0.0, |kb| kb.parse().unwrap())
}

/// A program that is ended with its measurement.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The process that runs `program` among those that `process` has started.
fn child(process: u32, program: &Path) -> u32 {
    let wanted = fs::canonicalize(program).unwrap();
    let runs = |process: &u32| {
        fs::read_link(format!("/proc/{process}/exe")).is_ok_and(|path| path == wanted)
    };
    descendants(process).into_iter().find(runs).unwrap()
}

/// A process and all that it and its children have started.
fn descendants(process: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| number(&entry.ok()?.file_name()))
        .filter_map(|process| Some((process, parent(process)?)))
        .collect();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        let children = parents.iter().filter(|(_, of)| *of == parent);
        found.extend(children.map(|(child, _)| *child));
        next += 1;
    }
    found
}

fn number(name: &OsStr) -> Option<u32> {
    name.to_str()?.parse().ok()
}

fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    field(&stat, 1).parse().ok()
}

/// A field of a `stat` file, counted behind the name, which may hold spaces.
fn field(stat: &str, place: usize) -> &str {
    let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
    behind.split(' ').nth(place).unwrap_or_default()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
