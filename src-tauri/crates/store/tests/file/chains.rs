//! Chains of stations, and what another station takes of them.

use domain::origin::Origin;
use store::log::{LogRow, chain_after};

use crate::plant::{Job, Station, at};

/// A chain as the station holds it.
pub(crate) async fn chain(station: &Station, origin: Origin) -> Vec<LogRow> {
    chain_after(origin, 0, u32::MAX, station.store.readers())
        .await
        .unwrap()
}

/// A station that has seen one job through.
pub(crate) async fn live(number: u8, job: u32) -> Station {
    let station = Station::found(number).await;
    for (_, draft) in (Job { number: job }).life() {
        station.record(draft).await.unwrap();
    }
    station
}

/// How many of these events were new to the station.
pub(crate) async fn receive(station: &Station, rows: &[LogRow]) -> usize {
    let mut writer = station.store.writer().await.unwrap();
    writer.receive(rows, at(90)).await.unwrap().len()
}
