//! A printer that dies at every byte and a process that stops at every step, against the promise.
//!
//! The world below keeps what survives (rows, paper) apart from what does not (a connection, a
//! program's memory). It is run once for every crash point, and the promise is checked after it.

use labels::queue::{Effect, Head, Input, Job, OnUncertain, Refused, State, Transition, head};

/// Bytes of a simulated label. Offsets matter, not sizes.
const LABEL_BYTES: usize = 12;

/// Labels in the simulated queue: one before, the one that is hurt, one after.
const LABELS: usize = 3;

/// More steps than any run takes; a queue that never ends is a failure too.
const STEPS_MAX: usize = 200;

/// Steps at which the process is stopped, one a run. No run without a stop takes as many.
const STOPS: usize = 120;

/// The state machine under test.
type Next = fn(Job, Input) -> Result<Transition, Refused>;

/// One way in which things go wrong.
#[derive(Clone, Copy, Debug)]
struct Misfortune {
    /// Whether the printer can confirm.
    confirms: bool,
    /// The connection takes this many bytes of the second label's first attempt.
    accepted: usize,
    /// Of those the printer sees this many; the rest dies in a buffer.
    seen: usize,
    /// The sender learns of the fault, or is told that all went well.
    fault_seen: bool,
    /// The process stops after this many steps.
    stops_after: usize,
    /// What a person asked about an uncertain label does.
    person: Person,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Person {
    /// Looks at the paper and says what is there.
    Honest,
    /// Scans what is there.
    Scanning,
    /// Always says that nothing was printed.
    Careless,
}

/// A label copy: its durable row, and the paper that came out.
struct Copy {
    label: usize,
    job: Job,
    was_uncertain: bool,
    papers: usize,
}

struct World {
    next: Next,
    misfortune: Misfortune,
    copies: Vec<Copy>,
    steps: usize,
    fence: u64,
    /// Whether the misfortune of the second label has happened.
    hurt: bool,
}

/// The process stopped: what it held in memory is gone.
struct Stopped;

impl World {
    fn new(next: Next, misfortune: Misfortune) -> Self {
        let copies = (0..LABELS).map(|label| Copy::of(label, misfortune.confirms));
        Self {
            next,
            misfortune,
            copies: copies.collect(),
            steps: 0,
            fence: 0,
            hurt: false,
        }
    }

    /// Runs until everything is settled, starting again after the one stop.
    fn run(mut self) -> Self {
        while self.work().is_err() {
            self.restart();
        }
        let every_step_is_stopped_at = self.misfortune.stops_after > 0 || self.steps < STOPS;
        assert!(
            every_step_is_stopped_at,
            "{} steps: {:?}",
            self.steps, self.misfortune
        );
        self
    }

    fn step(&mut self) -> Result<(), Stopped> {
        self.steps += 1;
        assert!(
            self.steps <= STEPS_MAX,
            "the queue never ends: {:?}",
            self.misfortune
        );
        if self.steps == self.misfortune.stops_after {
            return Err(Stopped);
        }
        Ok(())
    }

    fn work(&mut self) -> Result<(), Stopped> {
        loop {
            self.step()?;
            let jobs: Vec<Job> = self.copies.iter().map(|copy| copy.job).collect();
            match head(&jobs, OnUncertain::Block) {
                Head::Idle => return Ok(()),
                Head::Ready(place) => self.send(place)?,
                Head::Busy(place) => self.await_confirmation(place)?,
                Head::Blocked(place) => self.ask(place)?,
            }
        }
    }

    /// Applies an input durably. A stop just before or just after the commit is one step apart.
    fn apply(&mut self, place: usize, input: Input) -> Result<Effect, Stopped> {
        self.step()?;
        let copy = &mut self.copies[place];
        let Ok(Transition { job, effect }) = (self.next)(copy.job, input) else {
            panic!(
                "{input:?} was refused: {:?} in {:?}",
                copy.job, self.misfortune
            );
        };
        copy.job = job;
        copy.was_uncertain |= job.state == State::Uncertain;
        self.step()?;
        Ok(effect)
    }

