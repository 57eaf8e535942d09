//! Text from outside: how long it may be, and what it may not hold.

/// Characters of a wrong value repeated in a sentence about it.
const SHOWN_CHARS: usize = 40;

/// Characters that turn the direction of what follows, or end a line: an order number that holds one looks like
/// another one (U+202A to U+202E, U+2066 to U+2069, U+2028, U+2029).
const DISGUISES: [std::ops::RangeInclusive<char>; 2] =
    ['\u{2028}'..='\u{202e}', '\u{2066}'..='\u{2069}'];

/// The text, if it is at most `chars_max` long and free of control characters.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn checked(text: &str, chars_max: usize) -> Result<String, String> {
    let text = text.trim();
    let chars = text.chars().count();
    if chars > chars_max {
        return Err(format!(
            "{chars} characters, at most {chars_max} are allowed: shorten it"
        ));
    }
    let unprintable = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t')
            || DISGUISES.iter().any(|some| some.contains(c))
    };
    match text.chars().find(unprintable) {
        Some(c) => Err(format!(
            "it holds the control character U+{:04X}: remove it",
            u32::from(c)
        )),
        None => Ok(text.to_owned()),
    }
}

/// The beginning of a wrong value, for a sentence about it.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARS).collect()
}
