//! What the join wizard is told, step by step.

use domain::origin::StationId;
use host::exchange::{join_by_steps, joined};
use replication::postgres::JoinCode;
use station::view::plant::{JoinStep, JoinView};
use store::Folder;

use crate::plant::Plant;

const STATION: StationId = StationId([0x33; 16]);

async fn tried(folder: &Folder, code: &str) -> JoinView {
    join_by_steps(folder, STATION, code).await
}

#[tokio::test]
async fn joining_says_which_step_failed_and_keeps_nothing() {
    use JoinStep::{CodeRead, LoggedIn, Plant as IsPlant, Reachable, Trusted};
    let mut plant = Plant::make().await;
    let right = plant.enroll("Press").await;
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::new(home.path().to_owned());
    let wrong = |change: &dyn Fn(&mut JoinCode)| {
        let mut code = right.clone();
        change(&mut code);
        code.to_string()
    };
    let other_ca = plant.cluster.other_ca();

    let garbage = tried(&folder, "lineside1:half").await;
    let nobody = tried(&folder, &wrong(&|code| code.port = 1)).await;
    let stranger = tried(&folder, &wrong(&|code| code.ca = Some(other_ca.clone()))).await;
    let outsider = tried(&folder, &wrong(&|code| code.password = "guess".to_owned())).await;

    let failed = |view: &JoinView| (view.done.clone(), view.failed);
    assert_eq!(failed(&garbage), (vec![], Some(CodeRead)));
    assert_eq!(failed(&nobody), (vec![CodeRead], Some(Reachable)));
    assert_eq!(
        failed(&stranger),
        (vec![CodeRead, Reachable], Some(Trusted))
    );
    assert_eq!(
        failed(&outsider),
        (vec![CodeRead, Reachable, Trusted], Some(LoggedIn))
    );
    assert!(outsider.sentence.is_some() && joined(&folder).is_none());
    let done = tried(&folder, &right.to_string()).await;
    assert_eq!(
        failed(&done),
        (vec![CodeRead, Reachable, Trusted, LoggedIn, IsPlant], None)
    );
    assert_eq!(done.plant.as_deref(), Some("Plant 1"));
    assert_eq!(joined(&folder), Some(right));
}
