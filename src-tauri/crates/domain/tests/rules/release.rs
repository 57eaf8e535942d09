//! Releasing an order: what hinders it, what it freezes, and that it happens once.

use std::collections::BTreeMap;

use domain::event::{AggregateRef, Kind, Recorded, Touch};
use domain::fold::Folded;
use domain::id::EventId;
use domain::import::{
    Component, DefinitionEntry, IssueMethod, MaterialEntry, OrderEntry, Segment, Tracking,
};
use domain::job_order;
use domain::operations_request::{Event, Exception, OperationsRequest, ReleaseFacts, Status};
use domain::role::Role;
use domain::{Quantity, Refused, Unit};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::given::{ANN, id, kg, pieces, recorded};

#[test]
fn a_release_freezes_one_job_for_each_operation() {
    let prepared = order(3).decide_release(&facts()).unwrap();

    let jobs: Vec<_> = prepared
        .jobs
        .iter()
        .map(|(_, event)| directive(event))
        .collect();
    assert_eq!(jobs.len(), 2);
    assert_eq!((jobs[0].last, jobs[1].last), (false, true));
    assert_eq!(jobs[1].after, vec![prepared.jobs[0].0]);
    assert_eq!(jobs[0].needs[0].quantity, pieces(3));
    assert_eq!(jobs[0].run_s, Some(30));
}

#[test]
fn a_bill_for_three_is_exact_for_seven() {
    let mut facts = facts();
    let definition = facts.definition.as_mut().unwrap();
    definition.quantity = pieces(3);
    definition.components[0].quantity = kg("0.3");
    facts.materials.get_mut("STEEL").unwrap().1.unit = Unit::new("kg").unwrap();
    let third = order(7).decide_release(&facts).unwrap();

    assert_eq!(directive(&third.jobs[0].1).needs[0].quantity, kg("0.7"));
}

#[test]
fn an_item_listed_twice_for_an_operation_is_needed_in_sum() {
    let mut facts = facts();
    let definition = facts.definition.as_mut().unwrap();
    definition.components.push(definition.components[0].clone());

    let prepared = order(3).decide_release(&facts).unwrap();

    let needs = &directive(&prepared.jobs[0].1).needs;
    assert_eq!(needs.len(), 1);
    assert_eq!(needs[0].quantity, pieces(6));
}

