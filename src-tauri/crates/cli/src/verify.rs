//! `linesidectl verify`: proves the file, beside a running app if there is one.

use clap::Args;
use store::Store;

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// Which folder to prove.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    data: Data,
}

/// Re-reads the log and compares; the last line says what was found equal.
///
/// # Errors
/// [`Problem::Verify`], which names the first difference.
pub(crate) async fn run(verify: Verify) -> Result<(), Problem> {
    let store = Store::open_read_only(&verify.data.folder()?).await?;
    say(store.verify().await?)
}
