//! Whatever is wrong with a table, the refusal names the file, the row and the reason, and nothing
//! is half-imported.

use std::fs::File;

use erp::{read, read_files};

use crate::refusals::{names, refused};

const ITEMS: &str =
    "key,description,unit,tracking,gtin\nA,Assembly,EA,lot,\nB,Bolt,EA,none,\nC,Powder,kg,lot,\n";
const CENTERS: &str = "key,name,level,parent\nW,Work,work_center,\nW-1,Bench,work_unit,W\n";
const ROUTINGS: &str =
    "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction\n";
const BILLS: &str = "routing,item,quantity,unit,segment,issue,tolerance_percent\n";
const ORDERS: &str = "key,revision,item,quantity,unit,start,due,priority,state,routing\n";
const LOTS: &str = "item,lot,supplier,quantity,unit,expires,location\n";
const PEOPLE: &str = "key,name,badge,pin,roles\n";

const REASONS: &str = "kind,key,text,order,active\n";

/// A table with one row that is wrong in row 2, beside the master tables, and what it must say.
const WRONG_ROWS: &[(&str, &str, &str, &str)] = &[
    (
        "a reason for nothing",
        "reasons.csv",
        "coffee,1,Coffee,1,yes",
        "“coffee” is not one of scrap, pause, short_close, undo, reprint",
    ),
    (
        "a reason that no button holds",
        "reasons.csv",
        "scrap,1,The bore of the second flange was turned one size too wide at the lathe,1,yes",
        "at most 60 fit on a button",
    ),
    (
        "a place that is none",
        "reasons.csv",
        "scrap,1,Burr,first,yes",
        "is not a whole number",
    ),
    (
        "a negative amount",
        "orders.csv",
        "O,1,A,-5,EA,,,,,",
        "-5 EA is negative",
    ),
    (
        "no amount",
        "orders.csv",
        "O,1,A,0,EA,,,,,",
        "not above zero",
    ),
    (
        "thirty digits",
        "orders.csv",
        "O,1,A,123456789012345678901234567890,EA,,,,,",
        "more than 18 digits",
    ),
    (
        "a comma in a number",
        "orders.csv",
        "O,1,A,\"1,5\",EA,,,,,",
        "is not a number",
    ),
    (
        "an exponent",
        "orders.csv",
        "O,1,A,1e9,EA,,,,,",
        "is not a number",
    ),
    (
        "an unknown unit",
        "orders.csv",
        "O,1,A,5,furlong,,,,,",
        "unit furlong is unknown",
    ),
    (
        "a unit that does not fit",
        "orders.csv",
        "O,1,A,5,kg,,,,,",
        "kept in EA",
    ),
    (
        "a year nobody means",
        "orders.csv",
        "O,1,A,5,EA,,9999-12-31T00:00:00Z,,,",
        "year 9999 cannot be meant",
    ),
    (
        "the first year of all",
        "orders.csv",
        "O,1,A,5,EA,0001-01-01T00:00:00Z,,,,",
        "year 1 cannot be meant",
    ),
    (
        "a leap second",
        "orders.csv",
        "O,1,A,5,EA,,2026-12-31T23:59:60Z,,,",
        "leap second",
    ),
    (
        "a date without zone",
        "orders.csv",
        "O,1,A,5,EA,,2026-12-01T06:00:00,,,",
        "with a zone",
    ),
    (
        "a day for a time",
        "orders.csv",
        "O,1,A,5,EA,2026-12-01,,,,",
        "with a zone",
    ),
    (
        "a day that is none",
        "lots.csv",
        "A,L1,,5,EA,2026-02-30,",
        "is not a day",
    ),
    (
        "an unknown item",
        "orders.csv",
        "O,1,Z,5,EA,,,,,",
        "item Z is not in items.csv",
    ),
    (
        "no key",
        "orders.csv",
        ",1,A,5,EA,,,,,",
        "column key is empty",
    ),
    (
        "a long key",
        "orders.csv",
        "KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK,1,A,5,EA,,,,,",
        "at most 80",
    ),
    (
        "a key that is shown turned around",
        "orders.csv",
        "O\u{202e}1,1,A,5,EA,,,,,",
        "control character U+202E",
    ),
    (
        "a control character",
        "orders.csv",
        "O\u{7},1,A,5,EA,,,,,",
        "control character U+0007",
    ),
    (
        "a priority in words",
        "orders.csv",
        "O,1,A,5,EA,,,high,,",
        "column priority",
    ),
    (
        "too many columns",
        "orders.csv",
        "O,1,A,5,EA,,,,,,,",
        "12 columns where the header has 10",
    ),
    (
        "a negative stock",
        "lots.csv",
        "A,L1,,-1,EA,,",
        "is negative",
    ),
    (
        "an unknown role",
        "people.csv",
        "P,Pat,B1,1234,boss",
        "is not one of operator",
    ),
    (
        "a PIN with letters",
        "people.csv",
        "P,Pat,B1,12a4,operator",
        "4 to 12 digits",
    ),
    (
        "an operation nowhere",
        "routings.csv",
        "R,1,A,1,EA,10,Do,NOWHERE,,,,",
        "equipment NOWHERE is not in",
    ),
    (
        "an operation after itself",
        "routings.csv",
        "R,1,A,1,EA,10,Do,W-1,,,10,",
        "10 comes after 10",
    ),
    (
        "an operation after nothing",
        "routings.csv",
        "R,1,A,1,EA,10,Do,W-1,,,5,",
        "comes after 5, which",
    ),
    (
        "half a second",
        "routings.csv",
        "R,1,A,1,EA,10,Do,W-1,0.5,,,",
        "column setup_s",
    ),
    (
        "an operation without number",
        "routings.csv",
        "R,1,A,1,EA,,Do,W-1,,,,",
        "number the operation",
    ),
    (
        "a bill for no routing",
        "bills.csv",
        "R9,B,1,EA,,backflush,",
        "R9 is not in routings.csv",
    ),
];

