//! What the screen has acknowledged outlives the app, however the app ends.

use std::path::Path;

use fantoccini::key::Key;
use plant_tests::linesidectl::{done, verified};
use plant_tests::screen::Screen;

use crate::bench::Bench;
use crate::people::{OPERATOR, sign_in};

/// How often the app is killed.
const KILLS: u32 = 3;

/// The operation that the demo plant has running, and where.
const JOB: &str = "MO-1001 / 20";
const MILL: &str = "Mill 1 (CNC-1)";

/// Good pieces of the job on the screen.
const GOOD: &str = "//section[@aria-label='Progress']//strong[1]";

#[tokio::test]
async fn a_report_the_screen_has_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let bench = Bench::bind(&station);
    let (mut before, mut first) = (verified(&station).0, None);

    for killed in 0..KILLS {
        let screen = open_job(&station, &bench, killed == 0).await;
        let good: u32 = screen.text(GOOD).await.parse().unwrap();
        assert_eq!(
            good,
            *first.get_or_insert(good) + killed,
            "after {killed} kills"
        );
        screen.key(Key::F4, "+1 good").await;
        screen.told("1 EA good reported").await;
        screen.window.kill();

        let events = verified(&station).0;
        assert!(events > before, "{events} events, {before} before");
        before = events;
    }

    let screen = open_job(&station, &bench, false).await;
    let good: u32 = screen.text(GOOD).await.parse().unwrap();
    assert_eq!(Some(good), first.map(|first| first + KILLS));
    screen.window.close().await;
}

async fn open_job(station: &Path, bench: &Bench, stands_nowhere: bool) -> Screen {
    let screen = Screen::open(station).await;
    sign_in(&screen, bench, &OPERATOR).await;
    if stands_nowhere {
        screen.press(MILL).await;
    }
    screen.open_job(JOB).await;
    screen
}
