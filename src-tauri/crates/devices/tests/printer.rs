//! The printer's driver against the simulated printer, over real connections.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::cell::Cell;
use std::time::{Duration, Instant};

use bench::{SECOND, any_port, target};
use devices::binding::Target;
use devices::codec::zpl_status::Attention;
use devices::driver::printer::{Delivery, Language, PrinterSettings, SendOutcome, Status};
use devices::port::Fault;
use devices::run;
use simulators::printer::{Options, Printer, Trouble};

const LABEL: &[u8] = b"^XA^CI28^PW812^LL406^FO20,20^BCN,80,Y,N,N,N\
    ^FD>;>80109521234543213172701311>610AB-123>821SN42^FS^PQ1^XZ";

const SETTINGS: PrinterSettings = PrinterSettings {
    language: Language::Zpl,
    dpi: 203,
    tells_status: true,
    answer_within: Duration::from_millis(300),
    accept_within: Duration::from_millis(500),
    print_within: Duration::from_secs(3),
    ask_every: Duration::from_millis(10),
};

fn printer() -> (Printer, Target) {
    let print_time = Duration::from_millis(20);
    let options = Options {
        address: any_port(),
        shelf: None,
        tongue: Default::default(),
        print_time,
    };
    let printer = Printer::start(&options).unwrap();
    let target = target(&printer.address().to_string());
    (printer, target)
}

fn print(target: &Target) -> SendOutcome {
    run::print(target, SETTINGS, LABEL, || true)
}

