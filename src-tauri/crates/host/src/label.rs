//! Labels as files, for a printer that takes no ZPL.

use station::Failure;
use station::request::CommandLabelPdf;
use station::view::job::SavedFile;
use store::StoreError;

use crate::Host;

/// Folder of the labels saved as PDF, within the data folder.
const LABELS: &str = "labels";

/// Characters of a lot number that a file name keeps.
const NUMBER_CHARS_MAX: usize = 40;

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
