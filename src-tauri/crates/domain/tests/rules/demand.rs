//! The ERP changes its mind after the release (4.12).

use chrono::TimeDelta;
use domain::gate::GateCode;
use domain::job_order::{Exception, Finish, Outcome as How, Status};
use domain::{Event, Refused, operations_request};

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
fn what_the_erp_takes_back_is_no_exception_any_more() {
    let amounts = |words: &[i64]| {
        let words = words.iter().zip(2..);
        let told =
            words.map(|(amount, revision)| redirected(&revision.to_string(), *amount, false));
        let start = [released(), dispatched(), started(), reported(6, 0, 0)];
        let all: Vec<Event> = start.into_iter().chain(told).collect();
        job(&all)
    };

    let back = amounts(&[4, 10]);
    let between = amounts(&[4, 5]);
    let same = amounts(&[4, 4]);

    assert!(back.exceptions.is_empty());
    assert_eq!(between.exceptions.len(), 1);
    assert_eq!(
        between.amounts_of(Exception::Surplus).unwrap(),
        "6 EA made, 5 EA asked for now, 10 EA at the release"
    );
    assert_ne!(same.exceptions, between.exceptions);
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

#[test]
fn bill_and_band_follow_the_amount_that_is_ordered_now() {
    let half = given(&[
        released(),
        dispatched(),
        started(),
        redirected("2", 5, false),
    ]);
    let resin = || half_again().lot("RESIN", crate::kg("9"));

    half.lot("STEEL", crate::pieces(30))
        .when(crate::consume(None))
        .folds_to(|job| job.consumed[0].quantity == crate::pieces(10));
    resin()
        .scale(Ok(crate::kg("2")), true)
        .when(Command::Weigh { lot: crate::LOT })
        .says("confirm", "2 kg is outside 0.95 kg to 1.05 kg");
}

fn half_again() -> crate::given::Given {
    given(&[
        released(),
        dispatched(),
        started(),
        redirected("2", 5, false),
    ])
}

#[test]
fn what_is_made_after_a_cancellation_is_flagged() {
    let late = job(&[
        released(),
        dispatched(),
        started(),
        redirected("2", 10, true),
        reported(2, 0, 0),
    ]);

    assert_eq!(late.exceptions[0].1, Exception::Surplus);
}

#[test]
fn there_is_always_a_way_to_end_a_job() {
    let outcomes = |events: &[Event], roles: &[Role], received: i64| {
        job(events).outcomes(roles, ANN, &crate::pieces(received))
    };
    let running = [released(), dispatched(), started(), reported(10, 0, 0)];
    let left = [&running[..], &[run_ended()]].concat();
    let part = [
        released(),
        dispatched(),
        started(),
        reported(4, 0, 0),
        run_ended(),
    ];

    assert_eq!(outcomes(&running, &[Role::Operator], 10), [How::Complete]);
    assert_eq!(outcomes(&left, &[Role::Operator], 10), [How::Complete]);
    let short = outcomes(&part, &[Role::Operator], 4);
    assert_eq!(short, [How::Complete, How::ShortClose]);
    let never = [released(), dispatched()];
    assert_eq!(outcomes(&never, &[Role::Operator], 0), []);
    assert_eq!(outcomes(&never, &[Role::Supervisor], 0), [How::ShortClose]);
    given(&never)
        .by(BEN, &[Role::Supervisor])
        .when(crate::finish(
            How::ShortClose,
            Some("all of it was scrapped"),
        ))
        .folds_to(|job| job.status == Status::Completed);
}

fn run_ended() -> Event {
    let run = domain::id::RunId(uuid::Uuid::from_u128(98));
    domain::job_order::Event::RunEnded { run }.into()
}

#[test]
fn what_goes_over_is_one_exception_however_often_it_is_reported() {
    let over = job(&[
        released(),
        dispatched(),
        started(),
        reported(9, 0, 0),
        reported(2, 0, 0),
        reported(5, 0, 0),
    ]);

    assert_eq!(over.exceptions.len(), 1);
    assert_eq!(over.exceptions[0].1, Exception::ReportedOver);
}

#[test]
fn an_amount_in_a_foreign_unit_changes_nothing_and_is_flagged() {
    let mut weighed = redirected("3", 1, false);
    if let Event::OperationsRequest(operations_request::Event::Received { order, .. }) =
        &mut weighed
    {
        order.quantity = Some(crate::kg("5"));
    }

    let job = job(&[released(), dispatched(), redirected("2", 4, false), weighed]);

    assert_eq!(job.ordered(), Some(4.into()));
    assert_eq!(job.exceptions[0].1, Exception::UnitMismatch);
}
