//! The real window, driven as a person would drive it: WebKitWebDriver starts the app.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::NewSessionError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

/// How long the driver and the app may take to start; two busy cores need a fifth of it.
const START_TIME_MAX: Duration = Duration::from_secs(60);

/// How long a screen may take to show what a test waits for.
const SHOW_TIME_MAX: Duration = Duration::from_secs(20);

/// Time between two attempts to reach the driver.
const RETRY_TIME: Duration = Duration::from_millis(50);

/// The app in its window, and the driver that started it. Both end when this is dropped.
pub struct Window {
    client: Client,
    // Ended after the client: the driver closes the app.
    driver: Driver,
}

impl Window {
    /// Opens the app on the data folder `data`.
    ///
    /// # Panics
    /// When there is no driver, no app or no screen: a test that cannot run has failed.
    pub async fn open(data: &Path) -> Self {
        Self::driven(&mut Driver::of(data), program("LINESIDE_BIN")).await
    }

    /// Opens the window of another program in the same way, drawn by the renderer that the app chooses:
    /// what the app's is measured against.
    ///
    /// # Panics
    /// As [`Window::open`].
    pub async fn open_other(program: PathBuf) -> Self {
        let mut driver = Driver::command();
        let driver = driver.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        Self::driven(driver, program).await
    }

    /// The same, drawn by the renderer of which a picture can be had at once. The one the app
    /// chooses lets every picture wait for 30 seconds where there is no real screen.
    ///
    /// # Panics
    /// As [`Window::open`].
    pub async fn open_for_pictures(data: &Path) -> Self {
        let mut driver = Driver::of(data);
        let driver = driver.env("WEBKIT_DISABLE_DMABUF_RENDERER", "0");
        Self::driven(driver, program("LINESIDE_BIN")).await
    }

    async fn driven(driver: &mut Command, program: PathBuf) -> Self {
        let driver = Driver::start(driver, program);
        let client = driver.session().await;
        Self { client, driver }
    }

    /// The first element that the CSS selector `css` finds, as soon as it is there.
    ///
    /// # Panics
    /// When it does not come within 20 seconds.
    pub async fn find(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(SHOW_TIME_MAX);
        let found = wait.for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|failed| panic!("nothing matches {css}: {failed}"))
    }

    /// Writes a picture of the screen to `file` as PNG.
    ///
    /// # Panics
    /// When the webview gives no picture or the file cannot be written.
    pub async fn picture(&self, file: &Path) {
        let picture = self.client.screenshot().await.unwrap();
        std::fs::write(file, picture).unwrap();
    }

    /// The session, for what this type has no word for.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Closes the window, and waits until the app has ended.
    ///
    /// # Panics
    /// When the driver does not answer.
    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
    }

    /// Ends the app as a power cut would, and waits until it is gone.
    ///
    /// # Panics
    /// When it is not running, or does not end.
    #[cfg(target_os = "linux")]
    pub fn kill(self) {
        let app = self.driver.app();
        let id = app.file_name().unwrap().to_os_string();
        let told = Command::new("kill").arg("-KILL").arg(id).status().unwrap();
        assert!(told.success());
        let end = Instant::now() + START_TIME_MAX;
        // What has ended runs no program any more, even before its parent has noticed.
        while std::fs::read_link(app.join("exe")).is_ok() {
            assert!(Instant::now() < end, "the app does not end");
            std::thread::sleep(RETRY_TIME);
        }
    }
}

/// The program that the environment variable `name` names.
///
/// # Panics
/// When it names none: `cargo xtask test` builds the programs and sets the variables.
pub fn program(name: &str) -> PathBuf {
    let Some(path) = std::env::var_os(name).map(PathBuf::from) else {
        panic!("{name} names no program; run `cargo xtask test`, which builds it and sets {name}");
    };
    assert!(
        path.is_file(),
        "{name} names {}, which is not there",
        path.display()
    );
    path
}

struct Driver {
    child: Child,
    address: String,
    program: PathBuf,
}

impl Driver {
    fn of(data: &Path) -> Command {
        let mut driver = Self::command();
        // The app inherits it.
        driver.env("LINESIDE_DATA", data);
        driver
    }

    fn command() -> Command {
        let mut driver = Command::new("WebKitWebDriver");
        // Inherited as well. Without it the session would never begin.
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true");
        driver
    }

    fn start(driver: &mut Command, program: PathBuf) -> Self {
        let port = free_port();
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        let child = driver
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|failed| {
                panic!("WebKitWebDriver (Debian: webkit2gtk-driver) could not be started: {failed}")
            });
        Self {
            child,
            address: format!("http://127.0.0.1:{port}"),
            program,
        }
    }

    async fn session(&self) -> Client {
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": self.program, "args": [] } });
        let wanted = wanted.as_object().unwrap();
        let end = Instant::now() + START_TIME_MAX;
        loop {
            match connect(wanted, &self.address).await {
                Ok(client) => return client,
                Err(failed) if Instant::now() > end => panic!("no session: {failed}"),
                Err(_) => tokio::time::sleep(RETRY_TIME).await,
            }
        }
    }
}

#[cfg(target_os = "linux")]
impl Driver {
    /// Where the system tells about the app: the driver's child that runs it.
    fn app(&self) -> PathBuf {
        let program = self.program.canonicalize().unwrap();
        let parent = format!("PPid:\t{}", self.child.id());
        let ours = |process: &PathBuf| {
            let status = std::fs::read_to_string(process.join("status")).unwrap_or_default();
            let runs = std::fs::read_link(process.join("exe"));
            status.lines().any(|line| line == parent) && runs.is_ok_and(|runs| runs == program)
        };
        let processes = std::fs::read_dir("/proc").unwrap();
        let mut paths = processes.map(|process| process.unwrap().path());
        paths.find(ours).unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn connect(wanted: &Map<String, Value>, address: &str) -> Result<Client, NewSessionError> {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(wanted.clone()).connect(address).await
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
