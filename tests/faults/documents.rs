//! Bad documents are refused by file and row, and leave nothing behind; odd ones are taken.

use std::path::Path;

use plant_tests::linesidectl::{done, run, verified};
use serde_json::Value;

use crate::odoo::convert;
use crate::shared::data;

/// Refuses `content` as `name`: exit 1, the place named, nothing recorded.
fn assert_refused(name: &str, content: &[u8], place: &str, reason: &str) {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let before = verified(&station);
    let file = folder.path().join(name);
    std::fs::write(&file, content).unwrap();

    let said = run(&station, &["import", file.to_str().unwrap()]);

    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.errors.contains(place) && said.errors.contains(reason),
        "{}",
        said.errors
    );
    assert!(
        said.errors.ends_with("nothing was recorded\n"),
        "{}",
        said.errors
    );
    assert_eq!(verified(&station), before);
}

#[test]
fn malformed_xml_is_refused_by_line() {
    let broken =
        b"<SyncOperationsSchedule xmlns=\"http://www.mesa.org/xml/B2MML\">\n<DataArea>\n</Sync>";
    assert_refused("broken.xml", broken, "broken.xml, row 3: ", "well-formed");
}

#[test]
fn entities_are_not_expanded() {
    let bomb = b"<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>\n\
        <SyncOperationsSchedule xmlns=\"http://www.mesa.org/xml/B2MML\">&c;</SyncOperationsSchedule>";
    assert_refused("bomb.xml", bomb, "bomb.xml, row 2: ", "never read");
}

#[test]
fn a_file_of_200_mib_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);
    let file = folder.path().join("huge.xml");
    std::fs::File::create(&file)
        .unwrap()
        .set_len(200 * 1024 * 1024)
        .unwrap();

    let said = run(&station, &["import", file.to_str().unwrap()]);

    assert_eq!(said.code, Some(1));
    assert!(
        said.errors
            .contains("huge.xml: the file has 200 MiB, at most 64"),
        "{}",
        said.errors
    );
    assert_eq!(verified(&station), (0, 0));
}

#[test]
fn wrong_columns_are_refused_by_row() {
    let header = b"key,description,unit,colour\nA,Alpha,EA,red\n";
    assert_refused("items.csv", header, "items.csv, row 1: ", "colour");
    let short = b"key,description,unit,tracking,gtin\nA,Alpha,EA,lot,\nB,Beta\n";
    assert_refused("items.csv", short, "items.csv, row 3: ", "2 columns");
}

#[test]
fn bad_cells_are_refused_by_row() {
    let orders = |cell: &str| {
        format!(
            "key,revision,item,quantity,unit,start,due,priority,state,routing\n\
             X-1,1,BRK-100,{cell},RT-BRK-100\n"
        )
    };
    for (cell, reason) in [
        ("-5,EA,,,1,released", "-5"),
        ("123456789012345678901234567890,EA,,,1,released", "digits"),
        ("5,EA,2026-12-01T06:00:00,,1,released", "zone"),
        ("five,EA,,,1,released", "five"),
    ] {
        let content = orders(cell);
        assert_refused(
            "orders.csv",
            content.as_bytes(),
            "orders.csv, row 2: ",
            reason,
        );
    }
    let latin = b"key,description,unit,tracking,gtin\nA,Stahltr\xe4ger,EA,lot,\n";
    assert_refused("items.csv", latin, "items.csv, row 2: ", "UTF-8");
    let twice = b"key,description,unit,tracking,gtin\nA,Alpha,EA,lot,\nA,Another,EA,lot,\n";
    assert_refused("items.csv", twice, "items.csv, row 3: ", "A");
}

#[test]
fn a_file_that_is_not_there_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);

    let said = run(&station, &["import", "no-such-order.xml"]);

    assert_eq!(said.code, Some(1));
    assert!(
        said.errors
            .starts_with("no-such-order.xml: the file cannot be read"),
        "{said:?}"
    );
}

#[test]
fn a_trial_records_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);
    let file = folder.path().join("items.csv");
    std::fs::write(
        &file,
        "key,description,unit,tracking,gtin\nA,Alpha,EA,lot,\n",
    )
    .unwrap();

    let said = done(&station, &["import", "--dry-run", file.to_str().unwrap()]);

    assert!(
        said.contains("1 new") && said.ends_with("tried, nothing recorded\n"),
        "{said}"
    );
    assert_eq!(verified(&station), (0, 0));
}

#[test]
fn the_demo_plant_of_an_erp_vendor_is_imported_once() {
    let Some(path) = data("odoo-demo/plant.json") else {
        return;
    };
    let plant: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (station, tables) = (folder.path().join("station"), folder.path().join("tables"));
    std::fs::create_dir(&tables).unwrap();
    for (name, content) in convert(&plant).files() {
        std::fs::write(tables.join(name), content).unwrap();
    }
    done(&station, &["init", "--zone", "Europe/Brussels"]);

    let said = done(&station, &["import", tables.to_str().unwrap()]);

    assert!(said.contains("orders: 3 new"), "{said}");
    assert!(said.contains(" findings"), "{said}");
    assert_unchanged(&station, &tables);
}

#[test]
fn real_documents_of_an_older_version_are_imported_once() {
    let Some(documents) = data("b2mml/examples-v0401") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);

    let said = done(&station, &["import", documents.to_str().unwrap()]);

    assert!(
        said.contains("orders: 1 new") && said.contains("history records: "),
        "{said}"
    );
    assert!(
        said.lines().any(|line| line.contains(".xml, row ")),
        "{said}"
    );
    assert_unchanged(&station, &documents);
}

fn assert_unchanged(station: &Path, documents: &Path) {
    let before = verified(station);
    let said = done(station, &["import", documents.to_str().unwrap()]);
    let tallies = said.lines().filter(|line| line.ends_with(" unchanged"));
    assert!(tallies.clone().count() > 0, "{said}");
    for tally in tallies {
        assert!(tally.contains(" 0 new, 0 changed, "), "{tally}");
    }
    assert_eq!(verified(station), before);
}
