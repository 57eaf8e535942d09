//! Lots in stock, and lots by what a scan says.

use domain::fold::Folded;
use domain::material_lot::MaterialLot;
use uuid::Uuid;

use super::read;
use crate::Store;
use crate::error::StoreError;

impl Store {
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
}
