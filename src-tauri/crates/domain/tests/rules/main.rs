//! The rules of the plant, a line each. Sections are those of the domain's own page: 3.1 the
//! operator's day, 4 quantities and edge cases, 5 what may be refused.

#![allow(
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a failed expectation is the test's verdict"
)]

use domain::gate::GateCode;
use domain::import::Tracking;
use domain::job_order::{Command, Exception, Finish, Outcome as How, Scrap, Status};
use domain::role::Role;
use domain::{Event, Quantity, material_lot};
use rust_decimal::Decimal;

mod demand;
mod genealogy;
mod given;
mod inspection;
mod nonconformance;
mod release;
mod stock;

use given::{
    ANN, BEN, JOB, LATHE, LOT, OUTPUT, completed, consumed, dispatched, fold, given, id, kg, lathe,
    paused, pieces, released, released_as, reported, started,
};

fn at_work() -> given::Given {
    given(&[released(), dispatched(), started()])
}

fn after(reports: &[(i64, i64, i64)]) -> given::Given {
    let mut events = vec![released(), dispatched(), started()];
    events.extend(
        reports
            .iter()
            .map(|(good, scrap, rework)| reported(*good, *scrap, *rework)),
    );
    given(&events)
}

fn report(good: i64, scrap: i64, rework: i64) -> Command {
    finishing(good, scrap, rework, Finish::Continue, None)
}

fn finishing(good: i64, scrap: i64, rework: i64, finish: Finish, why: Option<&str>) -> Command {
    let burr = Scrap {
        quantity: pieces(scrap),
        reason: "burr".to_owned(),
    };
    Command::Report {
        good: pieces(good),
        scrap: (scrap != 0).then_some(burr).into_iter().collect(),
        rework: (rework != 0).then(|| pieces(rework)),
        finish,
        reason: why.map(str::to_owned),
    }
}

fn consume(quantity: Option<Quantity>) -> Command {
    Command::Consume { lot: LOT, quantity }
}

fn finish(outcome: How, why: Option<&str>) -> Command {
    Command::Finish {
        outcome,
        reason: why.map(str::to_owned),
    }
}

fn undo() -> Command {
    Command::Void {
        event: id(4),
        reason: "typed wrongly".to_owned(),
    }
}

fn left(job: &domain::job_order::JobOrder) -> Decimal {
    job.remaining(&pieces(10)).value()
}

#[test]
fn remaining_is_received_less_good_scrap_and_rework_still_out() {
    let remaining = [
        (&[(8, 0, 2)][..], 0),
        (&[(8, 1, 0)][..], 1),
        (&[(3, 0, 0), (3, 1, 1)][..], 2),
        (&[(0, 10, 0)][..], 0),
        (&[(12, 0, 0)][..], -2),
    ];

    for (reports, expected) in remaining {
        let mut events = vec![(ANN, released()), (ANN, dispatched()), (ANN, started())];
        events.extend(reports.iter().map(|(g, s, r)| (ANN, reported(*g, *s, *r))));
        assert_eq!(left(&fold(&events)), expected.into(), "{reports:?}");
    }
}

#[test]
fn reports_are_increments_of_good_scrap_and_rework() {
    after(&[(3, 0, 0)])
        .when(report(4, 1, 1))
        .records("job_order.reported material.produced material.consumed")
        .folds_to(|job| (job.good, job.scrap, job.rework) == (7.into(), 1.into(), 1.into()))
        .folds_to(|job| job.scrap_reasons["burr"] == 1.into());
}

#[test]
fn scrap_does_not_count_toward_good_and_makes_no_output() {
    at_work()
        .when(report(0, 4, 0))
        .records("job_order.reported")
        .folds_to(|job| job.good.is_zero() && job.produced.is_empty() && left(job) == 6.into());
}

