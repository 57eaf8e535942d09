//! The task that speaks with the station's own file.

use std::sync::Arc;

use domain::log_row::LogRow;
use domain::origin::Origin;
use replication::message::{Done, Head, Input, Order, Rehomed};
use station::{Station, StoreError};
use store::log;
use tokio::sync::mpsc;

/// Rows taken in before whoever records at a screen gets its turn: a few milliseconds.
const APPLY_MAX: usize = 128;

pub(super) fn start(station: Arc<Station>, inputs: mpsc::Sender<Input>) -> mpsc::Sender<Order> {
    let (orders, mut told) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Some(order) = told.recv().await {
            let done = carry(&station, order).await;
            if inputs.send(Input::Stored(done)).await.is_err() {
                return; // Nobody waits for answers any more.
            }
        }
    });
    orders
}

async fn carry(station: &Station, order: Order) -> Done {
    let done = match order {
        Order::ReadOwn { after, limit } => own_rows(station, after, limit).await,
        Order::ReadHashes { origin, seqs } => hashes(station, origin, &seqs).await,
        Order::Apply { rows } => apply(station, &rows).await,
        Order::Rehome { from, after, epoch } => rehome(station, from, after, epoch).await,
        Order::LeavePast => leave_past(station).await,
        Order::SaveAck { head } => save(station, head).await,
    };
    done.unwrap_or_else(|error| Done::Failed {
        reason: error.to_string(),
    })
}

async fn own_rows(station: &Station, after: u64, limit: usize) -> Result<Done, StoreError> {
    let own = station.row().origin;
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let rows = log::chain_after(own, after, limit, station.store().readers()).await?;
    Ok(Done::OwnRows { rows })
}

async fn hashes(station: &Station, origin: Origin, seqs: &[u64]) -> Result<Done, StoreError> {
    let mut connection = station.store().readers().acquire().await?;
    let hashes = log::hashes_at(origin, seqs, &mut connection).await?;
    Ok(Done::Hashes { hashes })
}

async fn apply(station: &Station, rows: &[LogRow]) -> Result<Done, StoreError> {
    let mut rest = rows;
    while !rest.is_empty() {
        let (now, later) = rest.split_at(slice_end(rest));
        match station.receive(now).await {
            Err(StoreError::BrokenChain { station, seq }) => {
                let broken =
                    |row: &&LogRow| row.seq == seq && row.origin.station.to_string() == station;
                let Some(row) = now.iter().find(broken) else {
                    return Err(StoreError::BrokenChain { station, seq });
                };
                return Ok(Done::Broken { origin: row.origin });
            }
            taken => taken?,
        }
        rest = later;
    }
    Ok(Done::Applied)
}

/// How many rows are taken in at once: whole commands, one at least.
fn slice_end(rows: &[LogRow]) -> usize {
    let ends = |from: usize, row: &LogRow| row.open().is_none() && from + 1 >= APPLY_MAX;
    rows.iter()
        .enumerate()
        .find(|(at, row)| ends(*at, row))
        .map_or(rows.len(), |(at, _)| at + 1)
}

async fn rehome(
    station: &Station,
    from: Origin,
    after: u64,
    epoch: u32,
) -> Result<Done, StoreError> {
    let moved = station.rehome(from, after, epoch).await?;
    let mut writer = station.store().writer().await?;
    let own = writer.origin()?;
    let (seq, hash) = writer.own_head()?;
    let (from_seq, from_hash) = writer.head_of(from).await?;
    Ok(Done::Rehomed(Rehomed {
        own,
        own_head: Head { seq, hash },
        from_head: Head {
            seq: from_seq,
            hash: from_hash,
        },
        moved,
    }))
}

/// Whoever records gets a turn after each step.
async fn leave_past(station: &Station) -> Result<Done, StoreError> {
    while !station.store().writer().await?.leave_past().await? {}
    station.publish(crate::missed());
    Ok(Done::PastLeft)
}

async fn save(station: &Station, head: Head) -> Result<Done, StoreError> {
    let mut writer = station.store().writer().await?;
    writer.note_plant_ack(head.seq, &head.hash).await?;
    Ok(Done::AckSaved)
}
