//! `pictures FOLDER`: leaves a picture of every screen of the real window in FOLDER.
//!
//! The app is `LINESIDE_BIN`, what binds devices is `LINESIDECTL_BIN`; the demo plant's records are in `LINESIDE_DATA` or FOLDER/data. Its
//! scanner and scale are simulated meanwhile, so that the screens show them at work.
#![allow(
    clippy::print_stdout,
    reason = "the terminal is where this program answers"
)]

mod devices;

use std::path::PathBuf;
use std::time::Duration;

use fantoccini::error::CmdError;
use plant_tests::Window;
use plant_tests::screen::Screen;
use serde_json::Value;

use crate::devices::Devices;

/// How long a screen gets to settle after it has read what it shows.
const SETTLE_TIME: Duration = Duration::from_millis(800);

/// PIN and name of the demo plant's operator and supervisor, who were both here lately.
const OPERATOR: [&str; 2] = ["1001", "Jana Novak"];
const SUPERVISOR: [&str; 2] = ["2001", "Ingrid Sund"];

/// What an operator sees, by address; `$job` is a job that runs.
const OPERATOR_SCREENS: [(&str, &str); 9] = [
    ("jobs", "/jobs"),
    ("job", "/jobs/$job"),
    ("consume", "/jobs/$job/consume"),
    ("inspect", "/jobs/$job/inspect"),
    ("report", "/jobs/$job/report"),
    ("labels", "/jobs/$job/labels"),
    ("history", "/jobs/$job/history"),
    ("finish", "/jobs/$job/finish"),
    ("board", "/board"),
];

/// What a supervisor sees besides.
const SUPERVISOR_SCREENS: [(&str, &str); 13] = [
    ("orders", "/orders"),
    ("order", "/orders/$order"),
    ("dispatch", "/dispatch"),
    ("exceptions", "/exceptions"),
    ("lots", "/lots"),
    ("trace", "/trace"),
    ("quality", "/quality"),
    ("plant", "/plant"),
    ("templates", "/templates"),
    ("import", "/import"),
    ("outbox", "/outbox"),
    ("devices", "/devices"),
    ("station", "/station"),
];

/// Finds an order with its running job, and a job that weighs, the way the screens would.
const FIND: &str = "
    const done = arguments[0];
    const ask = (name, request) => window.__TAURI_INTERNALS__.invoke(name, { request });
    (async () => {
      const found = { order: null, job: null, weighs: null };
      const tray = await ask('view_order_tray', { filter: 'all' });
      for (const { order_id } of tray.orders.filter(({ jobs }) => jobs > 0)) {
        for (const { job, readiness } of (await ask('view_order', { order_id })).jobs) {
          const { components } = await ask('view_job', { job });
          if (readiness === 'running' && !found.job) Object.assign(found, { order: order_id, job });
          if (components.some(({ issue }) => issue === 'weigh')) found.weighs ??= job;
        }
      }
      done(found);
    })();
";

#[tokio::main]
async fn main() -> Result<(), CmdError> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| ".".into(), PathBuf::from);
    let data = std::env::var_os("LINESIDE_DATA").map_or_else(|| folder.join("data"), PathBuf::from);
    let devices = Devices::start(&data);
    let tour = Tour {
        screen: Screen::of(Window::open_for_pictures(&data).await).await,
        folder,
    };
    tour.take("login").await;
    tour.sign_in(OPERATOR).await;
    tour.choose_unit().await;
    let found = tour.screen.window.client().execute_async(FIND, vec![]);
    let found = found.await?;
    tour.visit(&OPERATOR_SCREENS, &found).await?;
    tour.weigh(&devices, &found).await?;
    tour.refuse(&devices, &found).await?;
    tour.screen.sign_out().await;
    tour.sign_in(SUPERVISOR).await;
    tour.visit(&SUPERVISOR_SCREENS, &found).await?;
    tour.in_the_dark(&found).await?;
    tour.screen.window.close().await;
    Ok(())
}

/// A walk through the screens with a camera.
struct Tour {
    screen: Screen,
    folder: PathBuf,
}

impl Tour {
    async fn sign_in(&self, [pin, name]: [&str; 2]) {
        self.screen.press(name).await;
        self.screen.type_pin(pin, name).await;
    }

    /// A station that stands nowhere yet is put to the mill.
    async fn choose_unit(&self) {
        settle().await;
        if self
            .screen
            .shows("//h1[.='Where does this station stand?']")
            .await
        {
            self.take("unit").await;
            self.screen.press("Mill 1 (CNC-1)").await;
            self.screen.press("Close this message").await;
        }
    }

    async fn visit(&self, screens: &[(&str, &str)], found: &Value) -> Result<(), CmdError> {
        for (name, path) in screens {
            self.go(path, found).await?;
            self.take(name).await;
        }
        Ok(())
    }

    /// A lot and something on the scale.
    async fn weigh(&self, devices: &Devices, found: &Value) -> Result<(), CmdError> {
        self.go("/jobs/$weighs/weigh", found).await?;
        settle().await;
        devices.scan("RA-2207");
        devices.put("3.184");
        self.screen.sees("//main[contains(., 'Stable')]").await;
        self.take("weigh").await;
        Ok(())
    }

    /// A scan that is refused, and the question why work stops.
    async fn refuse(&self, devices: &Devices, found: &Value) -> Result<(), CmdError> {
        self.go("/jobs/$job", found).await?;
        settle().await;
        devices.scan("H4502");
        self.screen.sees("//*[@data-testid='notice']").await;
        self.take("refused").await;
        self.screen.press("Pause").await;
        self.take("pause").await;
        self.screen.press_in("//*[@role='dialog']", "Cancel").await;
        Ok(())
    }

    async fn in_the_dark(&self, found: &Value) -> Result<(), CmdError> {
        self.screen.click("//label[.='Dark']").await;
        let screens = [("board-dark", "/board"), ("job-dark", "/jobs/$job")];
        self.visit(&screens, found).await?;
        self.go("/station", found).await?;
        self.screen.click("//label[.='Light']").await;
        Ok(())
    }

    async fn go(&self, path: &str, found: &Value) -> Result<(), CmdError> {
        let mut path = path.to_owned();
        for name in ["order", "job", "weighs"] {
            let id = found.get(name).and_then(Value::as_str).unwrap_or_default();
            path = path.replace(&format!("${name}"), id);
        }
        let client = self.screen.window.client();
        let script = "location.hash = arguments[0]";
        client.execute(script, vec![path.into()]).await.map(drop)
    }

    async fn take(&self, name: &str) {
        settle().await;
        let file = self.folder.join(format!("{name}.png"));
        self.screen.window.picture(&file).await;
        println!("picture: {}", file.display());
    }
}

async fn settle() {
    tokio::time::sleep(SETTLE_TIME).await;
}
