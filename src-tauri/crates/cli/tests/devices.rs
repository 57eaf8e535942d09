//! What an installer types about devices, with the real program.

#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use simulators::cable::Attach;
use simulators::scale::{Options, Protocol, Scale, Trouble};

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
            "devices",
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
    let listed = linesidectl(&["devices", "list", "--data", data], b"");

    assert!(text(&unitless.stderr).contains("--unit kg"));
    assert!(bound.status.success(), "{}", text(&bound.stderr));
    assert_eq!(
        text(&listed.stdout),
        "scale: serial:/dev/ttyUSB0:9600:7E1 (toledo-8217 in kg)\n"
    );
}

fn station_bound_to(folder: &Path, role: &str, target: &str, more: &[&str]) {
    station(folder);
    let data = folder.to_str().unwrap();
    let first = ["devices", "bind", "--data", data, role, target];
    let bound = linesidectl(&[&first[..], more].concat(), b"");
    assert!(bound.status.success(), "{}", text(&bound.stderr));
}

#[test]
fn devices_are_listed_as_json_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("station");
    let more = ["--protocol", "tspl", "--dpi", "300", "--simulated"];
    station_bound_to(&folder, "printer", "tcp:192.0.2.7:9100", &more);

    let listed = linesidectl(
        &[
            "devices",
            "list",
            "--json",
            "--data",
            folder.to_str().unwrap(),
        ],
        b"",
    );

    let json: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "role": "printer", "place": "tcp:192.0.2.7:9100", "protocol": "tspl", "unit": null,
            "dpi": 300, "simulated": true,
        })
    );
}

#[test]
fn a_device_is_tried_out_where_nothing_runs() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("station");
    let scale = Scale::start(&Options {
        protocol: Protocol::Toledo8217,
        ..Options::new(Attach::Pty { link: None })
    })
    .unwrap();
    scale.put("1.250", "kg").unwrap();
    let target = format!("serial:{}", scale.address().unwrap());
    let more = ["--protocol", "toledo-8217", "--unit", "kg"];
    station_bound_to(&folder, "scale", &target, &more);
    let test = |role: &str| {
        let data = folder.to_str().unwrap();
        linesidectl(&["devices", "test", "--json", role, "--data", data], b"")
    };

    let passed = test("scale");
    scale.trouble(Some(Trouble::Overload));
    let failed = test("scale");
    let missing = test("printer");

    assert!(
        text(&passed.stdout).contains(r#""passed":true"#),
        "{passed:?}"
    );
    assert!(text(&passed.stdout).contains("1.25 kg"), "{passed:?}");
    assert!(passed.status.success());
    assert!(text(&failed.stdout).contains("overloaded"), "{failed:?}");
    assert_eq!(failed.status.code(), Some(1));
    assert!(
        text(&missing.stderr).contains("no printer is set up"),
        "{missing:?}"
    );
}

#[test]
fn a_label_is_rendered_in_every_format_or_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    let fields = folder.path().join("fields.json");
    let write = |json: &str| std::fs::write(&fields, json).unwrap();
    let render = |format: &str| {
        let (data, template) = (fields.to_str().unwrap(), "hold");
        linesidectl(
            &[
                "label",
                "render",
                "--template",
                template,
                "--data",
                data,
                "--format",
                format,
            ],
            b"",
        )
    };
    write(
        r#"{"item": "BRK", "lot": "^XZ~JA", "quantity": 240, "unit": "EA", "reason": "check",
            "uid": "7K3M9Q2XW0AB"}"#,
    );

    for (format, start) in [
        ("zpl", &b"^XA"[..]),
        ("epl", b"\nN\n"),
        ("tspl", b"SIZE "),
        ("pdf", b"%PDF-"),
        ("png", b"\x89PNG"),
    ] {
        let rendered = render(format);

        assert!(rendered.status.success(), "{}", text(&rendered.stderr));
        assert!(rendered.stdout.starts_with(start), "{format}");
    }
    write(r#"{"item": "漢", "lot": "1", "quantity": 1, "unit": "EA", "reason": "x", "uid": "1"}"#);
    let refused = render("zpl");
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("which the label font cannot print"));
    assert_eq!(refused.stdout, b"");
}

#[test]
fn a_template_goes_out_is_changed_and_comes_back_as_a_new_version() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("station");
    station(&data);
    let file = dir.path().join("lot.json");
    let label = |arguments: &[&str]| {
        let own = ["--station", data.to_str().unwrap()];
        linesidectl(&[&["label"], arguments, &own].concat(), b"")
    };
    let exported = label(&["export", "lot"]);
    let changed = text(&exported.stdout).replace("\"QUANTITY\"", "\"MENGE\"");

    std::fs::write(&file, &changed).unwrap();
    let taken = label(&["import", file.to_str().unwrap()]);
    std::fs::write(&file, changed.replace("\"version\": 1", "\"version\": 2")).unwrap();
    let kept = label(&["import", file.to_str().unwrap()]);
    let listed = label(&["templates"]);

    assert!(
        text(&taken.stderr).contains("count its version up"),
        "{taken:?}"
    );
    assert_eq!(text(&kept.stdout), "lot 2 is kept\n");
    assert!(
        text(&listed.stdout).contains("lot 1: 101.6 x 76.2 mm\nlot 2:"),
        "{listed:?}"
    );
    assert!(text(&label(&["export", "lot"]).stdout).contains("MENGE"));
}
