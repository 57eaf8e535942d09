//! Fuzz targets: one a protocol. As ordinary tests each runs for a second; `cargo xtask fuzz` gives
//! each a million runs. An input is a list of pieces, most of them frames that were damaged, and
//! where the stream is split: bytes alone would never come past the first mark.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod vectors;

use devices::codec::hid_pos::Layout;
use devices::decode::Outcome;
use vectors::{decode, essence, frames, told};

/// What becomes of a frame: how, which one, where, and with which byte.
type Damage = (u8, u8, u8, u8);

fn fuzz(protocol: &'static str) {
    let frames = frames(protocol);
    bolero::check!()
        .with_type::<(Vec<Damage>, u8)>()
        .with_max_len(1_024)
        .for_each(|(damages, split)| {
            let bytes: Vec<u8> = damages
                .iter()
                .flat_map(|damage| damaged(&frames, *damage))
                .collect();
            holds(protocol, &bytes, usize::from(*split));
            if has_marks(protocol) {
                holds_under_parity_noise(protocol, &frames, damages);
            }
        });
}

fn damaged(frames: &[Vec<u8>], (how, which, place, byte): Damage) -> Vec<u8> {
    let mut frame = frames[usize::from(which) % frames.len()].clone();
    let at = usize::from(place) % frame.len();
    match how % 6 {
        0 => {}
        1 => frame[at] = byte,
        2 => frame.truncate(at),
        3 => drop(frame.drain(..at)),
        4 => frame.insert(at, byte),
        _ => frame = vec![byte; usize::from(place % 8)],
    }
    frame
}

/// What holds for every stream: any split reads the same, a weight has a unit and can be shown, and
/// nothing is kept that could grow without end.
fn holds(protocol: &str, bytes: &[u8], split: usize) {
    let outcomes = decode(protocol, [bytes]);
    let (head, tail) = bytes.split_at(split.min(bytes.len()));
    assert_eq!(decode(protocol, [head, tail]), outcomes);
    assert!(outcomes.len() <= bytes.len() + 1);
    for outcome in outcomes {
        match outcome {
            Outcome::Weight(shown) | Outcome::Tare(shown) => {
                assert!(shown.unit.is_some(), "{shown:?}");
                assert!(shown.raw.is_ascii() && shown.value.len() <= 20, "{shown:?}");
            }
            Outcome::BadFrame(why) => assert!(!why.reason.is_empty()),
            Outcome::NoWeight(why) | Outcome::Refused(why) => assert!(!why.reason.is_empty()),
            Outcome::PrinterStatus(printer) => {
                assert_eq!(printer.well, printer.reasons.is_empty());
            }
            Outcome::Scan(code) => assert!(!code.text.is_empty()),
            Outcome::Done | Outcome::SerialNumber { .. } => {}
        }
    }
}

/// Text is any line, and a report of HID has bytes of every value: only the others can tell noise
/// from content by its high bit.
fn has_marks(protocol: &str) -> bool {
    devices::speech::NAMES.contains(&protocol) && protocol != "hid-scale"
}

/// Bytes with a high bit, anywhere, never make a weight that the frames did not have.
fn holds_under_parity_noise(protocol: &str, frames: &[Vec<u8>], damages: &[Damage]) {
    let known: Vec<String> = frames
        .iter()
        .flat_map(|frame| decode(protocol, [&frame[..]]))
        .map(|outcome| essence(&outcome))
        .collect();
    let noisy = |(how, which, place, byte): Damage| {
        let how = [0, 1, 4, 5].get(usize::from(how % 4)).copied();
        damaged(frames, (how.unwrap(), which, place, byte | 0x80))
    };
    let bytes: Vec<u8> = damages.iter().flat_map(|damage| noisy(*damage)).collect();
    let outcomes = decode(protocol, [&bytes[..]]);
    for outcome in told(&outcomes) {
        assert!(
            known.contains(&essence(outcome)),
            "{outcome:?} of {bytes:?}"
        );
    }
}

macro_rules! targets {
    ($($name:ident => $protocol:literal,)*) => {
        $(
            #[test]
            fn $name() {
                fuzz($protocol);
            }
        )*

        #[test]
        fn every_protocol_is_a_target() {
            assert_eq!([$($protocol),*], devices::decode::PROTOCOLS);
        }
    };
}

targets! {
    fuzz_mt_sics => "mt-sics",
    fuzz_toledo_8217 => "toledo-8217",
    fuzz_toledo_8213 => "toledo-8213",
    fuzz_toledo_continuous => "toledo-continuous",
    fuzz_nci => "nci",
    fuzz_ohaus => "ohaus",
    fuzz_sbi => "sbi",
    fuzz_a_and_d => "a-and-d",
    fuzz_hid_scale => "hid-scale",
    fuzz_hid_pos => "hid-pos",
    fuzz_aim => "aim",
    fuzz_gs1 => "gs1",
    fuzz_digital_link => "digital-link",
    fuzz_zpl_hs => "zpl-hs",
    fuzz_tspl_status => "tspl-status",
    fuzz_epl_status => "epl-status",
    fuzz_usb_printer_status => "usb-printer-status",
}

#[test]
fn fuzz_hid_report_descriptor() {
    bolero::check!().for_each(|descriptor: &[u8]| {
        if let Ok(layout) = Layout::from_descriptor(descriptor) {
            assert!(layout.report_bytes() > 0);
        }
    });
}
