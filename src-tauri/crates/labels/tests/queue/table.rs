//! What each state allows.

use labels::queue::{
    self, Head, Input, Job, OnUncertain, Refused, STATES, State, Transition, head, next,
};

/// Every state with every input: what is refused and what it leads to, as one table.
#[test]
fn the_transition_table_is_this_one() {
    let inputs = [
        ("claim", Input::Claim { fence: 8 }),
        ("stale claim", Input::Claim { fence: 7 }),
        ("committed", Input::SendingCommitted { fence: 7 }),
        ("failed at 0", Input::Failed { fence: 7, bytes: 0 }),
        ("failed at 1", Input::Failed { fence: 7, bytes: 1 }),
        ("all accepted", Input::AllAccepted { fence: 7 }),
        ("stale all accepted", Input::AllAccepted { fence: 6 }),
        ("printer confirms", Input::PrinterConfirms),
        ("deadline", Input::DeadlinePassed),
        ("scanned", Input::Scanned),
        ("said printed", Input::SaidPrinted),
        ("said not printed", Input::SaidNotPrinted),
        ("void by word", Input::Void { scanned: false }),
        ("void by scan", Input::Void { scanned: true }),
        ("cancel", Input::Cancel),
        ("restarted", Input::Restarted),
    ];
    let mut table = String::new();
    for state in STATES {
        for (name, input) in inputs {
            let job = Job {
                state,
                fence: 7,
                attempts: 1,
                ..Job::queued(true)
            };
            if let Ok(Transition { job, effect }) = next(job, input) {
                let (from, to) = (state.word(), job.state.word());
                table += &format!("{from} + {name} = {to}, {effect:?}\n");
            }
        }
    }

    assert_eq!(table, include_str!("table.txt"));
}

#[test]
fn a_printer_that_cannot_confirm_ends_at_delivered() {
    let job = Job {
        state: State::Delivered,
        ..Job::queued(false)
    };

    assert_eq!(
        next(job, Input::DeadlinePassed),
        Err(Refused::WrongState(State::Delivered))
    );
    assert_eq!(head(&[job], OnUncertain::Block), Head::Idle);
}

#[test]
fn bytes_once_accepted_forbid_a_retry() {
    let sending = Job {
        state: State::Sending,
        fence: 1,
        ..Job::queued(true)
    };

    let partly = next(
        sending,
        Input::Accepted {
            fence: 1,
            bytes: 10,
        },
    )
    .unwrap()
    .job;
    let failed = next(partly, Input::Failed { fence: 1, bytes: 0 })
        .unwrap()
        .job;

    assert_eq!(failed.state, State::Uncertain);
}

#[test]
fn an_uncertain_label_blocks_those_behind_it() {
    let at = |state| Job {
        state,
        ..Job::queued(true)
    };
    let jobs = [
        at(State::Confirmed),
        at(State::Uncertain),
        at(State::Queued),
    ];

    assert_eq!(head(&jobs, OnUncertain::Block), Head::Blocked(1));
    assert_eq!(head(&jobs, OnUncertain::Continue), Head::Ready(2));
}

#[test]
fn the_word_of_a_row_is_read_back() {
    for state in STATES {
        assert_eq!(queue::state(state.word()), Some(state));
    }
}
