//! The numbers, the goals, and the machine they were seen on.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::sizes::Sizes;

/// What is wanted: key and most it may be.
const GOALS: [(&str, f64); 17] = [
    ("capture.empty.ratio_p50", 1.5),
    ("capture.empty.ratio_p99", 2.0),
    ("capture.million.ratio_p50", 1.5),
    ("capture.million.ratio_p99", 2.0),
    ("scan.to_screen_ms_p99", 50.0),
    ("weigh.settled_to_screen_ms_p99", 200.0),
    ("label.click_to_printer_ms_p99", 100.0),
    ("view_job_list.ratio_p95", 2.0),
    ("view_board.ratio_p95", 2.0),
    ("window.start.ratio", 1.3),
    ("window.memory.ratio", 1.5),
    ("exchange.capture.to_plant_ratio_p50", 2.5),
    ("exchange.capture.to_plant_ms_p99", 20.0),
    ("exchange.capture.to_other_ratio_p50", 3.0),
    ("exchange.idle.cpu_ms_per_station_s", 1.0),
    ("exchange.busy.capture_ratio_p99", 2.0),
    ("exchange.far.capture_ratio_p99", 1.2),
];

/// What is wanted: key and least it may be.
const SHARES: [(&str, f64); 5] = [
    ("exchange.push.one.share_of_raw", 0.8),
    ("exchange.push.four.share_of_raw", 0.8),
    ("exchange.drain.share_of_slower", 0.8),
    ("exchange.pull.share_of_raw", 0.4),
    ("exchange.eight.share_of_silent", 0.85),
];

/// What was measured so far.
pub(crate) struct Report {
    numbers: BTreeMap<String, f64>,
    about: Map<String, Value>,
}

impl Report {
    pub(crate) fn new(sizes: &Sizes) -> Self {
        let mut report = Self {
            numbers: BTreeMap::new(),
            about: Map::new(),
        };
        report.about("sizes", json!(sizes.name));
        report.about("optimised", json!(!cfg!(debug_assertions)));
        report.about(
            "cores",
            json!(std::thread::available_parallelism().unwrap()),
        );
        report.about("cpu", json!(fact("/proc/cpuinfo", "model name")));
        report.about("memory", json!(fact("/proc/meminfo", "MemTotal")));
        report.about("sqlite", json!(rusqlite::version()));
        report.about("load_at_start", json!(load()));
        report
    }

    /// Notes what a number needs to be understood.
    pub(crate) fn about(&mut self, key: &str, value: Value) {
        self.about.insert(key.to_owned(), value);
    }

    pub(crate) fn number(&mut self, key: &str, value: f64) {
        println!("{key}: {value:.3}");
        self.numbers.insert(key.to_owned(), value);
    }

    /// Writes the report and prints the table.
    pub(crate) fn finish(mut self, path: &Path) {
        self.about("load_at_end", json!(load()));
        self.print();
        let mut whole: Map<String, Value> = Map::new();
        whole.insert("about".to_owned(), Value::Object(self.about));
        for (key, value) in self.numbers {
            whole.insert(key, json!((value * 1_000.0).round() / 1_000.0));
        }
        fs::write(path, serde_json::to_string_pretty(&whole).unwrap()).unwrap();
    }

    fn print(&self) {
        println!("\n{:<46} {:>12}  goal", "what", "measured");
        for (key, value) in &self.numbers {
            println!("{key:<46} {value:>12.3}  {}", verdict(key, *value));
        }
    }
}

/// The goal of a number, and whether it was missed.
fn verdict(key: &str, value: f64) -> String {
    let goal = |goals: &[(&str, f64)]| {
        goals
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, goal)| *goal)
    };
    let missed = |missed: bool| if missed { "  MISSED" } else { "" };
    match (goal(&GOALS), goal(&SHARES)) {
        (Some(most), _) => format!("<= {most}{}", missed(value > most)),
        (None, Some(least)) => format!(">= {least}{}", missed(value < least)),
        (None, None) => String::new(),
    }
}

/// Times of one kind of act.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that `share` of all stay below, in milliseconds.
    pub(crate) fn quantile_ms(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len() - 1;
        let place = (last as f64 * share).round() as usize;
        sorted[place].as_secs_f64() * 1_000.0
    }
}

/// One line `name: value` of a file of the kernel's.
fn fact(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name));
    let value = line.and_then(|line| line.split_once(':'));
    value.map_or_else(String::new, |(_, value)| value.trim().to_owned())
}

/// Mean number of busy threads over 1, 5 and 15 minutes.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
