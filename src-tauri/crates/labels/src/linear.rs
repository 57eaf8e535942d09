//! Linear codes with fixed symbols: Code 39, EAN-13, ITF-14, as modules.

/// Quiet zone of Code 39 on either side, in modules (ISO/IEC 16388, 4.4).
pub const CODE_39_QUIET: usize = 10;

/// Quiet zone of EAN-13, in modules: 11 on the left, 7 on the right (GS1 General Specifications
/// 5.2.3.4); the larger on both, for the place is centred.
pub const EAN_13_QUIET: usize = 11;

/// Quiet zone of ITF-14 on either side, in modules (GS1 General Specifications 5.3.2.2).
pub const ITF_14_QUIET: usize = 10;

/// Modules of a wide bar; a narrow one has one. Three is what worn scanners tell apart best.
pub const WIDE: usize = 3;

/// Most characters of a Code 39: at 16 modules a character more is wider than any label.
pub const CODE_39_CHARS_MAX: usize = 40;

/// Characters of Code 39, each with its nine elements; 1 is a wide one (ISO/IEC 16388, table 1).
const CODE_39: [(u8, &str); 44] = [
    (b'0', "000110100"),
    (b'1', "100100001"),
    (b'2', "001100001"),
    (b'3', "101100000"),
    (b'4', "000110001"),
    (b'5', "100110000"),
    (b'6', "001110000"),
    (b'7', "000100101"),
    (b'8', "100100100"),
    (b'9', "001100100"),
    (b'A', "100001001"),
    (b'B', "001001001"),
    (b'C', "101001000"),
    (b'D', "000011001"),
    (b'E', "100011000"),
    (b'F', "001011000"),
    (b'G', "000001101"),
    (b'H', "100001100"),
    (b'I', "001001100"),
    (b'J', "000011100"),
    (b'K', "100000011"),
    (b'L', "001000011"),
    (b'M', "101000010"),
    (b'N', "000010011"),
    (b'O', "100010010"),
    (b'P', "001010010"),
    (b'Q', "000000111"),
    (b'R', "100000110"),
    (b'S', "001000110"),
    (b'T', "000010110"),
    (b'U', "110000001"),
    (b'V', "011000001"),
    (b'W', "111000000"),
    (b'X', "010010001"),
    (b'Y', "110010000"),
    (b'Z', "011010000"),
    (b'-', "010000101"),
    (b'.', "110000100"),
    (b' ', "011000100"),
    (b'$', "010101000"),
    (b'/', "010100010"),
    (b'+', "010001010"),
    (b'%', "000101010"),
    (START_STOP, "010010100"),
];

/// Begins and ends a Code 39, and cannot be carried.
const START_STOP: u8 = b'*';

/// Elements of a digit in Interleaved 2 of 5; 1 is a wide one (ISO/IEC 16390, table 1).
const ITF: [&str; 10] = [
    "00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010",
];

/// Modules of an EAN digit in number set A (GS1 General Specifications, figure 5.2.1.2.1-1); set C is
/// its complement, set B the complement read backwards.
const EAN_A: [&str; 10] = [
    "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
    "0110111", "0001011",
];

/// Number sets of the left half, by the first digit.
const EAN_SETS: [&str; 10] = [
    "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA",
    "ABBABA",
];

/// The modules of a Code 39 without a check character, from left to right; true is a bar. The first
/// character it does not have is the error.
///
/// # Errors
/// The character; `*` where there are none or more than [`CODE_39_CHARS_MAX`].
pub fn code_39(text: &str) -> Result<Vec<bool>, char> {
    if !(1..=CODE_39_CHARS_MAX).contains(&text.len()) {
        return Err(char::from(START_STOP));
    }
    if text.contains(char::from(START_STOP)) {
        return Err(char::from(START_STOP));
    }
    let mut modules = Vec::new();
    for character in format!("*{text}*").chars() {
        let elements = elements_39(character).ok_or(character)?;
        if !modules.is_empty() {
            modules.push(false);
        }
        modules.extend(widths(elements.bytes().map(|wide| wide == b'1')));
    }
    Ok(modules)
}

