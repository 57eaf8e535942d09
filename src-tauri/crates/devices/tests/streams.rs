//! Every codec against every way a stream can be broken: splits, noise, floods.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use devices::codec::frame::{End, Framing};
use devices::codec::gs1;
use devices::codec::mt_sics::{Answer, LINE_BYTES_MAX, MtSics};
use devices::codec::scan::Scan;
use devices::codec::scan_line::{SCAN_BYTES_MAX, ScanLine};
use devices::codec::zpl_status::StatusReader;
use devices::reading::Reading;
use proptest::prelude::*;

const SCANS: &[u8] = b"]C101095212345432131727013110AB-123\x1d21SN42\r\n]C0LOT24-0917-A\r\
    \x02]Q1WO-100045\r\n]E04006381333931\n";

const ANSWERS: &[u8] = b"S S     100.00 g\r\nS D      12.482 kg\r\nS I\r\nS +\r\nS -\r\nES\r\n\
    Z A\r\nT S       1.500 kg\r\nI4 A \"B021002593\"\r\nET\r\nEL\r\n";

const STATUS: &[u8] = b"\x02030,0,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

/// Feeds `bytes` cut at `at` and then byte by byte, and expects the same outcomes as in one go.
fn reads_the_same_however_split<T: PartialEq + std::fmt::Debug>(
    bytes: &[u8],
    mut read: impl FnMut(&[&[u8]]) -> Vec<T>,
) {
    let whole = read(&[bytes]);
    assert!(!whole.is_empty());
    for at in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(at);

        assert_eq!(read(&[head, tail]), whole, "split at {at}");
    }
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(read(&single), whole);
}

#[test]
fn scans_read_the_same_however_split() {
    reads_the_same_however_split(SCANS, |pieces| {
        let mut codec = ScanLine::new(Framing::default());
        pieces.iter().flat_map(|piece| codec.push(piece)).collect()
    });
}

#[test]
fn answers_read_the_same_however_split() {
    reads_the_same_however_split(ANSWERS, |pieces| {
        let mut codec = MtSics::default();
        pieces.iter().flat_map(|piece| codec.push(piece)).collect()
    });
}

#[test]
fn statuses_read_the_same_however_split() {
    reads_the_same_however_split(&STATUS.repeat(2), |pieces| {
        let mut codec = StatusReader::default();
        pieces.iter().flat_map(|piece| codec.push(piece)).collect()
    });
}

#[test]
fn four_scans_in_one_read_are_four_scans() {
    let scans = ScanLine::new(Framing::default()).push(SCANS);

    let texts: Vec<String> = scans.into_iter().map(|scan| scan.unwrap().text).collect();
    let gs1 = "01095212345432131727013110AB-123\x1d21SN42";
    assert_eq!(texts, [gs1, "LOT24-0917-A", "WO-100045", "4006381333931"]);
}

#[test]
fn the_frame_after_a_flood_is_read() {
    let flood = vec![b'A'; SCAN_BYTES_MAX * 3];
    let scans = ScanLine::new(Framing::default()).push(&[&flood, &b"\rLOT24\r"[..]].concat());
    assert_eq!(scans.len(), 2);
    assert_eq!(scans[1].as_ref().unwrap().text, "LOT24");

    let flood = vec![b'9'; LINE_BYTES_MAX * 9];
    let answers = MtSics::default().push(&[&flood, &b"\r\nS +\r\n"[..]].concat());
    assert_eq!(answers.len(), 2);
    assert!(answers[0].is_err() && answers[1].is_ok());
}

#[test]
fn a_garbage_prefix_spoils_its_line_and_no_other() {
    for garbage in [&b"\xff\xfe"[..], b"\x00\x00", b"\x80S S 5 g", b"xyz "] {
        let answers = MtSics::default().push(&[garbage, ANSWERS].concat());

        assert!(answers[0].is_err(), "{garbage:?}");
        assert!(answers[1..].iter().all(Result::is_ok), "{garbage:?}");
    }
}