    fn send(&mut self, place: usize) -> Result<(), Stopped> {
        self.fence += 1;
        let fence = self.fence;
        assert_eq!(self.apply(place, Input::Claim { fence })?, Effect::Commit);
        assert_eq!(
            self.apply(place, Input::SendingCommitted { fence })?,
            Effect::Send
        );
        let hurt = place == 1 && !self.hurt;
        self.hurt |= hurt;
        let (accepted, seen) = match hurt {
            true => (self.misfortune.accepted, self.misfortune.seen),
            false => (LABEL_BYTES, LABEL_BYTES),
        };
        for byte in 1..=accepted {
            if byte == LABEL_BYTES && seen == LABEL_BYTES {
                self.copies[place].papers += 1;
            }
            self.step()?;
            if byte % 4 == 0 && byte < accepted {
                self.apply(place, Input::Accepted { fence, bytes: byte })?;
            }
        }
        let whole = accepted == LABEL_BYTES && !(hurt && self.misfortune.fault_seen);
        let input = match whole {
            true => Input::AllAccepted { fence },
            false => Input::Failed {
                fence,
                bytes: accepted,
            },
        };
        self.apply(place, input).map(|_| ())
    }

    /// A printer that confirms says so of what it printed, and is silent otherwise.
    fn await_confirmation(&mut self, place: usize) -> Result<(), Stopped> {
        let input = match self.copies[place].papers {
            0 => Input::DeadlinePassed,
            _ => Input::PrinterConfirms,
        };
        self.apply(place, input).map(|_| ())
    }

    fn ask(&mut self, place: usize) -> Result<(), Stopped> {
        let there = self.copies[place].papers > 0;
        let input = match self.misfortune.person {
            Person::Honest if there => Input::SaidPrinted,
            Person::Scanning if there => Input::Scanned,
            Person::Honest | Person::Scanning | Person::Careless => Input::SaidNotPrinted,
        };
        if self.apply(place, input)? == Effect::OfferReprint {
            self.reprint(self.copies[place].label);
        }
        Ok(())
    }

    /// A person asks for a new copy. It goes behind the others, like any new print.
    fn reprint(&mut self, label: usize) {
        self.copies.push(Copy::of(label, self.misfortune.confirms));
    }

    fn restart(&mut self) {
        for place in 0..self.copies.len() {
            let copy = &mut self.copies[place];
            if let Ok(Transition { job, .. }) = (self.next)(copy.job, Input::Restarted) {
                copy.job = job;
                copy.was_uncertain |= job.state == State::Uncertain;
            }
        }
        // A person who was about to ask for a new copy still does: the void row tells them.
        let orphans: Vec<usize> = (0..LABELS)
            .filter(|label| self.has_only_void(*label))
            .collect();
        for label in orphans {
            self.reprint(label);
        }
    }

    fn has_only_void(&self, label: usize) -> bool {
        let mut copies = self.copies.iter().filter(|copy| copy.label == label);
        copies.all(|copy| copy.job.state == State::Void)
    }

