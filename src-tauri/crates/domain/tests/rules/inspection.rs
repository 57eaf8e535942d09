//! Inspection: what is due, who may do it, and what does not conform (DOMAIN.md 3.1).

use domain::event::Event;
use domain::import::{Characteristic, Occasion};
use domain::job_order::{self, Command, Finish, JobOrder, Observed};
use domain::material_lot;
use domain::nonconformance::{self, Disposition, DispositionRow};
use domain::role::Role;
use domain::{Quantity, Refused};

use crate::given::{
    ANN, DOUBT, Given, OUTPUT, completed, consumed, directive, dispatched, fold, given, id, pieces,
    reported, started,
};

fn mm(value: &str) -> Quantity {
    Quantity::parse(value, "mm").unwrap()
}

fn bore(occasion: Occasion) -> Characteristic {
    Characteristic {
        key: "bore".to_owned(),
        segment: "10".to_owned(),
        name: "Bore".to_owned(),
        lower: Some(mm("24.94")),
        nominal: Some(mm("25")),
        upper: Some(mm("25.06")),
        occasion,
        by: Role::Operator,
    }
}

fn released(characteristics: Vec<Characteristic>) -> Event {
    let mut directive = directive();
    directive.characteristics = characteristics;
    job_order::Event::Released(Box::new(directive)).into()
}

fn running(occasion: Occasion) -> Vec<Event> {
    vec![released(vec![bore(occasion)]), dispatched(), started()]
}

/// Good output, as it was reported.
fn good(pieces: i64) -> Event {
    reported(pieces, 0, 0)
}

fn inspected(value: &str, conforms: bool) -> Event {
    let event = job_order::Event::Inspected {
        characteristic: "bore".to_owned(),
        observed: Observed::Measured(mm(value)),
        conforms,
        gauge: None,
    };
    event.into()
}

fn inspect(value: &str) -> Command {
    Command::Inspect {
        characteristic: "bore".to_owned(),
        observed: Observed::Measured(mm(value)),
        gauge: Some(" G-14 ".to_owned()),
    }
}

fn report(good: i64, finish: Finish) -> Command {
    Command::Report {
        good: pieces(good),
        scrap: Vec::new(),
        rework: None,
        finish,
        reason: None,
    }
}

/// What stands in the way of a command, as one sentence; nothing where it is carried out.
fn hindered(events: &[Event], command: &Command) -> Option<String> {
    let Given { facts, .. } = given(events);
    let facts = job_order::Facts {
        confirmed: true,
        ..facts
    };
    state(events)
        .decide(command, &facts)
        .err()
        .map(|refused| refused.to_string())
}

fn state(events: &[Event]) -> JobOrder {
    let by_ann: Vec<_> = events.iter().map(|event| (ANN, event.clone())).collect();
    fold(&by_ann)
}

fn then(mut events: Vec<Event>, more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    events.extend(more);
    events
}

#[test]
fn nothing_good_is_reported_before_its_first_piece_was_inspected() {
    let first = running(Occasion::First);

    let refused = hindered(&first, &report(1, Finish::Continue)).unwrap();
    let scrap_only = Command::Report {
        good: pieces(0),
        scrap: vec![job_order::Scrap {
            quantity: pieces(1),
            reason: "set-up piece".to_owned(),
        }],
        rework: None,
        finish: Finish::Continue,
        reason: None,
    };

    assert_eq!(
        refused,
        "measure Bore first (first piece): 24.94 to 25.06 mm (operator can clear this)"
    );
    assert_eq!(hindered(&first, &scrap_only), None);
    let measured = then(first, [inspected("25.01", true)]);
    assert_eq!(hindered(&measured, &report(1, Finish::Continue)), None);
}

#[test]
fn one_in_so_many_pieces_is_inspected_and_a_late_count_asks_for_all_of_them() {
    let every = running(Occasion::Every(3));

    assert_eq!(hindered(&every, &report(2, Finish::Continue)), None);
    let refused = hindered(&every, &report(7, Finish::Continue)).unwrap();
    assert!(
        refused.starts_with("measure Bore 2 times first (every 3)"),
        "{refused}"
    );
    let twice = then(every, [inspected("25", true), inspected("25.02", true)]);
    assert_eq!(hindered(&twice, &report(7, Finish::Continue)), None);
    let on = then(twice, [good(7)]);
    assert_eq!(hindered(&on, &report(1, Finish::Continue)), None);
    assert!(hindered(&on, &report(2, Finish::Continue)).is_some());
}

#[test]
fn the_last_piece_is_inspected_at_the_end_and_not_before() {
    let last = running(Occasion::Last);
    let early = then(last, [inspected("25", true), good(4)]);

    assert_eq!(hindered(&early, &report(5, Finish::Continue)), None);
    let refused = hindered(&early, &report(6, Finish::Complete)).unwrap();
    assert!(refused.contains("(last piece)"), "{refused}");
    let at_end = then(early, [inspected("25.03", true)]);
    assert_eq!(hindered(&at_end, &report(6, Finish::Complete)), None);
}

