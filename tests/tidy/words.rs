//! Words that say nothing, and work that was left lying.

use crate::{is_code, is_generated, tracked};

/// Names that end so could mean anything; DOMAIN.md's glossary has a word for what is meant.
const EMPTY_ENDINGS: [&str; 5] = ["Helper", "Manager", "Processor", "Service", "Util"];

/// What comes before the name of a type.
const DECLARES: [&str; 6] = ["class", "enum", "interface", "struct", "trait", "type"];

/// Work left lying; the words are put together so that this file does not hold them.
const UNFINISHED: [&str; 4] = [
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unimplem", "ented!("),
    // With a reason it may stay: a test that another one starts.
    concat!("#[", "ignore]"),
];

/// May stay when it names who will do it: the word, then `(name)`.
const PROMISE: &str = concat!("TO", "DO");

#[test]
fn no_type_has_an_empty_name() {
    let found = in_code(empty_name);

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_work_is_left_lying() {
    let found = in_code(unfinished);

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_empty_name_is_found_where_it_is_declared() {
    for ending in EMPTY_ENDINGS {
        let named = Some(format!("Order{ending}"));
        assert_eq!(
            empty_name(&format!("pub(crate) struct Order{ending} {{")),
            named
        );
        assert_eq!(
            empty_name(&format!("export interface Order{ending}<T> {{")),
            named
        );
        assert_eq!(
            empty_name(&format!("let kind = Order{ending}::new();")),
            None
        );
        assert_eq!(empty_name(&format!("enum {ending}able {{")), None);
    }
}

#[test]
fn a_promise_needs_a_name() {
    assert!(unfinished(&format!("// {PROMISE}: later")).is_some());
    assert!(unfinished(&format!("// {PROMISE}(maria): later")).is_none());
    assert!(unfinished(UNFINISHED[1]).is_some());
    assert!(unfinished("let total = 1;").is_none());
}

/// Every line of our code in which `wrong` finds something, as `file:line: what`.
fn in_code(wrong: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let files = tracked();
    let code = files
        .iter()
        .filter(|file| is_code(&file.path) && !is_generated(&file.path));
    code.flat_map(|file| {
        let lines = file.text.lines().enumerate();
        lines
            .filter_map(|(at, line)| {
                wrong(line).map(|what| format!("{}:{}: {what}", file.path, at + 1))
            })
            .collect::<Vec<_>>()
    })
    .collect()
}

fn empty_name(line: &str) -> Option<String> {
    let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find(|word| DECLARES.contains(word))?;
    let name = words.find(|word| !word.is_empty())?;
    EMPTY_ENDINGS
        .iter()
        .any(|ending| name.ends_with(ending))
        .then(|| name.to_owned())
}

fn unfinished(line: &str) -> Option<String> {
    let promise = line
        .split(PROMISE)
        .skip(1)
        .any(|after| !names_someone(after));
    let left = UNFINISHED.iter().find(|word| line.contains(**word));
    left.map(|word| format!("{word} is left"))
        .or_else(|| promise.then(|| format!("{PROMISE} without a name: write {PROMISE}(name)")))
}

fn names_someone(after: &str) -> bool {
    let inner = after
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'));
    inner.is_some_and(|(name, _)| !name.trim().is_empty())
}