#[test]
fn what_is_not_a_count_is_refused() {
    let nameless = Scrap {
        quantity: pieces(1),
        reason: "  ".to_owned(),
    };
    let unnamed = Command::Report {
        good: pieces(1),
        scrap: vec![nameless],
        rework: None,
        finish: Finish::Continue,
        reason: None,
    };
    let weighed = Command::Report {
        good: kg("1"),
        scrap: Vec::new(),
        rework: None,
        finish: Finish::Continue,
        reason: None,
    };

    at_work().when(report(0, 0, 0)).refused("nothing_reported");
    at_work().when(report(-1, 0, 0)).refused("negative");
    at_work().when(report(3, -1, 0)).refused("negative");
    at_work().when(unnamed).refused("reason_missing");
    at_work().when(weighed).refused("quantity");
}

#[test]
fn scrap_reasons_are_kept_trimmed_and_short() {
    let wordy = Scrap {
        quantity: pieces(1),
        reason: format!("  {} ", "x".repeat(900)),
    };
    let command = Command::Report {
        good: pieces(1),
        scrap: vec![wordy],
        rework: None,
        finish: Finish::Continue,
        reason: None,
    };

    at_work()
        .when(command)
        .folds_to(|job| job.scrap_reasons.keys().all(|reason| reason.len() == 400));
}

#[test]
fn more_than_remains_is_asked_about_then_booked_and_flagged() {
    at_work()
        .when(report(500, 0, 0))
        .says("confirm", "only 10 EA remain");
    after(&[(8, 0, 0)])
        .when(report(2, 1, 0))
        .says("confirm", "only 2 EA remain");
    at_work()
        .confirmed()
        .when(report(12, 0, 0))
        .folds_to(|job| job.good == 12.into())
        .folds_to(|job| job.exceptions[0].1 == Exception::ReportedOver);
}

#[test]
fn more_than_was_received_from_upstream_is_asked_about() {
    at_work()
        .upstream(4)
        .when(report(5, 0, 0))
        .says("confirm", "only 4 EA remain");
    at_work()
        .upstream(4)
        .when(report(3, 1, 0))
        .records("job_order.reported material.produced material.consumed");
}

#[test]
fn half_a_piece_is_asked_about() {
    let half = |confirmed: bool| {
        let command = Command::Report {
            good: Quantity::new(Decimal::new(5, 1), domain::Unit::each()),
            scrap: Vec::new(),
            rework: None,
            finish: Finish::Continue,
            reason: None,
        };
        let given = if confirmed {
            at_work().confirmed()
        } else {
            at_work()
        };
        given.when(command)
    };

    half(false).says("confirm", "not a whole number of pieces");
    half(true).folds_to(|job| !job.good.is_zero());
}

#[test]
fn serials_never_go_over_whatever_is_confirmed() {
    let serial = || given(&[released_as(Tracking::Serial, None), dispatched(), started()]);

    serial().when(report(11, 0, 0)).refused("serials_over");
    serial()
        .confirmed()
        .when(report(11, 0, 0))
        .refused("serials_over");
    serial()
        .when(report(10, 0, 0))
        .folds_to(|job| job.good == 10.into());
}

#[test]
fn faster_than_anyone_works_is_asked_about() {
    // A piece takes an hour; after one hour three and a half hours' worth is not asked about.
    let slow = || {
        given(&[
            released_as(Tracking::Lot, Some(36_000)),
            dispatched(),
            started(),
        ])
    };
    let in_an_hour = |facts: &mut domain::job_order::Facts| {
        facts.now = given::noon() + chrono::TimeDelta::minutes(62);
    };

    slow()
        .with(in_an_hour)
        .when(report(4, 0, 0))
        .says("confirm", "Is 4 EA right?");
    slow()
        .with(in_an_hour)
        .when(report(3, 0, 0))
        .folds_to(|job| job.good == 3.into());
    slow()
        .with(in_an_hour)
        .confirmed()
        .when(report(4, 0, 0))
        .folds_to(|job| job.good == 4.into());
}

