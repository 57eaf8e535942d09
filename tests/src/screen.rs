//! A person before the window: what they press, type and read. Nothing is asked of the core.

use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Window;
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;

/// How long a screen may take to show what a person waits for.
const SHOW_TIME_MAX: Duration = Duration::from_secs(30);

/// Pause between two looks at the screen.
const LOOK_TIME: Duration = Duration::from_millis(40);

/// Where the app keeps what the last action came to.
const NOTICE: &str = "//*[@data-testid='notice']";

/// The window, seen as a person sees it.
pub struct Screen {
    /// The window itself.
    pub window: Window,
}

impl Screen {
    /// Opens the app on a data folder, and waits until it asks for a badge.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn open(data: &Path) -> Self {
        Self::of(Window::open(data).await).await
    }

    /// Takes a window that was opened, and waits until it asks for a badge.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn of(window: Window) -> Self {
        let screen = Self { window };
        screen.sees("//h1[.='Scan your badge']").await;
        screen
    }

    /// Types a PIN on the pad, and waits until the screen greets its owner.
    ///
    /// # Panics
    /// When it does not.
    pub async fn type_pin(&self, pin: &str, name: &str) {
        self.sees("//label[contains(., 'PIN')]//input").await;
        self.pad(pin).await;
        self.press("Sign in").await;
        self.sees(&format!("//header//strong[.='{name}']")).await;
    }

    /// Signs out.
    ///
    /// # Panics
    /// When the screen does not ask for the next badge.
    pub async fn sign_out(&self) {
        self.press("Sign out").await;
        self.sees("//h1[.='Scan your badge']").await;
    }

    /// Opens an operation, as `ORDER / NUMBER`, from the job list, however far down it stands.
    ///
    /// # Panics
    /// When the list does not have it.
    pub async fn open_job(&self, name: &str) {
        let card = format!("//*[@data-testid='job-card'][contains(., '{name} ')]");
        let later = format!("//button[not(@disabled)][{}]", says("Later cards"));
        let opened = || async {
            match self.first(&card).await {
                Ok(found) => found.click().await,
                Err(absent) => {
                    // Where there are no later cards the list is still being drawn.
                    if let Ok(found) = self.first(&later).await {
                        found.click().await?;
                    }
                    Err(absent)
                }
            }
        };
        self.until(name, opened).await;
        self.sees(&format!(
            "//main[contains(., '{name} ')]//button[{}]",
            says("Report")
        ))
        .await;
    }

    /// Clicks the button that says `name`, once it can be pressed.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn press(&self, name: &str) {
        self.click(&format!("//button[not(@disabled)][{}]", says(name)))
            .await;
    }

    /// Clicks the button that says `name` in the part of the screen that `within` finds.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn press_in(&self, within: &str, name: &str) {
        self.click(&format!("{within}//button[not(@disabled)][{}]", says(name)))
            .await;
    }

    /// Types digits on the pad on the screen.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn pad(&self, digits: &str) {
        for digit in digits.chars() {
            let name = match digit {
                '.' => "Decimal point".to_owned(),
                digit => digit.to_string(),
            };
            self.press(&name).await;
        }
    }

    /// Goes to a screen by its tab.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn tab(&self, name: &str) {
        self.click(&format!("//nav[@aria-label='Screens']//a[.='{name}']"))
            .await;
        self.sees(&format!(
            "//nav[@aria-label='Screens']//a[.='{name}'][@aria-current='page']"
        ))
        .await;
    }

    /// Presses the key of the button that says `name`, once the button can be pressed.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn key(&self, key: Key, name: &str) {
        self.sees(&format!("//button[not(@disabled)][{}]", says(name)))
            .await;
        let value = key.chars().next().unwrap();
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.window.client().perform_actions(keys).await.unwrap();
    }

    /// Clicks what the XPath finds.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn click(&self, path: &str) {
        let clicked = || async { self.still(path).await?.click().await };
        self.until(path, clicked).await;
    }

    /// Types into the field that the XPath finds.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn write(&self, path: &str, text: &str) {
        let written = || async { self.first(path).await?.send_keys(text).await };
        self.until(path, written).await;
    }

    /// Chooses from the list that the XPath finds.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn choose(&self, path: &str, option: &str) {
        let chosen = || async { self.first(path).await?.select_by_label(option).await };
        self.until(option, chosen).await;
    }

    /// Waits until the XPath finds something.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn sees(&self, path: &str) {
        self.until(path, || async { self.first(path).await.map(drop) })
            .await;
    }

    /// Waits until no dialog covers the screen.
    ///
    /// # Panics
    /// When one stays for 30 seconds.
    pub async fn uncovered(&self) {
        self.sees("//body[not(.//*[@role='dialog'])]").await;
    }

    /// Whether the XPath finds something now.
    pub async fn shows(&self, path: &str) -> bool {
        self.first(path).await.is_ok()
    }

    /// Waits until the screen says what the last action came to, with `text` in it.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn told(&self, text: &str) {
        self.sees(&format!("{NOTICE}[contains(., \"{text}\")]"))
            .await;
    }

    /// The same for an action that was refused: another sound and another colour.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn refused(&self, text: &str) {
        self.sees(&format!(
            "{NOTICE}[@data-sound='reject'][contains(., \"{text}\")]"
        ))
        .await;
    }

    /// The text that stands where the XPath leads.
    ///
    /// # Panics
    /// When it does not come to that within 30 seconds.
    pub async fn text(&self, path: &str) -> String {
        self.until(path, || async { self.first(path).await?.text().await })
            .await
    }

    /// Tries again and again, as a person does with a screen that is still being drawn.
    async fn until<T, A>(&self, what: &str, attempt: impl Fn() -> A) -> T
    where
        A: Future<Output = Result<T, CmdError>>,
    {
        let started = Instant::now();
        loop {
            match attempt().await {
                Ok(done) => return done,
                Err(failed) if started.elapsed() > SHOW_TIME_MAX => {
                    panic!("{what}: {failed}; the screen says: {}", self.whole().await)
                }
                Err(_) => tokio::time::sleep(LOOK_TIME).await,
            }
        }
    }

    /// Everything that stands on the screen, for whoever has to find out what went wrong.
    async fn whole(&self) -> String {
        match self.first("//body").await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(failed) => failed.to_string(),
        }
    }

    /// What the XPath finds, once it has stopped moving: dialogs slide in, and a click would miss.
    async fn still(&self, path: &str) -> Result<Element, CmdError> {
        let found = self.first(path).await?;
        let mut place = found.rectangle().await?;
        loop {
            tokio::time::sleep(LOOK_TIME).await;
            let now = found.rectangle().await?;
            if now == place {
                return Ok(found);
            }
            place = now;
        }
    }

    async fn first(&self, path: &str) -> Result<Element, CmdError> {
        self.window.client().find(Locator::XPath(path)).await
    }
}

/// A condition on a button: its name for everyone, or a text on it.
fn says(name: &str) -> String {
    format!("@aria-label=\"{name}\" or .=\"{name}\" or .//span[.=\"{name}\"]")
}
