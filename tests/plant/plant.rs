//! A plant with stations, for one test.

use domain::origin::{Origin, StationId};
use plant_tests::postgres::Cluster;
use replication::postgres::{JoinCode, PlantAdmin, PlantLink};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};

/// The database of the plant.
pub(crate) const DATABASE: &str = "lineside";
/// The station that most tests drive.
pub(crate) const PRESS: StationId = StationId([0x11; 16]);
/// Another one.
pub(crate) const OVEN: StationId = StationId([0x22; 16]);

/// A plant on a server of its own.
pub(crate) struct Plant {
    pub(crate) cluster: Cluster,
    pub(crate) admin: PlantAdmin,
}

impl Plant {
    /// Makes one.
    pub(crate) async fn make() -> Self {
        let cluster = Cluster::start();
        let mut admin = PlantAdmin::connect(&cluster.admin_url(DATABASE))
            .await
            .unwrap();
        admin.init("Plant 1", None).await.unwrap();
        Self { cluster, admin }
    }

    /// Enrolls a station.
    pub(crate) async fn enroll(&mut self, name: &str) -> JoinCode {
        let ca = std::fs::read_to_string(self.cluster.ca()).unwrap();
        self.admin.enroll(name, Some(ca), &[]).await.unwrap()
    }

    /// Enrolls a station and connects as it.
    pub(crate) async fn joined(&mut self, name: &str, station: StationId) -> PlantLink {
        let code = self.enroll(name).await;
        PlantLink::connect(&code, station).await.unwrap()
    }

    /// The administrator's own connection.
    pub(crate) async fn sql(&self) -> PgConnection {
        let url = self.cluster.admin_url(DATABASE);
        let options: PgConnectOptions = url.parse().unwrap();
        options.connect().await.unwrap()
    }
}

/// The first epoch of a station.
pub(crate) fn first(station: StationId) -> Origin {
    Origin { station, epoch: 1 }
}
