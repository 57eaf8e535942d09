//! Every printer language, every symbology: drawn and read by others.

use labels::template::Dpi;
use labels::{Fields, Language, Layout, Template, pdf, png, render};

use crate::samples::{Sample, code};
use crate::{assert_read, files, read_zpl, samples, tools};

const RESOLUTIONS: [Dpi; 2] = [Dpi::D203, Dpi::D300];

const LANGUAGES: [(&str, Language); 2] = [("epl", Language::Epl), ("tspl", Language::Tspl)];

/// Code 39, EAN-13 and ITF-14, and what a scanner answers.
fn linear() -> (Template, [Sample; 1]) {
    let template = Template::from_json(include_str!("linear.json")).unwrap();
    let fields = Fields::new()
        .with("order", "MO-100/7 $.%+")
        .with("gtin", "9521234543213")
        .with("case", "19521234543210")
        .with("quantity", "1234.5")
        .with("made", "2024-09-17T14:32");
    let codes = vec![
        code("]A0", "MO-100/7 $.%+"),
        code("]E0", "9521234543213"),
        // Modifier 1: its check digit is right.
        code("]I1", "19521234543210"),
    ];
    (template, [Sample { fields, codes }])
}

/// All matrix codes and both kinds of Code 128, with content that means something to every language.
fn matrix() -> (Template, [Sample; 1]) {
    let template = Template::from_json(include_str!("symbologies.json")).unwrap();
    let content = "^XZ~JA>8_1\\5E|!104\"";
    let gs1 = "10a_b>8\"<c\u{1d}91a_b>8\"<c";
    let fields = Fields::new()
        .with("content", content)
        .with("lot", "a_b>8\"<c");
    let codes = vec![
        code("]C0", content),
        code("]C1", gs1),
        code("]Q1", content),
        code("]d1", content),
        code("]d2", gs1),
    ];
    (template, [Sample { fields, codes }])
}

#[test]
fn linear_codes_in_zpl_give_the_exact_bytes() {
    let (template, samples) = linear();
    for dpi in RESOLUTIONS {
        let read = read_zpl(&template.at(dpi), &samples);

        assert_read(&samples, &read);
    }
}

#[test]
fn epl_and_tspl_give_the_exact_bytes_and_one_picture_with_the_preview() {
    let lots: Vec<Sample> = samples().into_iter().take(4).collect();
    for (template, samples) in [
        (linear().0, linear().1.as_slice()),
        (matrix().0, matrix().1.as_slice()),
        (Template::lot().clone(), lots.as_slice()),
    ] {
        for dpi in RESOLUTIONS {
            for sample in samples {
                let layout = render(&template.at(dpi), &sample.fields).unwrap();
                for (name, language) in LANGUAGES {
                    assert_drawn(name, &language.emit(&layout), &layout, sample);
                }
            }
        }
    }
}

fn assert_drawn(language: &str, label: &[u8], layout: &Layout, sample: &Sample) {
    let folder = tempfile::tempdir().unwrap();
    let (file, picture) = files(folder.path(), 0, language);
    std::fs::write(&file, label).unwrap();
    let ours = folder.path().join("ours.png");
    std::fs::write(&ours, png::emit(layout).unwrap()).unwrap();

    tools::draw_commands(language, &file, &picture, layout);

    let compared = tools::compare(&ours, &picture);
    assert_eq!(compared.differ, 0, "{language}: {compared:?}");
    assert!(compared.black > 1_000, "{language}: {compared:?}");
    let read = tools::read_codes(&[picture]);
    assert_read(std::slice::from_ref(sample), &read);
}

#[test]
fn every_symbology_in_pdf_and_png_gives_the_exact_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (template, samples)) in [linear(), matrix()].into_iter().enumerate() {
        for (dpi, resolution) in RESOLUTIONS.into_iter().zip([203.0, 300.0]) {
            let layout = render(&template.at(dpi), &samples[0].fields).unwrap();
            let (file, drawn) = files(folder.path(), number, "pdf");
            std::fs::write(&file, pdf::emit(&layout).unwrap()).unwrap();
            tools::draw_pdf(&file, &drawn, resolution);
            let direct = folder.path().join("direct.png");
            std::fs::write(&direct, png::emit(&layout).unwrap()).unwrap();

            for picture in [drawn, direct] {
                let read = tools::read_codes(&[picture]);

                assert_read(&samples, &read);
            }
        }
    }
}
