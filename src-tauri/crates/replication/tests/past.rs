//! The sync machine at a station that began with a baseline: what it asks for, and when it gives up.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::collections::BTreeMap;

use domain::event::Part;
use domain::hlc::Hlc;
use domain::id::{EventId, RequestId};
use domain::log_row::LogRow;
use domain::origin::{Origin, StationId};
use replication::message::{Alarm, Answer, Ask, Done, Head, Input, Now, Order, Output};
use replication::{Settings, SyncMachine};
use uuid::Uuid;

/// Last place of the other station's chain that was folded.
const END: u64 = 3;

/// A machine with what it is out for.
struct At {
    machine: SyncMachine,
    now: u64,
    out: Vec<Output>,
}

impl At {
    /// Connected, at a station that began with the other's first events; none of them is here.
    fn begun() -> Self {
        let ends = BTreeMap::from([(other(), head(END))]);
        let (settings, none) = (Settings::new(1), Head::default());
        let held = BTreeMap::from([(other(), none)]);
        let machine = SyncMachine::new(settings, own(), held, none).with_past(ends, false);
        let mut at = Self {
            machine,
            now: 0,
            out: Vec::new(),
        };
        at.tell(Input::Tick);
        at.tell(Input::Connected);
        at
    }

    fn tell(&mut self, input: Input) {
        self.now += 10;
        let now = Now {
            monotonic_ms: self.now,
            wall_ms: 0,
        };
        self.out = self.machine.handle(now, input);
    }

    fn asked(&self) -> Option<(u64, Ask)> {
        self.out.iter().find_map(|output| {
            let Output::Ask { ticket, ask } = output else {
                return None;
            };
            Some((*ticket, ask.clone()))
        })
    }

    fn ordered(&self) -> Option<Order> {
        self.out.iter().find_map(|output| {
            let Output::Store(order) = output else {
                return None;
            };
            Some(order.clone())
        })
    }

    /// Behind which place the other's chain is asked for.
    fn pulled_from(&self) -> Option<u64> {
        match self.asked() {
            Some((_, Ask::Pull { after, .. })) => after.first().map(|(_, seq)| *seq),
            _ => None,
        }
    }

    fn answer(&mut self, answer: Answer) {
        let (ticket, _) = self.asked().unwrap();
        self.tell(Input::Answered { ticket, answer });
    }

    /// The plant's answer on where the other's chain ends there.
    fn heads(&mut self, seq: u64) {
        let heads = BTreeMap::from([(other(), head(seq))]);
        self.answer(Answer::Heads {
            heads,
            epoch: 0,
            clock_ms: 0,
        });
    }

    fn page(&mut self, seqs: std::ops::RangeInclusive<u64>) {
        let rows = seqs.map(|seq| row(other(), seq)).collect();
        self.answer(Answer::Page { rows });
    }
}

fn own() -> Origin {
    origin(1)
}

fn other() -> Origin {
    origin(2)
}

fn origin(station: u128) -> Origin {
    Origin {
        station: StationId(station.to_be_bytes()),
        epoch: 1,
    }
}

fn head(seq: u64) -> Head {
    Head::of(&row(other(), seq))
}

fn row(origin: Origin, seq: u64) -> LogRow {
    LogRow {
        origin,
        seq,
        id: EventId(Uuid::from_u128(u128::from(seq))),
        request: RequestId(Uuid::from_u128(4)),
        part: Part { index: 0, count: 1 },
        hlc: Hlc::default(),
        effective_ms: 0,
        recorded_ms: 0,
        skew_ms: None,
        actor: None,
        name: "run_started".to_owned(),
        version: 1,
        touches: "[]".to_owned(),
        payload: b"{}".to_vec(),
        hash: [u8::try_from(seq).unwrap(); 32],
    }
}

#[test]
fn the_past_comes_up_to_its_end_and_what_is_newer_after_it() {
    let mut at = At::begun();

    at.heads(END + 2);
    assert_eq!(at.pulled_from(), Some(0));
    at.page(1..=2);
    assert_eq!(at.machine.status().past, Some((0, END)));
    at.tell(Input::Stored(Done::Applied));
    assert_eq!(at.machine.status().past, Some((2, END)));
    assert_eq!(at.pulled_from(), Some(2));
    at.page(3..=END + 2);
    let up_to_its_end = Order::Apply {
        rows: vec![row(other(), END)],
    };
    assert_eq!(at.ordered(), Some(up_to_its_end));
    assert_eq!(at.asked(), None, "what is newer waits");

    at.tell(Input::Stored(Done::Applied));
    assert_eq!(at.machine.status().past, None);
    at.heads(END + 2);
    assert_eq!(at.pulled_from(), Some(END));
}

#[test]
fn what_is_recorded_goes_to_the_plant_while_the_past_comes() {
    let mut at = At::begun();
    at.heads(END);
    let (ticket, _) = at.asked().unwrap();

    at.tell(Input::Captured {
        rows: vec![row(own(), 1)],
    });
    let rows = vec![row(other(), 1)];
    at.tell(Input::Answered {
        ticket,
        answer: Answer::Page { rows },
    });

    let (_, ask) = at.asked().unwrap();
    assert!(matches!(ask, Ask::Push { rows, .. } if rows == [row(own(), 1)]));
}

#[test]
fn a_plant_that_holds_less_than_the_past_makes_the_station_leave_it() {
    let mut at = At::begun();

    at.heads(END - 1);

    assert_eq!(at.ordered(), Some(Order::LeavePast));
    assert_eq!(at.asked(), None, "nothing is pulled of what is left");
    at.tell(Input::Stored(Done::PastLeft));
    assert!(at.out.contains(&Output::Alarm(Alarm::PastLost)));
    assert_eq!(at.machine.status().past, None);
    at.heads(END - 1);
    assert_eq!(at.pulled_from(), Some(0), "from its beginning");
}

#[test]
fn a_past_that_does_not_link_is_left() {
    let mut at = At::begun();
    at.heads(END);
    at.page(1..=END);
    assert!(matches!(at.ordered(), Some(Order::Apply { .. })));

    at.tell(Input::Stored(Done::Broken { origin: other() }));

    assert_eq!(at.ordered(), Some(Order::LeavePast));
}
