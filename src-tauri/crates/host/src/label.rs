//! Labels as files; their templates; and what a scanned label says of itself.

use station::Failure;
use station::request::{CommandLabel, CommandLabelPdf, LabelCommand};
use station::view::job::{LabelView, SavedFile};
use store::StoreError;

use crate::{Host, scan};

pub mod template;

/// Folder of the labels saved as PDF, within the data folder.
const LABELS: &str = "labels";

/// Characters of a lot number that a file name keeps.
const NUMBER_CHARS_MAX: usize = 40;

/// Carries out a command about labels. A scanned code is read here: what of it names the label goes on.
///
/// # Errors
/// [`Failure`], as [`station::Station::command_label`].
pub(crate) async fn command(host: &Host, mut request: CommandLabel) -> Result<LabelView, Failure> {
    match &mut request.command {
        LabelCommand::Scan { code, .. }
        | LabelCommand::Void {
            code: Some(code), ..
        } => *code = scan::label_name(code),
        LabelCommand::Print { .. }
        | LabelCommand::Reprint { .. }
        | LabelCommand::Settle { .. }
        | LabelCommand::Cancel { .. }
        | LabelCommand::Void { code: None, .. } => {}
    }
    host.station.command_label(request).await
}

/// Draws a copy of a label as a PDF page and saves it in the data folder.
///
/// # Errors
/// [`Failure`], when nobody is signed in, the label is unknown, or the file cannot be written.
pub(crate) async fn save(host: &Host, request: CommandLabelPdf) -> Result<SavedFile, Failure> {
    host.station.check_session(request.session)?;
    let (number, page) = host.station.label_pdf(request.label, request.copy).await?;
    let folder = host.folder().path().join(LABELS);
    std::fs::create_dir_all(&folder).map_err(|source| StoreError::Folder {
        folder: folder.clone(),
        source,
    })?;
    let id = request.label.0.simple().to_string();
    let id = id.get(..8).unwrap_or_default();
    let name = format!("{LABELS}/{}-{id}-{}.pdf", plain(&number), request.copy);
    host.folder().write_private(&name, &page)?;
    Ok(SavedFile {
        path: host.folder().path().join(name).display().to_string(),
    })
}

/// The number with nothing in it that a file system reads.
fn plain(number: &str) -> String {
    let kept = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    number.chars().take(NUMBER_CHARS_MAX).map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_number_leads_out_of_no_folder() {
        assert_eq!(plain("../a b/7"), "___a_b_7");
        assert_eq!(plain("BZ-0917"), "BZ-0917");
    }
}