#[test]
fn output_of_a_job_is_one_lot() {
    let first = at_work().when(report(3, 0, 0)).job();
    let events = [released(), dispatched(), started(), reported(3, 0, 0)];
    let made = Event::Material(material_lot::Event::Produced {
        job: JOB,
        material: "PART".to_owned(),
        lot: OUTPUT,
        number: "P-1".to_owned(),
        quantity: pieces(3),
    });
    let other_number = |facts: &mut domain::job_order::Facts| {
        facts.new_lot = (LOT, "P-2".to_owned());
    };

    let second = given(&[&events[..], &[made]].concat())
        .with(other_number)
        .when(report(2, 0, 0))
        .job();

    assert_eq!(first.produced[0].number, "P-1");
    assert!(
        second
            .produced
            .iter()
            .all(|made| made.number == "P-1" && made.lot == OUTPUT)
    );
}

#[test]
fn backflushed_thirds_add_up_to_the_bill() {
    let mut events = vec![released(), dispatched(), started()];
    for good in [3, 3, 1, 2, 1] {
        let decided = given(&events).when(report(good, 0, 0)).decided.unwrap();
        events.extend(decided);
    }
    let all: Vec<_> = events.into_iter().map(|event| (ANN, event)).collect();

    let screws = fold(&all).consumed("SCREW", pieces(1).unit()).unwrap();

    assert_eq!(screws, pieces(10));
}

#[test]
fn only_untracked_components_are_backflushed() {
    at_work().when(report(5, 0, 0)).folds_to(|job| {
        job.consumed
            .iter()
            .all(|portion| portion.material == "SCREW" && portion.lot.is_none())
            && job.consumed[0].quantity == pieces(5)
    });
}

#[test]
fn completing_without_a_tracked_component_is_asked_about() {
    at_work()
        .when(finishing(10, 0, 0, Finish::Complete, None))
        .says("confirm", "Nothing of 20 EA STEEL, 2 kg RESIN was taken");
    at_work()
        .when(finishing(0, 10, 0, Finish::Complete, None))
        .folds_to(|job| job.status == Status::Completed);
}

#[test]
fn finishing_short_is_a_choice_with_a_reason() {
    let short = Some("no more steel");
    at_work()
        .confirmed()
        .when(finishing(10, 0, 0, Finish::Complete, None))
        .folds_to(|job| job.status == Status::Completed && job.runs.values().all(|run| run.ended));
    at_work()
        .when(finishing(8, 0, 0, Finish::Complete, None))
        .says("remaining", "2 EA remain");
    at_work()
        .confirmed()
        .when(finish(How::Complete, None))
        .refused("remaining");
    at_work()
        .when(finish(How::ShortClose, None))
        .refused("reason_missing");
    at_work()
        .confirmed()
        .when(finishing(8, 0, 0, Finish::ShortClose, short))
        .folds_to(|job| job.status == Status::Completed && job.short.as_deref() == short);
    at_work()
        .when(finish(How::LeaveOpen, None))
        .records("job_order.run_ended")
        .folds_to(|job| job.status == Status::Running && job.open_run(None).is_none());
}

#[test]
fn gates_are_told_together() {
    let busy = |facts: &mut domain::job_order::Facts| {
        facts.gates.work_unit = Some(domain::job_order::WorkUnitFacts {
            busy_with: Some("MO-7/20".to_owned()),
            ..lathe()
        });
        facts.gates.short = vec!["STEEL".to_owned()];
    };

    given(&[released()])
        .upstream(0)
        .with(busy)
        .when(start())
        .gates(&[
            GateCode::NotDispatched,
            GateCode::Upstream,
            GateCode::WorkUnitBusy,
        ]);
    given(&[released(), dispatched(), reported(10, 0, 0)])
        .when(start())
        .gates(&[GateCode::NothingLeft]);
}

