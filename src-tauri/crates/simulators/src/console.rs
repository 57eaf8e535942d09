//! Drives a simulator by lines of text: from a terminal, a script or another process.

use std::io::{self, BufRead, Write};

/// Why a line is no command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCommand {
    /// No such command.
    #[error("“{line}” is no command: try {known}")]
    Unknown {
        /// What was entered.
        line: String,
        /// What can be entered.
        known: &'static str,
    },
    /// The value cannot be read.
    #[error("“{0}” is not a value: {1}")]
    Value(String, &'static str),
}

/// Says `ready ADDRESS`, then takes one command a line and answers `ok …` or `error: …`, until
/// `quit` or the end of the input.
///
/// # Errors
/// When the input cannot be read or the output not written.
pub(crate) fn drive(
    input: impl BufRead,
    mut output: impl Write,
    address: &str,
    mut command: impl FnMut(&str) -> Result<String, BadCommand>,
) -> io::Result<()> {
    writeln!(output, "ready {address}")?;
    output.flush()?;
    for line in input.lines() {
        let line = line?;
        match line.trim() {
            "" => continue,
            "quit" => break,
            entered => match command(entered) {
                Ok(said) => writeln!(output, "{}", format!("ok {said}").trim_end())?,
                Err(bad) => writeln!(output, "error: {bad}")?,
            },
        }
        output.flush()?;
    }
    Ok(())
}

/// Reads `\xNN`, `\r`, `\n`, `\t` and `\\` in a line as the bytes they stand for.
///
/// # Errors
/// [`BadCommand::Value`], when an escape is unfinished or unknown.
pub fn unescape(text: &str) -> Result<Vec<u8>, BadCommand> {
    let bad = || {
        BadCommand::Value(
            text.to_owned(),
            "write bytes as \\x1d, \\r, \\n, \\t or \\\\",
        )
    };
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let (byte, length) = escape(after).ok_or_else(bad)?;
        bytes.push(byte);
        rest = after.get(length..).ok_or_else(bad)?;
    }
    bytes.extend(rest.bytes());
    Ok(bytes)
}

fn escape(after: &str) -> Option<(u8, usize)> {
    match after.bytes().next()? {
        b'x' => Some((u8::from_str_radix(after.get(1..3)?, 16).ok()?, 3)),
        b'r' => Some((b'\r', 1)),
        b'n' => Some((b'\n', 1)),
        b't' => Some((b'\t', 1)),
        b'\\' => Some((b'\\', 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_the_bytes_they_stand_for() {
        assert_eq!(
            unescape(r"]C110A\x1d21B\r\\").unwrap(),
            b"]C110A\x1d21B\r\\"
        );
        for bad in [r"\", r"\x1", r"\xzz", r"\q"] {
            assert!(unescape(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_command_is_answered_until_quit() {
        let mut output = Vec::new();
        let commands = "one\n\nbad\nquit\nnever\n".as_bytes();

        drive(commands, &mut output, "/dev/pts/9", |line| match line {
            "one" => Ok(String::new()),
            other => Err(BadCommand::Unknown {
                line: other.to_owned(),
                known: "one",
            }),
        })
        .unwrap();

        let said = String::from_utf8(output).unwrap();
        assert_eq!(
            said,
            "ready /dev/pts/9\nok\nerror: “bad” is no command: try one\n"
        );
    }
}