fn eventually(mut holds: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + SECOND * 5;
    while Instant::now() < until {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

#[test]
fn a_label_that_is_printed_is_confirmed_and_came_byte_for_byte() {
    let (printer, target) = printer();

    let outcome = print(&target);

    assert_eq!(outcome.delivery(), Delivery::Confirmed);
    assert_eq!(
        (outcome.accepted, outcome.length, outcome.fault),
        (LABEL.len(), LABEL.len(), None)
    );
    assert_eq!(printer.printed(), [LABEL]);
}

#[test]
fn the_claim_comes_after_the_preflight_and_before_the_first_byte() {
    let (printer, target) = printer();
    let asked = Cell::new(0);

    let refused = run::print(&target, SETTINGS, LABEL, || {
        asked.set(asked.get() + 1);
        false
    });
    printer.trouble(Trouble::Paused);
    let paused = run::print(&target, SETTINGS, LABEL, || {
        panic!("no claim on a paused printer")
    });

    assert_eq!(asked.get(), 1);
    assert_eq!(refused.delivery(), Delivery::NotStarted);
    assert_eq!(paused.delivery(), Delivery::NotStarted);
    assert_eq!(paused.status_before.attention(), [Attention::Paused]);
    printer.put_right();
    std::thread::sleep(Duration::from_millis(100));
    assert!(printer.printed().is_empty());
}

#[test]
fn silence_after_connecting_needs_attention_and_sends_nothing() {
    let (printer, target) = printer();
    printer.trouble(Trouble::PaperOut);

    let outcome = print(&target);

    assert_eq!(outcome.status_before, Status::Silent);
    assert_eq!(outcome.status_before.attention(), [Attention::Silent]);
    assert_eq!(outcome.delivery(), Delivery::NotStarted);
    printer.put_right();
    assert_eq!(print(&target).delivery(), Delivery::Confirmed);
    assert_eq!(printer.printed().len(), 1);
}

#[test]
fn a_printer_that_tells_is_believed() {
    for (trouble, attention) in [
        (Trouble::PaperOut, Attention::PaperOut),
        (Trouble::RibbonOut, Attention::RibbonOut),
        (Trouble::HeadOpen, Attention::HeadOpen),
        (Trouble::Paused, Attention::Paused),
    ] {
        let (printer, target) = printer();
        printer.answers_in_trouble(true);
        printer.trouble(trouble);

        let outcome = print(&target);

        assert_eq!(outcome.status_before.attention(), [attention]);
        assert_eq!(outcome.delivery(), Delivery::NotStarted);
    }
}

#[test]
fn paper_that_ends_under_the_label_leaves_it_delivered_not_confirmed() {
    let (printer, target) = printer();

    let outcome = run::print(&target, SETTINGS, LABEL, || {
        printer.trouble(Trouble::PaperOut);
        true
    });

    assert_eq!(outcome.delivery(), Delivery::Delivered);
    assert_eq!(outcome.status_after, Status::Silent);
    assert!(printer.printed().is_empty());
    printer.put_right();
    assert!(
        eventually(|| printer.printed() == [LABEL]),
        "it prints once paper is loaded"
    );
}

#[test]
fn power_lost_at_any_byte_is_uncertain_and_never_printed_or_confirmed() {
    let (printer, target) = printer();
    for cut in 1..=LABEL.len() {
        let ready =
            || run::printer_status(&target, SETTINGS).is_ok_and(|s| s.attention().is_empty());
        assert!(eventually(ready), "cut at {cut}");
        printer.trouble(Trouble::CutAt(cut));

        let outcome = print(&target);

        assert!(outcome.accepted > 0, "cut at {cut}");
        assert_eq!(
            outcome.delivery(),
            Delivery::Uncertain,
            "cut at {cut}: {outcome:?}"
        );
        printer.put_right();
    }
    assert!(printer.printed().is_empty());
}

#[test]
fn a_connection_reset_under_the_label_is_uncertain() {
    let (printer, target) = printer();
    printer.trouble(Trouble::Reset);

    let outcome = print(&target);

    assert_eq!(outcome.delivery(), Delivery::Uncertain);
    assert!(printer.printed().is_empty());
}

#[test]
fn a_printer_that_stops_reading_says_how_much_was_accepted() {
    let (printer, target) = printer();
    let huge = [&b"^XA^FX"[..], &vec![b'A'; 32 << 20], b"^XZ"].concat();

    let outcome = run::print(&target, SETTINGS, &huge, || {
        printer.trouble(Trouble::Stalled);
        true
    });

    assert!(
        outcome.accepted > 0 && outcome.accepted < huge.len(),
        "{}",
        outcome.accepted
    );
    assert_eq!(outcome.fault, Some(Fault::Timeout));
    assert_eq!(outcome.delivery(), Delivery::Uncertain);
}

#[test]
fn a_small_label_into_a_stalled_printer_is_delivered_and_silent() {
    let (printer, target) = printer();

    let outcome = run::print(&target, SETTINGS, LABEL, || {
        printer.trouble(Trouble::Stalled);
        true
    });

    assert_eq!(outcome.accepted, LABEL.len());
    assert_eq!(outcome.delivery(), Delivery::Delivered);
    assert_eq!(outcome.status_after.attention(), [Attention::Silent]);
}

#[test]
fn a_printer_that_is_off_takes_nothing() {
    let (printer, target) = printer();
    printer.trouble(Trouble::Off);
    assert!(eventually(|| target.open().is_err()));

    let outcome = print(&target);

    assert_eq!(outcome.fault, Some(Fault::Gone));
    assert_eq!(outcome.delivery(), Delivery::NotStarted);
}

#[test]
fn a_printer_declared_unable_to_tell_ends_at_delivered() {
    let (printer, target) = printer();
    let mute = PrinterSettings {
        tells_status: false,
        ..SETTINGS
    };

    let outcome = run::print(&target, mute, LABEL, || true);

    assert_eq!(outcome.delivery(), Delivery::Delivered);
    assert!(eventually(|| printer.printed() == [LABEL]));
}

#[cfg(unix)]
#[test]
fn a_printer_on_a_serial_line_is_asked_and_confirms() {
    let (printer, _) = printer();
    let (_line, path) = on_a_line(&printer);

    let outcome = print(&bench::serial(&path));

    assert_eq!(outcome.delivery(), Delivery::Confirmed, "{outcome:?}");
    assert_eq!(printer.printed(), [LABEL]);
}

/// Hangs a printer on a pseudo-terminal, for as long as the first of both is kept: what comes there
/// goes to it, and back.
#[cfg(unix)]
fn on_a_line(printer: &Printer) -> (serialport::TTYPort, String) {
    use serialport::SerialPort;
    use std::io::{Read, Write};
    let (mut ours, theirs) = serialport::TTYPort::pair().unwrap();
    ours.set_timeout(SECOND * 5).unwrap();
    let mut back = ours.try_clone_native().unwrap();
    let mut to = std::net::TcpStream::connect(printer.address()).unwrap();
    let mut from = to.try_clone().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 256];
        while let Ok(count @ 1..) = ours.read(&mut buffer) {
            to.write_all(&buffer[..count]).unwrap();
        }
    });
    std::thread::spawn(move || std::io::copy(&mut from, &mut back));
    let path = theirs.name().unwrap();
    (theirs, path)
}
