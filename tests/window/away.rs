//! The plant is pulled away in the middle of the main job: whoever works at the window sees the
//! badge, and nothing else.

use std::time::{Duration, Instant};

use plant_tests::linesidectl::{done, verified};
use plant_tests::postgres::Cluster;
use plant_tests::screen::Screen;
use replication::postgres::PlantAdmin;

use crate::bench::Bench;
use crate::order::Order;
use crate::people::{OPERATOR, SUPERVISOR, sign_in};
use crate::thread::{bond, dispatch, import, press_bushings, print, release};

/// How long the station may take to hand in what it recorded meanwhile.
const CATCH_UP_TIME_MAX: Duration = Duration::from_secs(30);
/// Pause between two looks.
const LOOK_TIME: Duration = Duration::from_millis(200);
/// The database of the plant.
const DATABASE: &str = "lineside";
const IN_TOUCH: &str = "//header[contains(., 'In touch with Plant 1')]";
const OFFLINE: &str = "//header[contains(., 'Offline since')]";
/// What asks somebody to do something.
const ALARM: &str = "//*[@role='alert'] | //header[contains(., 'plant refuses')]";

#[tokio::test]
async fn a_plant_that_is_pulled_away_changes_nothing_but_the_badge() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    let order = Order::rolled();
    done(&station, &["init", "--demo"]);
    let mut cluster = Cluster::start();
    let mut plant = join(&cluster, &station).await;
    let bench = Bench::bind(&station);
    let screen = Screen::open(&station).await;
    sign_in(&screen, &bench, &SUPERVISOR).await;
    import(&screen, &order.write(folder.path())).await;
    release(&screen, &order).await;
    dispatch(&screen, &order).await;
    screen.sees(IN_TOUCH).await;
    screen.sign_out().await;
    sign_in(&screen, &bench, &OPERATOR).await;

    cluster.crash();
    press_bushings(&screen, &bench, &order).await;
    screen.sees(OFFLINE).await;
    bond(&screen, &bench, &order).await;
    print(&screen, &bench).await;

    assert!(screen.shows(OFFLINE).await && !screen.shows(ALARM).await);
    cluster.start_again();
    screen.sees(IN_TOUCH).await;
    plant = again(&cluster, plant).await;
    let events = verified(&station).0;
    let began = Instant::now();
    while plant.verify().await.unwrap().events != events {
        assert!(began.elapsed() < CATCH_UP_TIME_MAX, "not all of it came");
        tokio::time::sleep(LOOK_TIME).await;
    }
    screen.window.close().await;
}

/// Makes a plant, and joins the station to it; it must not be running yet.
async fn join(cluster: &Cluster, station: &std::path::Path) -> PlantAdmin {
    let url = cluster.admin_url(DATABASE);
    let mut plant = PlantAdmin::connect(&url).await.unwrap();
    plant.init("Plant 1", None).await.unwrap();
    let ca = std::fs::read_to_string(cluster.ca()).unwrap();
    let code = plant.enroll("Bench 1", Some(ca), &[]).await.unwrap();
    let data = station.to_str().unwrap();
    done(station, &["join", "--data", data, &code.to_string()]);
    plant
}

/// Connects anew, now that the server has lost every connection.
async fn again(cluster: &Cluster, lost: PlantAdmin) -> PlantAdmin {
    drop(lost);
    let url = cluster.admin_url(DATABASE);
    PlantAdmin::connect(&url).await.unwrap()
}
