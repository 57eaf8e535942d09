//! The programs that look at our labels: none of them ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use labels::Layout;
use serde_json::{Value, json};

/// What a decoder read: AIM identifier and bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Read {
    pub(crate) aim: String,
    pub(crate) bytes: Vec<u8>,
}

/// How two pictures of a label compare, in dots.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) beyond: u64,
    pub(crate) differ: u64,
    pub(crate) black: u64,
}

/// The folder with `node_modules` and `venv` that `cargo xtask test` fills:
///
/// ```text
/// mkdir -p target/tools/labels
/// cp tests/labels/package.json tests/labels/package-lock.json target/tools/labels
/// npm ci --prefix target/tools/labels --no-audit --no-fund
/// python3 -m venv target/tools/labels/venv
/// target/tools/labels/venv/bin/pip install --requirement tests/labels/requirements.txt
/// ```
fn tools() -> PathBuf {
    let folder = std::env::var_os("LINESIDE_TOOLS").map_or_else(
        || plant_tests::checkout().join("target/tools"),
        PathBuf::from,
    );
    folder.join("labels")
}

/// Renders ZPL with an independent renderer; asserts that each file prints one label.
pub(crate) fn render_zpl(pairs: &[(PathBuf, PathBuf)], layout: &Layout) {
    let (width_mm, height_mm) = layout.size_mm;
    let job = |(zpl, png): &(PathBuf, PathBuf)| {
        json!({
            "zpl": zpl, "png": png, "widthMm": width_mm, "heightMm": height_mm,
            "dotsPerMm": layout.dpi.dots_per_mm().round(),
        })
    };
    let list = Value::Array(pairs.iter().map(job).collect());
    let folder = tempfile::tempdir().unwrap();
    let jobs = folder.path().join("jobs.json");
    std::fs::write(&jobs, list.to_string()).unwrap();
    assert_there(&tools().join("node_modules"));
    let mut node = Command::new("node");
    node.arg(source("render.cjs")).arg(tools()).arg(jobs);

    let counts = answer(&mut node);

    assert_eq!(counts, json!(vec![1; pairs.len()]), "one label a file");
}

/// Draws what an EPL2 or TSPL printer would, by a reading of their manuals; asserts that it is one
/// label of known commands.
pub(crate) fn draw_commands(language: &str, label: &Path, png: &Path, layout: &Layout) {
    let (width, height) = (layout.width.to_string(), layout.height.to_string());
    let mut draw = python("draw.py");
    draw.arg(language).arg(label).arg(png).args([width, height]);

    let drawn = answer(&mut draw);

    assert_eq!(drawn["labels"], 1, "{}", label.display());
}

/// Draws a PDF's page as a PNG of that many dots an inch.
pub(crate) fn draw_pdf(pdf: &Path, png: &Path, dpi: f64) {
    let mut draw = Command::new("pdftoppm");
    draw.args(["-png", "-singlefile", "-r", &dpi.to_string()]);
    run(draw.arg(pdf).arg(png.with_extension("")));
}

/// Draws an SVG of this many dots in a browser.
pub(crate) fn draw_svg(svg: &Path, png: &Path, layout: &Layout) {
    let (width, height) = (layout.width, layout.height);
    let page = svg.with_extension("html");
    let picture = std::fs::read_to_string(svg).unwrap();
    let style = format!("body{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}");
    std::fs::write(&page, format!("<style>{style}</style>{picture}")).unwrap();
    let mut browser = Command::new("chromium");
    browser.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
    ]);
    browser.arg(format!(
        "--user-data-dir={}",
        svg.with_extension("profile").display()
    ));
    browser.arg(format!("--window-size={width},{height}"));
    browser.arg(format!("--screenshot={}", png.display()));
    run(browser.arg(format!("file://{}", page.display())));
}

/// Reads the codes in each picture, sorted by AIM identifier.
pub(crate) fn read_codes(pictures: &[PathBuf]) -> Vec<Vec<Read>> {
    let answer = answer(python("read.py").arg("codes").args(pictures));
    let pictures = answer.as_array().unwrap().iter();
    pictures
        .map(|codes| codes.as_array().unwrap().iter().map(read).collect())
        .collect()
}

/// Compares two pictures of one label.
pub(crate) fn compare(one: &Path, other: &Path) -> Compared {
    let answer = answer(python("read.py").arg("beyond").arg(one).arg(other));
    let dots = |name: &str| answer[name].as_u64().unwrap();
    Compared {
        beyond: dots("beyond"),
        differ: dots("differ"),
        black: dots("black"),
    }
}

fn read(code: &Value) -> Read {
    let hex = code["hex"].as_str().unwrap();
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    Read {
        aim: code["aim"].as_str().unwrap().to_owned(),
        bytes: (0..hex.len()).step_by(2).map(byte).collect(),
    }
}

fn python(program: &str) -> Command {
    let folder = if cfg!(windows) {
        "venv/Scripts"
    } else {
        "venv/bin"
    };
    let python = tools().join(folder).join("python");
    assert_there(&tools().join(folder));
    let mut command = Command::new(python);
    command.arg(source(program));
    command
}

fn source(name: &str) -> PathBuf {
    plant_tests::checkout().join("tests/labels").join(name)
}

fn assert_there(path: &Path) {
    assert!(
        path.exists(),
        "{} is not there: run `cargo xtask test`, which installs the label readers, or set \
         LINESIDE_TOOLS to the folder that has them",
        path.display()
    );
}

fn answer(command: &mut Command) -> Value {
    serde_json::from_slice(&run(command)).unwrap()
}

fn run(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|fault| {
        panic!("{command:?}: {fault}; run `cargo xtask test`, which installs what is missing")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
    output.stdout
}
