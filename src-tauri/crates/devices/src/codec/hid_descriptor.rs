//! Report descriptors (USB HID 1.11, section 6.2.2): a list of items that say what a device's
//! reports hold.

/// The descriptor ends within an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut;

/// Begins a collection.
const COLLECTION: u8 = 0xa0;
/// The collection stands for a whole device.
const APPLICATION: u32 = 1;
const USAGE_PAGE: u8 = 0x04;
const USAGE: u8 = 0x08;

/// The short items of a descriptor: tag and value. Long items are reserved, and no device has them.
pub(crate) fn items(descriptor: &[u8]) -> impl Iterator<Item = Result<(u8, u32), Cut>> {
    let mut rest = descriptor;
    std::iter::from_fn(move || {
        let [prefix, after @ ..] = rest else {
            return None;
        };
        let bytes = [0, 1, 2, 4].get(usize::from(prefix & 3)).copied();
        let Some((value, next)) = after.split_at_checked(bytes.unwrap_or_default()) else {
            rest = &[];
            return Some(Err(Cut));
        };
        rest = next;
        Some(Ok((prefix & !3, number(value))))
    })
}

/// The usage pages of the devices that a descriptor describes, as far as it can be read.
#[must_use]
pub fn pages(descriptor: &[u8]) -> Vec<u16> {
    let (mut page, mut own, mut pages) = (0, None, Vec::new());
    for (tag, value) in items(descriptor).map_while(Result::ok) {
        let [low, high] =
            [value & 0xffff, value >> 16].map(|half| u16::try_from(half).unwrap_or(0));
        match tag {
            USAGE_PAGE => page = low,
            // A usage of four bytes names its page itself.
            USAGE => own = (high != 0).then_some(high),
            COLLECTION if value == APPLICATION => pages.push(own.take().unwrap_or(page)),
            _ => {}
        }
    }
    pages
}

/// Bytes of an item, least first.
fn number(bytes: &[u8]) -> u32 {
    let high_first = bytes.iter().rev();
    high_first.fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_descriptor_says_what_the_device_is() {
        let scanner = [0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0xa1, 0x02, 0xc0, 0xc0];
        let scale_and_scanner = [
            0x06, 0x8d, 0x00, 0x09, 0x20, 0xa1, 0x01, 0xc0, 0x0b, 0x02, 0x00, 0x8c, 0x00, 0xa1,
            0x01, 0xc0,
        ];

        assert_eq!(pages(&scanner), [0x8c]);
        assert_eq!(pages(&scale_and_scanner), [0x8d, 0x8c]);
        assert!(pages(&[0x05]).is_empty());
    }
}
