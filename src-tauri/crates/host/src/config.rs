//! What the programs are told once for all: on the command line, in the environment, in a file of the
//! machine and one of the user. The first of them that says something about a setting decides.

mod file;
mod layer;

use std::fmt;
use std::path::PathBuf;

pub use file::{BadConfig, MACHINE_FILE, machine_file, user_file};
pub use layer::{Layer, Source};

/// Begins the name of every variable that is a setting: `LINESIDE_DATA`.
const PREFIX: &str = "LINESIDE_";
/// Name of the folder below the user's own data folder.
const FOLDER: &str = "lineside";

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Folder that holds the station's records.
    Data,
    /// How much is written of what happens, in the words of `tracing`.
    Log,
    /// Whether the window is drawn without the graphics card.
    SafeGraphics,
}

impl Key {
    /// Everything that can be set.
    pub const ALL: [Self; 3] = [Self::Data, Self::Log, Self::SafeGraphics];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Log => "log",
            Self::SafeGraphics => "safe_graphics",
        }
    }

    /// Its name in the environment.
    #[must_use]
    pub fn variable(self) -> String {
        format!("{PREFIX}{}", self.name().to_uppercase())
    }

    fn usual(self) -> Option<String> {
        match self {
            Self::Data => Some(dirs::data_local_dir()?.join(FOLDER).display().to_string()),
            Self::Log => None,
            Self::SafeGraphics => Some("false".to_owned()),
        }
    }

    /// Whether a value will do; else what to write instead.
    fn check(self, value: &str) -> Result<(), &'static str> {
        match self {
            Self::Data if value.is_empty() => Err("name a folder"),
            Self::SafeGraphics if !["true", "false"].contains(&value) => Err("write true or false"),
            Self::Data | Self::Log | Self::SafeGraphics => Ok(()),
        }
    }
}

/// One setting: its value, who said so, and who said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Which.
    pub key: Key,
    /// Its value; absent where nobody says anything and nothing is usual.
    pub value: Option<String>,
    /// Who said so.
    pub from: Source,
    /// What was said less weightily, the weightiest first.
    pub over: Vec<(Source, String)>,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.key.name();
        match &self.value {
            Some(value) => write!(f, "{name} = {value}, from {}", self.from)?,
            None => write!(f, "{name} is not set")?,
        }
        for (source, value) in &self.over {
            write!(f, "\n    over {value}, from {source}")?;
        }
        Ok(())
    }
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    settings: Vec<Setting>,
}

impl Config {
    /// What holds for a program with these flags, in this environment, on this machine.
    ///
    /// # Errors
    /// [`BadConfig`], when a file cannot be read, or somebody says what cannot be.
    pub fn of_process(flags: &[(Key, String)]) -> Result<Self, BadConfig> {
        let environment = Key::ALL
            .into_iter()
            .filter_map(|key| Some((key, std::env::var(key.variable()).ok()?)));
        let machine = machine_file();
        let mut layers = vec![
            Layer::new(Source::Flag, flags.iter().cloned()),
            Layer::new(Source::Environment, environment),
            Layer::read(Source::Machine(machine.clone()), &machine)?,
        ];
        if let Some(user) = user_file() {
            layers.push(Layer::read(Source::User(user.clone()), &user)?);
        }
        Self::settle(&layers)
    }

    /// What holds of several layers, the weightiest first.
    ///
    /// # Errors
    /// [`BadConfig`], when one of them says what cannot be.
    pub fn settle(layers: &[Layer]) -> Result<Self, BadConfig> {
        let settings = Key::ALL.into_iter().map(|key| settle(key, layers));
        Ok(Self {
            settings: settings.collect::<Result<_, _>>()?,
        })
    }

    /// Every setting.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The data folder; absent where nobody names one and the user has no folder of their own.
    #[must_use]
    pub fn data(&self) -> Option<PathBuf> {
        self.value(Key::Data).map(PathBuf::from)
    }

    /// How much is written, unless it is only the usual.
    #[must_use]
    pub fn log(&self) -> Option<&str> {
        let said = |setting: &&Setting| setting.key == Key::Log && setting.from != Source::Usual;
        self.settings.iter().find(said)?.value.as_deref()
    }

    /// Whether the window is drawn without the graphics card.
    #[must_use]
    pub fn safe_graphics(&self) -> bool {
        self.value(Key::SafeGraphics) == Some("true")
    }

    fn value(&self, key: Key) -> Option<&str> {
        let setting = self.settings.iter().find(|setting| setting.key == key)?;
        setting.value.as_deref()
    }
}

fn settle(key: Key, layers: &[Layer]) -> Result<Setting, BadConfig> {
    let mut said = Vec::new();
    for layer in layers {
        let Some(value) = layer.says(key) else {
            continue;
        };
        key.check(value).map_err(|instead| BadConfig::Value {
            key: key.name(),
            value: value.to_owned(),
            from: layer.source.clone(),
            instead,
        })?;
        said.push((layer.source.clone(), value.to_owned()));
    }
    said.extend(key.usual().map(|value| (Source::Usual, value)));
    let mut said = said.into_iter();
    let (from, value) = said
        .next()
        .map_or((Source::Usual, None), |(from, value)| (from, Some(value)));
    Ok(Setting {
        key,
        value,
        from,
        over: said.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(source: Source, said: &[(Key, &str)]) -> Layer {
        Layer::new(
            source,
            said.iter().map(|(key, value)| (*key, (*value).to_owned())),
        )
    }

    #[test]
    fn the_weightiest_word_decides_and_the_others_are_told() {
        let file = PathBuf::from("/etc/lineside/lineside.toml");
        let layers = [
            layer(Source::Flag, &[]),
            layer(Source::Environment, &[(Key::Data, "/b")]),
            layer(
                Source::Machine(file.clone()),
                &[(Key::Data, "/c"), (Key::Log, "warn")],
            ),
        ];

        let config = Config::settle(&layers).unwrap();

        let data = &config.settings()[0];
        assert_eq!(
            (data.value.as_deref(), &data.from),
            (Some("/b"), &Source::Environment)
        );
        assert_eq!(data.over[0], (Source::Machine(file), "/c".to_owned()));
        assert_eq!(config.log(), Some("warn"));
        assert!(!config.safe_graphics());
    }

    #[test]
    fn what_cannot_be_is_refused_with_who_said_it() {
        let wrong = layer(Source::Environment, &[(Key::SafeGraphics, "maybe")]);

        let refused = Config::settle(&[wrong]).unwrap_err().to_string();

        assert_eq!(
            refused,
            "safe_graphics is “maybe” in the environment (LINESIDE_SAFE_GRAPHICS): write true or false"
        );
    }
}
