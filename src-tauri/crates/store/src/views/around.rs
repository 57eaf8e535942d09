//! What job cards are drawn with: the plant, the jobs before, items, stock and names, in one query,
//! so that a screen waits for the database's thread once and not for every part.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::equipment::Equipment;
use domain::fold::Folded;
use domain::job_order::JobOrder;
use domain::material_definition::MaterialDefinition;
use domain::material_lot::MaterialLot;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::{ById, read};
use crate::error::StoreError;
use crate::{Projected, Store};

/// What is wanted around some jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Job orders.
    pub jobs: Vec<Uuid>,
    /// Items.
    pub materials: Vec<Uuid>,
    /// People.
    pub people: Vec<Uuid>,
    /// Items, by key, of which to tell whether anything is in stock.
    pub stocked: Vec<String>,
    /// Items, by key, of which to tell the lots that are used first.
    pub lots_of: Vec<String>,
    /// Lots of each at most.
    pub lots_max: u32,
    /// Day on which a lot must still be good to count as stock; absent where any does.
    pub good_on: Option<NaiveDate>,
    /// Whether jobs with an open run are wanted, anywhere in the plant.
    pub running: bool,
}

/// What was wanted, as far as it is known here.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Every work center and work unit.
    pub equipment: ById<Equipment>,
    /// Job orders.
    pub jobs: ById<JobOrder>,
    /// Items.
    pub materials: ById<MaterialDefinition>,
    /// Names of people.
    pub names: BTreeMap<Uuid, String>,
    /// Which of the items have a lot with something left.
    pub stocked: BTreeSet<String>,
    /// Lots with something left by item, first to expire first.
    pub lots: BTreeMap<String, Vec<(Uuid, Folded<MaterialLot>)>>,
    /// Jobs with an open run.
    pub running: ById<JobOrder>,
}

/// Every part has the columns of a projection, and its name behind.
const AROUND: &str = "\
    SELECT * FROM (SELECT id, heads, events, unread, body, 'equipment' FROM equipment LIMIT 5000) \
    UNION ALL SELECT id, heads, events, unread, body, 'job' FROM job_order \
        WHERE id IN (SELECT unhex(value) FROM json_each(?1)) \
    UNION ALL SELECT id, heads, events, unread, body, 'material' FROM material_definition \
        WHERE id IN (SELECT unhex(value) FROM json_each(?2)) \
    UNION ALL SELECT person, '', 0, 0, name, 'name' FROM person_identity \
        WHERE person IN (SELECT unhex(value) FROM json_each(?3)) AND name IS NOT NULL \
    UNION ALL SELECT x'', '', 0, 0, asked.value, 'stocked' FROM json_each(?4) AS asked WHERE EXISTS \
        (SELECT 1 FROM material_lot WHERE material = asked.value AND available = 1 \
         AND coalesce(expires, '9999') >= ?8) \
    UNION ALL SELECT lot.id, lot.heads, lot.events, lot.unread, lot.body, 'lot' \
        FROM json_each(?5) AS asked JOIN material_lot AS lot ON lot.id IN \
        (SELECT id FROM material_lot WHERE material = asked.value AND available = 1 \
         AND coalesce(expires, '9999') >= ?8 ORDER BY expires NULLS LAST, number LIMIT ?6) \
    UNION ALL SELECT * FROM (SELECT id, heads, events, unread, body, 'running' FROM job_order \
        WHERE running = 1 AND ?7 LIMIT 2000)";

impl Store {
    /// What surrounds some jobs.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn around(&self, wanted: &Wanted) -> Result<Around, StoreError> {
        let rows = sqlx::query(AROUND)
            .bind(hex(&wanted.jobs)?)
            .bind(hex(&wanted.materials)?)
            .bind(hex(&wanted.people)?)
            .bind(serde_json::to_string(&wanted.stocked)?)
            .bind(serde_json::to_string(&wanted.lots_of)?)
            .bind(wanted.lots_max)
            .bind(wanted.running)
            .bind(
                wanted
                    .good_on
                    .map_or_else(String::new, |day| day.to_string()),
            )
            .fetch_all(self.readers())
            .await?;
        let mut around = Around::default();
        for row in &rows {
            around.take(row)?;
        }
        around
            .lots
            .values_mut()
            .for_each(|lots| lots.sort_by_key(first_used));
        Ok(around)
    }
}

impl Around {
    fn take(&mut self, row: &SqliteRow) -> Result<(), StoreError> {
        match row.try_get(5)? {
            "equipment" => insert(&mut self.equipment, row)?,
            "job" => insert(&mut self.jobs, row)?,
            "material" => insert(&mut self.materials, row)?,
            "running" => insert(&mut self.running, row)?,
            "name" => drop(self.names.insert(row.try_get(0)?, row.try_get(4)?)),
            "stocked" => drop(self.stocked.insert(row.try_get(4)?)),
            _ => self.add_lot(read(row)?),
        }
        Ok(())
    }

    fn add_lot(&mut self, (id, lot): (Uuid, Folded<MaterialLot>)) {
        let lots = self.lots.entry(lot.state.material.clone()).or_default();
        lots.push((id, lot));
    }
}

fn insert<A: Projected>(into: &mut ById<A>, row: &SqliteRow) -> Result<(), StoreError> {
    let (id, folded) = read(row)?;
    into.insert(id, folded);
    Ok(())
}

/// First to expire first, what never expires last, then by number.
fn first_used((_, lot): &(Uuid, Folded<MaterialLot>)) -> (bool, Option<NaiveDate>, String) {
    let received = lot.state.received.as_ref();
    let expires = received.and_then(|received| received.expires);
    (expires.is_none(), expires, lot.state.number.clone())
}

fn hex(ids: &[Uuid]) -> Result<String, StoreError> {
    let ids: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
    Ok(serde_json::to_string(&ids)?)
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

    use super::*;

    #[tokio::test]
    async fn no_part_reads_a_table_that_grows_or_sorts_one() {
        let mut database = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        crate::MIGRATIONS.run(&mut database).await.unwrap();

        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {AROUND}")));
        let plan = plan.fetch_all(&mut database).await.unwrap();

        let steps: Vec<String> = plan.iter().map(|row| row.get(3)).collect();
        let grows = |step: &&String| {
            step.contains("TEMP B-TREE")
                || [
                    "job_order",
                    "material_lot",
                    "person_identity",
                    "material_definition",
                ]
                .iter()
                .any(|table| **step == format!("SCAN {table}"))
        };
        let slow: Vec<&String> = steps.iter().filter(grows).collect();
        assert!(slow.is_empty(), "{steps:#?}");
    }
}
