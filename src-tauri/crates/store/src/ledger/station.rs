//! Who this station is.

use domain::origin::{Origin, StationId};
use sqlx::Row;
use uuid::Uuid;

use crate::error::StoreError;
use crate::log::damaged;
use crate::{Store, Writer};

/// The station's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationRow {
    /// Fingerprint of the key, and epoch.
    pub origin: Origin,
    /// Name on screens.
    pub name: String,
    /// IANA zone of the plant.
    pub zone: String,
    /// Name of the ERP that keys belong to.
    pub erp: String,
    /// Whether this is the demo plant.
    pub demo: bool,
    /// Work unit it stands at.
    pub work_unit: Option<Uuid>,
}

impl Writer<'_> {
    /// Makes the folder a station's. Done once.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn found_station(&mut self, row: &StationRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO station (one, station, epoch, name, zone, erp, demo, work_unit) VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&row.origin.station.0[..])
        .bind(row.origin.epoch)
        .bind(&row.name)
        .bind(&row.zone)
        .bind(&row.erp)
        .bind(row.demo)
        .bind(row.work_unit)
        .execute(self.connection())
        .await?;
        self.note_place().await?;
        self.reload().await
    }

    /// Binds the station to a work unit.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn bind_work_unit(&mut self, work_unit: Uuid) -> Result<(), StoreError> {
        sqlx::query("UPDATE station SET work_unit = ?")
            .bind(work_unit)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The station's row; absent in a folder that is no station yet.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or the row is damaged.
    pub async fn station(&self) -> Result<Option<StationRow>, StoreError> {
        let row =
            sqlx::query("SELECT station, epoch, name, zone, erp, demo, work_unit FROM station")
                .fetch_optional(self.readers())
                .await?;
        let Some(row) = row else { return Ok(None) };
        let station: Vec<u8> = row.try_get(0)?;
        let station = StationId(station.try_into().map_err(|_| damaged("table station"))?);
        Ok(Some(StationRow {
            origin: Origin {
                station,
                epoch: row.try_get(1)?,
            },
            name: row.try_get(2)?,
            zone: row.try_get(3)?,
            erp: row.try_get(4)?,
            demo: row.try_get(5)?,
            work_unit: row.try_get(6)?,
        }))
    }
}
