//! A full disk: said so, nothing acknowledged is lost, and work goes on once there is room.

use std::path::{Path, PathBuf};
use std::process::Command;

use plant_tests::linesidectl::{Served, done, linesidectl, serving, until, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, report, start, to_job, unit};

/// Size of the disk; the demo plant takes under 2 MiB of it.
const DISK_BYTES: usize = 8 * 1024 * 1024;
/// Reports that surely fill what is left of it.
const REPORTS_MAX: u64 = 5_000;

#[test]
fn a_full_disk_is_said_and_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(&folder.path().join("disk")) else {
        eprintln!("SKIPPED: only an administrator may mount a disk of 8 MiB");
        return;
    };
    let station = disk.0.join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);

    work_through(served, &station, |_| disk.fill(), |_| disk.free());
}

#[test]
fn a_file_that_may_not_grow_is_said_and_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    // Told of the limit by the failed write alone, not by a signal that ends it.
    let mut unharmed = Command::new("sh");
    unharmed.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    unharmed
        .arg(linesidectl([""; 0]).get_program())
        .args(serving(&station));
    let served = Served::spawn(&mut unharmed);
    let log = station.join("station.sqlite-wal");

    let full = |served: &Served| limit(served, &log.metadata().unwrap().len().to_string());
    work_through(served, &station, full, |served| limit(served, "unlimited"));
}

/// Reports until the disk is full, and goes on when there is room again.
fn work_through(served: Served, station: &Path, fill: impl Fn(&Served), free: impl Fn(&Served)) {
    let session = log_in(&served);
    let view = release(&served, &session, &order(&served, "MO-1012"));
    let (card, unit) = (&view["jobs"][0], unit(&served, "SAW-1"));
    dispatch(&served, &session, card, &unit);
    start(&served, &session, card, &unit);
    let (changes, one) = (served.changes(), || one_piece(&session, &card["job"]));
    fill(&served);

    let (acknowledged, failure) = report_until_refused(&served, one);

    assert_eq!(failure["code"], "storage", "{failure}");
    assert_eq!(changes.next("storage")["writable"], false);
    let storage = storage(&served);
    assert_eq!(storage["writable"], false);
    assert!(
        storage["sentence"].as_str().unwrap().contains("Free space"),
        "{storage}"
    );
    assert_eq!(good(&served, &card["job"]), acknowledged);

    free(&served);
    until("room", || {
        (served.ask("command_job_order", &one()).unwrap().status == 200).then_some(())
    });
    assert_eq!(good(&served, &card["job"]), acknowledged + 1);
    assert_eq!(self::storage(&served)["writable"], true);
    served.kill();
    verified(station);
    assert_eq!(
        good(&Served::start(station), &card["job"]),
        acknowledged + 1
    );
}

/// A small disk of its own. Unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir(at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={DISK_BYTES}"), "tmpfs"])
            .arg(at);
        let mounted = mount.status().is_ok_and(|status| status.success());
        mounted.then(|| Self(at.to_owned()))
    }

    /// Takes every free byte of it, to the last.
    fn fill(&self) {
        let (mut size, mut number) = (DISK_BYTES, 0);
        while size > 0 {
            let ballast = self.0.join(format!("ballast-{number}"));
            if std::fs::write(&ballast, vec![0; size]).is_ok() {
                number += 1;
            } else {
                std::fs::remove_file(&ballast).unwrap();
                size /= 2;
            }
        }
    }

    fn free(&self) {
        for entry in std::fs::read_dir(&self.0).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path.to_str().unwrap().contains("/ballast-") {
                std::fs::remove_file(path).unwrap();
            }
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a host that still ends must not keep it.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Limits how large a file of the host may become.
fn limit(served: &Served, bytes: &str) {
    let mut limit = Command::new("prlimit");
    limit.args([
        "--pid",
        &served.id().to_string(),
        &format!("--fsize={bytes}:unlimited"),
    ]);
    assert!(
        limit
            .status()
            .expect("prlimit is missing: install util-linux")
            .success()
    );
}

fn one_piece(session: &Value, job: &Value) -> Value {
    let mut request = to_job(session, job, report(1, 0, "continue"));
    request["confirmed"] = json!(true);
    request
}

fn report_until_refused(served: &Served, one: impl Fn() -> Value) -> (u64, Value) {
    for acknowledged in 0..REPORTS_MAX {
        let reply = served.ask("command_job_order", &one()).unwrap();
        if reply.status != 200 {
            return (acknowledged, reply.json());
        }
    }
    panic!("the disk was never full");
}

fn storage(served: &Served) -> Value {
    served.answer("view_station", &json!({}))["storage"].clone()
}

fn good(served: &Served, job: &Value) -> u64 {
    let view = served.answer("view_job", &json!({ "job": job }));
    view["card"]["good"]["value"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}
