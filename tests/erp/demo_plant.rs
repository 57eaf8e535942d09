//! The demo plant goes through the same door as any other.

use chrono::NaiveDate;
use domain::import::IssueMethod;

#[test]
fn the_demo_plant_is_read_without_a_finding() {
    let today = NaiveDate::from_ymd_opt(2026, 12, 30).unwrap();

    let import = erp::read_files(erp::demo::folder(today)).unwrap();

    assert_eq!(import.findings, []);
    let counts = (
        import.equipment.len(),
        import.materials.len(),
        import.definitions.len(),
    );
    assert_eq!(counts, (10, 12, 3));
    assert_eq!((import.orders.len(), import.people.len()), (12, 5));
    assert_eq!(import.reasons.len(), 16);
    let inspected = import.definitions.iter().flat_map(|d| &d.characteristics);
    assert_eq!(inspected.count(), 2);
}

#[test]
fn its_dates_move_with_the_day_of_the_import() {
    let today = NaiveDate::from_ymd_opt(2026, 12, 30).unwrap();

    let import = erp::read_files(erp::demo::folder(today)).unwrap();

    let due = |key: &str| {
        import
            .orders
            .iter()
            .find(|o| o.key == key)
            .unwrap()
            .due
            .unwrap()
            .to_rfc3339()
    };
    assert_eq!(due("MO-1001"), "2026-12-29T14:00:00+00:00");
    assert_eq!(due("MO-1007"), "2027-01-02T14:00:00+00:00");
    let expired = import
        .lots
        .iter()
        .filter(|lot| lot.expires.is_some_and(|day| day < today));
    assert_eq!(
        expired.map(|lot| lot.number.as_str()).collect::<Vec<_>>(),
        ["RA-2188"]
    );
}

#[test]
fn it_has_every_way_to_consume() {
    let today = NaiveDate::from_ymd_opt(2026, 12, 30).unwrap();

    let import = erp::read_files(erp::demo::folder(today)).unwrap();

    let components = || import.definitions.iter().flat_map(|d| &d.components);
    for issue in [
        IssueMethod::Scan,
        IssueMethod::Weigh,
        IssueMethod::Backflush,
    ] {
        assert!(
            components().any(|component| component.issue == issue),
            "{issue:?}"
        );
    }
}

#[test]
fn read_again_it_is_the_same_revision() {
    let today = NaiveDate::from_ymd_opt(2026, 12, 30).unwrap();

    let read = || erp::read_files(erp::demo::folder(today)).unwrap();

    assert_eq!(read(), read());
}
