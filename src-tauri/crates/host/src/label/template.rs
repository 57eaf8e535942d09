//! Label templates: those of a station are files in its data folder, one a version.

use std::path::{Path, PathBuf};

pub use labels::Templates;
use labels::template::Dpi;
use labels::{Fields, Language, Template, pdf, png, sample, svg};
use station::Station;
use station::failure::{Code, Failure};
use station::request::{CommandTemplate, DrawTemplate};
use station::view::template::{TemplateDrawn, TemplateField, TemplateView, TemplatesView};
use store::{Folder, StoreError};

/// Folder of the templates, within the data folder.
const FOLDER: &str = "templates";

/// Largest file of a template: one with a picture may have a megabyte.
const BYTES_MAX: u64 = 4 << 20;

/// What a label is rendered as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a printer.
    Printer(Language),
    /// A page.
    Pdf,
    /// A picture.
    Png,
}

/// The names of all formats, as a person writes them.
pub const FORMATS: [&str; 5] = ["zpl", "epl", "tspl", "pdf", "png"];

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "zpl" => Some(Self::Printer(Language::Zpl)),
            "epl" => Some(Self::Printer(Language::Epl)),
            "tspl" => Some(Self::Printer(Language::Tspl)),
            "pdf" => Some(Self::Pdf),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

/// Renders a label from a template and its fields as JSON.
///
/// # Errors
/// [`Failure`], when the fields cannot be read or make no label.
pub fn render(
    template: &Template,
    fields: &str,
    format: Format,
    dpi: Option<u16>,
) -> Result<Vec<u8>, Failure> {
    let template = match dpi {
        Some(dpi) => template.at(Dpi::try_from(dpi)?),
        None => template.clone(),
    };
    let layout = labels::render(&template, &Fields::from_json(fields)?)?;
    Ok(match format {
        Format::Printer(language) => language.emit(&layout),
        Format::Pdf => pdf::emit(&layout)?,
        Format::Png => png::emit(&layout)?,
    })
}

/// Those that come with the program and those of a station. A file that is none is left out, and said
/// in the log: labels of other templates can still be printed.
#[must_use]
pub fn of_station(folder: &Folder) -> Templates {
    let mut templates = Templates::default();
    for path in files(folder) {
        let added = read(&path).and_then(|template| Ok(templates.add(template)?));
        if let Err(failure) = added {
            tracing::error!(file = %path.display(), %failure, "a label template is left out");
        }
    }
    templates
}

/// Reads a template's file.
///
/// # Errors
/// [`Failure`], when it cannot be read or is none.
pub fn read(path: &Path) -> Result<Template, Failure> {
    let unreadable = |error: std::io::Error| unreadable(path, &error.to_string());
    if std::fs::metadata(path).map_err(unreadable)?.len() > BYTES_MAX {
        return Err(self::unreadable(path, "it is larger than 4 MiB"));
    }
    let json = std::fs::read_to_string(path).map_err(unreadable)?;
    Ok(Template::from_json(&json)?)
}

/// Keeps a template in a station's folder, and answers its name and version. The running station uses
/// it after its next start.
///
/// # Errors
/// [`Failure`], when it is none, another one has its name and version, or the folder cannot be written.
pub fn import(folder: &Folder, path: &Path) -> Result<String, Failure> {
    keep(folder, &read(path)?)
}

fn keep(folder: &Folder, template: &Template) -> Result<String, Failure> {
    of_station(folder).add(template.clone())?;
    let own = folder.path().join(FOLDER);
    std::fs::create_dir_all(&own).map_err(|source| StoreError::Folder {
        folder: own,
        source,
    })?;
    folder.write_private(&file_name(template), written(template)?.as_bytes())?;
    Ok(template.label())
}

/// The templates of a station, as the designer shows them.
///
/// # Errors
/// [`Failure`], when one cannot be written as JSON.
pub(crate) fn view(station: &Station) -> Result<TemplatesView, Failure> {
    let built_in = Template::built_in();
    let templates = station.templates();
    let shown = templates.all().rev().map(|template| {
        Ok(TemplateView {
            name: template.name.clone(),
            version: template.version,
            built_in: built_in.contains(&template),
            template: written(template)?,
        })
    });
    let mut templates = shown.collect::<Result<Vec<_>, Failure>>()?;
    templates.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(TemplatesView { templates })
}

/// Draws a template that somebody is working on: what it lacks is a sentence, no failure.
#[must_use]
pub(crate) fn draw(request: &DrawTemplate) -> TemplateDrawn {
    let template = match Template::from_json(&request.template) {
        Ok(template) => template,
        Err(error) => {
            return TemplateDrawn {
                svg: None,
                sentence: Some(error.to_string()),
                fields: Vec::new(),
            };
        }
    };
    let fields = request.fields.iter();
    let fields = fields.fold(sample::fields(&template), |all, (name, text)| {
        all.with(name, text)
    });
    let drawn = labels::render(&template, &fields);
    let names = sample::named(&template).into_iter();
    TemplateDrawn {
        sentence: drawn.as_ref().err().map(ToString::to_string),
        svg: drawn.ok().map(|layout| svg::emit(&layout)),
        fields: names
            .map(|name| TemplateField {
                text: fields.get(&name).unwrap_or_default().to_owned(),
                name,
            })
            .collect(),
    }
}

/// Keeps a new version of a template, and uses it from now on.
///
/// # Errors
/// [`Failure`], when the person may not, it cannot be drawn, another one has its name and version, or
/// the folder cannot be written.
pub(crate) fn command(
    station: &Station,
    folder: &Folder,
    request: &CommandTemplate,
) -> Result<TemplatesView, Failure> {
    station.check_installer(request.session)?;
    let template = Template::from_json(&request.template)?;
    labels::render(&template, &sample::fields(&template))?;
    keep(folder, &template)?;
    station.set_templates(of_station(folder));
    view(station)
}

/// A template as its file.
///
/// # Errors
/// [`Failure`], when it cannot be written as JSON.
pub fn written(template: &Template) -> Result<String, Failure> {
    let json = serde_json::to_string_pretty(template);
    json.map(|json| json + "\n")
        .map_err(|error| Failure::new(Code::Defect, "template", error.to_string()))
}

fn file_name(template: &Template) -> String {
    format!("{FOLDER}/{}.{}.json", template.name, template.version)
}

fn files(folder: &Folder) -> Vec<PathBuf> {
    // A station without templates of its own has no folder of them.
    let Ok(entries) = std::fs::read_dir(folder.path().join(FOLDER)) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::bad_request(format!(
        "{} cannot be read ({why}): check its path and its permissions",
        path.display()
    ))
}
