//! Scanners that type.

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::channel;
use std::thread::scope;
use std::time::Duration;

use devices::binding::Target;
use devices::driver::scanner::Sends;
use devices::port::Fault;
use devices::run::{ScannerEvent, run_scanner};
use devices::supervise::State;
use devices::usb::UsbId;

use crate::bed::{Plugged, Typing, with_nodes};
use crate::hid::{Stops, wait};

/// How soon a scanner works that was plugged in elsewhere.
const RECONNECT_WITHIN: Duration = Duration::from_secs(2);

/// What opening a keyboard asks: its kinds of events, its numbers, its version, its properties.
const ANSWERS: &str = "EVIOCGBIT(0) 4 01000000\nEVIOCGID 0 03002E0C00021001\n\
    EVIOCGVERSION 0 01000100\nEVIOCGPROP 4 00000000\n";

pub(crate) const SCANNER: Typing = Typing {
    vendor: "0c2e",
    product: "0200",
    keys: "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe",
};

/// Volume keys of the same plug: no keyboard.
pub(crate) const VOLUME: Typing = Typing {
    keys: "e000000000000 0",
    ..SCANNER
};

const TARGET: Target = Target::Keys {
    device: UsbId {
        vid: 0x0c2e,
        pid: 0x0200,
        serial: None,
        chain: None,
    },
};

/// Types keys as the kernel reports them: pressed, released, and an end of each report.
fn types(scanner: &mut Plugged, keys: &[u16]) {
    for key in keys {
        for (kind, code, value) in [(1, *key, 1), (0, 0, 0), (1, *key, 0), (0, 0, 0)] {
            scanner.send(&event(kind, code, value));
        }
    }
}

fn event(kind: u16, code: u16, value: i32) -> Vec<u8> {
    let time = [0; 16];
    [
        &time[..],
        &kind.to_le_bytes(),
        &code.to_le_bytes(),
        &value.to_le_bytes(),
    ]
    .concat()
}

#[test]
fn a_scanner_that_types_is_taken_from_the_desktop_and_read() {
    with_nodes(
        &["input/event4", "input/event5", "input/event9"],
        ANSWERS,
        "keys::within_a_bed_a_scanner_types",
    );
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_scanner_types() {
    let stop = AtomicBool::new(false);
    let (tell, events) = channel();
    scope(|threads| {
        threads.spawn(|| {
            run_scanner(&TARGET, Sends::default(), &stop, &mut |event| {
                // The test may have ended already.
                let _ended = tell.send(event);
            });
        });
        let _stops = Stops(&stop);
        let _volume = VOLUME.plug("1-2", "event5");
        let mut scanner = SCANNER.plug("1-2", "event4");
        wait(&events, |event| *event == ScannerEvent::State(State::Ready));

        // l, o, t, 2, 4, Enter.
        types(&mut scanner, &[38, 24, 20, 3, 5, 28]);
        wait(&events, |event| scanned(event, "lot24"));
        scanner.send(&event(0, 3, 0));
        types(&mut scanner, &[38, 24, 28]);
        wait(&events, |event| matches!(event, ScannerEvent::BadScan(_)));

        drop(scanner);
        wait(&events, |event| *event == ScannerEvent::State(State::Gone));
        let mut scanner = SCANNER.plug("1-3", "event9");
        let took = wait(&events, |event| *event == ScannerEvent::State(State::Ready));
        types(&mut scanner, &[20, 20, 28]);
        wait(&events, |event| scanned(event, "tt"));
        assert!(took < RECONNECT_WITHIN, "{took:?}");
    });
}

fn scanned(event: &ScannerEvent, text: &str) -> bool {
    matches!(event, ScannerEvent::Scan { scan, .. } if scan.text == text)
}

#[test]
fn what_is_no_keyboard_is_not_taken() {
    with_nodes(
        &["input/event5"],
        ANSWERS,
        "keys::within_a_bed_there_is_no_keyboard",
    );
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_there_is_no_keyboard() {
    let _volume = VOLUME.plug("1-2", "event5");

    assert_eq!(TARGET.open().err(), Some(Fault::Gone));
}
