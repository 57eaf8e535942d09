//! One key, one entry: the same twice in one file is refused, the same again in another is one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::mem::take;

use domain::import::{Import, PersonEntry};

use crate::draft::{Draft, Placed, entries};

/// Moves the entries of `draft` into `import`, each key once.
pub(super) fn settle(draft: &mut Draft, import: &mut Import) {
    let equipment = take(&mut draft.equipment);
    import.equipment = each(equipment, draft, "equipment", |e| e.key.clone());
    let materials = take(&mut draft.materials);
    import.materials = each(materials, draft, "item", |e| e.key.clone());
    let definitions = take(&mut draft.definitions);
    let definitions = definitions.into_iter().map(|d| d.finish()).collect();
    import.definitions = each(definitions, draft, "routing", |e| e.key.clone());
    let lots = take(&mut draft.lots);
    import.lots = each(lots, draft, "lot", |e| match &e.supplier {
        Some(supplier) => format!("{} of item {} from {supplier}", e.number, e.material),
        None => format!("{} of item {}", e.number, e.material),
    });
    let people = take(&mut draft.people);
    badges(&people, draft);
    import.people = each(people, draft, "person", |e| e.key.clone());
    let reasons = take(&mut draft.reasons);
    import.reasons = each(reasons, draft, "reason", |e| {
        format!("{} {}", e.kind.word(), e.key)
    });
    let orders = take(&mut draft.orders);
    let orders = orders.into_iter().map(|o| o.finish()).collect();
    import.orders = each(orders, draft, "order", |e| e.key.clone());
    let history = take(&mut draft.history);
    import.history = each(history, draft, "record", |e| e.key.clone());
}

/// Two people cannot share a badge. The badge is not repeated in the sentence.
fn badges(people: &[Placed<PersonEntry>], draft: &mut Draft) {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for Placed { place, entry } in people {
        let Some(badge) = &entry.badge else { continue };
        let owner = owners.entry(badge).or_insert(&entry.key);
        if *owner != entry.key {
            let text = format!(
                "person {} has the badge of person {owner}: give each their own",
                entry.key
            );
            draft.refuse_at(place, text);
        }
    }
}

fn each<T: PartialEq>(
    placed: Vec<Placed<T>>,
    draft: &mut Draft,
    what: &str,
    key: impl Fn(&T) -> String,
) -> Vec<T> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Placed<T>> = Vec::new();
    for next in placed {
        match seen.entry(key(&next.entry)) {
            Entry::Vacant(free) => {
                free.insert(kept.len());
                kept.push(next);
            }
            Entry::Occupied(taken) => {
                let first = kept.get(*taken.get());
                if let Some(why) = first.and_then(|first| conflict(first, &next)) {
                    draft.refuse_at(&next.place, format!("{what} {} {why}", taken.key()));
                }
            }
        }
    }
    entries(kept)
}

/// Why the second entry of a key is wrong; nothing where another file says the same again.
fn conflict<T: PartialEq>(first: &Placed<T>, next: &Placed<T>) -> Option<String> {
    let (file, row) = (&first.place.file, first.place.row);
    if first.place.file == next.place.file {
        return Some(format!("comes twice, first in row {row}: keep one"));
    }
    (first.entry != next.entry)
        .then(|| format!("says something else in {file}, row {row}: send the newer one alone"))
}
