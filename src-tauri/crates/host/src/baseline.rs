//! A new station begins with a baseline: the plant's log as a gateway folded it, in one file.

use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;

use flate2::read::ZlibDecoder;
use replication::postgres::{Baseline, PlantError, PlantLink, Root};
use store::baseline::{begin_with, is_new};
use store::{Folder, Store, StoreError};

use crate::exchange::joined;

/// Bytes of a part of a baseline before it is packed.
pub const PART_BYTES: usize = 1024 * 1024;
/// A baseline within a data folder, until it is the station's file.
pub(crate) const ARRIVING: &str = "baseline.sqlite";

/// Why a station does not begin with a baseline. It takes in the plant's log event by event then.
#[derive(Debug, thiserror::Error)]
pub enum NotBegun {
    /// The plant.
    #[error(transparent)]
    Plant(#[from] PlantError),
    /// The data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file on its way.
    #[error("the baseline cannot be written ({0}): check the disk")]
    File(#[from] std::io::Error),
    /// None of the keys in the join code signed it.
    #[error("the plant's baseline is not signed by a gateway that the join code names")]
    NotSigned,
    /// A part is not what was signed.
    #[error("the plant's baseline is not what its gateway signed")]
    Changed,
    /// It was replaced meanwhile.
    #[error("the plant's baseline was replaced by a newer one: try again")]
    Replaced,
}

/// How far a baseline has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Bytes of the file that are here.
    pub bytes: u64,
    /// Bytes it has.
    pub of: u64,
}

/// Lets a station that has joined a plant, is new and is not at work begin with the plant's newest
/// baseline. Answers how many events it has, or nothing where there is no baseline for it.
///
/// # Errors
/// [`NotBegun`]. Nothing has changed then.
pub async fn begin(folder: &Folder, mut tell: impl FnMut(Coming)) -> Result<Option<u64>, NotBegun> {
    let Some(code) = joined(folder).filter(|code| !code.trusted().is_empty()) else {
        return Ok(None);
    };
    if !is_new(folder).await? {
        return Ok(None);
    }
    let station = {
        let store = Store::open_read_only(folder).await?;
        store.station().await?
    };
    let Some(row) = station else { return Ok(None) };
    let mut link = PlantLink::connect(&code, row.origin.station).await?;
    let Some(signed) = link.baseline().await? else {
        return Ok(None);
    };
    if signed.baseline.form > Store::form() {
        return Ok(None);
    }
    if !signed.is_signed(link.plant().await?.id, &code.trusted()) {
        return Err(NotBegun::NotSigned);
    }
    let file = folder.path().join(ARRIVING);
    let taken = fetch(&signed.baseline, &file, &mut link, &mut tell).await;
    let begun = match taken {
        Ok(()) => begin_with(folder, &file).await.map_err(NotBegun::from),
        Err(failed) => Err(failed),
    };
    if begun.is_err() && file.exists() {
        std::fs::remove_file(&file)?;
    }
    begun.map(|()| Some(signed.baseline.events))
}

async fn fetch(
    baseline: &Baseline,
    to: &Path,
    link: &mut PlantLink,
    tell: &mut impl FnMut(Coming),
) -> Result<(), NotBegun> {
    let mut file = BufWriter::with_capacity(PART_BYTES, File::create(to)?);
    let (mut root, mut bytes) = (Root::default(), 0);
    for part in 0..baseline.parts {
        let packed = link.baseline_part(baseline.id, part).await?;
        let packed = packed.ok_or(NotBegun::Replaced)?;
        root.add(&packed);
        let plain = unpacked(&packed)?;
        file.write_all(&plain)?;
        bytes += plain.len() as u64;
        tell(Coming {
            bytes,
            of: baseline.bytes,
        });
    }
    file.into_inner()
        .map_err(|error| error.into_error())?
        .sync_all()?;
    if root.finish() == baseline.root && bytes == baseline.bytes {
        Ok(())
    } else {
        Err(NotBegun::Changed)
    }
}

/// A part, which is never longer than [`PART_BYTES`]: a longer one is not read to its end.
fn unpacked(packed: &[u8]) -> Result<Vec<u8>, NotBegun> {
    let mut plain = Vec::with_capacity(PART_BYTES);
    let most = PART_BYTES as u64 + 1;
    let read = ZlibDecoder::new(packed).take(most).read_to_end(&mut plain);
    match read {
        Ok(length) if length <= PART_BYTES => Ok(plain),
        _ => Err(NotBegun::Changed),
    }
}
