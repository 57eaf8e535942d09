//! Messages to the ERP: files in a folder, answers beside them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the test's verdict"
)]

mod bench;

use std::path::{Path, PathBuf};

use bench::{Plant, until};
use erp::outbox_file::file_name;
use host::delivery::deliver;
use quick_xml::Reader;
use quick_xml::events::Event;
use store::ledger::outbox::Message;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_completion_reaches_the_folder_and_its_acknowledgement_comes_back() {
    let plant = Plant::demo().await;
    let folder = made(plant.path("out"));
    let running = Running::start(&plant, &folder);
    let message = messages(&plant).await.remove(0);

    until_state(&plant, message.message, "sent").await;
    let document = std::fs::read_to_string(folder.join(file_name(message.message))).unwrap();
    assert_eq!(names(&folder), [file_name(message.message)]);
    assert_eq!(body_id(&document), message.message.to_string());
    std::fs::write(
        folder.join(format!("{}.ack", file_name(message.message))),
        "",
    )
    .unwrap();

    until_state(&plant, message.message, "acknowledged").await;
    running.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_kept_with_its_text_and_holds_nothing_up() {
    let plant = Plant::demo().await;
    let folder = made(plant.path("out"));
    let _running = Running::start(&plant, &folder);
    let first = messages(&plant).await.remove(0).message;
    until_state(&plant, first, "sent").await;

    let answer = folder.join(file_name(first)).with_extension("err");
    std::fs::write(answer, "order MO-1001 is closed\n").unwrap();
    until_state(&plant, first, "refused").await;
    plant.complete("MO-1001", "20", "19 EA").await;

    let of_order = messages(&plant).await;
    let text = of_order.iter().find(|message| message.message == first);
    assert_eq!(
        text.unwrap().text.as_deref(),
        Some("order MO-1001 is closed")
    );
    let second = of_order.iter().find(|message| message.message != first);
    until_state(&plant, second.unwrap().message, "sent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_not_there_keeps_the_message_until_it_is() {
    let plant = Plant::demo().await;
    let folder = plant.path("share");
    let _running = Running::start(&plant, &folder);
    let message = messages(&plant).await.remove(0).message;

    until("it says what to check", async || {
        let message = messages(&plant).await.remove(0);
        let told = message
            .text
            .is_some_and(|text| text.contains("check that the folder is there"));
        message.state == "pending" && told
    })
    .await;
    made(folder.clone());

    until_state(&plant, message, "sent").await;
    assert_eq!(names(&folder), [file_name(message)]);
    assert_eq!(messages(&plant).await.remove(0).text, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_the_station_stopped_over_is_written_again_under_its_name() {
    let plant = Plant::demo().await;
    let folder = made(plant.path("out"));
    let message = messages(&plant).await.remove(0).message;
    begin(&plant, message).await;
    let half = folder.join(format!("{}.tmp", file_name(message)));
    std::fs::write(half, "<SyncOpera").unwrap();

    let _running = Running::start(&plant, &folder);

    until_state(&plant, message, "sent").await;
    assert_eq!(names(&folder), [file_name(message)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_erp_may_have_seen_is_never_pending_again() {
    let plant = Plant::demo().await;
    let message = messages(&plant).await.remove(0).message;
    begin(&plant, message).await;

    let _running = Running::start(&plant, &plant.path("share"));

    until("it says what to check", async || {
        messages(&plant).await.remove(0).text.is_some()
    })
    .await;
    assert_eq!(state(&plant, message).await, "writing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_written_holds_up_its_order_and_no_other() {
    let plant = Plant::demo().await;
    let folder = made(plant.path("out"));
    let first = messages(&plant).await.remove(0).message;
    plant.complete("MO-1001", "20", "19 EA").await;
    plant.complete("MO-1003", "10", "10 EA").await;
    let newest_first = messages(&plant).await;
    let (other, second) = (newest_first[0].message, newest_first[1].message);
    let in_the_way = made(folder.join(format!("{}.tmp", file_name(first))));

    let _running = Running::start(&plant, &folder);

    until_state(&plant, other, "sent").await;
    until("it says what hinders it", async || {
        let all = messages(&plant).await;
        all.iter()
            .any(|message| message.message == first && message.text.is_some())
    })
    .await;
    assert_eq!(state(&plant, second).await, "pending");
    std::fs::remove_dir(in_the_way).unwrap();
    until_state(&plant, first, "sent").await;
    until_state(&plant, second, "sent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_message_is_not_written() {
    let plant = Plant::demo().await;
    let folder = made(plant.path("out"));
    let message = messages(&plant).await.remove(0).message;
    {
        let mut writer = plant.station.store().writer().await.unwrap();
        writer
            .mark_message(message, "withdrawn", None)
            .await
            .unwrap();
        assert!(!writer.begin_writing(message).await.unwrap());
    }
    let _running = Running::start(&plant, &folder);

    plant.complete("MO-1003", "10", "10 EA").await;

    let other = messages(&plant).await.remove(0).message;
    until_state(&plant, other, "sent").await;
    assert_eq!(names(&folder), [file_name(other)]);
    assert_eq!(state(&plant, message).await, "withdrawn");
}

/// A delivery that ends with its test.
struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    fn start(plant: &Plant, folder: &Path) -> Self {
        let (stop, stopped) = watch::channel(false);
        let delivery = deliver(plant.station.clone(), folder.to_owned(), stopped);
        Self {
            stop,
            task: tokio::spawn(delivery),
        }
    }

    async fn end(self) {
        self.stop.send_replace(true);
        self.task.await.unwrap();
    }
}

fn made(folder: PathBuf) -> PathBuf {
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Newest first.
async fn messages(plant: &Plant) -> Vec<Message> {
    plant.station.store().messages(10).await.unwrap()
}

async fn state(plant: &Plant, message: Uuid) -> String {
    let state = plant.station.store().message_state(message).await;
    state.unwrap().unwrap()
}

async fn until_state(plant: &Plant, message: Uuid, wanted: &str) {
    until(&format!("the message is {wanted}"), async || {
        state(plant, message).await == wanted
    })
    .await;
}

async fn begin(plant: &Plant, message: Uuid) {
    let mut writer = plant.station.store().writer().await.unwrap();
    assert!(writer.begin_writing(message).await.unwrap());
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The message id of a document, which has to be well-formed to its end.
fn body_id(document: &str) -> String {
    let mut reader = Reader::from_str(document);
    let (mut inside, mut id) = (false, String::new());
    loop {
        let event = reader.read_event().unwrap();
        if matches!(event, Event::Eof) {
            return id;
        }
        if let Event::Text(text) = &event
            && inside
        {
            id.push_str(text);
        }
        inside = matches!(&event, Event::Start(start) if start.local_name().as_ref() == "BODID");
    }
}
