//! The devices of the station under test.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use plant_tests::linesidectl::done;
use simulators::cable::Attach;
use simulators::{printer, scale, scanner};

/// How long a weight swings: long enough for a person to press too early.
const SETTLE_TIME: Duration = Duration::from_secs(4);

/// Scanner and scale on serial lines, a printer on the network.
pub(crate) struct Bench {
    scanner: scanner::Scanner,
    scale: scale::Scale,
    printer: printer::Printer,
}

impl Bench {
    /// Starts the devices and tells the station about them; it must not be running yet.
    pub(crate) fn bind(station: &Path) -> Self {
        let bench = Self::start();
        for (role, target) in [
            (
                "scanner",
                format!("serial:{}", bench.scanner.address().unwrap()),
            ),
            (
                "scale",
                format!("serial:{}", bench.scale.address().unwrap()),
            ),
            ("printer", format!("tcp:{}", bench.printer.address())),
        ] {
            done(station, &["devices", "bind", role, &target, "--simulated"]);
        }
        bench
    }

    fn start() -> Self {
        let pty = || Attach::Pty { link: None };
        let mut scale = scale::Options::new(pty());
        scale.settle = SETTLE_TIME;
        let scanner = scanner::Options {
            attach: pty(),
            suffix: b"\r".to_vec(),
        };
        let printer = printer::Options {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            shelf: None,
            tongue: Default::default(),
            print_time: Duration::from_millis(200),
        };
        Self {
            scanner: scanner::Scanner::start(scanner).unwrap(),
            scale: scale::Scale::start(&scale).unwrap(),
            printer: printer::Printer::start(&printer).unwrap(),
        }
    }

    /// Pulls the trigger on a Code 128.
    pub(crate) fn scan(&self, code: &str) {
        self.scanner.scan(format!("]C0{code}").as_bytes());
    }

    /// Puts so many kilograms on the pan.
    pub(crate) fn weigh(&self, kilograms: &str) {
        self.scale.put(kilograms, "kg").unwrap();
    }

    /// The labels that came out so far.
    pub(crate) fn printed(&self) -> Vec<Vec<u8>> {
        self.printer.printed()
    }
}
