//! Bench scales that speak MT-SICS levels 0 and 1 (Mettler Toledo reference manual 11780711).
//!
//! Requests and answers are lines in upper case that end in CR LF.

use domain::quantity::Quantity;
use serde::Serialize;

use super::frame::{Framer, Framing};
pub use super::scale::{BadLine, LINE_BYTES_MAX};
use super::scale::{Said, ScaleCodec, number, printable, unit};
use crate::reading::{Reading, Reason, Weight};

/// What can be asked of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// `S`: the next stable weight.
    Stable,
    /// `SI`: the weight now, stable or not.
    Immediate,
    /// `SIR`: the weight now, again and again, until [`Request::Reset`].
    Repeat,
    /// `Z`: sets zero when stable.
    Zero,
    /// `ZI`: sets zero at once.
    ZeroNow,
    /// `T`: tares when stable.
    Tare,
    /// `TI`: tares at once.
    TareNow,
    /// `TA`: the tare weight.
    TareValue,
    /// `TAC`: clears the tare.
    ClearTare,
    /// `I4`: the serial number.
    SerialNumber,
    /// `@`: drops what is under way; answers the serial number.
    Reset,
}

impl Request {
    /// The line to send.
    #[must_use]
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Stable => b"S\r\n",
            Self::Immediate => b"SI\r\n",
            Self::Repeat => b"SIR\r\n",
            Self::Zero => b"Z\r\n",
            Self::ZeroNow => b"ZI\r\n",
            Self::Tare => b"T\r\n",
            Self::TareNow => b"TI\r\n",
            Self::TareValue => b"TA\r\n",
            Self::ClearTare => b"TAC\r\n",
            Self::SerialNumber => b"I4\r\n",
            Self::Reset => b"@\r\n",
        }
    }
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To `S`, `SI` and `SIR`.
    Reading(Reading),
    /// To `Z` and `ZI`: zero is set, or why not.
    Zero(Result<(), Reason>),
    /// To `T`, `TI` and `TA`: the tare weight, or why there is none.
    Tare(Result<Weight, Reason>),
    /// To `TAC`: the tare is cleared, or why not.
    TareCleared(Result<(), Reason>),
    /// To `I4` and `@`: the scale's serial number, or why there is none.
    SerialNumber(Result<String, Reason>),
    /// `ES`, `ET`, `EL`: to any request.
    Refused(Reason),
}

/// Turns a scale's bytes into answers.
#[derive(Clone, Debug)]
pub struct MtSics {
    framer: Framer,
}

impl Default for MtSics {
    fn default() -> Self {
        Self {
            framer: Framer::new(Framing::default(), LINE_BYTES_MAX),
        }
    }
}

impl MtSics {
    /// Takes bytes as they came and answers the lines they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<Answer, BadLine>> {
        let lines = self.framer.push(bytes);
        lines.into_iter().map(|line| parse(&line?)).collect()
    }

    /// Gives up a half line, when the caller saw the line go quiet.
    pub fn quiet(&mut self) -> Option<BadLine> {
        self.framer.quiet().map(BadLine::Frame)
    }
}

impl ScaleCodec for MtSics {
    fn push(&mut self, bytes: &[u8]) -> Vec<Result<Said, BadLine>> {
        let answers = Self::push(self, bytes);
        answers
            .into_iter()
            .map(|answer| Ok(said(answer?)))
            .collect()
    }

    fn quiet(&mut self) -> Option<Result<Said, BadLine>> {
        Self::quiet(self).map(Err)
    }
}

fn said(answer: Answer) -> Said {
    match answer {
        Answer::Reading(reading) => Said::Reading(reading),
        Answer::Tare(Ok(tare)) => Said::Tare(tare),
        Answer::Zero(Ok(())) | Answer::TareCleared(Ok(())) => Said::Done,
        Answer::SerialNumber(Ok(serial)) => Said::SerialNumber(serial),
        Answer::Zero(Err(why))
        | Answer::Tare(Err(why))
        | Answer::TareCleared(Err(why))
        | Answer::SerialNumber(Err(why))
        | Answer::Refused(why) => Said::Refused(why),
    }
}

