//! What an installer types about devices, with the real program.

#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn linesidectl(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_linesidectl"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that refuses its arguments reads no input.
    let _unread = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn each_frame_is_a_line_of_json() {
    let frames = b"\x02012.34\r\x02?\x02\rnoise\x02001.20N\r";

    let said = linesidectl(&["decode", "toledo-8217", "--unit", "lb"], frames);

    let expected = concat!(
        r#"{"kind":"weight","value":"12.34","unit":"lb","stable":true,"basis":"gross","raw":"012.34"}"#,
        "\n",
        r#"{"kind":"no_weight","reason":"the scale is overloaded: take something off","code":"overload"}"#,
        "\n",
        r#"{"kind":"bad_frame","reason":"5 bytes were cut off by the start of the next message: check the cable","code":{"frame":{"cut_off":{"dropped":5}}}}"#,
        "\n",
        r#"{"kind":"weight","value":"1.2","unit":"lb","stable":true,"basis":"net","raw":"001.20N"}"#,
        "\n",
    );
    assert_eq!(text(&said.stdout), expected);
    assert!(said.status.success());
}

#[test]
fn an_unknown_protocol_is_told_which_there_are() {
    let said = linesidectl(&["decode", "sics"], b"");

    let told = text(&said.stderr);
    assert_eq!(said.status.code(), Some(2));
    assert!(
        told.contains("mt-sics") && told.contains("usb-printer-status"),
        "{told}"
    );
}

fn station(folder: &Path) {
    let data = folder.to_str().unwrap();
    let made = linesidectl(
        &["init", "--data", data, "--name", "S", "--zone", "UTC"],
        b"",
    );
    assert!(made.status.success(), "{}", text(&made.stderr));
}

#[test]
fn a_scale_is_bound_with_its_protocol_and_the_line_that_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("station");
    station(&folder);
    let data = folder.to_str().unwrap();
    let bind = |more: &[&str]| {
        let first = [
            "device",
            "bind",
            "--data",
            data,
            "scale",
            "serial:/dev/ttyUSB0",
        ];
        linesidectl(&[&first[..], more].concat(), b"")
    };

    let unitless = bind(&["--protocol", "toledo-8217"]);
    let bound = bind(&["--protocol", "toledo-8217", "--unit", "kg"]);
    let listed = linesidectl(&["device", "list", "--data", data], b"");

    assert!(text(&unitless.stderr).contains("--unit kg"));
    assert!(bound.status.success(), "{}", text(&bound.stderr));
    assert_eq!(
        text(&listed.stdout),
        "scale: serial:/dev/ttyUSB0:9600:7E1 (toledo-8217 in kg)\n"
    );
}
