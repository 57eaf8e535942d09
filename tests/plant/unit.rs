//! The gateway's systemd unit is one that systemd takes.

use std::process::Command;

use plant_tests::linesidectl::{linesidectl, said};
use plant_tests::{checkout, program};

const UNIT: &str = "packaging/lineside-gateway.service";
/// Where a package puts the program.
const INSTALLED: &str = "/usr/bin/linesidectl";

#[test]
fn systemd_takes_the_unit() {
    let text = std::fs::read_to_string(checkout().join(UNIT)).unwrap();
    let built = program("LINESIDECTL_BIN");
    assert!(text.contains(INSTALLED));
    let folder = tempfile::tempdir().unwrap();
    let unit = folder.path().join("lineside-gateway.service");
    std::fs::write(&unit, text.replace(INSTALLED, built.to_str().unwrap())).unwrap();

    let verified = Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .arg(&unit)
        .output();

    if cfg!(not(target_os = "linux")) {
        println!("SKIPPED: there is no systemd here, so the unit was not looked at");
        return;
    }
    let verified = verified.unwrap_or_else(|error| {
        panic!("systemd-analyze: {error}: `cargo xtask setup` installs it where there is apt")
    });
    let complaints = String::from_utf8_lossy(&verified.stderr);
    let ours: Vec<&str> = complaints
        .lines()
        .filter(|line| line.contains("lineside-gateway"))
        .collect();
    assert!(ours.is_empty(), "{}", ours.join("\n"));
    assert!(verified.status.success(), "{complaints}");
}

#[test]
fn the_unit_calls_the_program_as_it_wants_to_be_called() {
    let text = std::fs::read_to_string(checkout().join(UNIT)).unwrap();
    let start = text
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="))
        .unwrap();
    let (program, words) = start.split_once(' ').unwrap();
    let folder = tempfile::tempdir().unwrap();
    let words = words.replace("%d", folder.path().to_str().unwrap());
    let words: Vec<&str> = words.split(' ').collect();

    let without_code = said(&mut linesidectl(&words));
    std::fs::write(folder.path().join("gateway.code"), "lineside1:half").unwrap();
    let half = said(&mut linesidectl(&words));

    assert_eq!(program, INSTALLED);
    assert_eq!(without_code.code, Some(1));
    assert!(
        without_code.errors.contains("gateway.code"),
        "{}",
        without_code.errors
    );
    assert!(half.errors.contains("holds no code"), "{}", half.errors);
}
