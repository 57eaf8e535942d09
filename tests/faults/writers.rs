//! One writer at a time; a newer version's folder is left alone; changed bytes are named.

use std::process::Command;

use plant_tests::linesidectl::{Served, done, linesidectl, run, said, serving, verified};

use crate::people::{log_in, order, release};

#[test]
fn a_second_writer_is_refused_politely() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let before = verified(&station);
    let served = Served::start(&station);

    let second = said(&mut linesidectl(serving(&station)));
    let init = run(&station, &["init"]);
    let bind = run(
        &station,
        &["devices", "bind", "scale", "tcp:127.0.0.1:4001"],
    );

    for (said, reason) in [
        (second, "is in use by another Lineside"),
        (init, "holds a station already"),
        (bind, "is in use by another Lineside"),
    ] {
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.errors.contains(reason), "{}", said.errors);
        assert_eq!(said.errors.lines().count(), 1, "{}", said.errors);
    }
    assert_eq!(verified(&station), before);
    served.answer("view_board", &serde_json::json!({}));
}

#[test]
fn a_folder_with_other_files_becomes_no_station() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letters.txt"), "dear sirs").unwrap();

    let init = run(folder.path(), &["init"]);

    assert_eq!(init.code, Some(1), "{init:?}");
    assert!(init.errors.contains("holds letters.txt"), "{}", init.errors);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_stale_door_does_not_keep_the_command_line_out() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    Served::start(&station).kill();

    let board = done(&station, &["call", "view_board"]);

    assert!(board.contains("\"running\":1"), "{board}");
    let file = folder.path().join("items.csv");
    std::fs::write(
        &file,
        "key,description,unit,tracking,gtin\nA,Alpha,EA,lot,\n",
    )
    .unwrap();
    done(&station, &["import", file.to_str().unwrap()]);
}

#[cfg(unix)]
#[test]
fn an_orderly_stop_leaves_everything_in_the_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    let served = Served::start(&station);
    let session = log_in(&served);
    release(&served, &session, &order(&served, "MO-1012"));
    let wal = station.join("station.sqlite-wal");
    assert!(
        std::fs::metadata(&wal).unwrap().len() > 0,
        "nothing to move"
    );

    let status = served.stop();

    assert!(status.success(), "{status}");
    let left = std::fs::metadata(&wal).map_or(0, |wal| wal.len());
    assert_eq!(left, 0, "the newest entries are beside the file");
    verified(&station);
}

#[test]
fn a_folder_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    sql(
        &station.join("station.sqlite"),
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99991231235959, 'of the future', 1, x'00', 0)",
    );
    let before = std::fs::read(station.join("station.sqlite")).unwrap();

    for arguments in [
        &["verify"][..],
        &["call", "view_board"],
        &["import", "Cargo.toml"],
    ] {
        let said = run(&station, arguments);
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(
            said.errors.contains("a newer version of Lineside"),
            "{}",
            said.errors
        );
    }
    let serve = said(&mut linesidectl(serving(&station)));
    assert!(
        serve.errors.contains("a newer version of Lineside"),
        "{serve:?}"
    );
    assert_eq!(
        std::fs::read(station.join("station.sqlite")).unwrap(),
        before
    );
}

#[test]
fn a_changed_byte_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init", "--demo"]);
    sql(
        &station.join("station.sqlite"),
        "UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), 'MO-1001', 'MO-1002') AS BLOB) \
         WHERE instr(CAST(payload AS TEXT), 'MO-1001')",
    );

    let said = run(&station, &["verify"]);

    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.errors.starts_with("event ") && said.errors.contains("chain"),
        "{}",
        said.errors
    );
}

/// Changes the file with a program that is not ours.
fn sql(database: &std::path::Path, statement: &str) {
    let program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); \
                   c.commit(); c.execute('PRAGMA wal_checkpoint(TRUNCATE)'); c.close()";
    let done = Command::new("python3")
        .args(["-c", program])
        .arg(database)
        .arg(statement)
        .status();
    assert!(
        done.expect("python3 is missing: install it").success(),
        "{statement}"
    );
}
