//! Whether a newer release is offered, and whether it is the maker's: an offer lies in a folder, on a share
//! or a stick, beside its packages. Nothing is installed here: that is root's, with the system's own means.
//!
//! A package is signed as minisign does it. The signature covers the package and, in its trusted comment,
//! the package's file name, which holds the version: an old package cannot be offered as a new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign_verify::{PublicKey, Signature};
use semver::Version;
use serde::Deserialize;

/// Name of the offer within its folder.
pub const OFFER: &str = "latest.json";
/// How the trusted comment names the file.
const FILE: &str = "file:";
/// Parts of a package's name, between which its version stands: `Lineside_0.2.0_amd64.deb`,
/// `Lineside-0.2.0-1.x86_64.rpm`.
const BETWEEN: [char; 2] = ['_', '-'];

/// What a folder offers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Offer {
    version: Version,
    platforms: std::collections::BTreeMap<String, Package>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Package {
    /// The signature as base64 of minisign's text.
    signature: String,
    /// File name of the package, beside the offer.
    url: String,
}

/// A newer release that is the maker's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Its version.
    pub version: Version,
    /// The package.
    pub package: PathBuf,
}

/// Why nothing is to be installed.
#[derive(Debug, thiserror::Error)]
pub enum NoUpdate {
    /// A file.
    #[error("{path} cannot be read ({source}): check the path")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The offer is none.
    #[error("{path} is no offer of an update ({reason}): copy it again from where it was made")]
    Malformed {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The public key is none.
    #[error("the public key is none: copy it whole from whoever makes the packages")]
    Key,
    /// Nothing newer.
    #[error("{offered} is offered, which is not newer than {present}: nothing is to be done")]
    NotNewer {
        /// What is offered.
        offered: Version,
        /// What runs.
        present: Version,
    },
    /// No package for this system.
    #[error("{version} is offered, but not as a package for {platform}: ask for one")]
    OtherSystem {
        /// What is offered.
        version: Version,
        /// This system.
        platform: String,
    },
    /// The package is not what was signed.
    #[error(
        "{package} is not what its maker signed ({reason}): do not install it, and tell who gave it to you"
    )]
    Untrusted {
        /// Which.
        package: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// What the offer in `folder` means for a system that runs `present` and takes packages of `platform`,
/// where `key` is the maker's public key: base64 of minisign's text, as its file has it.
///
/// # Errors
/// [`NoUpdate`], when it is not newer, not for this system, or not what the maker signed.
pub fn check(
    folder: &Path,
    platform: &str,
    present: &Version,
    key: &str,
) -> Result<Update, NoUpdate> {
    let offer = read(&folder.join(OFFER))?;
    if offer.version <= *present {
        return Err(NoUpdate::NotNewer {
            offered: offer.version,
            present: present.clone(),
        });
    }
    let Some(package) = offer.platforms.get(platform) else {
        return Err(NoUpdate::OtherSystem {
            version: offer.version,
            platform: platform.to_owned(),
        });
    };
    let key = text(key).and_then(|key| PublicKey::decode(&key).ok());
    let key = key.ok_or(NoUpdate::Key)?;
    // A name, never a path: what is checked is what lies beside the offer.
    let name = package.url.rsplit(['/', '\\']).next().unwrap_or_default();
    let path = folder.join(name);
    let bytes = fs::read(&path).map_err(|source| NoUpdate::File {
        path: path.clone(),
        source,
    })?;
    let untrusted = |reason: String| NoUpdate::Untrusted {
        package: path.clone(),
        reason,
    };
    let signed_name = signed(&bytes, &package.signature, &key).map_err(untrusted)?;
    let version = offer.version.to_string();
    if !signed_name.split(BETWEEN).any(|part| part == version) {
        let reason = format!("what was signed is {signed_name}, not version {version}");
        return Err(untrusted(reason));
    }
    Ok(Update {
        version: offer.version,
        package: path,
    })
}

fn read(path: &Path) -> Result<Offer, NoUpdate> {
    let bytes = fs::read(path).map_err(|source| NoUpdate::File {
        path: path.to_owned(),
        source,
    })?;
    serde_json::from_slice(&bytes).map_err(|error| NoUpdate::Malformed {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

/// The file name that the maker signed together with these bytes.
fn signed(bytes: &[u8], signature: &str, key: &PublicKey) -> Result<String, String> {
    let signature = text(signature).ok_or("its signature is none")?;
    let signature = Signature::decode(&signature).map_err(|error| error.to_string())?;
    key.verify(bytes, &signature, false)
        .map_err(|error| error.to_string())?;
    let comment = signature.trusted_comment();
    let name = comment.split('\t').find_map(|part| part.strip_prefix(FILE));
    name.map(ToOwned::to_owned)
        .ok_or_else(|| "its signature names no file".to_owned())
}

/// minisign's text out of its base64.
fn text(base64: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(base64.trim()).ok()?).ok()
}

/// How an offer names packages of this system, in the form its package manager takes.
#[must_use]
pub fn platform() -> String {
    let form = if Path::new("/usr/bin/dpkg").exists() {
        "deb"
    } else {
        "rpm"
    };
    match std::env::consts::OS {
        "linux" => format!("linux-{}-{form}", std::env::consts::ARCH),
        other => format!("{other}-{}", std::env::consts::ARCH),
    }
}
