//! The real window: the app as it is shipped, in the webview it is shipped with.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod away;
mod bench;
mod killed;
mod order;
mod people;
#[path = "../erp/shared.rs"]
mod shared;
mod thread;
#[path = "../labels/tools.rs"]
#[allow(dead_code, reason = "the tests of labels compare pictures too")]
mod tools;
#[path = "../erp/xmllint.rs"]
mod xmllint;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use plant_tests::{Window, program};
use serde_json::{Value, json};
use station::Folder;
use station::found::{Founding, found};
use tempfile::TempDir;

#[tokio::test]
async fn the_window_shows_the_screens_that_were_built_in() {
    let data = new_station().await;

    let window = Window::open(data.path()).await;
    window.find("body *").await;
    let address = window.client().current_url().await.unwrap();

    assert_eq!(address.scheme(), "tauri", "{address}");
    window.close().await;
}

#[tokio::test]
async fn the_window_may_ask_for_what_it_was_granted_and_nothing_else() {
    let data = new_station().await;
    let window = Window::open(data.path()).await;
    window.find("body *").await;

    let view = invoke(&window, "view_station", json!({ "request": {} })).await;
    let close = invoke(&window, "plugin:window|close", json!({})).await;

    assert_eq!(view["answer"]["name"], "Bench 1", "{view}");
    assert!(
        close["refused"].as_str().unwrap().contains("not allowed"),
        "{close}"
    );
    window.close().await;
}

#[tokio::test]
async fn the_screens_reach_no_other_host() {
    let data = new_station().await;
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

#[tokio::test]
async fn a_second_window_on_the_same_records_is_refused_with_what_to_do() {
    let data = new_station().await;
    let window = Window::open(data.path()).await;
    window.find("body *").await;

    let said = first_words_of_another(data.path());

    assert!(said.contains("is in use by another Lineside"), "{said}");
    window.close().await;
}

#[tokio::test]
async fn a_folder_without_a_station_is_refused_with_what_to_do() {
    let empty = tempfile::tempdir().unwrap();

    let said = first_words_of_another(empty.path());

    assert!(said.contains("linesidectl init"), "{said}");
}

async fn new_station() -> TempDir {
    let data = tempfile::tempdir().unwrap();
    let founding = Founding {
        name: "Bench 1".to_owned(),
        zone: chrono_tz::Europe::Rome,
        erp: "erp".to_owned(),
        demo: false,
    };
    found(&Folder::new(data.path()), &founding).await.unwrap();
    data
}

/// The line with which an app that does not start on `data` says why; it stays open to be read.
fn first_words_of_another(data: &Path) -> String {
    let mut app = Command::new(program("LINESIDE_BIN"));
    app.arg("--data").arg(data).stderr(Stdio::piped());
    let mut app = Ended(app.spawn().unwrap());
    let lines = BufReader::new(app.0.stderr.take().unwrap()).lines();
    lines
        .map(Result::unwrap)
        .find(|line| line.starts_with("lineside: "))
        .unwrap_or_default()
}

/// A program that is ended when the test ends.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
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
