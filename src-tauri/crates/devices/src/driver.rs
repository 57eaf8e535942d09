//! A codec over a port. No thread, no sleep: waiting is reading, and the clock is an argument.

pub mod printer;
pub mod scale;
pub mod scanner;

use std::time::Duration;

use crate::port::{Fault, Port};

/// Bytes read at once. More come with the next read.
const READ_BYTES: usize = 1_024;

/// How long reading goes on to empty what came unasked.
const DRAIN_WAIT: Duration = Duration::from_millis(1);

/// Most reads to empty what came unasked; a device that sends without pause is not drained.
const DRAIN_READS_MAX: usize = 16;

/// What comes within `wait`; nothing where the device keeps quiet.
fn hear<'a>(
    port: &mut impl Port,
    wait: Duration,
    buffer: &'a mut [u8; READ_BYTES],
) -> Result<&'a [u8], Fault> {
    match port.read(buffer, wait) {
        Ok(count) => Ok(buffer.get(..count).unwrap_or_default()),
        Err(Fault::Timeout) => Ok(&[]),
        Err(fault) => Err(fault),
    }
}

/// Reads away what came unasked: it is no answer to the next question.
fn drain(port: &mut impl Port) -> Result<(), Fault> {
    let mut buffer = [0; READ_BYTES];
    for _ in 0..DRAIN_READS_MAX {
        if hear(port, DRAIN_WAIT, &mut buffer)?.is_empty() {
            break;
        }
    }
    Ok(())
}