#[test]
fn every_wrong_row_is_named() {
    for (what, file, row, text) in WRONG_ROWS {
        let header = header(file);
        let refused = refused(&[
            ("items.csv", ITEMS),
            ("work_centers.csv", CENTERS),
            (file, &format!("{header}{row}\n")),
        ]);

        names(what, &refused, file, 2, text);
    }
}

#[test]
fn wrong_columns_are_named_with_what_was_expected() {
    for (found, hint) in [
        ("key,item,quantity\n", "found key,item,quantity"),
        (
            "key;revision;item;quantity\n",
            "separate the columns by commas",
        ),
        (
            "key,key,item,quantity,unit,start,due,priority,state,routing\n",
            "found key,key",
        ),
        (
            "O,1,A,5,EA,,,,,\n",
            "expected the columns key,revision,item",
        ),
    ] {
        names(
            found,
            &refused(&[("orders.csv", found)]),
            "orders.csv",
            1,
            hint,
        );
    }
}

#[test]
fn an_empty_table_says_what_its_first_row_must_be() {
    let refused = refused(&[("orders.csv", "")]);

    assert!(
        refused.refusals[0]
            .text
            .contains("its first row must be key,revision")
    );
}

#[test]
fn another_encoding_is_named_by_byte_and_row() {
    let mut bytes = ITEMS.as_bytes().to_vec();
    bytes.extend_from_slice(b"D,Geh\xe4use,EA,none,\n");

    let refused = read_files(vec![("items.csv".to_owned(), bytes)]).unwrap_err();

    names(
        "latin-1",
        &refused,
        "items.csv",
        5,
        "byte 0xE4 is not UTF-8",
    );
}

#[test]
fn a_byte_order_mark_and_other_column_orders_are_taken() {
    let items = "\u{feff}gtin,unit,key,description,tracking\r\n,EA,A,Assembly,none\r\n";

    let import = read_files(vec![("items.csv".to_owned(), items.into())]).unwrap();

    assert_eq!(import.materials[0].key, "A");
}

#[test]
fn a_key_that_comes_twice_is_named_with_both_rows() {
    let orders = format!("{ORDERS}O,1,A,5,EA,,,,,\nO,1,A,6,EA,,,,,\n");

    let refused = refused(&[("orders.csv", &orders)]);

    names(
        "duplicate",
        &refused,
        "orders.csv",
        3,
        "order O comes twice, first in row 2",
    );
}

