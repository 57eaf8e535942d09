//! `linesidectl serve`: the HTTP host, for browsers, tests and other programs of this machine.

use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use host::{Host, http, local};
use station::SystemClock;

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// Fewest characters of a token: sixteen hexadecimal digits are 64 bits that nobody guesses.
const TOKEN_CHARS_MIN: usize = 16;

/// How long answers under way may take after the signal to stop. Streams of changes never end.
const GRACE: Duration = Duration::from_secs(1);

/// What to serve, where and for whom.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Loopback address; port 0 takes a free one.
    #[arg(long, value_name = "127.0.0.1:PORT")]
    listen: SocketAddr,
    /// File with the token that every request must carry.
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// Folder of the built screens, to be served to a browser.
    #[arg(long, value_name = "DIR")]
    ui: Option<PathBuf>,
}

impl Serve {
    /// Its data folder, where one is named.
    pub(crate) fn data_folder(&self) -> Option<PathBuf> {
        Some(self.data.folder().ok()?.path().to_owned())
    }
}

/// Serves until SIGTERM or Ctrl-C.
///
/// # Errors
/// [`Problem`], when the token, the address or the data folder will not do.
pub(crate) async fn run(serve: Serve) -> Result<(), Problem> {
    let token = token(&serve.token_file)?;
    let stop = asked_to_stop()?;
    let over = asked_to_stop()?;
    let listening = http::listen(serve.listen).await?;
    let address = listening.address;
    let host = Arc::new(Host::start(serve.data.folder()?, Arc::new(SystemClock)).await?);
    local::open(host.clone()).await?;
    say(format_args!("listening on http://{address}"))?;
    let grace = async {
        over.await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = http::serve(host.clone(), listening, &token, serve.ui, stop) => served?,
        () = grace => {}
    }
    host.close().await?;
    Ok(())
}

fn token(path: &Path) -> Result<String, Problem> {
    let token = std::fs::read_to_string(path).map_err(Problem::file(path))?;
    let token = token.trim().to_owned();
    if token.chars().count() < TOKEN_CHARS_MIN {
        let (path, least) = (path.to_owned(), TOKEN_CHARS_MIN);
        return Err(Problem::ShortToken { path, least });
    }
    Ok(token)
}

/// Comes when the process is asked to stop.
///
/// # Errors
/// [`Problem::Threads`], when the system cannot tell.
#[cfg(unix)]
pub(crate) fn asked_to_stop() -> Result<impl Future<Output = ()> + Send + 'static, Problem> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate()).map_err(Problem::Threads)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Problem::Threads)?;
    Ok(async move {
        tokio::select! {
            _ = end.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
pub(crate) fn asked_to_stop() -> Result<impl Future<Output = ()> + Send + 'static, Problem> {
    Ok(async {
        // Where the signal cannot be heard, the process is ended from outside.
        let _heard = tokio::signal::ctrl_c().await;
    })
}
