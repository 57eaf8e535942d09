//! `linesidectl plant`: what an installer does at the plant's PostgreSQL.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use replication::postgres::{Address, JoinCode, PlantAdmin, Program};

use crate::output::{complain, say};
use crate::problem::Problem;

/// What to do at the plant.
#[derive(Debug, Subcommand)]
pub(crate) enum Plant {
    /// Makes the plant's tables, roles and functions, or brings them up to this release.
    Init(Init),
    /// Lets a station in: makes its login, and prints the code it joins with.
    Enroll(Enroll),
    /// Ends a station's log-in for good. Its events stay.
    Retire(Named),
    /// Makes a login for a gateway, and prints the code it runs with.
    EnrollGateway(EnrollProgram),
    /// Makes a login that reads the views `bi_v1` and nothing else, and prints how to connect.
    EnrollReports(EnrollProgram),
    /// Ends the log-in of a gateway or of reports for good.
    RetireLogin(Named),
    /// Lists the stations, gateways and logins of reports.
    List(Server),
    /// Re-reads every chain at the plant and proves it.
    Verify(Server),
}

/// Where the plant's PostgreSQL is.
#[derive(Debug, Args)]
pub(crate) struct Server {
    /// The administrator's address: postgres://USER:PASSWORD@HOST:PORT/DATABASE, over a network
    /// with ?sslmode=verify-full&sslrootcert=FILE.
    #[arg(
        long,
        env = "LINESIDE_PLANT_ADMIN_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    admin_url: String,
}

/// How to make it.
#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    server: Server,
    /// Name of the plant; kept from the first time.
    #[arg(long, default_value = "Plant 1")]
    name: String,
    /// Where stations find it, if they take another way than the administrator.
    #[arg(long, value_name = "HOST:PORT")]
    host_for_stations: Option<HostPort>,
}

/// Whom to let in.
#[derive(Debug, Args)]
pub(crate) struct Enroll {
    /// Name of the station.
    name: String,
    #[command(flatten)]
    server: Server,
    /// Certificate, in PEM, of who signs for the server; not needed where a public authority does.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Area whose people it may know by name, again for each; none: everybody.
    #[arg(long = "area", value_name = "NAME")]
    areas: Vec<String>,
    /// Retired station whose disk turned up: the code lets that disk send what it had not sent yet.
    #[arg(long, value_name = "NAME", conflicts_with = "areas")]
    disk_of: Option<String>,
}