#[test]
fn rows_after_empty_ones_and_quoted_lines_keep_their_numbers() {
    let items =
        "key,description,unit,tracking,gtin\n\n\nA,\"two\nlines\",EA,none,\nB,Bolt,EA,sometimes,\n";

    let refused = refused(&[("items.csv", items)]);

    names(
        "row numbers",
        &refused,
        "items.csv",
        6,
        "is not one of none, lot, serial",
    );
}

#[test]
fn a_routing_of_another_item_is_named() {
    let routings = format!("{ROUTINGS}R,1,A,1,EA,10,Do,W-1,,,,\n");
    let orders = format!("{ORDERS}O,1,B,5,EA,,,,,R\n");

    let refused = refused(&[("routings.csv", &routings), ("orders.csv", &orders)]);

    names(
        "other item",
        &refused,
        "orders.csv",
        2,
        "routing R makes A, but the order is for B",
    );
}

#[test]
fn an_item_within_itself_is_found_through_levels() {
    let routings = format!("{ROUTINGS}RA,1,A,1,EA,10,Do,W-1,,,,\nRB,1,B,1,EA,10,Do,W-1,,,,\n");
    let bills = format!("{BILLS}RA,B,1,EA,,backflush,\nRB,A,1,EA,,scan,\n");

    let refused = refused(&[("routings.csv", &routings), ("bills.csv", &bills)]);

    names(
        "bill",
        &refused,
        "bills.csv",
        3,
        "the bill is a circle: A contains B contains A",
    );
}

#[test]
fn operations_that_wait_for_each_other_are_found() {
    let routings = format!(
        "{ROUTINGS}R,1,A,1,EA,10,Do,W-1,,,30,\nR,1,A,1,EA,20,Do,W-1,,,10,\nR,1,A,1,EA,30,Do,W-1,,,20,\n"
    );

    let refused = refused(&[("routings.csv", &routings)]);

    names(
        "routing",
        &refused,
        "routings.csv",
        3,
        "10 comes after 30 comes after 20 comes after 10",
    );
}

#[test]
fn a_bill_of_ten_thousand_levels_is_walked_without_a_crash() {
    let mut routings = ROUTINGS.to_owned();
    let mut bills = BILLS.to_owned();
    for level in 0..10_000 {
        routings.push_str(&format!("R{level},1,I{level},1,EA,10,Do,W-1,,,,\n"));
        bills.push_str(&format!("R{level},I{},1,EA,,scan,\n", level + 1));
    }

    let files = vec![
        ("routings.csv".to_owned(), routings.into()),
        ("bills.csv".to_owned(), bills.into()),
    ];

    assert_eq!(read_files(files).unwrap().definitions.len(), 10_000);
}

#[test]
fn a_component_is_consumed_as_its_item_allows() {
    let items = ("items.csv", ITEMS);
    let routings = format!("{ROUTINGS}R,1,A,1,EA,10,Do,W-1,,,,\n");
    for (row, text) in [
        (
            "R,C,1,kg,10,backflush,",
            "is tracked, so it cannot be backflushed",
        ),
        ("R,B,1,EA,10,weigh,1", "EA is not a unit of mass"),
        (
            "R,B,1,EA,99,scan,",
            "operation 99, which the routing does not have",
        ),
        ("R,C,1,kg,10,weigh,-1", "-1 is negative"),
    ] {
        let bills = format!("{BILLS}{row}\n");

        let refused = refused(&[items, ("routings.csv", &routings), ("bills.csv", &bills)]);

        names(row, &refused, "bills.csv", 2, text);
    }
}

#[test]
fn a_unit_of_the_plant_is_taken_once_it_is_declared() {
    let items = "key,description,unit,tracking,gtin\nA,Rope,furlong,none,\n";
    let refused = refused(&[("items.csv", items)]);
    names(
        "undeclared",
        &refused,
        "items.csv",
        2,
        "declare it in units.csv",
    );

    let declared = vec![
        ("items.csv".to_owned(), items.into()),
        ("units.csv".to_owned(), "unit\nfurlong\n".into()),
    ];

    assert_eq!(
        read_files(declared).unwrap().materials[0].unit.as_str(),
        "furlong"
    );
}

