//! Schedules in, performance out: B2MML and CSV.
//!
//! [`read`] and [`read_files`] turn documents into one [`domain::import::Import`], or refuse them
//! as a whole with file and row of every reason. [`performance::render`] writes what goes back,
//! [`outbox_file`] lays it down where the ERP takes it and reads its answer.

mod b2mml;
mod check;
mod csv;
pub mod demo;
mod derive;
mod draft;
mod fingerprint;
mod folder;
mod gtin;
mod order_state;
pub mod outbox_file;
pub mod performance;
mod plausible;
mod read;
mod refusal;
mod text;

pub use b2mml::{DEPTH_MAX, RECORD_ELEMENTS_MAX, TEXT_BYTES_MAX};
pub use csv::{FILES as CSV_FILES, ROWS_MAX};
pub use folder::{FILE_BYTES_MAX, FILES_MAX, IMPORT_BYTES_MAX};
pub use gtin::gtin14;
pub use read::{Documents, ERP, documents, read, read_files};
pub use refusal::{REFUSALS_MAX, Refusal, Refused};
