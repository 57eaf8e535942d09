//! `linesidectl simulate`: what it reports, and that a failing seed can be run again.

use plant_tests::linesidectl::{Said, linesidectl, said};
use serde_json::Value;

/// A guard's absence that shows within the first seeds.
const FAILING: [&str; 8] = [
    "--seeds",
    "20",
    "--without",
    "rehome",
    "--faults",
    "power-loss,disk-restore",
    "--ops",
    "80",
];

#[test]
fn seeds_that_pass_are_reported_with_their_coverage() {
    let said = simulate(&["--seeds", "200", "--first", "7", "--json"]);

    assert_eq!(said.code, Some(0), "{}", said.errors);
    let report: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!(report["seeds"], 200);
    assert_eq!(report["failures"], serde_json::json!([]));
    assert_eq!(report["missing_pairs"], serde_json::json!([]));
    // Of each two of the twelve things that can happen.
    assert_eq!(report["pairs"].as_array().unwrap().len(), 66);
    assert!(report["events"].as_u64().unwrap() > 2_000, "{report}");
}

#[test]
fn a_failing_seed_is_run_again_by_the_command_it_prints() {
    let said = simulate(&[&FAILING[..], &["--json"]].concat());
    let report: Value = serde_json::from_str(&said.output).unwrap();
    let failure = &report["failures"][0];
    let replay = failure["replay"].as_str().unwrap();
    let words: Vec<&str> = replay.split(' ').skip(2).collect();

    let again = simulate(&words);

    assert_eq!((said.code, again.code), (Some(1), Some(1)));
    assert!(said.errors.contains(replay), "{}", said.errors);
    let line = format!(
        "seed {}: {}",
        failure["seed"],
        failure["what"].as_str().unwrap()
    );
    assert!(again.errors.contains(&line), "{line}: {}", again.errors);
}

#[test]
fn pairs_of_faults_that_never_came_up_are_said_loudly() {
    let said = simulate(&["--seeds", "1"]);

    assert_eq!(said.code, Some(0), "{}", said.errors);
    assert!(said.errors.contains("MISSING PAIRS: "), "{}", said.errors);
}

fn simulate(words: &[&str]) -> Said {
    said(&mut linesidectl([&["simulate"], words].concat()))
}
