//! The port status of USB printers (USB Device Class Definition for Printing Devices 1.1, section
//! 4.2.2): one byte.

use super::printer_status::{BadPrinterStatus, PrinterStatus, set, unknown};
use super::zpl_status::Attention;

const NO_ERROR: u8 = 1 << 3;
const SELECTED: u8 = 1 << 4;
const PAPER_EMPTY: u8 = 1 << 5;

/// Reads the byte that answers `GET_PORT_STATUS`.
///
/// # Errors
/// [`BadPrinterStatus::Unknown`], when a bit is set that has no meaning.
pub fn read(byte: u8) -> Result<PrinterStatus, BadPrinterStatus> {
    if byte & !(NO_ERROR | SELECTED | PAPER_EMPTY) != 0 {
        return Err(unknown(&[byte]));
    }
    let paper_empty = byte & PAPER_EMPTY != 0;
    let attention = set([
        (paper_empty, Attention::PaperOut),
        (byte & NO_ERROR == 0 && !paper_empty, Attention::OtherFault),
        (byte & SELECTED == 0, Attention::Paused),
    ]);
    Ok(PrinterStatus {
        attention,
        printing: false,
        raw: format!("{byte:#04x}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bit_asks_for_what_it_means() {
        for (byte, attention) in [
            (0x18, &[][..]),
            (0x38, &[Attention::PaperOut]),
            (0x30, &[Attention::PaperOut]),
            (0x10, &[Attention::OtherFault]),
            (0x08, &[Attention::Paused]),
            (0x00, &[Attention::OtherFault, Attention::Paused]),
        ] {
            assert_eq!(read(byte).unwrap().attention, attention, "{byte:#x}");
        }
    }

    #[test]
    fn bits_without_meaning_are_named() {
        for byte in [0x19, 0x58, 0x98, 0xff] {
            assert!(read(byte).is_err(), "{byte:#x}");
        }
    }
}