#[test]
fn a_soft_gate_is_shown_but_does_not_refuse() {
    let short = |facts: &mut domain::job_order::Facts| facts.gates.short = vec!["STEEL".to_owned()];
    let ready = given(&[released(), dispatched()]).with(short);
    let gates = fold(&[(ANN, released()), (ANN, dispatched())]).gates(&ready.facts.gates);

    assert_eq!(gates[0].code, GateCode::MaterialShort);
    ready
        .when(start())
        .records("job_order.run_started")
        .folds_to(|job| job.status == Status::Running && job.runs.len() == 1);
}

#[test]
fn a_run_starts_only_at_a_work_unit_that_is_known_and_fits() {
    let unfit = |facts: &mut domain::job_order::Facts| {
        facts.gates.work_unit.as_mut().unwrap().suitable = false;
    };
    let unknown = |facts: &mut domain::job_order::Facts| facts.gates.work_unit = None;
    let ready = || given(&[released(), dispatched()]);

    ready()
        .with(unfit)
        .when(start())
        .gates(&[GateCode::NotDispatched]);
    ready()
        .with(unknown)
        .when(start())
        .refused("wrong_work_unit");
}

fn start() -> Command {
    Command::Start { work_unit: LATHE }
}

#[test]
fn two_people_may_run_one_job_but_nobody_twice() {
    at_work().when(start()).refused("wrong_status");
    at_work()
        .by(BEN, &[Role::Operator])
        .when(start())
        .folds_to(|job| job.runs.len() == 2 && job.exceptions.is_empty());
    at_work()
        .by(BEN, &[Role::Operator])
        .when(report(1, 0, 0))
        .refused("not_running");
}

#[test]
fn pausing_and_resuming_alternate() {
    let pause = |why: &str| Command::Pause {
        reason: why.to_owned(),
    };
    let standing = || given(&[released(), dispatched(), started(), paused()]);

    at_work().when(pause("lunch")).folds_to(|job| {
        let run = job.runs.values().next().unwrap();
        run.paused.as_deref() == Some("lunch") && run.stretches[0].1.is_some()
    });
    at_work().when(pause(" ")).refused("reason_missing");
    at_work().when(Command::Resume).refused("wrong_status");
    standing().when(pause("again")).refused("wrong_status");
    standing().when(Command::Resume).folds_to(|job| {
        let run = job.runs.values().next().unwrap();
        run.paused.is_none() && run.stretches.len() == 2
    });
}

#[test]
fn nothing_goes_on_after_the_end_except_leaving() {
    let ended = || given(&[released(), dispatched(), started(), completed()]);

    for command in [start(), report(1, 0, 0), Command::Resume, consume(None)] {
        ended().when(command).refused("wrong_status");
    }
    ended()
        .when(finish(How::LeaveOpen, None))
        .folds_to(|job| job.status == Status::Completed && job.open_run(None).is_none());
}

#[test]
fn work_recorded_after_the_end_is_kept_and_flagged() {
    let events = [
        released(),
        dispatched(),
        started(),
        completed(),
        reported(2, 0, 0),
    ];
    let job = fold(&events.map(|event| (ANN, event)));

    assert_eq!((job.status, job.good), (Status::Completed, 2.into()));
    assert_eq!(job.exceptions[0].1, Exception::WorkedAfterEnd);
}

#[test]
fn a_scanned_lot_gives_what_is_needed_and_what_it_holds() {
    let steel = |left| at_work().lot("STEEL", pieces(left));

    steel(50)
        .when(consume(None))
        .folds_to(|job| job.consumed[0].quantity == pieces(20));
    steel(5)
        .when(consume(None))
        .folds_to(|job| job.consumed[0].quantity == pieces(5));
    steel(50)
        .when(consume(Some(pieces(7))))
        .records("material.consumed")
        .folds_to(|job| job.consumed[0].lot == Some((LOT, "L-1".to_owned())));
}

