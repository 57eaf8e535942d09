//! A new station that is at work already fetches the plant's past, and its next start begins with it.

use std::time::{Duration, Instant};

use host::baseline::prepare;
use host::mirror::Mirror;
use replication::postgres::{Baseline, GatewayLink, Program};
use station::request::Nothing;
use store::Folder;
use tokio::sync::watch;

use crate::people::Worksite;
use crate::plant::Plant;

/// How long a baseline may take here.
const TIME_MAX: Duration = Duration::from_secs(60);

impl Plant {
    /// A gateway makes a baseline of what the plant holds, once that are `events`.
    async fn baseline(&mut self, events: u64) -> Baseline {
        let ca = std::fs::read_to_string(self.cluster.ca()).unwrap();
        let code = self
            .admin
            .enroll_program(Program::Gateway, "Office", Some(ca));
        let code = code.await.unwrap();
        let home = tempfile::tempdir().unwrap();
        let mirror = Mirror {
            code: code.clone(),
            folder: Folder::new(home.path().join("mirror")),
            every: events,
        };
        let mut leader = GatewayLink::connect(&code, None).await.unwrap();
        let (_leads, led) = watch::channel(leader.lead().await.unwrap());
        let began = Instant::now();
        let made = async {
            loop {
                if let Some(signed) = leader.baseline().await.unwrap() {
                    return signed.baseline;
                }
                assert!(began.elapsed() < TIME_MAX, "no baseline came");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::select! {
            baseline = made => baseline,
            () = mirror.follow(led, |hindered| panic!("{hindered}")) => panic!("it does not follow"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_at_work_fetches_the_past_and_begins_with_it_when_it_is_opened_again() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    press.import(&[["P-77", "Ada", "B-770077", "836409"]]).await;
    let baseline = plant.baseline(1).await;
    let oven = Worksite::joined(&mut plant, "Oven").await;
    let id = oven.host.station.row().origin;

    prepare(oven.host.station.clone(), oven.host.folder().clone(), 0).await;
    let view = oven.host.station.view_plant(Nothing {}).await.unwrap();
    let oven = oven.opened_again().await;

    assert!(view.baseline.unwrap().ready);
    let files = std::fs::read_dir(oven.host.folder().path()).unwrap();
    let mut names = files.map(|file| file.unwrap().file_name());
    assert!(!names.any(|name| name.to_string_lossy().starts_with("baseline")));
    assert_eq!(oven.host.station.row().origin, id);
    let store = oven.host.station.store();
    let began = Instant::now();
    while store.past().await.unwrap().is_some() {
        assert!(began.elapsed() < TIME_MAX, "its past does not arrive");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let verified = store.verify().await.unwrap();
    assert!(verified.events >= baseline.events, "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_recorded_meanwhile_stays() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    press.import(&[["P-77", "Ada", "B-770077", "836409"]]).await;
    plant.baseline(1).await;
    let oven = Worksite::joined(&mut plant, "Oven").await;
    prepare(oven.host.station.clone(), oven.host.folder().clone(), 0).await;
    oven.import(&[["P-88", "Bert", "B-880088", "590162"]]).await;
    let own = oven.host.station.row().origin;

    let oven = oven.opened_again().await;

    let heads = store::log::heads(oven.host.station.store().readers())
        .await
        .unwrap();
    assert!(
        heads
            .iter()
            .any(|(origin, seq, _)| *origin == own && *seq > 0),
        "{heads:?}"
    );
    oven.host.station.store().verify().await.unwrap();
}
