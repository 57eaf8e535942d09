//! Master data by the ERP's keys.

use domain::equipment::Equipment;
use domain::fold::Folded;
use domain::material_definition::MaterialDefinition;
use domain::operations_definition::OperationsDefinition;
use domain::reason::Reason;
use uuid::Uuid;

use super::read;
use crate::Store;
use crate::error::StoreError;

/// Most reasons of one plant, of all kinds, those no longer offered too.
const REASONS_MAX: u32 = 1_000;
/// Most work centers and work units of one plant.
const EQUIPMENT_MAX: u32 = 5_000;

impl Store {
    /// Every work center and work unit, by key.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn equipment(&self) -> Result<Vec<(Uuid, Folded<Equipment>)>, StoreError> {
        let sql =
            "SELECT id, heads, events, unread, body FROM equipment ORDER BY parent, key LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(EQUIPMENT_MAX)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Every reason to choose from, in the order in which the plant wants them.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn reasons(&self) -> Result<Vec<Reason>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM reason ORDER BY kind, key LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(REASONS_MAX)
            .fetch_all(self.readers())
            .await?;
        let mut reasons = Vec::with_capacity(rows.len());
        for row in &rows {
            let (_, folded): (_, Folded<Reason>) = read(row)?;
            reasons.push(folded.state);
        }
        reasons.sort_by_key(|reason| reason.entry.as_ref().map(|entry| (entry.kind, entry.order)));
        Ok(reasons)
    }

    /// Items by GTIN.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn materials_by_gtin(
        &self,
        gtin: &str,
    ) -> Result<Vec<(Uuid, Folded<MaterialDefinition>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM material_definition WHERE gtin = ? LIMIT 20";
        let rows = sqlx::query(sql)
            .bind(gtin)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Routings that make an item.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn definitions_of(
        &self,
        material: &str,
    ) -> Result<Vec<(Uuid, Folded<OperationsDefinition>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM operations_definition WHERE material = ? ORDER BY key LIMIT 20";
        let rows = sqlx::query(sql)
            .bind(material)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }
}
