//! HID scanners and scales.

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use devices::binding::Target;
use devices::driver::scanner::Sends;
use devices::port::Fault;
use devices::port::hid::{HidKind, found};
use devices::reading::{Reading, Reason};
use devices::run::{ScaleEvent, ScannerEvent, run_scale, run_scanner};
use devices::speech::Speech;
use devices::supervise::State;
use devices::usb::UsbId;
use domain::quantity::Quantity;

use crate::bed::{Device, inside, with_nodes};

/// How soon a device works that was plugged in elsewhere.
const RECONNECT_WITHIN: Duration = Duration::from_secs(2);

/// Report 2: byte count, three characters of identifier, 56 of data, two bytes, a flag.
const SCANNER: &[u8] = &[
    0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x85, 0x02, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95,
    0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02, 0x05, 0x8c, 0x95, 0x03, 0x09, 0xfb, 0x09, 0xfc, 0x09,
    0xfd, 0x81, 0x02, 0x95, 0x38, 0x09, 0xfe, 0x82, 0x02, 0x01, 0x95, 0x02, 0x06, 0x66, 0xff, 0x09,
    0x04, 0x81, 0x02, 0x05, 0x8c, 0x75, 0x01, 0x95, 0x01, 0x09, 0xff, 0x81, 0x02, 0x75, 0x01, 0x95,
    0x07, 0x81, 0x03, 0xc0,
];

/// A scale, as far as its kind is told by it.
pub(crate) const SCALE: &[u8] = &[0x05, 0x8d, 0x09, 0x20, 0xa1, 0x01, 0x85, 0x03, 0xc0];

/// A keyboard, which a scanner is until it is set to HID POS.
pub(crate) const KEYBOARD: &[u8] = &[0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0xc0];

pub(crate) const SCANNER_A1: Device = Device {
    id: "0C2E:0B61",
    serial: "A1",
    descriptor: SCANNER,
};

fn bound(id: &str, serial: Option<&str>, kind: HidKind) -> Target {
    let number = |digits| u16::from_str_radix(digits, 16).unwrap();
    let (vid, pid) = id.split_once(':').unwrap();
    Target::Hid {
        device: UsbId {
            vid: number(vid),
            pid: number(pid),
            serial: serial.map(str::to_owned),
            chain: None,
        },
        kind,
    }
}

fn report(aim: &str, bytes: &[u8], continues: bool) -> Vec<u8> {
    let mut report = vec![0; 64];
    report[0] = 2;
    report[1] = u8::try_from(bytes.len()).unwrap();
    report[2..5].copy_from_slice(aim.as_bytes());
    report[5..5 + bytes.len()].copy_from_slice(bytes);
    report[63] = u8::from(continues);
    report
}

/// Waits for an event that `wanted` recognises, and says how long that took.
pub(crate) fn wait<T: std::fmt::Debug>(
    events: &Receiver<T>,
    wanted: impl Fn(&T) -> bool,
) -> Duration {
    let started = Instant::now();
    let mut others = Vec::new();
    while started.elapsed() < RECONNECT_WITHIN * 5 {
        match events.recv_timeout(RECONNECT_WITHIN) {
            Ok(event) if wanted(&event) => return started.elapsed(),
            Ok(event) => others.push(event),
            Err(_) => {}
        }
    }
    panic!("only {others:?}");
}

/// Opening a `hidraw` node asks one question.
fn a_bed_for(nodes: &[&str], test: &str) {
    with_nodes(nodes, "HIDIOCGRDESCSIZE 0 44000000\n", test);
}

