//! Whole frames of every protocol, and what can be done to a stream of them.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed expectation is the test's verdict"
)]

use devices::decode::{Decoder, Outcome};

const ZPL_OK: &[u8] = b"\x02030,0,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";
const ZPL_HEAD: &[u8] = b"\x02030,0,0,0812,003,0,0,1,000,0,0,0\x03\r\n\
    \x02000,0,1,1,1,2,6,0,00000003,1,000\x03\r\n\x021234,0\x03\r\n";
const ELEMENTS: &[u8] = b"01095212345432131727013110AB-123\x1d21SN42\r";

/// Frames that can be written down as they are.
const FRAMES: &[(&str, &[&[u8]])] = &[
    (
        "mt-sics",
        &[
            b"S S     100.00 g\r\n",
            b"S D      12.482 kg\r\n",
            b"S S      -0.5 lb\r\n",
            b"S +\r\n",
            b"S I\r\n",
            b"T S       1.500 kg\r\n",
            b"I4 A \"B021002593\"\r\n",
            b"ES\r\n",
        ],
    ),
    (
        "toledo-8217",
        &[
            b"\x02012.34\r",
            b"\x02  2.34\r",
            b"\x02001.20N\r",
            b"\x02?\x01\r",
            b"\x02?\x02\r",
            b"\x02?\x0d\r",
            b"\x02E\r",
        ],
    ),
    (
        "toledo-8213",
        &[
            b"\x0212.34\r",
            b"\x02012.34\r",
            b"\x02?a\r",
            b"\x02?b\r",
            b"\x02?p\r",
        ],
    ),
    (
        "toledo-continuous",
        &[
            b"\x02$0   1234000000\r",
            b"\x02%1    500   250\r",
            b"\x02$8    500     0\r",
            b"\x02$4 999999     0\r",
            b"\x02$2    500     0\r",
        ],
    ),
    (
        "nci",
        &[
            b"\n0012.34lb\r\nS00\r\x03",
            b"\n 0.000KG\r\nS20\r\x03",
            b"\n-001.25kg\r\nS10\r\x03",
            b"\nS02\r\x03",
            b"\n^^^^^^^^\r\nS02\r\x03",
            b"\n?\r\x03",
        ],
    ),
    (
        "ohaus",
        &[
            b"      0.01 g ?\r\n",
            b"        0.00 g     \r\n",
            b"-   12.34 kg    NET\r\n",
            b"      0.5950 oz   ?\r\n",
            b"ES\r\n",
            b"Err 8.3\r\n",
        ],
    ),
    (
        "sbi",
        &[
            b"+   253.00 g  \r\n",
            b"-     1.25 kg \r\n",
            b"N     +   123.56 g  \r\n",
            b"+   253.00    \r\n",
            b"      H       \r\n",
            b"Stat     ERR 054    \r\n",
        ],
    ),
    (
        "a-and-d",
        &[
            b"ST,+00123.45  g\r\n",
            b"US,-00123.45  g\r\n",
            b"ST,NT,+00123.4kg\r\n",
            b"OL,+9999999E+19\r\n",
            b"EC,E01\r\n",
            b"\x06\r\n",
        ],
    ),
    (
        "hid-scale",
        &[
            b"\x03\x02\x02\x00\x00\x00",
            b"\x03\x03\x02\x00\xdb\x02",
            b"\x03\x04\x02\x00\xe2\x04",
            b"\x03\x04\x0c\xff\x1b\x00",
            b"\x03\x05\x02\x00\x28\x00",
            b"\x03\x06\x02\x00\x00\x00",
        ],
    ),
    (
        "aim",
        &[
            b"]C0LOT24-0917-A\r\n",
            b"]Q1WO-100045\r\n",
            b"]E04006381333931\r",
        ],
    ),
    ("gs1", &[ELEMENTS, b"3103001250\r\n", b"]d217270131\r\n"]),
    (
        "digital-link",
        &[
            b"https://id.gs1.org/01/09521234543213/10/AB-123\r\n",
            b"https://example.com/00/376104250021234569\r",
        ],
    ),
    ("zpl-hs", &[ZPL_OK, ZPL_HEAD]),
    (
        "tspl-status",
        &[
            b"\x00",
            b"\x05",
            b"\x20",
            b"\x02@@@@\x03\r\n",
            b"\x02P@@A\x03\r\n",
        ],
    ),
    ("epl-status", &[b"$00\r\n", b"$07\r\n", b"$11\r\n"]),
    ("usb-printer-status", &[b"\x18", b"\x38", b"\x30"]),
];

/// Whole frames, each of which is one outcome.
pub(crate) fn frames(protocol: &str) -> Vec<Vec<u8>> {
    if protocol == "hid-pos" {
        return hid_pos();
    }
    let (_, frames) = FRAMES.iter().find(|(known, _)| *known == protocol).unwrap();
    frames.iter().map(|frame| frame.to_vec()).collect()
}

fn hid_pos() -> Vec<Vec<u8>> {
    let report = |code: &[u8], length: u8, continues: u8| {
        let mut report = vec![2, length];
        report.extend(code);
        report.resize(64, 0);
        report[63] = continues;
        report
    };
    let long = [&b"]Q1"[..], &[b'A'; 56]].concat();
    let gs1 = [b"]C1", ELEMENTS.strip_suffix(b"\r").unwrap()].concat();
    vec![
        report(&gs1, 39, 0),
        report(b"]C0LOT24-0917-A", 12, 0),
        [report(&long, 56, 1), report(b"]Q1END", 3, 0)].concat(),
    ]
}

/// Noise around frames that cannot itself be a frame, or a part that fits to one. A report of the
/// HID scale has no mark and no check sum: only bytes that it never begins with are noise to it.
pub(crate) fn noises(protocol: &str) -> &'static [&'static [u8]] {
    match protocol {
        "hid-scale" | "hid-pos" => &[
            b"\xff",
            b"\x80\x80",
            b"\x00",
            b"ABCDEFGHIJ",
            b"\xfe\x00\xff",
        ],
        _ => &[
            b"\xff",
            b"\x80\x81\x82",
            b"\x00",
            b"7",
            b"9.",
            b"-",
            b" ",
            b"+12",
            b"\r",
            b"\n",
            b"\r\n\r\n",
            b"\x7f\x1b[",
            b"99999999999999999999999999999999999999999999999999999999999999999999999999999999",
        ],
    }
}

/// What came of bytes that came in pieces.
pub(crate) fn decode<'a>(
    protocol: &str,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<Outcome> {
    let mut decoder = Decoder::new(protocol, Some("kg")).unwrap();
    let mut outcomes: Vec<Outcome> = pieces
        .into_iter()
        .flat_map(|piece| decoder.push(piece))
        .collect();
    outcomes.extend(decoder.end());
    outcomes
}

/// The outcomes that carry a number or a code: what must never be wrong.
pub(crate) fn told(outcomes: &[Outcome]) -> Vec<&Outcome> {
    let tells = |outcome: &&Outcome| {
        matches!(
            outcome,
            Outcome::Weight(_) | Outcome::Tare(_) | Outcome::Scan(_)
        )
    };
    outcomes.iter().filter(tells).collect()
}

/// What a weight is without the frame it came in, which noise may be a part of.
pub(crate) fn essence(outcome: &Outcome) -> String {
    if let Outcome::Weight(shown) = outcome {
        return format!("{} {:?} {}", shown.value, shown.unit, shown.stable);
    }
    if let Outcome::Tare(shown) = outcome {
        return format!("tare {} {:?}", shown.value, shown.unit);
    }
    format!("{outcome:?}")
}
