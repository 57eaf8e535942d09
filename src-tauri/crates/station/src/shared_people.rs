//! People as the stations of a plant know them.

use store::StoreError;
use store::ledger::shared_people::SharedPerson;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::Station;
use crate::view::device::Change;

impl Station {
    /// Rings when the plant is to be told of people, or may be in reach again.
    #[must_use]
    pub fn people_bell(&self) -> &Notify {
        &self.people_bell
    }

    /// Takes in what the plant tells of people up to `revision`, and tells every screen. Returns
    /// false, and changes nothing, while the plant is still to be told of somebody.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn take_people(
        &self,
        plant: Uuid,
        revision: u64,
        people: &[SharedPerson],
    ) -> Result<bool, StoreError> {
        let mut writer = self.store.writer().await?;
        let taken = writer.take_people(plant, revision, people).await?;
        drop(writer);
        if taken {
            self.publish(Change::Recorded {
                kinds: vec!["person".to_owned()],
            });
        }
        Ok(taken)
    }
}
