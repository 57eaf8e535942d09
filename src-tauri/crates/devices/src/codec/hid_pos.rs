//! USB HID point-of-sale scanners (USB HID Point of Sale Usage Tables 1.02, page 0x8C; LSR118 manual
//! app. B.1).
//!
//! A report holds how many bytes were read, an AIM identifier of three characters, the bytes, and
//! whether more follow in the next report. Where each is, the report descriptor says.

mod layout;

pub use self::layout::{BadLayout, Layout};
use super::frame::BadFrame;
use super::scan::{BadScan, Scan};
use super::scan_line::SCAN_BYTES_MAX;

/// Turns reports into scans. USB keeps reports whole: give each to [`HidPos::report`]; a stream of
/// them, from a file, goes to [`HidPos::push`].
#[derive(Clone, Debug)]
pub struct HidPos {
    layout: Layout,
    /// The code so far, its identifier first.
    code: Vec<u8>,
    buffer: Vec<u8>,
    noise: usize,
}

impl Default for HidPos {
    fn default() -> Self {
        Self::new(Layout::default())
    }
}

/// What a report holds.
struct Part<'a> {
    aim: &'a [u8],
    bytes: &'a [u8],
    continues: bool,
}

impl HidPos {
    /// A scanner whose reports are laid out like this.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            code: Vec::new(),
            buffer: Vec::new(),
            noise: 0,
        }
    }

    /// Takes one report, and answers the scan it completes, or what it shows to be lost.
    pub fn report(&mut self, report: &[u8]) -> Vec<Result<Scan, BadScan>> {
        let Some(part) = part(&self.layout, report) else {
            let raw = [&std::mem::take(&mut self.code)[..], report].concat();
            return vec![Err(BadScan::NotText { raw })];
        };
        // Every part of a code carries its identifier: another one begins another code.
        let lost = if self.code.starts_with(part.aim) {
            None
        } else {
            self.give_up(0)
        };
        if self.code.is_empty() {
            self.code.extend_from_slice(part.aim);
        }
        self.code.extend_from_slice(part.bytes);
        lost.map(Err)
            .into_iter()
            .chain(self.end(part.continues))
            .collect()
    }

    /// Drops the code so far, and `noise` bytes behind it.
    fn give_up(&mut self, noise: usize) -> Option<BadScan> {
        let dropped = std::mem::take(&mut self.code).len() + noise;
        (dropped > 0).then_some(BadFrame::CutOff { dropped }.into())
    }

    fn end(&mut self, continues: bool) -> Option<Result<Scan, BadScan>> {
        if self.code.len() > SCAN_BYTES_MAX {
            self.code.clear();
            let limit = SCAN_BYTES_MAX;
            return Some(Err(BadFrame::Overlong { limit }.into()));
        }
        (!continues).then(|| Scan::read(std::mem::take(&mut self.code)))
    }

    /// Takes bytes of a stream of reports and answers the scans they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<Scan, BadScan>> {
        let mut scans = Vec::new();
        for byte in bytes {
            self.push_byte(*byte, &mut scans);
        }
        scans
    }

    /// Gives up a half scan, when the caller saw the line go quiet.
    pub fn quiet(&mut self) -> Option<BadScan> {
        let halves = self.buffer.len() + self.code.len();
        let dropped = std::mem::take(&mut self.noise) + halves;
        self.buffer.clear();
        self.code.clear();
        (dropped > 0).then_some(BadFrame::NoEnd { dropped }.into())
    }

    fn push_byte(&mut self, byte: u8, scans: &mut Vec<Result<Scan, BadScan>>) {
        self.buffer.push(byte);
        if self.buffer.len() < self.layout.report_bytes() {
            return;
        }
        if part(&self.layout, &self.buffer).is_none() {
            self.buffer.remove(0);
            self.noise += 1;
            return;
        }
        if self.noise > 0 {
            // A code whose next part was lost is not put together with another one.
            let noise = std::mem::take(&mut self.noise);
            scans.extend(self.give_up(noise).map(Err));
        }
        let report = std::mem::take(&mut self.buffer);
        scans.extend(self.report(&report));
    }
}

