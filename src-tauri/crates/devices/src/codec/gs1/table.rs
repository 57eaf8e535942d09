//! The application identifiers (GS1 General Specifications, section 3.2), as data.

/// What characters a part may hold (GS1 General Specifications, figures 7.11-1 to 7.11-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    /// Digits.
    N,
    /// GS1 character set 82.
    X,
    /// GS1 character set 39.
    Y,
    /// GS1 character set 64, which is base64 for URLs.
    Z,
}

/// What a part must satisfy beyond its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    None,
    /// Its last digit is the modulo 10 check digit of the others.
    CheckDigit,
    /// YYMMDD.
    Date,
    /// YYMMDD where DD may be 00, which is the last day of the month.
    DateOrMonth,
    /// HHMM.
    HourMinute,
    /// YYYYMMDD.
    LongDate,
}

/// A stretch of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) set: Set,
    pub(super) min: usize,
    pub(super) max: usize,
    /// Lengths between `min` and `max` come in steps of this.
    pub(super) step: usize,
    pub(super) rule: Rule,
}

/// What a value counts, when it is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Nothing: it is text, or a date by its first part's rule.
    Nothing,
    /// Pieces.
    Pieces,
    /// A measure in this unit; the identifier's last digit says how many decimals.
    Measure(&'static str),
    /// A number whose decimals the identifier's last digit says.
    Amount,
    /// The same behind a currency code of three digits.
    AmountIn,
}

/// One row: an identifier, or ten of them that differ in their last digit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The digits all identifiers of the row begin with.
    pub(super) prefix: &'static str,
    /// The highest last digit, when the row is a family.
    pub(super) last: Option<u8>,
    pub(super) title: &'static str,
    pub(super) parts: &'static [Part],
    pub(super) counts: Counts,
}

/// Two digits an identifier begins with → length of identifier and value, where that is predefined
/// and no separator is needed (GS1 General Specifications, figure 7.8.5-2).
const PREDEFINED: &[(&str, usize)] = &[
    ("00", 20),
    ("01", 16),
    ("02", 16),
    ("03", 16),
    ("04", 18),
    ("11", 8),
    ("12", 8),
    ("13", 8),
    ("14", 8),
    ("15", 8),
    ("16", 8),
    ("17", 8),
    ("18", 8),
    ("19", 8),
    ("20", 4),
    ("31", 10),
    ("32", 10),
    ("33", 10),
    ("34", 10),
    ("35", 10),
    ("36", 10),
    ("41", 16),
];

const fn part(set: Set, min: usize, max: usize) -> Part {
    Part {
        set,
        min,
        max,
        step: 1,
        rule: Rule::None,
    }
}
const fn n(length: usize) -> Part {
    part(Set::N, length, length)
}
const fn n_to(max: usize) -> Part {
    part(Set::N, 1, max)
}
const fn x(length: usize) -> Part {
    part(Set::X, length, length)
}
const fn x_to(max: usize) -> Part {
    part(Set::X, 1, max)
}
const fn maybe(part: Part) -> Part {
    Part { min: 0, ..part }
}
const fn by(step: usize, part: Part) -> Part {
    Part { step, ..part }
}
const fn ruled(rule: Rule, part: Part) -> Part {
    Part { rule, ..part }
}
const fn row(prefix: &'static str, title: &'static str, parts: &'static [Part]) -> Row {
    Row {
        prefix,
        last: None,
        title,
        parts,
        counts: Counts::Nothing,
    }
}
const fn family(
    prefix: &'static str,
    last: u8,
    title: &'static str,
    parts: &'static [Part],
) -> Row {
    Row {
        prefix,
        last: Some(last),
        title,
        parts,
        counts: Counts::Nothing,
    }
}
const fn count(row: Row, counts: Counts) -> Row {
    Row { counts, ..row }
}
/// A trade measure: six digits, up to five of them decimals.
const fn measure(prefix: &'static str, title: &'static str, unit: &'static str) -> Row {
    count(family(prefix, 5, title, SIX_DIGITS), Counts::Measure(unit))
}
const SIX_DIGITS: &[Part] = &[n(6)];

