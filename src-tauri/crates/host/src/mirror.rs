//! A gateway's mirror: a station's file that follows the plant and records nothing, from which the
//! baselines of new stations are made.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use domain::origin::Origin;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use replication::Head;
use replication::postgres::{Baseline, GatewayLink, JoinCode, PlantError, Root, Term};
use station::found::{Founding, found};
use station::{Clock, SystemClock};
use store::{Folder, Store, StoreError, log};
use tokio::sync::watch;
use tokio::time::sleep;
use uuid::Uuid;

use crate::baseline::{ARRIVING, PART_BYTES};

/// Pause between two looks at the plant's heads.
const LOOK_TIME: Duration = Duration::from_secs(5);
/// The mirror's name in its own file: nobody is shown it.
const NAME: &str = "Mirror";

/// Why a mirror does not follow just now.
#[derive(Debug, thiserror::Error)]
pub enum NotMirrored {
    /// The plant.
    #[error(transparent)]
    Plant(#[from] PlantError),
    /// The mirror's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A baseline on its way.
    #[error("the baseline cannot be read back ({0}): check the disk of the mirror")]
    File(#[from] std::io::Error),
    /// The gateway's code is of a release before this one.
    #[error("the gateway's code has no key to sign baselines with: enroll the gateway anew")]
    NoKey,
}

/// A mirror, and when it makes baselines.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// Code of the gateway.
    pub code: JoinCode,
    /// Data folder of the mirror; made where it is not there.
    pub folder: Folder,
    /// Events the plant gains between two baselines.
    pub every: u64,
}

impl Mirror {
    /// Follows the plant, and makes baselines while this gateway leads, in the term it leads in.
    /// Whatever hinders it is told and tried again.
    pub async fn follow(
        &self,
        leads: watch::Receiver<Option<Term>>,
        mut tell: impl FnMut(&NotMirrored),
    ) {
        loop {
            let Err(hindered) = self.follow_once(&leads).await;
            tell(&hindered);
            sleep(LOOK_TIME).await;
        }
    }

    async fn follow_once(
        &self,
        leads: &watch::Receiver<Option<Term>>,
    ) -> Result<std::convert::Infallible, NotMirrored> {
        let mut link = GatewayLink::connect(&self.code, None).await?;
        let mut store = self.open().await?;
        loop {
            let heads = link.heads().await?;
            let agrees = is_prefix(&held(&store).await?, &heads)
                && take_in(&store, &heads, &mut link).await?;
            if !agrees {
                // The plant was taken back to a backup: what it lost is not for new stations.
                drop(store);
                self.forget()?;
                store = self.open().await?;
                continue;
            }
            let term = *leads.borrow();
            if let Some(term) = term
                && self.is_due(&heads, &mut link).await?
            {
                self.publish(&store, term, &mut link).await?;
            }
            sleep(LOOK_TIME).await;
        }
    }

    async fn open(&self) -> Result<Store, StoreError> {
        if !self.folder.path().join(store::DATABASE).is_file() {
            let founding = Founding {
                name: NAME.to_owned(),
                zone: chrono_tz::UTC,
                erp: erp::ERP.to_owned(),
                demo: false,
            };
            found(&self.folder, &founding).await?;
        }
        Store::open(&self.folder).await
    }

    fn forget(&self) -> Result<(), NotMirrored> {
        tracing::warn!("the plant holds less than its mirror: the mirror begins anew");
        Ok(std::fs::remove_dir_all(self.folder.path())?)
    }

    async fn is_due(
        &self,
        heads: &BTreeMap<Origin, Head>,
        link: &mut GatewayLink,
    ) -> Result<bool, PlantError> {
        let events: u64 = heads.values().map(|head| head.seq).sum();
        let before = link.baseline().await?.map(|signed| signed.baseline);
        Ok(match before {
            Some(before) if before.form == Store::form() => {
                events < before.events || events - before.events >= self.every
            }
            Some(_) | None => events >= self.every,
        })
    }

    /// Makes a baseline of what the mirror holds now.
    async fn publish(
        &self,
        store: &Store,
        term: Term,
        link: &mut GatewayLink,
    ) -> Result<(), NotMirrored> {
        let key = self.code.signing_key().ok_or(NotMirrored::NoKey)?;
        let file = self.folder.path().join(ARRIVING);
        if file.exists() {
            std::fs::remove_file(&file)?;
        }
        let events = store.copy_front(&file).await?;
        let baseline = send(&file, events, term, link).await?;
        let plant = link.plant().await?;
        tracing::info!(events, bytes = baseline.bytes, "a baseline was made");
        link.put_baseline(term, &baseline.signed(plant, &key))
            .await?;
        Ok(std::fs::remove_file(&file)?)
    }
}

/// Where each chain ends in the mirror.
async fn held(store: &Store) -> Result<BTreeMap<Origin, Head>, StoreError> {
    let heads = log::heads(store.readers()).await?;
    let head = |(origin, seq, hash)| (origin, Head { seq, hash });
    Ok(heads.into_iter().map(head).collect())
}

/// Whether the plant may hold all that is `held`: links tell the rest when more is taken in.
fn is_prefix(held: &BTreeMap<Origin, Head>, plant: &BTreeMap<Origin, Head>) -> bool {
    held.iter().all(|(origin, ours)| {
        plant
            .get(origin)
            .is_some_and(|theirs| theirs.seq > ours.seq || theirs == ours)
    })
}

/// Takes in what the plant holds up to `heads`; answers whether that follows what is held.
async fn take_in(
    store: &Store,
    heads: &BTreeMap<Origin, Head>,
    link: &mut GatewayLink,
) -> Result<bool, NotMirrored> {
    loop {
        let held = held(store).await?;
        let of = |origin: &Origin| held.get(origin).copied().unwrap_or_default();
        let behind: Vec<_> = heads
            .iter()
            .filter(|(origin, head)| head.seq > of(origin).seq)
            .map(|(origin, _)| (*origin, of(origin)))
            .collect();
        if behind.is_empty() {
            return Ok(true);
        }
        let mut rows = link.page(&behind).await?;
        while rows.last().is_some_and(|row| row.open().is_some()) {
            rows.pop();
        }
        if rows.is_empty() {
            return Ok(false); // What the heads promised is gone.
        }
        let mut writer = store.writer().await?;
        match writer.receive(&rows, SystemClock.now()).await {
            Err(StoreError::BrokenChain { .. }) => return Ok(false),
            received => received?,
        };
    }
}

/// Sends a file part by part.
async fn send(
    file: &Path,
    events: u64,
    term: Term,
    link: &mut GatewayLink,
) -> Result<Baseline, NotMirrored> {
    let (id, mut root) = (Uuid::now_v7(), Root::default());
    let (mut parts, mut bytes) = (0, 0);
    let file = std::fs::File::open(file)?;
    loop {
        let mut part = Vec::with_capacity(PART_BYTES);
        let read = (&file).take(PART_BYTES as u64).read_to_end(&mut part)?;
        if read == 0 {
            break;
        }
        let packed = packed(&part)?;
        root.add(&packed);
        link.put_baseline_part(term, id, parts, packed).await?;
        parts += 1;
        bytes += read as u64;
    }
    Ok(Baseline {
        id,
        form: Store::form(),
        events,
        bytes,
        parts,
        root: root.finish(),
    })
}

fn packed(part: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(part)?;
    packed.finish()
}