fn parse(line: &[u8]) -> Result<Answer, BadLine> {
    let text = printable(line)?;
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    match fields.as_slice() {
        ["ES"] => Ok(Answer::Refused(Reason::NotUnderstood)),
        ["ET"] => Ok(Answer::Refused(Reason::Garbled)),
        ["EL"] => Ok(Answer::Refused(Reason::NotAllowed)),
        ["S", rest @ ..] => reading(rest, text).map(Answer::Reading),
        ["Z", "A"] | ["Z" | "ZI", "S" | "D"] => Ok(Answer::Zero(Ok(()))),
        ["Z" | "ZI", code] => Ok(Answer::Zero(Err(reason(code, text)?))),
        ["T" | "TI", "S", value, unit] => tare(value, unit, true, text),
        ["TI", "D", value, unit] => tare(value, unit, false, text),
        ["TA", "A", value, unit] => tare(value, unit, true, text),
        ["T" | "TI" | "TA", code] => Ok(Answer::Tare(Err(reason(code, text)?))),
        ["TAC", "A"] => Ok(Answer::TareCleared(Ok(()))),
        ["TAC", code] => Ok(Answer::TareCleared(Err(reason(code, text)?))),
        ["I4", "A", ..] => quoted(text).map(|serial| Answer::SerialNumber(Ok(serial))),
        ["I4", code] => Ok(Answer::SerialNumber(Err(reason(code, text)?))),
        _ => Err(BadLine::Unknown(text.to_owned())),
    }
}

fn reading(fields: &[&str], text: &str) -> Result<Reading, BadLine> {
    match fields {
        ["S", "Error", code] => Ok(Reading::NoWeight(Reason::Fault((*code).to_owned()))),
        ["S", value, unit] => Ok(Reading::Weight(weight(value, unit, true, text)?)),
        ["D", value, unit] => Ok(Reading::Weight(weight(value, unit, false, text)?)),
        [code] => Ok(Reading::NoWeight(reason(code, text)?)),
        _ => Err(BadLine::Unknown(text.to_owned())),
    }
}

fn reason(code: &str, text: &str) -> Result<Reason, BadLine> {
    match code {
        "+" => Ok(Reason::Overload),
        "-" => Ok(Reason::Underload),
        "I" => Ok(Reason::NotReady),
        "L" => Ok(Reason::NotAllowed),
        _ => Err(BadLine::Unknown(text.to_owned())),
    }
}

fn tare(value: &str, unit: &str, stable: bool, text: &str) -> Result<Answer, BadLine> {
    Ok(Answer::Tare(Ok(weight(value, unit, stable, text)?)))
}

fn weight(value: &str, name: &str, stable: bool, text: &str) -> Result<Weight, BadLine> {
    let value = number(value).ok_or_else(|| BadLine::Number(text.to_owned()))?;
    let unit = unit(name).ok_or_else(|| BadLine::Unit(text.to_owned()))?;
    Ok(Weight::new(Quantity::new(value, unit), stable, text))
}

