//! The scanner's thread: every code reaches every screen, with nothing focused.

use devices::binding::Target;
use devices::driver::scanner::Sends;
use devices::run::{ScannerEvent, run_scanner};

use super::face::Face;
use crate::scan;

pub(super) fn run(target: &Target, sends: Sends, face: &mut Face) {
    let stop = face.stop.clone();
    run_scanner(target, sends, &stop, &mut |event| tell(face, event));
}

fn tell(face: &mut Face, event: ScannerEvent) {
    match event {
        ScannerEvent::State(state) => {
            face.state(state);
        }
        ScannerEvent::Mismatches(mismatches) => face.mismatches(&mismatches),
        ScannerEvent::Scan { scan, .. } => {
            face.remark(None);
            if !face.stops() {
                face.station.publish(scan::change(&scan));
            }
        }
        ScannerEvent::BadScan(bad) => face.remark(Some(bad.to_string())),
    }
}
