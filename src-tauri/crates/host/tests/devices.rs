//! Devices at a station: simulators that share no code with the drivers, a station on disk.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bench::{Plant, any_port, serial, tcp, until};
use devices::binding::Protocol;
use devices::driver::printer::PrinterSettings;
use devices::speech::Speech;
use domain::quantity::Quantity;
use host::device::{Devices, STOP_WAIT_MAX, Wiring};
use simulators::cable::Attach;
use simulators::printer::{Options as PrinterOptions, Printer, Trouble};
use simulators::{scale, scanner};
use station::request::{Found, LabelCommand};
use station::view::device::{Change, DeviceRole, WeightView};
use tokio::sync::broadcast::Receiver;

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_reaches_every_screen_with_nothing_focused() {
    let plant = Plant::demo().await;
    let scanner = scanner_on(Attach::Pty { link: None });
    let mut screens = [plant.station.changes(), plant.station.changes()];
    let _devices = start(&plant, DeviceRole::Scanner, &at(&scanner.address()));
    until_ready(&plant, DeviceRole::Scanner).await;

    scanner.scan_split(7, b"]C110AB-123\x1d21SN42");
    scanner.scan(b"H4471");

    for screen in &mut screens {
        assert_eq!(
            scanned(screen).await,
            ("10AB-123\u{1d}21SN42".to_owned(), Some("]C1".to_owned()))
        );
        assert_eq!(scanned(screen).await, ("H4471".to_owned(), None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_of_a_scanner_is_no_scan_and_says_what_to_check() {
    let plant = Plant::demo().await;
    let scanner = scanner_on(Attach::Pty { link: None });
    let mut screen = plant.station.changes();
    let _devices = start(&plant, DeviceRole::Scanner, &at(&scanner.address()));
    until_ready(&plant, DeviceRole::Scanner).await;

    scanner.raw(b"\xc8\xb4\xff\r");

    until("it says what to check", async || {
        let sentence = plant.device(DeviceRole::Scanner).sentence;
        sentence.is_some_and(|sentence| sentence.contains("check baud rate"))
    })
    .await;
    scanner.scan(b"H4471");
    assert_eq!(scanned(&mut screen).await.0, "H4471");
    assert_eq!(plant.device(DeviceRole::Scanner).sentence, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_finds_its_lot_or_says_why_not() {
    let plant = Plant::demo().await;
    let lot = plant.lot("H4471").await;

    for (text, symbology) in [
        ("H4471", Some("]C0")),
        ("10H4471\u{1d}21SN42", Some("]C1")),
        ("]d210H4471", None),
        ("LS1:7K2M9Q:H4471", None),
    ] {
        let Found::Lots { lots } = plant.find(text, symbology).await else {
            panic!("{text} is not found")
        };
        assert_eq!(lots.first().unwrap().lot, lot, "{text}");
    }
    for (text, symbology, sentence) in [
        ("0109521234543214", Some("]C1"), "wrong check digit"),
        ("0109521234543213", Some("]C1"), "names an item, not a lot"),
        ("10H447121SN42", Some("]C1"), "a separator may be missing"),
        ("H44", None, "check the label"),
        ("H\u{0}4471", None, "check baud rate"),
    ] {
        let Found::Nothing { sentence: said } = plant.find(text, symbology).await else {
            panic!("{text} finds something")
        };
        assert!(said.contains(sentence), "{text}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weight_is_shown_as_the_scale_shows_it() {
    let plant = Plant::demo().await;
    let scale = scale_on(Attach::Pty { link: None });
    let mut screen = plant.station.changes();
    let _devices = start(&plant, DeviceRole::Scale, &at(&scale.address()));

    scale.put("12.482", "kg").unwrap();

    until("the weight stands still", async || weighs(&plant, "12.482")).await;
    until("screens are told", async || {
        matches!(
            screen.try_recv(),
            Ok(Change::Weighed { weight: WeightView::Weight { weight, stable: true, .. } })
                if weight == kilograms("12.482")
        )
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weight_at_rest_is_told_once() {
    let plant = Plant::demo().await;
    let scale = scale_on(Attach::Pty { link: None });
    scale.put("5.000", "kg").unwrap();
    let _devices = start(&plant, DeviceRole::Scale, &at(&scale.address()));
    until("the weight stands still", async || weighs(&plant, "5.000")).await;

    let mut screen = plant.station.changes();
    tokio::time::sleep(Duration::from_secs(1)).await;

    assert!(screen.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scale_without_a_cable_shows_no_number_and_what_to_check() {
    let plant = Plant::demo().await;
    let link = plant.path("scale");
    let scale = scale_on(Attach::Pty {
        link: Some(link.clone()),
    });
    scale.put("5.000", "kg").unwrap();
    let _devices = start(
        &plant,
        DeviceRole::Scale,
        &at(&link.to_str().map(str::to_owned)),
    );
    until("the weight stands still", async || weighs(&plant, "5.000")).await;

    scale.unplug();

    until("no weight is shown", async || {
        no_weight(&plant).is_some_and(|sentence| sentence.contains("check its cable"))
    })
    .await;
    assert!(!plant.device(DeviceRole::Scale).ready);
    scale.plug();
    until("the weight is back", async || weighs(&plant, "5.000")).await;
    until_ready(&plant, DeviceRole::Scale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overloaded_scale_answers_and_shows_no_number() {
    let plant = Plant::demo().await;
    let scale = scale_on(Attach::Tcp {
        address: any_port(),
    });
    let _devices = start(&plant, DeviceRole::Scale, &at(&scale.address()));
    until("it shows zero", async || weighs(&plant, "0.000")).await;

    scale.trouble(Some(scale::Trouble::Overload));

    until("no weight is shown", async || {
        no_weight(&plant).is_some_and(|sentence| sentence.contains("overloaded"))
    })
    .await;
    assert!(plant.device(DeviceRole::Scale).ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_printed_as_recorded_and_confirmed() {
    let plant = Plant::demo().await;
    let printer = printer();
    let _devices = start(&plant, DeviceRole::Printer, &tcp(printer.address()));

    let label = plant.print(plant.make_lot().await).await;

    until_state(&plant, &label, "confirmed").await;
    let job = plant.print_job(&label).await;
    assert_eq!(printer.printed(), [trimmed(&job.bytes)]);
    assert_eq!((job.attempts, job.accepted), (1, length(&job.bytes)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_that_cannot_confirm_ends_at_delivered() {
    let plant = Plant::demo().await;
    let printer = printer();
    let settings = PrinterSettings {
        tells_status: false,
        ..PrinterSettings::default()
    };
    let mut wiring = tcp(printer.address());
    wiring.protocol = Some(Protocol::Printer(settings));
    let _devices = start(&plant, DeviceRole::Printer, &wiring);

    let label = plant.print(plant.make_lot().await).await;

    until_state(&plant, &label, "delivered").await;
    until("it is printed", async || printer.printed().len() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_leaves_a_label_uncertain_and_the_queue_waiting() {
    let plant = Plant::demo().await;
    let printer = printer();
    printer.trouble(Trouble::CutAt(200));
    let _devices = start(&plant, DeviceRole::Printer, &tcp(printer.address()));
    until_ready(&plant, DeviceRole::Printer).await;

    let lot = plant.make_lot().await;
    let cut = plant.print(lot).await;
    let next = plant.print(plant.make_another_lot().await).await;

    until_state(&plant, &cut, "uncertain").await;
    printer.put_right();
    until_ready(&plant, DeviceRole::Printer).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(plant.label_state(&next).await, "queued");
    assert!(printer.printed().is_empty());

    plant
        .label(LabelCommand::Settle {
            label: cut.label,
            copy: cut.copy,
            printed: false,
        })
        .await;
    until_state(&plant, &next, "confirmed").await;
    let bytes = plant.print_job(&next).await.bytes;
    assert_eq!(printer.printed(), [trimmed(&bytes)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_paper_a_label_waits_unclaimed_and_is_printed_once_there_is_some() {
    for talkative in [false, true] {
        let plant = Plant::demo().await;
        let printer = printer();
        printer.answers_in_trouble(talkative);
        printer.trouble(Trouble::PaperOut);
        let _devices = start(&plant, DeviceRole::Printer, &tcp(printer.address()));

        let label = plant.print(plant.make_lot().await).await;

        let word = if talkative {
            "load a roll"
        } else {
            "check paper"
        };
        until("it says what to do", async || {
            let view = plant.device(DeviceRole::Printer);
            !view.ready && view.sentence.is_some_and(|said| said.contains(word))
        })
        .await;
        let job = plant.print_job(&label).await;
        assert_eq!((job.state.as_str(), job.attempts), ("queued", 0));
        printer.put_right();
        until_state(&plant, &label, "confirmed").await;
        assert_eq!(printer.printed().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_on_its_way_when_the_station_stopped_is_uncertain_after_the_start() {
    let plant = Plant::demo().await;
    let label = plant.print(plant.make_lot().await).await;
    let on_its_way = plant.station.next_to_print(true).await.unwrap();
    assert!(on_its_way.is_some());

    let _devices = Devices::start(plant.station.clone(), Vec::new());

    until_state(&plant, &label, "uncertain").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_moves_to_another_device_while_running_and_stays_there() {
    let plant = Plant::demo().await;
    let (before, after) = (printer(), printer());
    let devices = start(&plant, DeviceRole::Printer, &tcp(before.address()));
    until_ready(&plant, DeviceRole::Printer).await;

    let wiring = tcp(after.address());
    devices
        .rebind(DeviceRole::Printer, wiring.clone(), true)
        .await
        .unwrap();

    let label = plant.print(plant.make_lot().await).await;
    until_state(&plant, &label, "confirmed").await;
    assert_eq!((before.printed().len(), after.printed().len()), (0, 1));
    let rows = plant.station.store().device_bindings().await.unwrap();
    assert!(rows.contains(&wiring.row(DeviceRole::Printer, true).unwrap()));
    assert_eq!(
        plant.device(DeviceRole::Printer).target,
        after.address().to_string()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_binding_that_cannot_be_read_is_shown_with_what_to_do() {
    let plant = Plant::demo().await;
    let mut row = tcp(any_port()).row(DeviceRole::Scale, false).unwrap();
    row.target = "COM3".to_owned();

    let _devices = Devices::start(plant.station.clone(), vec![row]);

    let view = plant.device(DeviceRole::Scale);
    assert!(!view.ready && view.sentence.unwrap().contains("set it up again"));
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_stop_soon_and_say_nothing_more() {
    let plant = Plant::demo().await;
    let scale = scale_on(Attach::Pty { link: None });
    let devices = start(&plant, DeviceRole::Scale, &at(&scale.address()));
    until("it shows zero", async || weighs(&plant, "0.000")).await;
    let started = Instant::now();

    drop(devices);

    assert!(started.elapsed() < STOP_WAIT_MAX);
    let mut screen = plant.station.changes();
    scale.put("5.000", "kg").unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(screen.try_recv().is_err());
    assert!(no_weight(&plant).unwrap().contains("stopped answering"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scale_speaks_what_its_binding_says_and_screens_are_told() {
    let plant = Plant::demo().await;
    let scale = scale::Scale::start(&scale::Options {
        protocol: scale::Protocol::Toledo8217,
        ..scale::Options::new(Attach::Pty { link: None })
    })
    .unwrap();
    let speech = Speech::named("toledo-8217", Some("kg")).unwrap();
    let wiring = Wiring {
        protocol: Some(Protocol::Scale(speech)),
        ..at(&scale.address())
    };
    let _devices = start(&plant, DeviceRole::Scale, &wiring);
    until_ready(&plant, DeviceRole::Scale).await;

    scale.put("12.482", "kg").unwrap();

    until("the weight is shown", async || weighs(&plant, "12.482")).await;
    let shown = plant.device(DeviceRole::Scale).target;
    assert!(shown.ends_with("(toledo-8217 in kg)"), "{shown}");
    scale.trouble(Some(scale::Trouble::Overload));
    until("the overload is told", async || {
        no_weight(&plant).is_some_and(|sentence| sentence.contains("overloaded"))
    })
    .await;
}

fn start(plant: &Plant, role: DeviceRole, wiring: &Wiring) -> Devices {
    let row = wiring.row(role, true).unwrap();
    Devices::start(plant.station.clone(), vec![row])
}

fn at(address: &Option<String>) -> Wiring {
    let address = address.as_deref().unwrap();
    match address.parse::<SocketAddr>() {
        Ok(address) => tcp(address),
        Err(_) => serial(address),
    }
}

fn scanner_on(attach: Attach) -> scanner::Scanner {
    let suffix = b"\r\n".to_vec();
    scanner::Scanner::start(scanner::Options { attach, suffix }).unwrap()
}

fn scale_on(attach: Attach) -> scale::Scale {
    scale::Scale::start(&scale::Options::new(attach)).unwrap()
}

fn printer() -> Printer {
    let options = PrinterOptions {
        address: any_port(),
        shelf: None,
        tongue: Default::default(),
        print_time: Duration::from_millis(50),
    };
    Printer::start(&options).unwrap()
}

async fn until_ready(plant: &Plant, role: DeviceRole) {
    until("the device is ready", async || plant.device(role).ready).await;
}

async fn until_state(plant: &Plant, label: &station::view::job::LabelView, state: &str) {
    until(&format!("the label is {state}"), async || {
        plant.label_state(label).await == state
    })
    .await;
}

async fn scanned(screen: &mut Receiver<Change>) -> (String, Option<String>) {
    loop {
        let heard = tokio::time::timeout(Duration::from_secs(10), screen.recv()).await;
        if let Change::Scanned { text, symbology } = heard.unwrap().unwrap() {
            return (text, symbology);
        }
    }
}

fn weighs(plant: &Plant, value: &str) -> bool {
    matches!(
        plant.station.view_weight(),
        WeightView::Weight { weight, stable: true, .. }
            if weight == kilograms(value)
    )
}

fn kilograms(value: &str) -> Quantity {
    Quantity::parse(value, "kg").unwrap()
}

fn no_weight(plant: &Plant) -> Option<String> {
    match plant.station.view_weight() {
        WeightView::NoWeight { sentence } => Some(sentence),
        WeightView::Weight { .. } => None,
    }
}

/// A label as the shelf keeps it: from `^XA` to `^XZ`, without the line ends around it.
fn trimmed(bytes: &[u8]) -> Vec<u8> {
    bytes.trim_ascii().to_vec()
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap()
}
