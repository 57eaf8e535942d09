//! Circles: an item within itself through its bills, an operation after itself.

use std::collections::{BTreeMap, BTreeSet};

use domain::import::{DefinitionEntry, Segment};

use super::Wrong;
use crate::draft::{Place, Placed, Routed};

/// Directed edges by their start, each with the place that says so.
type Edges<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Place)>>;

/// Finds items that contain themselves, through any number of levels.
pub(super) fn in_bills(definitions: &[Routed<DefinitionEntry>], wrong: &mut Vec<Wrong>) {
    let mut edges = Edges::new();
    for definition in definitions {
        let made = definition.head.entry.material.as_str();
        let used = definition.components.iter();
        let used = used.map(|c| (c.entry.material.as_str(), &c.place));
        edges.entry(made).or_default().extend(used);
    }
    for (place, path) in circles(&edges) {
        let text = format!("the bill is a circle: {}", path.join(" contains "));
        wrong.push((place, text));
    }
}

/// Finds unknown predecessors and operations that wait for themselves.
pub(super) fn in_routing(segments: &[Placed<Segment>], wrong: &mut Vec<Wrong>) {
    let mut edges = Edges::new();
    for Placed { place, entry } in segments {
        if edges.contains_key(entry.id.as_str()) {
            let text = format!(
                "operation {} comes twice in one routing: number each once",
                entry.id
            );
            wrong.push((place.clone(), text));
        }
        let after = entry.after.iter().map(|before| (before.as_str(), place));
        edges.entry(&entry.id).or_default().extend(after);
    }
    for Placed { place, entry } in segments {
        for before in entry
            .after
            .iter()
            .filter(|before| !edges.contains_key(before.as_str()))
        {
            let text = format!(
                "operation {} comes after {before}, which the routing does not have",
                entry.id
            );
            wrong.push((place.clone(), text));
        }
    }
    for (place, path) in circles(&edges) {
        wrong.push((
            place,
            format!(
                "the operations form a circle: {}",
                path.join(" comes after ")
            ),
        ));
    }
}

/// One entry for each circle: the place that closes it and the path around it.
///
/// A walk in depth without recursion, so that a bill of any depth costs no stack.
fn circles(edges: &Edges<'_>) -> Vec<(Place, Vec<String>)> {
    let mut found = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys().copied() {
        if done.contains(start) {
            continue;
        }
        let mut path = vec![(start, 0_usize)];
        let mut on_path = BTreeSet::from([start]);
        while let Some((node, next)) = path.last_mut() {
            let Some((to, place)) = edges.get(*node).and_then(|out| out.get(*next)).copied() else {
                on_path.remove(*node);
                done.insert(*node);
                path.pop();
                continue;
            };
            *next += 1;
            if on_path.contains(to) {
                found.push((place.clone(), around(&path, to)));
            } else if !done.contains(to) {
                on_path.insert(to);
                path.push((to, 0));
            }
        }
    }
    found
}

fn around(path: &[(&str, usize)], to: &str) -> Vec<String> {
    let nodes = path.iter().map(|(node, _)| *node);
    nodes
        .skip_while(|node| *node != to)
        .chain([to])
        .map(str::to_owned)
        .collect()
}
