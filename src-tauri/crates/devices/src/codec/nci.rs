//! Scales that speak NCI, also called SCP-01 (Weigh-Tronix NCI 7800 manual p. 32, Brecknell 67xxU
//! manual pp. 64 and 68).
//!
//! An answer is LF, the weight with its unit, CR LF, `S` and two or three bytes of flags, CR ETX;
//! without a weight, LF, `S`, flags, CR ETX.

use domain::quantity::Quantity;

use super::frame::{BadFrame, ETX};
use super::scale::{BadLine, Said, ScaleCodec, number, printable, unit_as_spelt};
use crate::reading::{Basis, Reason, Weight};

/// Longest answer, weight, flags and marks together. The longest known one has 22 bytes.
pub const ANSWER_BYTES_MAX: usize = 40;

/// Asks for the weight.
pub const WEIGH: &[u8] = b"W\r";
/// Sets zero.
pub const ZERO: &[u8] = b"Z\r";
/// Tares.
pub const TARE: &[u8] = b"T\r";

/// Turns a scale's bytes into what it said.
#[derive(Clone, Debug, Default)]
pub struct Nci {
    buffer: Vec<u8>,
    dropped: usize,
}

/// What the flags mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flags {
    moving: bool,
    at_zero: bool,
    hindrance: Option<Hindrance>,
    net: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hindrance {
    Over,
    Under,
    NoZero,
    Calibration,
    Memory,
}

impl Nci {
    fn push_byte(&mut self, byte: u8, said: &mut Vec<Result<Said, BadLine>>) {
        if byte != ETX {
            // The newest bytes are kept: behind noise without an end the next answer is whole.
            if self.buffer.len() == ANSWER_BYTES_MAX {
                self.buffer.remove(0);
                self.dropped += 1;
            }
            self.buffer.push(byte);
            return;
        }
        let buffer = std::mem::take(&mut self.buffer);
        let dropped = std::mem::take(&mut self.dropped);
        let (noise, answer) = split(&buffer);
        let dropped = dropped + noise;
        if dropped > 0 {
            said.push(Err(BadFrame::CutOff { dropped }.into()));
        }
        if !answer.is_empty() {
            said.push(parse(answer));
        }
    }
}

impl ScaleCodec for Nci {
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        let mut said = Vec::new();
        for byte in bytes {
            self.push_byte(*byte, &mut said);
        }
        said
    }

    fn quiet(&mut self) -> Option<Result<Said, BadLine>> {
        let dropped = std::mem::take(&mut self.dropped) + self.buffer.len();
        self.buffer.clear();
        (dropped > 0).then_some(Err(BadFrame::NoEnd { dropped }.into()))
    }
}

/// Splits what came before ETX into noise and an answer: from the last LF but one where the line
/// behind that ends properly, else from the last one.
fn split(buffer: &[u8]) -> (usize, &[u8]) {
    let line_feeds = buffer.iter().enumerate().filter(|(_, b)| **b == b'\n');
    let mut backwards = line_feeds.map(|(at, _)| at).rev();
    let Some(last) = backwards.next() else {
        return (buffer.len(), &[]);
    };
    let before = last.checked_sub(1).and_then(|at| buffer.get(at));
    let start = match (before, backwards.next()) {
        (Some(b'\r'), Some(first)) => first,
        _ => last,
    };
    (start, buffer.get(start + 1..).unwrap_or_default())
}

fn parse(answer: &[u8]) -> Result<Said, BadLine> {
    let raw = answer.escape_ascii().to_string();
    let body = answer.strip_suffix(b"\r");
    let body = body.ok_or_else(|| BadLine::Unknown(raw.clone()))?;
    if body == b"?" {
        return Ok(Said::Refused(Reason::NotUnderstood));
    }
    let lines: Vec<&[u8]> = body.split(|byte| *byte == b'\n').collect();
    let (weight, flags) = match lines.as_slice() {
        [flags] => (None, flags),
        [weight, flags] => (weight.strip_suffix(b"\r"), flags),
        _ => return Err(BadLine::Unknown(raw)),
    };
    let flags = Flags::read(flags).ok_or_else(|| BadLine::Unknown(raw.clone()))?;
    match (weight, lines.len()) {
        (Some(weight), _) => shown(printable(weight)?, flags, raw),
        (None, 1) => Ok(Said::no_weight(flags.reason())),
        (None, _) => Err(BadLine::Unknown(raw)),
    }
}

