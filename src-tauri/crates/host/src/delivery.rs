//! Messages to the ERP: from the outbox to its folder, and its answers back.
//!
//! A message is durable as *writing* before its file is begun, and *sent* after it stands in its
//! place. One found *writing* at the start is written again, under the same name and with the same
//! id. Messages of one order leave in the order they were recorded.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::performance::Performance;
use erp::outbox_file::{self, Answer};
use erp::performance::render;
use station::Station;
use station::failure::{Code, Failure};
use station::view::device::Change;
use store::ledger::outbox::Message;
use tokio::select;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{Instant as Moment, sleep_until};
use uuid::Uuid;

/// Longest time between two looks at outbox and folder.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);

/// First and longest wait before a message that could not be written is tried again. A share that
/// is back is noticed soon; one that is away for a night costs little.
const RETRY_EVERY_MIN: Duration = Duration::from_secs(2);
/// See [`RETRY_EVERY_MIN`].
pub const RETRY_EVERY_MAX: Duration = Duration::from_secs(30);

/// Messages that may fail in one look: then it is the folder's fault, and more would only wait for
/// it. The next look begins with others.
const FAILURES_PER_LOOK_MAX: usize = 3;

/// Orders looked at in one go.
const HEADS_MAX: u32 = 1_000;

/// Messages whose answer is looked for in one look, the next ones in the next look.
const ANSWERS_PER_LOOK_MAX: u32 = 200;

/// Delivers until `stop` turns true or its sender is gone. The folder must be there: only a person
/// can tell a share that is not mounted from one that was never made.
pub async fn deliver(station: Arc<Station>, folder: PathBuf, mut stop: watch::Receiver<bool>) {
    let mut changes = station.changes();
    let mut delivery = Delivery {
        station,
        folder,
        waits: BTreeMap::new(),
        answered: Uuid::nil(),
    };
    while !*stop.borrow_and_update() {
        if let Err(failure) = delivery.look().await {
            tracing::error!(%failure, "messages to the ERP cannot be delivered yet");
        }
        select! {
            changed = stop.changed() => if changed.is_err() { return },
            () = await_completion(&mut changes) => {}
        }
    }
}

