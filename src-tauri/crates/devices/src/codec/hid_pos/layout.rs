//! Where a scanner's report holds what, read from its report descriptor (USB HID 1.11, section
//! 6.2.2).

use std::ops::Range;

use crate::codec::hid_descriptor::items;

/// Longest report that is read: 64 bytes at full speed, with the id before them.
const REPORT_BYTES_MAX: usize = 512;

const GENERIC_DESKTOP: u16 = 0x01;
const BYTE_COUNT: u16 = 0x3b;
const SCANNERS: u16 = 0x8c;
const AIM: Range<u16> = 0xfb..0xfe;
const DECODED: u16 = 0xfe;
const CONTINUED: u16 = 0xff;

/// Where a report holds what. Offsets count the report's id as the first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    id: u8,
    length_at: usize,
    aim: Range<usize>,
    bytes: Range<usize>,
    /// Byte and bit.
    continued: (usize, u8),
    report_bytes: usize,
}

/// Why a descriptor gives no layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLayout {
    /// The descriptor ends in the middle.
    #[error("the scanner describes itself wrongly: update its firmware")]
    Cut,
    /// No report with decoded data, or its parts do not begin at a byte.
    #[error("the scanner has no report with decoded data: set it to HID POS")]
    NoScannedData,
}

/// The places of one report.
pub(super) struct Places<'a> {
    pub(super) length: usize,
    pub(super) aim: &'a [u8],
    pub(super) bytes: &'a [u8],
    pub(super) continues: bool,
}

impl Default for Layout {
    /// Report 2 with 64 bytes: length, identifier, 56 bytes of data, two of the maker's own, flags.
    fn default() -> Self {
        Self {
            id: 2,
            length_at: 1,
            aim: 2..5,
            bytes: 5..61,
            continued: (63, 0),
            report_bytes: 64,
        }
    }
}

/// Where the parts of one report were found so far, in bits.
#[derive(Default)]
struct Found {
    id: u8,
    bits: usize,
    length: Option<usize>,
    aim: Option<usize>,
    bytes: Option<Range<usize>>,
    continued: Option<usize>,
}

/// The items that describe the next field.
#[derive(Default)]
struct Items {
    page: u16,
    size: usize,
    count: usize,
    id: u8,
    usages: Vec<(u16, u16)>,
}

impl Layout {
    /// Reads a report descriptor.
    ///
    /// # Errors
    /// [`BadLayout`], when it describes no report with decoded data.
    pub fn from_descriptor(descriptor: &[u8]) -> Result<Self, BadLayout> {
        let (mut described, mut reports) = (Items::default(), Vec::new());
        for item in items(descriptor) {
            let (tag, value) = item.map_err(|_| BadLayout::Cut)?;
            described.take(tag, value, &mut reports);
        }
        let layout = reports.iter().find_map(Self::of);
        layout.ok_or(BadLayout::NoScannedData)
    }

    /// Bytes of a report, its id included.
    #[must_use]
    pub fn report_bytes(&self) -> usize {
        self.report_bytes
    }

    fn of(found: &Found) -> Option<Self> {
        // A report with an id has it in its first byte.
        let id_bytes = usize::from(found.id != 0);
        let byte = |bits: usize| bits.is_multiple_of(8).then_some(bits / 8 + id_bytes);
        let aim = byte(found.aim?)?;
        let bytes = found.bytes.clone()?;
        let continued = found.continued?;
        let report_bytes = found.bits.div_ceil(8) + id_bytes;
        Some(Self {
            id: found.id,
            length_at: byte(found.length?)?,
            aim: aim..aim + 3,
            bytes: byte(bytes.start)?..byte(bytes.end)?,
            continued: (continued / 8 + id_bytes, u8::try_from(continued % 8).ok()?),
            report_bytes: Some(report_bytes).filter(|bytes| *bytes <= REPORT_BYTES_MAX)?,
        })
    }

    pub(super) fn places<'a>(&self, report: &'a [u8]) -> Option<Places<'a>> {
        let has_id = self.id == 0 || report.first() == Some(&self.id);
        if !has_id || report.len() != self.report_bytes {
            return None;
        }
        let flags = *report.get(self.continued.0)?;
        Some(Places {
            length: usize::from(*report.get(self.length_at)?),
            aim: report.get(self.aim.clone())?,
            bytes: report.get(self.bytes.clone())?,
            continues: flags >> self.continued.1 & 1 == 1,
        })
    }
}

