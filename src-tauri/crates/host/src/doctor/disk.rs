//! The data folder: there, this user's to write, with room.

use std::fs;
use std::path::Path;

use store::Folder;

use super::Finding;

/// Least room, in MiB, with which a station works on without a word: weeks of entries.
pub const ROOM_MIN_MIB: u64 = 1_024;
/// Room, in MiB, below which entries are about to be refused.
const ROOM_LEFT_MIB: u64 = 64;
/// A file that is written to see whether one can be.
const PROBE: &str = ".lineside-probe";

pub(super) fn look(folder: &Folder) -> Vec<Finding> {
    let path = folder.path();
    let mut findings = vec![writable(path)];
    findings.extend(room(path));
    findings
}

fn writable(path: &Path) -> Finding {
    let check = "folder";
    let shown = path.display();
    if !path.is_dir() {
        return Finding::problem(
            check,
            format!("{shown} is no folder"),
            "name the station's folder with --data, or make a station with linesidectl init",
        );
    }
    let probe = path.join(PROBE);
    let written = fs::write(&probe, b"probe").and_then(|()| fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::good(check, format!("{shown} can be written to")),
        Err(error) => Finding::problem(
            check,
            format!("{shown} cannot be written to ({error})"),
            "let the user who runs Lineside own the folder, and see that the disk is not read-only",
        ),
    }
}

#[cfg(unix)]
fn room(path: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(judged(disk.f_bavail.saturating_mul(disk.f_frsize) >> 20))
}

/// Elsewhere the system is not asked.
#[cfg(not(unix))]
fn room(_path: &Path) -> Option<Finding> {
    None
}

fn judged(left_mib: u64) -> Finding {
    let check = "room";
    let says = format!("{left_mib} MiB are left on the disk");
    let todo = format!("free some: a station works on for weeks with {ROOM_MIN_MIB} MiB");
    match left_mib {
        left if left < ROOM_LEFT_MIB => Finding::problem(check, says, todo),
        left if left < ROOM_MIN_MIB => Finding::warning(check, says, todo),
        _ => Finding::good(check, says),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::State;

    #[test]
    fn a_disk_that_fills_is_told_before_it_is_full() {
        let state = |mib| judged(mib).state;

        assert_eq!(state(ROOM_MIN_MIB), State::Good);
        assert_eq!(state(ROOM_MIN_MIB - 1), State::Warning);
        assert_eq!(state(ROOM_LEFT_MIB - 1), State::Problem);
    }
}