/// Waits until a job order recorded something, at most [`LOOK_EVERY`].
async fn await_completion(changes: &mut Receiver<Change>) {
    let until = Moment::now() + LOOK_EVERY;
    loop {
        select! {
            () = sleep_until(until) => return,
            heard = changes.recv() => match heard {
                Ok(Change::Recorded { kinds }) if kinds.iter().any(|kind| kind == "job_order") => {
                    return;
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return,
                Err(RecvError::Closed) => return sleep_until(until).await,
            },
        }
    }
}

struct Delivery {
    station: Arc<Station>,
    folder: PathBuf,
    /// Orders whose first message could not be written, by order number.
    waits: BTreeMap<String, Wait>,
    /// Where the last look for answers ended.
    answered: Uuid,
}

/// When an order is tried again.
#[derive(Clone, Copy)]
struct Wait {
    until: Instant,
    pause: Duration,
}

/// Why a message was not written.
struct Hindrance {
    text: String,
    may_be_seen: bool,
}

impl Delivery {
    async fn look(&mut self) -> Result<(), Failure> {
        while self.write_heads().await? {}
        self.read_answers().await
    }

    /// Writes the first message of every order; `true` where behind them there may be more.
    async fn write_heads(&mut self) -> Result<bool, Failure> {
        let heads = self.station.store().undelivered_heads(HEADS_MAX).await?;
        let now = Instant::now();
        let due = |wait: &Wait| wait.until <= now;
        let (mut written, mut failures) = (false, 0);
        for head in heads {
            if !self.waits.get(&head.order_key).is_none_or(due) {
                continue;
            }
            if self.write(&head).await? {
                written = true;
                // The folder works: whoever waits for it need not wait any longer.
                self.waits.clear();
            } else {
                failures += 1;
                self.wait(head.order_key);
            }
            if failures == FAILURES_PER_LOOK_MAX {
                return Ok(false);
            }
        }
        Ok(written && failures == 0)
    }

    /// Writes one message; `false` where it has to be tried again.
    async fn write(&self, message: &Message) -> Result<bool, Failure> {
        let begun = {
            let mut writer = self.station.store().writer().await?;
            writer.begin_writing(message.message).await?
        };
        if !begun {
            return Ok(true);
        }
        let Err(hindrance) = self.lay_down(message).await else {
            self.mark(message.message, "sent", None).await?;
            return Ok(true);
        };
        tracing::warn!(message = %message.message, text = hindrance.text, "a message was not written");
        let begun_before = message.state == "writing";
        let state = match begun_before || hindrance.may_be_seen {
            true => "writing",
            false => "pending",
        };
        self.mark(message.message, state, Some(&hindrance.text))
            .await?;
        Ok(false)
    }

    async fn lay_down(&self, message: &Message) -> Result<(), Hindrance> {
        let performance: Performance = serde_json::from_str(&message.body).map_err(unreadable)?;
        let (folder, id) = (self.folder.clone(), message.message);
        let write = move || outbox_file::write(&folder, id, &render(&performance));
        match spawn_blocking(write).await {
            Ok(written) => written.map(drop).map_err(|unusable| Hindrance {
                may_be_seen: unusable.may_be_seen(),
                text: unusable.to_string(),
            }),
            Err(ended) => Err(Hindrance {
                text: format!("writing ended before its end: try again ({ended})"),
                may_be_seen: true,
            }),
        }
    }

    fn wait(&mut self, order: String) {
        let pause = self.waits.get(&order).map_or(RETRY_EVERY_MIN, |wait| {
            (wait.pause * 2).min(RETRY_EVERY_MAX)
        });
        let until = Instant::now() + pause;
        self.waits.insert(order, Wait { until, pause });
    }

    /// Looks for the answers to some messages, the next ones with the next call.
    async fn read_answers(&mut self) -> Result<(), Failure> {
        let store = self.station.store();
        let messages = store
            .unanswered(self.answered, ANSWERS_PER_LOOK_MAX)
            .await?;
        let whole = messages.len() < usize::try_from(ANSWERS_PER_LOOK_MAX).unwrap_or(usize::MAX);
        self.answered = match messages.last() {
            Some(last) if !whole => *last,
            _ => Uuid::nil(),
        };
        let folder = self.folder.clone();
        let read = spawn_blocking(move || answers(&folder, messages)).await;
        for (message, answer) in read.map_err(|error| unread(&io::Error::other(error)))? {
            match answer {
                Answer::Accepted => self.mark(message, "acknowledged", None).await?,
                Answer::Rejected { reason } => self.mark(message, "refused", Some(&reason)).await?,
            }
        }
        Ok(())
    }

    async fn mark(&self, message: Uuid, state: &str, text: Option<&str>) -> Result<(), Failure> {
        {
            let mut writer = self.station.store().writer().await?;
            writer.mark_message(message, state, text).await?;
        }
        self.station.publish(Change::Recorded {
            kinds: vec!["erp_outbox".to_owned()],
        });
        Ok(())
    }
}

/// The answers that are there. One that cannot be read is looked for again later.
fn answers(folder: &std::path::Path, messages: Vec<Uuid>) -> Vec<(Uuid, Answer)> {
    let read = |message| match outbox_file::read_answer(folder, message) {
        Ok(answer) => answer.map(|answer| (message, answer)),
        Err(unusable) => {
            tracing::warn!(%message, %unusable, "an answer of the ERP cannot be read");
            None
        }
    };
    messages.into_iter().filter_map(read).collect()
}

fn unreadable(error: serde_json::Error) -> Hindrance {
    Hindrance {
        text: format!("this message cannot be read: run linesidectl verify ({error})"),
        may_be_seen: false,
    }
}

fn unread(error: &io::Error) -> Failure {
    Failure::new(Code::Defect, "erp_outbox", error.to_string())
}
