//! The bytes of every device as a person sees them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use devices::decode::{Decoder, NoDecoder, PROTOCOLS};
use serde_json::{Value, json, to_value};

fn decode(protocol: &str, unit: Option<&str>, bytes: &[u8]) -> Vec<Value> {
    let mut decoder = Decoder::new(protocol, unit).unwrap();
    let mut outcomes = decoder.push(bytes);
    outcomes.extend(decoder.end());
    outcomes.iter().map(|o| to_value(o).unwrap()).collect()
}

fn weight(value: &str, unit: &str) -> Value {
    json!({"kind": "weight", "value": value, "unit": unit})
}

fn scan(text: &str) -> Value {
    json!({"kind": "scan", "text": text})
}

fn wants(what: &str) -> Value {
    json!({"kind": "printer_status", "attention": [what]})
}

fn no_weight(code: &str) -> Value {
    json!({"kind": "no_weight", "code": code})
}

const LINK: &str = "https://id.gs1.org/01/09521234543213";
const NO_PAPER: &[u8] = b"\x02030,1,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

/// One frame of each protocol and a part of the record it becomes.
fn frames() -> [(&'static str, Vec<u8>, Value); 17] {
    let mut hid_pos = b"\x02\x0c]C0LOT24-0917-A".to_vec();
    hid_pos.resize(64, 0);
    let gtin = "0109521234543213";
    let frames = |bytes: &[u8]| bytes.to_vec();
    [
        (
            "mt-sics",
            frames(b"S S     100.00 g\r\n"),
            weight("100", "g"),
        ),
        ("toledo-8217", frames(b"\x02?\x02\r"), no_weight("overload")),
        ("toledo-8213", frames(b"\x02?a\r"), no_weight("not_ready")),
        (
            "toledo-continuous",
            frames(b"\x02,0   1234000000\r"),
            weight("12.34", "kg"),
        ),
        (
            "nci",
            frames(b"\n0012.34lb\r\nS00\r\x03"),
            weight("12.34", "lb"),
        ),
        ("ohaus", frames(b"      0.01 g ?\r\n"), weight("0.01", "g")),
        ("sbi", frames(b"+   253.00 g  \r\n"), weight("253", "g")),
        (
            "a-and-d",
            frames(b"ST,+00123.45  g\r\n"),
            weight("123.45", "g"),
        ),
        (
            "hid-scale",
            frames(b"\x03\x04\x0c\xff\x1b\x00"),
            weight("2.7", "lb"),
        ),
        ("hid-pos", hid_pos, scan("LOT24-0917-A")),
        ("aim", frames(b"]C0LOT24"), scan("LOT24")),
        ("gs1", frames(gtin.as_bytes()), scan(gtin)),
        ("digital-link", frames(LINK.as_bytes()), scan(LINK)),
        ("zpl-hs", frames(NO_PAPER), wants("paper_out")),
        ("tspl-status", frames(b"\x02"), wants("jam")),
        ("epl-status", frames(b"$11\r\n"), wants("head_open")),
        ("usb-printer-status", frames(b"\x38"), wants("paper_out")),
    ]
}

#[test]
fn every_protocol_has_its_records() {
    let names: Vec<&str> = frames().iter().map(|(protocol, _, _)| *protocol).collect();
    assert_eq!(names, PROTOCOLS);
    for (protocol, bytes, expected) in frames() {
        let records = decode(protocol, None, &bytes);

        let [record] = records.as_slice() else {
            panic!("{protocol}: {records:?}")
        };
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(record.get(key), Some(value), "{protocol}: {record}");
        }
    }
}

#[test]
fn a_unit_that_no_frame_names_is_the_callers_or_none() {
    let frame = b"\x02012.34\r";

    let unsaid = decode("toledo-8217", None, frame).remove(0);
    let said = decode("toledo-8217", Some("lb"), frame).remove(0);
    let told = decode("nci", Some("kg"), b"\n0012.34lb\r\nS00\r\x03").remove(0);

    assert_eq!(unsaid.get("unit"), Some(&Value::Null));
    assert_eq!(said.get("unit"), Some(&json!("lb")));
    assert_eq!(told.get("unit"), Some(&json!("lb")));
}

#[test]
fn a_bad_frame_is_a_record_with_its_reason() {
    for (protocol, bytes) in [
        ("mt-sics", &b"S S 1OO.00 g\r\n"[..]),
        ("toledo-8217", b"\x02012.3"),
        ("hid-scale", b"\x03\x04"),
        ("hid-pos", b"\x02\x05]C0"),
        ("aim", b"LOT24"),
        ("gs1", b"0109521234543214"),
        ("aim", b"]C10109521234543214"),
        ("digital-link", b"https://example.com/"),
        ("zpl-hs", b"\x02030,0\x03"),
        ("tspl-status", b"\x02@@"),
        ("epl-status", b"hello\r\n"),
        ("usb-printer-status", b"\xff"),
    ] {
        let records = decode(protocol, None, bytes);

        let [record] = records.as_slice() else {
            panic!("{protocol}: {records:?}")
        };
        assert_eq!(record.get("kind"), Some(&json!("bad_frame")), "{record}");
        let reason = record.get("reason").and_then(Value::as_str).unwrap();
        assert!(
            !reason.is_empty() && record.get("code").is_some(),
            "{record}"
        );
    }
}

#[test]
fn gs1_elements_are_named_whether_an_identifier_comes_first_or_not() {
    let text = "01095212345432131727013110AB-123\x1d21SN42";
    let link = "https://id.gs1.org/01/09521234543213/10/AB-123/21/SN42?17=270131";
    for (protocol, line) in [
        ("gs1", text.to_owned()),
        ("gs1", format!("]C1{text}\r\n")),
        ("aim", format!("]d2{text}")),
        ("digital-link", format!("]Q1{link}")),
    ] {
        let record = decode(protocol, None, line.as_bytes()).remove(0);

        let elements = record.get("elements").and_then(Value::as_array).unwrap();
        assert_eq!(elements.len(), 4, "{record}");
        for (ai, value) in [("01", "09521234543213"), ("10", "AB-123"), ("17", "270131")] {
            let found = elements
                .iter()
                .find(|e| e.get("ai") == Some(&json!(ai)))
                .unwrap();
            assert_eq!(found.get("value"), Some(&json!(value)));
        }
    }
}

#[test]
fn an_unknown_protocol_is_told_which_there_are() {
    let unknown = Decoder::new("sics", None).unwrap_err();

    assert_eq!(unknown, NoDecoder::Unknown("sics".to_owned()));
    assert!(
        PROTOCOLS
            .iter()
            .all(|known| unknown.to_string().contains(known))
    );
}
