//! The checkout is as we agreed: sizes, words, released migrations, nothing of a machine in it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed expectation is the test's verdict"
)]

mod migrations;
mod places;
mod screens;
mod size;
mod words;

use std::path::PathBuf;
use std::process::Command;

use plant_tests::checkout;

/// A file that git tracks: its path in the checkout, and its text.
struct Tracked {
    path: String,
    text: String,
}

/// The text files that git tracks; what is not text is left out.
fn tracked() -> Vec<Tracked> {
    tracked_paths().into_iter().filter_map(read).collect()
}

fn read(path: String) -> Option<Tracked> {
    let text = std::fs::read(absolute(&path)).ok()?;
    String::from_utf8(text)
        .ok()
        .map(|text| Tracked { path, text })
}

fn tracked_paths() -> Vec<String> {
    let mut git = Command::new("git");
    let out = git
        .args(["ls-files", "-z"])
        .current_dir(checkout())
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    let listed = String::from_utf8(out.stdout).unwrap();
    let paths: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
    assert!(!paths.is_empty(), "git tracks nothing here");
    paths
}

fn absolute(path: &str) -> PathBuf {
    checkout().join(path)
}

fn is_code(path: &str) -> bool {
    [".rs", ".ts", ".tsx"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

/// The bindings are generated and not edited.
fn is_generated(path: &str) -> bool {
    path.starts_with("ui/src/bindings/")
}

#[test]
fn operators_can_read_what_changed() {
    let changes = std::fs::read_to_string(absolute("CHANGELOG.md")).unwrap();

    assert!(changes.contains("## "), "CHANGELOG.md has no entry");
}
