//! Keys of a scanner that types (codes of the kernel's input-event-codes.h), on the layout that scanners
//! type on unless they are set otherwise: the American one.

/// A key is pressed; other values are releases and repeats.
const PRESSED: i32 = 1;
const RELEASED: i32 = 0;

const LEFT_SHIFT: u16 = 42;
const RIGHT_SHIFT: u16 = 54;
const LEFT_CONTROL: u16 = 29;
const RIGHT_CONTROL: u16 = 97;
const LEFT_ALT: u16 = 56;
const RIGHT_ALT: u16 = 100;

/// Rows of keys: the code of the first, what they type, and what they type with shift.
const ROWS: [(u16, &[u8], &[u8]); 5] = [
    (2, b"1234567890-=", b"!@#$%^&*()_+"),
    (15, b"\tqwertyuiop[]\r", b"\tQWERTYUIOP{}\r"),
    (30, b"asdfghjkl;'`", b"ASDFGHJKL:\"~"),
    (43, b"\\zxcvbnm,./", b"|ZXCVBNM<>?"),
    (57, b" ", b" "),
];

/// Keys of the number pad.
const PAD: [(u16, u8); 16] = [
    (55, b'*'),
    (71, b'7'),
    (72, b'8'),
    (73, b'9'),
    (74, b'-'),
    (75, b'4'),
    (76, b'5'),
    (77, b'6'),
    (78, b'+'),
    (79, b'1'),
    (80, b'2'),
    (81, b'3'),
    (82, b'0'),
    (83, b'.'),
    (96, b'\r'),
    (98, b'/'),
];

/// Stands for keys that were lost. No code holds it, so what it stands in is refused.
pub const LOST: u8 = 0;

/// Turns keys into the bytes that were scanned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keyboard {
    shift: bool,
    control: bool,
    /// What was typed on the number pad since Alt is held: the number of a character.
    alt: Option<u16>,
}

impl Keyboard {
    /// Takes what one key did, and answers the byte it typed.
    pub fn key(&mut self, code: u16, value: i32) -> Option<u8> {
        let down = value != RELEASED;
        match code {
            LEFT_SHIFT | RIGHT_SHIFT => self.shift = down,
            LEFT_CONTROL | RIGHT_CONTROL => self.control = down,
            LEFT_ALT | RIGHT_ALT if down => self.alt = self.alt.or(Some(0)),
            LEFT_ALT | RIGHT_ALT => {
                let number = u8::try_from(self.alt.take()?).ok();
                return number.filter(|number| *number != 0);
            }
            _ if value == PRESSED => return self.typed(code),
            _ => {}
        }
        None
    }

    fn typed(&mut self, code: u16) -> Option<u8> {
        let on_pad = PAD
            .iter()
            .find(|(key, _)| *key == code)
            .map(|(_, byte)| *byte);
        if let (Some(number), Some(digit)) = (self.alt, on_pad.filter(u8::is_ascii_digit)) {
            let digit = u16::from(digit - b'0');
            self.alt = Some(number.saturating_mul(10).saturating_add(digit));
            return None;
        }
        let byte = on_pad.or_else(|| self.in_row(code))?;
        // Control and a sign type the control character below it: GS is Control and `]`.
        Some(if self.control {
            byte.to_ascii_uppercase() & 0x1f
        } else {
            byte
        })
    }

    fn in_row(&self, code: u16) -> Option<u8> {
        ROWS.iter().find_map(|(first, plain, shifted)| {
            let at = usize::from(code.checked_sub(*first)?);
            if self.shift { shifted } else { plain }.get(at).copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: (u16, i32) = (LEFT_SHIFT, 1);
    const NO_SHIFT: (u16, i32) = (LEFT_SHIFT, 0);

    fn typed(keys: &[(u16, i32)]) -> Vec<u8> {
        let mut keyboard = Keyboard::default();
        keys.iter()
            .filter_map(|(code, value)| keyboard.key(*code, *value))
            .collect()
    }

    #[test]
    fn keys_are_what_they_type_with_and_without_shift() {
        let lot = [
            SHIFT,
            (38, 1),
            (38, 0),
            (24, 1),
            (20, 1),
            NO_SHIFT,
            (12, 1),
            (3, 1),
            (28, 1),
        ];

        assert_eq!(typed(&lot), b"LOT-2\r");
        assert_eq!(typed(&[(96, 1), (15, 1), (57, 1), (43, 1)]), b"\r\t \\");
        assert_eq!(typed(&[SHIFT, (53, 1), (41, 1), (13, 1)]), b"?~+");
    }

    #[test]
    fn a_separator_is_typed_with_control_or_as_a_number() {
        let control = [(LEFT_CONTROL, 1), (27, 1), (LEFT_CONTROL, 0), (30, 1)];
        let alt = [
            (LEFT_ALT, 1),
            (82, 1),
            (80, 1),
            (73, 1),
            (LEFT_ALT, 0),
            (30, 1),
        ];

        assert_eq!(typed(&control), b"\x1da");
        assert_eq!(typed(&alt), b"\x1da");
    }

    #[test]
    fn repeats_releases_and_keys_that_type_nothing_are_nothing() {
        assert_eq!(typed(&[(30, 2), (30, 0), (1, 1), (59, 1), (500, 1)]), b"");
        assert_eq!(typed(&[(LEFT_ALT, 1), (LEFT_ALT, 0)]), b"");
    }
}
