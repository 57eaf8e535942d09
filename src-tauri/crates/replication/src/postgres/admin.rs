//! What an installer does at the plant: make it, enroll stations, retire them, prove it.

use std::fmt::Write as _;
use std::str::FromStr as _;
use std::time::Duration;

use domain::origin::StationId;
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, Row as _};
use uuid::Uuid;

use super::error::{NO_DATABASE, PlantError, UNIQUE, has_code};
use super::join_code::{JoinCode, text_of};
use super::link::in_time;
use super::migrations::{applied, migrate};
use super::scram::{password, random, verifier};
use super::verify::{Verified, verify};

/// How long log-in may take.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(15);
/// Oldest PostgreSQL that will do, as `server_version_num`.
const VERSION_MIN: i32 = 150_000;
/// Longest name, in characters.
const NAME_CHARS_MAX: usize = 80;

const SERVER: &str = "SELECT current_setting('server_version_num')::int4, current_setting('server_version'), \
     current_setting('server_encoding')";
const PLANT: &str = "INSERT INTO lineside.plant (name, host, port) VALUES ($1, $2, $3) \
     ON CONFLICT (one) DO UPDATE SET host = excluded.host, port = excluded.port";
const ENROLL: &str = "INSERT INTO lineside.station (role, name, areas) VALUES ($1::name, $2, $3)";
/// Lets go of the retired login, so that a new one can be the station's.
const RELEASE: &str = "UPDATE lineside.station s SET station = NULL FROM \
     (SELECT role, station, epoch, areas FROM lineside.station WHERE name = $1 AND retired_at IS NOT NULL \
      AND station IS NOT NULL ORDER BY retired_at DESC LIMIT 1 FOR UPDATE) AS before \
     WHERE s.role = before.role RETURNING before.station, before.epoch, before.areas";
const READMIT: &str =
    "UPDATE lineside.station SET station = $2, epoch = $3, areas = $4 WHERE role = $1::name";
const ADDRESS: &str = "SELECT host, port, name, current_database()::text FROM lineside.plant";
const KEYS: &str = "SELECT key FROM lineside.program \
     WHERE kind = 'gateway' AND retired_at IS NULL AND key IS NOT NULL ORDER BY enrolled_at";
const RETIRE: &str = "UPDATE lineside.station SET retired_at = clock_timestamp() \
     WHERE name = $1 AND retired_at IS NULL RETURNING role::text";
/// Ends what it is doing; what is not ours to end finds that it may do nothing any more.
const END: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
     WHERE usename = $1::name AND pg_has_role(usesysid, 'USAGE')";
const STATIONS: &str = "SELECT s.name, s.station, s.epoch, c.seq, s.retired_at IS NOT NULL \
     FROM lineside.station s LEFT JOIN lineside.chain c ON (c.station, c.epoch) = (s.station, s.epoch) \
     ORDER BY s.name, s.enrolled_at";

/// Where stations find the plant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Host name or address, as the server's certificate names it.
    pub host: String,
    /// Port.
    pub port: u16,
}

/// A station as the plant knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolledStation {
    /// Name.
    pub name: String,
    /// Id; absent before its first call.
    pub station: Option<StationId>,
    /// Latest epoch; 0 before its first event.
    pub epoch: u32,
    /// Last place in that epoch's chain.
    pub seq: u64,
    /// Whether it may log in no more.
    pub retired: bool,
}

/// An installer's connection.
#[derive(Debug)]
pub struct PlantAdmin {
    pub(super) connection: PgConnection,
    address: Address,
}

