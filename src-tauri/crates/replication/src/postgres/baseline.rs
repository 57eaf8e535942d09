//! Baselines: what a new station begins with, in parts that a gateway signed together.

use domain::log_row::Hash;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use sha2::{Digest as _, Sha256};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::error::PlantError;
use super::gateway::{GatewayLink, Term};
use super::link::PlantLink;
use super::rows::whole;

/// What is signed begins with it, so that the signature means nothing else.
const SIGNED: &[u8] = b"lineside.baseline.1";

const NEWEST: &str = "SELECT id, form, events, bytes, parts, root, key, signature FROM lineside.baseline \
     ORDER BY made_at DESC LIMIT 1";
const PART: &str = "SELECT bytes FROM lineside.baseline_part WHERE baseline = $1 AND part = $2";
const PUT_PART: &str = "SELECT 1 FROM lineside.gateway_baseline_part($1, $2, $3, $4)";
const PUT: &str = "SELECT 1 FROM lineside.gateway_baseline($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// A baseline: a file in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// Which.
    pub id: Uuid,
    /// Form of the file: a release that knows no such form cannot open it.
    pub form: i64,
    /// Events in it.
    pub events: u64,
    /// Length of the file.
    pub bytes: u64,
    /// Number of parts.
    pub parts: u32,
    /// What [`Root`] makes of the parts.
    pub root: Hash,
}

/// A baseline with who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBaseline {
    /// It.
    pub baseline: Baseline,
    key: Vec<u8>,
    signature: Vec<u8>,
}

/// The hash of all parts, taken part by part: SHA-256 over the SHA-256 of each.
#[derive(Clone, Debug, Default)]
pub struct Root(Sha256);

impl Root {
    /// Takes the next part in, as it is stored.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(Sha256::digest(part));
    }

    /// The hash of all parts so far.
    #[must_use]
    pub fn finish(self) -> Hash {
        self.0.finalize().into()
    }
}

impl Baseline {
    /// What is signed: everything that is said of it, and of which plant.
    fn message(&self, plant: Uuid) -> Vec<u8> {
        let Self {
            id,
            form,
            events,
            bytes,
            parts,
            root,
        } = self;
        [
            SIGNED,
            plant.as_bytes(),
            id.as_bytes(),
            &form.to_be_bytes(),
            &events.to_be_bytes(),
            &bytes.to_be_bytes(),
            &parts.to_be_bytes(),
            root,
        ]
        .concat()
    }

    /// Signs it for `plant`.
    #[must_use]
    pub fn signed(self, plant: Uuid, key: &SigningKey) -> SignedBaseline {
        let signature = key.sign(&self.message(plant)).to_bytes().to_vec();
        SignedBaseline {
            key: key.verifying_key().to_bytes().to_vec(),
            signature,
            baseline: self,
        }
    }
}

impl SignedBaseline {
    /// Whether one of `trusted` signed it for `plant`.
    #[must_use]
    pub fn is_signed(&self, plant: Uuid, trusted: &[[u8; 32]]) -> bool {
        let Ok(signature) = Signature::from_slice(&self.signature) else {
            return false;
        };
        let message = self.baseline.message(plant);
        trusted
            .iter()
            .filter(|key| key[..] == self.key)
            .filter_map(|key| VerifyingKey::from_bytes(key).ok())
            .any(|key| key.verify(&message, &signature).is_ok())
    }
}

impl PlantLink {
    /// The newest baseline; absent where no gateway made one.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn baseline(&mut self) -> Result<Option<SignedBaseline>, PlantError> {
        let rows = self.all(sqlx::query(NEWEST)).await?;
        rows.first().map(read).transpose()
    }

    /// A part of a baseline, from 0; absent where there is none, or no longer.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn baseline_part(
        &mut self,
        baseline: Uuid,
        part: u32,
    ) -> Result<Option<Vec<u8>>, PlantError> {
        let ask = sqlx::query(PART).bind(baseline);
        let rows = self.all(ask.bind(whole::<i32, _>(part, "a part")?)).await?;
        Ok(rows.first().map(|row| row.try_get(0)).transpose()?)
    }
}