/// Whether an outcome carries a weight.
fn weighs(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Reading(Reading::Weight(_)) | Answer::Tare(Ok(_))
    )
}

#[test]
fn parity_noise_never_gives_a_weight() {
    for mask in [0x80_u8, 0xff, 0xa0] {
        let noisy: Vec<u8> = ANSWERS.iter().map(|b| b ^ (mask & 0x80)).collect();

        let answers = MtSics::default().push(&noisy);

        assert!(!answers.iter().flatten().any(weighs));
    }
    for at in 0..ANSWERS.len() {
        let mut noisy = ANSWERS.to_vec();
        noisy[at] |= 0x80;
        let clean = MtSics::default().push(ANSWERS);

        let weights = MtSics::default()
            .push(&noisy)
            .into_iter()
            .flatten()
            .filter(weighs);

        let known: Vec<Answer> = clean.into_iter().flatten().filter(weighs).collect();
        assert!(
            weights.into_iter().all(|weight| known.contains(&weight)),
            "byte {at}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for end in [End::LineEnd, End::Cr, End::Lf, End::Etx, End::Tab] {
            for needs_stx in [false, true] {
                let mut codec = ScanLine::new(Framing { needs_stx, end });
                codec.push(&bytes);
                codec.quiet();
            }
        }
        MtSics::default().push(&bytes);
        StatusReader::default().push(&bytes);
        let _scan = Scan::read(bytes);
    }

    #[test]
    fn an_error_line_of_a_scale_is_never_a_weight(
        code in "[-+IL]|Error [0-9]{1,3}[a-z]|[A-RT-Z]",
        grade in "S|T|TA|TI|Z|ZI|TAC|I4|ES|ET|EL",
        tail in "[ -~]{0,8}",
    ) {
        let line = format!("{grade} {code}{tail}\r\n");
        prop_assume!(!line.contains("S D ") && !line.contains("TI D ") && !line.contains("A A"));
        prop_assume!(!line.starts_with("TA A "));

        let answers = MtSics::default().push(line.as_bytes());

        prop_assert!(!answers.iter().flatten().any(weighs), "{line}");
    }

    #[test]
    fn almost_a_weight_is_the_weight_or_an_error(
        at in 0_usize..18,
        byte in any::<u8>(),
    ) {
        let mut line = b"S S     100.00 g\r\n".to_vec();
        line[at] = byte;

        for answer in MtSics::default().push(&line).into_iter().flatten() {
            if let Answer::Reading(Reading::Weight(weight)) = answer {
                // A digit for a digit cannot be told on a line without a check sum.
                let units = ["g", "t"];
                prop_assert!(units.contains(&weight.value.unit().as_str()), "{weight:?}");
                prop_assert!(weight.raw.is_ascii());
            }
        }
    }

    #[test]
    fn gs1_noise_is_elements_or_an_error(text in "[0-9A-Z\u{1d}äµ-]{0,80}") {
        if let Ok(elements) = gs1::parse(&text) {
            let total: usize = elements.elements.iter().map(|e| e.ai.len() + e.value.len()).sum();
            prop_assert!(total <= text.len());
            prop_assert!(elements.elements.iter().all(|e| text.contains(&e.value)));
        }
    }

    #[test]
    fn elements_written_are_the_elements_read(
        lot in "[A-Z0-9./-]{1,20}",
        serial in "[A-Z0-9_]{1,20}",
        grams in 0_u32..999_999,
        decimals in 0_u32..=5,
    ) {
        let text = format!("310{decimals}{grams:06}10{lot}\u{1d}21{serial}");

        let read = gs1::parse(&text).unwrap();

        prop_assert_eq!(read.value("10"), Some(lot.as_str()));
        prop_assert_eq!(read.value("21"), Some(serial.as_str()));
        let value = rust_decimal::Decimal::new(i64::from(grams), decimals);
        let unit = domain::quantity::Unit::new("kg").unwrap();
        let quantity = gs1::Meaning::Quantity(domain::quantity::Quantity::new(value, unit));
        prop_assert_eq!(&read.elements[0].meaning, &quantity);
    }
}
