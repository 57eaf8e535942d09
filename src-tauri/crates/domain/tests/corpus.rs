//! The golden corpus: every event in every version ever recorded, byte for byte. A file, once
//! released, is never edited; a new form gets a new version and a new file beside it.
//!
//! `CORPUS_WRITE=1 cargo test -p domain --test corpus` writes the files of events that have none.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use domain::event::{AggregateRef, Envelope, Kind, Part, Recorded, Touch};
use domain::fold::{Aggregate, Folded};
use domain::hlc::Hlc;
use domain::id::{EventId, PersonId, RequestId};
use domain::import::{EquipmentLevel, IssueMethod, Tracking};
use domain::label::State;
use domain::material_lot::Means;
use domain::origin::{Origin, StationId};
use domain::role::Role;
use domain::upcast::{self, Unreadable};
use domain::{Event, Quantity, job_order, label, material_lot, operations_request, settlement};
use uuid::Uuid;

#[path = "corpus/examples.rs"]
mod examples;

use examples::{every_event, instant, place};

/// The files of an event, (version, bytes), oldest first.
fn files(name: &str) -> Vec<(u16, Vec<u8>)> {
    (1..=upcast::version(name))
        .map(|version| (version, std::fs::read(path(name, version))))
        .map(|(version, read)| {
            let bytes = read.unwrap_or_else(|why| panic!("no corpus for {name}.v{version}: {why}"));
            (version, bytes)
        })
        .collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn path(name: &str, version: u16) -> PathBuf {
    folder().join(format!("{name}.v{version}.json"))
}

#[test]
fn todays_events_have_the_bytes_of_the_newest_corpus() {
    for event in every_event() {
        let path = path(event.name(), event.version());
        let bytes = event.payload().unwrap();
        if std::env::var_os("CORPUS_WRITE").is_some() && !path.exists() {
            std::fs::write(&path, &bytes).unwrap();
        }
        let kept = std::fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            String::from_utf8(kept).unwrap(),
            "{}: a changed form needs a new version and its lift",
            event.name()
        );
    }
}

#[test]
fn every_version_is_read_and_taken_by_every_fold() {
    for event in every_event() {
        for (version, bytes) in files(event.name()) {
            let read = upcast::read(event.name(), version, &bytes).unwrap();
            assert_eq!(read.name(), event.name());
            if version == event.version() {
                assert_eq!(read, event);
            }
            for kind in Kind::ALL {
                assert_eq!(folded_as(kind, &read), 1, "{} in {kind:?}", event.name());
            }
        }
    }
}

#[test]
fn a_report_of_the_first_version_knew_no_rework() {
    let (_, bytes) = files("job_order.reported").remove(0);

    let read = upcast::read("job_order.reported", 1, &bytes).unwrap();

    let Event::JobOrder(job_order::Event::Reported { good, rework, .. }) = read else {
        panic!("{read:?}");
    };
    assert_eq!((good, rework), (Quantity::each(8), None));
}

#[test]
fn every_event_has_an_example_and_every_file_an_event() {
    let known: BTreeSet<String> = every_event()
        .iter()
        .flat_map(|event| {
            (1..=event.version()).map(|version| format!("{}.v{version}.json", event.name()))
        })
        .collect();
    let kept: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "examples.rs")
        .collect();

    assert_eq!(known, kept);
    for event in every_event() {
        assert!(event.version() > 0, "{} has no version", event.name());
        assert_eq!(every_event()[place(&event)].name(), event.name());
    }
}

#[test]
fn words_inside_payloads_keep_their_spelling() {
    use serde_json::json;

    let words = [
        (json!(Kind::ALL.map(Kind::as_str)), json!(Kind::ALL)),
        (
            json!(["none", "lot", "serial"]),
            json!([Tracking::None, Tracking::Lot, Tracking::Serial]),
        ),
        (
            json!(["scan", "weigh", "backflush"]),
            json!([
                IssueMethod::Scan,
                IssueMethod::Weigh,
                IssueMethod::Backflush
            ]),
        ),
        (
            json!(["work_center", "work_unit"]),
            json!([EquipmentLevel::WorkCenter, EquipmentLevel::WorkUnit]),
        ),
        (
            json!(["operator", "supervisor", "quality", "installer"]),
            json!([
                Role::Operator,
                Role::Supervisor,
                Role::Quality,
                Role::Installer
            ]),
        ),
        (
            json!(["scanned", "backflushed"]),
            json!([Means::Scanned, Means::Backflushed]),
        ),
        (
            json!([
                "queued",
                "sending",
                "delivered",
                "confirmed",
                "uncertain",
                "void",
                "cancelled"
            ]),
            json!([
                State::Queued,
                State::Sending,
                State::Delivered,
                State::Confirmed,
                State::Uncertain,
                State::Void,
                State::Cancelled
            ]),
        ),
    ];

    for (kept, today) in words {
        assert_eq!(kept, today);
    }
}

#[test]
fn a_payload_of_a_newer_version_asks_for_an_update() {
    let sentence = |name: &str, version| {
        let refused = upcast::read(name, version, b"{}").unwrap_err();
        assert!(matches!(refused, Unreadable::TooNew { .. }), "{refused:?}");
        refused.to_string()
    };

    for event in every_event() {
        let newer = event.version() + 1;
        let said = sentence(event.name(), newer);
        assert_eq!(
            said,
            format!(
                "event {} has version {newer}: this software is too old, update it",
                event.name()
            )
        );
    }
    assert!(sentence("job_order.held", 1).contains("too old"));
}

