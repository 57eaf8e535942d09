//! One driver, many protocols: against simulated scales that share no code with it, over real lines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::time::Duration;

use bench::{SECOND, loopback, target};
use devices::driver::scale::Scale;
use devices::port::clock::Monotonic;
use devices::port::{Fault, Port};
use devices::reading::{Reading, Reason};
use devices::speech::Speech;
use domain::quantity::Quantity;
use simulators::cable::Attach;
use simulators::scale::{Options, Protocol, Scale as Simulated, Trouble};

type Driver = Scale<Box<dyn Port + Send>>;

const PTY: Attach = Attach::Pty { link: None };

fn speeches() -> Vec<(Protocol, Speech)> {
    let speech = |name: &str| {
        let speech = Speech::named(name, None);
        speech.or_else(|_| Speech::named(name, Some("kg"))).unwrap()
    };
    let names = Protocol::NAMES.iter();
    names
        .map(|name| (Protocol::named(name).unwrap(), speech(name)))
        .collect()
}

fn plugged(attach: Attach, protocol: Protocol, speech: &Speech) -> (Simulated, Driver, Monotonic) {
    let options = Options {
        protocol,
        ..Options::new(attach)
    };
    let simulated = Simulated::start(&options).unwrap();
    let port = target(&simulated.address().unwrap()).open().unwrap().port;
    (
        simulated,
        Scale::speaking(speech, port),
        Monotonic::default(),
    )
}

fn stable(reading: Reading) -> Quantity {
    let Reading::Weight(weight) = reading else {
        panic!("{reading:?}")
    };
    assert!(weight.stable, "{weight:?}");
    weight.value
}

fn kg(value: &str) -> Quantity {
    Quantity::parse(value, "kg").unwrap()
}

#[test]
fn every_protocol_captures_the_weight_that_has_settled() {
    for (protocol, speech) in speeches() {
        for attach in [PTY, loopback()] {
            let (simulated, mut scale, clock) = plugged(attach, protocol, &speech);
            scale.poll(&clock).unwrap();
            simulated.put("12.482", "kg").unwrap();

            let moving = scale.poll(&clock).unwrap();
            let captured = scale.capture(SECOND * 3, &clock).unwrap();

            let settled = |weight: &Reading| matches!(weight, Reading::Weight(w) if w.stable);
            assert!(!settled(&moving), "{speech} {moving:?}");
            assert_eq!(stable(captured), kg("12.482"), "{speech}");
        }
    }
}

#[test]
fn trouble_is_a_reason_in_every_protocol() {
    for (protocol, speech) in speeches() {
        let (simulated, mut scale, clock) = plugged(PTY, protocol, &speech);
        simulated.put("5", "kg").unwrap();
        for (trouble, reason) in [
            (Trouble::Overload, Reason::Overload),
            (Trouble::Underload, Reason::Underload),
        ] {
            simulated.trouble(Some(trouble));
            std::thread::sleep(Duration::from_millis(150));

            let no_weight = Ok(Reading::NoWeight(reason));
            assert_eq!(scale.poll(&clock), no_weight, "{speech}");
            assert_eq!(scale.capture(SECOND, &clock), no_weight, "{speech}");
        }
    }
}

#[test]
fn a_weight_that_never_settles_is_never_captured() {
    for (protocol, speech) in speeches() {
        let (simulated, mut scale, clock) = plugged(PTY, protocol, &speech);
        simulated.put("5", "kg").unwrap();
        simulated.trouble(Some(Trouble::Busy));

        let captured = scale.capture(SECOND / 2, &clock);

        assert_eq!(
            captured,
            Ok(Reading::NoWeight(Reason::NotReady)),
            "{speech}"
        );
    }
}

#[test]
fn a_mute_scale_times_out_and_a_garbled_one_speaks_another_language() {
    for (protocol, speech) in speeches() {
        let (simulated, mut scale, clock) = plugged(PTY, protocol, &speech);
        for (trouble, fault) in [
            (Trouble::Mute, Fault::Timeout),
            (Trouble::Garble, Fault::Protocol),
        ] {
            simulated.trouble(Some(trouble));
            std::thread::sleep(Duration::from_millis(150));

            assert_eq!(scale.poll(&clock), Err(fault), "{speech}");
        }
    }
}

#[test]
fn tare_and_zero_are_seen_to_be_done() {
    for (protocol, speech) in speeches() {
        let (simulated, mut scale, clock) = plugged(PTY, protocol, &speech);
        simulated.put("2.500", "kg").unwrap();

        let tare = scale.tare(SECOND * 3, &clock).unwrap().unwrap();
        assert_eq!(tare.value, kg("2.5"), "{speech}");
        simulated.put("3.750", "kg").unwrap();
        let net = scale.capture(SECOND * 3, &clock).unwrap();
        assert_eq!(stable(net), kg("1.25"), "{speech}");
        assert!(scale.zero(SECOND * 2, &clock).unwrap().is_err(), "{speech}");
    }
}

#[test]
fn a_scale_set_to_another_protocol_gives_no_weight() {
    for (protocol, _) in speeches() {
        for (other, speech) in speeches()
            .into_iter()
            .filter(|(other, _)| *other != protocol)
        {
            let (simulated, mut scale, clock) = plugged(PTY, protocol, &speech);
            simulated.put("5", "kg").unwrap();

            let shown = scale.poll(&clock);

            let weighs = matches!(shown, Ok(Reading::Weight(_)));
            assert!(!weighs, "{protocol:?} read as {other:?}: {shown:?}");
        }
    }
}
