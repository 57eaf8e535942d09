//! The plant commits, and the answer is lost: sent again, nothing is doubled.

use plant_tests::linesidectl::until;
use plant_tests::proxy::Mood;
use serde_json::json;

use crate::agreement::assert_all_agree;
use crate::people::{log_in, report, to_job};
use crate::plant::{Plant, good};

/// Reports that wait while the network is cut: their batch is longer than any other question.
const REPORTS: u64 = 12;

#[test]
fn a_commit_whose_answer_is_lost_is_not_doubled() {
    let plant = Plant::make(2);
    let jobs = plant.started();
    let press = &plant.stations[1];
    let before = events_at(&plant);

    press.network.set(Mood::Cut);
    press.with(|served| {
        let session = log_in(served);
        for _ in 0..REPORTS {
            let mut request = to_job(&session, &jobs[0], report(1, 0, "continue"));
            request["confirmed"] = json!(true);
            served.answer("command_job_order", &request);
        }
    });
    press.network.set(Mood::LosesAnswers);
    until("a commit whose answer is lost", || {
        (press.network.lost_answers() > 0 && events_at(&plant) == before + REPORTS).then_some(())
    });
    let frame = press.ask("view_station", &json!({})).unwrap();
    assert_ne!(
        frame["queued"], 0,
        "the station knows of a commit it never heard of"
    );
    press.network.set(Mood::Clear);
    plant.all_have_everything();

    assert_eq!(events_at(&plant), before + REPORTS);
    for station in &plant.stations {
        assert_eq!(station.with(|served| good(served, &jobs[0])), REPORTS);
    }
    assert_all_agree(&plant);
}

fn events_at(plant: &Plant) -> u64 {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let count: i64 = runtime.block_on(async {
        let mut sql = plant.sql().await;
        let count = sqlx::query_scalar("SELECT count(*) FROM lineside.event");
        count.fetch_one(&mut sql).await.unwrap()
    });
    u64::try_from(count).unwrap()
}
