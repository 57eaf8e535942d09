//! Which device plays which part at this station.

use crate::error::StoreError;
use crate::{Store, Writer};

/// A device bound to a role.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BindingRow {
    /// Role word.
    pub role: String,
    /// Where the device is, as JSON.
    pub target: String,
    /// Whether it is simulated.
    pub simulated: bool,
}

impl Writer<'_> {
    /// Binds a device to a role; the one before is let go.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn bind_device(&mut self, row: &BindingRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO device_binding (role, target, simulated) VALUES (?, ?, ?) ON CONFLICT (role) DO UPDATE SET \
             target = excluded.target, simulated = excluded.simulated",
        )
        .bind(&row.role)
        .bind(&row.target)
        .bind(row.simulated)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

impl Store {
    /// Devices of this station.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn device_bindings(&self) -> Result<Vec<BindingRow>, StoreError> {
        let sql = "SELECT role, target, simulated FROM device_binding ORDER BY role";
        Ok(sqlx::query_as(sql).fetch_all(self.readers()).await?)
    }
}
