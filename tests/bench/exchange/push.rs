//! `append_batch` beside a plain insert of the same rows, at equal batch and connections.

use std::time::{Duration, Instant};

use domain::event::Part;
use domain::id::RequestId;
use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::postgres::{PlantEar, PlantLink};
use replication::{Answer, Ask, Head, Outcome};
use uuid::Uuid;

use crate::chain;
use crate::report::{Report, Times};
use crate::sizes::Sizes;

use super::raw_plant::RawPlant;
use super::rig::Rig;

/// Events of a batch.
const BATCH: u64 = 1_000;
/// Connections that write at once in the second part.
const WRITERS: usize = 4;
/// Stations that append single events, with and without wake-ups.
const STATIONS: usize = 8;
/// Appends of each of them in one slice.
const APPENDS: usize = 25;

/// Rows of one station, each behind the one before it.
pub(crate) struct Rows {
    origin: Origin,
    head: Head,
}

impl Rows {
    pub(crate) fn of(station: StationId) -> Self {
        Self {
            origin: Origin { station, epoch: 1 },
            head: Head::default(),
        }
    }

    pub(crate) fn next(&mut self, count: u64) -> Vec<LogRow> {
        let rows = chain::behind(self.origin, self.head, count);
        self.head = chain::end(&rows);
        rows
    }
}

/// One station's link, with rows to push.
struct Writer {
    link: PlantLink,
    rows: Rows,
}

impl Writer {
    async fn new(rig: &mut Rig, id: u8) -> Self {
        let station = StationId([id; 16]);
        let code = rig.enroll(&format!("Writer {id}")).await;
        Self {
            link: PlantLink::connect(&code, station).await.unwrap(),
            rows: Rows::of(station),
        }
    }

    async fn push(&mut self, previous: Head, rows: Vec<LogRow>) {
        push(&mut self.link, previous, rows).await;
    }
}

async fn push(link: &mut PlantLink, previous: Head, rows: Vec<LogRow>) {
    let origin = rows[0].origin;
    let answer = link
        .ask(&Ask::Push {
            origin,
            previous,
            rows,
        })
        .await
        .unwrap();
    let Answer::Pushed {
        outcome: Outcome::Accepted,
        ..
    } = answer
    else {
        panic!("{answer:?}");
    };
}

/// How long these rows take through `append_batch`, a page after the other: what a drain can reach.
pub(crate) async fn ceiling(rig: &mut Rig, rows: &[LogRow]) -> Duration {
    let code = rig.enroll("Ceiling").await;
    let station = StationId([0x88; 16]);
    let mut link = PlantLink::connect(&code, station).await.unwrap();
    let origin = Origin { station, epoch: 1 };
    let (mut head, mut taken) = (Head::default(), Duration::ZERO);
    for page in rows.chunks(BATCH as usize) {
        let mut page: Vec<LogRow> = page.to_vec();
        page.iter_mut().for_each(|row| row.origin = origin);
        let page = chain::relinked(whole(page), head);
        let (previous, end) = (head, chain::end(&page));
        let begun = Instant::now();
        push(&mut link, previous, page).await;
        taken += begun.elapsed();
        head = end;
    }
    taken
}

/// Each row as a command of its own: pages cut commands, and the places count only.
fn whole(mut rows: Vec<LogRow>) -> Vec<LogRow> {
    for row in &mut rows {
        row.part = Part::WHOLE;
        row.request = RequestId(Uuid::new_v4());
    }
    rows
}

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, rig: &mut Rig) {
    let mut writers = Vec::new();
    for number in 0..WRITERS {
        let writer = Writer::new(rig, 0x30 + number as u8).await;
        writers.push((writer, RawPlant::new(rig.sql().await).await));
    }
    for (connections, word) in [(1, "one"), (WRITERS, "four")] {
        let (mut ours, mut raw) = (Times::default(), Times::default());
        for slice in 0..sizes.batches {
            let some = &mut writers[..connections];
            let next =
                |(writer, _): &mut (Writer, RawPlant)| (writer.rows.head, writer.rows.next(BATCH));
            let rows: Vec<(Head, Vec<LogRow>)> = some.iter_mut().map(next).collect();
            // Who goes first takes turns: the second one finds the disk busier.
            for ours_now in [slice % 2 == 0, slice % 2 == 1] {
                let begun = Instant::now();
                let acts = some.iter_mut().zip(rows.clone());
                let acts = acts.map(|((writer, plain), (previous, rows))| async move {
                    if ours_now {
                        writer.push(previous, rows).await;
                    } else {
                        plain.append(&rows).await;
                    }
                });
                futures(acts.collect()).await;
                if ours_now { &mut ours } else { &mut raw }.add(begun.elapsed());
            }
        }
        let events = (BATCH as f64) * connections as f64;
        let rate = |times: &Times| events / times.quantile_ms(0.5) * 1_000.0;
        report.number(&format!("exchange.push.{word}.events_per_s"), rate(&ours));
        report.number(
            &format!("exchange.push.{word}.raw_events_per_s"),
            rate(&raw),
        );
        report.number(
            &format!("exchange.push.{word}.share_of_raw"),
            rate(&ours) / rate(&raw),
        );
    }
    for (_, plain) in writers {
        plain.close().await;
    }
    wake_ups(report, sizes, rig).await;
}

/// Eight stations that append single events: with a wake-up after each, which the plant sends to
/// eight ears, and without.
async fn wake_ups(report: &mut Report, sizes: &Sizes, rig: &mut Rig) {
    let (mut writers, mut ears) = (Vec::new(), Vec::new());
    for number in 0..STATIONS {
        writers.push(Writer::new(rig, 0x50 + number as u8).await);
        let code = rig.enroll(&format!("Ear {number}")).await;
        let mut ear = PlantEar::connect(&code).await.unwrap();
        ears.push(tokio::spawn(
            async move { while ear.heard().await.is_ok() {} },
        ));
    }
    let (mut with, mut without) = (Times::default(), Times::default());
    for slice in 0..sizes.batches {
        for waking in [slice % 2 == 0, slice % 2 == 1] {
            let begun = Instant::now();
            let acts = writers.iter_mut().map(|writer| async move {
                for number in 0..APPENDS {
                    let (previous, rows) = (writer.rows.head, writer.rows.next(1));
                    writer.push(previous, rows).await;
                    // Twenty a second at most, as the machine does it.
                    if waking && number == 0 {
                        writer.link.wake().await.unwrap();
                    }
                }
            });
            futures(acts.collect()).await;
            if waking { &mut with } else { &mut without }.add(begun.elapsed());
        }
    }
    for ear in ears {
        ear.abort();
    }
    let appends = (STATIONS * APPENDS) as f64;
    let rate = |times: &Times| appends / times.quantile_ms(0.5) * 1_000.0;
    report.number("exchange.eight.appends_per_s", rate(&with));
    report.number(
        "exchange.eight.share_of_silent",
        rate(&with) / rate(&without),
    );
}

/// Waits for all of them, side by side.
async fn futures<F: Future<Output = ()>>(acts: Vec<F>) {
    let mut acts: Vec<std::pin::Pin<Box<F>>> = acts.into_iter().map(Box::pin).collect();
    std::future::poll_fn(|context| {
        acts.retain_mut(|act| act.as_mut().poll(context).is_pending());
        if acts.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}
