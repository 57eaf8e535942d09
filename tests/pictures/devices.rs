//! A scanner and a scale for the pictures, on ports of their own: the user's may be running.
#![allow(
    clippy::unwrap_used,
    reason = "pictures without devices at work would show nothing"
)]

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;

use plant_tests::program;
use simulators::cable::Attach;
use simulators::scale::{self, Scale};
use simulators::scanner::{self, Scanner};

/// Devices to be seen at work.
pub(crate) struct Devices {
    scanner: Scanner,
    scale: Scale,
}

impl Devices {
    /// Starts them, and gives each its part in the plant in `data`.
    pub(crate) fn start(data: &Path) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let attach = Attach::Tcp { address };
        let devices = Self {
            scale: Scale::start(&scale::Options::new(attach.clone())).unwrap(),
            scanner: Scanner::start(scanner::Options {
                attach,
                suffix: b"\r".to_vec(),
            })
            .unwrap(),
        };
        for (role, at) in [
            ("scanner", devices.scanner.address()),
            ("scale", devices.scale.address()),
        ] {
            let mut bind = Command::new(program("LINESIDECTL_BIN"));
            bind.args(["devices", "bind", "--data"]).arg(data);
            bind.args([role, &format!("tcp:{}", at.unwrap()), "--simulated"]);
            assert!(bind.status().unwrap().success(), "{bind:?}");
        }
        devices
    }

    /// Pulls the trigger.
    pub(crate) fn scan(&self, code: &str) {
        self.scanner.scan(code.as_bytes());
    }

    /// Puts so many kilograms on the scale.
    pub(crate) fn put(&self, kilograms: &str) {
        self.scale.put(kilograms, "kg").unwrap();
    }
}
