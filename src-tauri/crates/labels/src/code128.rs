//! Code 128 (ISO/IEC 15417): the shortest codewords in sets B and C, with FNC1 for GS1-128.

/// What a symbol carries: a printable ASCII character, or FNC1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A character from space to tilde.
    Char(u8),
    /// Function character 1: first in a GS1-128, and the separator within it.
    Fnc1,
}

/// A code set. Set A (control characters) is never needed for what labels carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    B,
    C,
}

/// An encoded symbol: start, data and set changes, check character and stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code128 {
    codewords: Vec<u8>,
}

const CODE_C: u8 = 99;
const CODE_B: u8 = 100;
const FNC1: u8 = 102;
const START_B: u8 = 104;
const START_C: u8 = 105;
const STOP: u8 = 106;

/// The check character is the weighted sum modulo this prime.
const MODULUS: usize = 103;

/// Longest data accepted, in characters. GS1-128 allows 48; a symbol of 80 is wider than any label.
pub const SYMBOLS_MAX: usize = 80;

/// Module widths of bar, space, bar, ... of each codeword (ISO/IEC 15417, table 1).
const PATTERNS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

/// The symbols of a plain text; the first character that has none is the error.
///
/// # Errors
/// The character that is not printable ASCII.
pub fn plain(text: &str) -> Result<Vec<Symbol>, char> {
    text.chars()
        .map(|c| match u8::try_from(c) {
            Ok(byte @ b' '..=b'~') => Ok(Symbol::Char(byte)),
            Ok(_) | Err(_) => Err(c),
        })
        .collect()
}

impl Code128 {
    /// Encodes the symbols; `None` when there are none, more than [`SYMBOLS_MAX`], or one is not
    /// printable ASCII.
    #[must_use]
    pub fn encode(symbols: &[Symbol]) -> Option<Self> {
        let printable = |s: &Symbol| matches!(s, Symbol::Fnc1 | Symbol::Char(b' '..=b'~'));
        let fits = (1..=SYMBOLS_MAX).contains(&symbols.len());
        if !fits || !symbols.iter().all(printable) {
            return None;
        }
        let mut codewords = shortest(symbols);
        codewords.push(check_character(&codewords));
        codewords.push(STOP);
        Some(Self { codewords })
    }

    /// Width in modules, without the quiet zones of [`QUIET_MODULES`].
    #[must_use]
    pub fn width_modules(&self) -> usize {
        self.modules().len()
    }

    /// The modules from left to right; true is a bar.
    #[must_use]
    pub fn modules(&self) -> Vec<bool> {
        self.codewords
            .iter()
            .filter_map(|codeword| PATTERNS.get(usize::from(*codeword)))
            .flat_map(|pattern| pattern.bytes().zip([true, false].into_iter().cycle()))
            .flat_map(|(digit, bar)| std::iter::repeat_n(bar, usize::from(digit - b'0')))
            .collect()
    }

    /// Field data of ZPL's `^BC` in mode N, which prints exactly these codewords: `>;` starts set
    /// C, `>:` set B, `>5` and `>6` change set, `>8` is FNC1 (ZPL II guide, table of Code 128
    /// invocation codes).
    #[must_use]
    pub fn zpl_field(&self) -> String {
        let data = self.codewords.len().saturating_sub(2);
        let mut set = Set::B;
        let mut field = String::new();
        for codeword in self.codewords.iter().take(data).copied() {
            match (set, codeword) {
                (_, START_B) => field.push_str(">:"),
                (_, START_C) => field.push_str(">;"),
                (_, FNC1) => field.push_str(">8"),
                (Set::B, CODE_C) => field.push_str(">5"),
                (Set::C, CODE_B) => field.push_str(">6"),
                (Set::B, value) => field.push_str(&zpl_character(value)),
                (Set::C, pair) => field.push_str(&format!("{pair:02}")),
            }
            set = match codeword {
                START_B | CODE_B => Set::B,
                START_C | CODE_C => Set::C,
                _ => set,
            };
        }
        field
    }
}

/// Quiet zone on either side, in modules (ISO/IEC 15417, 4.6).
pub const QUIET_MODULES: usize = 10;

/// A set B value as `^BC` field data; `>`, `^` and `~` have spellings of their own.
fn zpl_character(value: u8) -> String {
    match value {
        30 => ">0".to_owned(),
        62 => "><".to_owned(),
        94 => ">=".to_owned(),
        value => char::from(value + b' ').to_string(),
    }
}

fn check_character(codewords: &[u8]) -> u8 {
    let sum: usize = codewords
        .iter()
        .enumerate()
        .map(|(place, value)| place.max(1) * usize::from(*value))
        .sum();
    u8::try_from(sum % MODULUS).unwrap_or_default()
}

/// One way to encode the symbols from some place on, in one set.
#[derive(Clone, Default)]
struct Tail {
    /// Codewords, last first.
    reversed: Vec<u8>,
}

/// The start and data codewords, as few as possible: dynamic programming from the end, keeping
/// the best tail for each set; one or two symbols ahead is all a set ever looks.
fn shortest(symbols: &[Symbol]) -> Vec<u8> {
    let none = || [Some(Tail::default()), Some(Tail::default())];
    let (mut next, mut after_next) = (none(), [None, None]);
    for (place, symbol) in symbols.iter().enumerate().rev() {
        let here = best_tails(*symbol, symbols.get(place + 1).copied(), &next, &after_next);
        after_next = std::mem::replace(&mut next, here);
    }
    let [in_b, in_c] = next.map(|tail| tail.unwrap_or_default().reversed);
    let (start, mut tail) = if in_c.len() <= in_b.len() && !in_c.is_empty() {
        (START_C, in_c)
    } else {
        (START_B, in_b)
    };
    tail.push(start);
    tail.reverse();
    tail
}

