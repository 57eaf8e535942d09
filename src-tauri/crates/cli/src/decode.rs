//! `linesidectl decode`: what the bytes of a device mean, as lines of JSON.

use std::io::{Read, stdin};

use clap::Args;
use clap::builder::PossibleValuesParser;
use devices::decode::{Decoder, Outcome, PROTOCOLS};

use crate::output::say;
use crate::problem::Problem;

/// Bytes read at once; a line that a device sends slowly is shown as soon as it is whole.
const READ_BYTES: usize = 4_096;

/// Reads a device's bytes from standard input and prints each reading, scan or status as a line of
/// JSON. What cannot be read is a line of kind `bad_frame` with its reason.
#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// What the device speaks.
    #[arg(value_parser = PossibleValuesParser::new(PROTOCOLS.iter().copied()))]
    protocol: String,
    /// Unit the scale is set to, where its frames name none (toledo-8217, toledo-8213).
    #[arg(long)]
    unit: Option<String>,
}

/// Decodes until the end of the input.
///
/// # Errors
/// [`Problem::Decoder`], when the unit is no weight; [`Problem::Input`] or [`Problem::Output`].
pub(crate) fn run(decode: &Decode) -> Result<(), Problem> {
    let mut decoder = Decoder::new(&decode.protocol, decode.unit.as_deref())?;
    let (mut input, mut buffer) = (stdin().lock(), [0; READ_BYTES]);
    loop {
        match input.read(&mut buffer).map_err(Problem::Input)? {
            0 => return say_all(&decoder.end()),
            count => say_all(&decoder.push(buffer.get(..count).unwrap_or_default()))?,
        }
    }
}

fn say_all(outcomes: &[Outcome]) -> Result<(), Problem> {
    for outcome in outcomes {
        say(serde_json::to_string(outcome).map_err(Problem::Record)?)?;
    }
    Ok(())
}
