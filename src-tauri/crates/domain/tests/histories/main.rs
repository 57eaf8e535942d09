//! Events of two stations fold to one state, in whatever order they arrive and whatever the clocks
//! say; a fold by the hybrid clock alone does not.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::collections::BTreeSet;

use domain::event::{AggregateRef, Recorded};
use domain::fold::{Aggregate, Folded, causal_order};
use domain::id::EventId;
use domain::job_order::{self, JobOrder};
use domain::material_lot::{self, MaterialLot};
use domain::operations_request::{self, OperationsRequest};
use domain::{Event, job_order::Status};
use rust_decimal::prelude::ToPrimitive;

mod model;
mod plant;
mod random;

use model::Model;
use random::Random;

/// How many histories; each is its seed.
const HISTORIES: u64 = 10_000;

/// Every so many histories also reach a station that knows nothing yet, event by event.
const EMPTY_EVERY: u64 = 4;

/// The one thing that varies: in which order the events of an aggregate are applied.
type Ordering = fn(AggregateRef, &[Recorded]) -> Vec<&Recorded>;

const AGGREGATES: [fn() -> AggregateRef; 4] =
    [plant::order, plant::job, plant::component, plant::output];

/// The four aggregates as the product folds them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Plant {
    order: Folded<OperationsRequest>,
    job: Folded<JobOrder>,
    component: Folded<MaterialLot>,
    output: Folded<MaterialLot>,
}

#[test]
fn every_order_of_arrival_yields_the_same_state_first_quarter() {
    agree_in(0..HISTORIES / 4);
}

#[test]
fn every_order_of_arrival_yields_the_same_state_second_quarter() {
    agree_in(HISTORIES / 4..HISTORIES / 2);
}

#[test]
fn every_order_of_arrival_yields_the_same_state_third_quarter() {
    agree_in(HISTORIES / 2..HISTORIES / 4 * 3);
}

#[test]
fn every_order_of_arrival_yields_the_same_state_last_quarter() {
    agree_in(HISTORIES / 4 * 3..HISTORIES);
}

#[test]
fn a_fold_by_the_clock_alone_turns_completed_before_started() {
    let broken = (0..HISTORIES).find(|seed| {
        let all = merged(&plant::history(*seed));
        disagreement(by_clock, *seed, &all).is_some() && completed_before_started(&all)
    });

    let seed = broken.expect("the histories are too tame: no clock broke causality");
    let all = merged(&plant::history(seed));
    assert_eq!(disagreement(causal_order, seed, &all), None);
    let by_cause = folded(causal_order, &all).job.state;
    let by_clock = folded(by_clock, &all).job.state;
    assert_ne!(by_cause, by_clock, "history {seed}");
}

fn agree_in(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let stations = plant::history(seed);
        let all = merged(&stations);
        let difference = disagreement(causal_order, seed, &all);
        assert_eq!(difference, None, "history {seed} disagrees");
        arrive(seed, &stations, &all);
    }
}

/// Everything both stations of a history know, each event once.
fn merged([one, other]: &[plant::Station; 2]) -> Vec<Recorded> {
    let lacks = |event: &&Recorded| one.events.iter().all(|known| known.id != event.id);
    let late = other.events.iter().filter(lacks);
    one.events.iter().chain(late).cloned().collect()
}

/// What the product makes of the events in any order of arrival under `ordering`, and what the
/// model makes of them, where the two differ.
fn disagreement(ordering: Ordering, seed: u64, all: &[Recorded]) -> Option<(Model, Model)> {
    let mut random = Random::new(!seed);
    let told = model::of(all);
    let seen = seen(&folded(ordering, &random.shuffled(all)));
    (seen != told).then_some((seen, told))
}

