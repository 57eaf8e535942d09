//! Indicators in Toledo continuous output (Rockwell 57C428 manual app. D, KERN FTC manual p. 42).
//!
//! STX, three status words, six digits of weight, six of tare, CR, and on some a check sum: what
//! makes the low seven bits of all bytes add up to zero. Whether there is one shows only behind CR,
//! so a frame is answered with the byte behind it, or when the line goes quiet.

use domain::quantity::{Quantity, Unit};
use rust_decimal::Decimal;

use super::frame::{BadFrame, STX};
use super::scale::{BadLine, Said, ScaleCodec, unit};
use crate::reading::{Basis, Reason, Weight};

/// Bytes of a frame from STX to CR.
pub const FRAME_BYTES: usize = 17;

/// Clears the tare.
pub const CLEAR_TARE: &[u8] = b"C";
/// Tares.
pub const TARE: &[u8] = b"T";
/// Sets zero.
pub const ZERO: &[u8] = b"Z";

const CR: u8 = b'\r';
/// Always set in a status word, which keeps it from looking like STX or CR.
const ALWAYS: u8 = 1 << 5;

// Status word B.
const NET: u8 = 1;
const NEGATIVE: u8 = 1 << 1;
const OUT_OF_RANGE: u8 = 1 << 2;
const MOTION: u8 = 1 << 3;
const KILOGRAMS: u8 = 1 << 4;
const NO_ZERO: u8 = 1 << 6;

// Status word C.
const UNIT: u8 = 0b111;
const EXPANDED: u8 = 1 << 4;

/// Turns an indicator's bytes into what it said.
#[derive(Clone, Debug, Default)]
pub struct ToledoContinuous {
    buffer: Vec<u8>,
    noise: usize,
}

impl ToledoContinuous {
    fn push_byte(&mut self, byte: u8, said: &mut Vec<Result<Said, BadLine>>) {
        if self.buffer.len() == FRAME_BYTES {
            let frame = std::mem::take(&mut self.buffer);
            if byte != STX {
                said.push(checked(&frame, byte));
                return;
            }
            said.push(parse(&frame));
        }
        if byte == STX {
            self.begin(said);
        } else if self.buffer.is_empty() {
            self.noise += 1;
        } else {
            self.go_on(byte, said);
        }
    }

    fn begin(&mut self, said: &mut Vec<Result<Said, BadLine>>) {
        let half = self.buffer.len().saturating_sub(1);
        let dropped = self.noise + half;
        self.noise = 0;
        if dropped > 0 {
            said.push(Err(BadFrame::CutOff { dropped }.into()));
        }
        self.buffer = vec![STX];
    }

    fn go_on(&mut self, byte: u8, said: &mut Vec<Result<Said, BadLine>>) {
        self.buffer.push(byte);
        let ends = self.buffer.len() == FRAME_BYTES;
        if ends == (byte == CR) {
            return;
        }
        let raw = std::mem::take(&mut self.buffer);
        said.push(Err(BadLine::Unknown(raw.escape_ascii().to_string())));
    }
}

impl ScaleCodec for ToledoContinuous {
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        let mut said = Vec::new();
        for byte in bytes {
            self.push_byte(*byte, &mut said);
        }
        said
    }

    fn quiet(&mut self) -> Option<Result<Said, BadLine>> {
        let frame = std::mem::take(&mut self.buffer);
        let dropped = std::mem::take(&mut self.noise) + frame.len();
        if frame.len() == FRAME_BYTES {
            return Some(parse(&frame));
        }
        (dropped > 0).then_some(Err(BadFrame::NoEnd { dropped }.into()))
    }
}

fn checked(frame: &[u8], sum: u8) -> Result<Said, BadLine> {
    let all = frame.iter().chain([&sum]);
    let total = all.fold(0_u8, |total, byte| total.wrapping_add(*byte));
    if total & 0x7f == 0 {
        parse(frame)
    } else {
        Err(BadLine::CheckSum(frame.escape_ascii().to_string()))
    }
}

