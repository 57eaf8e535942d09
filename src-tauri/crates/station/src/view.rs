//! What screens are shown: one file a screen, everything already decided.
//!
//! Amounts are exact decimals as strings, times UTC; a screen formats both and computes nothing.

pub mod board;
pub mod device;
pub mod exceptions;
pub mod imports;
pub mod job;
pub mod job_list;
pub mod lot;
pub mod nonconformances;
pub mod order;
pub mod plant;
pub mod station;
pub mod template;
pub mod trace;
