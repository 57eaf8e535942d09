//! Nonconformances: containment, rows that balance, and who decides (DOMAIN.md 3.3).

use domain::event::{AggregateRef, Event, Kind, Recorded, Touch};
use domain::fold::{Aggregate, Folded};
use domain::id::MaterialLotId;
use domain::import::LotEntry;
use domain::material_lot::{self, HoldCommand, HoldFacts, MaterialLot};
use domain::nonconformance::{
    Disposition, DispositionRow, DoubtCommand, DoubtStatus, Facts, LotLeft, Nonconformance,
};
use domain::role::Role;
use domain::{Quantity, Refused};

use crate::given::{ANN, DOUBT, LOT, pieces, recorded};

const OTHER: MaterialLotId = MaterialLotId(uuid::Uuid::from_u128(31));

type Touched = (Event, Vec<AggregateRef>);

fn facts(roles: &[Role], lots: &[(MaterialLotId, i64)]) -> Facts {
    let lot = |(lot, left): &(MaterialLotId, i64)| LotLeft {
        lot: *lot,
        number: "L-1".to_owned(),
        material: "STEEL".to_owned(),
        left: pieces(*left),
    };
    Facts {
        id: DOUBT,
        number: "NC-1".to_owned(),
        roles: roles.to_vec(),
        lots: lots.iter().map(lot).collect(),
    }
}

fn opened() -> Vec<Touched> {
    let open = DoubtCommand::Open {
        lot: LOT,
        quantity: pieces(10),
        cause: " cracks ".to_owned(),
    };
    let facts = facts(&[Role::Operator], &[(LOT, 40)]);
    Nonconformance::default().decide(&open, &facts).unwrap()
}

/// Events as recorded, each with what it touches.
fn happened(events: &[Touched]) -> Vec<Recorded> {
    let plain: Vec<_> = events
        .iter()
        .map(|(event, _)| (ANN, event.clone()))
        .collect();
    let mut all = recorded(&plain);
    for (recorded, (_, touched)) in all.iter_mut().zip(events) {
        let touch = |aggregate: &AggregateRef| Touch {
            aggregate: *aggregate,
            parents: Vec::new(),
        };
        recorded.touches = touched.iter().map(touch).collect();
    }
    all
}

fn folded<A: Aggregate>(of: AggregateRef, events: &[Touched]) -> A {
    let all = happened(events);
    let here = all
        .into_iter()
        .filter(|event| event.touches.iter().any(|touch| touch.aggregate == of));
    Folded::from_events(of, &here.collect::<Vec<_>>()).state
}

fn doubt(events: &[Touched]) -> Nonconformance {
    folded(AggregateRef::new(Kind::Nonconformance, DOUBT.0), events)
}

fn lot(events: &[Touched]) -> MaterialLot {
    folded(AggregateRef::new(Kind::MaterialLot, LOT.0), events)
}

fn received() -> Touched {
    let entry = LotEntry {
        material: "STEEL".to_owned(),
        number: "L-1".to_owned(),
        supplier: None,
        quantity: Some(pieces(40)),
        expires: None,
        location: None,
    };
    let of = AggregateRef::new(Kind::MaterialLot, LOT.0);
    (
        Event::Material(material_lot::Event::Received(entry)),
        vec![of],
    )
}

fn row(quantity: i64, disposition: Disposition) -> DispositionRow {
    DispositionRow {
        lot: Some((LOT, "L-1".to_owned())),
        quantity: pieces(quantity),
        disposition,
    }
}

fn dispose(rows: Vec<DispositionRow>) -> DoubtCommand {
    DoubtCommand::Disposition {
        rows,
        note: "looked at each".to_owned(),
    }
}

#[test]
fn anybody_opens_a_nonconformance_and_its_lot_is_held_until_it_ends() {
    let events = [vec![received()], opened()].concat();

    let held = lot(&events);

    assert_eq!(doubt(&events).cause, "cracks");
    assert_eq!(held.held().unwrap(), "NC-1: cracks");
    let release = HoldCommand::Release {
        hold: *held.holds.keys().next().unwrap(),
        note: "looks good".to_owned(),
    };
    let quality = HoldFacts {
        roles: vec![Role::Quality],
    };
    let refused = held.decide_hold(&release, &quality).unwrap_err();
    assert_eq!(refused, Refused::HeldByNonconformance);
}