/// Each station takes in, one by one, what it lacks; the whole also arrives at once.
fn arrive(seed: u64, stations: &[plant::Station; 2], all: &[Recorded]) {
    let mut random = Random::new(seed.rotate_left(32));
    let whole = at_once(all);
    let mut replicas = vec![&stations[0].events[..], &stations[1].events[..]];
    replicas.extend(seed.is_multiple_of(EMPTY_EVERY).then_some(&[][..]));
    for known in replicas {
        let mut replica = Replica::of(known);
        for event in random.shuffled(all) {
            if known.iter().all(|known| known.id != event.id) {
                replica.take(&event);
            }
        }
        assert_eq!(replica.plant, whole, "history {seed}");
    }
    assert_eq!(at_once(&random.shuffled(all)), whole, "history {seed}");
    for (of, heads) in whole.heads() {
        assert_eq!(*heads, plant::heads(all, of), "history {seed}");
    }
}

/// A station's folds, with the events of each aggregate that it holds so far.
struct Replica {
    plant: Plant,
    held: [Vec<Recorded>; 4],
}

impl Replica {
    fn of(known: &[Recorded]) -> Self {
        Self {
            plant: at_once(known),
            held: AGGREGATES.map(|of| plant::of(known, of())),
        }
    }

    fn take(&mut self, event: &Recorded) {
        let [order, job, component, output] = &mut self.held;
        take(&mut self.plant.order, plant::order(), event, order);
        take(&mut self.plant.job, plant::job(), event, job);
        take(
            &mut self.plant.component,
            plant::component(),
            event,
            component,
        );
        take(&mut self.plant.output, plant::output(), event, output);
    }
}

impl Plant {
    fn heads(&self) -> [(AggregateRef, &BTreeSet<EventId>); 4] {
        [
            (plant::order(), &self.order.heads),
            (plant::job(), &self.job.heads),
            (plant::component(), &self.component.heads),
            (plant::output(), &self.output.heads),
        ]
    }
}

/// As the product does: on top where that is right, else from the start.
fn take<A: Aggregate>(
    folded: &mut Folded<A>,
    of: AggregateRef,
    event: &Recorded,
    held: &mut Vec<Recorded>,
) {
    if plant::touches(event, of) {
        held.push(event.clone());
        if !folded.extend(of, event) {
            *folded = Folded::from_events(of, held);
        }
    }
}

fn at_once(all: &[Recorded]) -> Plant {
    fn fold<A: Aggregate>(of: AggregateRef, all: &[Recorded]) -> Folded<A> {
        Folded::from_events(of, &plant::of(all, of))
    }
    Plant {
        order: fold(plant::order(), all),
        job: fold(plant::job(), all),
        component: fold(plant::component(), all),
        output: fold(plant::output(), all),
    }
}

/// The product's `apply` under any ordering.
fn folded(ordering: Ordering, all: &[Recorded]) -> Plant {
    Plant {
        order: fold_by(ordering, plant::order(), all),
        job: fold_by(ordering, plant::job(), all),
        component: fold_by(ordering, plant::component(), all),
        output: fold_by(ordering, plant::output(), all),
    }
}

fn fold_by<A: Aggregate>(ordering: Ordering, of: AggregateRef, all: &[Recorded]) -> Folded<A> {
    let events = plant::of(all, of);
    let voids = |target| {
        let void = |other: &Recorded| matches!(other.event, Event::Voided { target: t, .. } if t == target);
        events.iter().any(void)
    };
    let mut folded = Folded::default();
    for event in ordering(of, &events) {
        if !voids(event.id) {
            A::apply(&mut folded.state, event);
        }
    }
    folded
}

fn by_clock(_: AggregateRef, events: &[Recorded]) -> Vec<&Recorded> {
    let mut sorted: Vec<&Recorded> = events.iter().collect();
    sorted.sort_by_key(|event| (event.hlc, event.origin, event.seq));
    sorted
}

/// Whether the clocks alone put a completion in front of a start that it was recorded upon.
fn completed_before_started(all: &[Recorded]) -> bool {
    let events = plant::of(all, plant::job());
    let start = |e: &&Recorded| {
        matches!(
            e.event,
            Event::JobOrder(job_order::Event::RunStarted { .. })
        )
    };
    let end =
        |e: &&Recorded| matches!(e.event, Event::JobOrder(job_order::Event::Completed { .. }));
    let starts = || events.iter().filter(start);
    events.iter().filter(end).any(|completed| {
        starts().any(|started| completed.hlc < started.hlc && descends(completed, started, &events))
    })
}

