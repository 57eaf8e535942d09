//! Making a plant, letting stations in, and out.

use plant_tests::postgres::Cluster;
use replication::postgres::{Address, PlantAdmin, PlantError, PlantLink};
use replication::{Answer, Ask, Head};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::chain::{behind, end, push};
use crate::plant::{DATABASE, OVEN, PRESS, Plant, first};

#[tokio::test]
async fn making_a_plant_twice_changes_nothing() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let before = press.plant().await.unwrap();
    push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 2),
    )
    .await;

    let run = plant.admin.init("Another name", None).await.unwrap();

    assert!(run.is_empty(), "{run:?}");
    assert_eq!(press.plant().await.unwrap(), before);
    assert_eq!(before.name, "Plant 1");
    assert_eq!(plant.admin.verify().await.unwrap().events, 2);
}

#[tokio::test]
async fn two_plants_on_one_server_share_no_station() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let url = plant.cluster.admin_url("second");
    let mut second = PlantAdmin::connect(&url).await.unwrap();
    let address = Address {
        host: "plant.example".to_owned(),
        port: 6000,
    };
    second.init("Plant 2", Some(address)).await.unwrap();

    let other = second.enroll("Press", None, &[]).await.unwrap();
    let mut strayed = code.clone();
    "second".clone_into(&mut strayed.database);
    let refused = PlantLink::connect(&strayed, PRESS).await.unwrap_err();

    assert_eq!((other.host.as_str(), other.port), ("plant.example", 6000));
    assert!(matches!(refused, PlantError::Refused { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_name_is_enrolled_once_and_tells_nothing_by_its_login() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Anna's press").await;

    let twice = plant
        .admin
        .enroll("Anna's press", None, &[])
        .await
        .unwrap_err();
    let empty = plant.admin.enroll("", None, &[]).await.unwrap_err();

    assert!(matches!(twice, PlantError::Enrolled(_)), "{twice}");
    assert!(matches!(empty, PlantError::BadName), "{empty}");
    assert!(code.role.starts_with("lineside_") && !code.role.to_lowercase().contains("anna"));
    assert!(!plant.cluster.log().contains(&code.password));
}

#[tokio::test]
async fn a_database_without_a_plant_says_so() {
    let plant = Plant::make().await;
    let url = plant.cluster.admin_url("empty");
    let mut empty = PlantAdmin::connect(&url).await.unwrap();

    let refused = empty.enroll("Press", None, &[]).await.unwrap_err();

    assert!(matches!(refused, PlantError::NoPlant), "{refused}");
}

#[tokio::test]
async fn a_retired_station_is_out_at_once_and_its_events_stay() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let mut press = PlantLink::connect(&code, PRESS).await.unwrap();
    push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 2),
    )
    .await;

    plant.admin.retire("Press").await.unwrap();

    assert!(press.ask(&Ask::Heads).await.is_err());
    let refused = PlantLink::connect(&code, PRESS).await.unwrap_err();
    assert!(matches!(refused, PlantError::LogIn), "{refused:?}");
    assert_eq!(plant.admin.verify().await.unwrap().events, 2);
    let stations = plant.admin.stations().await.unwrap();
    assert_eq!(stations.len(), 1);
    assert_eq!(
        (stations[0].station, stations[0].seq, stations[0].retired),
        (Some(PRESS), 2, true)
    );
    assert!(matches!(
        plant.admin.retire("Press").await,
        Err(PlantError::NotEnrolled(_))
    ));
    plant.enroll("Press").await;
}

#[tokio::test]
async fn a_login_and_a_station_belong_together_for_good() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let mut press = PlantLink::connect(&code, PRESS).await.unwrap();
    push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 1),
    )
    .await;
    let mut posing = PlantLink::connect(&code, OVEN).await.unwrap();
    let mut second = plant.joined("Second", PRESS).await;

    let other_station = push(
        &mut posing,
        Head::default(),
        &behind(first(OVEN), Head::default(), 1),
    )
    .await;
    let other_login = push(
        &mut second,
        Head::default(),
        &behind(first(PRESS), Head::default(), 1),
    )
    .await;

    assert!(refused(&other_station).contains("belongs to another station"));
    assert!(refused(&other_login).contains("enrolled under another login"));
    assert_eq!(plant.admin.verify().await.unwrap().origins, 1);
}

