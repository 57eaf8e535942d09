//! A released migration is never edited: stations in the field have run it.

use sha2::{Digest, Sha256};

use crate::absolute;

/// One `hash  path` a line, as `sha256sum` writes it; a release appends its migrations.
const RELEASED: &str = "migrations/released.sha256";

#[test]
fn released_migrations_are_as_they_were_released() {
    let list = std::fs::read_to_string(absolute(RELEASED)).unwrap();

    let changed: Vec<String> = list
        .lines()
        .filter(|line| !is_comment(line))
        .filter_map(changed)
        .collect();

    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn an_edited_migration_is_found() {
    let right = format!("{}  clippy.toml", hash("clippy.toml").unwrap());
    let wrong = format!("{}  clippy.toml", "0".repeat(64));

    assert_eq!(changed(&right), None);
    assert!(changed(&wrong).unwrap().contains("was edited"));
    assert!(
        changed(&format!("{}  no-such.sql", "0".repeat(64)))
            .unwrap()
            .contains("cannot be read")
    );
}

fn changed(line: &str) -> Option<String> {
    let Some((released, path)) = line.split_once("  ") else {
        return Some(format!("{RELEASED}: {line:?} is not `hash  path`"));
    };
    match hash(path) {
        Err(failed) => Some(format!("{path} was released and cannot be read: {failed}")),
        Ok(now) if now != released => Some(format!("{path} was edited after its release")),
        Ok(_) => None,
    }
}

fn hash(path: &str) -> std::io::Result<String> {
    let digest = Sha256::digest(std::fs::read(absolute(path))?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn is_comment(line: &str) -> bool {
    line.is_empty() || line.starts_with('#')
}