#[test]
fn a_wrong_lot_is_refused_with_the_reason() {
    let steel = |left| at_work().lot("STEEL", pieces(left));

    at_work().when(consume(None)).refused("unknown_lot");
    at_work()
        .lot("BRASS", pieces(9))
        .when(consume(None))
        .says("wrong_material", "STEEL");
    at_work()
        .lot("STEE", pieces(9))
        .when(consume(None))
        .refused("wrong_material");
    steel(9)
        .expires("2026-05-31")
        .when(consume(None))
        .refused("expired");
    steel(9)
        .expires("2026-06-01")
        .when(consume(None))
        .records("material.consumed");
    steel(9)
        .when(consume(Some(pieces(10))))
        .says("not_enough", "holds 9 EA");
    steel(0)
        .when(consume(None))
        .says("not_enough", "holds 0 EA");
    steel(9).when(consume(Some(pieces(0)))).refused("no_amount");
    steel(9).when(consume(Some(pieces(-1)))).refused("negative");
    steel(9).when(consume(Some(kg("1")))).refused("quantity");
    at_work()
        .lot("RESIN", kg("9"))
        .when(consume(None))
        .says("wrong_issue", "weighed");
}

#[test]
fn more_than_the_bill_is_asked_about_then_truth_beats_the_bill() {
    let served = || {
        given(&[
            released(),
            dispatched(),
            started(),
            consumed("STEEL", pieces(20)),
        ])
        .lot("STEEL", pieces(50))
    };

    served().when(consume(None)).refused("component_complete");
    served()
        .confirmed()
        .when(consume(None))
        .refused("component_complete");
    served().when(consume(Some(pieces(1)))).refused("confirm");
    served()
        .confirmed()
        .when(consume(Some(pieces(1))))
        .records("material.consumed");
}

#[test]
fn a_weight_is_taken_only_when_it_stands_still_inside_the_band() {
    let resin = || at_work().lot("RESIN", kg("50"));
    let weigh = || Command::Weigh { lot: LOT };

    resin().when(weigh()).refused("no_weight");
    resin()
        .scale(Err("overload"), true)
        .when(weigh())
        .says("no_weight", "overload");
    resin()
        .scale(Ok(kg("2")), false)
        .when(weigh())
        .refused("weight_unstable");
    resin()
        .scale(Ok(kg("2")), false)
        .confirmed()
        .when(weigh())
        .refused("weight_unstable");
    resin()
        .scale(Ok(kg("0")), true)
        .when(weigh())
        .refused("no_weight");
    resin()
        .scale(Ok(kg("1.899")), true)
        .when(weigh())
        .says("confirm", "outside 1.9 kg to 2.1 kg");
    resin()
        .scale(Ok(kg("2.101")), true)
        .when(weigh())
        .refused("confirm");
    for inside in ["1.9", "2", "2.1"] {
        resin()
            .scale(Ok(kg(inside)), true)
            .when(weigh())
            .records("material.consumed");
    }
    at_work()
        .lot("STEEL", pieces(9))
        .scale(Ok(kg("2")), true)
        .when(weigh())
        .says("wrong_issue", "scanned");
    at_work()
        .lot("RESIN", kg("1"))
        .scale(Ok(kg("2")), true)
        .when(weigh())
        .refused("not_enough");
}

#[test]
fn a_weight_outside_the_band_is_booked_on_purpose_and_marked() {
    let outcome = at_work()
        .lot("RESIN", kg("50"))
        .scale(Ok(kg("2.5")), true)
        .confirmed()
        .when(Command::Weigh { lot: LOT });

    let Ok([Event::Material(material_lot::Event::Consumed { means, .. })]) =
        outcome.decided.as_deref()
    else {
        panic!("{:?}", outcome.decided);
    };
    assert!(
        matches!(means, material_lot::Means::Weighed { outside: true, raw, .. } if raw == "S S 2.000 kg")
    );
}

