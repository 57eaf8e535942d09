//! A new station begins with a baseline: what the plant's log folds to, as a gateway folded it, in one file. It
//! is usable then; the log itself comes by the exchange, see [`store::past`].

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use flate2::read::ZlibDecoder;
use replication::postgres::{Baseline, PlantError, PlantLink, Root};
use station::Station;
use store::baseline::{begin_with, is_new};
use store::{Folder, Store, StoreError, log};

use crate::exchange::joined;

/// Bytes of a part of a baseline before it is packed.
pub const PART_BYTES: usize = 1024 * 1024;
/// A baseline within a data folder, until it is the station's file.
pub(crate) const ARRIVING: &str = "baseline.sqlite";
/// The same once it is whole and proved: the next start begins with it.
const READY: &str = "baseline.ready.sqlite";
/// Fewest events that a baseline must spare a station at work: the exchange takes in ten thousand a second.
pub(crate) const SPARED_MIN: u64 = 50_000;
/// How often the screens are told how far it is.
const STEPS: u64 = 100;

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
    let Some(offered) = offered(folder).await? else {
        return Ok(None);
    };
    drop(folder.lock()?); // Before a gigabyte is fetched for nothing.
    let (file, events) = (folder.path().join(ARRIVING), offered.baseline.events);
    let begun = match offered.fetch(&file, &mut tell).await {
        Ok(()) => begin_with(folder, &file).await.map_err(NotBegun::from),
        Err(failed) => Err(failed),
    };
    if begun.is_err() {
        remove(&file)?;
    }
    begun.map(|()| Some(events))
}

/// Fetches the plant's newest baseline for a new station that is at work, where it spares it at least
/// `spared_min` events; the next start begins with it. The screens are told how far it is.
pub async fn prepare(station: Arc<Station>, folder: Folder, spared_min: u64) {
    let prepared = prepare_once(&station, &folder, spared_min).await;
    if let Err(hindered) = prepared {
        tracing::warn!(%hindered, "the plant's log is taken in event by event");
        station.set_baseline(None);
    }
}

async fn prepare_once(station: &Station, folder: &Folder, spared_min: u64) -> Result<(), NotBegun> {
    let Some(offered) = offered(folder).await? else {
        return Ok(());
    };
    let held = log::heads(station.store().readers()).await?;
    let held: u64 = held.iter().map(|(_, seq, _)| seq).sum();
    if offered.baseline.events < held + spared_min {
        return Ok(());
    }
    let file = folder.path().join(ARRIVING);
    let of = offered.baseline.bytes;
    let show = |bytes, ready| station.set_baseline(Some(station::Baseline { bytes, of, ready }));
    let mut shown = 0;
    let mut tell = |Coming { bytes, of }: Coming| {
        if bytes >= shown + of / STEPS {
            shown = bytes;
            show(bytes, false);
        }
    };
    let fetched = offered.fetch(&file, &mut tell).await;
    if fetched.is_err() {
        remove(&file)?;
        return fetched;
    }
    std::fs::rename(&file, folder.path().join(READY))?;
    show(of, true);
    Ok(())
}

/// Begins with what [`prepare`] fetched, where the station is new still.
///
/// # Errors
/// [`StoreError`]. The station is as it was then.
pub(crate) async fn begin_prepared(folder: &Folder) -> Result<(), StoreError> {
    let file = folder.path().join(READY);
    if !file.exists() {
        return Ok(());
    }
    match begin_with(folder, &file).await {
        Err(StoreError::NotNew { .. }) => remove(&file).map_err(|source| StoreError::Folder {
            folder: folder.path().to_owned(),
            source,
        }),
        begun => begun,
    }
}

/// A baseline that a station may begin with.
struct Offered {
    baseline: Baseline,
    link: PlantLink,
}

/// The plant's newest baseline, where the station is new, can open it, and trusts its gateway.
async fn offered(folder: &Folder) -> Result<Option<Offered>, NotBegun> {
    let Some(code) = joined(folder).filter(|code| !code.trusted().is_empty()) else {
        return Ok(None);
    };
    if !is_new(folder).await? {
        return Ok(None);
    }
    let store = Store::open_read_only(folder).await?;
    let Some(row) = store.station().await? else {
        return Ok(None);
    };
    store.readers().close().await;
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
    let baseline = signed.baseline;
    Ok(Some(Offered { baseline, link }))
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

impl Offered {
    /// Fetches it part by part.
    async fn fetch(mut self, to: &Path, tell: &mut impl FnMut(Coming)) -> Result<(), NotBegun> {
        let of = self.baseline.bytes;
        let mut file = BufWriter::with_capacity(PART_BYTES, File::create(to)?);
        let (mut root, mut bytes) = (Root::default(), 0);
        for part in 0..self.baseline.parts {
            let packed = self.link.baseline_part(self.baseline.id, part).await?;
            let packed = packed.ok_or(NotBegun::Replaced)?;
            root.add(&packed);
            let plain = unpacked(&packed)?;
            file.write_all(&plain)?;
            bytes += plain.len() as u64;
            tell(Coming { bytes, of });
        }
        let file = file.into_inner().map_err(|error| error.into_error())?;
        file.sync_all()?;
        match root.finish() == self.baseline.root && bytes == of {
            true => Ok(()),
            false => Err(NotBegun::Changed),
        }
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
