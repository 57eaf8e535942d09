//! What somebody who helps needs to know of a station, and nothing of its people or its secrets: a few
//! pages of text, to be read before they are given away.

mod redact;

use std::io;
use std::path::Path;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use store::{Folder, Store, StoreError};

use crate::config::Config;
use crate::{doctor, log};
use redact::Redaction;

/// Most of the log that is told, in bytes.
const LOG_BYTES_MAX: u64 = 256 * 1024;

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Name of its file.
    pub name: &'static str,
    /// Text.
    pub text: String,
}

/// What diagnostics of the station in `folder` say at `now`, with names and secrets out.
///
/// # Errors
/// [`StoreError`], when the station's file cannot be read: then it is not known which names to take out.
pub async fn pages(
    folder: &Folder,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<Vec<Page>, StoreError> {
    let store = Store::open_read_only(folder).await?;
    let redaction = Redaction::of(folder, &store).await?;
    let findings = doctor::examine(folder, now).await;
    let said = log::tail(folder.path(), LOG_BYTES_MAX);
    let said = said.unwrap_or_else(|error| format!("the log cannot be read: {error}\n"));
    let raw = [
        ("versions.json", versions(&store, now).await?),
        ("settings.txt", settings(config)),
        ("health.json", pretty(&json!(findings))?),
        ("counts.json", pretty(&json!(store.counts().await?))?),
        ("log.txt", said),
    ];
    let page = |(name, text): (&'static str, String)| Page {
        name,
        text: redaction.apply(&text),
    };
    Ok(raw.map(page).into())
}

async fn versions(store: &Store, now: DateTime<Utc>) -> Result<String, StoreError> {
    let row = store.station().await?;
    pretty(&json!({
        "lineside": station::VERSION,
        "form": store.form_of_file().await?,
        "form_of_release": Store::form(),
        "system": system(),
        "architecture": std::env::consts::ARCH,
        "at": now,
        "station": row.as_ref().map(|row| row.origin.station.short()),
        "epoch": row.as_ref().map(|row| row.origin.epoch),
        "zone": row.as_ref().map(|row| &row.zone),
        "demo": row.as_ref().map(|row| row.demo),
    }))
}

/// What the system calls itself.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(
        || std::env::consts::OS.to_owned(),
        |name| name.trim_matches('"').to_owned(),
    )
}

fn settings(config: &Config) -> String {
    config
        .settings()
        .iter()
        .map(|setting| format!("{setting}\n"))
        .collect()
}

fn pretty(value: &serde_json::Value) -> Result<String, StoreError> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Writes pages into one packed file.
///
/// # Errors
/// What the system says, for example that the file is there already.
pub fn save(pages: &[Page], to: &Path) -> io::Result<()> {
    let file = std::fs::File::create_new(to)?;
    let mut archive = tar::Builder::new(GzEncoder::new(file, Compression::default()));
    for page in pages {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(page.text.len()).unwrap_or(u64::MAX));
        header.set_mode(0o644);
        archive.append_data(&mut header, page.name, page.text.as_bytes())?;
    }
    archive.into_inner()?.finish()?.sync_all()
}