type Tails = [Option<Tail>; 2];

/// The best tails from a place on, given those one and two places later: stay in the set, or
/// change set first when the other one is shorter even so.
fn best_tails(symbol: Symbol, following: Option<Symbol>, next: &Tails, after: &Tails) -> Tails {
    let [next_b, next_c] = next;
    let [_, after_c] = after;
    let (stay_b, stay_c) = match symbol {
        Symbol::Fnc1 => (prepend(FNC1, next_b), prepend(FNC1, next_c)),
        Symbol::Char(byte) => {
            let pair = pair(byte, following).and_then(|pair| prepend(pair, after_c));
            (prepend(byte - b' ', next_b), pair)
        }
    };
    let change_b = prepend(CODE_C, &stay_c);
    let change_c = prepend(CODE_B, &stay_b);
    [shorter(stay_b, change_b), shorter(stay_c, change_c)]
}

/// The set C value of two digits.
fn pair(first: u8, second: Option<Symbol>) -> Option<u8> {
    match second {
        Some(Symbol::Char(second)) if first.is_ascii_digit() && second.is_ascii_digit() => {
            Some((first - b'0') * 10 + (second - b'0'))
        }
        _ => None,
    }
}

fn prepend(codeword: u8, tail: &Option<Tail>) -> Option<Tail> {
    let mut tail = tail.clone()?;
    tail.reversed.push(codeword);
    Some(tail)
}

fn shorter(stay: Option<Tail>, change: Option<Tail>) -> Option<Tail> {
    match (stay, change) {
        (Some(stay), Some(change)) if change.reversed.len() < stay.reversed.len() => Some(change),
        (Some(stay), _) => Some(stay),
        (None, change) => change,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(text: &str) -> String {
        Code128::encode(&plain(text).unwrap()).unwrap().zpl_field()
    }

    #[test]
    fn the_check_character_of_the_standards_example_is_right() {
        // ISO/IEC 15417 annex A and the ZPL guide agree on PJJ123C: 54 as the check value.
        let code = Code128 {
            codewords: vec![103, 48, 42, 42, 17, 18, 19, 35],
        };

        assert_eq!(check_character(&code.codewords), 54);
    }

    #[test]
    fn sets_change_only_where_it_saves_a_codeword() {
        for (text, expected) in [
            ("123456", ">;123456"),
            ("12345", ">;1234>65"),
            ("AB", ">:AB"),
            ("A1234", ">:A>51234"),
            ("A12B", ">:A12B"),
            ("A123456B", ">:A>5123456>6B"),
            ("12", ">;12"),
            ("1", ">:1"),
        ] {
            assert_eq!(field(text), expected, "{text}");
        }
    }

    #[test]
    fn a_gs1_128_starts_with_fnc1_and_separates_with_it() {
        let mut symbols = vec![Symbol::Fnc1];
        symbols.extend(plain("10AB-1").unwrap());
        symbols.push(Symbol::Fnc1);
        symbols.extend(plain("3012").unwrap());

        let field = Code128::encode(&symbols).unwrap().zpl_field();

        assert_eq!(field, ">;>810>6AB-1>8>53012");
    }

    #[test]
    fn what_zpl_reads_as_a_code_is_spelled_out() {
        assert_eq!(field("A>^~"), ">:A>0><>=");
    }

    #[test]
    fn every_pattern_is_eleven_modules_and_the_stop_thirteen() {
        for (value, pattern) in PATTERNS.iter().enumerate() {
            let modules: u8 = pattern.bytes().map(|digit| digit - b'0').sum();
            assert_eq!(modules, if value == usize::from(STOP) { 13 } else { 11 });
        }
        let distinct: std::collections::BTreeSet<_> = PATTERNS.iter().collect();
        assert_eq!(distinct.len(), PATTERNS.len());
    }

    #[test]
    fn what_cannot_be_encoded_is_named() {
        assert_eq!(plain("LOT-Ä"), Err('Ä'));
        assert_eq!(plain("A\tB"), Err('\t'));
        assert_eq!(Code128::encode(&[]), None);
    }

    /// Reads codewords back as the standard says; written apart from the encoder.
    fn decode(code: &Code128) -> String {
        let mut set_c = code.codewords[0] == START_C;
        let mut text = String::new();
        for value in &code.codewords[1..code.codewords.len() - 2] {
            match (set_c, *value) {
                (_, 102) => text.push('\u{1d}'),
                (false, 99) => set_c = true,
                (true, 100) => set_c = false,
                (true, pair) => text += &format!("{pair:02}"),
                (false, value) => text.push(char::from(value + 32)),
            }
        }
        text
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_and_never_longer_than_in_one_set(text in "[ -~]{1,40}|[0-9A-Z-]{1,40}") {
            let code = Code128::encode(&plain(&text).unwrap()).unwrap();

            prop_assert_eq!(decode(&code), text.clone());
            prop_assert!(code.codewords.len() <= text.len() + 3);
        }
    }
}
