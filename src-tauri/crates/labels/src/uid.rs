//! A label's short name: what a scan of any copy answers with.
//!
//! Twelve characters of Crockford's base 32 carry 60 bits of the record's UUID. They are the low
//! ones, which UUIDv7 fills with randomness, so a million labels collide with a chance below one
//! in a million. A reprint carries `R` and its number behind them, so that two papers of one
//! record can be told apart on the floor.

/// Characters of a short name. GS1 AI (91) holds 90; a person can still type twelve.
pub const CHARS: usize = 12;

/// Crockford's base 32: no I, L, O or U, which read as 1, 1, 0 and V.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bits a character carries.
const BITS: usize = 5;

/// The short name of the label recorded under this UUID.
#[must_use]
pub fn short(uuid: u128) -> String {
    (0..CHARS)
        .rev()
        .filter_map(|place| {
            let digit = usize::try_from((uuid >> (place * BITS)) & 0x1F).ok()?;
            ALPHABET.get(digit).map(|c| char::from(*c))
        })
        .collect()
}

/// The mark of a copy: none on the original (copy 0), `R1` on the first reprint.
#[must_use]
pub fn copy_mark(copy_no: u32) -> Option<String> {
    (copy_no > 0).then(|| format!("R{copy_no}"))
}

/// Short name and copy mark in one, as the code carries it: `7K3M9Q2XW0AB` or `7K3M9Q2XW0ABR1`.
#[must_use]
pub fn marked(uuid: u128, copy_no: u32) -> String {
    short(uuid) + &copy_mark(copy_no).unwrap_or_default()
}

/// Reads what [`marked`] wrote: the short name and the copy's number; `None` if it is not one.
#[must_use]
pub fn parse(text: &str) -> Option<(&str, u32)> {
    let (name, mark) = text.split_at_checked(CHARS)?;
    if !name.bytes().all(|c| ALPHABET.contains(&c)) {
        return None;
    }
    match mark.strip_prefix('R') {
        None if mark.is_empty() => Some((name, 0)),
        None => None,
        Some(digits) => {
            let copy_no: u32 = digits.parse().ok()?;
            (copy_mark(copy_no).as_deref() == Some(mark)).then_some((name, copy_no))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: u128 = 0x0192_e4f3_7b2a_7c11_9d3e_5f60_7182_93a4;

    #[test]
    fn a_marked_name_is_read_back() {
        for copy_no in [0, 1, 2, 41] {
            let text = marked(UUID, copy_no);

            assert_eq!(parse(&text), Some((short(UUID).as_str(), copy_no)));
        }
    }

    #[test]
    fn what_is_no_name_is_not_read_as_one() {
        for text in [
            "",
            "7K3M9Q2XW0A",
            "7K3M9Q2XW0AI",
            "7K3M9Q2XW0ABR0",
            "7K3M9Q2XW0ABR01",
            "7K3M9Q2XW0ABX",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn neighbouring_records_have_different_names() {
        assert_ne!(short(UUID), short(UUID + 1));
        assert_eq!(short(UUID).chars().count(), CHARS);
    }
}
