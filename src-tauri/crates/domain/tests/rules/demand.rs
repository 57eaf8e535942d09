//! The ERP changes its mind after the release (4.12).

use chrono::TimeDelta;
use domain::gate::GateCode;
use domain::job_order::{Exception, Finish, Status};
use domain::{Event, Refused};

use crate::given::{
    ANN, BEN, LATHE, completed, dispatched, fold, given, id, noon, redirected, released, reported,
    started,
};
use crate::{Command, Role, finishing};

fn job(events: &[Event]) -> domain::job_order::JobOrder {
    let all: Vec<_> = events.iter().map(|event| (ANN, event.clone())).collect();
    fold(&all)
}

#[test]
fn a_cancelled_order_ends_what_has_not_begun_and_comes_back() {
    let waiting = [released(), dispatched(), redirected("2", 10, true)];
    let back = [&waiting[..], &[redirected("3", 10, false)]].concat();
    let fresh = [
        released(),
        redirected("2", 10, true),
        redirected("3", 10, false),
    ];

    assert_eq!(job(&waiting).status, Status::Cancelled);
    assert_eq!(job(&back).status, Status::Dispatched);
    assert_eq!(job(&fresh).status, Status::Released);
}

#[test]
fn a_cancelled_order_is_finished_where_it_runs_and_begun_nowhere() {
    let events = [
        released(),
        dispatched(),
        started(),
        redirected("2", 10, true),
    ];
    let move_it = Command::Dispatch {
        work_unit: LATHE,
        before: None,
        seen: id(4),
    };

    given(&events)
        .by(BEN, &[Role::Operator])
        .when(Command::Start { work_unit: LATHE })
        .gates(&[GateCode::OrderCancelled]);
    given(&events)
        .by(BEN, &[Role::Supervisor])
        .when(move_it)
        .gates(&[GateCode::OrderCancelled]);
    given(&events)
        .confirmed()
        .when(finishing(3, 0, 0, Finish::ShortClose, Some("cancelled")))
        .folds_to(|job| job.status == Status::Completed && job.good == 3.into());
}

#[test]
fn another_amount_and_date_count_at_once() {
    let less = job(&[
        released(),
        dispatched(),
        started(),
        redirected("2", 4, false),
    ]);
    let more = job(&[released(), redirected("2", 15, false), reported(12, 0, 0)]);

    assert_eq!(less.ordered(), Some(4.into()));
    assert_eq!(
        less.directive.unwrap().due,
        Some(noon() + TimeDelta::days(3))
    );
    assert!(less.exceptions.is_empty() && more.exceptions.is_empty());
}

#[test]
fn what_was_made_for_nobody_is_flagged() {
    let flagged = |events: &[Event]| -> Vec<Exception> {
        let all = [&[released(), dispatched(), started()], events].concat();
        job(&all)
            .exceptions
            .into_iter()
            .map(|(_, what)| what)
            .collect()
    };

    let below = flagged(&[reported(6, 0, 0), redirected("2", 4, false)]);
    let none = flagged(&[reported(6, 0, 0), redirected("2", 10, true)]);
    let done = flagged(&[reported(10, 0, 0), completed(), redirected("2", 12, false)]);
    let scrap = flagged(&[reported(0, 6, 0), redirected("2", 4, false)]);

    assert_eq!(below, [Exception::Surplus]);
    assert_eq!(none, [Exception::Surplus]);
    assert_eq!(done, [Exception::RaisedAfterEnd]);
    assert_eq!(scrap, []);
}

#[test]
fn a_word_of_the_erp_that_comes_late_changes_nothing() {
    let late = job(&[
        released(),
        redirected("10", 7, false),
        redirected("9", 3, true),
    ]);

    assert_eq!((late.ordered(), late.withdrawn()), (Some(7.into()), false));
}

#[test]
fn nothing_is_counted_or_taken_while_the_job_stands() {
    let standing = || given(&[released(), dispatched(), started(), crate::paused()]);

    let report = standing()
        .when(crate::report(1, 0, 0))
        .refused("wrong_status");
    let consume = standing()
        .lot("STEEL", crate::pieces(30))
        .when(crate::consume(None))
        .refused("wrong_status");

    for refused in [report, consume] {
        let sentence = Refused::to_string(&refused);
        assert!(sentence.contains("resume it first"), "{sentence}");
    }
}
