//! Making a station: its key, its row, its folder.

use domain::origin::{Origin, StationId};
use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};
use store::ledger::station::StationRow;
use store::{DATABASE, Folder, Store, StoreError};

/// File of the station's private key: 32 bytes, for this user only.
pub const KEY: &str = "station.key";

/// Folder of what the programs say of themselves; a log may begin before there is a station.
pub const LOGS: &str = "log";

/// What may lie in the folder of a new station: what an interrupted one left, its log, and what a file
/// system keeps at its top.
const OWN: [&str; 3] = [KEY, LOGS, "lost+found"];

/// What a new station is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founding {
    /// Name on screens.
    pub name: String,
    /// IANA zone of the plant.
    pub zone: chrono_tz::Tz,
    /// Name of the ERP that keys belong to.
    pub erp: String,
    /// Whether this is the demo plant.
    pub demo: bool,
}

/// Makes a station in an empty folder.
///
/// # Errors
/// [`StoreError::StationExists`], when there is one already; [`StoreError::NotEmpty`], when the folder
/// holds something else; otherwise what hinders it.
pub async fn found(folder: &Folder, founding: &Founding) -> Result<(), StoreError> {
    if folder.path().join(DATABASE).exists() {
        return Err(StoreError::StationExists {
            folder: folder.path().to_owned(),
        });
    }
    if let Some(name) = folder.foreign(&OWN)? {
        return Err(StoreError::NotEmpty {
            folder: folder.path().to_owned(),
            name,
        });
    }
    folder.make()?;
    let mut seed = [0_u8; 32];
    let random = |error: getrandom::Error| StoreError::Folder {
        folder: folder.path().to_owned(),
        source: std::io::Error::other(error.to_string()),
    };
    getrandom::fill(&mut seed).map_err(random)?;
    folder.write_private(KEY, &seed)?;
    let row = StationRow {
        origin: Origin {
            station: fingerprint(&SigningKey::from_bytes(&seed)),
            epoch: 1,
        },
        name: founding.name.clone(),
        zone: founding.zone.name().to_owned(),
        erp: founding.erp.clone(),
        demo: founding.demo,
        work_unit: None,
    };
    Store::open(folder)
        .await?
        .writer()
        .await?
        .found_station(&row)
        .await
}

/// A station's id: the first 16 bytes of the SHA-256 of its public key.
fn fingerprint(key: &SigningKey) -> StationId {
    let digest: [u8; 32] = Sha256::digest(key.verifying_key().as_bytes()).into();
    let mut id = [0_u8; 16];
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    StationId(id)
}