#[test]
fn rows_that_are_not_all_that_is_in_doubt_are_refused() {
    let doubt = doubt(&opened());
    let quality = facts(&[Role::Quality], &[(LOT, 40)]);
    let too_few = doubt.decide(&dispose(vec![row(9, Disposition::Scrap)]), &quality);
    let elsewhere = DispositionRow {
        lot: Some((OTHER, "L-2".to_owned())),
        ..row(10, Disposition::Scrap)
    };

    assert_eq!(
        too_few.unwrap_err(),
        Refused::RowsUnbalanced {
            rows: pieces(9),
            whole: pieces(10)
        }
    );
    let foreign = doubt.decide(&dispose(vec![elsewhere]), &quality);
    assert_eq!(foreign.unwrap_err().code(), "not_contained");
    let gone = facts(&[Role::Quality], &[(LOT, 3)]);
    let more = doubt.decide(&dispose(vec![row(10, Disposition::Scrap)]), &gone);
    assert_eq!(more.unwrap_err().code(), "not_enough");
    let operator = facts(&[Role::Operator, Role::Supervisor], &[(LOT, 40)]);
    let refused = doubt.decide(&dispose(vec![row(10, Disposition::UseAsIs)]), &operator);
    assert_eq!(refused.unwrap_err().code(), "not_authorised");
}

#[test]
fn what_is_scrapped_or_goes_back_leaves_its_lot_and_the_rest_is_free() {
    let rows = vec![
        row(4, Disposition::Scrap),
        row(3, Disposition::Return),
        row(3, Disposition::UseAsIs),
    ];
    let events = [vec![received()], opened()].concat();
    let quality = facts(&[Role::Quality], &[(LOT, 40)]);
    let decided = doubt(&events).decide(&dispose(rows), &quality).unwrap();

    let events = [events, decided].concat();

    assert_eq!(lot(&events).left(), pieces(33));
    assert_eq!(lot(&events).held(), None);
    assert!(lot(&events).exceptions.is_empty());
    assert_eq!(doubt(&events).status, DoubtStatus::Closed);
    let again = doubt(&events).decide(&dispose(vec![row(10, Disposition::Scrap)]), &quality);
    assert_eq!(again.unwrap_err(), Refused::ChangedMeanwhile);
}

#[test]
fn what_is_reworked_stays_held_until_it_was_verified() {
    let rows = vec![row(6, Disposition::Rework), row(4, Disposition::UseAsIs)];
    let events = [vec![received()], opened()].concat();
    let quality = facts(&[Role::Quality], &[(LOT, 40)]);
    let decided = doubt(&events).decide(&dispose(rows), &quality).unwrap();
    let events = [events, decided].concat();
    let close = DoubtCommand::Close {
        note: "measured again".to_owned(),
    };

    assert_eq!(doubt(&events).status, DoubtStatus::Dispositioned);
    assert!(lot(&events).held().is_some());
    let closed = doubt(&events).decide(&close, &quality).unwrap();
    let events = [events, closed].concat();
    assert_eq!(doubt(&events).status, DoubtStatus::Closed);
    assert_eq!(lot(&events).held(), None);
}

#[test]
fn more_is_in_doubt_once_quality_counts_it_and_another_lot_is_held() {
    let counted = DoubtCommand::Count {
        quantity: Quantity::each(12),
        note: "two more in the next box".to_owned(),
    };
    let contain = DoubtCommand::Contain { lot: OTHER };
    let lots = [(LOT, 40), (OTHER, 5)];
    let open = doubt(&opened());

    let by_operator = open.decide(&counted, &facts(&[Role::Operator], &lots));
    let contained = open
        .decide(&contain, &facts(&[Role::Operator], &lots))
        .unwrap();
    let more = open
        .decide(&counted, &facts(&[Role::Quality], &lots))
        .unwrap();

    assert_eq!(by_operator.unwrap_err().code(), "not_authorised");
    let now = doubt(&[opened(), contained, more].concat());
    assert_eq!(now.quantity, Some(pieces(12)));
    assert!(now.lots.contains_key(&OTHER));
    let twice = now.decide(&contain, &facts(&[Role::Operator], &lots));
    assert_eq!(twice.unwrap_err(), Refused::ChangedMeanwhile);
}
