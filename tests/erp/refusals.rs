//! What a refused import must say.

use erp::{Refused, read_files};

/// What the reader says against files that must not be taken.
pub(crate) fn refused(files: &[(&str, &str)]) -> Refused {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    read_files(files.collect()).expect_err("this must be refused")
}

/// Fails unless a file, a row and a reason are named.
pub(crate) fn names(what: &str, refused: &Refused, file: &str, row: u64, text: &str) {
    let named = refused.refusals.iter().any(|refusal| {
        refusal.file == file && refusal.row == Some(row) && refusal.text.contains(text)
    });
    assert!(
        named,
        "{what}: expected {file}, row {row}: {text}\n{refused}"
    );
}
