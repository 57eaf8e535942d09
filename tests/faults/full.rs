//! A full disk: said so, nothing acknowledged is lost, and work goes on once there is room.

use std::path::{Path, PathBuf};
use std::process::Command;

use plant_tests::linesidectl::{Served, done, until, verified};
use serde_json::{Value, json};

use crate::people::{dispatch, log_in, order, release, report, start, to_job, unit};

/// Size of the disk; the demo plant takes under 2 MiB of it.
const DISK: &str = "size=8m";
/// Reports that surely fill what is left of it.
const REPORTS_MAX: u32 = 5_000;

/// A small disk of its own. Unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    /// Mounts one; only an administrator may.
    fn mount(at: &Path) -> Self {
        std::fs::create_dir(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(at);
        let mounted = mount.status().unwrap();
        assert!(
            mounted.success(),
            "no disk of 8 MiB can be mounted: run the tests as root"
        );
        Self(at.to_owned())
    }

    /// Takes every free byte of it, to the last.
    fn fill(&self) -> PathBuf {
        let ballast = self.0.join("ballast");
        let mut size = 8 * 1024 * 1024;
        let mut bytes = Vec::new();
        while size > 0 {
            let more = vec![0; size];
            if std::fs::write(self.0.join("probe"), &more).is_ok() {
                bytes.push(size);
                std::fs::rename(
                    self.0.join("probe"),
                    self.0.join(format!("ballast-{}", bytes.len())),
                )
                .unwrap();
            } else {
                let _ = std::fs::remove_file(self.0.join("probe"));
                size /= 2;
            }
        }
        ballast
    }

    fn free(&self) {
        for entry in std::fs::read_dir(&self.0).unwrap() {
            let path = entry.unwrap().path();
            if path
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("ballast")
            {
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

#[test]
fn a_full_disk_is_said_and_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::mount(&folder.path().join("disk"));
    let station = disk.0.join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    let view = release(&served, &session, &order(&served, "MO-1012"));
    let (card, unit) = (&view["jobs"][0], unit(&served, "SAW-1"));
    dispatch(&served, &session, card, &unit);
    start(&served, &session, card, &unit);
    let changes = served.changes();
    disk.fill();

    let (acknowledged, failure) = report_until_refused(&served, &session, &card["job"]);

    assert_eq!(failure["code"], "storage", "{failure}");
    assert_eq!(changes.next("storage")["writable"], false);
    let storage = served.answer("view_station", &json!({}))["storage"].clone();
    assert_eq!(storage["writable"], false);
    assert!(
        storage["sentence"].as_str().unwrap().contains("Free space"),
        "{storage}"
    );
    assert_eq!(good(&served, &card["job"]), acknowledged);

    disk.free();
    let more = until("room", || {
        let mut request = to_job(&session, &card["job"], report(1, 0, "continue"));
        request["confirmed"] = json!(true);
        let reply = served.ask("command_job_order", &request).unwrap();
        (reply.status == 200).then(|| good(&served, &card["job"]))
    });
    assert_eq!(more, acknowledged + 1);
    assert_eq!(
        served.answer("view_station", &json!({}))["storage"]["writable"],
        true
    );
    served.kill();
    verified(&station);
    assert_eq!(good(&Served::start(&station), &card["job"]), more);
}

fn report_until_refused(served: &Served, session: &Value, job: &Value) -> (u64, Value) {
    let mut acknowledged = 0;
    for _ in 0..REPORTS_MAX {
        let mut request = to_job(session, job, report(1, 0, "continue"));
        request["confirmed"] = json!(true);
        let reply = served.ask("command_job_order", &request).unwrap();
        if reply.status != 200 {
            return (acknowledged, reply.json());
        }
        acknowledged += 1;
    }
    panic!("the disk was never full");
}

fn good(served: &Served, job: &Value) -> u64 {
    let view = served.answer("view_job", &json!({ "job": job }));
    view["card"]["good"]["value"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}
