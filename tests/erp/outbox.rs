//! Messages in the ERP's folder, and its answers beside them.

use std::fs;

use erp::outbox_file::{Answer, file_name, read_answer, write};
use uuid::Uuid;

const MESSAGE: Uuid = Uuid::from_u128(0x0190_c0de_0000_7000_8000_0000_0000_0001);

#[test]
fn a_message_is_one_whole_file_and_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();

    let path = write(folder.path(), MESSAGE, "<whole/>").unwrap();

    assert_eq!(fs::read_to_string(path).unwrap(), "<whole/>");
    let names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(names, [file_name(MESSAGE).as_str()]);
}

#[test]
fn laying_a_message_down_again_leaves_one() {
    let folder = tempfile::tempdir().unwrap();

    write(folder.path(), MESSAGE, "<whole/>").unwrap();
    write(folder.path(), MESSAGE, "<whole/>").unwrap();

    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_leftover_of_a_crash_does_not_block_the_next_try() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join(format!("{}.tmp", file_name(MESSAGE))),
        "<hal",
    )
    .unwrap();

    write(folder.path(), MESSAGE, "<whole/>").unwrap();

    assert_eq!(
        fs::read_to_string(folder.path().join(file_name(MESSAGE))).unwrap(),
        "<whole/>"
    );
}

#[test]
fn a_folder_that_cannot_be_written_names_itself() {
    let folder = tempfile::tempdir().unwrap();
    let occupied = folder.path().join("outbox");
    fs::write(&occupied, "a file where the folder should be").unwrap();

    let unusable = write(&occupied, MESSAGE, "<whole/>")
        .unwrap_err()
        .to_string();

    assert!(
        unusable.contains("outbox") && unusable.contains("check that"),
        "{unusable}"
    );
}

#[test]
fn a_share_that_is_not_mounted_is_an_error_not_a_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("share");

    assert!(write(&missing, MESSAGE, "<whole/>").is_err());
    assert!(!missing.exists());
}

#[test]
fn the_answers_of_the_erp_are_read_under_either_name() {
    let stem = file_name(MESSAGE).replace(".xml", "");
    for (name, text, expected) in [
        (format!("{stem}.xml.ack"), "", Answer::Accepted),
        (format!("{stem}.ack"), "ok", Answer::Accepted),
        (
            format!("{stem}.xml.err"),
            "\u{feff}order 7 is closed\n",
            rejected("order 7 is closed"),
        ),
        (
            format!("{stem}.err"),
            " ",
            rejected("the ERP gave no reason"),
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(&name), text).unwrap();

        assert_eq!(
            read_answer(folder.path(), MESSAGE).unwrap(),
            Some(expected),
            "{name}"
        );
    }
}

#[test]
fn no_answer_is_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), MESSAGE, "<whole/>").unwrap();

    assert_eq!(read_answer(folder.path(), MESSAGE).unwrap(), None);
}

#[test]
fn a_refusal_outweighs_an_acceptance() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join(format!("{}.ack", file_name(MESSAGE))),
        "",
    )
    .unwrap();
    fs::write(
        folder.path().join(format!("{}.err", file_name(MESSAGE))),
        b"caf\xe9",
    )
    .unwrap();

    let answer = read_answer(folder.path(), MESSAGE).unwrap();

    assert_eq!(answer, Some(rejected("caf\u{fffd}")));
}

fn rejected(reason: &str) -> Answer {
    Answer::Rejected {
        reason: reason.to_owned(),
    }
}