/// What is broken, and words of the finding.
type Case = (fn(&mut ReleaseFacts), &'static str);

#[test]
fn what_hinders_a_release_is_named() {
    let cases: [Case; 10] = [
        (|f| f.definition = None, "no routing"),
        (|f| f.equipment.clear(), "work center CENTER is unknown"),
        (|f| drop(f.materials.remove("PART")), "item PART is unknown"),
        (
            |f| drop(f.materials.remove("STEEL")),
            "component STEEL is unknown",
        ),
        (|f| bill(f).quantity = kg("1"), "STEEL is kept in EA"),
        (
            |f| bill(f).issue = IssueMethod::Backflush,
            "must be scanned or weighed",
        ),
        (
            |f| bill(f).segment = Some("99".to_owned()),
            "operation the routing lacks",
        ),
        (
            |f| routing(f)[0].after = vec!["20".to_owned()],
            "waits for itself",
        ),
        (
            |f| routing(f)[1].after = vec!["15".to_owned()],
            "waits for 15",
        ),
        (|f| f.new_jobs.truncate(1), "has 2 operations"),
    ];

    for (breaking, words) in cases {
        let mut facts = facts();
        breaking(&mut facts);
        let refused = order(3).decide_release(&facts).unwrap_err();
        assert_eq!(refused.code(), "not_releasable", "{words}");
        assert!(refused.to_string().contains(words), "{refused}");
    }
}

#[test]
fn every_finding_is_told_at_once() {
    let mut facts = facts();
    facts.equipment.clear();
    facts.materials.clear();

    assert_eq!(order(3).findings(&facts).len(), 4);
}

#[test]
fn a_release_is_a_supervisors_on_what_was_seen_and_only_once() {
    let by = |roles: &[Role], seen, of: &OperationsRequest| {
        let facts = ReleaseFacts {
            roles: roles.to_vec(),
            seen,
            ..facts()
        };
        of.decide_release(&facts)
            .map(|prepared| prepared.jobs.len())
    };
    let supervisor = &[Role::Supervisor];
    let needs = Role::Supervisor;

    let operator = by(&[Role::Operator], Some(id(1)), &order(3));
    let stale = by(supervisor, Some(id(9)), &order(3));
    let again = by(supervisor, Some(id(1)), &fold(&[received("1"), released()]));
    let withdrawn = by(supervisor, Some(id(1)), &fold(&[cancelled()]));

    assert_eq!(operator, Err(Refused::NotAuthorised { needs }));
    assert_eq!(stale, Err(Refused::ChangedMeanwhile));
    assert_eq!(again.unwrap_err().code(), "wrong_status");
    assert_eq!(withdrawn.unwrap_err().code(), "wrong_status");
}

#[test]
fn the_second_of_two_releases_counts_for_nothing_and_is_flagged() {
    let once = fold(&[received("1"), released()]);
    let twice = fold(&[received("1"), released(), other_release()]);

    assert_eq!(twice.jobs, once.jobs);
    assert_eq!(twice.exceptions[0].1, Exception::ReleasedTwice);
}

#[test]
fn a_change_that_the_release_did_not_know_is_flagged_on_either_side_of_it() {
    let known = folded(&[(received("1"), None), (released(), Some(1))]);
    let before = folded(&[
        (received("1"), None),
        (received("2"), Some(1)),
        (released(), Some(1)),
    ]);
    let later = folded(&[
        (received("1"), None),
        (released(), Some(1)),
        (entry("2", false, 2), Some(1)),
    ]);
    let withdrawn = folded(&[
        (received("1"), None),
        (cancelled(), Some(1)),
        (released(), Some(1)),
    ]);
    let seen = folded(&[
        (received("1"), None),
        (received("2"), Some(1)),
        (released(), Some(2)),
    ]);

    for unknown in [before, later, withdrawn] {
        assert_eq!(unknown.status, Status::Released);
        assert_eq!(unknown.exceptions[0].1, Exception::ChangedAfterRelease);
    }
    assert!(known.exceptions.is_empty() && seen.exceptions.is_empty());
}

#[test]
fn another_date_or_more_of_the_same_needs_no_decision_and_less_does() {
    let change = |entry| fold(&[received("1"), released(), entry]).exceptions.len();

    assert_eq!(change(received("2")), 0);
    assert_eq!(change(entry("2", false, 9)), 0);
    assert_eq!(change(entry("2", false, 2)), 1);
    assert_eq!(change(entry("2", true, 3)), 1);
}

#[test]
fn only_the_last_word_of_the_erp_is_compared_with_what_was_released() {
    let then = |words: &[Event]| fold(&[&[received("1"), released()], words].concat());

    let less = then(&[entry("2", false, 2)]);
    let cancelled = then(&[entry("2", false, 2), entry("3", true, 2)]);
    let back = then(&[entry("2", false, 2), entry("3", false, 3)]);

    assert_eq!(less.changes(), ["2 EA instead of 3 EA"]);
    assert_eq!(cancelled.changes(), ["cancelled", "2 EA instead of 3 EA"]);
    assert_eq!(cancelled.exceptions.len(), 1);
    assert_eq!((back.changes().len(), back.exceptions.len()), (0, 0));
}

#[test]
fn a_revision_that_comes_late_changes_nothing() {
    let late = fold(&[entry("10", false, 7), entry("9", true, 3)]);

    assert_eq!(late.order.unwrap().revision, "10");
    assert_eq!(late.status, Status::Forecast);
}

fn fold(events: &[Event]) -> OperationsRequest {
    let chained: Vec<_> = events
        .iter()
        .enumerate()
        .map(|(place, event)| (event.clone(), (place > 0).then_some(place as u64)))
        .collect();
    folded(&chained)
}

/// Events with the number of the one, from 1, that each was recorded upon.
fn folded(events: &[(Event, Option<u64>)]) -> OperationsRequest {
    let order = AggregateRef::new(Kind::OperationsRequest, Uuid::from_u128(1));
    let plain: Vec<_> = events
        .iter()
        .map(|(event, _)| (ANN, domain::Event::OperationsRequest(event.clone())))
        .collect();
    let mut all: Vec<Recorded> = recorded(&plain);
    for (event, (_, parent)) in all.iter_mut().zip(events) {
        let parents: Vec<EventId> = parent.map(id).into_iter().collect();
        event.touches = vec![Touch {
            aggregate: order,
            parents,
        }];
    }
    Folded::from_events(order, &all).state
}

fn order(quantity: i64) -> OperationsRequest {
    fold(&[entry("1", false, quantity)])
}

fn received(revision: &str) -> Event {
    entry(revision, false, 3)
}

fn cancelled() -> Event {
    entry("1", true, 3)
}

fn released() -> Event {
    let jobs = vec![Uuid::from_u128(11).into()];
    Event::Released { jobs }
}

fn other_release() -> Event {
    let jobs = vec![Uuid::from_u128(12).into()];
    Event::Released { jobs }
}

fn entry(revision: &str, cancelled: bool, quantity: i64) -> Event {
    let order = OrderEntry {
        key: "MO-1".to_owned(),
        revision: revision.to_owned(),
        material: Some("PART".to_owned()),
        quantity: Some(pieces(quantity)),
        start: None,
        due: None,
        priority: None,
        erp_state: "planned".to_owned(),
        cancelled,
        definition: Some("R-1".to_owned()),
        segments: Vec::new(),
        components: Vec::new(),
    };
    Event::Received {
        order: Box::new(order),
        import: Uuid::from_u128(9).into(),
    }
}

fn directive(event: &job_order::Event) -> &job_order::Directive {
    let job_order::Event::Released(directive) = event else {
        panic!("{event:?}");
    };
    directive
}

fn bill(facts: &mut ReleaseFacts) -> &mut Component {
    &mut facts.definition.as_mut().unwrap().components[0]
}

fn routing(facts: &mut ReleaseFacts) -> &mut [Segment] {
    &mut facts.definition.as_mut().unwrap().segments
}

fn facts() -> ReleaseFacts {
    let item = |key: &str, number| {
        let entry = MaterialEntry {
            key: key.to_owned(),
            description: key.to_owned(),
            unit: Unit::each(),
            tracking: Tracking::Lot,
            gtin: None,
        };
        (key.to_owned(), (Uuid::from_u128(number).into(), entry))
    };
    ReleaseFacts {
        id: Some(Uuid::from_u128(1).into()),
        roles: vec![Role::Supervisor],
        definition: Some(definition()),
        materials: BTreeMap::from([item("PART", 5), item("STEEL", 6)]),
        equipment: BTreeMap::from([("CENTER".to_owned(), Uuid::from_u128(70).into())]),
        new_jobs: (11..99).map(|n| Uuid::from_u128(n).into()).collect(),
        head: Some(id(1)),
        seen: Some(id(1)),
    }
}

fn definition() -> DefinitionEntry {
    let segment = |id: &str, after: &[&str]| Segment {
        id: id.to_owned(),
        name: "Work".to_owned(),
        equipment: "CENTER".to_owned(),
        setup_s: 0,
        run_s: Some(10),
        after: after.iter().map(|id| (*id).to_owned()).collect(),
        instruction: None,
    };
    DefinitionEntry {
        key: "R-1".to_owned(),
        revision: "A".to_owned(),
        material: "PART".to_owned(),
        quantity: Quantity::each(1),
        segments: vec![segment("10", &[]), segment("20", &["10"])],
        components: vec![Component {
            material: "STEEL".to_owned(),
            quantity: pieces(1),
            segment: None,
            issue: IssueMethod::Scan,
            tolerance_percent: Decimal::ZERO,
        }],
        characteristics: Vec::new(),
    }
}
