//! A station that sends what nobody can read holds up nobody else.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::postgres::PlantLink;
use replication::{Answer, Ask, Head};
use station::request::Nothing;
use store::log;

use crate::chain::{behind, push};
use crate::people::Worksite;
use crate::plant::{Plant, first};

/// How long events may take from one station to another here.
const TIME_MAX: Duration = Duration::from_secs(60);
/// Sorts before every other station: its rows stand first on a page.
const ROGUE: StationId = StationId([0; 16]);

impl Worksite {
    /// Where each chain ends in its file.
    async fn heads(&self) -> BTreeMap<Origin, Head> {
        let heads = log::heads(self.host.station.store().readers()).await;
        let head = |(origin, seq, hash)| (origin, Head { seq, hash });
        heads.unwrap().into_iter().map(head).collect()
    }

    /// Waits until it holds what the plant holds, then proves its file; answers what that says.
    async fn level_with(&self, link: &mut PlantLink, chains: usize) -> String {
        let began = Instant::now();
        loop {
            let Answer::Heads { heads, .. } = link.ask(&Ask::Heads).await.unwrap() else {
                panic!("no heads");
            };
            let held = self.heads().await;
            if heads.len() == chains && heads == held {
                return self
                    .host
                    .station
                    .store()
                    .verify()
                    .await
                    .unwrap()
                    .to_string();
            }
            assert!(began.elapsed() < TIME_MAX, "{heads:?}, not {held:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_nobody_can_read_is_passed_on_and_blocks_no_other_station() {
    let mut plant = Plant::make().await;
    let mut rogue = plant.joined("Rogue", ROGUE).await;
    let mut rows = behind(first(ROGUE), Head::default(), 3);
    assert!(rows.iter().all(|row| row.recorded().is_err()));
    push(&mut rogue, Head::default(), &rows).await;
    let press = Worksite::joined(&mut plant, "Press").await;
    let oven = Worksite::joined(&mut plant, "Oven").await;

    press.import(&[["P-77", "Ada", "B-770077", "836409"]]).await;

    let verified = oven.level_with(&mut rogue, 2).await;
    assert!(verified.starts_with("ok: ") && verified.ends_with(", 3 events set aside unread"));
    let more = behind(first(ROGUE), Head::of(&rows[2]), 2);
    push(&mut rogue, Head::of(&rows[2]), &more).await;
    rows.extend(more);
    oven.import(&[["P-88", "Bert", "B-880088", "590162"]]).await;
    for site in [&press, &oven] {
        let verified = site.level_with(&mut rogue, 3).await;
        assert!(
            verified.ends_with(", 5 events set aside unread"),
            "{verified}"
        );
        assert_eq!(held(site, first(ROGUE)).await, rows, "byte for byte");
        let view = site.host.station.view_plant(Nothing {}).await.unwrap();
        assert_eq!(view.set_aside.len(), 1);
        assert_eq!(view.set_aside[0].events, 5);
        assert_eq!(view.alarm, None);
    }
}

async fn held(site: &Worksite, origin: Origin) -> Vec<LogRow> {
    let readers = site.host.station.store().readers();
    log::chain_after(origin, 0, 100, readers).await.unwrap()
}
