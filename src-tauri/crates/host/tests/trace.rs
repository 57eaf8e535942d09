//! A recall of ten thousand lots, read through the operation a screen calls.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::event::{AggregateRef, Event, Kind};
use domain::id::{JobOrderId, MaterialLotId, RequestId};
use domain::import::LotEntry;
use domain::material_lot::{self, Means};
use domain::quantity::Quantity;
use host::{Host, demo, operation};
use serde_json::{Value, json};
use station::SystemClock;
use store::{Draft, Folder};
use uuid::Uuid;

/// Lots made of the one that is recalled.
const LOTS: u128 = 10_000;
/// Orders in one command: two events each.
const AT_ONCE: usize = 100;
/// How long the trace may take in a build for tests, on a machine with other work; a release build
/// on a quiet one needs a tenth.
const TIME_MAX: Duration = Duration::from_secs(10);

type Touching = (Event, Vec<AggregateRef>);

fn recalled() -> MaterialLotId {
    MaterialLotId(Uuid::from_u128(1))
}

fn lot_ref(lot: MaterialLotId) -> AggregateRef {
    AggregateRef::new(Kind::MaterialLot, lot.0)
}

fn received() -> Touching {
    let entry = LotEntry {
        material: "RES-A".to_owned(),
        number: "DRUM-1".to_owned(),
        supplier: Some("Polychem".to_owned()),
        quantity: Some(Quantity::each(20_000)),
        expires: None,
        location: None,
    };
    let event = Event::Material(material_lot::Event::Received(entry));
    (event, vec![lot_ref(recalled())])
}

/// One job that takes of the recalled lot and makes a lot of its own.
fn used(number: u128) -> [Touching; 2] {
    let job = JobOrderId(Uuid::from_u128(1 << 64 | number));
    let made = MaterialLotId(Uuid::from_u128(2 << 64 | number));
    let job_ref = AggregateRef::new(Kind::JobOrder, job.0);
    let consumed = material_lot::Event::Consumed {
        job,
        material: "RES-A".to_owned(),
        lot: Some((recalled(), "DRUM-1".to_owned())),
        quantity: Quantity::each(1),
        means: Means::Scanned,
    };
    let produced = material_lot::Event::Produced {
        job,
        material: "ADH-20".to_owned(),
        lot: made,
        number: format!("A-{number}"),
        quantity: Quantity::each(1),
    };
    [
        (
            Event::Material(consumed),
            vec![job_ref, lot_ref(recalled())],
        ),
        (Event::Material(produced), vec![job_ref, lot_ref(made)]),
    ]
}

async fn record(host: &Host, events: Vec<Touching>) {
    let now = host.station.now();
    let draft = Draft {
        request: RequestId(Uuid::now_v7()),
        first: None,
        actor: None,
        effective_at: now,
        now,
        events,
        ledger: None,
    };
    let mut writer = host.station.store().writer().await.unwrap();
    writer.record(draft).await.unwrap();
}

async fn trace(host: &Host, of: &str, direction: &str) -> Value {
    let request = json!({ "of": of, "direction": direction });
    operation::call(host, "view_trace", request).await.unwrap()
}

#[tokio::test]
async fn ten_thousand_lots_of_one_drum_are_found_at_once_and_each_finds_the_drum() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path());
    demo::make(&folder, Arc::new(SystemClock)).await.unwrap();
    let host = Host::quiet(folder, Arc::new(SystemClock)).await.unwrap();
    record(&host, vec![received()]).await;
    let numbers: Vec<u128> = (0..LOTS).collect();
    for some in numbers.chunks(AT_ONCE) {
        record(
            &host,
            some.iter().flat_map(|number| used(*number)).collect(),
        )
        .await;
    }

    let begun = Instant::now();
    let forward = trace(&host, "DRUM-1", "forward").await;
    let took = begun.elapsed();
    let back = trace(&host, "A-4711", "backward").await;

    assert!(took < TIME_MAX, "{took:?}");
    assert_eq!(forward["forward"]["lots"], 10_000);
    assert_eq!(forward["forward"]["complete"], true);
    let rows = back["backward"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{back}");
    assert_eq!(rows[1]["node"]["number"], "DRUM-1");
}