fn shown(text: &str, flags: Flags, raw: String) -> Result<Said, BadLine> {
    let digits = text.trim_start_matches(' ');
    let at = digits.find(|c: char| c.is_ascii_alphabetic());
    let (value, name) = digits.split_at(at.unwrap_or(digits.len()));
    let value = value.trim_end_matches(' ');
    if let Some(reason) = filled(value) {
        return Ok(Said::no_weight(reason));
    }
    if flags.hindrance.is_some() {
        return Ok(Said::no_weight(flags.reason()));
    }
    let value = number(value).ok_or_else(|| BadLine::Number(raw.clone()))?;
    let unit = unit_as_spelt(name.trim_end()).ok_or_else(|| BadLine::Unit(raw.clone()))?;
    let basis = |net| if net { Basis::Net } else { Basis::Gross };
    Ok(Said::weight(Weight {
        basis: flags.net.map(basis),
        at_zero: Some(flags.at_zero),
        ..Weight::new(Quantity::new(value, unit), !flags.moving, &raw)
    }))
}

/// What stands in all places of a display that has no number.
fn filled(value: &str) -> Option<Reason> {
    let first = value.chars().next()?;
    let all = value.chars().filter(|c| *c != '.').all(|c| c == first);
    match first {
        '^' if all => Some(Reason::Overload),
        '_' if all => Some(Reason::Underload),
        '-' if all => Some(Reason::NotZeroed),
        _ => None,
    }
}

impl Flags {
    /// Two bytes of flags, or three where the second says so. Bits 4 and 5 are always set.
    fn read(bytes: &[u8]) -> Option<Self> {
        let flags = bytes.strip_prefix(b"S")?;
        if flags.iter().any(|byte| byte & 0b1011_0000 != 0b0011_0000) {
            return None;
        }
        let (one, two, three) = match flags {
            [one, two] if two & 0x40 == 0 => (*one, *two, None),
            [one, two, three] if two & 0x40 != 0 => (*one, *two, Some(*three)),
            _ => return None,
        };
        Some(Self {
            moving: one & 1 != 0,
            at_zero: one & 2 != 0,
            hindrance: Hindrance::of(one, two, three.unwrap_or_default()),
            net: three.map(|three| three & 4 != 0),
        })
    }

    fn reason(self) -> Reason {
        match self.hindrance {
            Some(Hindrance::Over) => Reason::Overload,
            Some(Hindrance::Under) => Reason::Underload,
            Some(Hindrance::NoZero) => Reason::NotZeroed,
            Some(Hindrance::Calibration) => Reason::NeedsCalibration,
            Some(Hindrance::Memory) => Reason::Fault("memory".to_owned()),
            None if self.moving => Reason::NotReady,
            None => Reason::StateOnly,
        }
    }
}

