//! What only the plant decides: claims, numbers, leases, names.

use std::time::Duration;

use domain::event::{AggregateRef, Kind};
use domain::id::{EventId, PersonId};
use replication::Head;
use replication::postgres::{IdentityChange, PlantEar, PlantLink};
use uuid::Uuid;

use crate::chain::{behind, push};
use crate::plant::{OVEN, PRESS, Plant, first};

#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_told() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let mut oven = plant.joined("Oven", OVEN).await;
    let lot = AggregateRef::new(Kind::MaterialLot, Uuid::new_v4());
    let (one, other, later) = (event(), event(), event());

    let won = press.claim(lot, None, one).await.unwrap();
    let lost = oven.claim(lot, None, other).await.unwrap();
    let again = press.claim(lot, None, one).await.unwrap();
    let next = oven.claim(lot, Some(one), later).await.unwrap();

    assert!(won.granted && again.granted && next.granted);
    assert_eq!((lost.granted, lost.holder, lost.head), (false, PRESS, one));
}

#[tokio::test]
async fn a_grant_whose_event_never_came_is_taken_over_after_a_minute() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let mut oven = plant.joined("Oven", OVEN).await;
    let (gone, kept) = (lot(), lot());
    let rows = behind(first(PRESS), Head::default(), 1);
    push(&mut press, Head::default(), &rows).await;
    press.claim(gone, None, event()).await.unwrap();
    press.claim(kept, None, rows[0].id).await.unwrap();
    let early = oven.claim(gone, None, event()).await.unwrap();
    let mut sql = plant.sql().await;
    let wait = "UPDATE lineside.authority SET granted_at = granted_at - interval '61 s'";
    sqlx::raw_sql(wait).execute(&mut sql).await.unwrap();

    let taken = oven.claim(gone, None, event()).await.unwrap();
    let refused = oven.claim(kept, None, event()).await.unwrap();

    assert!(!early.granted);
    assert!(taken.granted);
    assert_eq!((refused.granted, refused.head), (false, rows[0].id));
}

#[tokio::test]
async fn no_number_is_handed_out_twice_even_to_many_at_once() {
    let mut plant = Plant::make().await;
    let press = plant.joined("Press", PRESS).await;
    let oven = plant.joined("Oven", OVEN).await;

    let (one, other) = tokio::join!(ranges(press), ranges(oven));

    let mut all = [one, other].concat();
    all.sort_unstable();
    let gapless: Vec<(u64, u64)> = (0..40).map(|n| (n * 25 + 1, n * 25 + 25)).collect();
    assert_eq!(all, gapless);
}

#[tokio::test]
async fn a_restored_plant_learns_from_the_asker_which_numbers_are_taken() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    press.reserve_range("lot", 10, 0).await.unwrap();

    let range = press.reserve_range("lot", 5, 500).await.unwrap();

    assert_eq!(range, (501, 505));
    assert!(press.reserve_range("lot", 0, 0).await.is_err());
    assert!(press.reserve_range("lot", 10_001, 0).await.is_err());
    assert!(press.reserve_range("Peter's numbers", 1, 0).await.is_err());
}

#[tokio::test]
async fn a_lease_is_held_by_one_until_it_ends() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let mut oven = plant.joined("Oven", OVEN).await;
    let minute = Duration::from_mins(1);

    let held = press.lease("gauge/1", minute).await.unwrap();
    let busy = oven.lease("gauge/1", minute).await.unwrap();
    press.lease("gauge/1", Duration::ZERO).await.unwrap();
    let free = oven.lease("gauge/1", minute).await.unwrap();

    assert!(held.granted && held.left_ms > 50_000);
    assert_eq!((busy.granted, busy.holder), (false, PRESS));
    assert!(free.granted);
}

#[tokio::test]
async fn the_later_change_of_a_name_stands_and_an_erased_person_is_gone() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let named = |hlc, name: Option<&str>| IdentityChange {
        person: PersonId(Uuid::from_u128(7)),
        hlc,
        key: Some("E7".to_owned()),
        name: name.map(str::to_owned),
        areas: Vec::new(),
        badge_salt: Some(vec![1; 16]),
        badge: Some([2; 32]),
        pin: Some("$argon2id$v=19$".to_owned()),
    };

    let later = press.put_identity(&named(20, Some("Ada"))).await.unwrap();
    let earlier = press.put_identity(&named(10, Some("Bob"))).await.unwrap();
    let known = press.known_people(0).await.unwrap();
    let erased = press.put_identity(&named(30, None)).await.unwrap();
    let gone = press.known_people(known[0].revision).await.unwrap();

    assert_eq!((later, earlier, erased), (true, false, true));
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].name.as_deref(), Some("Ada"));
    assert_eq!(known[0].badge, Some(vec![2; 32]));
    assert_eq!(gone.len(), 1);
    assert!(gone[0].name.is_none() && gone[0].key.is_none() && gone[0].badge.is_none());
    assert!(gone[0].pin.is_none() && gone[0].badge_salt.is_none());
}

#[tokio::test]
async fn a_station_knows_the_people_of_its_areas_only() {
    let mut plant = Plant::make().await;
    let ca = std::fs::read_to_string(plant.cluster.ca()).ok();
    let areas = ["pressing".to_owned()];
    let code = plant.admin.enroll("Press", ca, &areas).await.unwrap();
    let mut press = PlantLink::connect(&code, PRESS).await.unwrap();
    for (person, areas) in [(1, vec!["pressing"]), (2, vec!["baking"]), (3, vec![])] {
        let change = IdentityChange {
            person: PersonId(Uuid::from_u128(person)),
            hlc: 1,
            key: None,
            name: Some("Somebody".to_owned()),
            areas: areas.into_iter().map(str::to_owned).collect(),
            badge_salt: None,
            badge: None,
            pin: None,
        };
        press.put_identity(&change).await.unwrap();
    }

    let known = press.known_people(0).await.unwrap();

    let people: Vec<u128> = known.iter().map(|known| known.person.0.as_u128()).collect();
    assert_eq!(people, [1, 3]);
}

#[tokio::test]
async fn whoever_listens_is_woken() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let code = plant.enroll("Oven").await;
    let mut ear = PlantEar::connect(&code).await.unwrap();

    press.wake().await.unwrap();

    tokio::time::timeout(Duration::from_secs(10), ear.heard())
        .await
        .unwrap()
        .unwrap();
    plant.cluster.crash();
    assert!(ear.heard().await.is_err());
}

async fn ranges(mut link: PlantLink) -> Vec<(u64, u64)> {
    let mut ranges = Vec::new();
    for _ in 0..20 {
        ranges.push(link.reserve_range("lot", 25, 0).await.unwrap());
    }
    ranges
}

fn lot() -> AggregateRef {
    AggregateRef::new(Kind::MaterialLot, Uuid::new_v4())
}

fn event() -> EventId {
    EventId(Uuid::now_v7())
}
