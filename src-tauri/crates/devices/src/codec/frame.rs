//! Cuts a stream of bytes into frames at an end byte, with an optional STX before it.

use serde::{Deserialize, Serialize};

/// Start of text: begins a frame where a device is set to send it.
pub const STX: u8 = 0x02;
/// End of text: ends a frame where a device is set to send it.
pub const ETX: u8 = 0x03;
const CR: u8 = b'\r';
const LF: u8 = b'\n';

/// The byte or bytes that end a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// CR, LF or both.
    #[default]
    LineEnd,
    /// CR alone; a LF is content, as in two-dimensional codes with several lines.
    Cr,
    /// LF alone.
    Lf,
    /// ETX; line ends after it are ignored.
    Etx,
    /// A horizontal tab.
    Tab,
}

/// How a device marks where a frame begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framing {
    /// Whether a frame without STX is refused. An STX that comes anyway is always honoured.
    #[serde(default)]
    pub needs_stx: bool,
    /// What ends a frame.
    #[serde(default)]
    pub end: End,
}

/// Why bytes did not make a frame.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadFrame {
    /// More bytes than the device may send came without an end.
    #[error("more than {limit} bytes came without an end: check baud rate and suffix")]
    Overlong {
        /// The limit that was passed, in bytes.
        limit: usize,
    },
    /// A new frame began before the one before it ended.
    #[error("{dropped} bytes were cut off by the start of the next message: check the cable")]
    CutOff {
        /// How many bytes were dropped.
        dropped: usize,
    },
    /// A frame ended that never began with STX.
    #[error("{dropped} bytes came without a start mark: set the device to send STX")]
    NoStart {
        /// How many bytes were dropped.
        dropped: usize,
    },
    /// The line went quiet in the middle of a frame.
    #[error("{dropped} bytes came without an end mark: set the device to send a suffix (CR)")]
    NoEnd {
        /// How many bytes were dropped.
        dropped: usize,
    },
}

/// Cuts bytes into frames. The frame's marks are not part of it; empty frames are ignored.
#[derive(Clone, Debug)]
pub struct Framer {
    framing: Framing,
    honours_stx: bool,
    limit: usize,
    buffer: Vec<u8>,
    started: bool,
    skipping: bool,
}

impl Framer {
    /// A framer that holds at most `limit` bytes.
    #[must_use]
    pub fn new(framing: Framing, limit: usize) -> Self {
        Self {
            framing,
            honours_stx: true,
            limit,
            buffer: Vec::new(),
            started: false,
            skipping: false,
        }
    }

    /// A framer of plain lines of at most `limit` bytes, for devices that never send STX: there it
    /// is noise, which must not cut a line short.
    #[must_use]
    pub fn lines(limit: usize) -> Self {
        Self {
            honours_stx: false,
            ..Self::new(Framing::default(), limit)
        }
    }

    /// Takes bytes as they came and answers the frames they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<Vec<u8>, BadFrame>> {
        bytes
            .iter()
            .filter_map(|byte| self.push_byte(*byte))
            .collect()
    }

    /// Gives up a half frame, when the caller saw the line go quiet.
    pub fn quiet(&mut self) -> Option<BadFrame> {
        let dropped = self.buffer.len();
        let skipping = self.skipping;
        self.restart(false);
        (dropped > 0 && !skipping).then_some(BadFrame::NoEnd { dropped })
    }

    fn push_byte(&mut self, byte: u8) -> Option<Result<Vec<u8>, BadFrame>> {
        if byte == STX && self.honours_stx {
            return self.begin();
        }
        if self.ends(byte) {
            return self.finish();
        }
        if self.skipping || self.is_gap(byte) {
            return None;
        }
        if self.buffer.len() == self.limit {
            self.restart(true);
            return Some(Err(BadFrame::Overlong { limit: self.limit }));
        }
        self.buffer.push(byte);
        None
    }

    fn begin(&mut self) -> Option<Result<Vec<u8>, BadFrame>> {
        let dropped = self.buffer.len();
        self.restart(false);
        self.started = true;
        (dropped > 0).then_some(Err(BadFrame::CutOff { dropped }))
    }

    fn finish(&mut self) -> Option<Result<Vec<u8>, BadFrame>> {
        let started = self.started;
        let frame = std::mem::take(&mut self.buffer);
        self.restart(false);
        let dropped = frame.len();
        match dropped {
            0 => None,
            _ if self.framing.needs_stx && !started => Some(Err(BadFrame::NoStart { dropped })),
            _ => Some(Ok(frame)),
        }
    }

    fn restart(&mut self, skipping: bool) {
        self.buffer.clear();
        self.started = false;
        self.skipping = skipping;
    }

    fn ends(&self, byte: u8) -> bool {
        match self.framing.end {
            End::LineEnd => byte == CR || byte == LF,
            End::Cr => byte == CR,
            End::Lf => byte == LF,
            End::Etx => byte == ETX,
            End::Tab => byte == b'\t',
        }
    }

    /// Line ends between frames, left behind by devices that send ETX CR LF or CR LF.
    fn is_gap(&self, byte: u8) -> bool {
        self.buffer.is_empty() && !self.started && (byte == CR || byte == LF)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(framing: Framing, bytes: &[u8]) -> Vec<Result<Vec<u8>, BadFrame>> {
        Framer::new(framing, 8).push(bytes)
    }

    #[test]
    fn any_line_end_ends_a_frame_once() {
        for bytes in [&b"AB\rCD\r"[..], b"AB\nCD\n", b"AB\r\nCD\r\n"] {
            let read = frames(Framing::default(), bytes);

            assert_eq!(read, [Ok(b"AB".to_vec()), Ok(b"CD".to_vec())]);
        }
    }

    #[test]
    fn a_code_with_several_lines_is_whole_when_only_cr_ends_it() {
        let cr = Framing {
            needs_stx: false,
            end: End::Cr,
        };

        assert_eq!(
            frames(cr, b"A\nB\r\nC\r"),
            [Ok(b"A\nB".to_vec()), Ok(b"C".to_vec())]
        );
    }

    #[test]
    fn stx_drops_the_garbage_before_it_and_says_so() {
        let stx = Framing {
            needs_stx: true,
            end: End::Etx,
        };

        let read = frames(stx, b"\xff\xfe\x02AB\x03\r\n\x02CD\x03");

        let cut = Err(BadFrame::CutOff { dropped: 2 });
        assert_eq!(read, [cut, Ok(b"AB".to_vec()), Ok(b"CD".to_vec())]);
    }

    #[test]
    fn a_frame_without_its_stx_is_refused() {
        let stx = Framing {
            needs_stx: true,
            end: End::Etx,
        };

        assert_eq!(
            frames(stx, b"AB\x03"),
            [Err(BadFrame::NoStart { dropped: 2 })]
        );
    }

    #[test]
    fn an_overlong_frame_is_one_error_and_the_next_frame_is_read() {
        let read = frames(Framing::default(), b"123456789ABCDEF12345\rOK\r");

        assert_eq!(
            read,
            [Err(BadFrame::Overlong { limit: 8 }), Ok(b"OK".to_vec())]
        );
    }

    #[test]
    fn a_line_that_goes_quiet_gives_up_its_half_frame() {
        let mut framer = Framer::new(Framing::default(), 8);
        assert!(framer.push(b"HALF").is_empty());

        assert_eq!(framer.quiet(), Some(BadFrame::NoEnd { dropped: 4 }));
        assert_eq!(framer.quiet(), None);
        assert_eq!(framer.push(b"OK\r"), [Ok(b"OK".to_vec())]);
    }
}
