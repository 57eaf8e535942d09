//! What the webview may reach: its own screens and the commands it was granted.

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
    let text = std::fs::read_to_string(checkout().join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}
