//! Code 128 (ISO/IEC 15417) in sets B and C, with FNC1 for GS1-128.
//!
//! Set C, two digits a codeword, is used at the start, where a GTIN has its digits, and left once.
//! Changing back to it would save a few bars more, but `^BC`'s spelling of that change is misread
//! by emulations of ZPL: a wider code is better than a wrong one.

/// What a symbol carries: a printable ASCII character, or FNC1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A character from space to tilde.
    Char(u8),
    /// Function character 1: first in a GS1-128, and the separator within it.
    Fnc1,
}

/// An encoded symbol: start, data and set changes, check character and stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code128 {
    codewords: Vec<u8>,
}

const GREATER_THAN: u8 = 30;
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
        let mut codewords = start_and_data(symbols);
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
    /// C, `>:` set B, `>6` changes to B, `>8` is FNC1 and `>0` a `>` (ZPL II guide, table of Code
    /// 128 invocation codes).
    #[must_use]
    pub fn zpl_field(&self) -> String {
        let data = self.codewords.len().saturating_sub(2);
        let mut in_c = false;
        let mut field = String::new();
        for codeword in self.codewords.iter().take(data).copied() {
            match codeword {
                START_B => field.push_str(">:"),
                START_C => field.push_str(">;"),
                CODE_B if in_c => field.push_str(">6"),
                FNC1 => field.push_str(">8"),
                pair if in_c => field.push_str(&format!("{pair:02}")),
                GREATER_THAN => field.push_str(">0"),
                value => field.push(char::from(value + b' ')),
            }
            in_c = codeword == START_C || in_c && codeword != CODE_B;
        }
        field
    }
}

impl Code128 {
    /// Content of TSPL's `BARCODE` of type `128M`, which prints exactly these codewords: `!105` starts
    /// set C, `!104` set B, `!100` changes to B, `!102` is FNC1 (TSPL manual, `BARCODE`). `None` where a
    /// character has no spelling there that is sure: a quote, a backslash, or `!` itself.
    #[must_use]
    pub fn tspl_field(&self) -> Option<String> {
        let data = self.codewords.len().saturating_sub(2);
        let mut in_c = false;
        let mut field = String::new();
        for codeword in self.codewords.iter().take(data).copied() {
            match codeword {
                START_B | START_C | FNC1 => field.push_str(&format!("!{codeword}")),
                CODE_B if in_c => field.push_str(&format!("!{codeword}")),
                pair if in_c => field.push_str(&format!("{pair:02}")),
                value => match char::from(value + b' ') {
                    '!' | '"' | '\\' => return None,
                    plain => field.push(plain),
                },
            }
            in_c = codeword == START_C || in_c && codeword != CODE_B;
        }
        Some(field)
    }
}

/// Quiet zone on either side, in modules (ISO/IEC 15417, 4.6).
pub const QUIET_MODULES: usize = 10;

fn check_character(codewords: &[u8]) -> u8 {
    let sum: usize = codewords
        .iter()
        .enumerate()
        .map(|(place, value)| place.max(1) * usize::from(*value))
        .sum();
    u8::try_from(sum % MODULUS).unwrap_or_default()
}

/// Start and data codewords: in set C as far as pairs of digits go, if that is shorter.
fn start_and_data(symbols: &[Symbol]) -> Vec<u8> {
    let (pairs, used) = leading_pairs(symbols);
    let rest = symbols.get(used..).unwrap_or_default();
    let in_b = rest.iter().map(|symbol| match symbol {
        Symbol::Fnc1 => FNC1,
        Symbol::Char(byte) => byte.saturating_sub(b' '),
    });
    let (start, change) = match (used, rest.len()) {
        (0, _) => (START_B, None),
        (_, 0) => (START_C, None),
        (_, _) => (START_C, Some(CODE_B)),
    };
    std::iter::once(start)
        .chain(pairs)
        .chain(change)
        .chain(in_b)
        .collect()
}

/// The codewords that set C can begin with, and how many symbols they hold; none if set B alone is
/// as short. At least two symbols are left to set B or none: emulations of ZPL lose a single one.
fn leading_pairs(symbols: &[Symbol]) -> (Vec<u8>, usize) {
    let mut codewords = Vec::new();
    let mut used = 0;
    while let Some((codeword, width)) = leading_pair(symbols.get(used..).unwrap_or_default()) {
        codewords.push(codeword);
        used += width;
    }
    if used + 1 == symbols.len() {
        used -= match codewords.pop() {
            Some(FNC1) => 1,
            Some(_) => 2,
            None => 0,
        };
    }
    let change = usize::from(used < symbols.len());
    if codewords.len() + change < used || used == symbols.len() {
        (codewords, used)
    } else {
        (Vec::new(), 0)
    }
}

/// A codeword of set C and how many symbols it holds.
fn leading_pair(symbols: &[Symbol]) -> Option<(u8, usize)> {
    match symbols {
        [Symbol::Fnc1, ..] => Some((FNC1, 1)),
        [Symbol::Char(first), Symbol::Char(second), ..]
            if first.is_ascii_digit() && second.is_ascii_digit() =>
        {
            Some(((first - b'0') * 10 + (second - b'0'), 2))
        }
        _ => None,
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
    fn set_c_is_used_where_it_saves_a_codeword() {
        for (text, expected) in [
            ("123456", ">;123456"),
            ("12345", ">:12345"),
            ("1234567", ">;1234>6567"),
            ("AB", ">:AB"),
            ("A1234", ">:A1234"),
            ("1234AB", ">;1234>6AB"),
            ("1234A", ">:1234A"),
            ("12", ">;12"),
            ("12A", ">:12A"),
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

        assert_eq!(field, ">:>810AB-1>83012");
    }

    #[test]
    fn what_zpl_reads_as_a_code_is_spelled_out() {
        assert_eq!(field("A>^~"), ">:A>0^~");
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