fn descends(event: &Recorded, from: &Recorded, events: &[Recorded]) -> bool {
    let touch = event.touches.iter().find(|t| t.aggregate == plant::job());
    touch.unwrap().parents.iter().any(|parent| {
        let known = events.iter().find(|other| other.id == *parent).unwrap();
        known.id == from.id || descends(known, from, events)
    })
}

/// The order by the ERP's last word, in the model's words.
fn told(order: &OperationsRequest) -> Option<(i64, i64, bool)> {
    let order = order.order.as_ref()?;
    let amount = order.quantity.as_ref()?.value().to_i64()?;
    Some((order.revision.parse().ok()?, amount, order.cancelled))
}

/// The same as the job knows it.
fn asked(job: &JobOrder) -> Option<(i64, i64, bool)> {
    let demand = job.demand.as_ref()?;
    let amount = demand.quantity.value().to_i64()?;
    Some((demand.revision.parse().ok()?, amount, demand.cancelled))
}

/// The product's states in the model's words.
fn seen(plant: &Plant) -> Model {
    let number = |value: rust_decimal::Decimal| value.to_i64().unwrap();
    let Plant {
        order,
        job,
        component,
        output,
    } = plant;
    let lots = [(plant::COMPONENT, component), (plant::OUTPUT, output)];
    let job = &job.state;
    Model {
        told: told(&order.state),
        asked: asked(job),
        surplus: count(&job.exceptions, job_order::Exception::Surplus),
        raised: count(&job.exceptions, job_order::Exception::RaisedAfterEnd),
        order: order.state.status.word(),
        revision: order
            .state
            .order
            .as_ref()
            .map_or_else(String::new, |order| order.revision.clone()),
        released_twice: count(
            &order.state.exceptions,
            operations_request::Exception::ReleasedTwice,
        ),
        changed: count(
            &order.state.exceptions,
            operations_request::Exception::ChangedAfterRelease,
        ),
        job: job.status.word(),
        short: job.short.clone(),
        place: job.work_unit.map(|unit| unit.0.as_u128()),
        rank: job.rank.clone(),
        good: number(job.good),
        scrap: number(job.scrap),
        rework: number(job.rework),
        after_end: count(&job.exceptions, job_order::Exception::WorkedAfterEnd),
        consumed: job
            .consumed
            .iter()
            .map(|p| number(p.quantity.value()))
            .sum(),
        produced: job
            .produced
            .iter()
            .map(|p| number(p.quantity.value()))
            .sum(),
        runs: job.runs.iter().map(|(id, run)| (*id, word(run))).collect(),
        left: lots
            .map(|(id, lot)| (id.0.as_u128(), number(lot.state.left().value())))
            .into(),
        over: lots
            .map(|(_, lot)| count(&lot.state.exceptions, material_lot::Exception::OverConsumed))
            .iter()
            .sum(),
    }
}

fn word(run: &job_order::Run) -> &'static str {
    match run {
        run if run.ended => "over",
        run if run.paused.is_some() => "stands",
        _ => "runs",
    }
}

fn count<E: PartialEq>(exceptions: &[(EventId, E)], of: E) -> usize {
    exceptions.iter().filter(|(_, e)| *e == of).count()
}

#[test]
fn the_histories_are_wild_enough_to_prove_something() {
    let mut completed = 0;
    let mut concurrent = 0;
    let mut voids = 0;
    let mut both = 0;
    for seed in 0..500 {
        let all = merged(&plant::history(seed));
        let plant = at_once(&all);
        completed += usize::from(plant.job.state.status == Status::Completed);
        concurrent += usize::from(plant.job.heads.len() > 1);
        voids += usize::from(all.iter().any(|e| matches!(e.event, Event::Voided { .. })));
        both += usize::from(
            plant::of(&all, plant::job())
                .iter()
                .any(|e| e.origin != all[0].origin),
        );
    }
    let seen = [completed, concurrent, voids, both];
    assert!(seen.iter().all(|times| *times > 100), "{seen:?} of 500");
}
