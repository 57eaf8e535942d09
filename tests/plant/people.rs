//! Whoever is told of at one station is known at every station of the plant.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::hlc::Hlc;
use domain::id::PersonId;
use host::Host;
use host::exchange::join;
use host::import::import_files;
use replication::postgres::JoinCode;
use station::SystemClock;
use station::found::{Founding, found};
use station::request::{LogIn, Nothing};
use station::view::station::Session;
use store::Folder;
use store::ledger::people::Identity;
use tempfile::TempDir;

use crate::plant::Plant;

/// How long people may take from one station to another here, where nobody waits for the half minute.
const TIME_MAX: Duration = Duration::from_secs(30);
/// The ERP that gives everybody a key.
const ERP: &str = "erp";
const BADGE: &str = "B-770077";
const PIN: &str = "836409";
const OTHER_BADGE: &str = "B-880088";
const OTHER_PIN: &str = "590162";

/// A station at work.
pub(crate) struct Worksite {
    pub(crate) host: Host,
    folder: TempDir,
}

impl Worksite {
    pub(crate) async fn make(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = Folder::new(folder.path().join("data"));
        let founding = Founding {
            name: name.to_owned(),
            zone: chrono_tz::Europe::Rome,
            erp: ERP.to_owned(),
            demo: false,
        };
        found(&data, &founding).await.unwrap();
        let host = Host::start(data, Arc::new(SystemClock)).await.unwrap();
        Self { host, folder }
    }

    /// Closes Lineside and opens it again.
    pub(crate) async fn opened_again(self) -> Self {
        let Self { host, folder } = self;
        let data = Folder::new(folder.path().join("data"));
        host.close().await.unwrap();
        let station = Arc::downgrade(&host.station);
        drop(host);
        while station.strong_count() > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await; // Its tasks notice that they are to end.
        }
        let host = Host::start(data, Arc::new(SystemClock)).await.unwrap();
        Self { host, folder }
    }

    pub(crate) async fn joined(plant: &mut Plant, name: &str) -> Self {
        let site = Self::make(name).await;
        site.join(&plant.enroll(name).await).await;
        site
    }

    pub(crate) async fn join(&self, code: &JoinCode) {
        let station = self.host.station.row().origin.station;
        join(self.host.folder(), station, &code.to_string())
            .await
            .unwrap();
    }

    /// Imports people, each as key, name, badge and PIN.
    pub(crate) async fn import(&self, people: &[[&str; 4]]) {
        let mut csv = "key,name,badge,pin,roles\n".to_owned();
        for person in people {
            csv += &format!("{},operator\n", person.join(","));
        }
        let files = vec![("people.csv".to_owned(), csv.into_bytes())];
        let report = import_files(&self.host.station, files, false, None).await;
        let report = report.unwrap();
        assert!(!report.refused, "{report:?}");
    }

    /// Gives a person another PIN.
    async fn set_pin(&self, key: &str, name: &str, pin: &str) {
        let maker = Self::make("Maker").await;
        maker.import(&[[key, name, "", pin]]).await;
        let person = PersonId::from_erp(ERP, key).0;
        let made = maker.host.station.store().credential(person).await;
        let identity = Identity {
            person,
            key: Some(key.to_owned()),
            name: name.to_owned(),
            badge: None,
            pin: made.unwrap().unwrap().pin,
        };
        let now = Hlc::default().tick(self.host.station.now().timestamp_millis());
        let mut writer = self.host.station.store().writer().await.unwrap();
        writer.put_identities(&[identity], now).await.unwrap();
    }

    async fn log_in(&self, badge: &str, pin: &str) -> Result<Session, String> {
        let request = LogIn {
            badge: Some(badge.to_owned()),
            person: None,
            pin: Some(pin.to_owned()),
        };
        let signed_in = self.host.station.log_in(request).await;
        signed_in.map_err(|failure| failure.reason)
    }

    /// The name a log-in answers, or why there is none.
    async fn name(&self, badge: &str, pin: &str) -> Result<String, String> {
        self.log_in(badge, pin).await.map(|session| session.name)
    }

    /// How many the plant is still to be told of.
    async fn untold(&self) -> usize {
        let people = self.host.station.store().people_to_tell(100).await;
        people.unwrap().len()
    }

    pub(crate) fn ring(&self) {
        self.host.station.people_bell().notify_one();
    }

    /// Whether anything in its data folder holds the text in clear.
    fn holds(&self, text: &str) -> bool {
        let files = fs::read_dir(self.folder.path().join("data")).unwrap();
        files.map(Result::unwrap).any(|file| {
            let bytes = fs::read(file.path()).unwrap_or_default();
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        })
    }
}

