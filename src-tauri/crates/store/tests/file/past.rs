//! A past that is on its way to a station that shows and records already.

use domain::job_order::JobOrder;
use domain::log_row::LogRow;
use domain::origin::Origin;
use store::baseline::begin_with;
use store::past::Past;
use store::{Store, StoreError};

use crate::baseline::copied;
use crate::chains::{chain, live, receive};
use crate::plant::{Job, Station, folder, origin, void};
use crate::rows::{number, shown};

/// A job that is over, one that runs, and one of another station, which also stands in a second chain.
async fn plant() -> Station {
    let plant = live(1, 1).await;
    for draft in running(Job { number: 2 }) {
        plant.record(draft).await.unwrap();
    }
    let told = chain(&live(3, 3).await, origin(3)).await;
    receive(&plant, &told).await;
    receive(&plant, &again(&told, origin(4))).await;
    plant
}

fn running(job: Job) -> Vec<store::Draft> {
    let life = job.life().into_iter();
    let begun = life.take_while(|(what, _)| *what != "complete");
    begun.map(|(_, draft)| draft).collect()
}

/// A copy more of the label of a job's lot, which nobody prints.
fn reprint(job: Job) -> store::Draft {
    store::Draft {
        ledger: None,
        ..job.reprint()
    }
}

/// The same events in another chain, and one in it that nobody can read.
fn again(told: &[LogRow], origin: Origin) -> Vec<LogRow> {
    let mut chain: Vec<LogRow> = Vec::new();
    for row in told.iter().chain(told.last()) {
        let (seq, before) = (chain.len() as u64 + 1, chain.last().map(|row| row.hash));
        let before = before.as_ref().map_or(&[][..], |hash| hash);
        let mut moved = row.clone().rehomed(origin, seq, before);
        if seq as usize > told.len() {
            moved.touches = "nothing".to_owned();
            moved.part = domain::event::Part::WHOLE;
            moved.hash = moved.link(before);
        }
        chain.push(moved);
    }
    chain
}

/// A new station that has just begun with what `plant` folded.
async fn begun(plant: &Station, number: u8) -> Station {
    let new = Station::found(number).await;
    let (file, _) = copied(plant, &new).await;
    let Station { store, dir } = new;
    drop(store);
    begin_with(&folder(&dir), &file).await.unwrap();
    let store = Store::open(&folder(&dir)).await.unwrap();
    Station { store, dir }
}

/// The past of `new` as `from` holds it, in pages of whole commands, the chains in turns.
async fn pages(new: &Station, from: &Station) -> Vec<Vec<LogRow>> {
    let past = new.store.past().await.unwrap().unwrap();
    let mut pages = Vec::new();
    for of in past.chains {
        let rows = chain(from, of.origin).await;
        let rest = rows.into_iter();
        let rest: Vec<_> = rest
            .filter(|row| row.seq > of.arrived && row.seq <= of.seq)
            .collect();
        let commands = rest.chunk_by(|row, _| row.open().is_some());
        pages.extend(commands.map(<[LogRow]>::to_vec).enumerate());
    }
    pages.sort_by_key(|(turn, _)| *turn);
    pages.into_iter().map(|(_, page)| page).collect()
}

/// The whole past arrives.
pub(crate) async fn arrive(new: &Station, from: &Station) {
    for page in pages(new, from).await {
        assert_eq!(receive(new, &page).await, 0, "nothing of it is new");
    }
    assert_eq!(new.store.past().await.unwrap(), None);
}

async fn coming(station: &Station) -> Past {
    station.store.past().await.unwrap().unwrap()
}

fn is_coming<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::PastComing { .. }))
}

#[tokio::test]
async fn what_is_recorded_while_the_past_arrives_is_folded_as_with_all_of_it() {
    let old = plant().await;
    let new = begun(&old, 2).await;
    assert_eq!(shown(&new.store).await, shown(&old.store).await);
    let (open, over) = (Job { number: 2 }, Job { number: 1 });
    new.record(open.report("1.5", "0")).await.unwrap();
    let wrong = new.record(open.report("2.5", "0")).await.unwrap();
    new.record(void(&wrong[0], 80)).await.unwrap();
    new.record(reprint(over)).await.unwrap();
    let before = shown(&new.store).await;

    let pages = pages(&new, &old).await;
    let (some, rest) = pages.split_at(pages.len() / 2);
    for page in some {
        receive(&new, page).await;
    }
    let half = coming(&new).await;
    let new = new.reopen().await;
    assert_eq!(coming(&new).await, half, "a power cut loses nothing of it");
    new.record(reprint(over)).await.unwrap();
    for page in some.iter().chain(rest) {
        receive(&new, page).await;
    }

    assert_eq!(new.store.past().await.unwrap(), None);
    assert_ne!(shown(&new.store).await, before);
    let verified = new.verify().await;
    assert!(
        verified.ends_with("1 events set aside unread"),
        "{verified}"
    );
    let own = chain(&new, origin(2)).await;
    assert!(own.len() > 5);
    receive(&old, &own).await;
    assert_eq!(shown(&new.store).await, shown(&old.store).await);
    old.verify().await;
}

