//! Status reports of EPL2 printers (EPL2 programming manual p. 3-32 and its error codes).
//!
//! Behind `eR$,2` the printer reports `$`, two digits and CR LF. Asked by `^ee` it answers two digits,
//! or several pairs parted by commas, and CR LF.

use super::frame::Framer;
use super::printer_status::{BadPrinterStatus, PrinterStatus, unknown};
use super::zpl_status::Attention;

/// Lets the printer report its status behind `$`.
pub const REPORT_REQUEST: &[u8] = b"eR$,2\r\n";

/// Asks for the errors there are, at once. The line end before it ends what stood there.
pub const ERROR_REQUEST: &[u8] = b"\r\n^ee\r\n";

/// Begins a report; [`REPORT_REQUEST`] names it.
const MARK: u8 = b'$';

/// Longest report or answer. A longer one is noise.
pub const REPORT_BYTES_MAX: usize = 32;

/// Turns a printer's bytes into statuses.
#[derive(Clone, Debug)]
pub struct EplStatus {
    framer: Framer,
    parse: fn(&[u8]) -> Result<PrinterStatus, BadPrinterStatus>,
}

impl Default for EplStatus {
    fn default() -> Self {
        Self {
            framer: Framer::lines(REPORT_BYTES_MAX),
            parse: report,
        }
    }
}

impl EplStatus {
    /// Reads the answers to [`ERROR_REQUEST`] in place of reports.
    #[must_use]
    pub fn answers() -> Self {
        Self {
            parse: answer,
            ..Self::default()
        }
    }

    /// Takes bytes as they came and answers the statuses they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<PrinterStatus, BadPrinterStatus>> {
        let lines = self.framer.push(bytes);
        lines.into_iter().map(|line| (self.parse)(&line?)).collect()
    }

    /// Gives up a half report, when the caller saw the line go quiet.
    pub fn quiet(&mut self) -> Option<BadPrinterStatus> {
        self.framer.quiet().map(BadPrinterStatus::Frame)
    }
}

fn report(line: &[u8]) -> Result<PrinterStatus, BadPrinterStatus> {
    let code = line.strip_prefix(&[MARK]).ok_or_else(|| unknown(line))?;
    Ok(status(attention(code).ok_or_else(|| unknown(line))?, line))
}

fn answer(line: &[u8]) -> Result<PrinterStatus, BadPrinterStatus> {
    let codes = line.split(|byte| *byte == b',').map(attention);
    let told: Option<Vec<Option<Attention>>> = codes.collect();
    Ok(status(
        told.ok_or_else(|| unknown(line))?.into_iter().flatten(),
        line,
    ))
}

fn status(attention: impl IntoIterator<Item = Attention>, line: &[u8]) -> PrinterStatus {
    PrinterStatus {
        attention: attention.into_iter().collect(),
        printing: false,
        raw: line.escape_ascii().to_string(),
    }
}

/// What two digits ask for; `None` where it is not two digits.
fn attention(code: &[u8]) -> Option<Option<Attention>> {
    let &[tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = code else {
        return None;
    };
    Some(match (tens, ones) {
        (b'0', b'0') => None,
        (b'0', b'4') => Some(Attention::BufferFull),
        // One code for both: the printer cannot tell which of the two is out.
        (b'0', b'7') => Some(Attention::PaperOut),
        (b'1', b'1') => Some(Attention::HeadOpen),
        (b'1', b'2') => Some(Attention::Paused),
        (b'5', b'0' | b'1') | (b'0', b'1' | b'2' | b'3' | b'8' | b'9') => {
            Some(Attention::LabelRefused)
        }
        _ => Some(Attention::OtherFault),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_asks_for_what_it_means() {
        for (bytes, attention) in [
            (&b"$00\r\n"[..], &[][..]),
            (b"$07\r\n", &[Attention::PaperOut]),
            (b"$11\r\n", &[Attention::HeadOpen]),
            (b"$12\r\n", &[Attention::Paused]),
            (b"$04\r\n", &[Attention::BufferFull]),
            (b"$01\r\n", &[Attention::LabelRefused]),
            (b"$06\r\n", &[Attention::OtherFault]),
        ] {
            let statuses = EplStatus::default().push(bytes);

            let [Ok(status)] = statuses.as_slice() else {
                panic!("{statuses:?}")
            };
            assert_eq!(status.attention, attention, "{bytes:?}");
        }
    }

    #[test]
    fn an_answer_may_hold_several_errors() {
        for (bytes, attention) in [
            (&b"00\r\n"[..], &[][..]),
            (b"11\r\n", &[Attention::HeadOpen]),
            (b"07,11\r\n", &[Attention::PaperOut, Attention::HeadOpen]),
        ] {
            let statuses = EplStatus::answers().push(bytes);

            let [Ok(status)] = statuses.as_slice() else {
                panic!("{statuses:?}")
            };
            assert_eq!(status.attention, attention, "{bytes:?}");
        }
        for bytes in [&b"$00\r\n"[..], b"0\r\n", b"07,\r\n", b"07;11\r\n"] {
            let statuses = EplStatus::answers().push(bytes);

            assert!(matches!(statuses.as_slice(), [Err(_)]), "{statuses:?}");
        }
    }

    #[test]
    fn what_is_no_report_is_named() {
        for bytes in [
            &b"00\r\n"[..],
            b"$0\r\n",
            b"$000\r\n",
            b"x$00\r\n",
            b"$O0\r\n",
            b"$\xb00\r\n",
        ] {
            let statuses = EplStatus::default().push(bytes);

            assert!(matches!(statuses.as_slice(), [Err(_)]), "{statuses:?}");
        }
    }
}
