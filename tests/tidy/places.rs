//! Nothing in the checkout knows the machine it was written on, or where packages came from.

use crate::{Tracked, tracked};

/// Folders of a machine; put together so that this file does not hold them.
const FOLDERS: [&str; 4] = [
    concat!("/", "work/"),
    concat!("/", "farm/"),
    concat!("/", "root/"),
    concat!("/", "Users/"),
];

/// Hosts that packages come from. The clients know them; the project need not.
const REGISTRIES: [&str; 5] = [
    concat!("crates", ".io"),
    concat!("registry.", "npmjs"),
    concat!("pypi", ".org"),
    concat!("files.python", "hosted.org"),
    concat!("deb.", "debian.org"),
];

#[test]
fn no_tracked_file_knows_a_machine_or_a_registry() {
    let files = tracked();

    let found: Vec<String> = files
        .iter()
        .filter(|file| !is_lock_file(&file.path))
        .flat_map(places)
        .collect();

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_machines_folder_is_found_and_a_relative_one_is_not() {
    assert_eq!(
        named_in(&format!("see {}main", FOLDERS[0])),
        Some(FOLDERS[0])
    );
    assert_eq!(named_in(&format!("{}x", FOLDERS[1])), Some(FOLDERS[1]));
    assert_eq!(named_in(&format!("ui/src{}main", FOLDERS[0])), None);
    assert_eq!(
        named_in(&format!("https://{}/crates", REGISTRIES[0])),
        Some(REGISTRIES[0])
    );
}

/// Lock files hold addresses by design; the clients write them.
fn is_lock_file(path: &str) -> bool {
    path == "Cargo.lock" || path.ends_with("package-lock.json")
}

fn places(file: &Tracked) -> Vec<String> {
    let lines = file.text.lines().enumerate();
    let found = lines.filter_map(|(at, line)| named_in(line).map(|what| (at + 1, what)));
    found
        .map(|(line, what)| format!("{}:{line}: names {what}", file.path))
        .collect()
}

fn named_in(line: &str) -> Option<&'static str> {
    let folder = FOLDERS
        .into_iter()
        .find(|folder| starts_a_path(line, folder));
    folder.or_else(|| REGISTRIES.into_iter().find(|host| line.contains(host)))
}

/// Whether `folder` stands in `line` where a path begins, not in the middle of one.
fn starts_a_path(line: &str, folder: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    line.match_indices(folder)
        .any(|(at, _)| !line[..at].ends_with(inside))
}
