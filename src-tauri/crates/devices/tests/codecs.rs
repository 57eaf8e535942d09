//! Every protocol against every split, noise around frames and noise in them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed expectation is the test's verdict"
)]

mod vectors;

use devices::decode::{Outcome, PROTOCOLS};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use vectors::{decode, essence, frames, noises, told};

/// Protocols whose frames are codes or weights; a printer's status is read anew each time.
fn with_numbers() -> impl Iterator<Item = &'static str> {
    let is_status = |protocol: &&str| protocol.ends_with("-status") || *protocol == "zpl-hs";
    PROTOCOLS.iter().copied().filter(move |p| !is_status(p))
}

/// Code protocols read text lines: noise of digits there is a code of its own or part of one.
fn is_text(protocol: &str) -> bool {
    matches!(protocol, "aim" | "gs1" | "digital-link")
}

#[test]
fn every_protocol_has_frames_and_each_is_an_outcome() {
    for protocol in PROTOCOLS {
        assert!(!frames(protocol).is_empty(), "{protocol}");
        for frame in frames(protocol) {
            let outcomes = decode(protocol, [&frame[..]]);

            assert_eq!(outcomes.len(), 1, "{protocol} {frame:?}");
            let bad = matches!(outcomes[0], Outcome::BadFrame(_));
            assert!(!bad, "{protocol} {outcomes:?}");
        }
    }
}

#[test]
fn every_stream_reads_the_same_however_split() {
    for protocol in PROTOCOLS {
        let stream = frames(protocol).concat();
        let whole = decode(protocol, [&stream[..]]);
        assert_eq!(whole.len(), frames(protocol).len(), "{protocol}");
        for at in 0..=stream.len() {
            let (head, tail) = stream.split_at(at);

            assert_eq!(decode(protocol, [head, tail]), whole, "{protocol} at {at}");
        }
        assert_eq!(decode(protocol, stream.chunks(1)), whole, "{protocol}");
    }
}

/// The last report of a long code does not say that others came before it: only USB tells.
#[test]
fn a_frame_cut_anywhere_tells_nothing_that_the_whole_one_does_not() {
    let with_marks = |protocol: &&str| !is_text(protocol) && *protocol != "hid-pos";
    for protocol in with_numbers().filter(with_marks) {
        for frame in frames(protocol) {
            let whole = decode(protocol, [&frame[..]]);
            let known: Vec<String> = told(&whole).into_iter().map(essence).collect();
            for at in 0..frame.len() {
                let (head, tail) = (
                    decode(protocol, [&frame[..at]]),
                    decode(protocol, [&frame[at..]]),
                );

                for outcome in told(&head).into_iter().chain(told(&tail)) {
                    assert!(
                        known.contains(&essence(outcome)),
                        "{protocol} {frame:?} at {at}: {outcome:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn noise_around_frames_never_makes_a_weight_or_a_code() {
    for protocol in with_numbers().filter(|protocol| !is_text(protocol)) {
        let frames = frames(protocol);
        let clean = decode(protocol, [&frames.concat()[..]]);
        let known: Vec<String> = told(&clean).into_iter().map(essence).collect();
        for noise in noises(protocol) {
            let stream: Vec<u8> = frames
                .iter()
                .flat_map(|frame| [noise, &frame[..], noise].concat())
                .collect();

            for outcome in told(&decode(protocol, [&stream[..]])) {
                let told = essence(outcome);
                assert!(known.contains(&told), "{protocol} {noise:?}: {outcome:?}");
            }
        }
    }
}

#[test]
fn behind_noise_the_next_frames_are_read() {
    for protocol in PROTOCOLS {
        for (frame, noise) in frames(protocol)
            .iter()
            .flat_map(|f| noises(protocol).iter().map(move |n| (f, n)))
        {
            let expected = decode(protocol, [&frame[..]]);
            let stream = [noise, &frame.repeat(3)[..]].concat();

            let outcomes = decode(protocol, [&stream[..]]);

            assert_eq!(outcomes.last(), expected.last(), "{protocol} {noise:?}");
        }
    }
}

fn protocol() -> impl Strategy<Value = &'static str> {
    select(PROTOCOLS)
}

/// Frames of scales that carry no number.
fn errors() -> Vec<(&'static str, Vec<u8>)> {
    let scales = with_numbers().filter(|protocol| !is_text(protocol));
    let all = scales.flat_map(|protocol| frames(protocol).into_iter().map(move |f| (protocol, f)));
    all.filter(|(protocol, frame)| told(&decode(protocol, [&frame[..]])).is_empty())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn noise_never_panics_and_reads_the_same_however_split(
        protocol in protocol(),
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        at in any::<Index>(),
    ) {
        let (head, tail) = bytes.split_at(at.index(bytes.len() + 1));

        prop_assert_eq!(decode(protocol, [head, tail]), decode(protocol, [&bytes[..]]));
    }

    #[test]
    fn a_high_bit_in_a_frame_never_makes_another_weight(
        protocol in select(with_numbers().collect::<Vec<_>>()),
        which in any::<Index>(),
        at in any::<Index>(),
    ) {
        prop_assume!(!protocol.starts_with("hid"));
        let frames = frames(protocol);
        let mut frame = frames[which.index(frames.len())].clone();
        let clean = decode(protocol, [&frame[..]]);
        let place = at.index(frame.len());
        frame[place] |= 0x80;

        let outcomes = decode(protocol, [&frame[..]]);
        for outcome in told(&outcomes) {
            prop_assert!(clean.contains(outcome), "{} {:?}", protocol, outcome);
        }
    }

    #[test]
    fn a_lost_byte_never_makes_an_error_a_weight(
        (protocol, frame) in select(errors()),
        at in any::<Index>(),
    ) {
        let mut cut = frame.clone();
        cut.remove(at.index(cut.len()));

        let outcomes = decode(protocol, [&cut[..]]);
        prop_assert!(told(&outcomes).is_empty(), "{} {:?}", protocol, outcomes);
    }
}
