use domain::quantity::Quantity;

use super::*;

fn read(text: &str) -> Elements {
    parse(text).unwrap()
}

fn pairs(elements: &Elements) -> Vec<(&str, &str)> {
    elements
        .elements
        .iter()
        .map(|e| (e.ai.as_str(), e.value.as_str()))
        .collect()
}

#[test]
fn a_trade_item_with_date_lot_and_serial_is_read() {
    let elements = read("01095212345432131727013110AB-123\x1d21SN42");

    assert_eq!(
        pairs(&elements),
        [
            ("01", "09521234543213"),
            ("17", "270131"),
            ("10", "AB-123"),
            ("21", "SN42")
        ]
    );
    let expires = ShortDate {
        year: 27,
        month: 1,
        day: Some(31),
    };
    assert_eq!(elements.find("17").unwrap().meaning, Meaning::Date(expires));
    assert_eq!(elements.hints, []);
}

#[test]
fn the_digit_behind_310_places_the_point() {
    for (text, value, unit) in [
        ("3103001250", "1.25", "kg"),
        ("3100001250", "1250", "kg"),
        ("3105001250", "0.0125", "kg"),
        ("3202000150", "1.5", "lb"),
        ("3152000150", "1.5", "l"),
        ("3693000001", "0.001", "yd3"),
        ("3725", "25", "EA"),
    ] {
        let meaning = read(text).elements.remove(0).meaning;

        assert_eq!(
            meaning,
            Meaning::Quantity(Quantity::parse(value, unit).unwrap()),
            "{text}"
        );
    }
}

#[test]
fn money_keeps_its_decimals_and_its_currency() {
    let meaning = read("3932978001299").elements.remove(0).meaning;

    let currency = Some("978".to_owned());
    assert_eq!(
        meaning,
        Meaning::Amount {
            value: "12.99".parse().unwrap(),
            currency
        }
    );
}

fn all_bad(cases: &[(&str, BadElements)]) {
    for (text, error) in cases {
        assert_eq!(parse(text), Err(error.clone()), "{text:?}");
    }
}

fn short(ai: &str, needs: usize, got: usize) -> BadElements {
    BadElements::TooShort {
        ai: ai.to_owned(),
        needs,
        got,
    }
}

fn unknown(at: usize, digits: &str) -> BadElements {
    BadElements::UnknownAi {
        at,
        digits: digits.to_owned(),
    }
}

fn date(ai: &str, value: &str) -> BadElements {
    BadElements::BadDate {
        ai: ai.to_owned(),
        value: value.to_owned(),
    }
}

fn digit(ai: &str, value: &str) -> BadElements {
    BadElements::CheckDigit {
        ai: ai.to_owned(),
        value: value.to_owned(),
    }
}

fn character(ai: &str, character: char) -> BadElements {
    BadElements::BadCharacter {
        ai: ai.to_owned(),
        character,
    }
}

#[test]
fn a_value_of_the_wrong_length_is_named() {
    all_bad(&[
        ("", BadElements::Empty),
        ("\x1d", BadElements::Empty),
        ("010952123454", short("01", 14, 10)),
        ("01095212\x1d345432", short("01", 14, 6)),
        ("10", short("10", 1, 0)),
        ("17äöü", short("17", 6, 3)),
        ("4232761", short("423", 6, 4)),
        ("70072701312", short("7007", 6, 1)),
        ("7001123456789012\x1d10A", short("7001", 13, 12)),
        (
            "10ABCDEFGHIJKLMNOPQRSTU",
            BadElements::TooLong {
                ai: "10".to_owned(),
                max: 20,
                got: 21,
            },
        ),
    ]);
}

#[test]
fn an_identifier_nobody_knows_is_named() {
    all_bad(&[
        ("0512345", unknown(0, "0512")),
        ("3106001250", unknown(0, "3106")),
        ("10AB\x1d\x1d21C", unknown(5, "\x1d21C")),
        ("LOT24", unknown(0, "LOT2")),
    ]);
}

#[test]
fn a_value_that_breaks_a_rule_is_named() {
    all_bad(&[
        ("0109521234543214", digit("01", "09521234543214")),
        ("00376104250021234560", digit("00", "376104250021234560")),
        ("17270229", date("17", "270229")),
        ("7006270100", date("7006", "270100")),
        ("70032701312460", date("7003", "2460")),
        ("10AB^1", character("10", '^')),
        ("10LÖT", character("10", 'Ö')),
        ("8010ab", character("8010", 'a')),
        (
            "10A\x1d10B",
            BadElements::Conflict {
                ai: "10".to_owned(),
            },
        ),
    ]);
}

#[test]
fn day_00_is_a_month_where_that_is_allowed() {
    let month = ShortDate {
        year: 27,
        month: 1,
        day: None,
    };

    assert_eq!(
        read("17270100").elements.remove(0).meaning,
        Meaning::Date(month)
    );
}

#[test]
fn separators_are_needed_only_behind_open_lengths() {
    let fixed = read("1727013101095212345432133103001250");
    let told = read("\x1d17270131\x1d0109521234543213\x1d");
    let open = read("70011234567890123\x1d10A");

    assert_eq!(fixed.elements.len(), 3);
    assert_eq!(told.elements.len(), 2);
    assert_eq!(pairs(&open), [("7001", "1234567890123"), ("10", "A")]);
}

#[test]
fn a_lot_that_swallowed_a_serial_is_doubted_not_split() {
    let swallowed = read("01095212345432131727013110AB-12321SN42");
    let hint = Hint::MayHide {
        ai: "10".to_owned(),
        value: "AB-123".to_owned(),
        hidden: "21SN42".to_owned(),
        fills: false,
    };
    assert_eq!(swallowed.hints, [hint]);
    assert_eq!(swallowed.value("10"), Some("AB-12321SN42"));
    assert_eq!(swallowed.value("21"), None);
}

#[test]
fn a_swallowed_serial_that_fills_the_lot_is_likely() {
    let elements = read("10ABCDEFGHIJKLMN21SN42");

    assert!(matches!(
        elements.hints.as_slice(),
        [Hint::MayHide { fills: true, .. }]
    ));
}

#[test]
fn a_string_with_separators_is_not_doubted() {
    assert_eq!(read("21SN42\x1d10AB-12317270131").hints, []);
}

#[test]
fn one_identifier_twice_with_one_value_is_one_element() {
    assert_eq!(read("10A\x1d10A").elements.len(), 1);
}

#[test]
fn composed_values_are_checked_part_by_part() {
    for text in [
        "2539521234543213DOC1",
        "800309521234543213SER",
        "80082701311530",
        "7007270131270228",
        "7007270131",
        "421276D-80331",
        "423276040",
        "4330001234-",
        "8006095212345432130102",
        "723000CERT",
        "00376104250021234569",
        "4109521234543213",
        "725020001231",
    ] {
        assert_eq!(parse(text).map(|read| read.elements.len()), Ok(1), "{text}");
    }
}
