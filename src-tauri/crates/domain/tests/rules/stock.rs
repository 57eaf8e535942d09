//! Lots as they are told of and taken from, and the labels that name them.

use domain::event::{AggregateRef, Kind, Recorded, Touch};
use domain::fold::Folded;
use domain::import::LotEntry;
use domain::job_order::{Command, LotFacts};
use domain::label::{self, Label, State};
use domain::material_lot::{Event, Exception, HoldCommand, HoldFacts, MaterialLot};
use domain::role::Role;
use domain::{Quantity, Refused};

use crate::given::{
    ANN, JOB, LOT, consumed, dispatched, given, id, kg, pieces, recorded, released, started,
};

#[test]
fn the_first_figure_of_a_lot_counts_and_no_later_one() {
    let told: [(&[Option<i64>], i64); 5] = [
        (&[Some(10)], 10),
        (&[Some(10), Some(7)], 10),
        (&[None, Some(10)], 10),
        (&[Some(10), None, Some(7)], 10),
        (&[None, None], 0),
    ];

    for (figures, left) in told {
        let events: Vec<_> = figures.iter().map(|figure| received(*figure)).collect();
        assert_eq!(lot(&events).left(), pieces(left), "{figures:?}");
    }
}

#[test]
fn more_than_a_lot_holds_is_recorded_and_flagged() {
    let lot = lot(&[received(Some(5)), consumed("STEEL", pieces(7))]);

    assert_eq!(lot.left(), pieces(-2));
    assert_eq!(lot.exceptions[0].1, Exception::OverConsumed);
}

#[test]
fn an_amount_in_a_foreign_unit_is_flagged_not_booked() {
    let lot = lot(&[received(Some(5)), consumed("STEEL", kg("1"))]);

    assert_eq!(lot.left(), pieces(5));
    assert_eq!(lot.exceptions[0].1, Exception::UnitMismatch);
}

#[test]
fn anybody_holds_a_lot_and_only_quality_lets_it_go_on() {
    let hold = HoldCommand::Hold {
        cause: " rust ".to_owned(),
    };
    let release = |hold| HoldCommand::Release {
        hold: id(hold),
        note: "only on the wrapping".to_owned(),
    };
    let by = |role| HoldFacts { roles: vec![role] };
    let free = lot(&[received(Some(5))]);
    let held = lot(&[received(Some(5)), held("rust"), held("no certificate")]);

    let event = free.decide_hold(&hold, &by(Role::Operator)).unwrap();
    assert_eq!(event, self::held("rust"));
    let refused = held.decide_hold(&release(2), &by(Role::Supervisor));
    assert_eq!(refused.unwrap_err().code(), "not_authorised");
    let gone = held.decide_hold(&release(9), &by(Role::Quality));
    assert_eq!(gone, Err(Refused::ChangedMeanwhile));
    let lifted = held.decide_hold(&release(2), &by(Role::Quality)).unwrap();
    let still = lot(&[
        received(Some(5)),
        self::held("rust"),
        self::held("no certificate"),
        lifted,
    ]);

    assert_eq!(held.held().unwrap(), "rust; no certificate");
    assert_eq!(still.held().unwrap(), "no certificate");
}

#[test]
fn a_held_lot_is_refused_at_the_screen_and_recorded_where_it_was_used() {
    let used = lot(&[
        received(Some(5)),
        held("rust"),
        consumed("STEEL", pieces(2)),
    ]);

    given(&[released(), dispatched(), started()])
        .lot("STEEL", pieces(30))
        .with(|facts| facts.lot.as_mut().unwrap().held = Some("rust".to_owned()))
        .when(Command::Consume {
            lot: LOT,
            quantity: None,
        })
        .says("on_hold", "lot L-1 is on hold: rust");
    assert_eq!(used.left(), pieces(3));
    assert_eq!(used.exceptions[0].1, Exception::UsedOnHold);
}

fn held(cause: &str) -> domain::Event {
    let cause = cause.to_owned();
    domain::Event::Material(Event::Held { cause })
}

#[test]
fn output_names_the_job_that_made_it() {
    let produced = Event::Produced {
        job: JOB,
        material: "PART".to_owned(),
        lot: LOT,
        number: "P-1".to_owned(),
        quantity: pieces(3),
    };
    let lot = lot(&[domain::Event::Material(produced)]);

    assert_eq!((lot.made_by, lot.left()), (Some(JOB), pieces(3)));
    assert_eq!(
        (lot.material.as_str(), lot.number.as_str()),
        ("PART", "P-1")
    );
}