#[tokio::test]
async fn nothing_is_folded_anew_from_less_than_it_was_folded_from() {
    let old = plant().await;
    let new = begun(&old, 2).await;
    let late = {
        let before = chain(&old, origin(1)).await.len();
        old.record(reprint(Job { number: 1 })).await.unwrap();
        chain(&old, origin(1)).await.split_off(before)
    };
    let reprinted = new.record(reprint(Job { number: 1 })).await.unwrap();
    let before = shown(&new.store).await;

    let undone = new.record(void(&reprinted[0], 90)).await;
    let mut writer = new.store.writer().await.unwrap();
    let newer = writer.receive(&late, crate::plant::at(95)).await;
    drop(writer);

    assert!(is_coming(undone));
    assert!(
        matches!(newer, Err(StoreError::BrokenChain { .. })),
        "{newer:?}"
    );
    assert_eq!(shown(&new.store).await, before);
    arrive(&new, &old).await;
    new.record(void(&reprinted[0], 90)).await.unwrap();
    assert_eq!(receive(&new, &late).await, late.len());
    new.verify().await;
}

#[tokio::test]
async fn a_past_that_was_not_folded_is_refused() {
    let old = plant().await;
    let new = begun(&old, 2).await;
    let mut pages = pages(&new, &old).await;
    let last = pages.iter().rposition(|page| page[0].origin == origin(4));
    let last = last.unwrap();

    // Changed; linked well, but another end; and a gap.
    let mut changed = pages[0].clone();
    changed[0].payload.push(b' ');
    let gap = pages[last].clone();
    let refused = [changed, gap];
    for page in &refused {
        let mut writer = new.store.writer().await.unwrap();
        let outcome = writer.receive(page, crate::plant::at(95)).await;
        assert!(matches!(outcome, Err(StoreError::BrokenChain { .. })));
    }
    let end = pages.split_off(last);
    for page in &pages {
        receive(&new, page).await;
    }
    let mut other = end[0].clone();
    other[0].recorded_ms += 1;
    let before = pages.iter().rev().flatten();
    let mut before = before.filter(|row| row.origin == origin(4));
    other[0].hash = other[0].link(&before.next().unwrap().hash);
    let mut writer = new.store.writer().await.unwrap();
    let outcome = writer.receive(&other, crate::plant::at(95)).await;
    drop(writer);

    assert!(matches!(outcome, Err(StoreError::BrokenChain { .. })));
    for page in &end {
        receive(&new, page).await;
    }
    new.verify().await;
}

#[tokio::test]
async fn a_past_that_cannot_become_whole_is_left_and_what_was_recorded_here_stays() {
    let old = plant().await;
    let new = begun(&old, 2).await;
    let open = Job { number: 2 };
    new.record(open.report("1.5", "0")).await.unwrap();
    let some = pages(&new, &old).await;
    for page in &some[..3] {
        receive(&new, page).await;
    }

    let mut writer = new.store.writer().await.unwrap();
    assert!(
        !writer.leave_past().await.unwrap(),
        "one step is not all of it"
    );
    drop(writer);
    let new = new.reopen().await;
    assert!(coming(&new).await.lost, "a power cut ends it nowhere else");
    new.record(open.report("2.5", "0")).await.unwrap();
    let mut writer = new.store.writer().await.unwrap();
    while !writer.leave_past().await.unwrap() {}
    drop(writer);

    let own = chain(&new, origin(2)).await;
    let held = number(&new.store, "SELECT count(*) FROM event").await;
    assert_eq!(usize::try_from(held).unwrap(), own.len());
    new.verify().await;
    let mut reader = new.store.writer().await.unwrap();
    let job = reader.load::<JobOrder>(open.id().0).await.unwrap();
    drop(reader);
    assert!(
        job.state.directive.is_none(),
        "its release is to come again"
    );
    for of in [1, 3, 4].map(origin) {
        receive(&new, &chain(&old, of).await).await;
    }
    receive(&old, &own).await;
    assert_eq!(shown(&new.store).await, shown(&old.store).await);
    new.verify().await;
}
