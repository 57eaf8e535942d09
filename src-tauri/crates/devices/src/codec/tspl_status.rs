//! Status answers of TSPL printers (GP-2120T manual p. 30, TTP-244 Plus manual p. 85).
//!
//! `ESC ! ?` is answered with one byte of flags; `ESC ! S` with STX, four letters, ETX CR LF.

use super::frame::{ETX, STX};
use super::printer_status::{BadPrinterStatus, PrinterStatus, set, unknown};
use super::zpl_status::Attention;

/// Asks for one byte of flags.
pub const FLAGS_REQUEST: &[u8] = b"\x1b!?";
/// Asks for four letters.
pub const STATUS_REQUEST: &[u8] = b"\x1b!S";

/// Bytes of the longer answer.
pub const ANSWER_BYTES: usize = 8;

/// Turns a printer's bytes into statuses. STX may also be a byte of flags (a paper jam): which of
/// the two shows with the bytes behind it, or when the line goes quiet.
#[derive(Clone, Debug, Default)]
pub struct TsplStatus {
    buffer: Vec<u8>,
}

type Outcome = Result<PrinterStatus, BadPrinterStatus>;

impl TsplStatus {
    /// Takes bytes as they came and answers the statuses they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Outcome> {
        let mut statuses = Vec::new();
        for byte in bytes {
            self.buffer.push(*byte);
            self.take(&mut statuses);
        }
        statuses
    }

    /// Answers what the end of the bytes completes.
    pub fn quiet(&mut self) -> Vec<Outcome> {
        let buffer = std::mem::take(&mut self.buffer);
        match buffer.as_slice() {
            [] => Vec::new(),
            [STX] => vec![flags(STX)],
            cut => vec![Err(unknown(cut))],
        }
    }

    fn take(&mut self, statuses: &mut Vec<Outcome>) {
        while let Some(first) = self.buffer.first() {
            if *first != STX {
                let byte = self.buffer.remove(0);
                statuses.push(flags(byte));
            } else if !begins_answer(&self.buffer) {
                self.buffer.remove(0);
                statuses.push(flags(STX));
            } else if self.buffer.len() == ANSWER_BYTES {
                statuses.push(letters(&std::mem::take(&mut self.buffer)));
            } else {
                return;
            }
        }
    }
}

/// Whether these bytes may be the beginning of the longer answer.
fn begins_answer(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(at, byte)| match at {
        0 => *byte == STX,
        1..=4 => (b'@'..=b'\x7f').contains(byte),
        5 => *byte == ETX,
        6 => *byte == b'\r',
        _ => *byte == b'\n',
    })
}

fn flags(byte: u8) -> Outcome {
    let has = |bit: u8| byte >> bit & 1 == 1;
    // The highest bit of all means an error that has no bit of its own.
    let attention = set([
        (has(0), Attention::HeadOpen),
        (has(1), Attention::Jam),
        (has(2), Attention::PaperOut),
        (has(3), Attention::RibbonOut),
        (has(4), Attention::Paused),
        (has(6), Attention::CoverOpen),
        (has(7), Attention::OtherFault),
    ]);
    Ok(PrinterStatus {
        attention,
        printing: has(5),
        raw: [byte].escape_ascii().to_string(),
    })
}

fn letters(answer: &[u8]) -> Outcome {
    let &[STX, message, warning, fault, media, ETX, ..] = answer else {
        return Err(unknown(answer));
    };
    let (in_fault, in_media) = (bits(fault), bits(media));
    let mut attention = set([
        (in_media(0), Attention::PaperOut),
        (in_media(1), Attention::Jam),
        (in_media(2), Attention::RibbonOut),
        (in_media(3), Attention::Jam),
        (in_media(5), Attention::HeadOpen),
        (in_fault(0), Attention::OverTemperature),
        (in_fault(1), Attention::OverTemperature),
        (in_fault(2), Attention::OtherFault),
        (in_fault(3), Attention::CutterJam),
        (in_fault(4), Attention::BufferFull),
        (bits(warning)(0), Attention::PaperLow),
        (bits(warning)(1), Attention::RibbonLow),
    ]);
    attention.extend(told(message).ok_or_else(|| unknown(answer))?);
    Ok(PrinterStatus {
        attention,
        printing: matches!(message, b'P' | b'W' | b'F' | b'B' | b'C'),
        raw: answer.escape_ascii().to_string(),
    })
}

fn bits(letter: u8) -> impl Fn(u8) -> bool {
    move |bit| letter >> bit & 1 == 1
}

/// What the first letter asks for.
fn told(message: u8) -> Option<Option<Attention>> {
    match message {
        b'@' | b'P' | b'W' | b'F' | b'B' | b'C' => Some(None),
        b'`' | b'K' => Some(Some(Attention::Paused)),
        b'L' => Some(Some(Attention::LabelWaiting)),
        b'E' => Some(Some(Attention::OtherFault)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Outcome> {
        let mut codec = TsplStatus::default();
        let mut statuses = codec.push(bytes);
        statuses.extend(codec.quiet());
        statuses
    }

    fn asks(bytes: &[u8], attention: &[Attention], printing: bool) {
        let statuses = read(bytes);
        let [Ok(status)] = statuses.as_slice() else {
            panic!("{statuses:?}")
        };
        assert_eq!(status.attention, attention, "{bytes:?}");
        assert_eq!(status.printing, printing, "{bytes:?}");
    }

    #[test]
    fn each_flag_asks_for_what_it_means() {
        asks(&[0], &[], false);
        asks(&[1], &[Attention::HeadOpen], false);
        asks(&[2], &[Attention::Jam], false);
        asks(&[4], &[Attention::PaperOut], false);
        asks(&[5], &[Attention::HeadOpen, Attention::PaperOut], false);
        asks(&[8], &[Attention::RibbonOut], false);
        asks(&[16], &[Attention::Paused], false);
        asks(&[32], &[], true);
        asks(&[64], &[Attention::CoverOpen], false);
        asks(&[128], &[Attention::OtherFault], false);
    }

    #[test]
    fn each_letter_asks_for_what_it_means() {
        asks(b"\x02@@@@\x03\r\n", &[], false);
        asks(b"\x02P@@@\x03\r\n", &[], true);
        asks(b"\x02`@@@\x03\r\n", &[Attention::Paused], false);
        asks(b"\x02L@@@\x03\r\n", &[Attention::LabelWaiting], false);
        asks(b"\x02@A@@\x03\r\n", &[Attention::PaperLow], false);
        asks(b"\x02@@A@\x03\r\n", &[Attention::OverTemperature], false);
        asks(b"\x02@@H@\x03\r\n", &[Attention::CutterJam], false);
        asks(b"\x02@@@A\x03\r\n", &[Attention::PaperOut], false);
        asks(b"\x02@@@D\x03\r\n", &[Attention::RibbonOut], false);
        asks(b"\x02@@@`\x03\r\n", &[Attention::HeadOpen], false);
    }

    #[test]
    fn a_jam_looks_like_the_start_of_letters_and_is_told_apart() {
        let statuses = read(b"\x02\x02@@@@\x03\r\n\x00");

        let attention: Vec<_> = statuses
            .iter()
            .flatten()
            .map(|s| s.attention.clone())
            .collect();
        assert_eq!(attention, [vec![Attention::Jam], vec![], vec![]]);
    }

    #[test]
    fn letters_that_stand_for_nothing_are_named() {
        assert!(read(b"\x02Z@@@\x03\r\n")[0].is_err());
        assert!(read(b"\x02@@@")[0].is_err());
    }
}
