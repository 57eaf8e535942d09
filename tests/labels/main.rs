//! Labels drawn and read by independent parts: exact bytes, and one picture from every output.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed expectation is the test's verdict"
)]

mod languages;
mod samples;
mod tools;

use std::path::{Path, PathBuf};

use labels::template::Dpi;
use labels::{Fields, Layout, Template, pdf, render, svg, zpl};

use samples::{Dice, Sample, code};
use tools::Read;

/// Labels of each kind that are drawn and read; the renderer takes a few tenths of a second each.
const SAMPLES: usize = 10;

/// Of them, how many are drawn at 300 dpi too, where the renderer takes twice as long.
const FINE_SAMPLES: usize = 6;

/// Where the dice start. A failure is repeated by the same number.
const SEED: u64 = 20_240_917;

/// Share of the dots that a smoothing renderer may move beyond a dot: thin strokes at threshold.
const BEYOND_MAX: u64 = 500;

#[test]
fn zpl_drawn_and_read_by_others_gives_the_exact_bytes() {
    let samples = samples();
    for (dpi, some) in [
        (Dpi::D203, samples.as_slice()),
        (Dpi::D300, &samples[..FINE_SAMPLES]),
    ] {
        let read = read_zpl(&Template::lot().at(dpi), some);

        assert_read(some, &read);
    }
}

#[test]
fn pdf_drawn_and_read_by_others_gives_the_exact_bytes() {
    let samples = samples();
    let folder = tempfile::tempdir().unwrap();
    for dpi in [203.0, 300.0] {
        let mut pictures = Vec::new();
        for (number, sample) in samples.iter().enumerate() {
            let layout = render(Template::lot(), &sample.fields).unwrap();
            let (file, png) = files(folder.path(), number, "pdf");
            std::fs::write(&file, pdf::emit(&layout).unwrap()).unwrap();
            tools::draw_pdf(&file, &png, dpi);
            pictures.push(png);
        }

        let read = tools::read_codes(&pictures);

        assert_read(&samples, &read);
    }
}

#[test]
fn every_symbology_gives_the_exact_bytes_of_hostile_content() {
    let template = Template::from_json(include_str!("symbologies.json")).unwrap();
    let content = "^XZ~JA>8_1\\5E|@,{}";
    let fields = Fields::new()
        .with("content", content)
        .with("lot", "a_b>8\"<c");
    let codes = vec![
        code("]C0", content),
        code("]C1", "10a_b>8\"<c\u{1d}91a_b>8\"<c"),
        code("]Q1", content),
        code("]d1", content),
        code("]d2", "10a_b>8\"<c\u{1d}91a_b>8\"<c"),
    ];
    let samples = [Sample { fields, codes }];

    for dpi in [Dpi::D203, Dpi::D300] {
        let read = read_zpl(&template.at(dpi), &samples);

        assert_read(&samples, &read);
    }
}

#[test]
fn zpl_pdf_and_preview_show_one_picture() {
    let folder = tempfile::tempdir().unwrap();
    let sample = samples::plain();
    let layout = render(Template::lot(), &sample.fields).unwrap();
    let ours = folder.path().join("ours.pbm");
    std::fs::write(&ours, layout.bitmap().to_pbm()).unwrap();

    let from_zpl = zpl_picture(folder.path(), &layout);
    let (file, from_pdf) = files(folder.path(), 1, "pdf");
    std::fs::write(&file, pdf::emit(&layout).unwrap()).unwrap();
    tools::draw_pdf(&file, &from_pdf, layout.dpi.dots_per_mm() * 25.4);
    let (file, from_svg) = files(folder.path(), 2, "svg");
    std::fs::write(&file, svg::emit(&layout)).unwrap();
    tools::draw_svg(&file, &from_svg, &layout);

    let zpl = tools::compare(&ours, &from_zpl);
    assert!(
        zpl.black > 50_000 && zpl.differ == 0,
        "ZPL, dot for dot: {zpl:?}"
    );
    for picture in [&from_pdf, &from_svg] {
        let compared = tools::compare(&ours, picture);
        let within = compared.beyond * BEYOND_MAX < compared.black;
        assert!(within, "{}: {compared:?}", picture.display());
    }
    let read = tools::read_codes(&[from_svg]);
    assert_read(&[sample], &read);
}

/// Labels with and without a GTIN, in turns.
pub(crate) fn samples() -> Vec<Sample> {
    let mut dice = Dice(SEED);
    (0..SAMPLES)
        .flat_map(|_| [samples::gs1(&mut dice), samples::own(&mut dice)])
        .collect()
}

pub(crate) fn read_zpl(template: &Template, samples: &[Sample]) -> Vec<Vec<Read>> {
    let folder = tempfile::tempdir().unwrap();
    let mut pairs = Vec::new();
    let mut last = None;
    for (number, sample) in samples.iter().enumerate() {
        let layout = render(template, &sample.fields).unwrap();
        let pair = files(folder.path(), number, "zpl");
        std::fs::write(&pair.0, zpl::emit(&layout)).unwrap();
        pairs.push(pair);
        last = Some(layout);
    }
    tools::render_zpl(&pairs, &last.unwrap());
    let pictures: Vec<PathBuf> = pairs.into_iter().map(|(_, png)| png).collect();
    tools::read_codes(&pictures)
}

fn zpl_picture(folder: &Path, layout: &Layout) -> PathBuf {
    let pair = files(folder, 0, "zpl");
    std::fs::write(&pair.0, zpl::emit(layout)).unwrap();
    tools::render_zpl(std::slice::from_ref(&pair), layout);
    pair.1
}

/// A file of a sample, and the picture drawn from it.
pub(crate) fn files(folder: &Path, number: usize, ending: &str) -> (PathBuf, PathBuf) {
    let stem = format!("{ending}-{number}");
    (
        folder.join(format!("{stem}.{ending}")),
        folder.join(format!("{stem}.png")),
    )
}

pub(crate) fn assert_read(samples: &[Sample], read: &[Vec<Read>]) {
    assert_eq!(samples.len(), read.len());
    for (sample, read) in samples.iter().zip(read) {
        assert_eq!(&sample.codes, read, "{:?}", sample.fields);
    }
}
