//! A transaction in the making, and the two ways it runs.
//!
//! What a person waits for is committed on the thread that asks for it: the thread that sqlx keeps for SQLite
//! sleeps by then, and waking it takes as long as half a commit on a fast disk. What takes long goes there.

use rusqlite::types::Value as Bound;
use rusqlite::{Connection, params_from_iter};
use sqlx::{AssertSqlSafe, SqliteConnection};
use tokio::runtime::{Handle, RuntimeFlavor};
use uuid::Uuid;

/// One statement with its values.
pub(super) struct Statement {
    text: String,
    values: Vec<Bound>,
}

/// A value of a statement, as SQLite keeps it.
pub(super) trait ToBound {
    fn bound(self) -> Bound;
}

/// Statements that become durable together.
#[derive(Default)]
pub(super) struct Batch {
    statements: Vec<Statement>,
}

impl Statement {
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Goes on with `text`.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Goes on with a value.
    pub(super) fn bind(&mut self, value: impl ToBound) -> &mut Self {
        self.text.push('?');
        self.values.push(value.bound());
        self
    }

    /// Goes on with rows, whose values `each` binds.
    pub(super) fn rows<T>(&mut self, rows: &[T], each: impl Fn(&mut Values<'_>, &T)) {
        for (number, row) in rows.iter().enumerate() {
            self.text.push_str(if number == 0 { "(" } else { ", (" });
            each(
                &mut Values {
                    statement: self,
                    first: true,
                },
                row,
            );
            self.text.push(')');
        }
    }
}

/// The values of a row.
pub(super) struct Values<'s> {
    statement: &'s mut Statement,
    first: bool,
}

impl Values<'_> {
    /// The next value of the row.
    pub(super) fn bind(&mut self, value: impl ToBound) -> &mut Self {
        if !std::mem::take(&mut self.first) {
            self.statement.text.push_str(", ");
        }
        self.statement.bind(value);
        self
    }
}

impl Batch {
    pub(super) fn push(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    /// Commits all of it, here and now: once this returns it is durable, or nothing has changed.
    pub(super) fn commit_here(&self, connection: &Connection) -> rusqlite::Result<()> {
        let outcome = self.attempt(connection);
        if outcome.is_err() && !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK")?;
        }
        outcome
    }

    fn attempt(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for statement in &self.statements {
            connection
                .prepare_cached(&statement.text)?
                .execute(params_from_iter(&statement.values))?;
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// Commits all of it on SQLite's own thread, while others go on. Where it fails, the transaction may
    /// still be open.
    pub(super) async fn commit(self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut *connection)
            .await?;
        for statement in self.statements {
            statement.run(connection).await?;
        }
        sqlx::query("COMMIT").execute(connection).await.map(|_| ())
    }
}

impl Statement {
    async fn run(self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for value in self.values {
            query = match value {
                Bound::Null => query.bind(None::<i64>),
                Bound::Integer(number) => query.bind(number),
                Bound::Real(number) => query.bind(number),
                Bound::Text(text) => query.bind(text),
                Bound::Blob(bytes) => query.bind(bytes),
            };
        }
        query.execute(connection).await.map(|_| ())
    }
}

/// Does what waits for the disk, while the other tasks of this thread move to another one where there is one.
pub(super) fn waiting<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

impl ToBound for &str {
    fn bound(self) -> Bound {
        Bound::Text(self.to_owned())
    }
}

impl ToBound for &[u8] {
    fn bound(self) -> Bound {
        Bound::Blob(self.to_vec())
    }
}

impl<const N: usize> ToBound for &[u8; N] {
    fn bound(self) -> Bound {
        Bound::Blob(self.to_vec())
    }
}

impl ToBound for Uuid {
    fn bound(self) -> Bound {
        Bound::Blob(self.as_bytes().to_vec())
    }
}

impl<T: ToBound> ToBound for Option<T> {
    fn bound(self) -> Bound {
        self.map_or(Bound::Null, T::bound)
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {
        $(impl ToBound for $type {
            fn bound(self) -> Bound {
                Bound::Integer(i64::from(self))
            }
        })*
    };
}

whole_numbers!(i64, u32, u16, bool);
