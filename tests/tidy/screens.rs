//! The built screens ask nothing of any other host.

use plant_tests::files_below;

use crate::absolute;

/// What may stand in the built screens though it begins like an address: names of XML languages,
/// which nobody fetches, and where a library's error text sends its developer.
const NAMES: [&str; 3] = [
    "http://www.w3.org/",
    "https://react.dev/errors/",
    "http://localhost",
];

#[test]
fn the_built_screens_name_no_other_host() {
    let files = files_below(&absolute("ui/dist"), &["html", "js", "css"]);
    if files.is_empty() {
        println!("SKIPPED: ui/dist is not built, so nothing in it was looked at");
        return;
    }

    let found: Vec<String> = files
        .iter()
        .flat_map(|file| addresses(&std::fs::read_to_string(file).unwrap()))
        .collect();

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_address_is_found_and_a_name_is_not() {
    let found = addresses("a='http://www.w3.org/2000/svg';b='https://fonts.example/x.css'");

    assert_eq!(found, ["https://fonts.example/x.css"]);
}

fn addresses(text: &str) -> Vec<String> {
    let starts = ["http://", "https://"]
        .into_iter()
        .flat_map(|start| text.match_indices(start));
    let found = starts.map(|(at, _)| address(&text[at..]));
    found
        .filter(|address| !NAMES.iter().any(|name| address.starts_with(name)))
        .collect()
}

fn address(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || "\"'`()<>\\".contains(c);
    text.split(ends).next().unwrap_or_default().to_owned()
}