impl Items {
    /// Takes one short item.
    fn take(&mut self, tag: u8, value: u32, reports: &mut Vec<Found>) {
        let small = u16::try_from(value).unwrap_or(u16::MAX);
        match tag {
            0x04 => self.page = small,
            0x74 => self.size = usize::from(small),
            0x94 => self.count = usize::from(small),
            0x84 => self.id = u8::try_from(value).unwrap_or_default(),
            // A usage of four bytes names its page itself.
            0x08 if value > 0xffff => {
                let page = u16::try_from(value >> 16).unwrap_or_default();
                self.usages
                    .push((page, u16::try_from(value & 0xffff).unwrap_or_default()));
            }
            0x08 => self.usages.push((self.page, small)),
            0x80 => self.input(reports),
            // Outputs, features and collections end the list of usages too.
            0x90 | 0xb0 | 0xa0 | 0xc0 => self.usages.clear(),
            _ => {}
        }
    }

    fn input(&mut self, reports: &mut Vec<Found>) {
        if !reports.iter().any(|found| found.id == self.id) {
            let id = self.id;
            reports.push(Found {
                id,
                ..Found::default()
            });
        }
        let usages = std::mem::take(&mut self.usages);
        let Some(found) = reports.iter_mut().find(|found| found.id == self.id) else {
            return;
        };
        let start = found.bits;
        found.bits = found
            .bits
            .saturating_add(self.size.saturating_mul(self.count));
        for (place, usage) in usages.iter().enumerate() {
            let at = start.saturating_add(place.saturating_mul(self.size));
            match *usage {
                (GENERIC_DESKTOP, BYTE_COUNT) => found.length = Some(at),
                (SCANNERS, DECODED) => found.bytes = Some(at..found.bits),
                (SCANNERS, CONTINUED) => found.continued = Some(at),
                (SCANNERS, part) if AIM.contains(&part) => found.aim = found.aim.or(Some(at)),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Report 2: byte count, three characters of identifier, 56 of data, two bytes, a flag.
    const DESCRIPTOR: &[u8] = &[
        0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x85, 0x02, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08,
        0x95, 0x01, 0x05, 0x01, 0x09, 0x3b, 0x81, 0x02, 0x05, 0x8c, 0x95, 0x03, 0x09, 0xfb, 0x09,
        0xfc, 0x09, 0xfd, 0x81, 0x02, 0x95, 0x38, 0x09, 0xfe, 0x82, 0x02, 0x01, 0x95, 0x02, 0x06,
        0x66, 0xff, 0x09, 0x04, 0x81, 0x02, 0x05, 0x8c, 0x75, 0x01, 0x95, 0x01, 0x09, 0xff, 0x81,
        0x02, 0x75, 0x01, 0x95, 0x07, 0x81, 0x03, 0xc0,
    ];

    #[test]
    fn the_usual_descriptor_gives_the_usual_layout() {
        assert_eq!(Layout::from_descriptor(DESCRIPTOR), Ok(Layout::default()));
    }

    #[test]
    fn another_order_is_another_layout() {
        let other = [
            0x05, 0x8c, 0x75, 0x08, 0x95, 0x10, 0x09, 0xfe, 0x81, 0x02, 0x95, 0x03, 0x09, 0xfb,
            0x09, 0xfc, 0x09, 0xfd, 0x81, 0x02, 0x95, 0x01, 0x0b, 0x3b, 0x00, 0x01, 0x00, 0x81,
            0x02, 0x75, 0x01, 0x95, 0x08, 0x09, 0x01, 0x09, 0xff, 0x81, 0x02,
        ];

        let layout = Layout::from_descriptor(&other).unwrap();

        assert_eq!((layout.id, layout.report_bytes), (0, 21));
        assert_eq!((layout.bytes.clone(), layout.aim.clone()), (0..16, 16..19));
        assert_eq!((layout.length_at, layout.continued), (19, (20, 1)));
    }

    #[test]
    fn a_descriptor_cut_anywhere_gives_no_wrong_layout() {
        for length in 0..DESCRIPTOR.len() {
            if let Ok(layout) = Layout::from_descriptor(&DESCRIPTOR[..length]) {
                assert_eq!(layout, Layout::default(), "{length}");
            }
        }
        assert_eq!(Layout::from_descriptor(&[0x05]), Err(BadLayout::Cut));
        assert_eq!(Layout::from_descriptor(&[]), Err(BadLayout::NoScannedData));
    }
}
