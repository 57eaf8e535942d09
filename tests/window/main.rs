//! The real window: the app as it is shipped, in the webview it is shipped with.
#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use plant_tests::Window;
use serde_json::{Value, json};

#[tokio::test]
async fn the_window_shows_the_screens_that_were_built_in() {
    let data = tempfile::tempdir().unwrap();

    let window = Window::open(data.path()).await;
    window.find("body *").await;
    let address = window.client().current_url().await.unwrap();

    assert_eq!(address.scheme(), "tauri", "{address}");
    window.close().await;
}

#[tokio::test]
async fn the_window_may_ask_for_what_it_was_granted_and_nothing_else() {
    let data = tempfile::tempdir().unwrap();
    let window = Window::open(data.path()).await;
    window.find("body *").await;

    let about = invoke(&window, "about", json!({})).await;
    let close = invoke(&window, "plugin:window|close", json!({})).await;

    assert_eq!(
        about["answer"]["version"],
        env!("CARGO_PKG_VERSION"),
        "{about}"
    );
    assert!(
        close["refused"].as_str().unwrap().contains("not allowed"),
        "{close}"
    );
    window.close().await;
}

#[tokio::test]
async fn the_screens_reach_no_other_host() {
    let data = tempfile::tempdir().unwrap();
    let window = Window::open(data.path()).await;
    window.find("body *").await;

    let fetched = answer(&window, "fetch('http://127.0.0.1:9/')").await;
    let opened = window
        .client()
        .execute("return window.open('https://example.org/')", vec![]);

    assert!(fetched["refused"].is_string(), "{fetched}");
    assert_eq!(opened.await.unwrap(), Value::Null);
    window.close().await;
}

/// What the app answers to `command`, called as the screens call it.
async fn invoke(window: &Window, command: &str, arguments: Value) -> Value {
    let call = format!("window.__TAURI_INTERNALS__.invoke('{command}', {arguments})");
    answer(window, &call).await
}

/// What the promise `call` comes to: `{"answer": …}` or `{"refused": "…"}`.
async fn answer(window: &Window, call: &str) -> Value {
    let script = format!(
        "const done = arguments[0]; \
         {call}.then((answer) => done({{ answer }}), (e) => done({{ refused: String(e) }}))"
    );
    window
        .client()
        .execute_async(&script, vec![])
        .await
        .unwrap()
}
