//! The main job in the real window, from the ERP's files to the ERP's files: clicks, keys and bytes
//! of devices, nothing else.

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use labels::{Fields, Template, field};
use plant_tests::linesidectl::{done, until, verified};
use plant_tests::screen::Screen;
use rust_decimal::Decimal;

use crate::bench::Bench;
use crate::order::Order;
use crate::people::{OPERATOR, SUPERVISOR, sign_in};
use crate::shared::data;
use crate::{tools, xmllint};

/// Where the order is made, as lists name it.
const BENCH: &str = "Bench 1 (BENCH-1)";

/// Lots of the demo plant: of another item, bushings, adhesive.
const WRONG_LOT: &str = "H4502";
const BUSHINGS_LOT: &str = "BZ-0917";
const ADHESIVE_LOT: &str = "M-0815";

/// GTIN of the bracket.
const GTIN: &str = "09520000000028";

/// Why the first operation scraps.
const SCRAP_REASON: &str = "Out of size";
/// The plant's key of that reason.
const SCRAP_KEY: &str = "S20";

#[tokio::test]
async fn an_order_goes_from_file_to_file_with_nothing_but_clicks_keys_and_devices() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    let order = Order::rolled();
    done(&station, &["init", "--demo"]);
    let bench = Bench::bind(&station);
    let screen = Screen::open(&station).await;

    sign_in(&screen, &bench, &SUPERVISOR).await;
    import(&screen, &order.write(folder.path())).await;
    release(&screen, &order).await;
    dispatch(&screen, &order).await;
    screen.sign_out().await;
    sign_in(&screen, &bench, &OPERATOR).await;
    press_bushings(&screen, &bench, &order).await;
    bond(&screen, &bench, &order).await;
    let lot = print(&screen, &bench).await;
    screen.sign_out().await;
    sign_in(&screen, &bench, &SUPERVISOR).await;
    see_messages_sent(&screen, &order).await;

    verified(&station);
    assert_label(folder.path(), &bench, &order, &lot);
    assert_performed(&messages(&station, &order), &order, &lot);
    screen.window.close().await;
}

pub(crate) async fn import(screen: &Screen, files: &[PathBuf]) {
    screen.tab("Import").await;
    let paths: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    screen
        .write("//input[@type='file']", &paths.join("\n"))
        .await;
    screen.press("Try without recording").await;
    screen
        .sees("//section[@aria-label='Report'][contains(., 'Tried')]")
        .await;
    screen.press("Import").await;
    screen
        .sees("//section[@aria-label='Report'][contains(., 'Imported')]")
        .await;
}

pub(crate) async fn release(screen: &Screen, order: &Order) {
    screen.tab("Orders").await;
    screen.write("//input[@type='search']", &order.key).await;
    let row = format!("//*[@role='row'][contains(., '{}')]", order.key);
    screen.press_in(&row, "Release").await;
    screen.told(&format!("{} released", order.key)).await;
}

/// Both operations to the bench, by the way that needs no dragging.
pub(crate) async fn dispatch(screen: &Screen, order: &Order) {
    screen.tab("This screen").await;
    let stands = "//select[@aria-label='Where does this station stand?']";
    screen.choose(stands, BENCH).await;
    screen.sees("//header[contains(., 'Bench 1')]").await;
    screen.tab("Dispatch").await;
    for segment in [10, 20] {
        let name = format!("{} / {segment}", order.key);
        screen.press(&format!("Move to… {name}")).await;
        screen
            .choose(
                "//*[@role='dialog']//label[contains(., 'Work unit')]//select",
                BENCH,
            )
            .await;
        screen
            .press_in("//*[@role='dialog']", "Move it there")
            .await;
        let queued = format!("//section[@aria-label='Queue']//li[contains(., '{name}')]");
        screen.sees(&queued).await;
        screen.uncovered().await;
    }
}

