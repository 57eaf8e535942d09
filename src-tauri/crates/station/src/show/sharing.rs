//! How sharing with the plant stands, and the plant's stations.

use chrono::DateTime;
use domain::origin::StationId;
use store::StoreError;

use crate::Station;
use crate::failure::Failure;
use crate::request::Nothing;
use crate::view::plant::{PlantStationView, PlantView, SetAsideView};

impl Station {
    /// How sharing with the plant stands. While the plant is away, its stations as last heard.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_plant(&self, _request: Nothing) -> Result<PlantView, Failure> {
        let exchange = self.exchange();
        let (heard_ms, stations) = match self.store.plant_stations().await? {
            Some((heard_ms, body)) => (Some(heard_ms), read(&body)?),
            None => (None, Vec::new()),
        };
        Ok(PlantView {
            connection: exchange.connection,
            plant: exchange.plant,
            queued: exchange.queued,
            behind: exchange.behind,
            heard_at: exchange.heard_at,
            clock_off_ms: exchange.skew_ms,
            alarm: exchange.alarm,
            set_aside: aside(self.store.set_aside().await?, &stations),
            stations,
            stations_at: heard_ms.and_then(DateTime::from_timestamp_millis),
            now: self.now(),
        })
    }

    /// Notes the plant's stations as heard of now.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn note_plant_stations(
        &self,
        stations: &[PlantStationView],
    ) -> Result<(), StoreError> {
        let body = serde_json::to_string(stations)?;
        let now_ms = self.now().timestamp_millis();
        let mut writer = self.store.writer().await?;
        writer.note_plant_stations(now_ms, &body).await
    }
}

/// What is set aside, by the names of its stations.
fn aside(counts: Vec<(StationId, u64)>, stations: &[PlantStationView]) -> Vec<SetAsideView> {
    let name = |id: StationId| {
        let known = stations
            .iter()
            .find(|known| known.station == Some(id.short()));
        known.map_or_else(|| id.short(), |known| known.name.clone())
    };
    counts
        .into_iter()
        .map(|(id, events)| SetAsideView {
            name: name(id),
            events,
        })
        .collect()
}

fn read(body: &str) -> Result<Vec<PlantStationView>, StoreError> {
    Ok(serde_json::from_str(body)?)
}
