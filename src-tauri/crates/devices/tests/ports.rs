//! Ports keep their deadlines, and the printer's driver counts exactly what a port accepted.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::cell::Cell;
use std::collections::VecDeque;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use bench::{SECOND, any_port, target};
use devices::driver::printer::{Delivery, Printer, PrinterSettings, SendOutcome, Status};
use devices::port::clock::Clock;
use devices::port::{Fault, Port, Written};

const OK: &[u8] = b"\x02030,0,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";
const BUSY: &[u8] = b"\x02030,0,0,0812,001,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";
const LABEL: &[u8] = b"^XA^FDLOT24^FS^XZ";

#[cfg(unix)]
#[test]
fn a_serial_device_that_takes_nothing_does_not_hold_the_writer() {
    use devices::port::serial::{Line, Serial};
    use serialport::SerialPort;
    let (_unread, slave) = serialport::TTYPort::pair().unwrap();
    let mut port = Serial::open(&slave.name().unwrap(), Line::default()).unwrap();
    let started = Instant::now();

    let written = port.write(&vec![b'A'; 4 << 20], SECOND / 2);

    assert_eq!(written.fault, Some(Fault::Timeout));
    assert!(
        written.accepted > 0 && written.accepted < 4 << 20,
        "{written:?}"
    );
    assert!(started.elapsed() < SECOND * 2, "{:?}", started.elapsed());
}

#[test]
fn a_tcp_device_that_takes_nothing_does_not_hold_the_writer() {
    let listener = TcpListener::bind(any_port()).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let mut port = target(&address).open().unwrap().port;
    let _unread = listener.accept().unwrap();
    let started = Instant::now();

    let written = port.write(&vec![b'A'; 64 << 20], SECOND / 2);

    assert_eq!(written.fault, Some(Fault::Timeout));
    assert!(
        written.accepted > 0 && started.elapsed() < SECOND * 2,
        "{written:?}"
    );
}

#[test]
fn a_read_keeps_its_deadline_and_a_closed_connection_is_gone() {
    let listener = TcpListener::bind(any_port()).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let mut port = target(&address).open().unwrap().port;
    let (silent, _) = listener.accept().unwrap();
    let started = Instant::now();

    assert_eq!(port.read(&mut [0; 8], SECOND / 5), Err(Fault::Timeout));
    assert!(
        (SECOND / 5..SECOND).contains(&started.elapsed()),
        "{:?}",
        started.elapsed()
    );
    drop(silent);
    assert_eq!(port.read(&mut [0; 8], SECOND), Err(Fault::Gone));
}

#[test]
fn where_nothing_listens_nothing_is_there() {
    let address = TcpListener::bind(any_port()).unwrap().local_addr().unwrap();

    assert_eq!(target(&address.to_string()).open().err(), Some(Fault::Gone));
}

/// A printer that takes so many bytes of labels and answers questions from a list; each silent one
/// lets its deadline pass on a clock of its own.
struct Scripted<'a> {
    takes: usize,
    answers: VecDeque<&'static [u8]>,
    due: Vec<u8>,
    now: &'a Cell<Duration>,
}

impl Port for Scripted<'_> {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        let count = self.due.len().min(buffer.len());
        if count == 0 {
            self.now.set(self.now.get() + deadline);
            return Err(Fault::Timeout);
        }
        buffer[..count].copy_from_slice(&self.due.drain(..count).collect::<Vec<_>>());
        Ok(count)
    }

    fn write(&mut self, bytes: &[u8], _: Duration) -> Written {
        if bytes == b"~HS\r\n" {
            self.due
                .extend(self.answers.pop_front().unwrap_or_default());
            return Written {
                accepted: bytes.len(),
                fault: None,
            };
        }
        let accepted = bytes.len().min(self.takes);
        Written {
            accepted,
            fault: (accepted < bytes.len()).then_some(Fault::Gone),
        }
    }
}

struct Hand<'a>(&'a Cell<Duration>);

impl Clock for Hand<'_> {
    fn now(&self) -> Duration {
        self.0.get()
    }
}

fn send(takes: usize, answers: &[&'static [u8]]) -> SendOutcome {
    let now = Cell::new(Duration::ZERO);
    let answers = answers.iter().copied().collect();
    let port = Scripted {
        takes,
        answers,
        due: Vec::new(),
        now: &now,
    };
    let mut printer = Printer::new(port, PrinterSettings::default());
    let before = printer.preflight(&Hand(&now));
    printer.send(LABEL, before, &Hand(&now))
}

#[test]
fn what_was_accepted_is_reported_at_every_byte() {
    for takes in 0..=LABEL.len() {
        let outcome = send(takes, &[OK, OK]);

        assert_eq!(outcome.accepted, takes);
        let sure = match takes {
            0 => Delivery::NotStarted,
            whole if whole == LABEL.len() => Delivery::Confirmed,
            _ => Delivery::Uncertain,
        };
        assert_eq!(outcome.delivery(), sure, "{takes} bytes");
    }
}

#[test]
fn a_busy_printer_is_asked_until_it_is_done() {
    assert_eq!(
        send(99, &[OK, BUSY, BUSY, BUSY, OK]).delivery(),
        Delivery::Confirmed
    );
}

#[test]
fn a_printer_that_stays_busy_leaves_the_label_delivered() {
    let outcome = send(99, &[&[OK][..], &[BUSY; 500]].concat());

    assert!(matches!(&outcome.status_after, Status::Told(health) if health.busy));
    assert_eq!(outcome.delivery(), Delivery::Delivered);
}

#[test]
fn a_printer_that_falls_silent_and_comes_back_well_confirms_nothing() {
    let switched_off_and_on = send(99, &[OK, BUSY, b"", OK]);

    assert_eq!(switched_off_and_on.status_after, Status::Silent);
    assert_eq!(switched_off_and_on.delivery(), Delivery::Delivered);
}

#[test]
fn a_printer_that_speaks_another_language_gets_no_label() {
    let outcome = send(99, &[b"\x02READY\x03\r\n"]);

    assert!(matches!(outcome.status_before, Status::Unreadable(_)));
    assert_eq!(
        (outcome.accepted, outcome.delivery()),
        (0, Delivery::NotStarted)
    );
}
