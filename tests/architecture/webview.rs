//! What the webview may reach: its own screens and the commands it was granted.

use std::collections::BTreeSet;

use plant_tests::checkout;
use serde_json::Value;

#[test]
fn the_window_loads_nothing_from_elsewhere() {
    let settings = json("tauri.conf.json");

    let policy = settings["app"]["security"]["csp"].as_object().unwrap();
    let sources = policy
        .iter()
        .flat_map(|(kind, value)| words(value).map(move |word| (kind, word)));
    let elsewhere: Vec<_> = sources
        .filter(|(kind, source)| !is_own(kind, source))
        .collect();

    assert_eq!(policy["default-src"], "'self'");
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn tauri_is_no_global_of_the_screens() {
    let settings = json("tauri.conf.json");

    assert_eq!(settings["app"]["withGlobalTauri"], false);
}

#[test]
fn the_window_is_granted_its_own_commands_and_hearing_of_changes() {
    let main = json("src-tauri/capabilities/main.json");

    let granted: Vec<&str> = main["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();

    assert_eq!(
        granted,
        [
            "station",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ]
    );
    assert_eq!(main["windows"], serde_json::json!(["main"]));
    assert!(
        main.get("remote").is_none(),
        "no other host may call commands"
    );
}

#[test]
fn each_command_is_granted_and_each_grant_is_a_command() {
    let commands = text("src-tauri/src/commands.rs");
    let grants = text("src-tauri/permissions/station.toml");

    assert_eq!(handled(&commands), granted(&grants));
}

#[test]
fn a_command_without_a_grant_is_seen() {
    let commands = "generate_handler![\n    about,\n    view_board,\n]";
    let grants = "commands.allow = [\"about\"]\n";

    assert_eq!(handled(commands), BTreeSet::from(["about", "view_board"]));
    assert_eq!(granted(grants), BTreeSet::from(["about"]));
}

/// The names in `generate_handler![…]`.
fn handled(source: &str) -> BTreeSet<&str> {
    let (_, list) = source.split_once("generate_handler![").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The names in every `commands.allow = […]`.
fn granted(source: &str) -> BTreeSet<&str> {
    let lists = source.split("commands.allow = [").skip(1);
    let lists = lists.map(|list| list.split_once(']').unwrap().0);
    lists
        .flat_map(|list| list.split('"').skip(1).step_by(2))
        .collect()
}

/// Styles alone may stand in the page: the controls set them on their elements.
fn is_own(kind: &str, source: &str) -> bool {
    let own = [
        "'self'",
        "'none'",
        "ipc:",
        "http://ipc.localhost",
        "data:",
        "blob:",
    ];
    own.contains(&source) || (kind == "style-src" && source == "'unsafe-inline'")
}

fn words(value: &Value) -> impl Iterator<Item = &str> {
    value.as_str().unwrap().split_whitespace()
}

fn json(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap()
}

fn text(file: &str) -> String {
    std::fs::read_to_string(checkout().join(file)).unwrap()
}

/// What the window cannot call, a screen shows in a browser only.
#[test]
fn the_window_may_call_every_operation() {
    let text = |path: &str| std::fs::read_to_string(checkout().join(path)).unwrap();
    let declared = text("src-tauri/crates/host/src/operation.rs");
    let commands = text("src-tauri/src/commands.rs");
    let granted = text("src-tauri/permissions/station.toml");
    let names: Vec<&str> = declared
        .lines()
        .filter_map(|line| line.trim_start().split_once("(host, "))
        .map(|(name, _)| name)
        .filter(|name| {
            name.starts_with("view_") || name.starts_with("command_") || *name == "find_scan"
        })
        .collect();

    let missing: Vec<&&str> = names
        .iter()
        .filter(|name| {
            let command = format!("async fn {name}(");
            !commands.contains(&command) || !granted.contains(&format!("\"{name}\""))
        })
        .collect();

    assert!(
        names.len() > 15,
        "only {} operations are found",
        names.len()
    );
    assert!(missing.is_empty(), "{missing:?}");
}
