//! The task that shares with the plant what is in no log: its people, its stations and how each stands.
//! It has a connection of its own and waits for nobody; nobody waits for it.

use std::sync::Arc;
use std::time::Duration;

use domain::id::PersonId;
use replication::postgres::{
    IdentityChange, JoinCode, KnownPerson, PEOPLE_MAX, PlantError, PlantLink, PlantStation,
    Presence,
};
use station::view::plant::PlantStationView;
use station::{Station, StoreError};
use store::ledger::people::SaltedBadge;
use store::ledger::shared_people::SharedPerson;
use tokio::select;
use tokio::sync::watch;
use tokio::time::sleep;
use uuid::Uuid;

/// How often the plant is asked who is new: whoever was told of at another station logs in here
/// within a minute.
const SHARE_EVERY: Duration = Duration::from_secs(30);
/// Longest name, ERP key and PIN verifier that the plant takes, in characters.
const NAME_CHARS_MAX: usize = 200;
const KEY_CHARS_MAX: usize = 64;
const PIN_CHARS_MAX: usize = 256;

/// Why people are not shared just now.
#[derive(Debug, thiserror::Error)]
enum NotShared {
    #[error(transparent)]
    Plant(#[from] PlantError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Shares until `stop` turns true: at once, every half a minute, and whenever the bell rings.
pub(super) async fn share(station: Arc<Station>, code: JoinCode, mut stop: watch::Receiver<bool>) {
    loop {
        select! {
            _ = stop.changed() => return,
            shared = share_once(&station, &code) => log(shared),
        }
        select! {
            _ = stop.changed() => return,
            () = station.people_bell().notified() => {}
            () = sleep(SHARE_EVERY) => {}
        }
    }
}

fn log(shared: Result<(), NotShared>) {
    match shared {
        Ok(()) => {}
        Err(NotShared::Plant(error)) if !error.is_final() => {
            tracing::debug!(%error, "people are not shared: the plant is away");
        }
        Err(error) => tracing::error!(%error, "people are not shared with the plant"),
    }
}

async fn share_once(station: &Station, code: &JoinCode) -> Result<(), NotShared> {
    let mut link = PlantLink::connect(code, station.row().origin.station).await?;
    let plant = link.plant().await?.id;
    let revision = begin(station, plant, &mut link).await?;
    tell(station, &mut link).await?;
    hear(station, plant, revision, &mut link).await?;
    link.tell_presence(&presence(station).await?).await?;
    let stations = link.stations().await?;
    let own = station.row().origin.station;
    let views: Vec<_> = stations
        .into_iter()
        .map(|one| PlantStationView {
            own: one.station == Some(own),
            ..view(one)
        })
        .collect();
    station.note_plant_stations(&views).await?;
    Ok(link.close().await?)
}

/// How this station stands.
async fn presence(station: &Station) -> Result<Presence, StoreError> {
    let exchange = station.exchange();
    let aside = station.store().set_aside().await?;
    Ok(Presence {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        queued: exchange.queued,
        behind: exchange.behind,
        skew_ms: exchange.skew_ms,
        set_aside: aside.iter().map(|(_, events)| events).sum(),
    })
}

/// From which change on the plant is to be heard. The last one heard is there still, or a later one,
/// unless the plant was taken back to a backup: then, as with another plant, it is told of all.
async fn begin(station: &Station, plant: Uuid, link: &mut PlantLink) -> Result<u64, NotShared> {
    let known = station.store().people_revision(plant).await?;
    let goes_on = match known {
        None => false,
        Some(revision) => match revision.checked_sub(1) {
            None => true,
            Some(before) => !link.known_people(before).await?.is_empty(),
        },
    };
    if let Some(revision) = known.filter(|_| goes_on) {
        return Ok(revision);
    }
    let mut writer = station.store().writer().await?;
    writer.tell_people_again(plant).await?;
    Ok(0)
}

/// Tells the plant of everybody it does not know yet.
async fn tell(station: &Station, link: &mut PlantLink) -> Result<(), NotShared> {
    loop {
        let people = station
            .store()
            .people_to_tell(u32::from(PEOPLE_MAX))
            .await?;
        if people.is_empty() {
            return Ok(());
        }
        for person in &people {
            if fits(person) {
                link.put_identity(&change(person)).await?;
            } else {
                let person = person.person;
                tracing::error!(%person, "the name or key is too long for the plant: shorten it in the ERP");
            }
            let mut writer = station.store().writer().await?;
            writer.note_person_told(person.person, person.hlc).await?;
        }
    }
}

/// Takes in everybody who changed behind `revision`.
async fn hear(
    station: &Station,
    plant: Uuid,
    mut revision: u64,
    link: &mut PlantLink,
) -> Result<(), NotShared> {
    loop {
        let known = link.known_people(revision).await?;
        let Some(last) = known.last().map(|person| person.revision) else {
            return Ok(());
        };
        let people: Vec<SharedPerson> = known.into_iter().map(heard).collect();
        if !station.take_people(plant, last, &people).await? {
            station.people_bell().notify_one(); // Somebody was told here meanwhile.
            return Ok(());
        }
        revision = last;
    }
}

fn fits(person: &SharedPerson) -> bool {
    let within = |text: &Option<String>, chars_max: usize| {
        text.as_ref()
            .is_none_or(|text| text.chars().count() <= chars_max)
    };
    let named = person.name.as_deref() != Some("");
    named
        && within(&person.name, NAME_CHARS_MAX)
        && within(&person.key, KEY_CHARS_MAX)
        && within(&person.pin, PIN_CHARS_MAX)
}

fn change(person: &SharedPerson) -> IdentityChange {
    let badge = person.badge.as_ref();
    let hash = badge.and_then(|badge| <[u8; 32]>::try_from(badge.hash.as_slice()).ok());
    IdentityChange {
        person: PersonId(person.person),
        hlc: person.hlc.0,
        key: person.key.clone(),
        name: person.name.clone(),
        areas: Vec::new(),
        badge_salt: badge.map(|badge| badge.salt.clone()),
        badge: hash,
        pin: person.pin.clone(),
    }
}

fn heard(person: KnownPerson) -> SharedPerson {
    let badge = person.badge_salt.zip(person.badge);
    SharedPerson {
        person: person.person.0,
        hlc: domain::hlc::Hlc(person.hlc),
        key: person.key,
        name: person.name,
        badge: badge.map(|(salt, hash)| SaltedBadge { salt, hash }),
        pin: person.pin,
    }
}

fn view(station: PlantStation) -> PlantStationView {
    let presence = station.presence;
    let told = presence.as_ref();
    PlantStationView {
        name: station.name,
        station: station.station.map(|station| station.short()),
        own: false,
        epoch: station.epoch,
        events: station.events,
        appended_at: station
            .appended_ms
            .and_then(chrono::DateTime::from_timestamp_millis),
        retired: station.retired,
        queued: told.map(|told| told.queued),
        behind: told.map(|told| told.behind),
        clock_off_ms: told.and_then(|told| told.skew_ms),
        set_aside: told.map(|told| told.set_aside),
        version: presence.map(|told| told.version),
        silent_s: station.silent_s,
        missing: false,
    }
}