fn elements_39(character: char) -> Option<&'static str> {
    let byte = u8::try_from(character).ok()?;
    let known = CODE_39.iter().find(|(known, _)| *known == byte)?;
    Some(known.1)
}

/// The modules of Interleaved 2 of 5; `None` unless it is an even number of digits.
#[must_use]
pub fn itf(digits: &str) -> Option<Vec<bool>> {
    let values = digits_of(digits)?;
    if values.is_empty() || !values.len().is_multiple_of(2) {
        return None;
    }
    let mut elements = vec![false; 4];
    for pair in values.chunks(2) {
        let &[bars, spaces] = pair else { return None };
        let (bars, spaces) = (ITF.get(bars)?, ITF.get(spaces)?);
        for (bar, space) in bars.bytes().zip(spaces.bytes()) {
            elements.extend([bar == b'1', space == b'1']);
        }
    }
    elements.extend([true, false, false]);
    Some(widths(elements.into_iter()))
}

/// The 95 modules of an EAN-13; `None` unless it is 13 digits.
#[must_use]
pub fn ean_13(digits: &str) -> Option<Vec<bool>> {
    let values = digits_of(digits)?;
    let (&first, rest) = values.split_first()?;
    if rest.len() != 12 {
        return None;
    }
    let (left, right) = rest.split_at(6);
    let mut modules = vec![true, false, true];
    for (digit, set) in left.iter().zip(EAN_SETS.get(first)?.bytes()) {
        modules.extend(ean_digit(*digit, set)?);
    }
    modules.extend([false, true, false, true, false]);
    for digit in right {
        modules.extend(ean_digit(*digit, b'C')?);
    }
    modules.extend([true, false, true]);
    Some(modules)
}

fn ean_digit(digit: usize, set: u8) -> Option<Vec<bool>> {
    let in_a = EAN_A.get(digit)?.bytes().map(|module| module == b'1');
    Some(match set {
        b'A' => in_a.collect(),
        b'B' => in_a.rev().map(|bar| !bar).collect(),
        _ => in_a.map(|bar| !bar).collect(),
    })
}

fn digits_of(text: &str) -> Option<Vec<usize>> {
    text.chars()
        .map(|c| usize::try_from(c.to_digit(10)?).ok())
        .collect()
}

/// Modules of elements that are bar, space, bar, ... and wide or not.
fn widths(elements: impl Iterator<Item = bool>) -> Vec<bool> {
    elements
        .zip([true, false].into_iter().cycle())
        .flat_map(|(wide, bar)| std::iter::repeat_n(bar, if wide { WIDE } else { 1 }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(modules: &[bool]) -> String {
        let dot = |bar: &bool| if *bar { '1' } else { '0' };
        modules.iter().map(dot).collect()
    }

    #[test]
    fn an_ean_13_is_as_the_standard_draws_it() {
        // 4003994155486, the example of many primers: 4 chooses the sets A B A A B B.
        let modules = drawn(&ean_13("4003994155486").unwrap());

        assert_eq!(modules.len(), 95);
        assert!(modules.starts_with("1010001101"), "{modules}");
        assert!(modules.ends_with("101"));
        assert_eq!(&modules[45..50], "01010");
    }

    #[test]
    fn every_pattern_has_its_wide_elements() {
        for (_, elements) in CODE_39 {
            assert_eq!(elements.matches('1').count(), 3, "{elements}");
        }
        for elements in ITF {
            assert_eq!(elements.matches('1').count(), 2, "{elements}");
        }
        assert_eq!(code_39("A1").unwrap().len(), 4 * 15 + 3);
        assert_eq!(itf("12345678901231").unwrap().len(), 4 + 7 * 18 + 5);
    }

    #[test]
    fn what_cannot_be_carried_is_refused() {
        assert_eq!(code_39("a"), Err('a'));
        assert_eq!(code_39("A*B"), Err('*'));
        assert!(code_39("").is_err());
        assert_eq!(itf("123"), None);
        assert_eq!(itf("12a4"), None);
        assert_eq!(ean_13("400399415548"), None);
    }
}
