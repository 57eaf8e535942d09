//! Labels with random numbers, and what a scanner must answer to them, written by hand.

use labels::Fields;

use crate::tools::Read;

/// A label and the codes on it.
pub(crate) struct Sample {
    pub(crate) fields: Fields,
    pub(crate) codes: Vec<Read>,
}

/// What GS1 allows in a lot number.
const SET_82: &[u8] =
    b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/// Characters that mean something to ZPL, to its escapes, or to a shell.
const HOSTILE: &[u8] = b"^~_\\>|@#$,;:{}[]`&<\"' AZaz09";

/// GTINs of GS1's example range, with 13, 12 and 14 digits, and the same with 14.
const GTINS: [(&str, &str); 3] = [
    ("9521234543213", "09521234543213"),
    ("614141000036", "00614141000036"),
    ("19521234543210", "19521234543210"),
];

/// Numbers that are random to the code under test and the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides` (splitmix64).
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    fn text(&mut self, alphabet: &[u8], chars_max: usize) -> String {
        let count = 1 + self.below(chars_max);
        (0..count)
            .map(|_| char::from(alphabet[self.below(alphabet.len())]))
            .collect()
    }
}

/// A lot label of an item with a GTIN.
pub(crate) fn gs1(dice: &mut Dice) -> Sample {
    let lot = renderable(dice.text(SET_82, 20));
    let (gtin, gtin_14) = GTINS[dice.below(GTINS.len())];
    let uid = labels::uid::marked(
        u128::from(dice.0) << 7,
        u32::try_from(dice.below(3)).unwrap(),
    );
    let (quantity, unit, element) = quantity(dice);
    let fields = base(&lot, &uid)
        .with("gtin", gtin)
        .with("quantity", quantity)
        .with("unit", unit);
    let linear = format!("01{gtin_14}10{lot}");
    let square = format!("{linear}\u{1d}{element}91{uid}");
    Sample {
        fields,
        codes: vec![code("]C1", &linear), code("]d2", &square)],
    }
}

/// The renderer loses the last character of a Code 128 when an escaped `>` stands before it, which
/// the ZPL guide does not say: another character takes its place.
fn renderable(lot: String) -> String {
    match lot.as_bytes() {
        [.., b'>', last] => format!("{}-{}", &lot[..lot.len() - 2], char::from(*last)),
        _ => lot,
    }
}

/// Amount, unit, and its element string: a count is of variable length, a weight is not.
fn quantity(dice: &mut Dice) -> (String, &'static str, String) {
    if dice.below(2) == 0 {
        let count = 1 + dice.below(99_999);
        return (count.to_string(), "EA", format!("30{count}\u{1d}"));
    }
    let grams = 10 * dice.below(99_999) + 1 + dice.below(9);
    let kilograms = format!("{}.{:03}", grams / 1000, grams % 1000);
    (kilograms, "kg", format!("3103{grams:06}"))
}

/// A lot label of an item without a GTIN, its lot number as hostile as one can be.
pub(crate) fn own(dice: &mut Dice) -> Sample {
    let lot = match dice.below(4) {
        0 => "^XZ~JA^XA".to_owned(),
        _ => dice.text(HOSTILE, 20).trim().replace(' ', "-"),
    };
    let lot = renderable(if lot.is_empty() { "X".to_owned() } else { lot });
    let uid = labels::uid::marked(u128::from(dice.0) << 11, 0);
    Sample {
        fields: base(&lot, &uid).with("quantity", "7").with("unit", "box"),
        codes: vec![code("]C0", &lot), code("]d1", &format!("LS1:{uid}:{lot}"))],
    }
}

/// A lot label whose codes the renderer encodes as we do, so that pictures can be compared dot for
/// dot; Data Matrix leaves an encoder free in how it compacts.
pub(crate) fn plain() -> Sample {
    let (lot, uid) = ("24-0917-A", "7K3M9Q2XW0ABR1");
    Sample {
        fields: base(lot, uid)
            .with("quantity", "240")
            .with("unit", "EA")
            .with("copy", "R1"),
        codes: vec![code("]C0", lot), code("]d1", &format!("LS1:{uid}:{lot}"))],
    }
}

fn base(lot: &str, uid: &str) -> Fields {
    Fields::new()
        .with("item", "BRK-2040-SS")
        .with(
            "description",
            "^XZ~JA Bracket 40 × 20 mm, Größe µ ≥ 2, <b>deburred</b> & passivated",
        )
        .with("lot", lot)
        .with("order", "WO-100045")
        .with("operation", "30 Final assembly")
        .with("produced_at", "17 Sep 2024 14:32")
        .with("uid", uid)
}

pub(crate) fn code(aim: &str, text: &str) -> Read {
    Read {
        aim: aim.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}
