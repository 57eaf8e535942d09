//! What the program says of itself, for whoever looks after it.

use tracing_subscriber::EnvFilter;

/// Says how much is written, in the words of `tracing`: `warn`, `info,store=debug`.
const FILTER: &str = "LINESIDE_LOG";

/// Begins to write what happens to standard error: warnings and what an installer wants to know.
pub(crate) fn begin() {
    let filter = EnvFilter::try_from_env(FILTER).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