/// Which program to let in.
#[derive(Debug, Args)]
pub(crate) struct EnrollProgram {
    /// Name of the login, as `plant list` shows it.
    name: String,
    #[command(flatten)]
    server: Server,
    /// Certificate, in PEM, of who signs for the server; not needed where a public authority does.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

/// Whose log-in.
#[derive(Debug, Args)]
pub(crate) struct Named {
    /// Name it was enrolled with.
    name: String,
    #[command(flatten)]
    server: Server,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct HostPort(Address);

impl FromStr for HostPort {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.rsplit_once(':').filter(|(host, _)| !host.is_empty());
        let (host, port) = parts.ok_or("write HOST:PORT, for example plant.example:5432")?;
        let port = port
            .parse()
            .map_err(|_| "the port is a number up to 65535")?;
        let host = host.to_owned();
        Ok(Self(Address { host, port }))
    }
}

/// Does it.
///
/// # Errors
/// [`Problem`], which says what to do.
pub(crate) async fn run(plant: Plant) -> Result<(), Problem> {
    match plant {
        Plant::Init(init) => make(init).await,
        Plant::Enroll(enroll) => let_in(enroll).await,
        Plant::Retire(Named { name, server }) => {
            server.connect().await?.retire(&name).await?;
            say(format_args!(
                "{name} is retired: it cannot log in any more, its events stay"
            ))
        }
        Plant::EnrollGateway(enroll) => {
            let code = program(Program::Gateway, enroll).await?;
            complain(
                &"Write this code to the file of `linesidectl gateway run --code-file`, readable by it alone.",
            );
            say(code)
        }
        Plant::EnrollReports(enroll) => {
            let code = program(Program::Reports, enroll).await?;
            complain(&"The login reads the schema bi_v1. The password is shown this once.");
            say(connection(&code))
        }
        Plant::RetireLogin(Named { name, server }) => {
            server.connect().await?.retire_program(&name).await?;
            say(format_args!("{name} is retired: it cannot log in any more"))
        }
        Plant::List(server) => list(&mut server.connect().await?).await,
        Plant::Verify(server) => say(server.connect().await?.verify().await?),
    }
}

impl Server {
    async fn connect(&self) -> Result<PlantAdmin, Problem> {
        Ok(PlantAdmin::connect(&self.admin_url).await?)
    }
}

async fn make(init: Init) -> Result<(), Problem> {
    let address = init.host_for_stations.map(|HostPort(address)| address);
    let run = init
        .server
        .connect()
        .await?
        .init(&init.name, address)
        .await?;
    match run.as_slice() {
        [] => say("the plant is up to date"),
        run => say(format_args!("the plant is made: {}", run.join(", "))),
    }
}

async fn let_in(enroll: Enroll) -> Result<(), Problem> {
    let ca = certificate(enroll.ca)?;
    let mut admin = enroll.server.connect().await?;
    let code = match &enroll.disk_of {
        Some(retired) => admin.readmit(&enroll.name, retired, ca).await?,
        None => admin.enroll(&enroll.name, ca, &enroll.areas).await?,
    };
    let code = code.to_string();
    match QrCode::with_error_correction_level(&code, EcLevel::L) {
        Ok(picture) => say(drawn(&picture))?,
        Err(_) => complain(&"the code is too long for a picture: copy the text"),
    }
    complain(
        &"Enter this code at the station. Whoever has it can pose as the station: do not mail it.",
    );
    say(code)
}

async fn program(program: Program, enroll: EnrollProgram) -> Result<JoinCode, Problem> {
    let ca = certificate(enroll.ca)?;
    let mut admin = enroll.server.connect().await?;
    Ok(admin.enroll_program(program, &enroll.name, ca).await?)
}

fn certificate(path: Option<PathBuf>) -> Result<Option<String>, Problem> {
    let read = |path: PathBuf| std::fs::read_to_string(&path).map_err(Problem::file(path));
    path.map(read).transpose()
}

/// What a program for reports asks for.
fn connection(code: &JoinCode) -> String {
    format!(
        "host={} port={} dbname={} user={} password={} sslmode=verify-full",
        code.host, code.port, code.database, code.role, code.password
    )
}

/// Drawn for a dark terminal: what shines there is the paper.
fn drawn(picture: &QrCode) -> String {
    let mut drawing = picture.render::<Dense1x2>();
    let drawing = drawing
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark);
    drawing.build()
}

async fn list(admin: &mut PlantAdmin) -> Result<(), Problem> {
    for station in admin.stations().await? {
        let id = station
            .station
            .map_or_else(|| "not yet joined".to_owned(), |id| id.to_string());
        let state = state(station.retired);
        say(format_args!(
            "{}\t{state}\t{id}\tepoch {}\t{} events",
            station.name, station.epoch, station.seq
        ))?;
    }
    for program in admin.programs().await? {
        let state = state(program.retired);
        say(format_args!("{}\t{state}\t{}", program.name, program.kind))?;
    }
    Ok(())
}

fn state(retired: bool) -> &'static str {
    if retired { "retired" } else { "enrolled" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_a_port() {
        let address = |host: &str, port| {
            HostPort(Address {
                host: host.to_owned(),
                port,
            })
        };

        assert_eq!("plant:5432".parse(), Ok(address("plant", 5432)));
        assert_eq!("::1:5432".parse(), Ok(address("::1", 5432)));
        assert!("plant".parse::<HostPort>().is_err());
        assert!(":5432".parse::<HostPort>().is_err());
        assert!("plant:70000".parse::<HostPort>().is_err());
    }
}
