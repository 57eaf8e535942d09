//! Who is let in over HTTP, and what is written down about it.

use std::collections::BTreeSet;

use plant_tests::http::Connection;
use plant_tests::linesidectl::{Served, done, linesidectl, run, said, serving};
use serde_json::Value;

/// Every operation, as third parties know them.
const OPERATIONS: [&str; 33] = [
    "command_bind_device",
    "command_choose_work_unit",
    "command_exception",
    "command_import",
    "command_job_order",
    "command_join_plant",
    "command_label",
    "command_label_pdf",
    "command_log_in",
    "command_log_out",
    "command_lot",
    "command_nonconformance",
    "command_operations_request",
    "command_template",
    "draw_template",
    "find_devices",
    "find_scan",
    "test_device",
    "view_board",
    "view_devices",
    "view_exceptions",
    "view_job",
    "view_job_list",
    "view_lot",
    "view_nonconformances",
    "view_order",
    "view_order_tray",
    "view_outbox",
    "view_plant",
    "view_station",
    "view_templates",
    "view_trace",
    "view_weight",
];

/// The stream of changes, which is no operation.
const CHANGES: &str = "/api/changes";

/// The token that [`serving`] writes.
const TOKEN: &str = "Bearer plant-tests-0123456789abcdef";

fn status(served: &Served, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut connection = Connection::open(served.address()).unwrap();
    let json = [("Content-Type", "application/json")];
    connection
        .send(method, path, &[&json, headers].concat(), "{}")
        .unwrap();
    connection.reply().unwrap().status
}

#[test]
fn only_the_token_from_this_machine_opens_the_door() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);
    let served = Served::start(&station);
    let port = served.address().rsplit_once(':').unwrap().1;
    let (own, named) = (
        format!("http://{}", served.address()),
        format!("localhost:{port}"),
    );
    let token = ("Authorization", TOKEN);

    for (headers, expected) in [
        (vec![token], 200),
        (vec![token, ("Origin", own.as_str())], 200),
        (vec![token, ("Host", named.as_str())], 200),
        (vec![], 401),
        (
            vec![("Authorization", "Bearer plant-tests-0123456789abcdee")],
            401,
        ),
        (vec![("Authorization", "plant-tests-0123456789abcdef")], 401),
        (vec![token, ("Host", "evil.example")], 403),
        (vec![token, ("Host", "127.0.0.1:1")], 403),
        (vec![token, ("Origin", "https://evil.example")], 403),
        (vec![token, ("Origin", "null")], 403),
    ] {
        let got = status(&served, "POST", "/api/view_station", &headers);
        assert_eq!(got, expected, "{headers:?}");
    }
    for path in ["/openapi.json", "/api/changes"] {
        assert_eq!(status(&served, "GET", path, &[]), 401, "{path}");
    }
    assert_eq!(
        status(&served, "POST", "/api/drop_everything", &[token]),
        404
    );
}

#[test]
fn a_page_elsewhere_cannot_send_a_form() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);
    let served = Served::start(&station);
    let mut connection = Connection::open(served.address()).unwrap();
    let headers = [("Authorization", TOKEN), ("Content-Type", "text/plain")];

    connection
        .send("POST", "/api/view_station", &headers, "{}")
        .unwrap();

    let reply = connection.reply().unwrap();
    assert_eq!(reply.status, 415, "{}", reply.body);
    assert_eq!(reply.json()["code"], "bad_request");
}

#[test]
fn openapi_lists_exactly_the_operations() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);
    let served = Served::start(&station);
    let mut connection = Connection::open(served.address()).unwrap();
    connection
        .send("GET", "/openapi.json", &[("Authorization", TOKEN)], "")
        .unwrap();

    let document = connection.reply().unwrap().json();

    let paths = document["paths"].as_object().unwrap();
    let listed: BTreeSet<&str> = paths
        .keys()
        .filter(|path| *path != CHANGES)
        .map(|path| path.trim_start_matches("/api/"))
        .collect();
    assert_eq!(listed, BTreeSet::from(OPERATIONS));
    let operations = paths.iter().filter(|(path, _)| *path != CHANGES);
    assert!(
        operations
            .into_iter()
            .all(|(_, path)| path["post"]["requestBody"].is_object())
    );
    let stream = &paths[CHANGES]["get"]["responses"]["200"]["content"];
    assert!(stream["text/event-stream"].is_object(), "{stream}");
    let file = folder.path().join("openapi.json");
    done(&station, &["openapi", "--out", file.to_str().unwrap()]);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(written, document);
}

#[test]
fn a_host_is_not_started_where_others_could_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let station = folder.path().join("station");
    done(&station, &["init"]);
    let token = folder.path().join("short.token");
    std::fs::write(&token, "0123456789abcde\n").unwrap();
    let token = token.to_str().unwrap();

    let short = run(
        &station,
        &["serve", "--listen", "127.0.0.1:0", "--token-file", token],
    );
    let absent = run(
        &station,
        &[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--token-file",
            "/no/such",
        ],
    );
    let mut open = serving(&station);
    open[2] = "0.0.0.0:0".into();
    let open = said(&mut linesidectl(open));

    for (said, reason) in [
        (short, "fewer than 16"),
        (absent, "/no/such"),
        (open, "not a loopback address"),
    ] {
        assert_eq!(said.code, Some(1), "{reason}");
        assert!(said.errors.contains(reason), "{}", said.errors);
        assert_eq!(said.output, "");
    }
}
