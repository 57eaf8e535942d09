//! Checkout scales that speak Toledo 8217 or 8213 (Mettler Toledo BenchPro manual p. 26, Transcell
//! PC-150 manual app. B).
//!
//! A request is one character. A weight comes as STX, number, CR and only when it is stable;
//! otherwise the answer is STX, `?`, a byte of flags, CR. The frame names no unit: it is whatever
//! the scale was set to, and has to be set here too.

use domain::quantity::{Quantity, Unit};

use super::frame::{End, Framer, Framing, STX};
use super::scale::{BadLine, Said, ScaleCodec, number, printable};
use crate::reading::{Basis, Reason, Weight};

/// Longest frame. The longest known one, ten times resolution and net, has ten characters.
pub const FRAME_BYTES_MAX: usize = 16;

/// Asks for the weight.
pub const WEIGH: &[u8] = b"W";
/// Sets zero.
pub const ZERO: &[u8] = b"Z";
/// Tares; 8217 only.
pub const TARE: &[u8] = b"T";
/// Clears the tare; 8217 only.
pub const CLEAR_TARE: &[u8] = b"C";

const MOTION: u8 = 1;
const OVER_CAPACITY: u8 = 1 << 1;
const UNDER_ZERO: u8 = 1 << 2;
const NO_ZERO: u8 = 1 << 3;
const BAD_COMMAND: u8 = 1 << 6;

/// Which of the two protocols. They differ in what the flags mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// 8213: flags 5 and 6 are always set.
    T8213,
    /// 8217: flag 5 means net, flag 6 an unknown request.
    T8217,
}

/// Turns a scale's bytes into what it said.
#[derive(Clone, Debug)]
pub struct Toledo8217 {
    model: Model,
    unit: Unit,
    framer: Framer,
    due: Due,
}

/// What the next byte may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Anything,
    /// Behind STX.
    First,
    /// Behind STX and `?`: flags, even where they look like STX or CR.
    Flags,
}

impl Toledo8217 {
    /// A scale that is set to this unit.
    #[must_use]
    pub fn new(model: Model, unit: Unit) -> Self {
        let framing = Framing {
            needs_stx: true,
            end: End::Cr,
        };
        Self {
            model,
            unit,
            framer: Framer::new(framing, FRAME_BYTES_MAX),
            due: Due::Anything,
        }
    }

    fn push_byte(&mut self, byte: u8) -> Option<Result<Said, BadLine>> {
        if self.due == Due::Flags {
            self.due = Due::Anything;
            // The flags end the frame; the `?` that the framer holds is no half one.
            self.framer.quiet();
            return Some(Ok(Said::no_weight(self.reason(byte))));
        }
        self.due = match (self.due, byte) {
            (_, STX) => Due::First,
            (Due::First, b'?') => Due::Flags,
            _ => Due::Anything,
        };
        let frame = self.framer.push(&[byte]).pop()?;
        Some(frame.map_err(BadLine::from).and_then(|f| self.parse(&f)))
    }

    fn reason(&self, flags: u8) -> Reason {
        let has = |flag| flags & flag != 0;
        let bad_command = self.model == Model::T8217 && has(BAD_COMMAND);
        let reasons = [
            (bad_command, Reason::NotUnderstood),
            (has(OVER_CAPACITY), Reason::Overload),
            (has(UNDER_ZERO), Reason::Underload),
            (has(MOTION), Reason::NotReady),
            (has(NO_ZERO), Reason::NotZeroed),
        ];
        let set = reasons.into_iter().find(|(set, _)| *set);
        set.map_or(Reason::StateOnly, |(_, reason)| reason)
    }

    fn parse(&self, frame: &[u8]) -> Result<Said, BadLine> {
        let text = printable(frame)?;
        // `E` and `F` switch an echo on and off that is used to find a scale.
        if matches!(text, "E" | "F") {
            return Ok(Said::Done);
        }
        let (value, basis) = match (self.model, text.strip_suffix('N')) {
            (Model::T8217, Some(net)) => (net, Some(Basis::Net)),
            (Model::T8217, None) => (text, Some(Basis::Gross)),
            (Model::T8213, _) => (text, None),
        };
        let value = value.trim_start_matches(' ');
        let value = number(value).filter(|_| !value.starts_with('-'));
        let value = value.ok_or_else(|| BadLine::Number(text.to_owned()))?;
        let value = Quantity::new(value, self.unit.clone());
        Ok(Said::weight(Weight {
            basis,
            unit_is_set: true,
            ..Weight::new(value, true, text)
        }))
    }
}

