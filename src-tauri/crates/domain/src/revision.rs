//! Revisions of what an ERP tells: which of two is the older one, where they say so.

use chrono::{DateTime, Utc};

/// Whether `told` was made before `known`: both are numbers, or both are times. Anything else does not
/// tell, and what comes last counts.
#[must_use]
pub fn older(told: &str, known: &str) -> bool {
    let by_number = number(told)
        .zip(number(known))
        .map(|(told, known)| told < known);
    let by_time = || {
        time(told)
            .zip(time(known))
            .map(|(told, known)| told < known)
    };
    by_number.or_else(by_time).unwrap_or(false)
}

fn number(revision: &str) -> Option<u64> {
    revision.trim().parse().ok()
}

fn time(revision: &str) -> Option<DateTime<Utc>> {
    revision.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::older;

    #[test]
    fn numbers_and_times_tell_which_is_older_and_other_words_do_not() {
        assert!(older("9", "10"));
        assert!(!older("10", "9"));
        assert!(!older("9", "9"));
        assert!(older("2026-06-01T08:00:00Z", "2026-06-01T10:00:00+01:00"));
        assert!(!older("A", "B"));
        assert!(!older("content-1", "content-2"));
    }
}
