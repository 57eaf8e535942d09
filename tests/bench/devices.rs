//! Devices: from the weight that has settled to what the screens show, from the press on "print" to the
//! last byte of the label at the printer, and how many labels are drawn in a second beside what a wire
//! carries.
//!
//! Scale and printer are TCP ones played here, so that no simulator's pause counts; all else is real.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use devices::binding::Target;
use domain::id::{LabelId, MaterialLotId, RequestId};
use domain::job_order::{Command, Finish};
use domain::quantity::Quantity;
use host::device::Wiring;
use host::scan::find_scan;
use host::{Host, demo};
use labels::{Fields, Template, pdf, render, zpl};
use station::request::{CommandJobOrder, CommandLabel, FindScan, Found, LabelCommand, LogIn};
use station::view::device::{Change, DeviceRole, WeightView};
use station::{Folder, SystemClock};
use store::Store;
use uuid::Uuid;

use crate::report::{Report, Times};
use crate::sizes::Sizes;

/// How long anything may take before the bench has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a weight stays on the scale, and how long it moves before it has settled.
const RESTS: Duration = Duration::from_millis(700);

/// A printer that is well.
const WELL: &[u8] = b"\x02030,0,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

/// Labels drawn of each kind, after one that does not count.
const DRAWN: usize = 200;

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let (scale, printer) = (port(), port());
    let folder = tempfile::tempdir_in(folder).unwrap();
    let data = Folder::new(folder.path().join("data"));
    demo::make(&data, Arc::new(SystemClock)).await.unwrap();
    for (role, listener) in [(DeviceRole::Scale, &scale), (DeviceRole::Printer, &printer)] {
        let store = Store::open(&data).await.unwrap();
        let row = Wiring::at(at(listener)).row(role, true).unwrap();
        store
            .writer()
            .await
            .unwrap()
            .bind_device(&row)
            .await
            .unwrap();
    }
    let settled = Arc::new(AtomicBool::new(false));
    let theirs = settled.clone();
    std::thread::spawn(move || play_scale(&scale, &theirs));
    let (printed, labels) = channel();
    std::thread::spawn(move || play_printer(&printer, &printed));
    let host = Host::start(data, Arc::new(SystemClock)).await.unwrap();
    weigh(report, sizes, &host, &settled).await;
    print(report, sizes, &host, &labels).await;
    draw(report);
}

fn port() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
}

fn at(listener: &TcpListener) -> Target {
    let address: SocketAddr = listener.local_addr().unwrap();
    Target::Tcp {
        host: address.ip().to_string(),
        port: address.port(),
    }
}

/// Makes the lot of an order of two operations.
async fn make_lot(host: &Host, session: Uuid) -> MaterialLotId {
    let mut made = None;
    for segment in ["10", "20"] {
        let scan = FindScan {
            text: format!("MO-1002/{segment}"),
            symbology: None,
        };
        let found = find_scan(&host.station, scan).await.unwrap();
        let Found::Job { job, work_unit, .. } = found else {
            panic!("the demo plant has this job: {found:?}")
        };
        let start = Command::Start {
            work_unit: work_unit.unwrap(),
        };
        let report = Command::Report {
            good: Quantity::parse("5", "kg").unwrap(),
            scrap: Vec::new(),
            rework: None,
            finish: Finish::Complete,
            reason: None,
        };
        for command in [start, report] {
            let request = CommandJobOrder {
                request: RequestId(Uuid::now_v7()),
                session,
                job,
                confirmed: true,
                command,
            };
            made = Some(host.station.command_job_order(request).await.unwrap());
        }
    }
    made.unwrap().produced[0].lot
}

/// MT-SICS: 5 kg, which move until they have settled.
fn play_scale(listener: &TcpListener, settled: &AtomicBool) {
    let (mut line, _) = listener.accept().unwrap();
    line.set_nodelay(true).unwrap();
    let mut buffer = [0; 256];
    while let Ok(count @ 1..) = line.read(&mut buffer) {
        let asked = buffer[..count].split(|byte| *byte == b'\n').count() - 1;
        let answer: &[u8] = match settled.load(Ordering::Acquire) {
            true => b"S S      5.000 kg\r\n",
            false => b"S D      5.003 kg\r\n",
        };
        for _ in 0..asked {
            line.write_all(answer).unwrap();
        }
    }
}