impl ScaleCodec for Toledo8217 {
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        bytes
            .iter()
            .filter_map(|byte| self.push_byte(*byte))
            .collect()
    }

    fn quiet(&mut self) -> Option<Result<Said, BadLine>> {
        self.due = Due::Anything;
        Some(Err(self.framer.quiet()?.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn read(model: Model, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        Toledo8217::new(model, Unit::new("lb").unwrap()).push(bytes)
    }

    fn weighs(model: Model, bytes: &[u8], value: &str, basis: Option<Basis>) {
        let said = read(model, bytes);
        let [Ok(Said::Reading(Reading::Weight(weight)))] = said.as_slice() else {
            panic!("{said:?}")
        };
        assert_eq!(weight.value, Quantity::parse(value, "lb").unwrap());
        assert_eq!((weight.basis, weight.stable), (basis, true));
        assert!(weight.unit_is_set);
    }

    #[test]
    fn a_weight_is_stable_and_in_the_unit_that_was_set() {
        let (gross, net) = (Some(Basis::Gross), Some(Basis::Net));
        weighs(Model::T8217, b"\x02012.34\r", "12.34", gross);
        weighs(Model::T8217, b"\x02  2.34\r", "2.34", gross);
        weighs(Model::T8217, b"\x02001.20N\r", "1.2", net);
        weighs(Model::T8217, b"\x02000.00\r", "0", gross);
        weighs(Model::T8217, b"\x02012.345\r", "12.345", gross);
        weighs(Model::T8213, b"\x0212.34\r", "12.34", None);
    }

    #[test]
    fn flags_are_a_reason_and_never_a_number() {
        for (model, flags, reason) in [
            (Model::T8217, b"\x02?\x01\r", Reason::NotReady),
            (Model::T8217, b"\x02?\x02\r", Reason::Overload),
            (Model::T8217, b"\x02?\x03\r", Reason::Overload),
            (Model::T8217, b"\x02?\x04\r", Reason::Underload),
            (Model::T8217, b"\x02?\x08\r", Reason::NotZeroed),
            (Model::T8217, b"\x02?\x0d\r", Reason::Underload),
            (Model::T8217, b"\x02?\x10\r", Reason::StateOnly),
            (Model::T8217, b"\x02?\x21\r", Reason::NotReady),
            (Model::T8217, b"\x02?\x40\r", Reason::NotUnderstood),
            (Model::T8213, b"\x02?a\r", Reason::NotReady),
            (Model::T8213, b"\x02?b\r", Reason::Overload),
            (Model::T8213, b"\x02?d\r", Reason::Underload),
            (Model::T8213, b"\x02?p\r", Reason::StateOnly),
        ] {
            assert_eq!(
                read(model, flags),
                [Ok(Said::no_weight(reason))],
                "{flags:?}"
            );
        }
    }

    #[test]
    fn the_echo_that_finds_a_scale_is_no_weight() {
        let said = read(Model::T8217, b"\x02E\rhello\x02F\r");

        let noise = super::super::frame::BadFrame::CutOff { dropped: 5 };
        assert_eq!(said, [Ok(Said::Done), Err(noise.into()), Ok(Said::Done)]);
    }

    #[test]
    fn a_frame_that_is_not_whole_is_no_weight() {
        for bytes in [
            &b"12.34\r"[..],
            b"\x0212.\r",
            b"\x02.34\r",
            b"\x02-2.34\r",
            b"\x02 1 2.34\r",
            b"\x0212.34 \r",
            b"\x02N\r",
            b"\x02   \r",
            b"\x02\xb012.34\r",
        ] {
            let said = read(Model::T8217, bytes);

            assert!(matches!(said.as_slice(), [Err(_)]), "{bytes:?} {said:?}");
        }
        assert_eq!(read(Model::T8217, b"\x0212.34"), []);
        assert!(read(Model::T8213, b"\x0212.34N\r").pop().unwrap().is_err());
    }

    #[test]
    fn a_weight_after_flags_that_look_like_marks_is_read() {
        let said = read(Model::T8217, b"\x02?\x02\r\x02?\x0d\r\x02001.00\r");

        assert_eq!(said.len(), 3);
        assert!(matches!(&said[2], Ok(Said::Reading(Reading::Weight(_)))));
    }
}
