//! The scale's driver against the simulated scale, over real lines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, sync_channel};
use std::time::{Duration, Instant};

use bench::{SECOND, Stops, loopback, target};
use devices::binding::{SerialId, Target};
use devices::driver::scale::Scale;
use devices::port::clock::Monotonic;
use devices::port::serial::{Line, Parity, Serial};
use devices::port::{Fault, Port};
use devices::reading::{Reading, Reason};
use devices::run::{ScaleEvent, ScaleRequest, run_scale};
use devices::speech::Speech;
use devices::supervise::State;
use domain::quantity::Quantity;
use simulators::cable::Attach;
use simulators::scale::{Options, Scale as Simulated, Trouble};

type Driver = Scale<Box<dyn Port + Send>>;

fn plugged(attach: Attach) -> (Simulated, Driver, Monotonic) {
    let simulated = Simulated::start(&Options::new(attach)).unwrap();
    let port = target(&simulated.address().unwrap()).open().unwrap().port;
    (simulated, Scale::new(port), Monotonic::default())
}

fn weight(reading: Reading) -> (Quantity, bool) {
    match reading {
        Reading::Weight(weight) => (weight.value, weight.stable),
        Reading::NoWeight(reason) => panic!("no weight: {reason}"),
    }
}

fn kg(value: &str) -> Quantity {
    Quantity::parse(value, "kg").unwrap()
}

#[test]
fn a_capture_waits_for_the_weight_to_settle_and_keeps_the_line() {
    for attach in [Attach::Pty { link: None }, loopback()] {
        let (simulated, mut scale, clock) = plugged(attach);
        scale.poll(&clock).unwrap();
        simulated.put("12.482", "kg").unwrap();

        assert!(!weight(scale.poll(&clock).unwrap()).1);
        let captured = scale.capture(SECOND * 3, &clock).unwrap();

        let Reading::Weight(captured) = captured else {
            panic!("no weight")
        };
        assert_eq!((captured.value, captured.stable), (kg("12.482"), true));
        assert_eq!(captured.raw, "S S     12.482 kg");
    }
}

#[test]
fn the_capture_follows_stability_within_200_ms() {
    let (simulated, mut scale, clock) = plugged(Attach::Pty { link: None });
    scale.poll(&clock).unwrap();
    let put = Instant::now();
    simulated.put("1.000", "kg").unwrap();

    scale.capture(SECOND * 3, &clock).unwrap();

    assert!(
        put.elapsed() < Duration::from_millis(800),
        "{:?}",
        put.elapsed()
    );
}

#[test]
fn trouble_is_a_reason_and_never_a_number() {
    for (trouble, reason) in [
        (Trouble::Overload, Reason::Overload),
        (Trouble::Underload, Reason::Underload),
        (Trouble::Busy, Reason::NotReady),
    ] {
        let (simulated, mut scale, clock) = plugged(Attach::Pty { link: None });
        simulated.put("5", "kg").unwrap();
        simulated.trouble(Some(trouble));

        let reading = scale.poll(&clock);
        let captured = scale.capture(SECOND * 4, &clock);

        assert_eq!(reading, Ok(Reading::NoWeight(reason.clone())));
        assert_eq!(captured, Ok(Reading::NoWeight(reason)));
    }
}

#[test]
fn a_weight_that_does_not_settle_in_time_is_refused_and_the_next_one_is_not_confused() {
    let (simulated, mut scale, clock) = plugged(Attach::Pty { link: None });
    simulated.put("5", "kg").unwrap();

    let hasty = scale.capture(Duration::from_millis(50), &clock);
    simulated.put("7", "kg").unwrap();
    let patient = scale.capture(SECOND * 3, &clock).unwrap();

    assert_eq!(hasty, Ok(Reading::NoWeight(Reason::NotReady)));
    assert_eq!(weight(patient), (kg("7"), true));
}

#[test]
fn a_mute_scale_times_out_and_a_garbled_one_speaks_another_language() {
    let (simulated, mut scale, clock) = plugged(Attach::Pty { link: None });
    for (trouble, fault) in [
        (Trouble::Mute, Fault::Timeout),
        (Trouble::Garble, Fault::Protocol),
    ] {
        simulated.trouble(Some(trouble));

        assert_eq!(scale.poll(&clock), Err(fault));
        assert_eq!(scale.capture(SECOND, &clock), Err(fault));
    }
}