#[test]
fn a_hid_scanner_is_found_again_wherever_it_is_plugged_in() {
    a_bed_for(
        &["hidraw0", "hidraw1", "hidraw5"],
        "hid::within_a_bed_a_scanner_is_unplugged_and_replugged",
    );
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_scanner_is_unplugged_and_replugged() {
    let (target, stop) = (
        bound("0C2E:0B61", Some("A1"), HidKind::Scanner),
        AtomicBool::new(false),
    );
    let (tell, events) = channel();
    scope(|threads| {
        threads.spawn(|| {
            run_scanner(&target, Sends::Reports, &stop, &mut |event| {
                // The test may have ended already.
                let _ended = tell.send(event);
            });
        });
        let _stops = Stops(&stop);
        wait(&events, |event| {
            *event == ScannerEvent::State(State::Absent)
        });
        let _another = Device {
            serial: "B2",
            ..SCANNER_A1
        }
        .plug("1-1", "hidraw1");
        let mut scanner = SCANNER_A1.plug("1-2", "hidraw0");
        wait(&events, is_ready);

        scanner.report(&report("]C1", b"10AB-123\x1d21SN42", false));
        wait(&events, |event| scanned(event, "10AB-123\u{1d}21SN42", 1));
        scanner.report(&report("]Q1", &[b'A'; 56], true));
        scanner.report(&report("]Q1", b"END", false));
        let long = format!("{}END", "A".repeat(56));
        wait(&events, |event| scanned(event, &long, 2));

        drop(scanner);
        wait(&events, |event| *event == ScannerEvent::State(State::Gone));
        sleep(RECONNECT_WITHIN * 2);
        let mut scanner = SCANNER_A1.plug("1-4.2", "hidraw5");
        let took = wait(&events, is_ready);
        scanner.report(&report("]C0", b"LOT24-0917-A", false));
        wait(&events, |event| scanned(event, "LOT24-0917-A", 3));

        assert!(took < RECONNECT_WITHIN, "{took:?}");
    });
}

#[test]
fn a_scanner_that_types_is_told_to_be_set_to_hid_pos() {
    a_bed_for(&["hidraw0"], "hid::within_a_bed_a_scanner_is_a_keyboard");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_scanner_is_a_keyboard() {
    let target = bound("0C2E:0B61", Some("A1"), HidKind::Scanner);
    let _typing = Device {
        descriptor: KEYBOARD,
        ..SCANNER_A1
    }
    .plug("1-2", "hidraw0");

    assert_eq!(target.open().err(), Some(Fault::Mode));
    assert_eq!(found().unwrap()[0].kinds, []);
}

#[test]
fn who_may_not_open_a_device_is_told_the_missing_rule() {
    a_bed_for(&["hidraw0"], "hid::within_a_bed_a_scanner_is_locked");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_scanner_is_locked() {
    let _scanner = SCANNER_A1.plug("1-2", "hidraw0");
    let node = inside("dev/hidraw0");
    std::fs::remove_file(&node).unwrap();
    // A file that nobody may write, not even the superuser.
    std::os::unix::fs::symlink("/proc/sys/kernel/ostype", &node).unwrap();

    let fault = bound("0C2E:0B61", None, HidKind::Scanner).open().err();

    assert_eq!(fault, Some(Fault::Denied));
    assert!(Fault::Denied.to_string().contains("60-lineside.rules"));
}

#[test]
fn twins_without_serial_numbers_are_told_apart_by_their_port() {
    a_bed_for(
        &["hidraw0", "hidraw1"],
        "hid::within_a_bed_two_scanners_are_the_same",
    );
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_two_scanners_are_the_same() {
    let nameless = Device {
        serial: "",
        ..SCANNER_A1
    };
    let _twins = [
        nameless.plug("1-2", "hidraw0"),
        nameless.plug("1-3", "hidraw1"),
    ];
    let anywhere = bound("0C2E:0B61", None, HidKind::Scanner);
    let mut at_port = anywhere.clone();
    if let Target::Hid { device, .. } = &mut at_port {
        device.chain = Some("1-3".to_owned());
    }

    assert_eq!(anywhere.open().err(), Some(Fault::Twins));
    assert!(at_port.open().is_ok());
}

#[test]
fn a_hid_scale_weighs() {
    a_bed_for(&["hidraw0"], "hid::within_a_bed_a_scale_weighs");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_scale_weighs() {
    let scale = Device {
        id: "0922:8003",
        serial: "",
        descriptor: SCALE,
    };
    let (target, stop) = (
        bound("0922:8003", None, HidKind::Scale),
        AtomicBool::new(false),
    );
    let (tell, events) = channel();
    let ((_asker, requests), stop) = (sync_channel(1), &stop);
    scope(|threads| {
        threads.spawn(move || {
            run_scale(&target, &Speech::HidScale, &requests, stop, &mut |event| {
                // The test may have ended already.
                let _ended = tell.send(event);
            });
        });
        let _stops = Stops(stop);
        let mut scale = scale.plug("1-2", "hidraw0");
        for (report, shown) in [
            ([3, 4, 2, 0, 0xe2, 4], weight("1250", "g", true)),
            ([3, 3, 12, 0xff, 0x1b, 0], weight("2.7", "lb", false)),
            ([3, 6, 2, 0, 0, 0], Reading::NoWeight(Reason::Overload)),
        ] {
            let told = (0..100).find(|_| {
                scale.report(&report);
                events.try_iter().any(|event| shows(&event, &shown))
            });
            assert!(told.is_some(), "{shown:?}");
        }
        drop(scale);
        wait(&events, |event| *event == ScaleEvent::State(State::Gone));
    });
}

fn weight(value: &str, unit: &str, stable: bool) -> Reading {
    let value = Quantity::parse(value, unit).unwrap();
    Reading::Weight(devices::reading::Weight::new(value, stable, ""))
}

fn shows(event: &ScaleEvent, wanted: &Reading) -> bool {
    match (event, wanted) {
        (ScaleEvent::Reading(Reading::Weight(got)), Reading::Weight(wanted)) => {
            (&got.value, got.stable) == (&wanted.value, wanted.stable)
        }
        (ScaleEvent::Reading(got), wanted) => got == wanted,
        _ => false,
    }
}

fn is_ready(event: &ScannerEvent) -> bool {
    *event == ScannerEvent::State(State::Ready)
}

fn scanned(event: &ScannerEvent, text: &str, number: u64) -> bool {
    matches!(event, ScannerEvent::Scan { seq, scan } if *seq == number && scan.text == text)
}

/// Stops a loop at the end of its test, however the test ends.
pub(crate) struct Stops<'a>(pub(crate) &'a AtomicBool);

impl Drop for Stops<'_> {
    fn drop(&mut self) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}
