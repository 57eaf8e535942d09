//! Which PostgreSQL the tests run on.

use crate::plant::Plant;

/// The version that must be, where one was chosen: else the newest that is installed.
const MAJOR: &str = "LINESIDE_POSTGRES_MAJOR";
/// Oldest version a plant runs on.
const OLDEST: i32 = 15;
/// What a major version counts in the server's number of its version.
const PER_MAJOR: i32 = 10_000;

#[tokio::test]
async fn the_plant_runs_on_the_version_that_was_chosen() {
    let chosen = std::env::var(MAJOR)
        .ok()
        .map(|major| major.parse().unwrap());
    let plant = Plant::make().await;

    let number = "SELECT current_setting('server_version_num')::int4";
    let number: i32 = sqlx::query_scalar(number)
        .fetch_one(&mut plant.sql().await)
        .await
        .unwrap();

    let major = number / PER_MAJOR;
    assert!(chosen.is_none_or(|chosen: i32| chosen == major), "{major}");
    assert!(major >= OLDEST, "{major}");
}