fn parse(frame: &[u8]) -> Result<Said, BadLine> {
    let raw = || frame.escape_ascii().to_string();
    let [_, a, b, c, digits @ .., CR] = frame else {
        return Err(BadLine::Unknown(raw()));
    };
    if [a, b, c]
        .iter()
        .any(|word| *word & (ALWAYS | 0x80) != ALWAYS)
    {
        return Err(BadLine::Unknown(raw()));
    }
    let Some((weight, tare)) = digits.split_at_checked(6) else {
        return Err(BadLine::Unknown(raw()));
    };
    if let Some(reason) = hindrance(*b, *c) {
        return Ok(Said::no_weight(reason));
    }
    let value = scaled(weight, *a).ok_or_else(|| BadLine::Number(raw()))?;
    let tare = scaled(tare, *a).ok_or_else(|| BadLine::Number(raw()))?;
    let unit = unit_of(*b, *c).ok_or_else(|| BadLine::Unit(raw()))?;
    let value = if b & NEGATIVE == 0 { value } else { -value };
    let net = b & NET != 0;
    Ok(Said::weight(Weight {
        basis: Some(if net { Basis::Net } else { Basis::Gross }),
        tare: net.then(|| Quantity::new(tare, unit.clone())),
        ..Weight::new(Quantity::new(value, unit), b & MOTION == 0, &raw())
    }))
}

fn hindrance(b: u8, c: u8) -> Option<Reason> {
    if b & OUT_OF_RANGE != 0 {
        let under = b & NEGATIVE != 0;
        return Some(if under {
            Reason::Underload
        } else {
            Reason::Overload
        });
    }
    if b & NO_ZERO != 0 {
        return Some(Reason::NotZeroed);
    }
    (c & EXPANDED != 0).then_some(Reason::Expanded)
}

/// Six places, right-justified; the status word says where the point is, up to hundreds.
fn scaled(places: &[u8], a: u8) -> Option<Decimal> {
    let digits = std::str::from_utf8(places).ok()?.trim_start_matches(' ');
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = digits.parse().ok().filter(|_| plain)?;
    Some(match a & 0b111 {
        0 => Decimal::from(number * 100),
        1 => Decimal::from(number * 10),
        point => Decimal::new(number, u32::from(point - 2)),
    })
}

