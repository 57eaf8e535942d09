//! What a printer understands, from the programming manuals: where a label ends, what is a question,
//! and how it is answered.

use super::press::Trouble;

/// What a printer speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// ZPL II.
    #[default]
    Zpl,
    /// TSPL: lines, with the dots of `BITMAP` among them.
    Tspl,
    /// EPL2: lines, with the dots of `GW` among them.
    Epl,
}

impl Tongue {
    /// The names of all of them.
    pub const NAMES: [&str; 3] = ["zpl", "tspl", "epl"];

    /// The tongue of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "zpl" => Some(Self::Zpl),
            "tspl" => Some(Self::Tspl),
            "epl" => Some(Self::Epl),
            _ => None,
        }
    }
}

/// What a byte completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Completed {
    /// Nothing yet.
    Nothing,
    /// A question of so many bytes.
    Question(usize),
    /// A label.
    Label,
}

/// Cuts lines with binary parts.
#[derive(Debug, Default)]
pub(super) struct Lines {
    line: Vec<u8>,
    binary: usize,
}

impl Lines {
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    pub(super) fn take(&mut self, tongue: Tongue, byte: u8) -> Completed {
        if self.binary > 0 {
            self.binary -= 1;
            return Completed::Nothing;
        }
        self.line.push(byte);
        if tongue == Tongue::Tspl && self.line.ends_with(b"\x1b!?") {
            self.line.truncate(self.line.len() - 3);
            return Completed::Question(3);
        }
        self.binary = dots_ahead(tongue, &self.line);
        if byte != b'\n' {
            return Completed::Nothing;
        }
        let line = std::mem::take(&mut self.line);
        match (tongue, line.trim_ascii()) {
            (Tongue::Epl, b"^ee") => Completed::Question(line.len()),
            (Tongue::Epl, command) if command.starts_with(b"P") => Completed::Label,
            (Tongue::Tspl, command) if command.starts_with(b"PRINT") => Completed::Label,
            _ => Completed::Nothing,
        }
    }
}

/// How many bytes of dots follow: those of `BITMAP x,y,w,h,m,` and `GWx,y,w,h,` are width in bytes
/// times rows.
fn dots_ahead(tongue: Tongue, line: &[u8]) -> usize {
    let (command, commas) = match tongue {
        Tongue::Tspl => ("BITMAP ", 5),
        Tongue::Epl => ("GW", 4),
        Tongue::Zpl => return 0,
    };
    let text = std::str::from_utf8(line).unwrap_or_default();
    let Some(numbers) = text
        .strip_prefix(command)
        .filter(|rest| rest.ends_with(','))
    else {
        return 0;
    };
    let numbers: Vec<usize> = numbers.split(',').filter_map(|n| n.parse().ok()).collect();
    match numbers.as_slice() {
        [_, _, width, height, ..] if numbers.len() == commas => width * height,
        _ => 0,
    }
}

/// The byte that answers `ESC ! ?`.
pub(super) fn tspl_status(flags: &[Trouble], printing: bool) -> Vec<u8> {
    let set = |trouble, bit: u8| u8::from(flags.contains(&trouble)) << bit;
    vec![
        set(Trouble::HeadOpen, 0)
            | set(Trouble::PaperOut, 2)
            | set(Trouble::RibbonOut, 3)
            | set(Trouble::Paused, 4)
            | u8::from(printing) << 5,
    ]
}

/// What answers `^ee`.
pub(super) fn epl_status(flags: &[Trouble]) -> Vec<u8> {
    let codes: Vec<&str> = [
        (Trouble::PaperOut, "07"),
        (Trouble::RibbonOut, "07"),
        (Trouble::HeadOpen, "11"),
        (Trouble::Paused, "12"),
    ]
    .into_iter()
    .filter_map(|(trouble, code)| flags.contains(&trouble).then_some(code))
    .collect();
    let told = if codes.is_empty() {
        "00".to_owned()
    } else {
        codes.join(",")
    };
    format!("{told}\r\n").into_bytes()
}
