//! Taking names and secrets out of a text, wherever they stand in it.

use std::collections::BTreeSet;

use store::{Folder, Store, StoreError};

use crate::{exchange, local};

/// What stands in the place of what was taken out.
const OUT: &str = "[taken out]";
/// Shorter parts of names are words of their own.
const PART_CHARS_MIN: usize = 3;

/// What is taken out.
pub(super) struct Redaction(Vec<String>);

impl Redaction {
    /// Everything that says who works here, or opens a door.
    pub(super) async fn of(folder: &Folder, store: &Store) -> Result<Self, StoreError> {
        let mut words = BTreeSet::new();
        for (key, name) in store.identities().await?.into_values() {
            words.extend(name.split_whitespace().map(ToOwned::to_owned));
            words.insert(name);
            words.extend(key);
        }
        if let Some(code) = exchange::joined(folder) {
            words.insert(code.to_string());
            words.extend([code.password, code.role]);
        }
        words.extend(local::find(folder).map(|door| door.token));
        let user = ["USER", "USERNAME", "LOGNAME"];
        words.extend(user.into_iter().filter_map(|name| std::env::var(name).ok()));
        let home = dirs::home_dir().and_then(|home| Some(home.file_name()?.to_str()?.to_owned()));
        words.extend(home);
        Ok(Self::words(words))
    }

    fn words(words: impl IntoIterator<Item = String>) -> Self {
        let long = |word: &String| word.chars().count() >= PART_CHARS_MIN;
        let mut words: Vec<String> = words
            .into_iter()
            .map(|word| word.to_lowercase())
            .filter(|word| long(word) && word != "root")
            .collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// The text without them, and without what stands before the `@` of an address.
    pub(super) fn apply(&self, text: &str) -> String {
        let lines: Vec<String> = text.lines().map(|line| self.line(line)).collect();
        let end = if text.ends_with('\n') { "\n" } else { "" };
        lines.join("\n") + end
    }

    fn line(&self, line: &str) -> String {
        let mut line = without_logins(line);
        for word in &self.0 {
            if line.to_lowercase().contains(word.as_str()) {
                line = without(&line, word);
            }
        }
        line
    }
}

/// The line without a word of small letters, however it is written there.
fn without(line: &str, word: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let wanted: Vec<char> = word.chars().collect();
    let (mut out, mut at) = (String::with_capacity(line.len()), 0);
    while let Some(&next) = chars.get(at) {
        let here = chars.get(at..at + wanted.len()).unwrap_or_default();
        let same = here
            .iter()
            .zip(&wanted)
            .all(|(c, w)| c.to_lowercase().eq(w.to_lowercase()));
        if !here.is_empty() && same {
            out.push_str(OUT);
            at += wanted.len();
        } else {
            out.push(next);
            at += 1;
        }
    }
    out
}

/// `postgres://user:password@host` without user and password.
fn without_logins(line: &str) -> String {
    let mut parts = line.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("://");
        let end = part.find(['/', ' ', '"', '\'']).unwrap_or(part.len());
        let (authority, rest) = part.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => out.push_str(&format!("{OUT}@{host}")),
            None => out.push_str(authority),
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str) -> String {
        Redaction::words(["Jana Novak", "Novak", "P-01"].map(ToOwned::to_owned)).apply(text)
    }

    #[test]
    fn names_are_taken_out_however_they_are_written() {
        assert_eq!(
            redacted("NOVAK and jana novak\n"),
            "[taken out] and [taken out]\n"
        );
        assert_eq!(
            redacted("/home/novak/x p-01"),
            "/home/[taken out]/x [taken out]"
        );
        assert_eq!(redacted("nothing"), "nothing");
    }

    #[test]
    fn logins_in_addresses_are_taken_out() {
        assert_eq!(
            redacted("postgres://saw:se@cret@10.0.0.7/lineside and tcp://10.0.0.8"),
            "postgres://[taken out]@10.0.0.7/lineside and tcp://10.0.0.8"
        );
    }
}
