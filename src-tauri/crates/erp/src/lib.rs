//! Schedules in, performance out: B2MML and CSV.
