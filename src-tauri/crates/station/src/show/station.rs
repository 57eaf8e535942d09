//! The frame around every screen, and the devices.

use chrono::DateTime;
use domain::id::{EquipmentId, PersonId};
use domain::performance::Performance;

use crate::failure::Failure;
use crate::request::Nothing;
use crate::view::device::{DeviceView, WeightView};
use crate::view::imports::{Delivery, OutboxRow, OutboxView};
use crate::view::station::{RecentPerson, StationView, Storage};
use crate::{Station, VERSION, locked};

/// Names offered at the log-in.
const RECENT_MAX: u32 = 5;
/// A clock that is off by this many seconds is shown.
const CLOCK_OFF_S: i64 = 60;
/// Messages the outbox shows.
const MESSAGES_MAX: u32 = 200;

impl Station {
    /// The frame of every screen.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_station(&self, _request: Nothing) -> Result<StationView, Failure> {
        let row = self.row();
        let plant = self.plant().await?;
        let recent = self.store.recent_people(RECENT_MAX).await?;
        let sentence = locked(&self.storage).clone();
        let exchange = self.exchange();
        Ok(StationView {
            station: row.origin.station.short(),
            name: row.name,
            version: VERSION.to_owned(),
            zone: row.zone,
            work_unit: row
                .work_unit
                .and_then(|unit| plant.place(EquipmentId(unit))),
            work_units: plant.work_units(),
            demo: row.demo,
            connection: exchange.connection,
            queued: exchange.queued,
            plant: exchange.plant,
            behind: exchange.behind,
            heard_at: exchange.heard_at,
            clock_off_s: exchange
                .skew_ms
                .map(|skew| skew / 1_000)
                .filter(|off| off.abs() >= CLOCK_OFF_S),
            exchange_alarm: exchange.alarm,
            plan_as_of: self
                .store
                .plan_ms()
                .await?
                .and_then(DateTime::from_timestamp_millis),
            storage: Storage {
                writable: sentence.is_none(),
                sentence,
            },
            recent: recent
                .into_iter()
                .map(|(person, name)| RecentPerson {
                    person: PersonId(person),
                    name,
                })
                .collect(),
            now: self.now(),
        })
    }

    /// Devices of this station.
    #[must_use]
    pub fn devices(&self) -> Vec<DeviceView> {
        locked(&self.devices).values().cloned().collect()
    }

    /// What the scale shows.
    #[must_use]
    pub fn view_weight(&self) -> WeightView {
        let Some(reading) = self.scale().reading() else {
            return WeightView::NoWeight {
                sentence: "no scale is connected: check its cable".to_owned(),
            };
        };
        match reading.weight {
            Ok(weight) => WeightView::Weight {
                weight,
                stable: reading.stable,
                at: self.now(),
            },
            Err(sentence) => WeightView::NoWeight { sentence },
        }
    }

    /// Messages to the ERP.
    ///
    /// # Errors
    /// [`Failure`], when the store fails.
    pub async fn view_outbox(&self, _request: Nothing) -> Result<OutboxView, Failure> {
        let messages = self.store.messages(MESSAGES_MAX).await?;
        let row = |message: store::ledger::outbox::Message| OutboxRow {
            message: message.message,
            order: message.order_key,
            segment: message.segment,
            state: delivery(&message.state),
            created_at: DateTime::from_timestamp_millis(message.created_ms).unwrap_or_default(),
            corrects: corrects(&message.body),
            text: message.text,
        };
        Ok(OutboxView {
            messages: messages.into_iter().map(row).collect(),
            pending: self.store.count_messages("pending").await?,
        })
    }
}

/// The message that one takes back. A body that cannot be read is told where it is delivered.
fn corrects(body: &str) -> Option<uuid::Uuid> {
    let performance: Performance = serde_json::from_str(body).ok()?;
    performance.corrects.map(|correction| correction.message)
}

fn delivery(state: &str) -> Delivery {
    match state {
        "sent" => Delivery::Sent,
        "acknowledged" => Delivery::Acknowledged,
        "refused" => Delivery::Refused,
        "withdrawn" => Delivery::Withdrawn,
        _ => Delivery::Pending,
    }
}