const KEY13: Part = ruled(Rule::CheckDigit, n(13));
const KEY14: Part = ruled(Rule::CheckDigit, n(14));
const KEY17: Part = ruled(Rule::CheckDigit, n(17));
const KEY18: Part = ruled(Rule::CheckDigit, n(18));
const DATE: Part = ruled(Rule::Date, n(6));
const DATE_OR_MONTH: Part = ruled(Rule::DateOrMonth, n(6));
const TIME: Part = ruled(Rule::HourMinute, n(4));
const LONG_DATE: Part = ruled(Rule::LongDate, n(8));
const CPID: Part = part(Set::Y, 1, 30);
const SIGNATURE: Part = part(Set::Z, 1, 90);

/// Every identifier the parser knows. No identifier begins another one.
pub(super) const ROWS: &[Row] = &[
    row("00", "SSCC", &[KEY18]),
    row("01", "GTIN", &[KEY14]),
    row("02", "CONTENT", &[KEY14]),
    row("03", "MTO GTIN", &[KEY14]),
    row("10", "BATCH/LOT", &[x_to(20)]),
    row("11", "PROD DATE", &[DATE_OR_MONTH]),
    row("12", "DUE DATE", &[DATE_OR_MONTH]),
    row("13", "PACK DATE", &[DATE_OR_MONTH]),
    row("15", "BEST BEFORE", &[DATE_OR_MONTH]),
    row("16", "SELL BY", &[DATE_OR_MONTH]),
    row("17", "USE BY", &[DATE_OR_MONTH]),
    row("20", "VARIANT", &[n(2)]),
    row("21", "SERIAL", &[x_to(20)]),
    row("22", "CPV", &[x_to(20)]),
    row("235", "TPX", &[x_to(28)]),
    row("240", "ADDITIONAL ID", &[x_to(30)]),
    row("241", "CUST. PART No.", &[x_to(30)]),
    row("242", "MTO VARIANT", &[n_to(6)]),
    row("243", "PCN", &[x_to(20)]),
    row("250", "SECONDARY SERIAL", &[x_to(30)]),
    row("251", "REF. TO SOURCE", &[x_to(30)]),
    row("253", "GDTI", &[KEY13, maybe(x_to(17))]),
    row("254", "GLN EXTENSION COMPONENT", &[x_to(20)]),
    row("255", "GCN", &[KEY13, maybe(n_to(12))]),
    count(row("30", "VAR. COUNT", &[n_to(8)]), Counts::Pieces),
    measure("310", "NET WEIGHT", "kg"),
    measure("311", "LENGTH", "m"),
    measure("312", "WIDTH", "m"),
    measure("313", "HEIGHT", "m"),
    measure("314", "AREA", "m2"),
    measure("315", "NET VOLUME", "l"),
    measure("316", "NET VOLUME", "m3"),
    measure("320", "NET WEIGHT", "lb"),
    measure("321", "LENGTH", "in"),
    measure("322", "LENGTH", "ft"),
    measure("323", "LENGTH", "yd"),
    measure("324", "WIDTH", "in"),
    measure("325", "WIDTH", "ft"),
    measure("326", "WIDTH", "yd"),
    measure("327", "HEIGHT", "in"),
    measure("328", "HEIGHT", "ft"),
    measure("329", "HEIGHT", "yd"),
    measure("330", "GROSS WEIGHT", "kg"),
    measure("331", "LENGTH, log", "m"),
    measure("332", "WIDTH, log", "m"),
    measure("333", "HEIGHT, log", "m"),
    measure("334", "AREA, log", "m2"),
    measure("335", "VOLUME, log", "l"),
    measure("336", "VOLUME, log", "m3"),
    measure("337", "KG PER m2", "kg/m2"),
    measure("340", "GROSS WEIGHT", "lb"),
    measure("341", "LENGTH, log", "in"),
    measure("342", "LENGTH, log", "ft"),
    measure("343", "LENGTH, log", "yd"),
    measure("344", "WIDTH, log", "in"),
    measure("345", "WIDTH, log", "ft"),
    measure("346", "WIDTH, log", "yd"),
    measure("347", "HEIGHT, log", "in"),
    measure("348", "HEIGHT, log", "ft"),
    measure("349", "HEIGHT, log", "yd"),
    measure("350", "AREA", "in2"),
    measure("351", "AREA", "ft2"),
    measure("352", "AREA", "yd2"),
    measure("353", "AREA, log", "in2"),
    measure("354", "AREA, log", "ft2"),
    measure("355", "AREA, log", "yd2"),
    measure("356", "NET WEIGHT", "ozt"),
    measure("357", "NET WEIGHT", "oz"),
    measure("360", "NET VOLUME", "qt"),
    measure("361", "NET VOLUME", "gal"),
    measure("362", "VOLUME, log", "qt"),
    measure("363", "VOLUME, log", "gal"),
    measure("364", "VOLUME", "in3"),
    measure("365", "VOLUME", "ft3"),
    measure("366", "VOLUME", "yd3"),
    measure("367", "VOLUME, log", "in3"),
    measure("368", "VOLUME, log", "ft3"),
    measure("369", "VOLUME, log", "yd3"),
    count(row("37", "COUNT", &[n_to(8)]), Counts::Pieces),
    count(family("390", 9, "AMOUNT", &[n_to(15)]), Counts::Amount),
    count(
        family("391", 9, "AMOUNT", &[n(3), n_to(15)]),
        Counts::AmountIn,
    ),
    count(family("392", 9, "PRICE", &[n_to(15)]), Counts::Amount),
    count(
        family("393", 9, "PRICE", &[n(3), n_to(15)]),
        Counts::AmountIn,
    ),
    count(family("394", 3, "PRCNT OFF", &[n(4)]), Counts::Amount),
    count(family("395", 5, "PRICE/UoM", &[n(6)]), Counts::Amount),
    row("400", "ORDER NUMBER", &[x_to(30)]),
    row("401", "GINC", &[x_to(30)]),
    row("402", "GSIN", &[KEY17]),
    row("403", "ROUTE", &[x_to(30)]),
    row("410", "SHIP TO LOC", &[KEY13]),
    row("411", "BILL TO", &[KEY13]),
    row("412", "PURCHASE FROM", &[KEY13]),
    row("413", "SHIP FOR LOC", &[KEY13]),
    row("414", "LOC No.", &[KEY13]),
    row("415", "PAY TO", &[KEY13]),
    row("416", "PROD/SERV LOC", &[KEY13]),
    row("417", "PARTY", &[KEY13]),
    row("420", "SHIP TO POST", &[x_to(20)]),
    row("421", "SHIP TO POST", &[n(3), x_to(9)]),
    row("422", "ORIGIN", &[n(3)]),
    row(
        "423",
        "COUNTRY - INITIAL PROCESS",
        &[by(3, part(Set::N, 3, 15))],
    ),
    row("424", "COUNTRY - PROCESS", &[n(3)]),
    row(
        "425",
        "COUNTRY - DISASSEMBLY",
        &[by(3, part(Set::N, 3, 15))],
    ),
    row("426", "COUNTRY - FULL PROCESS", &[n(3)]),
    row("427", "ORIGIN SUBDIVISION", &[x_to(3)]),
    row("4300", "SHIP TO COMP", &[x_to(35)]),
    row("4301", "SHIP TO NAME", &[x_to(35)]),
    row("4302", "SHIP TO ADD1", &[x_to(70)]),
    row("4303", "SHIP TO ADD2", &[x_to(70)]),
    row("4304", "SHIP TO SUB", &[x_to(70)]),
    row("4305", "SHIP TO LOC", &[x_to(70)]),
    row("4306", "SHIP TO REG", &[x_to(70)]),
    row("4307", "SHIP TO COUNTRY", &[x(2)]),
    row("4308", "SHIP TO PHONE", &[x_to(30)]),
    row("4309", "SHIP TO GEO", &[n(20)]),
    row("4310", "RTN TO COMP", &[x_to(35)]),
    row("4311", "RTN TO NAME", &[x_to(35)]),
    row("4312", "RTN TO ADD1", &[x_to(70)]),
    row("4313", "RTN TO ADD2", &[x_to(70)]),
    row("4314", "RTN TO SUB", &[x_to(70)]),
    row("4315", "RTN TO LOC", &[x_to(70)]),
    row("4316", "RTN TO REG", &[x_to(70)]),
    row("4317", "RTN TO COUNTRY", &[x(2)]),
    row("4318", "RTN TO POST", &[x_to(20)]),
    row("4319", "RTN TO PHONE", &[x_to(30)]),
    row("4320", "SRV DESCRIPTION", &[x_to(35)]),
    row("4321", "DANGEROUS GOODS", &[n(1)]),
    row("4322", "AUTH LEAVE", &[n(1)]),
    row("4323", "SIG REQUIRED", &[n(1)]),
    row("4324", "NBEF DEL DT", &[DATE, TIME]),
    row("4325", "NAFT DEL DT", &[DATE, TIME]),
    row("4326", "REL DATE", &[DATE]),
    row("4330", "MAX TEMP F", &[n(6), maybe(x(1))]),
    row("4331", "MAX TEMP C", &[n(6), maybe(x(1))]),
    row("4332", "MIN TEMP F", &[n(6), maybe(x(1))]),
    row("4333", "MIN TEMP C", &[n(6), maybe(x(1))]),
    row("7001", "NSN", &[n(13)]),
    row("7002", "MEAT CUT", &[x_to(30)]),
    row("7003", "EXPIRY TIME", &[DATE, TIME]),
    row("7004", "ACTIVE POTENCY", &[n_to(4)]),
    row("7005", "CATCH AREA", &[x_to(12)]),
    row("7006", "FIRST FREEZE DATE", &[DATE]),
    row("7007", "HARVEST DATE", &[DATE, by(6, maybe(DATE))]),
    row("7008", "AQUATIC SPECIES", &[x_to(3)]),
    row("7009", "FISHING GEAR TYPE", &[x_to(10)]),
    row("7010", "PROD METHOD", &[x_to(2)]),
    row("7011", "TEST BY DATE", &[DATE, by(4, maybe(TIME))]),
    row("7020", "REFURB LOT", &[x_to(20)]),
    row("7021", "FUNC STAT", &[x_to(20)]),
    row("7022", "REV STAT", &[x_to(20)]),
    row("7023", "GIAI - ASSEMBLY", &[x_to(30)]),
    family("703", 9, "PROCESSOR", &[n(3), x_to(27)]),
    row("7040", "UIC+EXT", &[n(1), x(3)]),
    row("7041", "UFRGT UNIT TYPE", &[x_to(4)]),
    row("710", "NHRN PZN", &[x_to(20)]),
    row("711", "NHRN CIP", &[x_to(20)]),
    row("712", "NHRN CN", &[x_to(20)]),
    row("713", "NHRN DRN", &[x_to(20)]),
    row("714", "NHRN AIM", &[x_to(20)]),
    row("715", "NHRN NDC", &[x_to(20)]),
    row("716", "NHRN AIC", &[x_to(20)]),
    family("723", 9, "CERT", &[x(2), x_to(28)]),
    row("7240", "PROTOCOL", &[x_to(20)]),
    row("7241", "AIDC MEDIA TYPE", &[n(2)]),
    row("7242", "VCN", &[x_to(25)]),
    row("7250", "DOB", &[LONG_DATE]),
    row("7251", "DOB TIME", &[LONG_DATE, TIME]),
    row("7252", "BIO SEX", &[n(1)]),
    row("7253", "FAMILY NAME", &[x_to(40)]),
    row("7254", "GIVEN NAME", &[x_to(40)]),
    row("7255", "SUFFIX", &[x_to(10)]),
    row("7256", "FULL NAME", &[x_to(90)]),
    row("7257", "PERSON ADDR", &[x_to(70)]),
    row("7258", "BIRTH SEQUENCE", &[x(3)]),
    row("7259", "BABY", &[x_to(40)]),
    row("8001", "DIMENSIONS", &[n(14)]),
    row("8002", "CMT No.", &[x_to(20)]),
    row("8003", "GRAI", &[KEY14, maybe(x_to(16))]),
    row("8004", "GIAI", &[x_to(30)]),
    row("8005", "PRICE PER UNIT", &[n(6)]),
    row("8006", "ITIP", &[KEY14, n(4)]),
    row("8007", "IBAN", &[x_to(34)]),
    row(
        "8008",
        "PROD TIME",
        &[DATE, n(2), by(2, maybe(part(Set::N, 0, 4)))],
    ),
    row("8009", "OPTSEN", &[x_to(50)]),
    row("8010", "CPID", &[CPID]),
    row("8011", "CPID SERIAL", &[n_to(12)]),
    row("8012", "VERSION", &[x_to(20)]),
    row("8013", "GMN", &[x_to(25)]),
    row("8014", "MUDI", &[x_to(25)]),
    row("8017", "GSRN - PROVIDER", &[KEY18]),
    row("8018", "GSRN - RECIPIENT", &[KEY18]),
    row("8019", "SRIN", &[n_to(10)]),
    row("8020", "REF No.", &[x_to(25)]),
    row("8026", "ITIP CONTENT", &[KEY14, n(4)]),
    row("8030", "DIGSIG", &[SIGNATURE]),
    row("8110", "COUPON", &[x_to(70)]),
    row("8111", "POINTS", &[n(4)]),
    row("8112", "COUPON", &[x_to(70)]),
    row("8200", "PRODUCT URL", &[x_to(70)]),
    row("90", "INTERNAL", &[x_to(30)]),
    row("91", "INTERNAL", &[x_to(90)]),
    row("92", "INTERNAL", &[x_to(90)]),
    row("93", "INTERNAL", &[x_to(90)]),
    row("94", "INTERNAL", &[x_to(90)]),
    row("95", "INTERNAL", &[x_to(90)]),
    row("96", "INTERNAL", &[x_to(90)]),
    row("97", "INTERNAL", &[x_to(90)]),
    row("98", "INTERNAL", &[x_to(90)]),
    row("99", "INTERNAL", &[x_to(90)]),
];

