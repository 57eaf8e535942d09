//! The line to the plant: proved, or not used.

use replication::postgres::{JoinCode, PlantError, PlantLink};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgSslMode;

use crate::plant::{PRESS, Plant};

#[tokio::test]
async fn a_certificate_of_somebody_else_is_not_trusted() {
    let mut plant = Plant::make().await;
    let code = JoinCode {
        ca: Some(plant.cluster.other_ca()),
        ..plant.enroll("Press").await
    };

    let refused = PlantLink::connect(&code, PRESS).await.unwrap_err();

    assert!(matches!(refused, PlantError::Untrusted(_)), "{refused:?}");
}

#[tokio::test]
async fn a_host_that_the_certificate_does_not_name_is_not_trusted() {
    let mut plant = Plant::make().await;
    let code = JoinCode {
        host: "localhost".to_owned(),
        ..plant.enroll("Press").await
    };

    let refused = PlantLink::connect(&code, PRESS).await.unwrap_err();

    assert!(matches!(refused, PlantError::Untrusted(_)), "{refused:?}");
}

#[tokio::test]
async fn a_wrong_password_and_a_line_without_tls_are_refused() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    let wrong = JoinCode {
        password: "guessed".to_owned(),
        ..code.clone()
    };

    let guessed = PlantLink::connect(&wrong, PRESS).await.unwrap_err();
    let plain = code.options().ssl_mode(PgSslMode::Disable).connect().await;

    assert!(matches!(guessed, PlantError::LogIn), "{guessed:?}");
    assert!(plain.is_err());
}

#[tokio::test]
async fn a_plant_that_is_away_is_no_final_word() {
    let mut plant = Plant::make().await;
    let code = plant.enroll("Press").await;
    plant.cluster.crash();

    let away = PlantLink::connect(&code, PRESS).await.unwrap_err();

    assert!(!away.is_final(), "{away:?}");
}