async fn weigh(report: &mut Report, sizes: &Sizes, host: &Host, settled: &AtomicBool) {
    let mut times = Times::default();
    let mut changes = host.station.changes();
    for number in 0..sizes.weights {
        settled.store(false, Ordering::Release);
        // Another moment of the scale's round each time.
        tokio::time::sleep(RESTS + Duration::from_millis(number as u64 * 37 % 300)).await;
        while changes.try_recv().is_ok() {}
        let begun = Instant::now();
        settled.store(true, Ordering::Release);
        let stands = async {
            while !matches!(
                changes.recv().await.unwrap(),
                Change::Weighed {
                    weight: WeightView::Weight { stable: true, .. }
                }
            ) {}
        };
        tokio::time::timeout(PATIENCE, stands).await.unwrap();
        times.add(begun.elapsed());
    }
    report.number("weigh.settled_to_screen_ms_p50", times.quantile_ms(0.5));
    report.number("weigh.settled_to_screen_ms_p99", times.quantile_ms(0.99));
}

/// ZPL: says that it is well, and when the last byte of a label has come.
fn play_printer(listener: &TcpListener, printed: &Sender<Instant>) {
    loop {
        let (mut line, _) = listener.accept().unwrap();
        line.set_nodelay(true).unwrap();
        serve(&mut line, printed);
    }
}

fn serve(line: &mut TcpStream, printed: &Sender<Instant>) {
    let (mut heard, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    while let Ok(count @ 1..) = line.read(&mut buffer) {
        heard.extend_from_slice(&buffer[..count]);
        if heard.ends_with(b"~HS\r\n") {
            line.write_all(WELL).unwrap();
            heard.clear();
        }
        if heard.trim_ascii_end().ends_with(b"^XZ") {
            heard.clear();
            // The bench may have ended already.
            let _ended = printed.send(Instant::now());
        }
    }
}

async fn print(report: &mut Report, sizes: &Sizes, host: &Host, printed: &Receiver<Instant>) {
    let log_in = LogIn {
        badge: Some("B-2001".to_owned()),
        person: None,
        pin: Some("2001".to_owned()),
    };
    let session = host.station.log_in(log_in).await.unwrap().session;
    let lot = make_lot(host, session).await;
    let mut label: Option<LabelId> = None;
    let mut times = Times::default();
    for _ in 0..sizes.labels {
        let command = match label {
            None => LabelCommand::Print { lot },
            Some(label) => LabelCommand::Reprint {
                label,
                reason: "bench".to_owned(),
            },
        };
        let request = CommandLabel {
            request: RequestId(Uuid::now_v7()),
            session,
            command,
        };
        let begun = Instant::now();
        let answer = host.station.command_label(request).await.unwrap();
        let came = tokio::task::block_in_place(|| printed.recv_timeout(PATIENCE)).unwrap();
        times.add(came - begun);
        label = Some(answer.label);
        // The printer's answer is recorded before the next press.
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    report.number("label.click_to_printer_ms_p50", times.quantile_ms(0.5));
    report.number("label.click_to_printer_ms_p99", times.quantile_ms(0.99));
}

/// What a wire carries in a second, in bytes: RS-232 at 9600 8N1, and what a label printer takes over
/// full-speed USB.
const WIRES: [(&str, f64); 2] = [("serial_9600", 960.0), ("usb_full_speed", 1_000_000.0)];

fn draw(report: &mut Report) {
    let fields = Fields::new()
        .with("item", "BRK-2040-SS")
        .with(
            "description",
            "Bracket 40 × 20 mm, stainless steel, deburred",
        )
        .with("lot", "24-0917-A")
        .with("gtin", "09521234543213")
        .with("quantity", "240")
        .with("unit", "EA")
        .with("order", "WO-100045")
        .with("uid", "7K3M9Q2XW0ABR12");
    let label = || render(Template::lot(), &fields).unwrap();
    let bytes = zpl::emit(&label()).len();
    report.number("label.zpl_bytes", bytes as f64);
    report.number("label.zpl_per_s", per_second(|| zpl::emit(&label()).len()));
    report.number(
        "label.pdf_per_s",
        per_second(|| pdf::emit(&label()).unwrap().len()),
    );
    for (name, carries) in WIRES {
        let key = format!("label.wire.{name}_labels_per_s");
        report.number(&key, carries / bytes as f64);
    }
}

fn per_second(mut make: impl FnMut() -> usize) -> f64 {
    assert!(make() > 0);
    let begun = Instant::now();
    for _ in 0..DRAWN {
        std::hint::black_box(make());
    }
    DRAWN as f64 / begun.elapsed().as_secs_f64()
}
