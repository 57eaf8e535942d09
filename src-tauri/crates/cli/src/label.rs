//! `linesidectl label`: templates, and labels made from them.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use host::label::template::{self, FORMATS, Format};
use station::Failure;
use store::Folder;

use crate::output::say;
use crate::problem::Problem;

/// What to do about labels.
#[derive(Debug, Subcommand)]
pub(crate) enum Label {
    /// Renders a label from a template and a file of fields.
    Render(Render),
    /// Lists the templates that come with the program, and a station's own.
    Templates(OfStation),
    /// Gives a station a template, or a new version of one; used from the next start on.
    Import {
        #[command(flatten)]
        station: OfStation,
        /// File of the template.
        file: PathBuf,
    },
    /// Prints a template as its file.
    Export {
        #[command(flatten)]
        station: OfStation,
        /// Name; the newest version.
        name: String,
        /// Version.
        #[arg(long)]
        version: Option<u32>,
    },
}

/// Whose templates.
#[derive(Debug, Args)]
pub(crate) struct OfStation {
    /// Data folder of a station; without it only what comes with the program.
    #[arg(long, value_name = "DIR", env = "LINESIDE_DATA")]
    station: Option<PathBuf>,
}

/// What to render.
#[derive(Debug, Args)]
pub(crate) struct Render {
    #[command(flatten)]
    station: OfStation,
    /// Name of a template, or its file.
    #[arg(long, value_name = "NAME|FILE")]
    template: String,
    /// File with the fields: a JSON object of texts and numbers.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// What it is rendered as.
    #[arg(long, value_parser = format)]
    format: Format,
    /// Dots to the inch: 203, 300 or 600; the template's without it.
    #[arg(long)]
    dpi: Option<u16>,
    /// File for the label; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Renders, lists, imports or exports.
///
/// # Errors
/// [`Problem`], saying what to change.
pub(crate) fn run(label: Label) -> Result<(), Problem> {
    match label {
        Label::Render(render) => self::render(&render),
        Label::Templates(station) => {
            for template in station.templates().all() {
                let (width, height) = (template.width_mm, template.height_mm);
                say(format_args!("{}: {width} x {height} mm", template.label()))?;
            }
            Ok(())
        }
        Label::Import { station, file } => {
            let folder = Folder::new(station.station.ok_or(Problem::NoStationNamed)?);
            say(format_args!(
                "{} is kept",
                template::import(&folder, &file)?
            ))
        }
        Label::Export {
            station,
            name,
            version,
        } => {
            let templates = station.templates();
            let found = match version {
                Some(version) => templates.labelled(&format!("{name} {version}")),
                None => templates.newest(&name),
            };
            let json = template::written(found.map_err(Failure::from)?)?;
            write(&json.into_bytes(), None)
        }
    }
}

impl OfStation {
    fn templates(&self) -> template::Templates {
        match &self.station {
            Some(folder) => template::of_station(&Folder::new(folder)),
            None => template::Templates::default(),
        }
    }
}

fn render(render: &Render) -> Result<(), Problem> {
    let templates = render.station.templates();
    let template = match templates.newest(&render.template) {
        Ok(template) => template.clone(),
        Err(none) if !Path::new(&render.template).exists() => {
            return Err(Failure::from(none).into());
        }
        Err(_) => template::read(Path::new(&render.template))?,
    };
    let fields = std::fs::read_to_string(&render.data).map_err(Problem::file(&render.data))?;
    let label = template::render(&template, &fields, render.format, render.dpi)?;
    write(&label, render.out.as_deref())
}

fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| format!("write one of {}", FORMATS.join(", ")))
}

fn write(bytes: &[u8], out: Option<&Path>) -> Result<(), Problem> {
    match out {
        Some(path) => std::fs::write(path, bytes).map_err(Problem::file(path)),
        None => {
            let mut output = stdout().lock();
            let written = output.write_all(bytes).and_then(|()| output.flush());
            written.map_err(Problem::Output)
        }
    }
}
