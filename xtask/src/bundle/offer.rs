//! The offer of an update: `latest.json` beside the signed packages, as `linesidectl update` reads it.

use std::path::{Path, PathBuf};

use super::tauri;
use crate::program::{Failed, here, run};

/// Holds the private key, or names its file.
const KEY: &str = "TAURI_SIGNING_PRIVATE_KEY";
/// Name of the offer.
const OFFER: &str = "latest.json";

/// Signs the packages with the key of the environment, and writes the offer; answers whether there is a key.
pub(super) fn sign(folder: &Path, packages: &[PathBuf]) -> Result<bool, Failed> {
    let Some(key) = std::env::var_os(KEY).filter(|key| !key.is_empty()) else {
        return Ok(false);
    };
    let mut rows = Vec::new();
    for package in packages {
        let mut signer = here(tauri());
        signer.args(["signer", "sign"]);
        if Path::new(&key).is_file() {
            // By its path: the signer reads the variable as the key itself.
            signer.env_remove(KEY).arg("--private-key-path").arg(&key);
        }
        run(signer.arg(package))?;
        rows.push(row(package)?);
    }
    let offer = format!(
        "{{\n  \"version\": \"{}\",\n  \"platforms\": {{\n{}\n  }}\n}}\n",
        env!("CARGO_PKG_VERSION"),
        rows.join(",\n")
    );
    let path = folder.join(OFFER);
    std::fs::write(&path, offer).map_err(|source| Failed::File { path, source })?;
    Ok(true)
}

/// One package of the offer. Its name and its signature, base64, need no escapes in JSON.
fn row(package: &Path) -> Result<String, Failed> {
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    let path = package.with_file_name(format!("{name}.sig"));
    let signature =
        std::fs::read_to_string(&path).map_err(|source| Failed::File { path, source })?;
    let kind = package.extension().unwrap_or_default().to_string_lossy();
    Ok(format!(
        "    \"linux-{}-{kind}\": {{ \"url\": \"{name}\", \"signature\": \"{}\" }}",
        std::env::consts::ARCH,
        signature.trim()
    ))
}
