//! Lots in stock, and lots by what a scan says.

use std::collections::BTreeSet;

use domain::fold::Folded;
use domain::material_lot::MaterialLot;
use uuid::Uuid;

use super::read;
use crate::Store;
use crate::error::StoreError;

impl Store {
    /// Lots of an item with something left, first to expire first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn stock(
        &self,
        material: &str,
        limit: u32,
    ) -> Result<Vec<(Uuid, Folded<MaterialLot>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM material_lot WHERE material = ? AND available = 1 \
                   ORDER BY expires IS NULL, expires, number LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(material)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Which of these items have a lot with something left.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn stocked(&self, materials: &[String]) -> Result<BTreeSet<String>, StoreError> {
        let asked = serde_json::to_string(materials)?;
        let sql = "SELECT value FROM json_each(?) AS asked WHERE EXISTS \
                   (SELECT 1 FROM material_lot WHERE material = asked.value AND available = 1)";
        let found: Vec<String> = sqlx::query_scalar(sql)
            .bind(asked)
            .fetch_all(self.readers())
            .await?;
        Ok(found.into_iter().collect())
    }

    /// Lots by their exact number; two suppliers may use the same.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn lots_by_number(
        &self,
        number: &str,
    ) -> Result<Vec<(Uuid, Folded<MaterialLot>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM material_lot WHERE number = ? ORDER BY material, id LIMIT 20";
        let rows = sqlx::query(sql)
            .bind(number)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Labels of a lot, oldest first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn labels_of(&self, lot: Uuid) -> Result<Vec<Uuid>, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT id FROM label WHERE lot = ? ORDER BY id")
                .bind(lot)
                .fetch_all(self.readers())
                .await?,
        )
    }
}