    /// What is broken of the promise, in words; `None` when it is kept.
    fn broken(&self) -> Option<String> {
        let of = |label| self.copies.iter().filter(move |copy| copy.label == label);
        for copy in &self.copies {
            let Copy {
                label,
                job,
                papers,
                was_uncertain,
            } = copy;
            if *papers > 1 {
                return Some(format!("label {label}: one copy printed {papers} times"));
            }
            let known = matches!(job.state, State::Confirmed | State::Delivered);
            if *papers > 0 && !known && !was_uncertain {
                return Some(format!(
                    "label {label}: printed, and the record says {job:?}"
                ));
            }
            if *papers == 0 && job.state == State::Confirmed {
                return Some(format!("label {label}: confirmed, and there is no paper"));
            }
        }
        for label in 0..LABELS {
            let papers: usize = of(label).map(|copy| copy.papers).sum();
            if papers == 0 {
                return Some(format!("label {label} vanished"));
            }
            if papers > 1 && !of(label).any(|copy| copy.was_uncertain) {
                return Some(format!(
                    "label {label}: {papers} papers and never uncertain"
                ));
            }
        }
        None
    }
}

impl Copy {
    fn of(label: usize, confirms: bool) -> Self {
        Self {
            label,
            job: Job::queued(confirms),
            was_uncertain: false,
            papers: 0,
        }
    }
}

/// Every way in which things go wrong: each byte the connection takes, each the printer sees,
/// each step at which the process stops, with both kinds of printers and people.
fn misfortunes() -> impl Iterator<Item = Misfortune> {
    let offsets =
        (0..=LABEL_BYTES).flat_map(|accepted| (0..=accepted).map(move |seen| (accepted, seen)));
    offsets
        .flat_map(|(accepted, seen)| {
            [true, false].into_iter().flat_map(move |confirms| {
                [Person::Honest, Person::Scanning, Person::Careless]
                    .into_iter()
                    .flat_map(move |person| {
                        [true, false].into_iter().flat_map(move |fault_seen| {
                            (0..STOPS).map(move |stops_after| Misfortune {
                                confirms,
                                accepted,
                                seen,
                                fault_seen,
                                stops_after,
                                person,
                            })
                        })
                    })
            })
        })
        .filter(Misfortune::can_be_noticed)
}

impl Misfortune {
    /// Bytes that a printer which cannot confirm lost in silence, all of them accepted, are beyond
    /// any sender: that is what "declared unable to confirm" admits. Everything else counts.
    fn can_be_noticed(&self) -> bool {
        let all_accepted = self.accepted == LABEL_BYTES && !self.fault_seen;
        self.confirms || !all_accepted || self.seen == LABEL_BYTES
    }
}

fn first_broken(next: Next) -> (usize, Option<String>) {
    let mut points = 0;
    for misfortune in misfortunes() {
        points += 1;
        if let Some(broken) = World::new(next, misfortune).run().broken() {
            return (points, Some(format!("{broken}: {misfortune:?}")));
        }
    }
    (points, None)
}

#[test]
fn no_label_vanishes_and_none_is_printed_twice_silently() {
    let (points, broken) = first_broken(labels::queue::next);

    assert_eq!(broken, None);
    assert!(points >= 10_000, "only {points} crash points");
}

/// The proof must be able to fail: each of these is a queue somebody has shipped.
#[test]
fn queues_that_guess_break_the_promise() {
    let guessing: [(&str, Next); 4] = [
        (
            "sends again what was being sent when it stopped",
            resends_after_restart,
        ),
        ("retries after any fault", retries_any_fault),
        ("takes a fault for printed", takes_faults_for_printed),
        ("takes silence for printed", takes_silence_for_printed),
    ];

    for (name, next) in guessing {
        let (_, broken) = first_broken(next);
        assert!(broken.is_some(), "a queue that {name} was not caught");
    }
}

fn resends_after_restart(job: Job, input: Input) -> Result<Transition, Refused> {
    match (job.state, input) {
        (State::Sending, Input::Restarted) => becomes(job, State::Queued, Effect::Retry),
        _ => labels::queue::next(job, input),
    }
}

fn retries_any_fault(job: Job, input: Input) -> Result<Transition, Refused> {
    match input {
        Input::Failed { .. } => becomes(job, State::Queued, Effect::Retry),
        _ => labels::queue::next(job, input),
    }
}

fn takes_faults_for_printed(job: Job, input: Input) -> Result<Transition, Refused> {
    match input {
        Input::Failed { .. } => becomes(job, State::Confirmed, Effect::Nothing),
        _ => labels::queue::next(job, input),
    }
}

fn takes_silence_for_printed(job: Job, input: Input) -> Result<Transition, Refused> {
    match input {
        Input::DeadlinePassed => becomes(job, State::Confirmed, Effect::Nothing),
        _ => labels::queue::next(job, input),
    }
}

fn becomes(job: Job, state: State, effect: Effect) -> Result<Transition, Refused> {
    Ok(Transition {
        job: Job { state, ..job },
        effect,
    })
}
