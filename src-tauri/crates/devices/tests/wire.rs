//! What the host stores and shows: the wire forms stay as they are.

#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use devices::binding::{Binding, Protocol, Role, SerialId, Target};
use devices::codec::frame::Framing;
use devices::codec::scan::Scan;
use devices::driver::printer::PrinterSettings;
use devices::port::Fault;
use devices::port::hid::HidKind;
use devices::port::serial::Line;
use devices::reading::{Reading, Reason, Weight};
use devices::speech::Speech;
use devices::supervise::State;
use devices::usb::UsbId;
use domain::quantity::Quantity;
use serde_json::{json, to_value};

#[test]
fn a_binding_comes_back_as_it_was_stored() {
    let id = UsbId {
        vid: 0x0eb8,
        pid: 0x2200,
        serial: Some("A1".to_owned()),
        chain: None,
    };
    let usb = SerialId::Usb(id.clone());
    let serial = |port| Target::Serial {
        port,
        line: Line::default(),
    };
    let tcp = Target::Tcp {
        host: "printer-3".to_owned(),
        port: 9_100,
    };
    let scanner = Protocol::ScanLine(Framing::default());
    for (role, target, protocol) in [
        (
            Role::Scanner,
            serial(SerialId::Path("/dev/ttyS0".to_owned())),
            scanner,
        ),
        (Role::Scale, serial(usb.clone()), Protocol::MtSics),
        (Role::Scale, serial(usb), Protocol::Scale(Speech::Nci)),
        (
            Role::Scanner,
            Target::Hid {
                device: id,
                kind: HidKind::Scanner,
            },
            Protocol::ScanHid,
        ),
        (
            Role::LabelPrinter,
            tcp,
            Protocol::Printer(PrinterSettings::default()),
        ),
    ] {
        let binding = Binding {
            role,
            target,
            protocol,
        };

        let stored = serde_json::to_string(&binding).unwrap();

        assert_eq!(serde_json::from_str::<Binding>(&stored).unwrap(), binding);
    }
}

#[test]
fn a_binding_can_be_written_by_hand_with_little() {
    let binding: Binding = serde_json::from_value(json!({
        "role": "scale",
        "target": {"serial": {"port": {"path": "/dev/ttyS0"}, "line": {"baud": 2400}}},
        "protocol": "mt_sics",
    }))
    .unwrap();

    let line = Line {
        baud: 2_400,
        ..Line::default()
    };
    let port = SerialId::Path("/dev/ttyS0".to_owned());
    assert_eq!(binding.target, Target::Serial { port, line });
}

#[test]
fn readings_scans_and_states_have_their_wire_form() {
    let value = Quantity::parse("12.482", "kg").unwrap();
    let weight = Weight::new(value, true, "S S     12.482 kg");
    assert_eq!(
        to_value(Reading::Weight(weight)).unwrap(),
        json!({"weight": {
            "value": {"value": "12.482", "unit": "kg"},
            "stable": true,
            "raw": "S S     12.482 kg",
        }})
    );
    assert_eq!(
        to_value(Reading::NoWeight(Reason::Overload)).unwrap(),
        json!({"no_weight": "overload"})
    );
    assert_eq!(
        to_value(State::Degraded(Fault::Denied)).unwrap(),
        json!({"degraded": "denied"})
    );
    let scan = to_value(Scan::read(b"]C117270100".to_vec()).unwrap()).unwrap();
    assert_eq!(scan["symbology"], "gs1_code128");
    assert_eq!(
        scan["content"]["gs1"]["elements"],
        json!([{
            "ai": "17",
            "title": "USE BY",
            "value": "270100",
            "meaning": {"date": {"year": 27, "month": 1, "day": null}},
        }])
    );
}

#[test]
fn a_serial_device_bound_before_it_could_be_bound_by_its_port_is_still_bound() {
    let stored = r#"{"serial":{"port":{"usb":{"vid":3768,"pid":8704,"serial":"A1"}}}}"#;

    let target: Target = serde_json::from_str(stored).unwrap();

    let Target::Serial {
        port: SerialId::Usb(id),
        ..
    } = target
    else {
        unreachable!("{target:?}")
    };
    assert_eq!((id.serial.as_deref(), id.chain), (Some("A1"), None));
}
