//! An XML validator and reader that is not ours. Missing it is a failure, not a skip.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The documents that do not follow the schema, in xmllint's words; empty when all do.
pub(crate) fn complaints(schema: &Path, documents: &[PathBuf]) -> String {
    let output = run(Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .args(documents));
    match output.status.success() {
        true => String::new(),
        false => String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The text at an XPath, in which `Name` without prefix means that name in any namespace.
pub(crate) fn text(document: &Path, path: &str) -> String {
    let path = in_any_namespace(path);
    let output = run(Command::new("xmllint")
        .args(["--nonet", "--xpath", &format!("string({path})")])
        .arg(document));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

fn in_any_namespace(path: &str) -> String {
    let steps = path.split('/').map(|step| match step.split_once('[') {
        _ if step.is_empty() || step.starts_with('@') => step.to_owned(),
        Some((name, rest)) => format!("*[local-name()='{name}'][{rest}"),
        None => format!("*[local-name()='{step}']"),
    });
    steps.collect::<Vec<_>>().join("/")
}

fn run(command: &mut Command) -> Output {
    command
        .output()
        .expect("xmllint is missing: install the package libxml2-utils")
}
