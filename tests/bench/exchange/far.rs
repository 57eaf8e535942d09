//! Captures while the plant is far and the network bad, beside captures while it is well.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use plant_tests::postgres::HOST;
use plant_tests::proxy::{Mood, Proxy};
use tokio::time::sleep;

use crate::report::{Report, Times};
use crate::sizes::Sizes;

use super::rig::{Member, Rig};

/// Slices of each kind, which take turns.
const SLICES: usize = 4;
/// Pause between two captures: a slice lasts for several questions to a plant that is far.
const APART: Duration = Duration::from_millis(10);
/// Time for the exchange to meet the bad network before a slice is measured.
const MET: Duration = Duration::from_secs(1);

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, rig: &mut Rig) {
    let server = SocketAddr::new(HOST.parse().unwrap(), rig.cluster.port());
    let network = Proxy::start(server);
    let [first, second] = rig.rest().await;
    let first = first.by_way_of(network.port()).await;
    let (mut far, mut well) = (Times::default(), Times::default());
    for _ in 0..SLICES {
        network.set(Mood::Clear);
        first.settled().await;
        slice(&first, sizes, &mut well).await;
        network.set(Mood::Far);
        sleep(MET).await;
        slice(&first, sizes, &mut far).await;
    }
    network.set(Mood::Clear);
    first.settled().await;
    let port = rig.cluster.port();
    let first = first.at_rest().await.by_way_of(port).await;
    rig.put_back(first, second.again().await);
    let (far, well) = (far.quantile_ms(0.99), well.quantile_ms(0.99));
    report.number("exchange.far.capture_ms_p99", far);
    report.number("exchange.far.healthy_ms_p99", well);
    report.number("exchange.far.capture_ratio_p99", far / well);
}

async fn slice(member: &Member, sizes: &Sizes, times: &mut Times) {
    for number in 0..sizes.captures / 3 / SLICES {
        let begun = Instant::now();
        member.capture(number).await;
        times.add(begun.elapsed());
        sleep(APART).await;
    }
}