impl GatewayLink {
    /// The newest baseline; absent where none was made.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn baseline(&mut self) -> Result<Option<SignedBaseline>, PlantError> {
        let rows = self.all(sqlx::query(NEWEST)).await?;
        rows.first().map(read).transpose()
    }

    /// Stores a part of a baseline that is being made.
    ///
    /// # Errors
    /// [`PlantError::Fenced`], when another one leads.
    pub async fn put_baseline_part(
        &mut self,
        term: Term,
        baseline: Uuid,
        part: u32,
        bytes: Vec<u8>,
    ) -> Result<(), PlantError> {
        let put = sqlx::query(PUT_PART).bind(term.0).bind(baseline);
        let put = put.bind(whole::<i32, _>(part, "a part")?).bind(bytes);
        self.one(put).await.map(drop)
    }

    /// Makes a baseline known whose parts are stored.
    ///
    /// # Errors
    /// [`PlantError::Fenced`], when another one leads.
    pub async fn put_baseline(
        &mut self,
        term: Term,
        signed: &SignedBaseline,
    ) -> Result<(), PlantError> {
        let Baseline {
            id,
            form,
            events,
            bytes,
            parts,
            root,
        } = &signed.baseline;
        let put = sqlx::query(PUT)
            .bind(term.0)
            .bind(id)
            .bind(form)
            .bind(whole::<i64, _>(*events, "a count")?)
            .bind(whole::<i64, _>(*bytes, "a length")?)
            .bind(whole::<i32, _>(*parts, "a count")?)
            .bind(&root[..])
            .bind(&signed.key)
            .bind(&signed.signature);
        self.one(put).await.map(drop)
    }
}

fn read(row: &PgRow) -> Result<SignedBaseline, PlantError> {
    let root: Vec<u8> = row.try_get(5)?;
    Ok(SignedBaseline {
        baseline: Baseline {
            id: row.try_get(0)?,
            form: row.try_get(1)?,
            events: whole(row.try_get::<i64, _>(2)?, "a count")?,
            bytes: whole(row.try_get::<i64, _>(3)?, "a length")?,
            parts: whole(row.try_get::<i32, _>(4)?, "a count")?,
            root: root.try_into().map_err(|_| PlantError::Garbled("a hash"))?,
        },
        key: row.try_get(6)?,
        signature: row.try_get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline() -> Baseline {
        Baseline {
            id: Uuid::from_u128(7),
            form: 1,
            events: 10,
            bytes: 4_096,
            parts: 1,
            root: [9; 32],
        }
    }

    #[test]
    fn a_baseline_is_its_signers_word_for_one_plant() {
        let (key, other) = (
            SigningKey::from_bytes(&[1; 32]),
            SigningKey::from_bytes(&[2; 32]),
        );
        let trusted = [other, key.clone()].map(|key| key.verifying_key().to_bytes());
        let plant = Uuid::from_u128(1);

        let signed = baseline().signed(plant, &key);

        assert!(signed.is_signed(plant, &trusted));
        assert!(!signed.is_signed(plant, &trusted[..1]));
        assert!(!signed.is_signed(plant, &[]));
        assert!(!signed.is_signed(Uuid::from_u128(2), &trusted));
        let changes: [fn(&mut Baseline); 6] = [
            |changed| changed.id = Uuid::from_u128(8),
            |changed| changed.form = 2,
            |changed| changed.events = 11,
            |changed| changed.bytes += 1,
            |changed| changed.parts += 1,
            |changed| changed.root[31] = 0,
        ];
        for change in changes {
            let mut forged = signed.clone();
            change(&mut forged.baseline);
            assert!(!forged.is_signed(plant, &trusted), "{forged:?}");
        }
    }

    #[test]
    fn the_root_tells_where_parts_end() {
        let root = |parts: &[&[u8]]| {
            let mut root = Root::default();
            parts.iter().for_each(|part| root.add(part));
            root.finish()
        };

        assert_ne!(root(&[b"ab", b"c"]), root(&[b"a", b"bc"]));
        assert_ne!(root(&[b"a", b"b"]), root(&[b"b", b"a"]));
    }
}
