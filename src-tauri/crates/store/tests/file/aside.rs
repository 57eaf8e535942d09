//! Rows of another station that no fact can be read from: kept, passed on, and without effect.

use domain::id::{EventId, PersonId};
use domain::origin::Origin;
use store::log::LogRow;
use uuid::Uuid;

use crate::chains::{chain, live, receive};
use crate::plant::{Job, Station, origin};
use crate::rows::{number, shown};

async fn aside(station: &Station) -> u64 {
    let counts = station.store.set_aside().await.unwrap();
    counts.iter().map(|(_, events)| events).sum()
}

/// A change of a row.
type Spoil = fn(&mut LogRow);

/// What a rogue can do to a row and still link it: each leaves no fact, or one that SQLite reads
/// otherwise than we do.
const SPOILS: [(&str, Spoil); 12] = [
    ("no JSON", |row| row.touches = "touch me not".to_owned()),
    ("no list", |row| {
        row.touches = r#"{"kind":"label"}"#.to_owned()
    }),
    ("a list of nothing known", |row| {
        row.touches = r#"[{"kind":"job_order","id":"é"}]"#.to_owned();
    }),
    ("an id in braces", |row| {
        row.touches = touch("label", "{01234567-89ab-cdef-0123-456789abcdef}");
    }),
    ("an id in capitals", |row| {
        row.touches = touch("label", "01234567-89AB-CDEF-0123-456789ABCDEF");
    }),
    ("an id without hyphens", |row| {
        row.touches = touch("label", "0123456789abcdef0123456789abcdef");
    }),
    ("a kind that is no word", |row| {
        row.touches = touch("a\\u0000b", "01234567-89ab-cdef-0123-456789abcdef");
    }),
    ("one aggregate twice", |row| {
        let one = touch("label", "01234567-89ab-cdef-0123-456789abcdef");
        let one = one.trim_matches(['[', ']']).to_owned();
        row.touches = format!("[{one},{one}]");
    }),
    ("another payload", |row| row.payload = b"{}".to_vec()),
    ("no payload we know", |row| row.payload = vec![0xFF, 0, 7]),
    ("no time", |row| row.effective_ms = i64::MAX),
    ("nobody as somebody", |row| {
        row.actor = Some(PersonId(Uuid::nil()))
    }),
];

fn touch(kind: &str, id: &str) -> String {
    format!(r#"[{{"kind":"{kind}","id":"{id}","parents":[]}}]"#)
}

/// The rows as a chain of `origin`, each of its own id, changed by `spoil`.
fn rogue(rows: &[LogRow], origin: Origin, spoil: impl Fn(usize, &mut LogRow)) -> Vec<LogRow> {
    let mut chain: Vec<LogRow> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut row = LogRow {
            id: EventId(Uuid::now_v7()),
            origin,
            seq: at as u64 + 1,
            part: domain::event::Part::WHOLE,
            ..row.clone()
        };
        spoil(at, &mut row);
        row.hash = row.link(chain.last().map_or(&[][..], |before| &before.hash));
        chain.push(row);
    }
    chain
}

#[tokio::test]
async fn what_nobody_can_read_is_kept_and_holds_nothing_up() {
    let (sender, station) = (live(2, 1).await, Station::found(1).await);
    let told = chain(&sender, origin(2)).await;
    receive(&station, &told).await;
    let before = shown(&station.store).await;
    let one = told
        .iter()
        .find(|row| row.name == "label.requested")
        .unwrap();
    for (what, spoil) in SPOILS {
        let mut row = one.clone();
        spoil(&mut row);
        assert!(row.recorded().is_err(), "{what}");
    }

    let spoiled = rogue(&vec![one.clone(); SPOILS.len()], origin(3), |at, row| {
        SPOILS[at].1(row)
    });
    let unreadable = SPOILS.len();
    receive(&station, &spoiled).await;

    assert_eq!(aside(&station).await, unreadable as u64);
    assert_eq!(chain(&station, origin(3)).await, spoiled);
    let verified = station.verify().await;
    assert!(
        verified.ends_with(&format!(", {unreadable} events set aside unread")),
        "{verified}"
    );
    assert_eq!(shown(&station.store).await, before);
    let station = station.reopen().await;
    assert_eq!(aside(&station).await, unreadable as u64);
    station.record((Job { number: 2 }).import()).await.unwrap();
    station.verify().await;
}

#[tokio::test]
async fn the_id_of_a_fact_on_a_row_that_cannot_be_read_hides_no_fact() {
    let sender = live(2, 1).await;
    let told = chain(&sender, origin(2)).await;
    let same_ids = rogue(&told, origin(3), |at, row| {
        row.id = told[at].id;
        row.touches = "x".to_owned();
    });
    let (one, two) = (Station::found(1).await, Station::found(4).await);

    receive(&one, &told).await;
    receive(&one, &same_ids).await;
    receive(&two, &same_ids).await;
    receive(&two, &told).await;

    let expected = shown(&sender.store).await;
    assert_eq!(shown(&one.store).await, expected);
    assert_eq!(shown(&two.store).await, expected);
    one.verify().await;
    two.verify().await;
    let mut writer = two.store.writer().await.unwrap();
    let moved = writer.rehome(origin(2), 0, 1).await.unwrap();
    drop(writer);
    assert_eq!(moved as usize, told.len(), "the rogue's rows are no copies");
    assert_eq!(shown(&two.store).await, expected);
    two.verify().await;
}

#[tokio::test]
async fn what_is_set_aside_goes_on_in_the_chain_of_who_has_it() {
    let (sender, station) = (live(2, 1).await, Station::found(1).await);
    let told = chain(&sender, origin(2)).await;
    let spoiled = rogue(&told, origin(3), |_, row| row.touches = "x".to_owned());
    receive(&station, &spoiled).await;

    let mut writer = station.store.writer().await.unwrap();
    let moved = writer.rehome(origin(3), 2, 1).await.unwrap();
    drop(writer);

    assert_eq!(moved as usize, spoiled.len() - 2);
    assert_eq!(aside(&station).await as usize, spoiled.len());
    let ids: Vec<EventId> = chain(&station, origin(1))
        .await
        .iter()
        .map(|row| row.id)
        .collect();
    let expected: Vec<EventId> = spoiled[2..].iter().map(|row| row.id).collect();
    assert_eq!(ids, expected);
    station.verify().await;
}

#[tokio::test]
async fn an_update_that_can_read_what_was_set_aside_takes_it_in() {
    let station = live(1, 1).await;
    let expected = shown(&station.store).await;
    // The release before could not read the label's events: it set them aside.
    let mut writer = station.store.writer().await.unwrap();
    for sql in [
        "UPDATE event SET readable = 0 WHERE name LIKE 'label.%'",
        "DELETE FROM event_touch WHERE position IN (SELECT position FROM event WHERE readable = 0)",
        "DELETE FROM label",
    ] {
        sqlx::query(sql).execute(writer.connection()).await.unwrap();
    }
    drop(writer);
    let unread = number(
        &station.store,
        "SELECT count(*) FROM event WHERE readable = 0",
    )
    .await;
    assert!(unread > 1, "{unread}");
    let refused = station.store.verify().await.unwrap_err().to_string();
    assert!(
        refused.contains("open the folder once with this release"),
        "{refused}"
    );

    let station = station.reopen().await;

    assert_eq!(shown(&station.store).await, expected);
    assert_eq!(aside(&station).await, 0);
    station.verify().await;
}
