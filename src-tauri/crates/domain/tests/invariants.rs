//! What holds for all amounts, clocks, orders and lists, not only for the examples.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::event::{AggregateRef, Kind, Part, Recorded, Touch};
use domain::fold::{Folded, causal_order};
use domain::hlc::{AHEAD_MS_MAX, Hlc};
use domain::id::{EventId, RequestId};
use domain::job_order::JobOrder;
use domain::origin::{Origin, StationId};
use domain::quantity::{BadQuantity, decimal};
use domain::{Event, Quantity, Unit, rank};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

/// Units with factors, each with how many of the least unit of its kind make one, times 10^9.
const UNITS: &[(&str, u8, i128)] = &[
    ("mg", 0, 1_000_000),
    ("g", 0, 1_000_000_000),
    ("kg", 0, 1_000_000_000_000),
    ("t", 0, 1_000_000_000_000_000),
    ("lb", 0, 453_592_370_000),
    ("ml", 1, 1_000_000_000),
    ("l", 1, 1_000_000_000_000),
    ("s", 2, 1_000_000_000),
    ("min", 2, 60_000_000_000),
    ("h", 2, 3_600_000_000_000),
];

/// 10^18: integers of so many parts stand for amounts with up to 18 decimals.
const ONE: i128 = 1_000_000_000_000_000_000;

