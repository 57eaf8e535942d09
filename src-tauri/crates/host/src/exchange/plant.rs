//! The task that speaks with the plant: one thing at a time, in the order it was told.

use std::time::Duration;

use domain::origin::StationId;
use replication::message::{Answer, Ask, Input};
use replication::postgres::{JoinCode, PlantEar, PlantError, PlantLink};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What it may be told before it is done with the last: the machine asks one thing at a time.
const ORDERS_MAX: usize = 16;
/// How long the ear rests before it listens again: polling finds the same meanwhile.
const DEAF: Duration = Duration::from_secs(3);

/// What the plant's task is told.
pub(super) enum ToPlant {
    Connect,
    Disconnect,
    Wake,
    Ask { ticket: u64, ask: Ask },
}

pub(super) fn start(
    code: JoinCode,
    station: StationId,
    inputs: mpsc::Sender<Input>,
) -> mpsc::Sender<ToPlant> {
    let (orders, mut told) = mpsc::channel(ORDERS_MAX);
    tokio::spawn(async move {
        let mut lane = Lane {
            code,
            station,
            inputs,
            link: None,
            ear: None,
        };
        while let Some(order) = told.recv().await {
            if lane.carry(order).await.is_err() {
                return; // Nobody waits for answers any more.
            }
        }
    });
    orders
}

struct Lane {
    code: JoinCode,
    station: StationId,
    inputs: mpsc::Sender<Input>,
    link: Option<PlantLink>,
    ear: Option<JoinHandle<()>>,
}

impl Lane {
    /// Fails when nobody waits for answers any more.
    async fn carry(&mut self, order: ToPlant) -> Result<(), mpsc::error::SendError<Input>> {
        let input = match order {
            ToPlant::Connect => self.connect().await,
            ToPlant::Disconnect => {
                self.hang_up();
                return Ok(());
            }
            ToPlant::Wake => match self.wake().await {
                Ok(()) => return Ok(()),
                Err(error) => self.gone(&error),
            },
            ToPlant::Ask { ticket, ask } => match self.ask(&ask).await {
                Ok(answer) => Input::Answered { ticket, answer },
                Err(error) => self.gone(&error),
            },
        };
        self.inputs.send(input).await
    }

    async fn connect(&mut self) -> Input {
        self.hang_up();
        match PlantLink::connect(&self.code, self.station).await {
            Ok(link) => {
                self.link = Some(link);
                self.ear = Some(tokio::spawn(listen(self.code.clone(), self.inputs.clone())));
                Input::Connected
            }
            Err(error) => self.gone(&error),
        }
    }

    async fn ask(&mut self, ask: &Ask) -> Result<Answer, PlantError> {
        self.link()?.ask(ask).await
    }

    async fn wake(&mut self) -> Result<(), PlantError> {
        self.link()?.wake().await
    }

    fn link(&mut self) -> Result<&mut PlantLink, PlantError> {
        let none = || PlantError::Unreachable("the connection was given up".to_owned());
        self.link.as_mut().ok_or_else(none)
    }

    fn gone(&mut self, error: &PlantError) -> Input {
        tracing::debug!(%error, "no connection to the plant");
        self.hang_up();
        Input::Disconnected {
            reason: error.to_string(),
        }
    }

    fn hang_up(&mut self) {
        self.link = None;
        if let Some(ear) = self.ear.take() {
            ear.abort();
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.hang_up();
    }
}

/// Tells the machine whenever somebody pushed.
async fn listen(code: JoinCode, inputs: mpsc::Sender<Input>) {
    loop {
        if let Ok(mut ear) = PlantEar::connect(&code).await {
            // Something may have come before the ear was open.
            loop {
                if inputs.send(Input::Notified).await.is_err() {
                    return;
                }
                if ear.heard().await.is_err() {
                    break;
                }
            }
        }
        sleep(DEAF).await;
    }
}