#[test]
fn a_wrong_gtin_is_a_finding_that_says_which_digit_was_expected() {
    let items = "key,description,unit,tracking,gtin\nA,Assembly,EA,none,4012345678902\n";

    let import = read_files(vec![("items.csv".to_owned(), items.into())]).unwrap();

    assert_eq!(import.materials[0].gtin, None);
    assert_eq!(import.findings[0].row, Some(2));
    assert!(import.findings[0].text.contains("its check digit is 1"));
}

#[test]
fn what_is_hardly_meant_is_a_finding() {
    let orders = format!(
        "{ORDERS}O,1,A,0.5,EA,2026-12-02T06:00:00Z,2026-12-01T06:00:00Z,,,\nP,1,C,0.5,kg,,,,,\n"
    );
    let tables = [("items.csv", ITEMS), ("orders.csv", orders.as_str())];
    let files = tables.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));

    let import = read_files(files.to_vec()).unwrap();

    let texts: Vec<&str> = import
        .findings
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        texts[0].contains("order O is due before it starts"),
        "{texts:?}"
    );
    assert!(texts[1].contains("order O is about 0.5 EA"), "{texts:?}");
}

#[test]
fn neither_badge_nor_pin_is_repeated() {
    let people = format!(
        "{PEOPLE}P,Pat,SECRET-BADGE,12345x,operator\nQ,Quin,SECRET-BADGE,1234,operator\nS,Sam,SECRET-BADGE,1234,operator\n"
    );

    let refused = refused(&[("people.csv", &people)]).to_string();

    assert!(
        refused.contains("person S has the badge of person Q"),
        "{refused}"
    );
    assert!(
        !refused.contains("SECRET-BADGE") && !refused.contains("12345x"),
        "{refused}"
    );
}

#[test]
fn one_bad_file_refuses_the_good_ones_too() {
    let orders = format!("{ORDERS}O,1,A,-5,EA,,,,,\n");

    assert_eq!(
        refused(&[("items.csv", ITEMS), ("orders.csv", &orders)])
            .refusals
            .len(),
        1
    );
}

#[test]
fn many_reasons_are_cut_off_and_counted() {
    let orders = format!("{ORDERS}{}", "O,1,A,-5,EA,,,,,\n".repeat(150));

    let refused = refused(&[("orders.csv", &orders)]);

    assert_eq!((refused.refusals.len(), refused.further), (100, 50));
}

#[test]
fn a_file_of_200_mb_is_refused_by_its_size_alone() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["schedule.xml", "orders.csv"] {
        let path = folder.path().join(name);
        File::create(&path)
            .unwrap()
            .set_len(200 * 1024 * 1024)
            .unwrap();

        let refused = read(&[path]).unwrap_err();

        assert_eq!(refused.refusals[0].file, name);
        assert!(
            refused.refusals[0].text.contains("200 MiB, at most 64 MiB"),
            "{refused}"
        );
    }
}

#[test]
fn a_file_named_with_its_folder_is_the_same_table() {
    let import = read_files(vec![("plant/items.csv".to_owned(), ITEMS.into())]).unwrap();

    assert_eq!(import.materials.len(), 3);
}

#[test]
fn what_a_folder_holds_besides_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("items.csv", ITEMS),
        ("notes.docx", "x"),
        ("orders.csv.tmp", "half"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }

    let import = read(&[folder.path().to_owned()]).unwrap();

    let ignored: Vec<_> = import
        .findings
        .iter()
        .map(|finding| finding.file.as_str())
        .collect();
    assert_eq!(ignored, ["notes.docx"]);
}

#[test]
fn what_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();

    let missing = read(&[folder.path().join("nowhere.xml")]).unwrap_err();
    let empty = read(&[folder.path().to_owned()]).unwrap_err();

    assert_eq!(missing.refusals[0].file, "nowhere.xml");
    assert!(
        empty.refusals[0].text.contains("no .csv or .xml file"),
        "{empty}"
    );
    assert!(read(&[]).is_err());
}

fn header(file: &str) -> &'static str {
    match file {
        "orders.csv" => ORDERS,
        "lots.csv" => LOTS,
        "people.csv" => PEOPLE,
        "reasons.csv" => REASONS,
        "routings.csv" => ROUTINGS,
        "bills.csv" => BILLS,
        other => panic!("{other}"),
    }
}
