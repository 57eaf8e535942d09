//! How sharing with the plant stands, and the plant's stations.

use chrono::DateTime;
use domain::origin::StationId;
use store::StoreError;

use crate::Station;
use crate::exchange::{Baseline, Exchange};
use crate::failure::Failure;
use crate::request::Nothing;
use crate::view::plant::{BaselineView, PastView, PlantStationView, PlantView, SetAsideView};

/// Bytes of a mebibyte.
const MIB: u64 = 1024 * 1024;
/// Seconds without a word after which a station is missing: it says one each half minute.
const MISSING_S: u64 = 120;

impl Station {
    /// How sharing with the plant stands. While the plant is away, its stations as last heard.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_plant(&self, _request: Nothing) -> Result<PlantView, Failure> {
        let (exchange, now) = (self.exchange(), self.now());
        let (heard_at, stations) = match self.store.plant_stations().await? {
            Some((heard_ms, body)) => (DateTime::from_timestamp_millis(heard_ms), read(&body)?),
            None => (None, Vec::new()),
        };
        let heard_s = heard_at.map_or(0, |at| (now - at).num_seconds());
        let heard_s = u64::try_from(heard_s).unwrap_or(0);
        let stations: Vec<_> = stations
            .into_iter()
            .map(|one| match one.own {
                true => present(one, &exchange),
                false => aged(one, heard_s),
            })
            .collect();
        Ok(PlantView {
            connection: exchange.connection,
            plant: exchange.plant,
            queued: exchange.queued,
            behind: exchange.behind,
            heard_at: exchange.heard_at,
            clock_off_ms: exchange.skew_ms,
            alarm: exchange.alarm,
            baseline: self.baseline().map(coming),
            past: exchange.past.map(|past| PastView {
                arrived: past.arrived,
                events: past.events,
            }),
            set_aside: aside(self.store.set_aside().await?, &stations),
            stations,
            stations_at: heard_at,
            now,
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

fn coming(baseline: Baseline) -> BaselineView {
    BaselineView {
        mib: baseline.bytes / MIB,
        of_mib: baseline.of.div_ceil(MIB),
        ready: baseline.ready,
    }
}

/// This station, which knows better than its last word.
fn present(one: PlantStationView, exchange: &Exchange) -> PlantStationView {
    PlantStationView {
        queued: Some(exchange.queued),
        behind: Some(exchange.behind),
        clock_off_ms: exchange.skew_ms,
        silent_s: Some(0),
        ..one
    }
}

/// Another station, of which nothing was heard for `heard_s` seconds.
fn aged(one: PlantStationView, heard_s: u64) -> PlantStationView {
    let silent_s = one.silent_s.map(|seconds| seconds + heard_s);
    let late = silent_s.is_some_and(|seconds| seconds > MISSING_S);
    PlantStationView {
        silent_s,
        missing: late && !one.retired,
        ..one
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
