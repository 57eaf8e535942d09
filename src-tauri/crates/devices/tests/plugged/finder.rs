//! What is plugged in is listed with what it may be used as.

use devices::binding::Role;
use devices::finder::{Bus, found};

use crate::bed::{Device, within};
use crate::hid::{KEYBOARD, SCALE, SCANNER_A1};
use crate::keys;

#[test]
fn what_is_plugged_in_is_listed_with_what_it_is() {
    within("finder::within_a_bed_everything_is_listed", &[]);
}

#[test]
#[ignore = "runs within its bed"]
fn within_a_bed_everything_is_listed() {
    let scale = Device {
        id: "0922:8003",
        serial: "",
        descriptor: SCALE,
    };
    let typing = Device {
        descriptor: KEYBOARD,
        ..SCANNER_A1
    };
    let _plugged = [
        SCANNER_A1.plug("1-2", "hidraw0"),
        scale.plug("1-3", "hidraw1"),
        typing.plug("1-4", "hidraw2"),
        keys::SCANNER.plug("1-4", "event4"),
        keys::VOLUME.plug("1-4", "event5"),
    ];

    let (mut found, faults) = found();

    found.retain(|one| one.id.is_some());
    found.sort_by_key(|one| one.id.as_ref().unwrap().chain.clone());
    let listed: Vec<(Bus, Role)> = found
        .iter()
        .map(|one| (one.bus, one.uses[0].role))
        .collect();
    assert_eq!(
        listed,
        [
            (Bus::Hid, Role::Scanner),
            (Bus::Hid, Role::Scale),
            (Bus::Keys, Role::Scanner)
        ]
    );
    let bound: Vec<_> = found
        .iter()
        .map(|one| one.uses[0].target.usb().unwrap())
        .collect();
    assert_eq!(
        (bound[0].serial.as_deref(), &bound[0].chain),
        (Some("A1"), &None)
    );
    assert_eq!(
        (&bound[1].serial, bound[1].chain.as_deref()),
        (&None, Some("1-3"))
    );
    assert_eq!(faults, []);
}