fn quoted(text: &str) -> Result<String, BadLine> {
    let inner = text
        .split_once('"')
        .and_then(|(_, rest)| rest.strip_suffix('"'));
    inner
        .map(str::to_owned)
        .ok_or_else(|| BadLine::Unknown(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighs(line: &str, value: &str, unit: &str, stable: bool) {
        let value = Quantity::parse(value, unit).unwrap();
        let weight = Weight::new(value, stable, line);

        assert_eq!(
            parse(line.as_bytes()),
            Ok(Answer::Reading(Reading::Weight(weight))),
            "{line}"
        );
    }

    #[test]
    fn weights_keep_value_unit_and_stability() {
        weighs("S S     100.00 g", "100", "g", true);
        weighs("S D     129.07 g", "129.07", "g", false);
        weighs("S S     -12.482 kg", "-12.482", "kg", true);
        weighs("S S       0.00 g", "0", "g", true);
        weighs("S S 5 lb", "5", "lb", true);
    }

    #[test]
    fn an_error_is_never_a_number() {
        for (line, why) in [
            ("S I", Reason::NotReady),
            ("S +", Reason::Overload),
            ("S -", Reason::Underload),
            ("S L", Reason::NotAllowed),
            ("S S Error 10b", Reason::Fault("10b".to_owned())),
        ] {
            let answer = Answer::Reading(Reading::NoWeight(why));

            assert_eq!(parse(line.as_bytes()), Ok(answer), "{line}");
        }
        for (line, why) in [
            ("ES", Reason::NotUnderstood),
            ("ET", Reason::Garbled),
            ("EL", Reason::NotAllowed),
        ] {
            assert_eq!(parse(line.as_bytes()), Ok(Answer::Refused(why)), "{line}");
        }
    }

    #[test]
    fn zero_tare_and_serial_number_are_answered_or_refused() {
        let tare =
            |line: &str, stable| Weight::new(Quantity::parse("1.5", "kg").unwrap(), stable, line);
        for (line, answer) in [
            ("Z A", Answer::Zero(Ok(()))),
            ("ZI S", Answer::Zero(Ok(()))),
            ("Z D", Answer::Zero(Ok(()))),
            ("Z I", Answer::Zero(Err(Reason::NotReady))),
            ("Z +", Answer::Zero(Err(Reason::Overload))),
            ("ZI -", Answer::Zero(Err(Reason::Underload))),
            ("T S 1.500 kg", Answer::Tare(Ok(tare("T S 1.500 kg", true)))),
            (
                "TI D 1.500 kg",
                Answer::Tare(Ok(tare("TI D 1.500 kg", false))),
            ),
            (
                "TA A 1.500 kg",
                Answer::Tare(Ok(tare("TA A 1.500 kg", true))),
            ),
            ("T I", Answer::Tare(Err(Reason::NotReady))),
            ("T +", Answer::Tare(Err(Reason::Overload))),
            ("TA L", Answer::Tare(Err(Reason::NotAllowed))),
            ("TAC A", Answer::TareCleared(Ok(()))),
            ("TAC I", Answer::TareCleared(Err(Reason::NotReady))),
            (
                "I4 A \"B021002593\"",
                Answer::SerialNumber(Ok("B021002593".to_owned())),
            ),
            ("I4 I", Answer::SerialNumber(Err(Reason::NotReady))),
        ] {
            assert_eq!(parse(line.as_bytes()), Ok(answer), "{line}");
        }
    }

    #[test]
    fn lines_that_are_no_answer_are_named() {
        let text = str::to_owned;
        for (line, bad) in [
            ("S S 1OO.00 g", BadLine::Number(text("S S 1OO.00 g"))),
            ("S S - 5.00 g", BadLine::Unknown(text("S S - 5.00 g"))),
            ("S S .5 g", BadLine::Number(text("S S .5 g"))),
            ("S S 5. g", BadLine::Number(text("S S 5. g"))),
            ("S S +5 g", BadLine::Number(text("S S +5 g"))),
            ("S S 100.00", BadLine::Unknown(text("S S 100.00"))),
            ("S S 12 PCS", BadLine::Unit(text("S S 12 PCS"))),
            ("S S 100.00 q", BadLine::Unit(text("S S 100.00 q"))),
            ("s s 100.00 g", BadLine::Unknown(text("s s 100.00 g"))),
            (
                "S S 1234567890123456789 g",
                BadLine::Number(text("S S 1234567890123456789 g")),
            ),
            ("xS S 100.00 g", BadLine::Unknown(text("xS S 100.00 g"))),
            ("TAC X", BadLine::Unknown(text("TAC X"))),
        ] {
            assert_eq!(parse(line.as_bytes()), Err(bad), "{line}");
        }
    }

    #[test]
    fn parity_bits_and_nuls_are_no_weight() {
        for line in [
            &b"\xd3\xa0\xd3 100.00 g"[..],
            b"S S\x00 100.00 g",
            b"\x00S S 100.00 g",
        ] {
            assert_eq!(parse(line), Err(BadLine::NotText { raw: line.to_vec() }));
        }
    }
}