#[tokio::test]
async fn a_retired_stations_disk_goes_on_under_a_new_login_and_nobody_elses_does() {
    let mut plant = Plant::make().await;
    let mut press = plant.joined("Press", PRESS).await;
    let sent = behind(first(PRESS), Head::default(), 2);
    push(&mut press, Head::default(), &sent).await;
    let early = plant.admin.readmit("Disk", "Press", None).await;
    plant.admin.retire("Press").await.unwrap();

    let ca = std::fs::read_to_string(plant.cluster.ca()).unwrap();
    let code = plant
        .admin
        .readmit("Disk", "Press", Some(ca))
        .await
        .unwrap();
    let mut disk = PlantLink::connect(&code, PRESS).await.unwrap();
    let rest = behind(first(PRESS), end(&sent), 3);
    let went_on = push(&mut disk, end(&sent), &rest).await;
    let mut posing = PlantLink::connect(&code, OVEN).await.unwrap();
    let chain = behind(first(OVEN), Head::default(), 1);
    let other = push(&mut posing, Head::default(), &chain).await;
    let twice = plant.admin.readmit("Disk 2", "Press", None).await;

    assert!(matches!(early, Err(PlantError::NotRetired(_))), "{early:?}");
    assert!(
        matches!(went_on, Answer::Pushed { head, .. } if head == end(&rest)),
        "{went_on:?}"
    );
    assert!(refused(&other).contains("belongs to another station"));
    assert!(matches!(twice, Err(PlantError::NotRetired(_))), "{twice:?}");
    assert_eq!(plant.admin.verify().await.unwrap().events, 5);
}

#[tokio::test]
async fn an_edited_migration_is_not_built_upon() {
    let mut plant = Plant::make().await;
    let mut sql = plant.sql().await;
    let edit = "UPDATE lineside.migration SET sha256 = '\\x00' WHERE file = '0001_plant.sql'";
    sqlx::raw_sql(edit).execute(&mut sql).await.unwrap();

    let refused = plant.admin.init("Plant 1", None).await.unwrap_err();

    assert!(matches!(refused, PlantError::Edited(_)), "{refused}");
    assert!(
        PlantAdmin::connect(&plant.cluster.admin_url(DATABASE))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_administrator_without_all_rights_can_keep_a_plant() {
    let cluster = Cluster::start();
    let options: PgConnectOptions = cluster.admin_url("postgres").parse().unwrap();
    let keeper = "CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD 'plant-tests'";
    let mut sql = options.connect().await.unwrap();
    sqlx::raw_sql(keeper).execute(&mut sql).await.unwrap();
    let url = cluster
        .admin_url("kept")
        .replace("//installer:", "//keeper:");
    let mut admin = PlantAdmin::connect(&url).await.unwrap();
    let ca = std::fs::read_to_string(cluster.ca()).ok();

    let run = admin.init("Plant 1", None).await.unwrap();
    let again = admin.init("Plant 1", None).await.unwrap();
    let code = admin.enroll("Press", ca, &[]).await.unwrap();
    let mut press = PlantLink::connect(&code, PRESS).await.unwrap();
    let pushed = push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 2),
    )
    .await;
    admin.retire("Press").await.unwrap();
    let out = push(
        &mut press,
        Head::default(),
        &behind(first(PRESS), Head::default(), 2),
    )
    .await;

    assert_eq!((run.len(), again.len()), (7, 0));
    assert!(matches!(pushed, Answer::Pushed { .. }), "{pushed:?}");
    assert!(refused(&out).contains("retired"));
    assert!(matches!(
        PlantLink::connect(&code, PRESS).await,
        Err(PlantError::LogIn)
    ));
    assert_eq!(admin.verify().await.unwrap().events, 2);
}

fn refused(answer: &Answer) -> &str {
    let Answer::Refused { reason } = answer else {
        panic!("{answer:?}");
    };
    reason
}
