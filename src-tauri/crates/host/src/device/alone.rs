//! Tries devices out where no host runs them: each is opened for the test alone.

use std::time::{Duration, Instant};

use devices::binding::Target;
use devices::driver::printer::PrinterSettings;
use devices::driver::scale::Scale;
use devices::driver::scanner::{Scanner, Sends};
use devices::fence::Fence;
use devices::port::Fault;
use devices::port::clock::Monotonic;
use devices::reading::Reading;
use devices::run;
use devices::speech::Speech;
use station::failure::Failure;
use station::view::device::{DeviceRole, DeviceTest};

use super::printer::evidence;
use super::tryout::{SCAN_WITHIN, STABLE_WITHIN, judged, nothing_scanned, test_label};
use super::wiring::{Driven, Wiring};

/// How long the scanner is listened to at a time.
const LISTEN: Duration = Duration::from_millis(200);

/// Tries a device out that no process has open. Blocks until it is done.
///
/// # Errors
/// [`Failure`], when a device of that role cannot speak like this, or no test label can be made.
pub fn try_alone(role: DeviceRole, wiring: &Wiring, code: &str) -> Result<DeviceTest, Failure> {
    let target = &wiring.target;
    let tried = match wiring.driven(role)? {
        Driven::Scanner(sends) => scan(target, sends),
        Driven::Scale(speech) => weigh(target, &speech),
        Driven::Printer(settings) => match Fence::default().hold(target) {
            Ok(()) => Ok(print(target, settings, code)?),
            Err(fault) => Err(fault),
        },
    };
    let (passed, sentence) = tried.unwrap_or_else(|fault| (false, fault.to_string()));
    Ok(DeviceTest {
        role,
        passed,
        sentence,
    })
}

fn scan(target: &Target, sends: Sends) -> Result<(bool, String), Fault> {
    let clock = Monotonic::default();
    let opened = target.open()?;
    let mut scanner = Scanner::new(opened.port, sends, &opened.descriptor)?;
    let until = Instant::now() + SCAN_WITHIN;
    while Instant::now() < until {
        match scanner.next(LISTEN, &clock)? {
            Some(Ok(scan)) => return Ok((true, format!("it read “{}”", scan.text))),
            Some(Err(bad)) => return Ok((false, bad.to_string())),
            None => {}
        }
    }
    Ok((false, nothing_scanned()))
}

fn weigh(target: &Target, speech: &Speech) -> Result<(bool, String), Fault> {
    let opened = target.open()?;
    let mismatches: Vec<String> = opened.mismatches.iter().map(ToString::to_string).collect();
    let mut scale = Scale::speaking(speech, opened.port);
    Ok(match scale.capture(STABLE_WITHIN, &Monotonic::default())? {
        Reading::Weight(weight) => {
            let stands = format!("it stands still at {}", weight.value);
            let said = [vec![stands], mismatches].concat();
            (true, said.join("; "))
        }
        Reading::NoWeight(reason) => (false, reason.to_string()),
    })
}

fn print(
    target: &Target,
    settings: PrinterSettings,
    code: &str,
) -> Result<(bool, String), Failure> {
    let bytes = test_label(settings, code)?;
    let outcome = run::print(target, settings, &bytes, || true);
    Ok(judged(Some((evidence(&outcome), outcome.delivery())), code))
}
