//! The modulo 10 check digit of GS1 keys (GS1 General Specifications, section 7.9).

/// The check digit that belongs behind these digits; `None` where one of them is not a digit.
#[must_use]
pub fn check_digit(digits: &str) -> Option<char> {
    let weighted = digits.bytes().rev().enumerate().map(|(place, byte)| {
        let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
        Some(if place % 2 == 0 { digit * 3 } else { digit })
    });
    let sum = weighted.sum::<Option<u32>>()?;
    char::from_digit((10 - sum % 10) % 10, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_length_have_their_digit() {
        for (digits, digit) in [
            ("0952123454321", '3'),
            ("629104150021", '3'),
            ("37610425002123456", '9'),
            ("9638507", '4'),
            ("0000000000000", '0'),
        ] {
            assert_eq!(check_digit(digits), Some(digit), "{digits}");
        }
        assert_eq!(check_digit("12A"), None);
    }
}