impl PlantAdmin {
    /// Logs in as an administrator. A database that is not there is made.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn connect(url: &str) -> Result<Self, PlantError> {
        let bad = |error: sqlx::Error| PlantError::Url(error.to_string());
        let options = PgConnectOptions::from_str(url).map_err(bad)?;
        let mut connection = in_time(CONNECT_TIME_MAX, open(&options)).await?;
        check_server(&mut connection).await?;
        Ok(Self {
            connection,
            address: Address {
                host: options.get_host().to_owned(),
                port: options.get_port(),
            },
        })
    }

    /// Makes the plant, or brings it up to this release; doing it again changes nothing but the
    /// address. Stations are told `address`, or that of the administrator. Returns what was run.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn init(
        &mut self,
        name: &str,
        address: Option<Address>,
    ) -> Result<Vec<&'static str>, PlantError> {
        check_name(name)?;
        let Address { host, port } = address.unwrap_or_else(|| self.address.clone());
        let mut transaction = self.connection.begin().await?;
        let run = migrate(&mut transaction).await?;
        let plant = sqlx::query(PLANT).bind(name).bind(host);
        plant
            .bind(i32::from(port))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(run)
    }

    /// Makes a login for a station; the code lets it join. `ca` is the certificate, in PEM, of who
    /// signs for the server, unless a public authority does. It learns the names of people who work
    /// in `areas`; where there are none, of the whole plant's.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn enroll(
        &mut self,
        name: &str,
        ca: Option<String>,
        areas: &[String],
    ) -> Result<JoinCode, PlantError> {
        check_name(name)?;
        self.check_plant().await?;
        let mut transaction = self.connection.begin().await?;
        let code = Self::enrolled(&mut transaction, name, ca, areas).await?;
        transaction.commit().await?;
        Ok(code)
    }

    /// Makes a login for a station whose own is retired: a disk turned up that was given up. It goes on
    /// where the plant has its log, and knows of the people it knew of.
    ///
    /// # Errors
    /// [`PlantError::NotRetired`], when no retired station of that name has its log here.
    pub async fn readmit(
        &mut self,
        name: &str,
        retired: &str,
        ca: Option<String>,
    ) -> Result<JoinCode, PlantError> {
        check_name(name)?;
        self.check_plant().await?;
        let mut transaction = self.connection.begin().await?;
        let before = sqlx::query(RELEASE)
            .bind(retired)
            .fetch_optional(&mut *transaction)
            .await?;
        let before = before.ok_or_else(|| PlantError::NotRetired(retired.to_owned()))?;
        let code = Self::enrolled(&mut transaction, name, ca, &[]).await?;
        let (station, epoch): (Uuid, i32) = (before.try_get(0)?, before.try_get(1)?);
        let areas: Vec<String> = before.try_get(2)?;
        let readmit = sqlx::query(READMIT).bind(&code.role).bind(station);
        let readmit = readmit.bind(epoch).bind(areas);
        readmit.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(code)
    }

    async fn enrolled(
        transaction: &mut PgConnection,
        name: &str,
        ca: Option<String>,
        areas: &[String],
    ) -> Result<JoinCode, PlantError> {
        let (role, password) = (role()?, password()?);
        let verifier = verifier(&password)?;
        let code = Self::code(transaction, role, password, ca).await?;
        let enroll = sqlx::query(ENROLL).bind(&code.role).bind(name).bind(areas);
        let enrolled = enroll.execute(&mut *transaction).await;
        enrolled.map_err(|error| match has_code(&error, UNIQUE) {
            true => PlantError::Enrolled(name.to_owned()),
            false => error.into(),
        })?;
        let login = login(&code.role, &verifier, &code.database);
        sqlx::raw_sql(AssertSqlSafe(login))
            .execute(transaction)
            .await?;
        Ok(code)
    }

    /// Ends a station's log-in for good. Its events stay.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn retire(&mut self, name: &str) -> Result<(), PlantError> {
        self.check_plant().await?;
        match self.end_login(RETIRE, name).await? {
            true => Ok(()),
            false => Err(PlantError::NotEnrolled(name.to_owned())),
        }
    }

    /// Every station that was ever enrolled, by name.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn stations(&mut self) -> Result<Vec<EnrolledStation>, PlantError> {
        self.check_plant().await?;
        let rows = sqlx::query(STATIONS)
            .fetch_all(&mut self.connection)
            .await?;
        rows.iter().map(enrolled).collect()
    }

    /// Re-reads every chain and every head, as of one moment.
    ///
    /// # Errors
    /// [`PlantError::Damaged`].
    pub async fn verify(&mut self) -> Result<Verified, PlantError> {
        self.check_plant().await?;
        let mut transaction = self.connection.begin().await?;
        sqlx::raw_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .execute(&mut *transaction)
            .await?;
        let verified = verify(&mut transaction).await?;
        transaction.commit().await?;
        Ok(verified)
    }

    /// What tells a new login where the plant is.
    pub(super) async fn code(
        transaction: &mut PgConnection,
        role: String,
        password: String,
        ca: Option<String>,
    ) -> Result<JoinCode, PlantError> {
        let keys = sqlx::query_scalar(KEYS).fetch_all(&mut *transaction);
        let keys: Vec<Vec<u8>> = keys.await?;
        let row = sqlx::query(ADDRESS).fetch_one(transaction).await?;
        let port: i32 = row.try_get(1)?;
        Ok(JoinCode {
            host: row.try_get(0)?,
            port: u16::try_from(port).map_err(|_| PlantError::Garbled("a port"))?,
            database: row.try_get(3)?,
            role,
            password,
            ca,
            plant: row.try_get(2)?,
            keys: keys.iter().map(|key| text_of(key)).collect(),
            signs_with: None,
        })
    }

    /// Ends the login that `retire` finds by its name, and what it is doing; answers whether there is one.
    pub(super) async fn end_login(
        &mut self,
        retire: &'static str,
        name: &str,
    ) -> Result<bool, PlantError> {
        let mut transaction = self.connection.begin().await?;
        let retire = sqlx::query_scalar(retire).bind(name);
        let role: Option<String> = retire.fetch_optional(&mut *transaction).await?;
        let Some(role) = role else {
            return Ok(false);
        };
        let disable = format!("ALTER ROLE {} NOLOGIN", quoted(&role));
        sqlx::raw_sql(AssertSqlSafe(disable))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        sqlx::query(END)
            .bind(role)
            .fetch_all(&mut self.connection)
            .await?;
        Ok(true)
    }

    pub(super) async fn check_plant(&mut self) -> Result<(), PlantError> {
        match applied(&mut self.connection).await?.is_empty() {
            true => Err(PlantError::NoPlant),
            false => Ok(()),
        }
    }
}

