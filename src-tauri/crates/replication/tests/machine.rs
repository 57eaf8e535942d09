//! The sync machine, driven by hand: what it does with time, and with a store that fails.

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

const FULL: &str = "the disk is full";

fn at(monotonic_ms: u64) -> Now {
    Now {
        monotonic_ms,
        wall_ms: 0,
    }
}

fn origin(station: u128) -> Origin {
    Origin {
        station: StationId(station.to_be_bytes()),
        epoch: 1,
    }
}

/// The first event of another station.
fn row() -> LogRow {
    LogRow {
        origin: origin(2),
        seq: 1,
        id: EventId(Uuid::from_u128(3)),
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
        hash: [7; 32],
    }
}

/// A machine that is connected and has asked for the heads; the number of that question.
fn connected() -> (SyncMachine, u64) {
    let settings = Settings::new(1);
    let mut machine = SyncMachine::new(settings, origin(1), BTreeMap::new(), Head::default());
    machine.handle(at(0), Input::Tick);
    let out = machine.handle(at(10), Input::Connected);
    (machine, asked(&out))
}

fn asked(out: &[Output]) -> u64 {
    let ticket = |output: &Output| {
        let Output::Ask { ticket, .. } = output else {
            return None;
        };
        Some(*ticket)
    };
    out.iter().find_map(ticket).unwrap()
}

fn heads(ticket: u64) -> Input {
    let heads = BTreeMap::from([(origin(2), Head::of(&row()))]);
    let answer = Answer::Heads {
        heads,
        epoch: 0,
        clock_ms: 0,
    };
    Input::Answered { ticket, answer }
}

/// A machine that has ordered its store to take another station's event in, at 30 ms.
fn applying() -> SyncMachine {
    let (mut machine, ticket) = connected();
    let out = machine.handle(at(20), heads(ticket));
    let ticket = asked(&out);
    let answer = Answer::Page { rows: vec![row()] };
    let out = machine.handle(at(30), Input::Answered { ticket, answer });
    assert!(out.contains(&Output::Store(Order::Apply { rows: vec![row()] })));
    machine
}

#[test]
fn nothing_is_due_before_the_deadline_while_a_question_is_out() {
    let (mut machine, _) = connected();

    machine.handle(at(9_000), Input::Tick);

    assert!(machine.tick_at() > 9_000, "the poll is past, and must wait");
    assert_eq!(machine.tick_at(), 10 + Settings::new(1).deadline_ms);
}

#[test]
fn a_page_that_cannot_be_stored_is_told_and_fetched_again_after_a_rest() {
    let mut machine = applying();
    let reason = FULL.to_owned();

    let out = machine.handle(
        at(40),
        Input::Stored(Done::Failed {
            reason: reason.clone(),
        }),
    );
    assert!(out.contains(&Output::Alarm(Alarm::NotStored { reason })));
    let ticket = asked(&out);
    let out = machine.handle(at(50), heads(ticket));
    let (ticket, again) = (asked(&out), pulls(&out));
    let answer = Answer::Page { rows: vec![row()] };
    let early = machine.handle(at(60), Input::Answered { ticket, answer });
    let late = machine.handle(at(5_040), Input::Tick);

    assert!(again, "the page that was dropped is asked for again");
    assert!(!early.iter().any(is_order), "the store has its rest");
    assert!(late.contains(&Output::Store(Order::Apply { rows: vec![row()] })));
}

#[test]
fn what_was_applied_is_not_fetched_again() {
    let mut machine = applying();

    let out = machine.handle(at(40), Input::Stored(Done::Applied));

    assert!(!pulls(&out));
    assert_eq!(machine.status().behind, 0);
}

fn pulls(out: &[Output]) -> bool {
    let pull = |output: &Output| {
        matches!(
            output,
            Output::Ask {
                ask: Ask::Pull { .. },
                ..
            }
        )
    };
    out.iter().any(pull)
}

fn is_order(output: &Output) -> bool {
    matches!(output, Output::Store(_))
}
