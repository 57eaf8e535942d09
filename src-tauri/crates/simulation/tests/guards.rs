//! Each guard is needed: without it the oracle finds something wrong at the end of a run.
#![allow(
    clippy::panic,
    clippy::print_stdout,
    reason = "a failed expectation is the test's verdict, and the seed is for who reads the log"
)]

use std::collections::BTreeMap;

use replication::Guards;
use simulation::{Failure, Scenario, campaign, directed};

/// Seeds within which a missing guard must show.
const SEEDS_MAX: u64 = 1_000;

/// A test of its own for each guard, so that they run beside each other.
macro_rules! each_guard_is_needed {
    ($($test:ident = $guard:literal,)*) => {
        /// Guards that have a test here.
        const TESTED: &[&str] = &[$($guard),*];

        $(
            #[test]
            fn $test() {
                is_needed($guard);
            }
        )*
    };
}

each_guard_is_needed! {
    ack_hash = "ack-hash",
    own_head_reread = "own-head-reread",
    cursor_hash = "cursor-hash",
    verify_on_apply = "verify-on-apply",
    rehome = "rehome",
    keep_ids = "keep-ids",
    orphans = "orphans",
    plant_link = "plant-link",
    fence = "fence",
    whole_commands = "whole-commands",
    deadline = "deadline",
    poll = "poll",
    clamp = "clamp",
}

#[test]
fn every_guard_has_a_test() {
    let guards: Vec<&str> = Guards::EACH.iter().map(|(name, _)| *name).collect();

    assert_eq!(TESTED, guards);
}

/// The scenario of a guard fails without it, and the very seeds pass with it.
fn is_needed(guard: &str) {
    let without = directed(guard).unwrap_or_else(|| panic!("no scenario for {guard}"));
    let with = Scenario {
        guards: Guards::ALL,
        ..without.clone()
    };

    let missed = campaign(0, SEEDS_MAX, &without, |so_far| !so_far.failures.is_empty());
    let kept = campaign(0, missed.seeds, &with, |so_far| !so_far.failures.is_empty());

    println!(
        "without {guard}: {:?} within {} seeds",
        missed.failures, missed.seeds
    );
    assert!(!missed.failures.is_empty(), "{guard} is missed by nobody");
    assert_eq!(
        kept.failures,
        BTreeMap::<u64, Failure>::new(),
        "with {guard}"
    );
    assert!(kept.seeds >= missed.seeds);
}
