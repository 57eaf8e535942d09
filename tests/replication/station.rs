//! A station: a process on a data folder, and its way to the plant.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use plant_tests::linesidectl::{Served, ask, done, verified};
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
    pub(crate) fn join(data: PathBuf, mut code: JoinCode, plant: SocketAddr) -> Self {
        let network = Proxy::start(plant);
        code.port = network.port();
        let folder = data.to_str().unwrap().to_owned();
        done(&data, &["join", "--data", &folder, &code.to_string()]);
        let served = Mutex::new(Some(Served::start(&data)));
        Self {
            data,
            network,
            served,
        }
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

    /// Whether it is in touch, has sent everything, and has everything the plant told of.
    pub(crate) fn is_level(&self) -> bool {
        self.ask("view_station", &json!({})).is_ok_and(|frame| {
            frame["connection"] == "online" && frame["queued"] == 0 && frame["behind"] == 0
        })
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