#[test]
fn a_label_is_reprinted_only_once_the_fate_of_its_last_copy_is_known() {
    for (state, may) in [
        (State::Queued, false),
        (State::Sending, false),
        (State::Uncertain, false),
        (State::Delivered, true),
        (State::Confirmed, true),
        (State::Void, true),
        (State::Cancelled, true),
    ] {
        let reprint = label(state).reprint("torn", String::new());
        assert_eq!(reprint.is_ok(), may, "{state:?}");
    }
}

#[test]
fn a_reprint_has_a_number_and_a_short_reason() {
    let printed = label(State::Confirmed);

    let nameless = printed.reprint("  ", String::new());
    let wordy = printed.reprint(&"x".repeat(900), String::new()).unwrap();

    assert_eq!(nameless, Err(Refused::ReasonMissing("reprint")));
    let label::Event::Reprinted { copy, reason, .. } = wordy else {
        panic!("{wordy:?}");
    };
    assert_eq!((copy, reason.len()), (1, 400));
}

#[test]
fn only_a_person_settles_an_uncertain_copy() {
    let settled = |printed| match label(State::Uncertain).settle(0, printed).unwrap() {
        label::Event::Settled { state, .. } => state,
        other => panic!("{other:?}"),
    };

    assert_eq!(
        (settled(true), settled(false)),
        (State::Confirmed, State::Void)
    );
    for (state, copy) in [
        (State::Delivered, 0),
        (State::Confirmed, 0),
        (State::Uncertain, 1),
    ] {
        let refused = label(state).settle(copy, true).unwrap_err();
        assert_eq!(refused.code(), "wrong_label_state", "{state:?}");
    }
}

fn received(pieces: Option<i64>) -> domain::Event {
    domain::Event::Material(Event::Received(LotEntry {
        material: "STEEL".to_owned(),
        number: "L-1".to_owned(),
        supplier: None,
        quantity: pieces.map(Quantity::each),
        expires: None,
        location: None,
    }))
}

fn lot(events: &[domain::Event]) -> MaterialLot {
    let of = AggregateRef::new(Kind::MaterialLot, LOT.0);
    let plain: Vec<_> = events.iter().map(|event| (ANN, event.clone())).collect();
    let mut all: Vec<Recorded> = recorded(&plain);
    for event in &mut all {
        event.touches = vec![Touch {
            aggregate: of,
            parents: (event.seq > 1)
                .then(|| id(event.seq - 1))
                .into_iter()
                .collect(),
        }];
    }
    Folded::from_events(of, &all).state
}

fn label(state: State) -> Label {
    Label {
        copies: [(0, state)].into(),
        ..Label::default()
    }
}

#[test]
fn what_comes_back_is_a_container_of_its_own_and_held_until_it_was_checked() {
    let give_back = |quantity| Command::Return { lot: LOT, quantity };
    let events = [
        released(),
        dispatched(),
        started(),
        consumed("STEEL", pieces(20)),
    ];
    let mut given = given(&events);
    given.facts.lot = Some(LotFacts {
        id: LOT,
        material: "STEEL".to_owned(),
        number: "L-1".to_owned(),
        left: pieces(80),
        supplier: Some("Northfield Steel".to_owned()),
        expires: Some("2027-01-31".parse().unwrap()),
        held: None,
    });
    let by_ann = events.map(|event| (ANN, event));
    let job = crate::given::fold(&by_ann);

    let too_much = job.decide(&give_back(pieces(21)), &given.facts);
    let back = job.decide(&give_back(pieces(5)), &given.facts).unwrap();

    assert_eq!(too_much.unwrap_err().code(), "not_taken");
    let [returned, sublot] = back.as_slice() else {
        panic!("{back:?}");
    };
    let mut after = by_ann.to_vec();
    after.push((ANN, returned.clone()));
    assert_eq!(crate::given::fold(&after).taken_of(LOT), [pieces(15)]);
    let container = lot(std::slice::from_ref(sublot));
    assert_eq!(container.left(), pieces(5));
    assert_eq!(container.number, "L-1-P-1");
    assert_eq!(container.expires(), Some("2027-01-31".parse().unwrap()));
    assert_eq!(container.supplier(), Some("Northfield Steel"));
    assert!(container.held().unwrap().contains("check it"));
}