/// The parts of a report; `None` where it has another id, says that it holds more than it can, or
/// holds bytes that it says are none.
fn part<'a>(layout: &Layout, report: &'a [u8]) -> Option<Part<'a>> {
    let places = layout.places(report)?;
    let (bytes, rest) = places.bytes.split_at_checked(places.length)?;
    let no_aim = places.aim.iter().all(|byte| *byte == 0);
    let aim = if no_aim { &[] } else { places.aim };
    let is_aim = no_aim || aim.first() == Some(&b']');
    let blank = rest.iter().all(|byte| *byte == 0);
    (places.length > 0 && is_aim && blank).then_some(Part {
        aim,
        bytes,
        continues: places.continues,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::aim::Symbology;

    fn report(aim: &str, bytes: &[u8], continues: bool) -> Vec<u8> {
        let mut report = vec![0; 64];
        report[0] = 2;
        report[1] = u8::try_from(bytes.len()).unwrap();
        report[2..2 + aim.len()].copy_from_slice(aim.as_bytes());
        report[5..5 + bytes.len()].copy_from_slice(bytes);
        report[63] = u8::from(continues);
        report
    }

    const GS1: &[u8] = b"01095212345432131727013110AB-123\x1d21SN42";

    #[test]
    fn a_report_is_a_scan() {
        let gs1 = HidPos::default().push(&report("]C1", GS1, false));
        let plain = HidPos::default().push(&report("]C0", b"LOT24-0917-A", false));
        let unnamed = HidPos::default().push(&report("", b"LOT24", false));

        let scan = gs1[0].as_ref().unwrap();
        assert_eq!(scan.symbology, Some(Symbology::Gs1Code128));
        assert_eq!(scan.elements().unwrap().value("21"), Some("SN42"));
        assert_eq!(plain[0].as_ref().unwrap().text, "LOT24-0917-A");
        assert_eq!(unnamed[0].as_ref().unwrap().symbology, None);
        assert_eq!((gs1.len(), plain.len(), unnamed.len()), (1, 1, 1));
    }

    #[test]
    fn a_long_code_comes_in_several_reports() {
        let (head, tail) = ([b'A'; 56], b"END");
        let stream = [report("]Q1", &head, true), report("]Q1", tail, false)].concat();

        let scans = HidPos::default().push(&stream);

        assert_eq!(scans.len(), 1);
        let scan = scans[0].as_ref().unwrap();
        assert_eq!(scan.text.len(), 59);
        assert!(scan.text.ends_with("AEND") && scan.raw.starts_with(b"]Q1AAA"));
    }

    #[test]
    fn a_code_that_lost_its_middle_is_no_code() {
        let (head, noise) = (report("]Q1", &[b'A'; 56], true), [9, 9]);
        let tail = report("]Q1", b"END", false);

        let scans = HidPos::default().push(&[&head[..], &noise, &tail].concat());

        assert_eq!(scans[0], Err(BadFrame::CutOff { dropped: 61 }.into()));
        assert_eq!(scans[1].as_ref().unwrap().text, "END");
    }

    #[test]
    fn a_code_that_lost_its_end_is_not_put_together_with_the_next() {
        let head = report("]Q1", &[b'A'; 56], true);
        let next = report("]C0", b"LOT24", false);

        let scans = HidPos::default().push(&[head, next].concat());

        assert_eq!(scans[0], Err(BadFrame::CutOff { dropped: 59 }.into()));
        assert_eq!(scans[1].as_ref().unwrap().text, "LOT24");
    }

    #[test]
    fn a_report_that_contradicts_itself_is_refused() {
        let good = report("]C0", b"LOT24", false);
        for (at, byte) in [(0, 3), (1, 57), (1, 4), (1, 0), (2, b'C')] {
            let mut bad = good.clone();
            bad[at] = byte;

            let read = HidPos::default().report(&bad);

            assert!(matches!(read.as_slice(), [Err(_)]), "{at} {byte}");
        }
        assert!(HidPos::default().report(&good[..63])[0].is_err());
    }

    #[test]
    fn a_code_without_end_is_given_up() {
        let mut codec = HidPos::default();
        let endless = report("]Q1", &[b'A'; 56], true);

        let scans = codec.push(&endless.repeat(60));

        let limit = SCAN_BYTES_MAX;
        assert!(scans.contains(&Err(BadFrame::Overlong { limit }.into())));
        assert!(codec.quiet().is_some());
        assert_eq!(codec.quiet(), None);
    }
}
