//! How each station stands, as every other one sees it.

use std::time::{Duration, Instant};

use replication::postgres::{PlantLink, Presence};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use station::request::Nothing;
use station::view::plant::PlantStationView;

use crate::people::Worksite;
use crate::plant::{OVEN, PRESS, Plant};

/// How long a station's word may take to another here.
const TIME_MAX: Duration = Duration::from_secs(30);

impl Worksite {
    /// Waits until it sees `name` as `expected`.
    async fn sees(
        &self,
        name: &str,
        expected: impl Fn(&PlantStationView) -> bool,
    ) -> PlantStationView {
        let began = Instant::now();
        loop {
            self.ring();
            tokio::time::sleep(Duration::from_millis(200)).await;
            let view = self.host.station.view_plant(Nothing {}).await.unwrap();
            let seen = view.stations.into_iter().find(|one| one.name == name);
            match seen {
                Some(seen) if expected(&seen) => return seen,
                other => assert!(began.elapsed() < TIME_MAX, "{other:?}"),
            }
        }
    }
}

fn said(queued: u64) -> Presence {
    Presence {
        version: "9.9.9".to_owned(),
        queued,
        behind: 7,
        skew_ms: Some(-1_500),
        set_aside: 2,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_station_sees_how_the_others_stand_and_for_how_long_they_were_silent() {
    let mut plant = Plant::make().await;
    let mut oven = plant.joined("Oven", OVEN).await;
    let never = plant.enroll("Store room").await;
    let press = Worksite::joined(&mut plant, "Press").await;

    oven.tell_presence(&said(3)).await.unwrap();
    let seen = press.sees("Oven", |oven| oven.queued == Some(3)).await;

    assert_eq!((seen.behind, seen.set_aside), (Some(7), Some(2)));
    assert_eq!(
        (seen.clock_off_ms, seen.version.as_deref()),
        (Some(-1_500), Some("9.9.9"))
    );
    assert!(seen.silent_s.is_some_and(|seconds| seconds < 30) && !seen.missing);
    oven.tell_presence(&said(0)).await.unwrap();
    press.sees("Oven", |oven| oven.queued == Some(0)).await;
    let own = press.sees("Press", |own| own.version.is_some()).await;
    assert_eq!((own.own, own.queued, own.missing), (true, Some(0), false));
    let unheard = press.sees("Store room", |_| true).await;
    assert_eq!(
        (unheard.silent_s, unheard.version, unheard.missing),
        (None, None, false)
    );
    drop(never);

    let mut sql = plant.sql().await;
    let wait = "UPDATE lineside.lease SET taken_at = taken_at - interval '10 minutes'";
    sqlx::raw_sql(wait).execute(&mut sql).await.unwrap();
    let seen = press.sees("Oven", |oven| oven.missing).await;
    assert!(
        seen.silent_s.is_some_and(|seconds| seconds >= 600),
        "{seen:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_speaks_for_itself_only_and_nonsense_is_no_word() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Oven").await;
    let mut oven = PlantLink::connect(&code, OVEN).await.unwrap();
    oven.tell_presence(&said(0)).await.unwrap();
    let mut sql = code.options().connect().await.unwrap();
    let own = uuid::Uuid::from_bytes(OVEN.0);
    let other = uuid::Uuid::from_bytes(PRESS.0);
    let tell = |resource: uuid::Uuid, note: &str| {
        format!("SELECT lineside.lease('{own}', 'presence/{resource}', 1000, '{note}')")
    };

    let forged = sqlx::raw_sql(AssertSqlSafe(tell(other, "{}")))
        .execute(&mut sql)
        .await;
    let long = sqlx::raw_sql(AssertSqlSafe(tell(own, &"x".repeat(1_001))))
        .execute(&mut sql)
        .await;
    sqlx::raw_sql(AssertSqlSafe(tell(own, "{}")))
        .execute(&mut sql)
        .await
        .unwrap();

    let code = |tried: Result<_, sqlx::Error>| {
        let error = tried.unwrap_err();
        error
            .as_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned()
    };
    assert_eq!(
        (code(forged), code(long)),
        ("LS002".to_owned(), "LS006".to_owned())
    );
    let stations = oven.stations().await.unwrap();
    assert_eq!(stations[0].presence, None);
    assert!(stations[0].silent_s.is_some());
}
