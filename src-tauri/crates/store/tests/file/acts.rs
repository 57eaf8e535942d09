//! Commands at random.

use domain::event::Recorded;
use domain::material_lot::Means;
use proptest::prelude::*;
use store::{Draft, StoreError};

use crate::plant::{Job, void};

/// Something a person does with a job.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    Import,
    Receive,
    Release,
    Dispatch(u32),
    Start,
    Pause,
    Resume,
    Consume(u8),
    Report(u8),
    Complete(u8),
    Print,
    Void(prop::sample::Index),
}

/// Anything people do, in an order that need not make sense: facts are recorded all the same.
pub(crate) fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Import),
        Just(Act::Receive),
        Just(Act::Release),
        (1_u32..4).prop_map(Act::Dispatch),
        Just(Act::Start),
        Just(Act::Pause),
        Just(Act::Resume),
        any::<u8>().prop_map(Act::Consume),
        any::<u8>().prop_map(Act::Report),
        any::<u8>().prop_map(Act::Complete),
        Just(Act::Print),
        any::<prop::sample::Index>().prop_map(Act::Void),
    ]
}

/// The command of an act; a void has nothing to take back at first.
pub(crate) fn draft(act: Act, job: Job, known: &[Recorded]) -> Option<Draft> {
    let amount = |value: u8| format!("{}.{:02}", value % 40, value % 100);
    Some(match act {
        Act::Import => job.import(),
        Act::Receive => job.receive(),
        Act::Release => job.release(),
        Act::Dispatch(to) => job.dispatch(to),
        Act::Start => job.start(),
        Act::Pause => job.pause(),
        Act::Resume => job.resume(),
        Act::Consume(value) => job.consume(&amount(value), Means::Scanned),
        Act::Report(value) => job.report(&amount(value), "0.10"),
        Act::Complete(value) => job.complete(&amount(value)),
        Act::Print => job.print(),
        Act::Void(_) if known.is_empty() => return None,
        Act::Void(which) => void(which.get(known), 60),
    })
}

/// The same label printed twice is refused by the print ledger; nothing of it is recorded.
pub(crate) fn is_ledger_clash(error: &StoreError) -> bool {
    error.to_string().contains("print_job")
}
