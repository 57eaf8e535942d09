//! What a scan is to the station: the codec reads it, the station looks it up.

use devices::codec::aim;
use devices::codec::scan::{BadScan, Content, Scan};
use labels::layout::OWN_PREFIX;
use station::failure::Failure;
use station::request::{FindScan, Found};
use station::view::device::Change;
use station::{ScanTerms, Station};

use crate::device::{SHEET_LOT, TEST_LABEL};

/// Length of an AIM identifier: `]`, a letter and a modifier.
const AIM_BYTES: usize = 3;

/// The scan as every screen is told.
#[must_use]
pub fn change(scan: &Scan) -> Change {
    let id = scan.symbology.and_then(|_| scan.raw.get(..AIM_BYTES));
    Change::Scanned {
        text: scan.text.clone(),
        symbology: id.map(|id| String::from_utf8_lossy(id).into_owned()),
    }
}

/// What to look a code up by. An AIM identifier is taken from `symbology` or from the start of the
/// text; without one, nothing is guessed to be GS1.
#[must_use]
pub fn terms(text: &str, symbology: Option<&str>) -> ScanTerms {
    match read(text, symbology) {
        Ok(scan) => terms_of(&scan),
        Err(_) => ScanTerms {
            text: text.to_owned(),
            ..ScanTerms::default()
        },
    }
}

/// Looks a scanned code up. A code that breaks its own rules finds nothing, and says which rule.
///
/// # Errors
/// [`Failure`], when the store fails.
pub async fn find_scan(station: &Station, request: FindScan) -> Result<Found, Failure> {
    let scan = match read(&request.text, request.symbology.as_deref()) {
        Ok(scan) => scan,
        Err(bad) => return Ok(nothing(bad.to_string())),
    };
    if let Content::BadGs1(bad) = &scan.content {
        return Ok(nothing(format!("{bad}: use another label of this lot")));
    }
    if let Some(test) = scan.text.strip_prefix(TEST_LABEL) {
        return Ok(nothing(tested(&scan.text, test)));
    }
    let terms = terms_of(&scan);
    if terms.lot.as_deref() == Some(SHEET_LOT) {
        let sentence =
            "the GS1 code of the sheet was read with its separators: the scanner is set well";
        return Ok(nothing(sentence.to_owned()));
    }
    if terms.gtin.is_some() && terms.lot.is_none() {
        let sentence = "this code names an item, not a lot: scan the code with the lot number";
        return Ok(nothing(sentence.to_owned()));
    }
    station
        .find(&terms)
        .await
        .map(|found| doubted(found, &scan))
}

/// A test label has a time behind its mark, the sheet of codes a name.
fn tested(text: &str, what: &str) -> String {
    if what.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("the test label “{text}” was read: its printer works")
    } else {
        format!("the code “{text}” of the sheet was read")
    }
}

fn read(text: &str, symbology: Option<&str>) -> Result<Scan, BadScan> {
    let id = symbology.filter(|id| is_aim(id) && !text.starts_with(*id));
    Scan::read([id.unwrap_or_default(), text].concat().into_bytes())
}

fn is_aim(id: &str) -> bool {
    id.len() == AIM_BYTES && aim::split(id.as_bytes()).0.is_some()
}

fn terms_of(scan: &Scan) -> ScanTerms {
    let value = |ai: &str| scan.elements()?.value(ai).map(ToOwned::to_owned);
    ScanTerms {
        text: scan.text.clone(),
        gtin: value("01").or_else(|| value("02")),
        lot: value("10").or_else(|| own_lot(&scan.text)),
    }
}

/// The lot of our own code, `LS1:UID:LOT`.
fn own_lot(text: &str) -> Option<String> {
    let (_, lot) = text.strip_prefix(OWN_PREFIX)?.split_once(':')?;
    (!lot.is_empty()).then(|| lot.to_owned())
}

/// The name of the label whose code was scanned: AI (91), the second part of our own code, or the name
/// itself as it is printed.
pub(crate) fn label_name(code: &str) -> String {
    let plain = code.trim();
    let own = |text: &str| {
        let (name, _) = text.strip_prefix(OWN_PREFIX)?.split_once(':')?;
        Some(name.to_owned())
    };
    let scanned = read(plain, None).ok();
    let element = scanned
        .as_ref()
        .and_then(|scan| scan.elements()?.value("91").map(ToOwned::to_owned));
    let text = scanned.as_ref().map_or(plain, |scan| scan.text.as_str());
    element
        .or_else(|| own(text))
        .unwrap_or_else(|| text.to_uppercase())
}

/// A lot that is not known may be one that swallowed the element behind it.
fn doubted(found: Found, scan: &Scan) -> Found {
    let doubted = scan
        .elements()
        .is_some_and(|elements| !elements.hints.is_empty());
    if let (true, Found::Nothing { sentence }) = (doubted, &found) {
        return nothing(format!(
            "{sentence}; a separator may be missing: set the scanner to send GS"
        ));
    }
    found
}

fn nothing(sentence: String) -> Found {
    Found::Nothing { sentence }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, symbology: Option<&str>) -> (Option<String>, Option<String>) {
        let terms = terms(text, symbology);
        (terms.gtin, terms.lot)
    }

    fn some(gtin: &str, lot: &str) -> (Option<String>, Option<String>) {
        (Some(gtin.to_owned()), Some(lot.to_owned()))
    }

    #[test]
    fn a_gs1_code_names_item_and_lot_wherever_its_identifier_stands() {
        let text = "01095212345432131727013110AB-123\u{1d}21SN42";

        for (text, symbology) in [
            (text.to_owned(), Some("]C1")),
            (format!("]C1{text}"), None),
            (format!("]C1{text}"), Some("]C1")),
            (text.replacen("01", "02", 1), Some("]d2")),
        ] {
            assert_eq!(found(&text, symbology), some("09521234543213", "AB-123"));
        }
    }

    #[test]
    fn what_is_not_said_to_be_gs1_is_not_guessed_to_be() {
        for symbology in [None, Some("]C0"), Some("code128"), Some("")] {
            let terms = terms("010952123454321310AB", symbology);

            assert_eq!(terms.text, "010952123454321310AB");
            assert_eq!((terms.gtin, terms.lot), (None, None));
        }
    }

    #[test]
    fn our_own_code_names_its_lot_whatever_colons_that_has() {
        assert_eq!(
            found("LS1:7K2M9Q:A:1", Some("]d1")),
            (None, Some("A:1".to_owned()))
        );
        assert_eq!(found("LS1:7K2M9Q", None), (None, None));
        assert_eq!(found("LS1:7K2M9Q:", None), (None, None));
    }

    #[test]
    fn a_scan_is_told_without_its_identifier_and_with_its_separators() {
        let scan = Scan::read(b"]C110AB\x1d21SN".to_vec()).unwrap();
        let plain = Scan::read(b"LOT24".to_vec()).unwrap();

        assert_eq!(
            change(&scan),
            Change::Scanned {
                text: "10AB\u{1d}21SN".to_owned(),
                symbology: Some("]C1".to_owned())
            }
        );
        assert_eq!(
            change(&plain),
            Change::Scanned {
                text: "LOT24".to_owned(),
                symbology: None
            }
        );
    }
}
