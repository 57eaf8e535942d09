//! Recognises documents, reads them into one import, or refuses them all.

use std::path::PathBuf;
use std::sync::Arc;

use domain::import::{Finding, Import};

use crate::draft::Draft;
use crate::folder::{FILE_BYTES_MAX, Group, gather, too_large};
use crate::refusal::Refused;
use crate::{b2mml, check, csv, derive};

/// Name under which the keys of the one ERP of a plant are unique ([`Import::erp`]).
pub const ERP: &str = "erp";

/// What is said of a file in a directory that is none of ours.
const IGNORED: &str = "neither .csv nor .xml: ignored";

/// Reads files and directories. A directory of CSV files is one folder of tables; B2MML documents
/// may lie beside them.
///
/// # Errors
/// [`Refused`], when a file cannot be read or says something that cannot be: then nothing of
/// the set is to be imported.
pub fn read(paths: &[PathBuf]) -> Result<Import, Refused> {
    let gathered = gather(paths)?;
    let mut draft = Draft::default();
    for name in &gathered.ignored {
        draft.find(name, None, IGNORED.to_owned());
    }
    read_groups(gathered.groups, draft)
}

/// Documents to be read elsewhere, by [`read_files`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documents {
    /// Each with its file name.
    pub files: Vec<(String, Vec<u8>)>,
    /// Files in directories that are neither tables nor documents.
    pub findings: Vec<Finding>,
}

/// Takes files and directories into memory as they are.
///
/// # Errors
/// [`Refused`], when one cannot be read or all are too much.
pub fn documents(paths: &[PathBuf]) -> Result<Documents, Refused> {
    let gathered = gather(paths)?;
    let ignored = |file| Finding {
        file,
        row: None,
        text: IGNORED.to_owned(),
    };
    Ok(Documents {
        files: gathered.groups.into_iter().flatten().collect(),
        findings: gathered.ignored.into_iter().map(ignored).collect(),
    })
}

/// Reads documents that are in memory already, each with its file name; CSV files among them are
/// one folder of tables.
///
/// # Errors
/// As [`read`].
pub fn read_files(files: Vec<(String, Vec<u8>)>) -> Result<Import, Refused> {
    read_groups(vec![files], Draft::default())
}

fn read_groups(groups: Vec<Group>, mut draft: Draft) -> Result<Import, Refused> {
    if groups.iter().all(Vec::is_empty) {
        return Err(Refused::one(
            "import",
            None,
            "no file was given: name a file or a folder".to_owned(),
        ));
    }
    for group in groups {
        read_group(group, &mut draft);
    }
    derive::complete(&mut draft);
    check::finish(draft, ERP)
}

fn read_group(group: Group, draft: &mut Draft) {
    let mut tables: Vec<(Arc<str>, Vec<u8>)> = Vec::new();
    for (name, bytes) in group {
        // A browser names a file of a folder with its folder.
        let name: Arc<str> = name.rsplit(['/', '\\']).next().unwrap_or_default().into();
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > FILE_BYTES_MAX {
            draft.refuse(&name, None, too_large(length));
        } else if is_table(&name) {
            if tables.iter().any(|(known, _)| *known == name) {
                draft.refuse(
                    &name,
                    None,
                    "the same table comes twice: give one of them".to_owned(),
                );
            }
            tables.push((name, bytes));
        } else if is_markup(&name, &bytes) {
            b2mml::read(&name, &bytes, draft);
        } else {
            let text =
                "neither B2MML nor a CSV table: name CSV files as CSV.md has them".to_owned();
            draft.refuse(&name, None, text);
        }
    }
    csv::read(&tables, draft);
}

fn is_table(name: &str) -> bool {
    name.len() > 4 && name.to_ascii_lowercase().ends_with(".csv")
}

/// Whether it is named as XML, or its first character that is neither mark nor space opens an
/// element.
fn is_markup(name: &str, bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    name.to_ascii_lowercase().ends_with(".xml")
        || bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}