/// The first operation: stopped and gone on with, a wrong lot, good and scrap in one tap.
pub(crate) async fn press_bushings(screen: &Screen, bench: &Bench, order: &Order) {
    screen.open_job(&format!("{} / 10", order.key)).await;
    screen.key(Key::F1, "Start").await;
    screen.told("Started").await;
    screen.key(Key::F1, "Pause").await;
    screen.press("Waiting for material").await;
    screen.told("Paused: Waiting for material").await;
    screen.uncovered().await;
    screen.key(Key::F1, "Resume").await;
    screen.told("Resumed").await;

    bench.scan(WRONG_LOT);
    screen.refused("is not a component of this operation").await;
    bench.scan(BUSHINGS_LOT);
    screen.told(&format!("{BUSHINGS_LOT} consumed")).await;

    screen.key(Key::F8, "Report").await;
    screen.pad(&order.good().to_string()).await;
    screen
        .click(&format!("//label[span[.='{SCRAP_REASON}']]//input"))
        .await;
    screen.pad(&order.scrapped.to_string()).await;
    screen.press("Report and complete").await;
    screen
        .told(&format!("{} EA good reported", order.good()))
        .await;
    screen.press("Jobs").await;
}

/// The last operation: weighed too much, too early, then right; reported, then finished.
pub(crate) async fn bond(screen: &Screen, bench: &Bench, order: &Order) {
    screen.open_job(&format!("{} / 20", order.key)).await;
    screen.key(Key::F1, "Start").await;
    screen.told("Started").await;
    bench.scan(ADHESIVE_LOT);
    screen
        .sees(&format!("//main[contains(., 'Lot {ADHESIVE_LOT}')]"))
        .await;

    bench.weigh(&order.too_much().to_string());
    screen
        .sees("//main[contains(., 'Above the band')][contains(., 'Stable')]")
        .await;
    screen.press("Accept the weight").await;
    screen
        .sees("//*[@role='dialog'][contains(., 'is outside')]")
        .await;
    screen.press("No, go back").await;
    screen.uncovered().await;

    bench.weigh(&order.weighed.to_string());
    screen.sees("//main[contains(., 'Moving')]").await;
    screen.press("Accept the weight").await;
    screen.refused("not stable").await;
    screen
        .sees("//main[contains(., 'Within the band')][contains(., 'Stable')]")
        .await;
    screen.press("Accept the weight").await;
    screen
        .told(&format!("Portion of {ADHESIVE_LOT} weighed"))
        .await;
    screen.press("Job").await;

    screen.key(Key::F8, "Report").await;
    screen.pad(&order.good().to_string()).await;
    screen.key(Key::F8, "Report").await;
    screen
        .told(&format!("{} EA good reported", order.good()))
        .await;
}

/// Finishes and prints; returns the number of the lot, as the screen shows it.
pub(crate) async fn print(screen: &Screen, bench: &Bench) -> String {
    screen.key(Key::F5, "Labels").await;
    let lot = screen
        .text("//section[starts-with(@aria-label, 'Lot ')]//h2")
        .await;
    screen.press("Print the label").await;
    screen
        .sees("//*[@data-testid='label'][contains(., 'Confirmed')]")
        .await;
    assert_eq!(bench.printed().len(), 1, "labels that came out");
    screen.press("Job").await;
    screen.key(Key::F7, "Finish").await;
    screen.press("Complete").await;
    screen.told("Operation completed").await;
    lot.strip_prefix("Lot ").unwrap().to_owned()
}

async fn see_messages_sent(screen: &Screen, order: &Order) {
    screen.tab("Sent to ERP").await;
    let row = |segment: u32| {
        let key = &order.key;
        format!("//tr[td='{key}'][td='{segment}'][contains(., 'Sent')]")
    };
    for segment in [10, 20] {
        screen.sees(&row(segment)).await;
    }
}

