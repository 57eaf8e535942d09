//! Damaged files never stop the program: they are read, or refused by name.

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::real_documents::ROUTING_V7;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_damaged_document_is_read_or_refused_by_name(damage in damage()) {
        let bytes = damaged(ROUTING_V7.as_bytes().to_vec(), &damage);

        if let Err(refused) = erp::read_files(vec![("routing.xml".to_owned(), bytes)]) {
            prop_assert!(refused.refusals.iter().all(|refusal| refusal.file == "routing.xml"));
        }
    }

    #[test]
    fn a_damaged_table_is_read_or_refused_by_name(table in 0_usize..7, damage in damage()) {
        let mut files = erp::demo::folder(NaiveDate::from_ymd_opt(2026, 12, 1).unwrap());
        let (name, bytes) = files[table].clone();
        files[table].1 = damaged(bytes, &damage);

        if let Err(refused) = erp::read_files(files) {
            prop_assert!(!refused.refusals.is_empty(), "{name}");
            prop_assert!(refused.refusals.iter().all(|refusal| refusal.file.ends_with(".csv")));
        }
    }
}

/// Places, each with the bytes that replace what stood there.
fn damage() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    let bytes = prop::collection::vec(
        prop_oneof![any::<u8>(), Just(b'<'), Just(b'"'), Just(b','), Just(b'\n')],
        0..6,
    );
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, bytes), 1..4)
}

fn damaged(mut bytes: Vec<u8>, damage: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    for (place, length, with) in damage {
        let from = place.index(bytes.len().max(1)).min(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, with.iter().copied());
    }
    bytes
}
