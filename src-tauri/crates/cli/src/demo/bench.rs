//! The simulated devices of the demo, in this process.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use devices::binding::Target;
use host::device::Wiring;
use simulators::cable::Attach;
use simulators::printer::{self, Printer};
use simulators::scale::{self, Scale};
use simulators::scanner::{self, Scanner};
use station::view::device::DeviceRole;
use store::Folder;

use crate::devices::bind;
use crate::problem::Problem;
use crate::sim::PRINT_TIME;

/// A scanner, a scale and a printer on ports of their own.
pub(super) struct Bench {
    pub(super) scanner: Scanner,
    pub(super) scale: Scale,
    printer: Printer,
}

impl Bench {
    /// Starts the devices; printed labels go to `shelf`.
    ///
    /// # Errors
    /// When a port or the folder cannot be had.
    pub(super) fn start(shelf: &Path) -> std::io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let (attach, suffix) = (Attach::Tcp { address }, b"\r".to_vec());
        let shelf = Some(shelf.to_owned());
        Ok(Self {
            scale: Scale::start(&scale::Options::new(attach.clone()))?,
            scanner: Scanner::start(scanner::Options { attach, suffix })?,
            printer: Printer::start(&printer::Options {
                address,
                shelf,
                tongue: Default::default(),
                print_time: PRINT_TIME,
            })?,
        })
    }

    /// Gives each its part at the station.
    ///
    /// # Errors
    /// [`Problem`], when the folder cannot be written.
    pub(super) async fn bind(&self, folder: &Folder) -> Result<(), Problem> {
        let printer = self.printer.address().to_string();
        for (role, address) in [
            (DeviceRole::Scanner, self.scanner.address()),
            (DeviceRole::Scale, self.scale.address()),
            (DeviceRole::Printer, Some(printer)),
        ] {
            let missing = || Problem::Missing(format!("{role:?}").to_lowercase());
            let address: SocketAddr = address
                .and_then(|address| address.parse().ok())
                .ok_or_else(missing)?;
            let target = Target::Tcp {
                host: address.ip().to_string(),
                port: address.port(),
            };
            bind(folder, role, &Wiring::at(target), true).await?;
        }
        Ok(())
    }
}
