//! The demo plant's scanner and scale, where it expects them.

use std::net::{Ipv4Addr, SocketAddr};

use host::demo::SIMULATED;
use simulators::cable::Attach;
use simulators::scale::{self, Scale};
use simulators::scanner::{self, Scanner};

/// Devices to be seen at work; one whose place is taken is left to whoever took it.
pub(crate) struct Devices {
    scanner: Option<Scanner>,
    scale: Option<Scale>,
}

impl Devices {
    /// Starts them.
    pub(crate) fn start() -> Self {
        let scanner = scanner::Options {
            attach: at("scanner"),
            suffix: b"\r".to_vec(),
        };
        Self {
            scanner: told("scanner", Scanner::start(scanner)),
            scale: told("scale", Scale::start(&scale::Options::new(at("scale")))),
        }
    }

    /// Pulls the trigger.
    pub(crate) fn scan(&self, code: &str) {
        if let Some(scanner) = &self.scanner {
            scanner.scan(code.as_bytes());
        }
    }

    /// Puts so many kilograms on the scale.
    pub(crate) fn put(&self, kilograms: &str) {
        let put = self.scale.as_ref().map(|scale| scale.put(kilograms, "kg"));
        if let Some(Err(bad)) = put {
            println!("{bad}");
        }
    }
}

fn at(role: &str) -> Attach {
    let known = SIMULATED.iter().find(|(known, _)| *known == role);
    let port = known.map_or(0, |(_, port)| *port);
    Attach::Tcp {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
    }
}

fn told<T>(role: &str, started: std::io::Result<T>) -> Option<T> {
    started
        .inspect_err(|error| println!("no {role} is simulated: {error}"))
        .ok()
}