#[test]
fn a_payload_that_is_not_what_it_is_called_is_malformed() {
    let voided = every_event().pop().unwrap();
    let bytes = voided.payload().unwrap();

    for (name, bytes) in [
        ("job_order.completed", &bytes[..]),
        ("voided", b"{}"),
        ("voided", b"\xff"),
        ("job_order.reported", b""),
    ] {
        let refused = upcast::read(name, 1, bytes).unwrap_err();
        assert!(matches!(refused, Unreadable::Malformed { .. }), "{name}");
    }
}

#[test]
fn the_envelope_and_the_chain_keep_their_bytes() {
    let touches = serde_json::to_vec(&[Touch {
        aggregate: AggregateRef::new(Kind::JobOrder, Uuid::from_u128(2)),
        parents: vec![EventId(Uuid::from_u128(7)), EventId(Uuid::from_u128(8))],
    }])
    .unwrap();
    let envelope = Envelope {
        origin: origin(),
        seq: 3,
        id: EventId(Uuid::from_u128(0x11)),
        request: RequestId(Uuid::from_u128(0x12)),
        part: Part { index: 1, count: 2 },
        hlc: Hlc(0x0102_0304_0506_0708),
        effective_ms: -1,
        recorded_ms: 1_780_315_200_000,
        skew_ms: None,
        actor: None,
        name: "voided",
        version: 1,
        touches: &touches,
    };

    assert_eq!(
        String::from_utf8(touches.clone()).unwrap(),
        r#"[{"kind":"job_order","id":"00000000-0000-0000-0000-000000000002","parents":["00000000-0000-0000-0000-000000000007","00000000-0000-0000-0000-000000000008"]}]"#
    );
    assert_eq!(hex(&envelope.bytes()), ENVELOPE.concat() + &hex(&touches));
    assert_eq!(hex(&envelope.link(&[0; 32], b"{}")), LINK);
    assert_ne!(
        envelope.link(&[1; 32], b"{}"),
        envelope.link(&[0; 32], b"{}")
    );
    assert_ne!(
        envelope.link(&[0; 32], b"{ }"),
        envelope.link(&[0; 32], b"{}")
    );
}

/// Field by field, as the layout has it.
const ENVELOPE: &[&str] = &[
    "01010101010101010101010101010101", // station
    "00000001",                         // epoch
    "0000000000000003",                 // sequence
    "00000000000000000000000000000011", // event
    "00000000000000000000000000000012", // request
    "0001",                             // part
    "0002",                             // of so many
    "0102030405060708",                 // hybrid clock
    "ffffffffffffffff",                 // effective, milliseconds
    "0000019e830e1a00",                 // recorded, milliseconds
    "8000000000000000",                 // skew: never measured
    "00000000000000000000000000000000", // actor
    "0001",                             // version
    "0000000000000006",                 // length of the name
    "766f69646564",                     // name
    "000000000000009c",                 // length of the touches
];
/// SHA-256 of domain, 32 zero bytes, envelope and SHA-256 of `{}`; computed apart with Python.
const LINK: &str = "d717dcc0d1fc1853cb13b046fa41cc880fa3a3eab131e8ecaaeb1b3dd4434aa4";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn origin() -> Origin {
    Origin {
        station: StationId([1; 16]),
        epoch: 1,
    }
}

/// Folds one event as an aggregate of `kind` would; answers how many events it holds.
fn folded_as(kind: Kind, event: &Event) -> usize {
    fn count<A: Aggregate>(event: &Event) -> usize {
        let of = AggregateRef::new(A::KIND, Uuid::from_u128(2));
        let recorded = Recorded {
            id: EventId(Uuid::from_u128(1)),
            origin: origin(),
            seq: 1,
            request: RequestId(Uuid::from_u128(1)),
            part: Part::WHOLE,
            hlc: Hlc(1),
            effective_at: instant(),
            recorded_at: instant(),
            skew_ms: None,
            actor: None,
            touches: vec![Touch {
                aggregate: of,
                parents: Vec::new(),
            }],
            event: event.clone(),
        };
        Folded::<A>::from_events(of, &[recorded]).count
    }
    match kind {
        Kind::Equipment => count::<domain::equipment::Equipment>(event),
        Kind::MaterialDefinition => count::<domain::material_definition::MaterialDefinition>(event),
        Kind::OperationsDefinition => {
            count::<domain::operations_definition::OperationsDefinition>(event)
        }
        Kind::Person => count::<domain::person::Person>(event),
        Kind::Import => count::<domain::import_run::ImportRun>(event),
        Kind::OperationsRequest => count::<operations_request::OperationsRequest>(event),
        Kind::OperationsResponse => count::<domain::operations_response::OperationsResponse>(event),
        Kind::JobOrder => count::<job_order::JobOrder>(event),
        Kind::MaterialLot => count::<material_lot::MaterialLot>(event),
        Kind::Label => count::<label::Label>(event),
        Kind::Settlement => count::<settlement::Settlement>(event),
        Kind::Nonconformance => count::<domain::nonconformance::Nonconformance>(event),
        Kind::Reason => count::<domain::reason::Reason>(event),
    }
}

#[test]
fn people_are_pseudonyms_in_the_envelope() {
    let actor = PersonId(Uuid::from_u128(81));
    let envelope = |actor| Envelope {
        origin: origin(),
        seq: 1,
        id: EventId(Uuid::from_u128(1)),
        request: RequestId(Uuid::from_u128(1)),
        part: Part::WHOLE,
        hlc: Hlc(1),
        effective_ms: 0,
        recorded_ms: 0,
        skew_ms: None,
        actor,
        name: "voided",
        version: 1,
        touches: b"[]",
    };

    let differing = envelope(Some(actor)).bytes();
    let nobody = envelope(None).bytes();

    assert_eq!(differing.len(), nobody.len());
    assert!(
        differing
            .windows(16)
            .any(|bytes| bytes == actor.0.as_bytes())
    );
}
