//! A station: a process on a data folder, and its way to the plant.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use plant_tests::linesidectl::{Said, Served, ask, run, verified};
use plant_tests::proxy::Proxy;
use replication::postgres::JoinCode;
use serde_json::{Value, json};

/// A station. Dropped, its process is killed.
pub(crate) struct Station {
    data: PathBuf,
    pub(crate) network: Proxy,
    served: Mutex<Option<Served>>,
}

impl Station {
    /// Joins the plant through a network of its own, and starts.
    pub(crate) fn join(data: PathBuf, code: JoinCode, plant: SocketAddr) -> Self {
        Self::joined(data, code, plant).0
    }

    /// The same, with what was said when it joined.
    pub(crate) fn joined(data: PathBuf, mut code: JoinCode, plant: SocketAddr) -> (Self, Said) {
        let network = Proxy::start(plant);
        code.port = network.port();
        let folder = data.to_str().unwrap().to_owned();
        let said = run(&data, &["join", "--data", &folder, &code.to_string()]);
        assert_eq!(said.code, Some(0), "{}", said.errors);
        let served = Mutex::new(Some(Served::start(&data)));
        let station = Self {
            data,
            network,
            served,
        };
        (station, said)
    }

    /// Uses the running process.
    pub(crate) fn with<T>(&self, use_it: impl FnOnce(&Served) -> T) -> T {
        use_it(self.served.lock().unwrap().as_ref().unwrap())
    }

    /// The answer of an operation; an error where the process goes away, or refuses.
    pub(crate) fn ask(&self, name: &str, body: &Value) -> Result<Value, String> {
        let address = self.with(|served| served.address().to_owned());
        let reply = ask(&address, name, body).map_err(|gone| gone.to_string())?;
        match reply.status {
            200 => Ok(reply.json()),
            status => Err(format!("{status}: {}", reply.body)),
        }
    }

    /// Kills the process as a power cut would, and starts it again.
    pub(crate) fn cut_power(&self) {
        let mut served = self.served.lock().unwrap();
        served.take().unwrap().kill();
        *served = Some(Served::start(&self.data));
    }

    /// Ends it as a power cut would, for good; returns what is on its disk.
    pub(crate) fn dies(self) -> PathBuf {
        self.served.lock().unwrap().take().unwrap().kill();
        self.data
    }

    /// Whether it is in touch and has sent everything.
    pub(crate) fn has_sent_everything(&self) -> bool {
        self.frame().is_some_and(|frame| frame["queued"] == 0)
    }

    /// Whether it has everything of others that the plant told it of after `moment`.
    pub(crate) fn is_level_since(&self, moment: DateTime<Utc>) -> bool {
        self.frame().is_some_and(|frame| {
            let heard = frame["heard_at"].as_str().and_then(|at| at.parse().ok());
            frame["behind"] == 0 && heard.is_some_and(|at: DateTime<Utc>| at > moment)
        })
    }

    /// The frame of its screens, while it is in touch.
    fn frame(&self) -> Option<Value> {
        let frame = self.ask("view_station", &json!({})).ok()?;
        (frame["connection"] == "online").then_some(frame)
    }

    /// Stops it, and proves its folder; returns how many events it holds.
    pub(crate) fn stopped(&self) -> u64 {
        let served = self.served.lock().unwrap().take().unwrap();
        assert!(served.stop().success());
        verified(&self.data).0
    }

    /// Its file.
    pub(crate) fn file(&self) -> PathBuf {
        Path::new(&self.data).join(store::DATABASE)
    }
}
