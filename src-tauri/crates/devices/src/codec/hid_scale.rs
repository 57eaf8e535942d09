//! USB HID scales (USB HID Point of Sale Usage Tables 1.02, page 0x8D, Scale Data Report).
//!
//! A report has six bytes: id 3, status, unit, a power of ten, and the value, least byte first and
//! without a sign.

use domain::quantity::{Quantity, Unit};
use rust_decimal::Decimal;

use super::frame::BadFrame;
use super::scale::{BadLine, Said, ScaleCodec, unit};
use crate::reading::{Reason, Weight};

/// Bytes of a report.
pub const REPORT_BYTES: usize = 6;
/// The id of the report with the weight.
pub const REPORT_ID: u8 = 3;

/// Powers of ten a scale may use: a microgram at a gram, tens at a gram. Beyond lies noise.
const EXPONENTS: std::ops::RangeInclusive<i8> = -6..=1;

/// Turns reports into what the scale said. USB keeps reports whole: give each to
/// [`HidScale::report`]; a stream of them, from a file, goes to `push`.
#[derive(Clone, Debug, Default)]
pub struct HidScale {
    buffer: Vec<u8>,
    noise: usize,
}

impl HidScale {
    /// Reads one report.
    ///
    /// # Errors
    /// [`BadLine`], when it is none with a weight.
    pub fn report(report: &[u8]) -> Result<Said, BadLine> {
        let raw = shown(report);
        let &[REPORT_ID, status, unit, exponent, low, high] = report else {
            return Err(BadLine::Unknown(raw));
        };
        let value = u16::from_le_bytes([low, high]);
        let is_zero = value == 0;
        let settled = |negative, stable| {
            let exponent = i8::from_le_bytes([exponent]);
            let value = scaled(value, exponent).ok_or_else(|| BadLine::Number(raw.clone()))?;
            let unit = unit_of(unit).ok_or_else(|| BadLine::Unit(raw.clone()))?;
            let value = Quantity::new(if negative { -value } else { value }, unit);
            Ok(Said::weight(Weight {
                at_zero: Some(status == 2),
                ..Weight::new(value, stable, &raw)
            }))
        };
        match status {
            1 => Ok(Said::no_weight(Reason::Fault("HID status 1".to_owned()))),
            2 if is_zero => settled(false, true),
            3 => settled(false, false),
            4 => settled(false, true),
            // The value has no sign, and the report does not say whether it has settled.
            5 => settled(true, false),
            6 => Ok(Said::no_weight(Reason::Overload)),
            7 => Ok(Said::no_weight(Reason::NeedsCalibration)),
            8 => Ok(Said::no_weight(Reason::NotZeroed)),
            _ => Err(BadLine::Unknown(raw)),
        }
    }

    fn push_byte(&mut self, byte: u8, said: &mut Vec<Result<Said, BadLine>>) {
        self.buffer.push(byte);
        while self.buffer.len() == REPORT_BYTES {
            match Self::report(&self.buffer) {
                Ok(one) => {
                    said.extend(self.end_noise().map(Err));
                    said.push(Ok(one));
                    self.buffer.clear();
                }
                Err(_) => {
                    self.buffer.remove(0);
                    self.noise += 1;
                }
            }
        }
    }

    fn end_noise(&mut self) -> Option<BadLine> {
        let dropped = std::mem::take(&mut self.noise);
        (dropped > 0).then_some(BadFrame::CutOff { dropped }.into())
    }
}

impl ScaleCodec for HidScale {
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        let mut said = Vec::new();
        for byte in bytes {
            self.push_byte(*byte, &mut said);
        }
        said
    }

    fn quiet(&mut self) -> Option<Result<Said, BadLine>> {
        let dropped = std::mem::take(&mut self.noise) + self.buffer.len();
        self.buffer.clear();
        (dropped > 0).then_some(Err(BadFrame::NoEnd { dropped }.into()))
    }
}

