//! Logins at the plant that are no station: gateways, and programs that read reports.

use ed25519_dalek::SigningKey;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use super::admin::{PlantAdmin, check_name, quoted, role};
use super::error::{PlantError, UNIQUE, has_code};
use super::join_code::{JoinCode, text_of};
use super::scram::{password, random, verifier};

const ENROLL: &str =
    "INSERT INTO lineside.program (role, name, kind, key) VALUES ($1::name, $2, $3, $4)";
const RETIRE: &str = "UPDATE lineside.program SET retired_at = clock_timestamp() \
     WHERE name = $1 AND retired_at IS NULL RETURNING role::text";
const PROGRAMS: &str =
    "SELECT name, kind, retired_at IS NOT NULL FROM lineside.program ORDER BY name, enrolled_at";

/// What a program does at the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// It turns the log into tables to read: `linesidectl gateway`.
    Gateway,
    /// It reads the views `bi_v1`, and nothing else.
    Reports,
}

impl Program {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gateway => "gateway",
            Self::Reports => "reports",
        }
    }

    /// Whose rights it has.
    fn group(self) -> &'static str {
        match self {
            Self::Gateway => "lineside_gateway",
            Self::Reports => "lineside_bi",
        }
    }

    /// What it signs with, where it signs anything.
    fn signing_key(self) -> Result<Option<SigningKey>, PlantError> {
        Ok(match self {
            Self::Gateway => Some(SigningKey::from_bytes(&random()?)),
            Self::Reports => None,
        })
    }

    /// What it may hold of the server. A gateway has two connections, and a dead pair lingers; one page
    /// is written within a second, and a refold of thousands within ten. A report may take a minute.
    fn limits(self) -> [(&'static str, &'static str); 3] {
        let idle = match self {
            Self::Gateway => "5min",
            Self::Reports => "1h",
        };
        [
            ("statement_timeout", "60s"),
            ("idle_in_transaction_session_timeout", "15s"),
            ("idle_session_timeout", idle),
        ]
    }
}

/// A program's login as the plant knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolledProgram {
    /// Name.
    pub name: String,
    /// What it does, as a word.
    pub kind: String,
    /// Whether it may log in no more.
    pub retired: bool,
}

impl PlantAdmin {
    /// Makes a login for a program; the code says where the plant is and holds the password. `ca` is
    /// the certificate, in PEM, of who signs for the server, unless a public authority does.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn enroll_program(
        &mut self,
        program: Program,
        name: &str,
        ca: Option<String>,
    ) -> Result<JoinCode, PlantError> {
        check_name(name)?;
        self.check_plant().await?;
        let (role, password) = (role()?, password()?);
        let verifier = verifier(&password)?;
        let mut transaction = self.connection.begin().await?;
        let mut code = Self::code(&mut transaction, role, password, ca).await?;
        let key = program.signing_key()?;
        code.keys.clear();
        code.signs_with = key.as_ref().map(|key| text_of(key.as_bytes()));
        let public = key.map(|key| key.verifying_key().to_bytes().to_vec());
        let enroll = sqlx::query(ENROLL).bind(&code.role).bind(name);
        let enroll = enroll.bind(program.word()).bind(public);
        let enrolled = enroll.execute(&mut *transaction).await;
        enrolled.map_err(|error| match has_code(&error, UNIQUE) {
            true => PlantError::Enrolled(name.to_owned()),
            false => error.into(),
        })?;
        let login = login(program, &code, &verifier);
        sqlx::raw_sql(AssertSqlSafe(login))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(code)
    }

    /// Ends a program's log-in for good.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn retire_program(&mut self, name: &str) -> Result<(), PlantError> {
        self.check_plant().await?;
        match self.end_login(RETIRE, name).await? {
            true => Ok(()),
            false => Err(PlantError::NoProgram(name.to_owned())),
        }
    }

    /// Every program that was ever enrolled, by name.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn programs(&mut self) -> Result<Vec<EnrolledProgram>, PlantError> {
        self.check_plant().await?;
        let rows = sqlx::query(PROGRAMS)
            .fetch_all(&mut self.connection)
            .await?;
        rows.iter().map(enrolled).collect()
    }
}

fn enrolled(row: &PgRow) -> Result<EnrolledProgram, PlantError> {
    Ok(EnrolledProgram {
        name: row.try_get(0)?,
        kind: row.try_get(1)?,
        retired: row.try_get(2)?,
    })
}

/// A login with its limits, which a group's login does not inherit.
fn login(program: Program, code: &JoinCode, verifier: &str) -> String {
    let (role, database) = (quoted(&code.role), quoted(&code.database));
    let group = program.group();
    let mut login = format!(
        "CREATE ROLE {role} LOGIN PASSWORD '{verifier}' CONNECTION LIMIT 4 IN ROLE {group}; \
         GRANT CONNECT ON DATABASE {database} TO {role};"
    );
    for (name, value) in program.limits() {
        login += &format!(" ALTER ROLE {role} SET {name} = '{value}';");
    }
    login
}
