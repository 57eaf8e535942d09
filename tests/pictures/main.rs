//! `pictures FOLDER`: leaves a picture of each screen of the real window in FOLDER.
//!
//! The app is `LINESIDE_BIN`, its records are in `LINESIDE_DATA` or FOLDER/data. The screens are those the first
//! screen links to.
#![allow(
    clippy::print_stdout,
    reason = "the terminal is where this program answers"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::Locator;
use fantoccini::error::CmdError;
use plant_tests::Window;

/// How long a screen gets to load and settle before its picture is taken.
const SETTLE_TIME: Duration = Duration::from_millis(1_500);

#[tokio::main]
async fn main() -> Result<(), CmdError> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| ".".into(), PathBuf::from);
    let data = std::env::var_os("LINESIDE_DATA").map_or_else(|| folder.join("data"), PathBuf::from);
    let window = Window::open(&data).await;
    window.find("#root *").await;
    take(&window, &folder, "start").await;
    for link in links(&window).await? {
        follow(&window, &link).await?;
        take(&window, &folder, &file_name(&link)).await;
    }
    window.close().await;
    Ok(())
}

/// Where the links of the first screen lead, each once.
async fn links(window: &Window) -> Result<Vec<String>, CmdError> {
    let mut links = Vec::new();
    for link in window.client().find_all(Locator::Css("a[href]")).await? {
        links.extend(link.attr("href").await?);
    }
    links.sort();
    links.dedup();
    Ok(links)
}

async fn follow(window: &Window, link: &str) -> Result<(), CmdError> {
    window
        .find(&format!("a[href='{link}']"))
        .await
        .click()
        .await
}

async fn take(window: &Window, folder: &Path, name: &str) {
    tokio::time::sleep(SETTLE_TIME).await;
    let file = folder.join(format!("{name}.png"));
    window.picture(&file).await;
    println!("picture: {}", file.display());
}

fn file_name(link: &str) -> String {
    let words = link.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