fn shown(report: &[u8]) -> String {
    let bytes: Vec<String> = report.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}

fn scaled(value: u16, exponent: i8) -> Option<Decimal> {
    if !EXPONENTS.contains(&exponent) {
        return None;
    }
    let tens = if exponent > 0 { 10 } else { 1 };
    let places = u32::from(exponent.min(0).unsigned_abs());
    Some(Decimal::new(i64::from(value) * tens, places))
}

fn unit_of(code: u8) -> Option<Unit> {
    unit(match code {
        1 => "mg",
        2 => "g",
        3 => "kg",
        4 => "ct",
        6 => "GN",
        7 => "dwt",
        8 => "t",
        10 => "ozt",
        11 => "oz",
        12 => "lb",
        // Taels, short tons, and numbers that stand for nothing.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn weighs(report: [u8; 6], value: &str, unit: &str, stable: bool) {
        let said = HidScale::default().push(&report);
        let [Ok(Said::Reading(Reading::Weight(weight)))] = said.as_slice() else {
            panic!("{said:?}")
        };
        assert_eq!(weight.value, Quantity::parse(value, unit).unwrap());
        assert_eq!(weight.stable, stable, "{report:?}");
        assert_eq!(weight.at_zero, Some(report[1] == 2));
    }

    #[test]
    fn a_report_has_value_unit_and_whether_it_has_settled() {
        weighs([3, 2, 2, 0, 0, 0], "0", "g", true);
        weighs([3, 3, 2, 0, 0xdb, 2], "731", "g", false);
        weighs([3, 4, 2, 0, 0xe2, 4], "1250", "g", true);
        weighs([3, 4, 12, 0xff, 0x1b, 0], "2.7", "lb", true);
        weighs([3, 4, 3, 0xfd, 0xe2, 4], "1.25", "kg", true);
        weighs([3, 4, 2, 1, 0xe2, 4], "12500", "g", true);
    }

    #[test]
    fn under_zero_is_negative_although_the_value_has_no_sign() {
        weighs([3, 5, 2, 0, 0x28, 0], "-40", "g", false);
    }

    #[test]
    fn a_status_without_a_weight_is_a_reason() {
        for (status, reason) in [
            (1, Reason::Fault("HID status 1".to_owned())),
            (6, Reason::Overload),
            (7, Reason::NeedsCalibration),
            (8, Reason::NotZeroed),
        ] {
            let said = HidScale::report(&[3, status, 2, 0, 0xe2, 4]);

            assert_eq!(said, Ok(Said::no_weight(reason)));
        }
    }

    #[test]
    fn what_is_no_report_of_weight_is_named() {
        for report in [
            &[3, 4, 2, 0, 0xe2][..],
            &[3, 4, 2, 0, 0xe2, 4, 0],
            &[4, 4, 2, 0, 0xe2, 4],
            &[3, 9, 2, 0, 0xe2, 4],
            &[3, 0, 2, 0, 0xe2, 4],
            &[3, 4, 5, 0, 0xe2, 4],
            &[3, 4, 0, 0, 0xe2, 4],
            &[3, 4, 2, 9, 0xe2, 4],
            &[3, 2, 2, 0, 0xe2, 4],
        ] {
            assert!(HidScale::report(report).is_err(), "{report:?}");
        }
    }

    #[test]
    fn a_stream_is_in_step_again_behind_noise() {
        let report = [3, 4, 2, 0, 0xe2, 4];
        let clean = HidScale::default().push(&report);
        for noise in [&[0][..], &[3], &[3, 3], &[0xff, 3, 4], &[3, 2, 3]] {
            let said = HidScale::default().push(&[noise, &report].concat());

            let dropped = noise.len();
            assert_eq!(said[0], Err(BadFrame::CutOff { dropped }.into()));
            assert_eq!(said[1..], clean);
        }
    }
}
