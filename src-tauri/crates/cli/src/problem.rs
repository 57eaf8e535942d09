//! Why a command was not carried out, as one sentence.

use std::io;
use std::path::PathBuf;

use devices::decode::NoDecoder;
use host::backup::NoBackup;
use host::config::BadConfig;
use host::exchange::JoinFailure;
use host::http::NotServed;
use host::local::NoDoor;
use host::update::NoUpdate;
use replication::postgres::PlantError;
use station::Failure;
use store::StoreError;
use store::verify::VerifyError;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// The data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The station.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The log and what is shown differ.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The port.
    #[error(transparent)]
    NotServed(#[from] NotServed),
    /// The door for `linesidectl` beside this one.
    #[error(transparent)]
    NoDoor(#[from] NoDoor),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] BadConfig),
    /// A file that says what a station shall be.
    #[error("{path} does not say what a station shall be ({reason}): correct it and try again")]
    Plan {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A backup.
    #[error(transparent)]
    Backup(#[from] NoBackup),
    /// What is offered is not to be installed.
    #[error(transparent)]
    NoUpdate(#[from] NoUpdate),
    /// This program does not know its own version.
    #[error("this build has no version: install an official one")]
    OwnVersion,
    /// No data folder.
    #[error("there is no folder for this station's records: name one with --data DIR")]
    NoFolder,
    /// Something does not work; what has been said.
    #[error("{0} of what was looked at does not work: do what is said above, and look again")]
    Unwell(usize),
    /// The plant.
    #[error(transparent)]
    Plant(#[from] PlantError),
    /// The join code.
    #[error(transparent)]
    Join(#[from] JoinFailure),
    /// The code of a gateway.
    #[error("{0} holds no code of `linesidectl plant enroll-gateway`: write it there, whole")]
    NoGatewayCode(PathBuf),
    /// Another gateway has the lead.
    #[error(
        "another gateway leads: stop it, for example with `systemctl stop lineside-gateway`, and try again"
    )]
    GatewayLeads,
    /// A name that a trace cannot follow.
    #[error("{0}")]
    NotTraced(String),
    /// An import was refused; why has been said.
    #[error("the import was refused: nothing was recorded")]
    ImportRefused,
    /// A file.
    #[error("{path} cannot be read or written ({source}): check the path and its permissions")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A token anyone could guess.
    #[error(
        "the token in {path} has fewer than {least} characters: write a longer one, for example \
         with openssl rand -hex 32"
    )]
    ShortToken {
        /// File of the token.
        path: PathBuf,
        /// Fewest characters.
        least: usize,
    },
    /// JSON.
    #[error("this is not JSON ({0}): write an object, for example {{}}")]
    Json(#[source] serde_json::Error),
    /// A decoder.
    #[error(transparent)]
    Decoder(#[from] NoDecoder),
    /// What a decoder read.
    #[error("what was read cannot be written as JSON: {0}")]
    Record(#[source] serde_json::Error),
    /// A device's place.
    #[error("{0}")]
    Place(String),
    /// No station for what is kept in one.
    #[error("say which station: --station DIR")]
    NoStationNamed,
    /// A part that nothing plays.
    #[error("no {0} is set up here: bind one with `linesidectl devices bind`")]
    NoDevice(&'static str),
    /// Devices that do not do what they are for; why has been said.
    #[error("{0} of the devices did not pass: do what is said above, and test again")]
    DevicesFailed(usize),
    /// Seeds of a simulation failed; which has been said.
    #[error(
        "{failed} of {seeds} seeds failed: run one again as written above, and look where it goes wrong"
    )]
    SeedsFailed {
        /// How many failed.
        failed: usize,
        /// How many were run.
        seeds: u64,
    },
    /// A simulator.
    #[error("the simulator cannot run ({0}): choose another place with --listen")]
    Simulator(#[source] io::Error),
    /// Standard input or output.
    #[error("the output cannot be written: {0}")]
    Output(#[source] io::Error),
    /// Standard input.
    #[error("the input cannot be read: {0}")]
    Input(#[source] io::Error),
    /// Threads.
    #[error("the system gives no threads: {0}")]
    Threads(#[source] io::Error),
    /// The demo waited for something that did not come.
    #[error("{0} did not come within {1} seconds")]
    Late(&'static str, u64),
    /// The demo plant is not as the demo needs it.
    #[error("the demo plant has no {0}")]
    Missing(String),
    /// The folder of the demo holds somebody's work.
    #[error("{0} holds a station that is no demo: choose another folder with --out")]
    NotADemo(PathBuf),
}

impl Problem {
    /// The failure of a file.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
