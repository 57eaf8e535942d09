//! Data of other makers that lies beside the checkout, never in it.

use std::path::{Path, PathBuf};

/// A file or folder of the shared data. Where it is absent the test says loudly that it did not run.
pub(crate) fn data(path: &str) -> Option<PathBuf> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let wanted = checkout.join("../shared/data").join(path);
    if wanted.exists() {
        return Some(wanted);
    }
    eprintln!("SKIPPED: ../shared/data/{path} is not beside this checkout");
    None
}