/// Waits until a log-in at `there` answers as expected, while `here` tells what it has to tell.
async fn comes(
    here: &Worksite,
    there: &Worksite,
    log_in: (&str, &str),
    expected: Result<&str, &str>,
) {
    let started = Instant::now();
    loop {
        here.ring();
        if here.untold().await == 0 {
            there.ring();
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        let answer = there.name(log_in.0, log_in.1).await;
        if answer.as_deref().map_err(String::as_str) == expected {
            return;
        }
        assert!(started.elapsed() < TIME_MAX, "{answer:?}, not {expected:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_told_at_one_station_logs_in_at_another() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    let oven = Worksite::joined(&mut plant, "Oven").await;

    press.import(&[["P-77", "Ada", BADGE, PIN]]).await;

    comes(&press, &oven, (BADGE, PIN), Ok("Ada")).await;
    press.set_pin("P-77", "Ada", OTHER_PIN).await;
    comes(&press, &oven, (BADGE, OTHER_PIN), Ok("Ada")).await;
    assert_eq!(oven.name(BADGE, PIN).await, Err("wrong_pin".to_owned()));
    assert_eq!(press.name(BADGE, PIN).await, Err("wrong_pin".to_owned()));
    for clear in [BADGE, PIN, OTHER_PIN] {
        assert!(!oven.holds(clear) && !press.holds(clear), "{clear}");
    }
    assert!(oven.holds("Ada"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_while_the_plant_is_away_arrives_later() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    let oven = Worksite::joined(&mut plant, "Oven").await;
    press.import(&[["P-77", "Ada", BADGE, PIN]]).await;
    oven.import(&[["P-99", "Cid", "B-990099", PIN]]).await;
    comes(&press, &oven, (BADGE, PIN), Ok("Ada")).await;
    comes(&oven, &press, ("B-990099", PIN), Ok("Cid")).await;

    plant.cluster.crash();
    press
        .import(&[["P-88", "Bert", OTHER_BADGE, OTHER_PIN]])
        .await;
    press.ring();
    tokio::time::sleep(Duration::from_secs(1)).await;

    let away = oven.name(OTHER_BADGE, OTHER_PIN).await;
    let own = press.name(OTHER_BADGE, OTHER_PIN).await;
    assert_eq!(away, Err("unknown_badge".to_owned()));
    assert_eq!(own.as_deref(), Ok("Bert"));
    assert_eq!(press.untold().await, 1);
    let seen = oven.host.station.view_plant(Nothing {}).await.unwrap();
    let names: Vec<&str> = seen.stations.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Oven", "Press"]);
    assert!(seen.stations[0].own && !seen.stations[1].own && seen.stations_at.is_some());
    plant.cluster.start_again();
    comes(&press, &oven, (OTHER_BADGE, OTHER_PIN), Ok("Bert")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_stations_that_knew_the_same_people_agree_once_they_share() {
    let mut plant = Plant::make().await;
    let press = Worksite::make("Press").await;
    let oven = Worksite::make("Oven").await;
    press.import(&[["P-77", "Ada", BADGE, PIN]]).await;
    oven.import(&[["P-77", "Ada B.", "", ""]]).await;

    press.join(&plant.enroll("Press").await).await;
    comes(&press, &press, (BADGE, PIN), Ok("Ada")).await;
    oven.join(&plant.enroll("Oven").await).await;

    // The name was told later at the oven; badge and PIN were told at the press only.
    comes(&press, &oven, (BADGE, PIN), Ok("Ada B.")).await;
    comes(&oven, &press, (BADGE, PIN), Ok("Ada B.")).await;
    assert_eq!(
        oven.name(BADGE, OTHER_PIN).await,
        Err("wrong_pin".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn badges_that_two_people_swap_are_swapped_everywhere() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    let oven = Worksite::joined(&mut plant, "Oven").await;
    let before = [
        ["P-77", "Ada", BADGE, PIN],
        ["P-88", "Bert", OTHER_BADGE, PIN],
    ];
    press.import(&before).await;
    comes(&press, &oven, (OTHER_BADGE, PIN), Ok("Bert")).await;

    let swapped = [
        ["P-77", "Ada", OTHER_BADGE, ""],
        ["P-88", "Bert", BADGE, ""],
    ];
    oven.import(&swapped).await;

    comes(&oven, &press, (BADGE, PIN), Ok("Bert")).await;
    comes(&oven, &press, (OTHER_BADGE, PIN), Ok("Ada")).await;
    assert_eq!(oven.name(BADGE, PIN).await.as_deref(), Ok("Bert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_stays_erased_everywhere() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    let oven = Worksite::joined(&mut plant, "Oven").await;
    press.import(&[["P-77", "Ada", BADGE, PIN]]).await;
    comes(&press, &oven, (BADGE, PIN), Ok("Ada")).await;

    let erased: bool = sqlx::query_scalar("SELECT lineside.erase_person($1)")
        .bind(PersonId::from_erp(ERP, "P-77").0)
        .fetch_one(&mut plant.sql().await)
        .await
        .unwrap();
    comes(&press, &oven, (BADGE, PIN), Err("unknown_badge")).await;
    oven.import(&[["P-77", "Ada", BADGE, PIN]]).await;

    comes(&oven, &press, (BADGE, PIN), Err("unknown_badge")).await;
    assert!(erased);
    assert_eq!(oven.untold().await, 0);
    assert_eq!(oven.name(BADGE, PIN).await, Err("unknown_badge".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plant_taken_back_to_a_backup_is_told_of_all_again() {
    let mut plant = Plant::make().await;
    let press = Worksite::joined(&mut plant, "Press").await;
    press.import(&[["P-77", "Ada", BADGE, PIN]]).await;
    comes(&press, &press, (BADGE, PIN), Ok("Ada")).await;
    let told = Instant::now();
    while press.untold().await > 0 {
        assert!(told.elapsed() < TIME_MAX);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    let forget = "DELETE FROM lineside.identity; UPDATE lineside.identity_revision SET last = 0";
    sqlx::raw_sql(forget)
        .execute(&mut plant.sql().await)
        .await
        .unwrap();
    let oven = Worksite::joined(&mut plant, "Oven").await;

    comes(&press, &oven, (BADGE, PIN), Ok("Ada")).await;
}
