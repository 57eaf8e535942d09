//! Labels at a station: printers of every language, test labels, and what people do with copies.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::time::Duration;

use bench::{Plant, any_port, tcp, until};
use devices::protocol::Named;
use domain::id::RequestId;
use host::device::{Devices, Wiring};
use labels::uid;
use simulators::printer::{Options, Printer, Tongue, Trouble};
use station::failure::Failure;
use station::request::{CommandLabel, Found, LabelCommand};
use station::view::device::DeviceRole;
use station::view::job::LabelView;
use uuid::Uuid;

/// Longer than a driver's pause between two questions, so that printing is seen.
const PRINT_TIME: Duration = Duration::from_millis(400);

fn printer(tongue: Tongue) -> Printer {
    let options = Options {
        address: any_port(),
        tongue,
        shelf: None,
        print_time: PRINT_TIME,
    };
    Printer::start(&options).unwrap()
}

fn wired(printer: &Printer, name: &str) -> Wiring {
    let said = Named {
        name,
        ..Named::default()
    };
    let place = format!("tcp:{}", printer.address());
    Wiring::written(DeviceRole::Printer, &place, said).unwrap()
}

fn start(plant: &Plant, wiring: &Wiring) -> Devices {
    let row = wiring.row(DeviceRole::Printer, true).unwrap();
    Devices::start(plant.station.clone(), vec![row])
}

async fn until_state(plant: &Plant, label: &LabelView, state: &str) {
    until(&format!("the label is {state}"), async || {
        plant.label_state(label).await == state
    })
    .await;
}

