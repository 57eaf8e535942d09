//! Printers of the USB printer class.

use devices::binding::Target;
use devices::codec::zpl_status::Attention;
use devices::driver::printer::{Delivery, Language, PrinterSettings, Status};
use devices::port::Fault;
use devices::port::usb_printer::found;
use devices::run;
use devices::usb::UsbId;

use crate::bed::within;
use crate::recording::Recording;

const LABEL: &[u8] = b"^XA^CI28^FO20,20^FDLOT24^FS^XZ";
const ASKED: &[u8] = b"~HS\r\n";
const WELL: &[u8] = b"\x02030,0,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
    \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

/// Statuses of a port: well, and without paper.
const PORT_WELL: u8 = 0x18;
const PORT_PAPER_OUT: u8 = 0x38;

/// Statuses of a transfer: the printer refuses it, and it is not there any more.
const REFUSED: i32 = -32;
const UNPLUGGED: i32 = -19;

/// A printer that answers nothing, as in a language that has no answers.
const ONE_WAY: PrinterSettings = PrinterSettings {
    language: Language::Zpl,
    dpi: 203,
    tells_status: false,
    answer_within: std::time::Duration::from_secs(2),
    accept_within: std::time::Duration::from_secs(2),
    print_within: std::time::Duration::from_secs(2),
    ask_every: std::time::Duration::from_millis(10),
};

fn bound(serial: Option<&str>) -> Target {
    Target::UsbPrinter {
        device: UsbId {
            vid: 0x0a5f,
            pid: 0x0166,
            serial: serial.map(str::to_owned),
            chain: None,
        },
    }
}

fn play(recording: &Recording, test: &str) {
    let folder = tempfile::tempdir().unwrap();
    within(test, &recording.bed(folder.path()));
}

#[test]
fn a_printer_says_what_it_is() {
    let id = "MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZD421-203dpi ZPL;";
    let recording = Recording::new().serial_number("D2J000000001").device_id(id);

    play(&recording, "printer::within_a_bed_a_printer_is_found");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_printer_is_found() {
    let printers = found().unwrap();

    let [printer] = printers.as_slice() else {
        panic!("{printers:?}")
    };
    let told = printer.told.as_ref().unwrap();
    assert_eq!(told.model, "ZTC ZD421-203dpi ZPL");
    assert_eq!(told.language(), Some(Language::Zpl));
    assert_eq!(printer.id.serial.as_deref(), Some("D2J000000001"));
    assert_eq!(printer.id.chain.as_deref(), Some("1-1"));
}

#[test]
fn a_label_goes_over_usb_and_is_confirmed() {
    let recording = Recording::new()
        .serial_number("D2J000000001")
        .takes(ASKED, 0)
        .gives(WELL)
        .takes(LABEL, 0)
        .takes(ASKED, 0)
        .gives(WELL);

    play(&recording, "printer::within_a_bed_a_label_is_printed");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_a_label_is_printed() {
    let target = bound(Some("D2J000000001"));

    let outcome = run::print(&target, PrinterSettings::default(), LABEL, || true);

    assert_eq!(outcome.delivery(), Delivery::Confirmed, "{outcome:?}");
    assert_eq!((outcome.accepted, outcome.fault), (LABEL.len(), None));
}

#[test]
fn another_printer_of_the_same_make_gets_no_label() {
    let recording = Recording::new().serial_number("D2J000000001");

    play(
        &recording,
        "printer::within_a_bed_the_printer_is_another_one",
    );
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_the_printer_is_another_one() {
    let outcome = run::print(&bound(Some("D2J000000002")), ONE_WAY, LABEL, || {
        panic!("no claim without the printer")
    });

    assert_eq!((outcome.accepted, outcome.fault), (0, Some(Fault::Gone)));
}

#[test]
fn a_printer_without_a_voice_shows_on_its_port_that_paper_is_out() {
    let recording = Recording::new()
        .port_status(PORT_PAPER_OUT)
        .port_status(PORT_WELL)
        .takes(LABEL, 0);

    play(&recording, "printer::within_a_bed_paper_is_out_and_then_in");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_paper_is_out_and_then_in() {
    let print = || run::print(&bound(None), ONE_WAY, LABEL, || true);

    let out = print();
    let within = print();

    assert_eq!(out.status_before.attention(), [Attention::PaperOut]);
    assert_eq!(out.delivery(), Delivery::NotStarted);
    assert_eq!(within.status_before, Status::NotAsked);
    assert_eq!(within.delivery(), Delivery::Delivered, "{within:?}");
}

#[test]
fn a_transfer_that_breaks_leaves_the_label_uncertain() {
    let recording = Recording::new()
        .port_status(PORT_WELL)
        .takes(LABEL, REFUSED)
        .port_status(PORT_WELL)
        .takes(LABEL, UNPLUGGED);

    play(&recording, "printer::within_a_bed_transfers_break");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_transfers_break() {
    for fault in [Fault::Stall, Fault::Gone] {
        let outcome = run::print(&bound(None), ONE_WAY, LABEL, || true);

        assert_eq!(outcome.fault, Some(fault), "{outcome:?}");
        assert_eq!(outcome.delivery(), Delivery::Uncertain);
    }
}

#[test]
fn a_label_that_comes_over_the_wire_otherwise_than_it_was_made_is_noticed_here() {
    let recording = Recording::new().port_status(PORT_WELL).takes(b"^XA^XZ", 0);

    play(&recording, "printer::within_a_bed_other_bytes_are_awaited");
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_other_bytes_are_awaited() {
    let outcome = run::print(&bound(None), ONE_WAY, LABEL, || true);

    assert_eq!((outcome.accepted, outcome.fault), (0, Some(Fault::Timeout)));
}
