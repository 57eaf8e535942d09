//! Decisions granted by the plant.

use domain::event::AggregateRef;
use domain::id::EventId;
use domain::origin::StationId;
use replication::postgres::{JoinCode, PlantError, PlantLink};
use station::authority::{Authority, Claiming, NotGranted};

/// The plant's compare-and-set, over a connection of its own: decisions are rare.
pub(super) struct PlantAuthority {
    pub(super) code: JoinCode,
    pub(super) station: StationId,
}

impl Authority for PlantAuthority {
    fn claim(
        &self,
        aggregate: AggregateRef,
        expected: Option<EventId>,
        next: EventId,
    ) -> Claiming<'_> {
        Box::pin(async move {
            let away = |error: PlantError| NotGranted::Away {
                reason: error.to_string(),
            };
            let mut link = PlantLink::connect(&self.code, self.station)
                .await
                .map_err(away)?;
            let claimed = link.claim(aggregate, expected, next).await.map_err(away)?;
            link.close().await.map_err(away)?;
            if claimed.granted {
                return Ok(());
            }
            Err(NotGranted::Taken {
                station: claimed.holder.short(),
            })
        })
    }
}