fn unit_of(b: u8, c: u8) -> Option<Unit> {
    unit(match c & UNIT {
        0 if b & KILOGRAMS != 0 => "kg",
        0 => "lb",
        1 => "g",
        2 => "t",
        3 => "oz",
        4 => "ozt",
        5 => "dwt",
        // Short tons, and units of the installer's own.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    /// Gross, kilograms, two decimals, 12.34.
    const GROSS: &[u8] = b"\x02,0   1234000000\r";

    fn read(bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        let mut codec = ToledoContinuous::default();
        let mut said = codec.push(bytes);
        said.extend(codec.quiet());
        said
    }

    fn weight(bytes: &[u8]) -> Weight {
        let mut said = read(bytes);
        match (said.pop(), said.is_empty()) {
            (Some(Ok(Said::Reading(Reading::Weight(weight)))), true) => weight,
            (last, _) => panic!("{last:?} {said:?}"),
        }
    }

    fn frame(words: [u8; 3], weight: &str, tare: &str) -> Vec<u8> {
        [
            &[STX],
            &words[..],
            weight.as_bytes(),
            tare.as_bytes(),
            b"\r",
        ]
        .concat()
    }

    fn kg(value: &str) -> Quantity {
        Quantity::parse(value, "kg").unwrap()
    }

    #[test]
    fn the_first_word_places_the_point() {
        for (a, value) in [
            (0x20, "123400"),
            (0x21, "12340"),
            (0x22, "1234"),
            (0x23, "123.4"),
            (0x24, "12.34"),
            (0x25, "1.234"),
            (0x26, "0.1234"),
            (0x27, "0.01234"),
        ] {
            let weight = weight(&frame([a, 0x30, 0x20], "  1234", "     0"));

            assert_eq!((weight.value, weight.stable), (kg(value), true), "{a:x}");
            assert_eq!((weight.basis, weight.tare), (Some(Basis::Gross), None));
        }
    }

    #[test]
    fn net_negative_and_motion_are_in_the_second_word() {
        let net = weight(&frame([0x24, 0x31, 0x20], "   500", "   250"));
        let negative = weight(&frame([0x24, 0x32, 0x20], "   500", "     0"));
        let moving = weight(&frame([0x24, 0x38, 0x20], "   500", "     0"));

        assert_eq!((net.basis, net.tare), (Some(Basis::Net), Some(kg("2.5"))));
        assert_eq!(negative.value, kg("-5"));
        assert_eq!((moving.stable, moving.value), (false, kg("5")));
    }

    #[test]
    fn the_unit_is_in_the_second_and_third_word() {
        for (b, c, unit) in [
            (0x20, 0x20, "lb"),
            (0x30, 0x20, "kg"),
            (0x30, 0x21, "g"),
            (0x20, 0x22, "t"),
            (0x20, 0x23, "oz"),
        ] {
            let weight = weight(&frame([0x22, b, c], "    12", "     0"));

            assert_eq!(weight.value, Quantity::parse("12", unit).unwrap());
        }
        let own = read(&frame([0x22, 0x30, 0x27], "    12", "     0"));
        assert!(matches!(own.as_slice(), [Err(BadLine::Unit(_))]));
    }

    #[test]
    fn out_of_range_has_no_number() {
        for (b, c, reason) in [
            (0x34, 0x20, Reason::Overload),
            (0x36, 0x20, Reason::Underload),
            (0x3c, 0x20, Reason::Overload),
            (0x70, 0x20, Reason::NotZeroed),
            (0x30, 0x30, Reason::Expanded),
        ] {
            let said = read(&frame([0x24, b, c], "999999", "     0"));

            assert_eq!(said, [Ok(Said::no_weight(reason))]);
        }
    }

    fn summed(frame: &[u8]) -> Vec<u8> {
        let total = frame.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        [frame, &[total.wrapping_neg() & 0x7f]].concat()
    }

    #[test]
    fn a_check_sum_is_checked_where_there_is_one() {
        let with = summed(GROSS);
        let mut wrong = with.clone();
        *wrong.last_mut().unwrap() ^= 1;
        let mut noisy = with.clone();
        noisy[7] = b'9';

        assert_eq!(weight(&with).value, kg("12.34"));
        for bad in [wrong, noisy] {
            let said = read(&bad);
            assert!(
                matches!(said.as_slice(), [Err(BadLine::CheckSum(_))]),
                "{said:?}"
            );
        }
    }

    #[test]
    fn a_check_sum_that_looks_like_stx_loses_no_frame() {
        let looks = frame([0x22, 0x30, 0x20], "999999", "000007");
        assert_eq!(summed(&looks).last(), Some(&STX));
        let stream = [summed(&looks), summed(GROSS), looks, GROSS.to_vec()].concat();

        let said = read(&stream);

        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said.iter().all(Result::is_ok), "{said:?}");
    }

    #[test]
    fn what_is_no_frame_is_no_weight() {
        for bytes in [
            &b"\x02,0 12 4  000000\r"[..],
            b"\x02,0 \r",
            b"\x02,\x100   1234000000\r",
            b"\x02,0   12340000000\r",
            b",0   1234000000\r",
            b"\x02,0   1234000000",
            b"\x02,0       000000\r",
        ] {
            let said = read(bytes);
            assert!(
                !said.is_empty() && said.iter().all(Result::is_err),
                "{said:?}"
            );
        }
    }
}
