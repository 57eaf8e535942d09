//! A plant with joined stations, each over a network of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::Utc;
use plant_tests::linesidectl::{Said, Served, done, linesidectl, said, until};
use plant_tests::postgres::{Cluster, HOST};
use replication::postgres::{JoinCode, PlantAdmin};
use serde_json::{Value, json};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};
use tempfile::TempDir;

use crate::people::{dispatch, log_in, order, release, start, to_job, unit};
use crate::station::Station;

/// The database of the plant.
const DATABASE: &str = "lineside";
/// An order that the first station brings.
pub(crate) const LAST_ORDER: &str = "MO-1012";
/// An order that the demo plant drills parts for.
const RUNNING_ORDER: &str = "MO-1001";
/// Who works, at stations that the orders reach over the plant.
const PEOPLE: &str = "key,name,badge,pin,roles\nP-03,Ingrid Sund,B-2001,2001,supervisor;operator\n";

/// A plant. Dropped, it is gone with everything.
pub(crate) struct Plant {
    pub(crate) cluster: Cluster,
    pub(crate) stations: Vec<Station>,
    pub(crate) folder: TempDir,
}

impl Plant {
    /// Makes a plant with running stations that know the first one's orders.
    pub(crate) fn make(stations: usize) -> Self {
        let cluster = Cluster::start();
        let folder = tempfile::tempdir().unwrap();
        let stations = codes(&cluster, stations)
            .into_iter()
            .enumerate()
            .map(|(number, code)| {
                let data = folder.path().join(format!("station-{number}"));
                found(&data, number);
                let server = SocketAddr::new(HOST.parse().unwrap(), cluster.port());
                Station::join(data, code, server)
            })
            .collect();
        let plant = Self {
            cluster,
            stations,
            folder,
        };
        plant.all_know(LAST_ORDER);
        plant
    }

    /// Jobs that run: one that the demo plant began, and one that is released and started here.
    /// Returns them once every station knows.
    pub(crate) fn started(&self) -> Vec<Value> {
        let jobs = self.stations[0].with(|served| {
            let session = log_in(served);
            let saw = unit(served, "SAW-1");
            let view = release(served, &session, &order(served, LAST_ORDER));
            dispatch(served, &session, &view["jobs"][0], &saw);
            start(served, &session, &view["jobs"][0], &saw);
            let running = json!({ "order_id": order(served, RUNNING_ORDER)["order_id"] });
            let drill = served.answer("view_order", &running)["jobs"][1]["job"].clone();
            let command = json!({ "do": "start", "work_unit": unit(served, "CNC-1") });
            served.answer("command_job_order", &to_job(&session, &drill, command));
            vec![view["jobs"][0]["job"].clone(), drill]
        });
        self.all_have_everything();
        jobs
    }

    /// Waits until every station has sent what it has, and then has heard what the plant has.
    pub(crate) fn all_have_everything(&self) {
        for station in &self.stations {
            until("an empty queue", || {
                station.has_sent_everything().then_some(())
            });
        }
        let all_sent = Utc::now();
        for station in &self.stations {
            until("what the others have", || {
                station.is_level_since(all_sent).then_some(())
            });
        }
    }

    /// The administrator's own connection.
    pub(crate) async fn sql(&self) -> PgConnection {
        let url = self.cluster.admin_url(DATABASE);
        let options: PgConnectOptions = url.parse().unwrap();
        options.connect().await.unwrap()
    }

    /// What `linesidectl plant verify` says last.
    pub(crate) fn verified(&self) -> String {
        self.installer(&["verify"])
    }

    /// The last line of what `linesidectl plant` says to an installer.
    pub(crate) fn installer(&self, words: &[&str]) -> String {
        let url = self.cluster.admin_url(DATABASE);
        let mut plant = linesidectl([&["plant"], words].concat());
        let said = said(plant.env("LINESIDE_PLANT_ADMIN_URL", url));
        assert_eq!(said.code, Some(0), "{}", said.errors);
        said.output.lines().last().unwrap().to_owned()
    }

    /// Lets a station in on a data folder that is there, with the code of an installer.
    pub(crate) fn let_in(&self, data: PathBuf, name: &str, more: &[&str]) -> Station {
        self.told_in(data, name, more).0
    }

    /// The same, with what was said when it joined.
    pub(crate) fn told_in(&self, data: PathBuf, name: &str, more: &[&str]) -> (Station, Said) {
        let ca = self.cluster.ca();
        let enroll = ["enroll", name, "--ca", ca.to_str().unwrap()];
        let code = self.installer(&[&enroll, more].concat());
        let server = SocketAddr::new(HOST.parse().unwrap(), self.cluster.port());
        Station::joined(data, code.parse().unwrap(), server)
    }

    fn all_know(&self, order: &str) {
        let search = json!({ "filter": "all", "search": order });
        for station in &self.stations {
            until("an order of another station", || {
                let tray = station.ask("view_order_tray", &search).ok()?;
                (!tray["orders"].as_array()?.is_empty()).then_some(())
            });
        }
    }
}

fn codes(cluster: &Cluster, stations: usize) -> Vec<JoinCode> {
    let ca = std::fs::read_to_string(cluster.ca()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut admin = PlantAdmin::connect(&cluster.admin_url(DATABASE))
            .await
            .unwrap();
        admin.init("Plant 1", None).await.unwrap();
        let mut codes = Vec::new();
        for number in 0..stations {
            let name = format!("Station {number}");
            codes.push(admin.enroll(&name, Some(ca.clone()), &[]).await.unwrap());
        }
        codes
    })
}

/// Makes a data folder: the demo plant first, then stations that know nothing but who works.
pub(crate) fn found(data: &Path, number: usize) {
    if number == 0 {
        done(data, &["init", "--demo"]);
        return;
    }
    let name = format!("Station {number}");
    done(data, &["init", "--name", &name, "--zone", "Europe/Rome"]);
    let people = data.with_extension("people").join("people.csv");
    std::fs::create_dir_all(people.parent().unwrap()).unwrap();
    std::fs::write(&people, PEOPLE).unwrap();
    done(data, &["import", people.to_str().unwrap()]);
}

/// Good pieces of a job, as a station shows them.
pub(crate) fn good(served: &Served, job: &Value) -> u64 {
    let view = served.answer("view_job", &json!({ "job": job }));
    view["card"]["good"]["value"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}