#[test]
fn tare_and_zero_are_done_by_the_scale_or_refused_with_its_reason() {
    let (simulated, mut scale, clock) = plugged(Attach::Pty { link: None });
    simulated.put("2.500", "kg").unwrap();

    let tare = scale.tare(SECOND * 2, &clock).unwrap().unwrap();
    assert_eq!(tare.value, kg("2.5"));
    assert_eq!(
        weight(scale.capture(SECOND, &clock).unwrap()),
        (kg("0"), true)
    );
    simulated.put("0", "kg").unwrap();
    assert_eq!(
        weight(scale.capture(SECOND * 2, &clock).unwrap()),
        (kg("-2.5"), true)
    );
    assert_eq!(scale.clear_tare(&clock), Ok(Ok(())));

    assert_eq!(scale.zero(SECOND, &clock), Ok(Ok(())));
    simulated.put("9", "kg").unwrap();
    assert_eq!(scale.zero(SECOND * 2, &clock), Ok(Err(Reason::Overload)));
    assert_eq!(scale.serial_number(&clock), Ok(Ok("B021002593".to_owned())));
}

#[test]
fn a_pulled_cable_is_gone() {
    let (simulated, mut scale, clock) = plugged(Attach::Pty { link: None });
    let path = simulated.address().unwrap();

    simulated.unplug();

    assert_eq!(scale.poll(&clock), Err(Fault::Gone));
    drop(scale);
    assert_eq!(
        Serial::open(&path, Line::default()).err(),
        Some(Fault::Gone)
    );
}

#[test]
fn a_second_program_on_the_port_is_told_that_it_is_busy() {
    let (simulated, _scale, _) = plugged(Attach::Pty { link: None });

    let second = Serial::open(&simulated.address().unwrap(), Line::default());

    assert_eq!(second.err(), Some(Fault::Busy));
}

#[test]
fn line_settings_that_were_not_taken_over_are_named() {
    let simulated = Simulated::start(&Options::new(Attach::Pty { link: None })).unwrap();
    let line = Line {
        data_bits: 7,
        parity: Parity::Even,
        ..Line::default()
    };
    let port = SerialId::Path(simulated.address().unwrap());

    let opened = Target::Serial { port, line }.open().unwrap();

    let named: Vec<_> = opened
        .mismatches
        .iter()
        .map(|m| (m.setting, m.got.as_str()))
        .collect();
    assert_eq!(named, [("data bits", "8"), ("parity", "None")]);
}

#[test]
fn what_is_no_serial_port_is_said_to_be_none() {
    let file = tempfile::NamedTempFile::new().unwrap();

    let opened = Serial::open(file.path().to_str().unwrap(), Line::default());

    assert_eq!(opened.err(), Some(Fault::BadLine));
}

#[test]
fn the_loop_shows_readings_answers_captures_and_survives_a_replug() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("scale");
    let simulated = Simulated::start(&Options::new(Attach::Pty {
        link: Some(link.clone()),
    }))
    .unwrap();
    let (target, stop) = (
        bench::serial(link.to_str().unwrap()),
        AtomicBool::new(false),
    );
    let ((tell, events), (ask, requests)) = (mpsc::channel(), mpsc::channel());
    let capture = || {
        let (answer, answered) = sync_channel(1);
        ask.send(ScaleRequest::Capture {
            within: SECOND * 3,
            answer,
        })
        .unwrap();
        answered.recv_timeout(SECOND * 10).unwrap()
    };
    let wait = |wanted: fn(&ScaleEvent) -> bool| loop {
        if wanted(&events.recv_timeout(SECOND * 10).unwrap()) {
            return;
        }
    };
    std::thread::scope(|scope| {
        let _stops = Stops(&stop);
        let (target, stop) = (&target, &stop);
        scope.spawn(move || {
            run_scale(target, &Speech::MtSics, &requests, stop, &mut |event| {
                // The test may have ended already.
                let _ended = tell.send(event);
            });
        });
        wait(|event| matches!(event, ScaleEvent::Reading(_)));
        simulated.put("3.250", "kg").unwrap();
        assert_eq!(weight(capture().unwrap()), (kg("3.25"), true));

        simulated.unplug();
        wait(|event| *event == ScaleEvent::State(State::Gone));
        assert_eq!(capture(), Err(Fault::Gone));
        simulated.plug();
        wait(|event| *event == ScaleEvent::State(State::Ready));
        assert_eq!(weight(capture().unwrap()), (kg("3.25"), true));
    });
}
