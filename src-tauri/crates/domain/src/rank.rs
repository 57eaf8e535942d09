//! Sort keys for lists that people reorder: between any two there is room for another.
//!
//! A key is text over `a`–`z`, compared byte by byte. Its first letters count up as entries are
//! appended, so a list of thousands keeps short keys; letters behind them split the space between
//! two neighbours. Moving one entry writes one key, so two stations that move different entries do
//! not disturb each other.

const FIRST: u8 = b'a';
const LAST: u8 = b'z';
/// Letters that count: 26^6 is three hundred million appended entries.
const COUNT_LETTERS: usize = 6;

/// A key after `before` and before `after`; an absent bound is open.
///
/// Two equal bounds (two stations chose the same key) count as an open upper bound: the order of
/// equals is decided by what the list sorts by next.
#[must_use]
pub fn between(before: Option<&str>, after: Option<&str>) -> String {
    let low = before.unwrap_or_default().as_bytes();
    let high = after.map(str::as_bytes).filter(|high| *high > low);
    let appended = if high.is_none() { successor(low) } else { None };
    let key = appended.unwrap_or_else(|| middle(low, high));
    String::from_utf8(key).unwrap_or_default()
}

/// The next count after `low`; the first one starts in the middle, so that there is room before it.
fn successor(low: &[u8]) -> Option<Vec<u8>> {
    let mut count: Vec<u8> = low
        .iter()
        .copied()
        .chain(std::iter::repeat(FIRST))
        .take(COUNT_LETTERS)
        .collect();
    if low.is_empty() {
        *count.first_mut()? = b'n';
        return Some(count);
    }
    for letter in count.iter_mut().rev() {
        if *letter < LAST {
            *letter += 1;
            return Some(count);
        }
        *letter = FIRST;
    }
    None
}

/// A key about halfway between two.
fn middle(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut key = Vec::new();
    let mut bound = high;
    for place in 0.. {
        let floor = low.get(place).copied().unwrap_or(FIRST);
        let ceiling = bound.map_or(LAST + 1, |high| high.get(place).copied().unwrap_or(FIRST));
        if ceiling > floor + 1 {
            key.push(floor + (ceiling - floor) / 2);
            break;
        }
        key.push(floor);
        if ceiling > floor {
            bound = None;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_grows_at_its_end_with_short_keys() {
        let mut last = between(None, None);
        for _ in 0..20_000 {
            let next = between(Some(&last), None);
            assert!(next > last, "{next} after {last}");
            last = next;
        }
        assert_eq!(last.len(), COUNT_LETTERS);
    }

    proptest! {
        #[test]
        fn any_entry_finds_room_anywhere(moves in proptest::collection::vec(any::<prop::sample::Index>(), 1..120)) {
            let mut keys = vec![between(None, None)];
            for place in moves {
                let at = place.index(keys.len() + 1);
                let before = at.checked_sub(1).map(|i| keys[i].as_str());
                let key = between(before, keys.get(at).map(String::as_str));
                prop_assert!(before.is_none_or(|before| before < key.as_str()));
                prop_assert!(keys.get(at).is_none_or(|after| key.as_str() < after.as_str()));
                keys.insert(at, key);
            }
        }
    }
}
