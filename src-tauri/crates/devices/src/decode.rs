//! Reads the bytes of any device, for a person to look at: each protocol under its own name, each
//! outcome as one flat record.

mod outcome;

use domain::quantity::Unit;

pub use self::outcome::{Bad, Code, Outcome, Printer, Shown, Why};
use crate::codec::epl_status::EplStatus;
use crate::codec::frame::{BadFrame, Framer, Framing};
use crate::codec::hid_pos::HidPos;
use crate::codec::hid_scale::HidScale;
use crate::codec::scale::{ScaleCodec, unit_as_spelt};
use crate::codec::scan::{BadScan, Scan};
use crate::codec::scan_line::SCAN_BYTES_MAX;
use crate::codec::tspl_status::TsplStatus;
use crate::codec::zpl_status::StatusReader;
use crate::codec::{aim, digital_link, gs1, usb_printer_status};
use crate::speech::Speech;

/// Stands for the unit of a scale that names none while the caller does not either. No outcome
/// shows it.
const NO_UNIT: &str = "kg";

/// Every protocol, by the name a person writes.
pub const PROTOCOLS: &[&str] = &[
    "mt-sics",
    "toledo-8217",
    "toledo-8213",
    "toledo-continuous",
    "nci",
    "ohaus",
    "sbi",
    "a-and-d",
    "hid-scale",
    "hid-pos",
    "aim",
    "gs1",
    "digital-link",
    "zpl-hs",
    "tspl-status",
    "epl-status",
    "usb-printer-status",
];

/// Why there is no decoder.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDecoder {
    /// No such protocol.
    #[error("“{0}” is no protocol: write one of {list}", list = PROTOCOLS.join(", "))]
    Unknown(String),
    /// A unit of something else.
    #[error("“{0}” is no unit of weight: write kg, g, lb or oz")]
    NoWeight(String),
}

/// Turns bytes into outcomes.
#[derive(Debug)]
pub struct Decoder {
    codec: Codec,
    unit: Option<Unit>,
}

#[derive(Debug)]
enum Codec {
    Scale(Box<dyn ScaleCodec>),
    HidPos(HidPos),
    /// Codes, one a line.
    Codes(Framer, fn(Vec<u8>) -> Outcome),
    HostStatus(StatusReader),
    Tspl(TsplStatus),
    Epl(EplStatus),
    UsbPrinter,
}

impl Decoder {
    /// A decoder for a protocol. `unit` is what a scale is set to that sends none.
    ///
    /// # Errors
    /// [`NoDecoder`], when there is no such protocol or the unit is no weight.
    pub fn new(protocol: &str, unit: Option<&str>) -> Result<Self, NoDecoder> {
        let spelt = |unit: &str| unit_as_spelt(unit).ok_or(NoDecoder::NoWeight(unit.to_owned()));
        let unit = unit.map(spelt).transpose()?;
        let codec = Codec::named(protocol).ok_or(NoDecoder::Unknown(protocol.to_owned()))?;
        Ok(Self { codec, unit })
    }

    /// Takes bytes as they came and answers what they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Outcome> {
        let unit = self.unit.as_ref();
        match &mut self.codec {
            Codec::Scale(codec) => all(codec.push(bytes), |said| Outcome::said(said, unit)),
            Codec::HidPos(codec) => all(codec.push(bytes), Outcome::scan),
            Codec::Codes(framer, read) => {
                let frames = framer.push(bytes).into_iter();
                frames
                    .map(|frame| frame.map_or_else(bad_frame, *read))
                    .collect()
            }
            Codec::HostStatus(codec) => all(codec.push(bytes), Outcome::host_status),
            Codec::Tspl(codec) => all(codec.push(bytes), Outcome::printer),
            Codec::Epl(codec) => all(codec.push(bytes), Outcome::printer),
            Codec::UsbPrinter => {
                let bytes = bytes.iter().copied();
                all(bytes.map(usb_printer_status::read), Outcome::printer)
            }
        }
    }

    /// Answers what the end of the bytes completes or leaves unfinished.
    pub fn end(&mut self) -> Vec<Outcome> {
        let unit = self.unit.as_ref();
        match &mut self.codec {
            Codec::Scale(codec) => all(codec.quiet(), |said| Outcome::said(said, unit)),
            Codec::HidPos(codec) => codec.quiet().into_iter().map(Outcome::bad).collect(),
            // The end of the bytes is the end of a line.
            Codec::Codes(..) => self.push(b"\r"),
            Codec::HostStatus(codec) => codec.quiet().into_iter().map(Outcome::bad).collect(),
            Codec::Tspl(codec) => all(codec.quiet(), Outcome::printer),
            Codec::Epl(codec) => codec.quiet().into_iter().map(Outcome::bad).collect(),
            Codec::UsbPrinter => Vec::new(),
        }
    }
}

impl Codec {
    fn named(protocol: &str) -> Option<Self> {
        let lines = || Framer::new(Framing::default(), SCAN_BYTES_MAX);
        Some(match protocol {
            "hid-scale" => Self::Scale(Box::<HidScale>::default()),
            "hid-pos" => Self::HidPos(HidPos::default()),
            "aim" => Self::Codes(lines(), aim_code),
            "gs1" => Self::Codes(lines(), gs1_code),
            "digital-link" => Self::Codes(lines(), link),
            "zpl-hs" => Self::HostStatus(StatusReader::default()),
            "tspl-status" => Self::Tspl(TsplStatus::default()),
            "epl-status" => Self::Epl(EplStatus::default()),
            "usb-printer-status" => Self::UsbPrinter,
            scale => {
                let speech = Speech::named(scale, None);
                let speech = speech.or_else(|_| Speech::named(scale, Some(NO_UNIT)));
                Self::Scale(speech.ok()?.codec())
            }
        })
    }
}

fn all<T, E: Into<Bad>>(
    outcomes: impl IntoIterator<Item = Result<T, E>>,
    good: impl Fn(T) -> Outcome,
) -> Vec<Outcome> {
    let outcomes = outcomes.into_iter();
    outcomes
        .map(|outcome| outcome.map_or_else(Outcome::bad, &good))
        .collect()
}

fn bad_frame(bad: BadFrame) -> Outcome {
    Outcome::bad(BadScan::Frame(bad))
}

fn aim_code(line: Vec<u8>) -> Outcome {
    match Scan::read(line) {
        Ok(scan) if scan.symbology.is_some() => Outcome::scan(scan),
        Ok(scan) => Outcome::bad(Bad::NoIdentifier(scan.text)),
        Err(bad) => Outcome::bad(bad),
    }
}

/// An element string, with or without the identifier of a GS1 code before it.
fn gs1_code(line: Vec<u8>) -> Outcome {
    match Scan::read(line) {
        Ok(scan) if scan.symbology.is_some_and(aim::Symbology::is_gs1) => Outcome::scan(scan),
        Ok(scan) => gs1::parse(&scan.text).map_or_else(Outcome::bad, |elements| {
            Outcome::elements(&scan.text, elements)
        }),
        Err(bad) => Outcome::bad(bad),
    }
}

fn link(line: Vec<u8>) -> Outcome {
    match Scan::read(line) {
        Ok(scan) => digital_link::parse(&scan.text).map_or_else(Outcome::bad, |elements| {
            Outcome::elements(&scan.text, elements)
        }),
        Err(bad) => Outcome::bad(bad),
    }
}