impl Row {
    /// The identifier at the start of `text`, if it is one of this row's.
    pub(super) fn ai_of<'a>(&self, text: &'a str) -> Option<&'a str> {
        let rest = text.strip_prefix(self.prefix)?;
        let Some(last) = self.last else {
            return text.get(..self.prefix.len());
        };
        let digit = rest.bytes().next()?;
        (b'0'..=b'0' + last)
            .contains(&digit)
            .then(|| text.get(..=self.prefix.len()))?
    }

    /// The least and greatest length of a value.
    pub(super) fn lengths(&self) -> (usize, usize) {
        self.parts
            .iter()
            .fold((0, 0), |(min, max), part| (min + part.min, max + part.max))
    }
}

/// The row and the identifier `text` begins with.
pub(super) fn find(text: &str) -> Option<(&'static Row, &str)> {
    ROWS.iter().find_map(|row| Some((row, row.ai_of(text)?)))
}

/// How long the value behind this identifier is, where that is predefined.
pub(super) fn predefined(ai: &str) -> Option<usize> {
    let whole = PREDEFINED
        .iter()
        .find(|(start, _)| ai.starts_with(start))?
        .1;
    whole.checked_sub(ai.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_identifier_begins_another_one() {
        for (at, row) in ROWS.iter().enumerate() {
            let clash = ROWS.iter().skip(at + 1).find(|other| {
                other.prefix.starts_with(row.prefix) || row.prefix.starts_with(other.prefix)
            });

            assert!(clash.is_none(), "{} and {clash:?}", row.prefix);
        }
    }

    #[test]
    fn a_predefined_length_agrees_with_its_row() {
        for row in ROWS {
            let ai = row
                .last
                .map_or(row.prefix.to_owned(), |_| format!("{}0", row.prefix));
            if let Some(length) = predefined(&ai) {
                assert_eq!(row.lengths(), (length, length), "{ai}");
            }
        }
    }
}
