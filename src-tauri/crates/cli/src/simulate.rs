//! `linesidectl simulate`: stations and a plant under every fault at once, in virtual time.

use std::time::Instant;

use clap::Args;
use clap::builder::PossibleValuesParser;
use replication::Guards;
use serde_json::{Value, json};
use simulation::{Campaign, Failure, Fault, Scenario, campaign};

use crate::output::{complain, say};
use crate::problem::Problem;

/// Fewer seeds than this cannot be expected to have every pair of faults.
const SEEDS_FOR_PAIRS: u64 = 1_000;

/// What to simulate. The same seed gives the same run again.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// How many seeds to run.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, value_name = "S", default_value_t = 1)]
    first: u64,
    /// Stations.
    #[arg(long, value_name = "K", default_value_t = Scenario::default().stations,
          value_parser = clap::value_parser!(u64).range(1..=100))]
    stations: u64,
    /// Captures, spread over the stations.
    #[arg(long, value_name = "M", default_value_t = Scenario::default().captures,
          value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    ops: u64,
    /// Switches one guard of the protocol off, to see that it is missed.
    #[arg(long, value_name = "GUARD", value_parser = PossibleValuesParser::new(guards()))]
    without: Option<String>,
    /// Only these faults, with commas between them; each seed draws its own otherwise.
    #[arg(long, value_name = "FAULT", value_delimiter = ',')]
    faults: Option<Vec<Fault>>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

/// Runs the seeds, and says what came of them.
///
/// # Errors
/// [`Problem::SeedsFailed`], after telling how each failing seed is run again.
pub(crate) fn run(simulate: Simulate) -> Result<(), Problem> {
    let started = Instant::now();
    let scenario = simulate.scenario();
    let outcome = campaign(simulate.first, simulate.seeds, &scenario, |_| false);
    let seconds = started.elapsed().as_secs_f64();
    if simulate.json {
        say(simulate.document(&outcome, seconds))?;
    } else {
        tell(&outcome, seconds)?;
    }
    simulate.complain_of_pairs(&outcome);
    for (seed, failure) in &outcome.failures {
        let replay = simulate.replay(*seed);
        complain(&format!("seed {seed}: {failure}\n  again: {replay}"));
    }
    if outcome.failures.is_empty() {
        return Ok(());
    }
    Err(Problem::SeedsFailed {
        failed: outcome.failures.len(),
        seeds: outcome.seeds,
    })
}

impl Simulate {
    fn scenario(&self) -> Scenario {
        let guards = self.without.as_deref().and_then(Guards::without);
        Scenario {
            stations: self.stations,
            captures: self.ops,
            faults: self.faults.clone().map(|some| some.into_iter().collect()),
            guards: guards.unwrap_or(Guards::ALL),
        }
    }

    /// The command that runs one seed again.
    fn replay(&self, seed: u64) -> String {
        let (stations, ops) = (self.stations, self.ops);
        let mut command = format!(
            "linesidectl simulate --seeds 1 --first {seed} --stations {stations} --ops {ops}"
        );
        if let Some(guard) = &self.without {
            command += &format!(" --without {guard}");
        }
        if let Some(faults) = &self.faults {
            let names: Vec<&str> = faults.iter().map(|fault| fault.as_str()).collect();
            command += &format!(" --faults {}", names.join(","));
        }
        command
    }

    fn document(&self, outcome: &Campaign, seconds: f64) -> Value {
        let missing = self.missing_pairs(outcome);
        json!({
            "first": self.first,
            "seeds": outcome.seeds,
            "failures": self.failures(outcome),
            "events": outcome.events,
            "alarms": outcome.alarms,
            "pairs": pairs(outcome),
            "missing_pairs": missing.iter().map(both).collect::<Vec<_>>(),
            "seconds": seconds,
        })
    }

    fn failures(&self, outcome: &Campaign) -> Vec<Value> {
        let failure = |(seed, what): (&u64, &Failure)| json!({ "seed": seed, "what": what.to_string(), "replay": self.replay(*seed) });
        outcome.failures.iter().map(failure).collect()
    }

    /// Pairs that never came up; none where the faults were chosen.
    fn missing_pairs(&self, outcome: &Campaign) -> Vec<(Fault, Fault)> {
        if self.faults.is_some() {
            return Vec::new();
        }
        outcome.missing_pairs()
    }

    fn complain_of_pairs(&self, outcome: &Campaign) {
        let missing = self.missing_pairs(outcome);
        if missing.is_empty() {
            return;
        }
        let names: Vec<String> = missing
            .iter()
            .map(|pair| both(pair).join(" with "))
            .collect();
        complain(&format!(
            "MISSING PAIRS: {} of faults never came up together, so nothing is known of them: {}. \
             Run at least {SEEDS_FOR_PAIRS} seeds.",
            names.len(),
            names.join(", ")
        ));
    }
}

fn guards() -> Vec<&'static str> {
    Guards::EACH.iter().map(|(name, _)| *name).collect()
}

fn pairs(outcome: &Campaign) -> Vec<Value> {
    let pair = |(faults, seeds): (&(Fault, Fault), &u64)| json!({ "faults": both(faults), "seeds": seeds });
    outcome.pairs.iter().map(pair).collect()
}

fn both((one, other): &(Fault, Fault)) -> [&'static str; 2] {
    [one.as_str(), other.as_str()]
}

fn tell(outcome: &Campaign, seconds: f64) -> Result<(), Problem> {
    for ((one, other), seeds) in &outcome.pairs {
        say(format!("{one} with {other}: {seeds} seeds"))?;
    }
    for (alarm, count) in &outcome.alarms {
        say(format!("alarm {alarm}: {count}"))?;
    }
    say(format!(
        "{} seeds, {} failed, {} events, {seconds:.1} s",
        outcome.seeds,
        outcome.failures.len(),
        outcome.events
    ))
}
