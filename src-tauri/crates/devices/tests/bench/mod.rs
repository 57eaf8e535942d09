//! Where simulated devices hang.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use devices::binding::{SerialId, Target};
use devices::port::serial::Line;
use simulators::cable::Attach;

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// A free port on this machine.
pub(crate) fn loopback() -> Attach {
    Attach::Tcp {
        address: any_port(),
    }
}

pub(crate) fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// A serial line at a path, 9600 8N1.
pub(crate) fn serial(path: &str) -> Target {
    Target::Serial {
        port: SerialId::Path(path.to_owned()),
        line: Line::default(),
    }
}

/// A device at a path or an `address:port`, as a simulator names it.
pub(crate) fn target(address: &str) -> Target {
    match address.parse::<SocketAddr>() {
        Ok(address) => Target::Tcp {
            host: address.ip().to_string(),
            port: address.port(),
        },
        Err(_) => serial(address),
    }
}

/// Stops a loop at the end of its test, however the test ends.
pub(crate) struct Stops<'a>(pub(crate) &'a AtomicBool);

impl Drop for Stops<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
