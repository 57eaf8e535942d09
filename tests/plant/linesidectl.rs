//! The installer's way: `linesidectl plant`.

use plant_tests::linesidectl::{Said, linesidectl, said};
use plant_tests::postgres::Cluster;
use replication::Head;
use replication::postgres::{JoinCode, PlantLink};

use crate::chain::{behind, push};
use crate::plant::{PRESS, first};

#[tokio::test]
async fn an_installer_makes_a_plant_lets_a_station_in_and_out_and_proves_it() {
    let cluster = Cluster::start();
    let plant = |words: &[&str]| called(&cluster, words);
    let ca = cluster.ca();

    let made = plant(&["init", "--name", "Plant 1"]);
    let again = plant(&["init"]);
    let enrolled = plant(&["enroll", "Press", "--ca", ca.to_str().unwrap()]);
    let code: JoinCode = enrolled.output.lines().last().unwrap().parse().unwrap();
    let mut press = PlantLink::connect(&code, PRESS).await.unwrap();
    push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 3),
    )
    .await;
    let gateway = plant(&["enroll-gateway", "Office", "--ca", ca.to_str().unwrap()]);
    let reports = plant(&["enroll-reports", "BI"]);
    let out = plant(&["retire-login", "BI"]);
    let listed = plant(&["list"]);
    let verified = plant(&["verify"]);
    let retired = plant(&["retire", "Press"]);
    let twice = plant(&["retire", "Press"]);

    assert!(
        made.output.contains("0001_plant.sql"),
        "{}{}",
        made.output,
        made.errors
    );
    assert_eq!(again.output, "the plant is up to date\n");
    assert!(enrolled.output.contains('█'), "no picture of the code");
    assert_eq!(code.plant, "Plant 1");
    assert_eq!(
        listed.output,
        format!(
            "Press\tenrolled\t{PRESS}\tepoch 1\t3 events\nBI\tretired\treports\nOffice\tenrolled\tgateway\n"
        )
    );
    assert!(
        gateway.output.starts_with("lineside1:"),
        "{}",
        gateway.errors
    );
    assert!(reports.output.contains(" password="), "{}", reports.errors);
    assert_eq!(out.code, Some(0), "{}", out.errors);
    assert_eq!(
        verified.output.lines().last(),
        Some("ok: 3 events, 1 origins")
    );
    assert_eq!(retired.code, Some(0), "{}", retired.errors);
    assert_eq!(twice.code, Some(1));
    assert!(
        twice.errors.contains("no enrolled station is called Press"),
        "{}",
        twice.errors
    );
}

#[test]
fn an_address_without_a_server_says_what_to_check() {
    let url = "postgres://installer:x@127.0.0.1:1/lineside";

    let said = said(&mut linesidectl(["plant", "verify", "--admin-url", url]));

    assert_eq!(said.code, Some(1));
    assert!(
        said.errors.contains("check that PostgreSQL runs"),
        "{}",
        said.errors
    );
}

fn called(cluster: &Cluster, words: &[&str]) -> Said {
    let url = cluster.admin_url("lineside");
    said(linesidectl([&["plant"], words].concat()).env("LINESIDE_PLANT_ADMIN_URL", url))
}
