//! The checkout as files.

use std::path::{Path, PathBuf};

/// The folder of the checkout.
pub fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// The files below `folder` whose names end in one of `endings`, sorted; none if it is not there.
pub fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let each = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path, endings)
        } else {
            vec![path]
        }
    };
    paths
        .into_iter()
        .flat_map(each)
        .filter(|path| ends_in(path, endings))
        .collect()
}

fn ends_in(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|ending| endings.iter().any(|one| ending == *one))
}
