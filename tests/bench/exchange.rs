//! The exchange with the plant: what it costs beside the databases it is made of.
//!
//! A PostgreSQL of the bench's own, over TLS; two stations as the app runs them, and the links that
//! they speak through. The denominators are the same rows through the same drivers, without rules.

mod capture;
mod far;
mod idle;
mod pull;
mod push;
mod raw_plant;
mod rig;
mod same_rows;

use std::path::Path;

use crate::report::Report;
use crate::sizes::Sizes;

use rig::Rig;

/// Measures all of it.
pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, folder: &Path) {
    let mut rig = Rig::make(folder).await;
    push::measure(report, sizes, &mut rig).await;
    idle::measure(report, sizes, &mut rig).await;
    capture::measure(report, sizes, &mut rig).await;
    pull::measure(report, sizes, &mut rig).await;
    far::measure(report, sizes, &mut rig).await;
}
