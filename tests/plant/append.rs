//! `append_batch`: what it takes, and what it answers.

use replication::{Answer, Ask, Head, Outcome};

use crate::chain::{behind, command, end, push, relinked};
use crate::plant::{OVEN, PRESS, Plant, first};
use domain::origin::Origin;

#[tokio::test]
async fn a_retry_an_overlap_and_a_gap_are_answered_with_the_head() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let rows = behind(first(PRESS), Head::default(), 5);
    let more = behind(first(PRESS), end(&rows), 3);
    let both = [&rows[2..], &more].concat();

    let new = push(&mut press, Head::default(), &rows).await;
    let retry = push(&mut press, Head::default(), &rows).await;
    let part = push(&mut press, Head::of(&rows[0]), &rows[1..3]).await;
    let overlap = push(&mut press, Head::of(&rows[1]), &both).await;
    let ahead = behind(
        first(PRESS),
        Head {
            seq: 20,
            ..end(&more)
        },
        1,
    );
    let gap = push(
        &mut press,
        Head {
            seq: 20,
            ..end(&more)
        },
        &ahead,
    )
    .await;

    assert_eq!(seen(&new), (Outcome::Accepted, 1, end(&rows)));
    assert_eq!(seen(&retry), (Outcome::Accepted, 1, end(&rows)));
    assert_eq!(seen(&part), (Outcome::Accepted, 1, end(&rows)));
    assert_eq!(seen(&overlap), (Outcome::Accepted, 1, end(&more)));
    assert_eq!(seen(&gap), (Outcome::Behind, 1, end(&more)));
    assert_eq!(
        plant.admin.verify().await.unwrap().to_string(),
        "ok: 8 events, 1 origins"
    );
}

#[tokio::test]
async fn another_history_is_a_fork_and_an_older_epoch_stays_closed() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let rows = behind(first(PRESS), Head::default(), 4);
    push(&mut press, Head::default(), &rows).await;
    let second = Origin {
        station: PRESS,
        epoch: 2,
    };

    let same_places = push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 3),
    )
    .await;
    let other_past = Head {
        seq: 4,
        hash: [7; 32],
    };
    let next = push(&mut press, other_past, &behind(first(PRESS), other_past, 1)).await;
    let late = push(&mut press, end(&rows), &behind(second, end(&rows), 1)).await;
    let moved = behind(second, Head::default(), 2);
    let opened = push(&mut press, Head::default(), &moved).await;
    let closed = push(&mut press, end(&rows), &behind(first(PRESS), end(&rows), 1)).await;

    assert_eq!(seen(&same_places), (Outcome::Fork, 1, end(&rows)));
    assert_eq!(seen(&next), (Outcome::Fork, 1, end(&rows)));
    assert_eq!(seen(&late), (Outcome::Behind, 1, Head::default()));
    assert_eq!(seen(&opened), (Outcome::Accepted, 2, end(&moved)));
    assert_eq!(seen(&closed), (Outcome::StaleEpoch, 2, end(&rows)));
    let Answer::Heads { heads, epoch, .. } = press.ask(&Ask::Heads).await.unwrap() else {
        panic!("no heads");
    };
    assert_eq!(epoch, 2);
    assert_eq!(heads[&first(PRESS)], end(&rows));
    assert_eq!(heads[&second], end(&moved));
}

#[tokio::test]
async fn what_no_working_station_sends_is_refused_and_leaves_nothing() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let whole = behind(first(PRESS), Head::default(), 3);
    let mut forged = whole.clone();
    forged[1].payload = b"{}".to_vec();
    let mut broken = whole.clone();
    broken[2].hash = broken[2].link(&[9; 32]);
    let mut empty = whole.clone();
    empty[2].payload.clear();
    let empty = relinked(empty, Head::default());
    let cut = &command(first(PRESS), Head::default(), 3)[..2];
    let mut swapped = command(first(PRESS), Head::default(), 3);
    swapped[1].part.index = 2;
    let swapped = relinked(swapped, Head::default());
    let mut large = whole.clone();
    large[0].payload = vec![b'x'; 8 * 1024 * 1024 + 1];
    let large = relinked(large, Head::default());
    let mut wide = whole.clone();
    wide[0].touches = "x".repeat(16 * 1024 * 1024 + 1);
    let wide = relinked(wide, Head::default());
    let many = behind(first(PRESS), Head::default(), 1_001);

    for (rows, word) in [
        (&forged[..], "event 2 does not verify"),
        (&broken, "event 3 does not verify"),
        (&empty, "event 3 does not verify"),
        (cut, "part of a command"),
        (&swapped, "part of a command"),
        (&large, "larger than"),
        (&wide, "larger than"),
        (&many, "larger than"),
    ] {
        let answer = push(&mut press, Head::default(), rows).await;
        let Answer::Refused { reason } = answer else {
            panic!("{word}: {answer:?}");
        };
        assert!(reason.contains(word), "{reason}");
    }

    assert_eq!(plant.admin.verify().await.unwrap().events, 0);
    let taken = push(&mut press, Head::default(), &whole).await;
    assert_eq!(seen(&taken), (Outcome::Accepted, 1, end(&whole)));
}

