//! Words that a part may not know.

use plant_tests::{checkout, files_below};

/// What would give the rules a clock, a file, a socket, randomness or another order each run.
const UNKNOWN_TO_DOMAIN: [&str; 14] = [
    "HashMap",
    "HashSet",
    "Instant::now",
    "SystemTime",
    "Utc::now",
    "new_v4",
    "now_v7",
    "rand::",
    "sqlx",
    "std::env",
    "std::fs",
    "std::net",
    "std::thread",
    "tokio",
];

#[test]
fn domain_knows_no_clock_file_socket_or_chance() {
    let found = naming("src-tauri/crates/domain/src", &["rs"], &UNKNOWN_TO_DOMAIN);

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_crate_below_the_app_names_tauri() {
    let found = naming("src-tauri/crates", &["rs"], &["tauri::"]);

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_one_file_of_the_screens_reaches_for_tauri() {
    let mut found = naming("ui/src", &["ts", "tsx"], &["@tauri-apps/"]);

    found.retain(|place| !place.starts_with("ui/src/host/tauri.ts:"));

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_word_in_code_is_found_and_one_in_a_comment_is_not() {
    let code = "use std::fs;\n// never std::fs\nlet now = Utc::now();\n";

    let found = lines_naming(code, &UNKNOWN_TO_DOMAIN);

    assert_eq!(found, [(1, "std::fs"), (3, "Utc::now")]);
}

/// Each place below `folder` that names one of `words`, as `file:line: word`.
fn naming(folder: &str, endings: &[&str], words: &[&str]) -> Vec<String> {
    let files = files_below(&checkout().join(folder), endings);
    assert!(!files.is_empty(), "{folder} has no files to look at");
    files.iter().flat_map(|file| places(file, words)).collect()
}

fn places(file: &std::path::Path, words: &[&str]) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.strip_prefix(checkout()).unwrap().display();
    let found = lines_naming(&text, words).into_iter();
    found
        .map(|(line, word)| format!("{name}:{line}: names {word}"))
        .collect()
}

fn lines_naming<'w>(text: &str, words: &[&'w str]) -> Vec<(usize, &'w str)> {
    let code = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(at, line)| {
        words
            .iter()
            .filter(move |word| line.contains(**word))
            .map(move |word| (at + 1, *word))
    })
    .collect()
}