/// Any amount a person or a file may give: up to 18 digits, the dot anywhere.
fn amount() -> impl Strategy<Value = Decimal> {
    (
        -999_999_999_999_999_999_i64..=999_999_999_999_999_999,
        0_u32..=17,
    )
        .prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

/// An amount of a plant's everyday size.
fn small() -> impl Strategy<Value = Decimal> {
    (-1_000_000_000_i64..1_000_000_000, 0_u32..=6)
        .prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn unit(code: &str) -> Unit {
    Unit::new(code).unwrap()
}

fn kg(value: Decimal) -> Quantity {
    Quantity::new(value, unit("kg"))
}

/// The amount in 10^-18 parts, by whole numbers alone.
fn parts(value: Decimal) -> i128 {
    value.mantissa() * 10_i128.pow(18 - value.scale())
}

fn reread(quantity: &Quantity) -> Quantity {
    serde_json::from_slice(&serde_json::to_vec(quantity).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn an_amount_is_read_as_it_is_written(value in amount()) {
        let quantity = kg(value);

        prop_assert_eq!(Quantity::parse(&value.to_string(), "kg").unwrap(), quantity.clone());
        prop_assert_eq!(reread(&quantity), quantity.clone());
        prop_assert_eq!(quantity.to_string(), format!("{} kg", value.normalize()));
    }

    #[test]
    fn equal_amounts_have_equal_bytes(value in small(), zeros in 0_usize..6) {
        let dot = if value.scale() == 0 { "." } else { "" };
        let dotted = format!("{value}{dot}0{}", "0".repeat(zeros));
        let longer = Quantity::parse(&dotted, "KGM").unwrap();

        prop_assert_eq!(serde_json::to_vec(&longer).unwrap(), serde_json::to_vec(&kg(value)).unwrap());
    }

    #[test]
    fn a_sum_is_exact_or_refused(one in amount(), other in amount()) {
        let expected = parts(one) + parts(other);

        match kg(one).add(&kg(other)) {
            Ok(sum) => {
                prop_assert_eq!(parts(sum.value()), expected);
                prop_assert_eq!(reread(&sum), sum);
            }
            Err(refused) => prop_assert_eq!(refused, BadQuantity::Overflow),
        }
    }

    #[test]
    fn what_was_added_can_be_taken_away(one in small(), other in small()) {
        let sum = kg(one).add(&kg(other)).unwrap();

        prop_assert_eq!(&sum, &kg(other).add(&kg(one)).unwrap());
        prop_assert_eq!(sum.sub(&kg(other)).unwrap(), kg(one));
    }

    #[test]
    fn sums_never_drift(values in proptest::collection::vec(small(), 0..500)) {
        let zero = || kg(Decimal::ZERO);
        let forth = values.iter().try_fold(zero(), |sum, value| sum.add(&kg(*value))).unwrap();
        let back = values.iter().rev().try_fold(zero(), |sum, value| sum.add(&kg(*value))).unwrap();

        prop_assert_eq!(parts(forth.value()), values.iter().map(|value| parts(*value)).sum::<i128>());
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn a_conversion_is_exact_wherever_it_can_be(
        value in small(),
        from in 0..UNITS.len(),
        to in 0..UNITS.len(),
    ) {
        let ((from, kind, up), (to, other, down)) = (UNITS[from], UNITS[to]);
        let quantity = Quantity::new(value, unit(from));

        let converted = quantity.convert(&unit(to));

        if kind != other {
            let mismatch = matches!(converted, Err(BadQuantity::UnitMismatch { .. }));
            prop_assert!(mismatch);
            return Ok(());
        }
        let converted = converted.unwrap();
        prop_assert_eq!(&reread(&converted), &converted);
        let whole = value.mantissa() * up;
        let divisor = 10_i128.pow(value.scale()) * down;
        let exact = whole.checked_mul(ONE).filter(|p| p % divisor == 0).map(|p| p / divisor);
        if let Some(exact) = exact {
            prop_assert_eq!(parts(converted.value()), exact);
            prop_assert_eq!(converted.convert(&unit(from)).unwrap(), quantity);
        } else {
            let nearest = Decimal::new(5, 10);
            let off = converted.value() * Decimal::from(down) / Decimal::from(up) - value;
            prop_assert!(off.abs() * Decimal::from(up) / Decimal::from(down) <= nearest + Decimal::new(1, 12));
        }
    }

    #[test]
    fn shares_of_growing_parts_add_up_to_the_whole(
        need in 1_i64..1_000_000,
        ordered in 1_i64..1_000,
        steps in proptest::collection::vec(1_i64..50, 1..30),
    ) {
        let need = kg(Decimal::new(need, 3));
        let whole: i64 = ordered.max(steps.iter().sum());
        let mut done = 0;
        let mut taken = kg(Decimal::ZERO);
        for step in steps.into_iter().chain([whole]) {
            let next = (done + step).min(whole);
            let before = need.share(done.into(), whole.into()).unwrap();
            let after = need.share(next.into(), whole.into()).unwrap();
            let portion = after.sub(&before).unwrap();
            prop_assert_eq!(&reread(&portion), &portion);
            taken = taken.add(&portion).unwrap();
            done = next;
        }

        prop_assert_eq!(taken, need);
    }

    #[test]
    fn no_text_is_read_as_a_wrong_number(text in "[-+.0-9eE, ]{0,40}|\\PC{0,20}") {
        if let Ok(value) = decimal(&text) {
            prop_assert_eq!(decimal(&value.to_string()).unwrap(), value);
            prop_assert!(text.chars().filter(char::is_ascii_digit).count() <= 18);
        }
    }

    #[test]
    fn a_unit_is_settled_once(text in "\\PC{0,20}|[a-zA-Z0-9]{1,4}") {
        if let Ok(unit) = Unit::new(&text) {
            prop_assert_eq!(Unit::new(unit.as_str()).unwrap(), unit);
        }
    }
}

proptest! {
    #[test]
    fn a_hybrid_clock_only_goes_forward(
        steps in proptest::collection::vec((any::<bool>(), clock(), clock()), 1..60),
    ) {
        let mut ours = Hlc::default();
        for (hears, now_ms, theirs) in steps {
            let before = ours;
            if hears {
                let theirs = Hlc(theirs << 16);
                ours = ours.merge(theirs, now_ms);
                prop_assert!(ours >= before);
                prop_assert!(ours <= before.max(Hlc((now_ms + AHEAD_MS_MAX) << 16)));
                let near = theirs <= Hlc((now_ms + AHEAD_MS_MAX) << 16);
                prop_assert!(!near || ours >= theirs);
            } else {
                ours = ours.tick(now_ms);
                prop_assert!(ours > before && ours >= Hlc(now_ms << 16));
            }
        }
    }

    #[test]
    fn a_key_lies_between_its_neighbours(
        low in proptest::option::of("[a-z]{0,9}[b-z]"),
        high in proptest::option::of("[a-z]{0,9}[b-z]"),
    ) {
        let key = rank::between(low.as_deref(), high.as_deref());

        prop_assert!(low.as_deref().is_none_or(|low| low < key.as_str()), "{low:?} < {key}");
        let open = match (&low, &high) {
            (Some(low), Some(high)) => high <= low,
            (_, high) => high.is_none(),
        };
        prop_assert!(open || Some(key.as_str()) < high.as_deref(), "{key} < {high:?}");
    }
}

/// Milliseconds of any clock between the years 1970 and 3000.
fn clock() -> impl Strategy<Value = i64> {
    0_i64..32_503_680_000_000
}

/// Events by number, each with the numbers it names as parents; some of those do not exist.
fn tangle(forged: bool) -> impl Strategy<Value = Vec<Recorded>> {
    let event = (
        proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
        any::<bool>(),
        -5_i64..5,
        0_u8..2,
    );
    proptest::collection::vec(event, 1..25).prop_map(move |drawn| {
        let count = drawn.len();
        let one = |(place, (picks, lost, hlc, station)): (
            usize,
            (Vec<prop::sample::Index>, bool, i64, u8),
        )| {
            let known = if forged { count } else { place };
            let picked = picks
                .iter()
                .filter(|_| known > 0)
                .map(|pick| pick.index(known.max(1)));
            let mut parents: BTreeSet<EventId> = picked.map(number).collect();
            if lost {
                parents.insert(number(1_000 + place));
            }
            event_of(place, parents, hlc, station)
        };
        drawn.into_iter().enumerate().map(one).collect()
    })
}

fn number(place: usize) -> EventId {
    EventId(Uuid::from_u128(place as u128 + 1))
}

fn of() -> AggregateRef {
    AggregateRef::new(Kind::JobOrder, Uuid::nil())
}

fn event_of(place: usize, parents: BTreeSet<EventId>, hlc: i64, station: u8) -> Recorded {
    let at: DateTime<Utc> = DateTime::UNIX_EPOCH;
    Recorded {
        id: number(place),
        origin: Origin {
            station: StationId([station; 16]),
            epoch: 1,
        },
        seq: place as u64,
        request: RequestId(Uuid::nil()),
        part: Part::WHOLE,
        hlc: Hlc(hlc),
        effective_at: at,
        recorded_at: at,
        skew_ms: None,
        actor: None,
        touches: vec![Touch {
            aggregate: of(),
            parents: parents.into_iter().collect(),
        }],
        event: Event::Voided {
            target: number(999),
            reason: String::new(),
        },
    }
}

/// Everything that leads to each event, along parents that are at hand.
fn ancestors(events: &[Recorded]) -> BTreeMap<EventId, BTreeSet<EventId>> {
    let known: BTreeMap<EventId, &Recorded> = events.iter().map(|e| (e.id, e)).collect();
    let of = |from: &Recorded| {
        let mut seen = BTreeSet::new();
        let mut ahead = vec![from.id];
        while let Some(at) = ahead.pop() {
            for parent in &known[&at].touches[0].parents {
                if known.contains_key(parent) && seen.insert(*parent) {
                    ahead.push(*parent);
                }
            }
        }
        seen
    };
    events.iter().map(|event| (event.id, of(event))).collect()
}

fn ids(ordered: &[&Recorded]) -> Vec<EventId> {
    ordered.iter().map(|event| event.id).collect()
}

proptest! {
    #[test]
    fn the_order_has_every_event_once_whatever_their_arrival(
        (events, shuffled) in any::<bool>()
            .prop_flat_map(tangle)
            .prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
    ) {
        let ordered = ids(&causal_order(of(), &events));

        prop_assert_eq!(ordered.iter().collect::<BTreeSet<_>>().len(), events.len());
        prop_assert_eq!(ordered.len(), events.len());
        prop_assert_eq!(&ids(&causal_order(of(), &shuffled)), &ordered);
        let twice = [&events[..], &shuffled[..]].concat();
        prop_assert_eq!(ids(&causal_order(of(), &twice)), ordered);
        let folded = Folded::<JobOrder>::from_events(of(), &events);
        prop_assert_eq!(folded, Folded::<JobOrder>::from_events(of(), &shuffled));
    }

    #[test]
    fn a_parent_goes_first_even_beside_forged_rings(
        events in any::<bool>().prop_flat_map(tangle),
    ) {
        let ordered = ids(&causal_order(of(), &events));
        let place = |id: &EventId| ordered.iter().position(|at| at == id).unwrap();
        let ancestors = ancestors(&events);

        for event in &events {
            for parent in event.touches[0].parents.iter().filter(|p| ancestors.contains_key(*p)) {
                let ring = ancestors[parent].contains(&event.id);
                prop_assert!(ring || place(parent) < place(&event.id));
            }
        }
    }

    #[test]
    fn among_the_ready_the_least_goes_first(events in tangle(false)) {
        let ordered = causal_order(of(), &events);

        for (place, event) in ordered.iter().enumerate() {
            let told: BTreeSet<EventId> = ids(&ordered[..place]).into_iter().collect();
            let ready = |other: &&&Recorded| {
                let parents = &other.touches[0].parents;
                parents.iter().all(|p| told.contains(p) || events.iter().all(|e| e.id != *p))
            };
            let key = |e: &Recorded| (e.hlc.0, e.id);
            let least = ordered[place..].iter().filter(ready).map(|e| key(e)).min();
            prop_assert_eq!(least, Some(key(event)));
        }
    }

    #[test]
    fn an_event_is_taken_in_only_on_top_of_all_others(events in tangle(false)) {
        let mut live = Folded::<JobOrder>::default();
        for taken in 1..=events.len() {
            let here = &events[..taken];
            if !live.extend(of(), &here[taken - 1]) {
                live = Folded::from_events(of(), here);
            }
            prop_assert_eq!(&live, &Folded::from_events(of(), here));
        }
    }
}