/// The order's messages, in the order of its operations.
fn messages(station: &Path, order: &Order) -> Vec<PathBuf> {
    let of = |file: &PathBuf| xmllint::text(file, "//OperationsRequestID") == order.key;
    until("every message", || {
        let files = plant_tests::files_below(&station.join("erp/out"), &["xml"]);
        let mut mine: Vec<PathBuf> = files.into_iter().filter(of).collect();
        mine.sort_by_key(|file| xmllint::text(file, "//SegmentResponse/ID"));
        (mine.len() == 2).then_some(mine)
    })
}

fn assert_performed(messages: &[PathBuf], order: &Order, lot: &str) {
    if let Some(schema) = data("b2mml/schema-v7/AllSchemas.xsd") {
        assert_eq!(xmllint::complaints(&schema, messages), "");
    }
    let [press, bond] = messages else {
        panic!("{messages:?}")
    };
    for (file, segment) in [(press, "10"), (bond, "20")] {
        assert_eq!(xmllint::text(file, "//SegmentResponse/ID"), segment);
        assert_eq!(xmllint::text(file, "//SegmentState"), "Completed");
        assert_eq!(
            xmllint::text(file, "//EquipmentActual/EquipmentID"),
            "BENCH-1"
        );
        assert_eq!(xmllint::text(file, "//PersonnelActual/PersonID"), "P-01");
    }
    let bushings = actual(press, "='Consumed'", "BSH-08");
    assert_eq!(bushings, (order.bushings().into(), BUSHINGS_LOT.to_owned()));
    let scrap = actual(press, "/@OtherValue='Scrapped'", "BRK-200");
    assert_eq!(scrap, (order.scrapped.into(), String::new()));
    let reason = xmllint::text(press, "//MaterialActualProperty/Value/ValueString");
    assert_eq!(reason, SCRAP_KEY);
    let adhesive = actual(bond, "='Consumed'", "ADH-20");
    assert_eq!(adhesive, (order.weighed, ADHESIVE_LOT.to_owned()));
    let made = actual(bond, "='Produced'", "BRK-200");
    assert_eq!(made, (order.good().into(), lot.to_owned()));
}

/// Amount and lot of an item in a message.
fn actual(file: &Path, used: &str, item: &str) -> (Decimal, String) {
    let what = format!(
        "//MaterialActual[*[local-name()='MaterialDefinitionID']='{item}' and \
         *[local-name()='MaterialUse']{used}]"
    );
    let amount = xmllint::text(file, &format!("{what}/Quantity/QuantityString"));
    let lot = xmllint::text(file, &format!("{what}/MaterialLotID"));
    let amount = amount
        .parse()
        .unwrap_or_else(|_| panic!("{item}: {amount:?}"));
    (amount, lot)
}

/// What came out of the printer is drawn and read by parts that are not ours: item, lot and amount.
fn assert_label(folder: &Path, bench: &Bench, order: &Order, lot: &str) {
    let (zpl, png) = (folder.join("label.zpl"), folder.join("label.png"));
    std::fs::write(&zpl, &bench.printed()[0]).unwrap();
    let names = "item description lot order operation produced_at quantity unit";
    let any = names.split(' ').map(|name| (name, "1"));
    let fields = any.fold(
        Fields::new().with(field::UID, "A"),
        |fields, (name, text)| fields.with(name, text),
    );
    let size = labels::render(Template::lot(), &fields).unwrap();
    tools::render_zpl(&[(zpl, png.clone())], &size);

    let read = tools::read_codes(&[png]);

    let (linear, good) = (format!("01{GTIN}10{lot}"), order.good());
    let square = format!("{linear}\u{1d}30{good}\u{1d}91");
    let [bars, matrix] = read[0].as_slice() else {
        panic!("{read:?}")
    };
    assert_eq!(
        (bars.aim.as_str(), bars.bytes.as_slice()),
        ("]C1", linear.as_bytes())
    );
    assert_eq!(matrix.aim, "]d2");
    assert!(
        matrix.bytes.starts_with(square.as_bytes()),
        "{square}: {matrix:?}"
    );
}
