//! What a scanned code is. Exact match only: `ABC-1` never finds `ABC-10`.

use domain::fold::Folded;
use domain::id::{JobOrderId, MaterialLotId};
use domain::job_order::{JobOrder, LotFacts};
use domain::material_lot::MaterialLot;
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::{Found, FoundLot};

/// Longest code looked up, in characters.
const CODE_CHARS_MAX: usize = 400;

/// A scan as its codec read it: the host parses, the station looks up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanTerms {
    /// The whole text, without a symbology prefix.
    pub text: String,
    /// GTIN-14, from GS1 AI (01) or (02).
    pub gtin: Option<String>,
    /// Lot number, from GS1 AI (10) or our own code.
    pub lot: Option<String>,
}

impl Station {
    /// Looks a scanned code up: badge, lot, traveller.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn find(&self, terms: &ScanTerms) -> Result<Found, Failure> {
        let text = terms.text.trim();
        if text.is_empty() || text.chars().count() > CODE_CHARS_MAX {
            return Ok(nothing("this code is empty or too long: scan it again"));
        }
        if let (Some(gtin), None) = (&terms.gtin, &terms.lot) {
            return self.find_item(gtin).await;
        }
        if let Some(lot) = &terms.lot {
            return self.find_lots(lot, terms.gtin.as_deref()).await;
        }
        if self.credential_by_badge(text).await?.is_some() {
            return Ok(Found::Badge {
                badge: text.to_owned(),
            });
        }
        if let Some(job) = self.find_job(text).await? {
            return Ok(job);
        }
        self.find_lots(text, None).await
    }

    /// A code that names an item alone: which of its lots is meant is never guessed.
    async fn find_item(&self, gtin: &str) -> Result<Found, Failure> {
        let items = self.store.materials_by_gtin(gtin).await?;
        let entry = items.iter().find_map(|(_, item)| item.state.entry.as_ref());
        Ok(nothing(&match entry {
            Some(item) => format!(
                "this code names {} {}, but no lot: scan the code with its lot number",
                item.key, item.description
            ),
            None => format!("no item with the GTIN {gtin} is known here: check the label"),
        }))
    }

    /// Every lot of that number; with a GTIN only those of its item. Two suppliers may use one number.
    async fn find_lots(&self, number: &str, gtin: Option<&str>) -> Result<Found, Failure> {
        let mut lots = self.store.lots_by_number(number).await?;
        if let Some(gtin) = gtin {
            let items = self.store.materials_by_gtin(gtin).await?;
            let keys: Vec<&str> = items
                .iter()
                .filter_map(|(_, item)| item.state.entry.as_ref())
                .map(|entry| entry.key.as_str())
                .collect();
            lots.retain(|(_, lot)| keys.contains(&lot.state.material.as_str()));
        }
        if lots.is_empty() {
            return Ok(nothing(&format!(
                "{number} is no lot, order or badge known here: check the label"
            )));
        }
        let mut found = Vec::with_capacity(lots.len());
        for (id, lot) in lots {
            found.push(self.found_lot(id, &lot).await?);
        }
        Ok(Found::Lots { lots: found })
    }

    async fn found_lot(&self, id: Uuid, folded: &Folded<MaterialLot>) -> Result<FoundLot, Failure> {
        let lot = &folded.state;
        let item = self.material(&lot.material).await?;
        Ok(FoundLot {
            lot: MaterialLotId(id),
            number: lot.number.clone(),
            material: lot.material.clone(),
            description: item.map(|item| item.description).unwrap_or_default(),
            supplier: lot.supplier().map(ToOwned::to_owned),
            quantity: lot.left(),
            why_not: LotFacts::of(MaterialLotId(id), lot)
                .unusable(self.today())
                .map(|refused| refused.to_string()),
            expires: lot.expires(),
        })
    }

    /// A traveller's code: `order/operation`, or an order whose next open operation is meant.
    async fn find_job(&self, text: &str) -> Result<Option<Found>, Failure> {
        let whole = self.store.jobs_by_key(text).await?;
        let (jobs, segment) = match text.rsplit_once('/') {
            Some((order, segment)) if whole.is_empty() => {
                (self.store.jobs_by_key(order).await?, Some(segment))
            }
            _ => (whole, None),
        };
        let meant = |(_, job): &&(Uuid, Folded<JobOrder>)| match segment {
            Some(segment) => job
                .state
                .directive
                .as_ref()
                .is_some_and(|directive| directive.segment == segment),
            None => !job.state.status.ended(),
        };
        Ok(jobs.iter().find(meant).and_then(|(id, job)| {
            let directive = job.state.directive.as_ref()?;
            Some(Found::Job {
                job: JobOrderId(*id),
                order: directive.order_key.clone(),
                segment: directive.segment.clone(),
                work_unit: job.state.work_unit,
            })
        }))
    }
}

fn nothing(sentence: &str) -> Found {
    Found::Nothing {
        sentence: sentence.to_owned(),
    }
}
