//! An update is taken from its maker, whole and newer, or not at all. Keys and signatures are real ones.

#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::io::Cursor;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use host::update::{NoUpdate, OFFER, Update, check};
use minisign::KeyPair;
use semver::Version;
use tempfile::TempDir;

const PLATFORM: &str = "linux-x86_64-deb";
const PRESENT: Version = Version::new(0, 1, 0);
const PACKAGE: &[u8] = b"the bytes of a package";

/// A folder with an offer of 0.2.0, signed by its maker.
struct Share {
    folder: TempDir,
    maker: KeyPair,
}

fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

impl Share {
    fn new() -> Self {
        let share = Self {
            folder: tempfile::tempdir().unwrap(),
            maker: KeyPair::generate_unencrypted_keypair().unwrap(),
        };
        let signature = share.signature("Lineside_0.2.0_amd64.deb");
        share.put("Lineside_0.2.0_amd64.deb", PACKAGE);
        share.offer("0.2.0", "Lineside_0.2.0_amd64.deb", &signature);
        share
    }

    /// The maker's signature of the package under a name.
    fn signature(&self, name: &str) -> String {
        let comment = format!("timestamp:1795000000\tfile:{name}");
        let signed = minisign::sign(
            Some(&self.maker.pk),
            &self.maker.sk,
            Cursor::new(PACKAGE),
            Some(&comment),
            None,
        );
        base64(&signed.unwrap().into_string())
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).unwrap();
    }

    fn offer(&self, version: &str, name: &str, signature: &str) {
        let offer = serde_json::json!({
            "version": version,
            "platforms": { PLATFORM: { "url": name, "signature": signature } },
        });
        self.put(OFFER, offer.to_string().as_bytes());
    }

    fn key(&self) -> String {
        base64(&self.maker.pk.to_box().unwrap().into_string())
    }

    fn checked(&self) -> Result<Update, NoUpdate> {
        self.checked_for(PLATFORM, &PRESENT)
    }

    fn checked_for(&self, platform: &str, present: &Version) -> Result<Update, NoUpdate> {
        check(self.folder.path(), platform, present, &self.key())
    }
}

fn package(folder: &Path) -> std::path::PathBuf {
    folder.join("Lineside_0.2.0_amd64.deb")
}

#[test]
fn a_newer_package_that_its_maker_signed_is_an_update() {
    let share = Share::new();

    let update = share.checked().unwrap();

    assert_eq!(update.version, Version::new(0, 2, 0));
    assert_eq!(update.package, package(share.folder.path()));
}

#[test]
fn a_package_with_one_changed_byte_is_refused() {
    let share = Share::new();
    let mut bytes = PACKAGE.to_vec();
    bytes.iter_mut().take(1).for_each(|byte| *byte ^= 1);
    share.put("Lineside_0.2.0_amd64.deb", &bytes);

    let refused = share.checked().unwrap_err();

    assert!(matches!(refused, NoUpdate::Untrusted { .. }), "{refused}");
    assert!(
        refused.to_string().contains("do not install it"),
        "{refused}"
    );
}

#[test]
fn a_package_that_somebody_else_signed_is_refused() {
    let (share, other) = (Share::new(), Share::new());
    let signature = other.signature("Lineside_0.2.0_amd64.deb");
    share.offer("0.2.0", "Lineside_0.2.0_amd64.deb", &signature);

    let refused = share.checked().unwrap_err();

    assert!(matches!(refused, NoUpdate::Untrusted { .. }), "{refused}");
}

#[test]
fn the_same_and_an_older_version_are_no_updates() {
    let share = Share::new();

    let same = share.checked_for(PLATFORM, &Version::new(0, 2, 0));
    let older = share.checked_for(PLATFORM, &Version::new(0, 10, 0));

    assert!(matches!(same, Err(NoUpdate::NotNewer { .. })), "{same:?}");
    assert!(matches!(older, Err(NoUpdate::NotNewer { .. })), "{older:?}");
}

#[test]
fn an_old_package_offered_as_a_new_one_is_refused() {
    let share = Share::new();
    let signature = share.signature("Lineside_0.0.9_amd64.deb");
    share.offer("0.2.0", "Lineside_0.2.0_amd64.deb", &signature);

    let refused = share.checked().unwrap_err();

    let NoUpdate::Untrusted { reason, .. } = refused else {
        panic!("{refused}")
    };
    assert!(
        reason.contains("Lineside_0.0.9_amd64.deb, not version 0.2.0"),
        "{reason}"
    );
}

#[test]
fn a_package_elsewhere_than_beside_its_offer_is_not_looked_at() {
    let share = Share::new();
    let signature = share.signature("Lineside_0.2.0_amd64.deb");
    share.offer("0.2.0", "../../etc/Lineside_0.2.0_amd64.deb", &signature);

    let update = share.checked().unwrap();

    assert_eq!(update.package, package(share.folder.path()));
}

#[test]
fn a_package_for_another_system_is_none() {
    let share = Share::new();

    let refused = share
        .checked_for("linux-aarch64-rpm", &PRESENT)
        .unwrap_err();

    assert!(
        refused.to_string().contains("linux-aarch64-rpm"),
        "{refused}"
    );
}
