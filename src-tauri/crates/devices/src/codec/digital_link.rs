//! GS1 Digital Link: elements in a web address (GS1 Digital Link Standard, URI Syntax).
//!
//! `https://any.host/any/path/01/GTIN/10/LOT?17=YYMMDD`. The host is never asked; only the address
//! counts. What is no such address is refused, not taken for a text.

use serde::Serialize;

use super::gs1::{self, BadElements, Elements};

/// Longest address that is read. A QR code holds fewer characters than this.
pub const LINK_BYTES_MAX: usize = 2_048;

/// Primary keys, each with the qualifiers that may follow, in their order.
const KEYS: &[(&str, &[&str])] = &[
    ("00", &[]),
    ("01", &["22", "10", "21", "235"]),
    ("253", &[]),
    ("255", &[]),
    ("401", &[]),
    ("402", &[]),
    ("414", &["254", "7040"]),
    ("415", &["8020"]),
    ("417", &["7040"]),
    ("8003", &[]),
    ("8004", &["7040"]),
    ("8006", &["22", "10", "21"]),
    ("8010", &["8011"]),
    ("8013", &[]),
    ("8017", &["8019"]),
    ("8018", &["8019"]),
];

/// Why a text is not a GS1 Digital Link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadLink {
    /// No web address.
    #[error("“{0}” is no web address")]
    NotALink(String),
    /// Longer than [`LINK_BYTES_MAX`].
    #[error("the web address has more than {LINK_BYTES_MAX} characters")]
    TooLong,
    /// A web address without a GS1 key.
    #[error("“{0}” is a web address without a GS1 key")]
    NoKey(String),
    /// A `%` without two digits behind it, or bytes that are no text.
    #[error("“{0}” is encoded wrongly: the code is misprinted")]
    Encoding(String),
    /// A qualifier that does not belong to the key, or comes out of order.
    #[error("GS1 ({qualifier}) may not follow ({key}) here: the code is made wrongly")]
    Misplaced {
        /// The primary key.
        key: String,
        /// What follows it.
        qualifier: String,
    },
    /// An element that breaks its own rules.
    #[error(transparent)]
    Element(#[from] BadElements),
}

/// Reads a web address.
///
/// # Errors
/// [`BadLink`], which names what is wrong with it.
pub fn parse(text: &str) -> Result<Elements, BadLink> {
    if text.len() > LINK_BYTES_MAX {
        return Err(BadLink::TooLong);
    }
    let (path, query) = split(text).ok_or_else(|| BadLink::NotALink(shown(text)))?;
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let mut elements = from_path(&segments).unwrap_or_else(|| Err(BadLink::NoKey(shown(text))))?;
    query_elements(query, &mut elements)?;
    Ok(elements)
}

/// The path and the query of an address; its fragment is for browsers.
fn split(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    let plain = text.chars().all(|c| c.is_ascii_graphic());
    let rest = rest.split('#').next().filter(|_| is_web && plain)?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/')?;
    (!host.is_empty()).then_some((path, query))
}

/// The elements from the key on, where identifiers and values alternate to the end. Whatever is
/// before it belongs to the host, even where it looks like a key but has no value of one.
fn from_path(segments: &[&str]) -> Option<Result<Elements, BadLink>> {
    let starts = 0..segments.len().saturating_sub(1);
    let tails = starts.filter_map(|at| segments.get(at..));
    let mut read = tails
        .filter(|tail| begins_with_key(tail))
        .map(path_elements);
    let first = read.next()?;
    if first.is_ok() {
        return Some(first);
    }
    Some(read.find(Result::is_ok).unwrap_or(first))
}

fn begins_with_key(segments: &[&str]) -> bool {
    let is_key = segments.first().is_some_and(|ai| qualifiers(ai).is_some());
    is_key && segments.len().is_multiple_of(2)
}

fn qualifiers(key: &str) -> Option<&'static [&'static str]> {
    let row = KEYS.iter().find(|(known, _)| *known == key)?;
    Some(row.1)
}

fn path_elements(segments: &[&str]) -> Result<Elements, BadLink> {
    let mut elements = Elements::default();
    let mut pairs = segments.chunks_exact(2);
    let Some([key, value]) = pairs.next() else {
        return Ok(elements);
    };
    let mut allowed = qualifiers(key).unwrap_or_default();
    add(&mut elements, key, &padded(key, decode(value)?))?;
    for pair in pairs {
        let [qualifier, value] = pair else { continue };
        let place = allowed.iter().position(|known| known == qualifier);
        let misplaced = || BadLink::Misplaced {
            key: (*key).to_owned(),
            qualifier: shown(qualifier),
        };
        allowed = allowed
            .get(place.ok_or_else(misplaced)? + 1..)
            .unwrap_or_default();
        add(&mut elements, qualifier, &decode(value)?)?;
    }
    Ok(elements)
}