#[test]
fn grams_on_the_scale_are_kilograms_in_the_bill() {
    let grams = Quantity::parse("2000", "g").unwrap();

    at_work()
        .lot("RESIN", kg("50"))
        .scale(Ok(grams), true)
        .when(Command::Weigh { lot: LOT })
        .folds_to(|job| job.consumed[0].quantity == kg("2"));
}

#[test]
fn an_own_entry_can_be_undone_for_ten_minutes() {
    let entry = |actor, minutes, kept| after(&[(3, 0, 0)]).entry(actor, minutes, kept);
    let supervisor = &[Role::Supervisor];

    entry(ANN, 9, None).when(undo()).records("voided voided");
    entry(ANN, 10, None)
        .when(undo())
        .says("not_voidable", "too old");
    entry(BEN, 1, None)
        .when(undo())
        .says("not_voidable", "somebody else");
    entry(ANN, 1, Some("the lot was used"))
        .when(undo())
        .says("not_voidable", "the lot was used");
    entry(BEN, 900, None)
        .by(ANN, supervisor)
        .when(undo())
        .records("voided voided");
    entry(BEN, 1, Some("the lot was used"))
        .by(ANN, supervisor)
        .when(undo())
        .refused("not_voidable");
    after(&[(3, 0, 0)]).when(undo()).refused("not_voidable");
}

#[test]
fn undoing_a_report_takes_its_output_back_with_it() {
    let report = at_work().when(report(3, 0, 0)).decided.unwrap();
    let events = [&[released(), dispatched(), started()][..], &report].concat();

    let undone = given(&events)
        .entry(ANN, 1, None)
        .with(|facts| facts.void.as_mut().unwrap().also = vec![id(4), id(5), id(6)])
        .when(undo())
        .records("voided voided voided");

    undone.folds_to(|job| job.good.is_zero() && job.produced.is_empty() && job.consumed.is_empty());
}

#[test]
fn everyone_does_what_their_role_allows() {
    let dispatch = || Command::Dispatch {
        work_unit: LATHE,
        before: None,
        seen: id(1),
    };
    let by = |role| given(&[released()]).by(ANN, &[role]);

    by(Role::Operator)
        .when(dispatch())
        .says("not_authorised", "supervisor");
    by(Role::Quality).when(dispatch()).refused("not_authorised");
    by(Role::Supervisor)
        .when(dispatch())
        .records("job_order.dispatched");
    at_work()
        .by(ANN, &[Role::Supervisor])
        .when(report(1, 0, 0))
        .folds_to(|j| j.good == 1.into());
    at_work()
        .by(ANN, &[Role::Installer])
        .when(report(1, 0, 0))
        .refused("not_authorised");
    at_work()
        .by(ANN, &[])
        .when(report(1, 0, 0))
        .refused("not_authorised");
}

#[test]
fn of_two_dispatches_at_once_one_is_refused() {
    let dispatch = |seen| Command::Dispatch {
        work_unit: LATHE,
        before: None,
        seen,
    };
    let moved = || given(&[released(), dispatched()]).by(ANN, &[Role::Supervisor]);
    let unfit = |facts: &mut domain::job_order::Facts| {
        facts.gates.work_unit.as_mut().unwrap().suitable = false;
    };

    moved().when(dispatch(id(1))).refused("changed");
    moved()
        .when(dispatch(id(2)))
        .folds_to(|job| (job.status, job.work_unit) == (Status::Dispatched, Some(LATHE)));
    moved()
        .with(unfit)
        .when(dispatch(id(2)))
        .refused("wrong_work_unit");
}

#[test]
fn what_is_not_yet_running_cannot_be_reported_on() {
    for command in [
        report(1, 0, 0),
        consume(None),
        Command::Resume,
        finish(How::LeaveOpen, None),
    ] {
        given(&[released(), dispatched()])
            .when(command)
            .refused("wrong_status");
    }
}
