//! Reasons to choose from: the plant's own, and those that stand where it has none.

use domain::import::ReasonKind;
use domain::reason::Reason;

use crate::Station;
use crate::failure::Failure;

/// The reasons of the plant, in its own order.
pub(crate) struct Reasons(Vec<Reason>);

impl Station {
    /// The reasons of the plant.
    pub(crate) async fn reasons(&self) -> Result<Reasons, Failure> {
        Ok(Reasons(self.store.reasons().await?))
    }
}

impl Reasons {
    /// Texts to choose from.
    pub(crate) fn offered(&self, kind: ReasonKind) -> Vec<String> {
        let entries = self.0.iter().filter_map(|reason| reason.entry.as_ref());
        let own: Vec<String> = entries
            .filter(|entry| entry.kind == kind && entry.active)
            .map(|entry| entry.text.clone())
            .collect();
        if own.is_empty() {
            usual(kind).iter().map(|text| (*text).to_owned()).collect()
        } else {
            own
        }
    }

    /// The plant's key of a text that was chosen, also under what the reason was called before. Absent
    /// for a text that is nobody's, or that two reasons had.
    pub(crate) fn key(&self, kind: ReasonKind, text: &str) -> Option<&str> {
        let of_kind = || {
            let entries = self
                .0
                .iter()
                .filter_map(|reason| Some((reason, reason.entry.as_ref()?)));
            entries.filter(|(_, entry)| entry.kind == kind)
        };
        let now = of_kind().find(|(_, entry)| entry.text == text);
        let mut before = of_kind().filter(|(reason, _)| reason.texts.contains(text));
        let found = now.or_else(|| before.next().filter(|_| before.next().is_none()));
        found.map(|(_, entry)| entry.key.as_str())
    }
}

/// What is offered where the plant has no reasons of its own.
fn usual(kind: ReasonKind) -> &'static [&'static str] {
    match kind {
        ReasonKind::Scrap => &[
            "Burr",
            "Crack",
            "Out of size",
            "Surface",
            "Set-up piece",
            "Wrong material",
        ],
        ReasonKind::Pause => &[
            "Break",
            "Waiting for material",
            "Machine stopped",
            "Tool change",
            "Quality question",
            "Other work",
        ],
        ReasonKind::ShortClose => &[
            "No more material",
            "Not wanted any more",
            "Too much was scrapped",
        ],
        ReasonKind::Undo => &["Wrong number", "Wrong lot", "Wrong job"],
        ReasonKind::Reprint => &["Damaged", "Lost", "Unreadable"],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::import::ReasonEntry;

    use super::*;

    fn reason(key: &str, texts: &[&str], active: bool) -> Reason {
        let texts: BTreeSet<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        Reason {
            entry: texts.last().map(|text| ReasonEntry {
                kind: ReasonKind::Scrap,
                key: key.to_owned(),
                text: text.clone(),
                order: 0,
                active,
            }),
            texts,
        }
    }

    #[test]
    fn a_plant_that_offers_a_reason_offers_no_other_than_its_own() {
        let own = Reasons(vec![
            reason("S1", &["Porous"], true),
            reason("S2", &["Old"], false),
        ]);

        assert_eq!(own.offered(ReasonKind::Scrap), ["Porous"]);
        assert_eq!(own.offered(ReasonKind::Pause), usual(ReasonKind::Pause));
    }

    #[test]
    fn what_was_chosen_under_an_earlier_text_has_the_key_of_its_reason() {
        let own = Reasons(vec![
            reason("S1", &["A", "B"], true),
            reason("S2", &["A", "C"], true),
            reason("S3", &["D", "E"], false),
        ]);
        let key = |text| own.key(ReasonKind::Scrap, text);

        assert_eq!((key("B"), key("C")), (Some("S1"), Some("S2")));
        assert_eq!(key("D"), Some("S3"));
        assert_eq!(key("A"), None);
        assert_eq!(key("typed by hand"), None);
        assert_eq!(own.key(ReasonKind::Pause, "B"), None);
    }
}