#[tokio::test]
async fn a_batch_of_a_thousand_events_comes_back_as_it_went() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let mut oven = plant.joined("Oven", OVEN).await;
    let rows = behind(first(PRESS), Head::default(), 1_000);
    let more = command(first(PRESS), end(&rows), 200);
    let baked = behind(first(OVEN), Head::default(), 10);
    push(&mut press, Head::default(), &rows).await;
    push(&mut press, end(&rows), &more).await;
    push(&mut oven, Head::default(), &baked).await;

    let all = pull(&mut oven, vec![(first(PRESS), 0), (first(OVEN), 0)]).await;
    let rest = pull(&mut oven, vec![(first(PRESS), 1_000), (first(OVEN), 4)]).await;
    let ask = Ask::HashesAt {
        origin: first(PRESS),
        seqs: vec![1_201, 7, 1],
    };
    let hashes = oven.ask(&ask).await.unwrap();

    assert_eq!(all, rows);
    assert_eq!(rest, [&more, &baked[4..]].concat());
    let expected = vec![None, Some(rows[6].hash), Some(rows[0].hash)];
    assert_eq!(hashes, Answer::Hashes { hashes: expected });
}

#[tokio::test]
async fn a_page_holds_no_more_bytes_than_it_may() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let mut rows = behind(first(PRESS), Head::default(), 10);
    for row in &mut rows {
        row.payload = vec![b'x'; 1024 * 1024];
    }
    let rows = relinked(rows, Head::default());
    push(&mut press, Head::default(), &rows[..8]).await;
    push(&mut press, Head::of(&rows[7]), &rows[8..]).await;

    let page = pull(&mut press, vec![(first(PRESS), 0)]).await;

    assert_eq!(page, rows[..8]);
}

#[tokio::test]
async fn what_was_acknowledged_outlives_a_crash_of_the_server() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let mut press = replication::postgres::PlantLink::connect(&code, PRESS)
        .await
        .unwrap();
    let rows = behind(first(PRESS), Head::default(), 3);
    push(&mut press, Head::default(), &rows).await;

    plant.cluster.crash();
    let lost = press.ask(&Ask::Heads).await.unwrap_err();
    plant.cluster.start_again();

    assert!(!lost.is_final(), "{lost}");
    let mut again = replication::postgres::PlantLink::connect(&code, PRESS)
        .await
        .unwrap();
    let retried = push(&mut again, Head::default(), &rows).await;
    assert_eq!(seen(&retried), (Outcome::Accepted, 1, end(&rows)));
}

#[tokio::test]
async fn an_event_changed_behind_our_back_is_found() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 3),
    )
    .await;
    let mut sql = plant.sql().await;
    let change = "UPDATE lineside.event SET name = 'other' WHERE seq = 2";
    sqlx::raw_sql(change).execute(&mut sql).await.unwrap();

    let damaged = plant.admin.verify().await.unwrap_err();

    assert!(
        damaged
            .to_string()
            .contains("damaged at 2: its hash does not verify"),
        "{damaged}"
    );
}

fn seen(answer: &Answer) -> (Outcome, u32, Head) {
    let Answer::Pushed {
        outcome,
        epoch,
        head,
        clock_ms,
    } = answer
    else {
        panic!("{answer:?}");
    };
    assert!(*clock_ms > 1_700_000_000_000, "{clock_ms}");
    (*outcome, *epoch, *head)
}

async fn pull(
    link: &mut replication::postgres::PlantLink,
    after: Vec<(Origin, u64)>,
) -> Vec<domain::log_row::LogRow> {
    let Answer::Page { rows } = link
        .ask(&Ask::Pull {
            after,
            limit: 1_000,
        })
        .await
        .unwrap()
    else {
        panic!("no page");
    };
    rows
}
