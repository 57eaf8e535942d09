//! Badges as they are kept: hashed with the salt of the station that was told of them.

use domain::id::PersonId;
use sha2::{Digest, Sha256};
use store::ledger::people::{Credential, Identity, SaltedBadge};

use crate::Station;
use crate::failure::Failure;
use crate::session::verifier;

impl Station {
    /// Whose badge this is, and how it is kept. It may have been told at any station of the plant.
    pub(crate) async fn credential_by_badge(
        &self,
        badge: &str,
    ) -> Result<Option<(Credential, SaltedBadge)>, Failure> {
        let salts = self.store.badge_salts().await?;
        let hashes: Vec<Vec<u8>> = salts.iter().map(|salt| hash(salt, badge)).collect();
        Ok(self.store.credential_by_badge(&hashes).await?)
    }

    /// An identity ready for the store: the PIN as a verifier, the badge as a hash.
    ///
    /// # Errors
    /// [`Failure`], when the PIN cannot be hashed.
    pub(crate) async fn identity(
        &self,
        person: PersonId,
        entry: &domain::import::PersonEntry,
    ) -> Result<Identity, Failure> {
        let badge = match &entry.badge {
            Some(badge) => Some(self.salted(badge).await?),
            None => None,
        };
        Ok(Identity {
            person: person.0,
            key: Some(entry.key.clone()),
            name: entry.name.clone(),
            badge,
            pin: entry.pin.as_deref().map(verifier).transpose()?,
        })
    }

    /// How a badge is kept: as it is already, so that every station sees that it moves to another
    /// person; a new one with this station's salt.
    async fn salted(&self, badge: &str) -> Result<SaltedBadge, Failure> {
        if let Some((_, kept)) = self.credential_by_badge(badge).await? {
            return Ok(kept);
        }
        let salt = self.row().origin.station.0.to_vec();
        Ok(SaltedBadge {
            hash: hash(&salt, badge),
            salt,
        })
    }
}

fn hash(salt: &[u8], badge: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(badge.trim().as_bytes());
    hash.finalize().to_vec()
}
