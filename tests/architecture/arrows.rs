//! Who may depend on whom.

use std::collections::BTreeSet;
use std::process::Command;

use plant_tests::checkout;
use serde_json::Value;

/// One crate of ours that names another in its `Cargo.toml`.
type Arrow = (String, String);

/// Begins the block of ARCHITECTURE.md that draws the arrows.
const BLOCK: &str = "```arrows";

/// The package of the tests.
const TESTS: &str = "plant-tests";

#[test]
fn the_arrows_are_those_architecture_md_draws() {
    let text = std::fs::read_to_string(checkout().join("ARCHITECTURE.md")).unwrap();

    let found = differences(&drawn(&text), &built(&metadata()));

    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_the_app_knows_tauri() {
    let metadata = metadata();

    let all = packages(&metadata)
        .iter()
        .flat_map(|package| dependencies(package, |_| true));
    let others: Vec<String> = all
        .filter(|(from, to)| from != "lineside" && to.starts_with("tauri"))
        .map(|(from, to)| format!("{from} depends on {to}; only lineside may"))
        .collect();

    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn an_arrow_nobody_drew_is_found_and_one_nobody_built_too() {
    let drawn = drawn("text\n```arrows\nstation -> store, domain\n```\nlabels -> domain\n");
    let built = BTreeSet::from([arrow("station", "store"), arrow("store", "host")]);

    let found = differences(&drawn, &built);

    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("store -> host is in Cargo.toml"),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("station -> domain is drawn"),
        "{found:?}"
    );
}

fn differences(drawn: &BTreeSet<Arrow>, built: &BTreeSet<Arrow>) -> Vec<String> {
    let undrawn = built.difference(drawn).map(|(from, to)| {
        format!("{from} -> {to} is in Cargo.toml; ARCHITECTURE.md does not draw it")
    });
    let unbuilt = drawn.difference(built).map(|(from, to)| {
        format!("{from} -> {to} is drawn in ARCHITECTURE.md; no Cargo.toml has it")
    });
    undrawn.chain(unbuilt).collect()
}

/// The arrows of the block, one `from -> to, to` a line.
fn drawn(text: &str) -> BTreeSet<Arrow> {
    let block = text.lines().skip_while(|line| *line != BLOCK).skip(1);
    let lines: Vec<&str> = block.take_while(|line| *line != "```").collect();
    assert!(!lines.is_empty(), "ARCHITECTURE.md has no {BLOCK} block");
    lines.into_iter().flat_map(arrows_of).collect()
}

fn arrows_of(line: &str) -> Vec<Arrow> {
    let Some((from, to)) = line.split_once("->") else {
        panic!("not an arrow: {line:?}; write `from -> to, to`");
    };
    to.split(',')
        .map(|to| arrow(from.trim(), to.trim()))
        .collect()
}

fn arrow(from: &str, to: &str) -> Arrow {
    (from.to_owned(), to.to_owned())
}

/// The arrows between our own crates, as the product is built. Tests may drive what they like.
fn built(metadata: &Value) -> BTreeSet<Arrow> {
    let ours: BTreeSet<&str> = packages(metadata)
        .iter()
        .map(|one| text(&one["name"]))
        .collect();
    let product = packages(metadata).iter().filter(|one| one["name"] != TESTS);
    let arrows = product.flat_map(|package| dependencies(package, |kind| kind != "dev"));
    arrows
        .filter(|(_, to)| ours.contains(to.as_str()))
        .collect()
}

/// What `package` depends on, of the kinds that are `wanted`: `null`, `"dev"` or `"build"`.
fn dependencies(package: &Value, wanted: fn(&Value) -> bool) -> Vec<Arrow> {
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    let wanted = dependencies.filter(|one| wanted(&one["kind"]));
    wanted
        .map(|one| arrow(text(&package["name"]), text(&one["name"])))
        .collect()
}

fn packages(metadata: &Value) -> &[Value] {
    metadata["packages"].as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut metadata = Command::new(cargo);
    metadata.args(["metadata", "--no-deps", "--format-version", "1"]);
    let out = metadata.current_dir(checkout()).output().unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}