/// Keys that are no number (`linkType`) are for the host.
fn query_elements(query: &str, elements: &mut Elements) -> Result<(), BadLink> {
    let pairs = query
        .split(['&', ';'])
        .filter_map(|pair| pair.split_once('='));
    for (ai, value) in pairs.filter(|(ai, _)| !ai.is_empty()) {
        if ai.bytes().all(|byte| byte.is_ascii_digit()) {
            add(elements, ai, &decode(value)?)?;
        }
    }
    Ok(())
}

fn add(elements: &mut Elements, ai: &str, value: &str) -> Result<(), BadLink> {
    elements.add(gs1::element(ai, value)?)?;
    Ok(())
}

/// A GTIN of 8, 12 or 13 digits means the one of 14 with zeros before it.
fn padded(key: &str, value: String) -> String {
    let is_short = key == "01" && matches!(value.len(), 8 | 12 | 13);
    if is_short {
        format!("{value:0>14}")
    } else {
        value
    }
}

fn decode(text: &str) -> Result<String, BadLink> {
    let bad = || BadLink::Encoding(shown(text));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let digits = after.get(..2).ok_or_else(bad)?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let byte = u8::from_str_radix(digits, 16).ok().filter(|_| hex);
        bytes.push(byte.ok_or_else(bad)?);
        rest = after.get(2..).unwrap_or_default();
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).map_err(|_| bad())
}

fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let elements = parse(text).unwrap().elements;
        elements.into_iter().map(|e| (e.ai, e.value)).collect()
    }

    fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = |(ai, value): &(&str, &str)| ((*ai).to_owned(), (*value).to_owned());
        expected.iter().map(own).collect()
    }

    #[test]
    fn an_address_holds_key_qualifiers_and_attributes() {
        for (text, elements) in [
            (
                "https://id.gs1.org/01/09521234543213/10/AB-123",
                &[("01", "09521234543213"), ("10", "AB-123")][..],
            ),
            (
                "HTTPS://example.com/some/01/path/01/09521234543213/21/SN42?17=270131&linkType=x#top",
                &[("01", "09521234543213"), ("21", "SN42"), ("17", "270131")],
            ),
            (
                "https://id.gs1.org/01/9521234543213/22/2A/10/A%2FB%3c/21/1/",
                &[
                    ("01", "09521234543213"),
                    ("22", "2A"),
                    ("10", "A/B<"),
                    ("21", "1"),
                ],
            ),
            (
                "http://example.com/00/376104250021234569",
                &[("00", "376104250021234569")],
            ),
            (
                "https://example.com/414/9521234543213/254/32a%2Fb?3103=001250",
                &[
                    ("414", "9521234543213"),
                    ("254", "32a/b"),
                    ("3103", "001250"),
                ],
            ),
        ] {
            assert_eq!(pairs(text), owned(elements), "{text}");
        }
    }

    #[test]
    fn what_is_no_digital_link_is_named() {
        let key = |qualifier: &str| BadLink::Misplaced {
            key: "01".to_owned(),
            qualifier: qualifier.to_owned(),
        };
        let text = str::to_owned;
        for (link, bad) in [
            ("LOT24", BadLink::NotALink(text("LOT24"))),
            (
                "https://id.gs1.org",
                BadLink::NotALink(text("https://id.gs1.org")),
            ),
            (
                "ftp://a/01/09521234543213",
                BadLink::NotALink(text("ftp://a/01/09521234543213")),
            ),
            ("https://a/b", BadLink::NoKey(text("https://a/b"))),
            ("https://a/10/AB", BadLink::NoKey(text("https://a/10/AB"))),
            ("https://a/01/", BadLink::NoKey(text("https://a/01/"))),
            ("https://a/01/09521234543213/21/1/10/A", key("10")),
            ("https://a/01/09521234543213/17/270131", key("17")),
            (
                "https://a/01/09521234543213/10/A%2",
                BadLink::Encoding(text("A%2")),
            ),
            (
                "https://a/01/09521234543213/10/A%ff",
                BadLink::Encoding(text("A%ff")),
            ),
        ] {
            assert_eq!(parse(link), Err(bad), "{link}");
        }
        let long = format!("https://a/01/{}", "0".repeat(LINK_BYTES_MAX));
        assert_eq!(parse(&long), Err(BadLink::TooLong));
    }

    #[test]
    fn every_element_keeps_its_own_rules() {
        for link in [
            "https://a/01/09521234543214",
            "https://a/01/09521234543213/10/A%5EB",
            "https://a/01/09521234543213?17=271301",
            "https://a/01/09521234543213?05=1",
            "https://a/01/09521234543213?3103=12",
            "https://a/01/09521234543213/10/A?10=B",
            "https://a/01/0952123454321a",
        ] {
            assert!(matches!(parse(link), Err(BadLink::Element(_))), "{link}");
        }
    }
}
