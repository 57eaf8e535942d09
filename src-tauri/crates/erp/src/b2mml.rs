//! B2MML documents: V7 as ISA-95 has it now, V0401 as older systems still send it.
//!
//! Real emitters break their own schema, so reading is lenient: namespaces and order do not
//! matter, and what is not understood is counted and named in a finding. Never expanded, always
//! refused: a DOCTYPE.
//!
//! "The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA
//! International."

mod definition;
mod document;
mod history;
mod master;
mod node;
mod schedule;
mod segment;
mod value;

use std::sync::Arc;

use crate::draft::Draft;

pub use node::{DEPTH_MAX, RECORD_ELEMENTS_MAX, TEXT_BYTES_MAX};

/// Reads one document into `draft`.
pub(crate) fn read(file: &Arc<str>, bytes: &[u8], draft: &mut Draft) {
    if let Err(wrong) = document::read(file, bytes, draft) {
        draft.refuse(file, wrong.line, wrong.text);
    }
}
