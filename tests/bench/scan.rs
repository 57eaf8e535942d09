//! From the byte that ends a code to the event every screen hears.
//!
//! The scanner is a TCP one played here, so that no simulator's pause counts; all else is real: the
//! device's thread, its codec, the station, the HTTP host and its server-sent events.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use devices::binding::Target;
use host::Host;
use host::device::Wiring;
use station::view::device::DeviceRole;
use station::{Folder, SystemClock};

use crate::plant::Plant;
use crate::report::{Report, Times};
use crate::sizes::Sizes;

const TOKEN: &str = "bench";

/// Time between two codes: nobody scans faster.
const BETWEEN: Duration = Duration::from_millis(20);

/// How long an event may take before the bench has failed.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let plant = Plant::idle(folder).await;
    let scanner = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let target = Target::Tcp {
        host: Ipv4Addr::LOCALHOST.to_string(),
        port: scanner.local_addr().unwrap().port(),
    };
    let row = Wiring::at(target).row(DeviceRole::Scanner, true).unwrap();
    let mut writer = plant.station.store().writer().await.unwrap();
    writer.bind_device(&row).await.unwrap();
    drop(writer);
    let folder = plant.close().await;
    let data = Folder::new(folder.path());
    let host = Arc::new(Host::start(data, Arc::new(SystemClock)).await.unwrap());
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listening = host::http::listen(any).await.unwrap();
    let address = listening.address;
    let serving = host::http::serve(host, listening, TOKEN, None, std::future::pending());
    let serving = tokio::spawn(serving);
    let scans = sizes.scans;
    let times = tokio::task::spawn_blocking(move || scan(&scanner, address, scans));
    let times = times.await.unwrap();
    serving.abort();
    report.number("scan.to_screen_ms_p50", times.quantile_ms(0.5));
    report.number("scan.to_screen_ms_p99", times.quantile_ms(0.99));
}

fn scan(scanner: &TcpListener, host: SocketAddr, scans: usize) -> Times {
    let (mut scanner, _) = scanner.accept().unwrap();
    scanner.set_nodelay(true).unwrap();
    let mut screen = Screen::open(host);
    let mut times = Times::default();
    for number in 0..scans {
        let code = format!("LOT-{number:06}");
        let begun = Instant::now();
        scanner.write_all(format!("{code}\r").as_bytes()).unwrap();
        screen.wait_for(&code);
        times.add(begun.elapsed());
        std::thread::sleep(BETWEEN);
    }
    times
}

/// A client that hears changes.
struct Screen {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Screen {
    fn open(host: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!(
            "GET /api/changes HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut screen = Self {
            stream,
            heard: Vec::new(),
        };
        screen.wait_for("200 OK");
        screen
    }

    /// Reads until `text` has come.
    fn wait_for(&mut self, text: &str) {
        let mut buffer = [0; 4_096];
        while !String::from_utf8_lossy(&self.heard).contains(text) {
            let count = self.stream.read(&mut buffer).unwrap();
            assert!(count > 0, "the host closed the connection");
            self.heard.extend_from_slice(&buffer[..count]);
        }
        self.heard.clear();
    }
}
