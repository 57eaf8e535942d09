//! Chains as a station writes them.

use domain::event::Part;
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
use domain::log_row::LogRow;
use domain::origin::Origin;
use replication::postgres::PlantLink;
use replication::{Answer, Ask, Head};
use uuid::Uuid;

/// `count` commands of one event each behind `head`.
pub(crate) fn behind(origin: Origin, head: Head, count: u64) -> Vec<LogRow> {
    let parts = (0..count).map(|_| (Uuid::new_v4(), Part::WHOLE));
    linked(origin, head, parts)
}

/// One command of `count` events behind `head`.
pub(crate) fn command(origin: Origin, head: Head, count: u16) -> Vec<LogRow> {
    let request = Uuid::new_v4();
    linked(
        origin,
        head,
        (0..count).map(|index| (request, Part { index, count })),
    )
}

/// Links the rows anew behind `head`, as one does who forges.
pub(crate) fn relinked(mut rows: Vec<LogRow>, head: Head) -> Vec<LogRow> {
    let mut head = head;
    for row in &mut rows {
        row.hash = row.link(head.previous());
        head = Head::of(row);
    }
    rows
}

/// What pushing `rows` behind `previous` is answered with.
pub(crate) async fn push(link: &mut PlantLink, previous: Head, rows: &[LogRow]) -> Answer {
    let ask = Ask::Push {
        origin: rows[0].origin,
        previous,
        rows: rows.to_vec(),
    };
    link.ask(&ask).await.unwrap()
}

/// The end of `rows`.
pub(crate) fn end(rows: &[LogRow]) -> Head {
    rows.last().map(Head::of).unwrap_or_default()
}

fn linked(origin: Origin, head: Head, commands: impl Iterator<Item = (Uuid, Part)>) -> Vec<LogRow> {
    let seqs = head.seq + 1..;
    let rows = seqs.zip(commands).map(|(seq, (request, part))| LogRow {
        origin,
        seq,
        id: EventId(Uuid::now_v7()),
        request: RequestId(request),
        part,
        hlc: Hlc(i64::try_from(seq).unwrap() << 16),
        effective_ms: -5,
        recorded_ms: 1_800_000_000_000,
        // Both forms of what may be absent.
        skew_ms: seq.is_multiple_of(2).then_some(-250),
        actor: seq.is_multiple_of(3).then(|| PersonId(Uuid::new_v4())),
        name: "job_order.reported".to_owned(),
        version: 1,
        touches: r#"[{"kind":"job_order","id":"é"}]"#.to_owned(),
        payload: br#"{"b":1, "a":1.10, "a":2}"#.to_vec(),
        hash: [0; 32],
    });
    relinked(rows.collect(), head)
}
