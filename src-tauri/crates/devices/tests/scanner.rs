//! The scanner's driver against the simulated scanner, over real lines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::Duration;

use bench::{SECOND, Stops, loopback, target};
use devices::binding::Target;
use devices::codec::frame::BadFrame;
use devices::codec::scan::{BadScan, Scan};
use devices::driver::scanner::{Scanner, Sends};
use devices::port::clock::Monotonic;
use devices::port::{Fault, Port};
use devices::run::{ScannerEvent, run_scanner};
use devices::supervise::State;
use simulators::cable::Attach;
use simulators::scanner::{Options, Scanner as Simulated};

const GS1: &[u8] = b"]C101095212345432131727013110AB-123\x1d21SN42";

fn plugged(attach: Attach) -> (Simulated, Scanner<Box<dyn Port + Send>>) {
    let simulated = Simulated::start(Options {
        attach,
        suffix: b"\r".to_vec(),
    })
    .unwrap();
    let port = target(&simulated.address().unwrap()).open().unwrap().port;
    (
        simulated,
        Scanner::new(port, Sends::default(), &[]).unwrap(),
    )
}

fn next(scanner: &mut Scanner<Box<dyn Port + Send>>) -> Result<Scan, BadScan> {
    let clock = Monotonic::default();
    for _ in 0..40 {
        if let Some(heard) = scanner.next(SECOND / 20, &clock).unwrap() {
            return heard;
        }
    }
    panic!("the scanner said nothing for two seconds");
}

#[test]
fn codes_arrive_whole_in_order_and_with_their_gs() {
    for attach in [Attach::Pty { link: None }, loopback()] {
        let (simulated, mut scanner) = plugged(attach);

        simulated.scan(GS1);
        simulated.scan_split(9, b"]C0LOT24-0917-A");
        simulated.scan(b"]C0LOT24-0917-A");

        let first = next(&mut scanner).unwrap();
        assert_eq!(first.raw, GS1);
        assert_eq!(first.elements().unwrap().value("21"), Some("SN42"));
        assert_eq!(next(&mut scanner).unwrap().text, "LOT24-0917-A");
        assert_eq!(next(&mut scanner).unwrap().text, "LOT24-0917-A");
    }
}

#[test]
fn five_hundred_scans_in_a_burst_lose_none() {
    let (simulated, mut scanner) = plugged(Attach::Pty { link: None });
    let burst: String = (0..500)
        .map(|number| format!("]C0LOT{number:04}\r"))
        .collect();

    simulated.raw(burst.as_bytes());

    for number in 0..500 {
        assert_eq!(next(&mut scanner).unwrap().text, format!("LOT{number:04}"));
    }
}

#[test]
fn a_scanner_without_suffix_is_told_to_have_one() {
    let (simulated, mut scanner) = plugged(Attach::Pty { link: None });
    simulated.raw(b"]C0LOT24");

    let heard = next(&mut scanner);

    assert_eq!(heard, Err(BadScan::Frame(BadFrame::NoEnd { dropped: 8 })));
}

#[test]
fn a_pulled_cable_is_gone() {
    for attach in [Attach::Pty { link: None }, loopback()] {
        let (simulated, mut scanner) = plugged(attach);
        // A simulated TCP scanner takes the connection with its next turn.
        simulated.scan(b"]C0A");
        next(&mut scanner).unwrap();

        simulated.unplug();

        let heard = scanner.next(SECOND, &Monotonic::default());
        assert_eq!(heard, Err(Fault::Gone));
    }
}

/// Waits for an event that `wanted` recognises, and fails after some seconds.
fn wait<T>(events: &mpsc::Receiver<T>, wanted: impl Fn(&T) -> bool) -> T {
    loop {
        let event = events.recv_timeout(SECOND * 10).unwrap();
        if wanted(&event) {
            return event;
        }
    }
}

#[test]
fn after_a_replug_on_another_path_the_scanner_is_found_and_goes_on_counting() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scanner");
    let attach = Attach::Pty {
        link: Some(link.clone()),
    };
    let simulated = Simulated::start(Options {
        attach,
        suffix: b"\r\n".to_vec(),
    })
    .unwrap();
    let (target, stop): (Target, AtomicBool) =
        (bench::serial(link.to_str().unwrap()), false.into());
    let (tell, events) = mpsc::channel();
    std::thread::scope(|scope| {
        let _stops = Stops(&stop);
        scope.spawn(|| {
            run_scanner(&target, Sends::default(), &stop, &mut |event| {
                // The test may have ended already.
                let _ended = tell.send(event);
            });
        });
        wait(&events, |event| *event == ScannerEvent::State(State::Ready));
        simulated.scan(GS1);
        wait(&events, |event| {
            matches!(event, ScannerEvent::Scan { seq: 1, .. })
        });

        simulated.unplug();
        wait(&events, |event| *event == ScannerEvent::State(State::Gone));
        std::thread::sleep(Duration::from_millis(300));
        simulated.plug();
        wait(&events, |event| *event == ScannerEvent::State(State::Ready));
        simulated.scan(b"]C0AGAIN");

        let event = wait(&events, |event| matches!(event, ScannerEvent::Scan { .. }));
        assert!(matches!(event, ScannerEvent::Scan { seq: 2, ref scan } if scan.text == "AGAIN"));
    });
}