impl Hindrance {
    fn of(one: u8, two: u8, three: u8) -> Option<Self> {
        let flags = [
            (one & 0b1100 != 0 || two & 4 != 0, Self::Memory),
            (two & 8 != 0, Self::Calibration),
            (two & 2 != 0, Self::Over),
            (two & 1 != 0, Self::Under),
            (three & 8 != 0, Self::NoZero),
        ];
        flags
            .into_iter()
            .find_map(|(set, hindrance)| set.then_some(hindrance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn read(bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        Nci::default().push(bytes)
    }

    fn weighs(bytes: &[u8], value: &str, unit: &str) -> Weight {
        let said = read(bytes);
        let [Ok(Said::Reading(Reading::Weight(weight)))] = said.as_slice() else {
            panic!("{said:?}")
        };
        assert_eq!(weight.value, Quantity::parse(value, unit).unwrap());
        weight.clone()
    }

    #[test]
    fn a_weight_comes_with_its_unit_and_flags() {
        let still = weighs(b"\n0012.34lb\r\nS00\r\x03", "12.34", "lb");
        let moving = weighs(b"\n0012.34lb\r\nS10\r\x03", "12.34", "lb");
        let zero = weighs(b"\n 0.000KG\r\nS20\r\x03", "0", "kg");
        let net = weighs(b"\n 1.250 kg\r\nS0p4\r\x03", "1.25", "kg");

        assert!(still.stable && !moving.stable);
        assert_eq!((still.at_zero, zero.at_zero), (Some(false), Some(true)));
        assert_eq!((still.basis, net.basis), (None, Some(Basis::Net)));
        weighs(b"\n-001.25kg\r\nS00\r\x03", "-1.25", "kg");
        weighs(b"\n05.3OZ\r\nS00\r\x03", "5.3", "oz");
    }

    #[test]
    fn an_answer_without_a_weight_says_why() {
        for (bytes, reason) in [
            (&b"\nS10\r\x03"[..], Reason::NotReady),
            (b"\nS02\r\x03", Reason::Overload),
            (b"\nS01\r\x03", Reason::Underload),
            (b"\nS80\r\x03", Reason::Fault("memory".to_owned())),
            (b"\nS08\r\x03", Reason::NeedsCalibration),
            (b"\nS0p8\r\x03", Reason::NotZeroed),
            (b"\nS00\r\x03", Reason::StateOnly),
            (b"\n^^^^^^^^\r\nS02\r\x03", Reason::Overload),
            (b"\n^^^^^^lb\r\nS00\r\x03", Reason::Overload),
            (b"\n________\r\nS01\r\x03", Reason::Underload),
            (b"\n--------\r\nS00\r\x03", Reason::NotZeroed),
            (b"\n0099.99lb\r\nS02\r\x03", Reason::Overload),
        ] {
            assert_eq!(read(bytes), [Ok(Said::no_weight(reason))], "{bytes:?}");
        }
        let refused = Said::Refused(Reason::NotUnderstood);
        assert_eq!(read(b"\n?\r\x03"), [Ok(refused)]);
    }

    #[test]
    fn what_is_no_answer_is_no_weight() {
        for bytes in [
            &b"0012.34lb\r\nS00\r\x03"[..],
            b"\n0012.34\r\nS00\r\x03",
            b"\n0012.34pc\r\nS00\r\x03",
            b"\n3lb 4.5oz\r\nS00\r\x03",
            b"\n0012.34lb\r\n00\r\x03",
            b"\n0012.34lb\nS00\r\x03",
            b"\n0012.34lb\r\nS0\r\x03",
            b"\n0012.34lb\r\nS000\r\x03",
            b"\n0012.34lb\r\nS\xb00\r\x03",
            b"\n00\x0012.34lb\r\nS00\r\x03",
            b"\n1 2.34lb\r\nS00\r\x03",
            b"\n0012.34lb\r\x03",
        ] {
            let said = read(bytes);
            let weighs = |s: &Said| matches!(s, Said::Reading(Reading::Weight(_)));
            assert!(!said.is_empty(), "{bytes:?}");
            assert!(!said.iter().flatten().any(weighs), "{bytes:?} {said:?}");
        }
    }

    #[test]
    fn noise_before_an_answer_is_named_and_dropped() {
        let noise = [&b"7"[..], &[b'9'; 200], b"5\r"].concat();

        let said = read(&[&noise, &b"\n0012.34lb\r\nS00\r\x03"[..]].concat());

        let dropped = noise.len();
        assert_eq!(said[0], Err(BadFrame::CutOff { dropped }.into()));
        assert!(matches!(&said[1], Ok(Said::Reading(Reading::Weight(w)))
            if w.value == Quantity::parse("12.34", "lb").unwrap()));
    }
}
