//! Thousands of seeds: nothing is lost, whatever fails together.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed expectation is the test's verdict, and the coverage is for who reads the log"
)]

use simulation::{Campaign, Scenario, campaign, run};

/// Seeds of a test run.
const SEEDS: u64 = 10_000;
/// The scenario of `linesidectl simulate` without options.
fn any_faults() -> Scenario {
    Scenario::default()
}

#[test]
fn nothing_is_lost_in_ten_thousand_seeds() {
    let outcome = campaign(1, SEEDS, &any_faults(), |so_far| {
        !so_far.failures.is_empty()
    });

    print_coverage(&outcome);
    assert!(
        outcome.failures.is_empty(),
        "replay with `linesidectl simulate --seeds 1 --first SEED`: {:?}",
        outcome.failures
    );
    assert_eq!(outcome.seeds, SEEDS);
    assert_eq!(outcome.missing_pairs(), []);
    assert!(outcome.events > SEEDS * 10, "{} events", outcome.events);
}

#[test]
fn a_seed_gives_the_same_run_again() {
    for seed in 1..=50 {
        let once = run(seed, &any_faults());
        let again = run(seed, &any_faults());

        assert_eq!(once, again, "seed {seed}");
    }
}

fn print_coverage(outcome: &Campaign) {
    println!(
        "{} seeds, {} events, alarms {:?}",
        outcome.seeds, outcome.events, outcome.alarms
    );
    for ((one, other), count) in &outcome.pairs {
        println!("{one} with {other}: {count} seeds");
    }
}