async fn command(plant: &Plant, command: LabelCommand) -> Result<LabelView, Failure> {
    let request = CommandLabel {
        request: RequestId(Uuid::now_v7()),
        session: plant.session,
        command,
    };
    plant.station.command_label(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn printers_of_other_languages_print_what_is_recorded() {
    for (tongue, name, state) in [
        (Tongue::Tspl, "tspl", "confirmed"),
        (Tongue::Tspl, "tspl-one-way", "delivered"),
        // An EPL printer says what is wrong with it, never that it has printed.
        (Tongue::Epl, "epl", "delivered"),
    ] {
        let plant = Plant::demo().await;
        let printer = printer(tongue);
        let _devices = start(&plant, &wired(&printer, name));

        let label = plant.print(plant.make_lot().await).await;

        until_state(&plant, &label, state).await;
        until("it is printed", async || printer.printed().len() == 1).await;
        let bytes = plant.print_job(&label).await.bytes;
        assert_eq!(printer.printed(), [bytes.trim_ascii_start()], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_printer_of_another_language_that_is_silent_or_open_gets_nothing() {
    for (tongue, name, talkative, word) in [
        (Tongue::Tspl, "tspl", false, "check paper"),
        (Tongue::Tspl, "tspl", true, "close it"),
        (Tongue::Epl, "epl", true, "close it"),
    ] {
        let plant = Plant::demo().await;
        let printer = printer(tongue);
        printer.answers_in_trouble(talkative);
        printer.trouble(Trouble::HeadOpen);
        let _devices = start(&plant, &wired(&printer, name));

        let label = plant.print(plant.make_lot().await).await;

        until("it says what to do", async || {
            let view = plant.device(DeviceRole::Printer);
            view.sentence.is_some_and(|said| said.contains(word))
        })
        .await;
        assert_eq!(plant.label_state(&label).await, "queued");
        printer.put_right();
        until("it is printed", async || printer.printed().len() == 1).await;
        let error = plant.device(DeviceRole::Printer).last_error.unwrap();
        assert!(error.sentence.contains(word), "{name}: {error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_for_a_printer_of_another_language_waits_until_it_is_withdrawn() {
    let plant = Plant::demo().await;
    let lot = plant.make_lot().await;
    let foreign = plant.print(lot).await;
    let printer = printer(Tongue::Tspl);
    let _devices = start(&plant, &wired(&printer, "tspl"));

    until("it says what to do", async || {
        let said = plant.device(DeviceRole::Printer).sentence;
        said.is_some_and(|said| said.contains("takes ZPL, this one takes TSPL"))
    })
    .await;
    let (label, copy) = (foreign.label, foreign.copy);
    let withdrawn = command(&plant, LabelCommand::Cancel { label, copy }).await;
    let again = LabelCommand::Reprint {
        label,
        reason: "another printer".to_owned(),
    };
    let again = command(&plant, again).await.unwrap();

    assert_eq!(withdrawn.unwrap().state.word(), "cancelled");
    until_state(&plant, &again, "confirmed").await;
    assert_eq!(printer.printed().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uncertain_label_is_settled_by_its_scan_and_by_no_other() {
    let plant = Plant::demo().await;
    let label = plant.print(plant.make_lot().await).await;
    let sent = plant.station.next_to_print(true).await.unwrap().unwrap();
    plant.station.recover_print_queue().await.unwrap();
    let (id, copy) = (label.label, label.copy);
    let scan = |code: String| LabelCommand::Scan {
        label: id,
        copy,
        code,
    };

    let other = command(&plant, scan(uid::marked(id.0.as_u128(), 1))).await;
    let settled = command(&plant, scan(uid::marked(id.0.as_u128(), 0))).await;
    let late = station::Printed {
        accepted: 0,
        confirmed: false,
        evidence: "of a holder that had lost it".to_owned(),
    };
    let late = plant.station.printed(&sent, &late).await;

    assert_eq!(other.unwrap_err().reason, "another_label");
    assert_eq!(settled.unwrap().state.word(), "confirmed");
    assert_eq!(late.unwrap_err().reason, "print_queue");
    assert_eq!(plant.label_state(&label).await, "confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_is_known_to_exist_is_voided_in_hand_only_and_raises_an_alarm_later() {
    let plant = Plant::demo().await;
    let printer = printer(Tongue::Zpl);
    let _devices = start(&plant, &tcp(printer.address()));
    let label = plant.print(plant.make_lot().await).await;
    until_state(&plant, &label, "confirmed").await;
    let (id, copy) = (label.label, label.copy);
    let name = uid::marked(id.0.as_u128(), copy);
    let void = |code: Option<&str>, reason: &str| LabelCommand::Void {
        label: id,
        copy,
        reason: reason.to_owned(),
        code: code.map(ToOwned::to_owned),
    };

    let unseen = command(&plant, void(None, "damaged")).await;
    let unreasoned = command(&plant, void(Some(&name), " ")).await;
    let voided = command(&plant, void(Some(&name), "damaged")).await;
    let found = LabelCommand::Scan {
        label: id,
        copy,
        code: name,
    };
    let found = command(&plant, found).await;

    assert_eq!(unseen.unwrap_err().reason, "scan_to_void");
    assert_eq!(unreasoned.unwrap_err().reason, "reason_missing");
    assert_eq!(voided.unwrap().state.word(), "void");
    assert_eq!(found.unwrap_err().reason, "label_out_of_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_label_is_printed_beside_the_queue_and_known_by_its_scan() {
    for (tongue, name) in [
        (Tongue::Zpl, "zpl"),
        (Tongue::Tspl, "tspl"),
        (Tongue::Epl, "epl"),
    ] {
        let plant = Plant::demo().await;
        let printer = printer(tongue);
        let devices = start(&plant, &wired(&printer, name));

        let passed = devices.try_out(DeviceRole::Printer).await.unwrap();
        printer.answers_in_trouble(true);
        printer.trouble(Trouble::PaperOut);
        let failed = devices.try_out(DeviceRole::Printer).await.unwrap();

        assert!(passed.passed, "{name}: {passed:?}");
        assert_eq!(printer.printed().len(), 1);
        assert!(
            !failed.passed && failed.sentence.contains("load a roll"),
            "{failed:?}"
        );
        let code = passed
            .sentence
            .split(' ')
            .find(|word| word.starts_with("LSTEST:"));
        let Found::Nothing { sentence } = plant.find(code.unwrap(), None).await else {
            panic!("a test label is no material")
        };
        assert!(sentence.contains("its printer works"), "{sentence}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_stations_on_one_computer_do_not_drive_one_printer() {
    let (first, second) = (Plant::demo().await, Plant::demo().await);
    let printer = printer(Tongue::Zpl);
    let driving = start(&first, &wired(&printer, "zpl"));
    until("it is driven", async || {
        first.device(DeviceRole::Printer).ready
    })
    .await;

    let _waiting = start(&second, &wired(&printer, "zpl"));
    let label = second.print(second.make_lot().await).await;

    until("it says who has it", async || {
        let sentence = second.device(DeviceRole::Printer).sentence;
        sentence.is_some_and(|sentence| sentence.starts_with("another Lineside"))
    })
    .await;
    assert_eq!(second.label_state(&label).await, "queued");
    drop(driving);
    until_state(&second, &label, "confirmed").await;
    assert_eq!(printer.printed().len(), 1);
}
