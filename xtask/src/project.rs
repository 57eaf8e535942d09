//! Where things lie.

use std::path::{Path, PathBuf};

/// The checkout.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where all that is made but not kept lies: `target/`.
pub(crate) fn made() -> PathBuf {
    root().join("target")
}

/// Tools that are installed for this checkout alone.
pub(crate) fn tools() -> PathBuf {
    made().join("tools")
}

/// The program called `name`, as built for `profile` (`debug` or `release`).
pub(crate) fn built(name: &str, profile: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(made, PathBuf::from);
    target
        .join(profile)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