/// Connects, after making the database if it is not there.
async fn open(options: &PgConnectOptions) -> Result<PgConnection, PlantError> {
    let error = match options.connect().await {
        Ok(connection) => return Ok(connection),
        Err(error) => error,
    };
    let Some(database) = options
        .get_database()
        .filter(|_| has_code(&error, NO_DATABASE))
    else {
        return Err(error.into());
    };
    let mut first = options.clone().database("postgres").connect().await?;
    let make = format!(
        "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
        quoted(database)
    );
    sqlx::raw_sql(AssertSqlSafe(make))
        .execute(&mut first)
        .await?;
    first.close().await?;
    Ok(options.connect().await?)
}

async fn check_server(connection: &mut PgConnection) -> Result<(), PlantError> {
    let row = sqlx::query(SERVER).fetch_one(connection).await?;
    let (number, version, encoding): (i32, String, String) =
        (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    if number < VERSION_MIN || encoding != "UTF8" {
        return Err(PlantError::Unsuited { version, encoding });
    }
    Ok(())
}

pub(super) fn check_name(name: &str) -> Result<(), PlantError> {
    match name.chars().count() {
        1..=NAME_CHARS_MAX => Ok(()),
        _ => Err(PlantError::BadName),
    }
}

/// A login's name: random, because a station may be called after a person.
pub(super) fn role() -> Result<String, PlantError> {
    let mut role = "lineside_".to_owned();
    for byte in random::<8>()? {
        // Writing to a text cannot fail.
        let _written = write!(role, "{byte:02x}");
    }
    Ok(role)
}

/// A login with its limits. They are set on the login itself: a group's are not inherited. Four
/// connections are two links and two listeners, while a dead pair lingers.
fn login(role: &str, verifier: &str, database: &str) -> String {
    let (role, database) = (quoted(role), quoted(database));
    format!(
        "CREATE ROLE {role} LOGIN PASSWORD '{verifier}' CONNECTION LIMIT 4 IN ROLE lineside_station; \
         ALTER ROLE {role} SET statement_timeout = '15s'; \
         ALTER ROLE {role} SET idle_in_transaction_session_timeout = '5s'; \
         GRANT CONNECT ON DATABASE {database} TO {role}; \
         DO $$ BEGIN IF has_parameter_privilege('temp_file_limit', 'SET') THEN \
         ALTER ROLE {role} SET temp_file_limit = '256MB'; END IF; END $$;"
    )
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn enrolled(row: &PgRow) -> Result<EnrolledStation, PlantError> {
    let station: Option<Uuid> = row.try_get(1)?;
    let (epoch, seq): (i32, Option<i64>) = (row.try_get(2)?, row.try_get(3)?);
    Ok(EnrolledStation {
        name: row.try_get(0)?,
        station: station.map(|id| StationId(id.into_bytes())),
        epoch: u32::try_from(epoch).map_err(|_| PlantError::Garbled("an epoch"))?,
        seq: u64::try_from(seq.unwrap_or(0))
            .map_err(|_| PlantError::Garbled("a place in a chain"))?,
        retired: row.try_get(4)?,
    })
}