#[test]
fn a_new_lot_of_a_component_is_inspected_again() {
    let of = |lot: u128| {
        let mut event = consumed("STEEL", pieces(2));
        if let Event::Material(material_lot::Event::Consumed { lot: taken, .. }) = &mut event {
            *taken = Some((
                domain::id::MaterialLotId(uuid::Uuid::from_u128(lot)),
                "L".to_owned(),
            ));
        }
        event
    };
    let one = then(running(Occasion::LotChange), [of(3), good(2), of(3)]);

    assert_eq!(hindered(&one, &report(1, Finish::Continue)), None);
    let two = then(one, [of(4)]);
    assert!(
        hindered(&two, &report(1, Finish::Continue))
            .unwrap()
            .contains("(new lot)")
    );
    let measured = then(two, [inspected("25", true)]);
    assert_eq!(hindered(&measured, &report(1, Finish::Continue)), None);
    let back = then(measured, [of(3)]);
    assert!(hindered(&back, &report(1, Finish::Continue)).is_some());
}

#[test]
fn only_who_is_named_inspects_and_a_value_is_measured() {
    let mut characteristic = bore(Occasion::First);
    characteristic.by = Role::Quality;
    let events = [released(vec![characteristic]), dispatched(), started()];
    let judged = Command::Inspect {
        characteristic: "bore".to_owned(),
        observed: Observed::Judged(true),
        gauge: None,
    };

    let operator = hindered(&events, &inspect("25")).unwrap();
    let verdict = hindered(&running(Occasion::First), &judged).unwrap();
    let unit = Command::Inspect {
        characteristic: "bore".to_owned(),
        observed: Observed::Measured(pieces(25)),
        gauge: None,
    };

    assert_eq!(operator, "only a quality engineer may do this");
    assert_eq!(verdict, "Bore is measured: type the value");
    assert!(hindered(&running(Occasion::First), &unit).is_some());
}

#[test]
fn what_does_not_conform_is_recorded_and_opens_a_nonconformance_that_holds_the_lot() {
    let produced = Event::Material(material_lot::Event::Produced {
        job: crate::given::JOB,
        material: "PART".to_owned(),
        lot: OUTPUT,
        number: "P-1".to_owned(),
        quantity: pieces(4),
    });
    let events = then(
        running(Occasion::Every(3)),
        [inspected("25", true), good(4), produced],
    );
    let Given { facts, .. } = given(&events);

    let decided = state(&events).decide(&inspect("25.11"), &facts).unwrap();

    let [
        Event::JobOrder(job_order::Event::Inspected {
            conforms, gauge, ..
        }),
        opened,
    ] = decided.as_slice()
    else {
        panic!("{decided:?}");
    };
    assert_eq!((*conforms, gauge.as_deref()), (false, Some("G-14")));
    let Event::Nonconformance(nonconformance::Event::Opened {
        nonconformance,
        inspection,
        cause,
        quantity,
        lots,
        ..
    }) = opened
    else {
        panic!("{opened:?}");
    };
    assert_eq!((*nonconformance, *inspection), (DOUBT, Some(id(900))));
    assert_eq!(cause, "Bore: 25.11 mm, not 24.94 to 25.06 mm");
    assert_eq!(*quantity, pieces(4));
    assert_eq!(*lots, [(OUTPUT, "P-1".to_owned())]);
}

#[test]
fn what_does_not_conform_is_not_waved_through_until_quality_decides() {
    let opened = |inspection| {
        Event::Nonconformance(nonconformance::Event::Opened {
            nonconformance: DOUBT,
            number: "NC-1".to_owned(),
            job: Some(crate::given::JOB),
            inspection: Some(inspection),
            material: "PART".to_owned(),
            cause: "bore".to_owned(),
            quantity: pieces(1),
            lots: Vec::new(),
        })
    };
    let failed = then(
        running(Occasion::First),
        [inspected("25.11", false), opened(id(4))],
    );

    let refused = hindered(&failed, &report(1, Finish::Continue)).unwrap();
    assert!(refused.contains("Bore does not conform"), "{refused}");
    assert!(
        refused.contains("quality engineer can clear this"),
        "{refused}"
    );
    let another = then(failed.clone(), [inspected("25", true)]);
    assert_eq!(hindered(&another, &report(1, Finish::Continue)), None);
    let decided = Event::Nonconformance(nonconformance::Event::Dispositioned {
        nonconformance: DOUBT,
        rows: vec![DispositionRow {
            lot: None,
            quantity: pieces(1),
            disposition: Disposition::UseAsIs,
        }],
        note: "concession 7".to_owned(),
    });
    let free = then(failed.clone(), [decided]);
    assert_eq!(hindered(&free, &report(1, Finish::Continue)), None);

    let Given { facts, .. } = given(&another);
    let made = state(&another)
        .decide(&report(1, Finish::Continue), &facts)
        .unwrap();
    let contained = made.iter().any(|event| {
        matches!(
            event,
            Event::Nonconformance(nonconformance::Event::Contained { lot, .. }) if lot.0 == OUTPUT
        )
    });
    assert!(contained, "{made:?}");
}

#[test]
fn nothing_is_inspected_at_what_is_over() {
    let over = then(running(Occasion::First), [completed()]);

    let Given { facts, .. } = given(&over);
    let refused = state(&over).decide(&inspect("25"), &facts).unwrap_err();

    assert!(
        matches!(refused, Refused::WrongStatus { .. }),
        "{refused:?}"
    );
}
