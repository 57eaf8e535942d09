//! Answers to `~HS`, ZPL II host status (Zebra ZPL programming guide, `~HS`).
//!
//! Three strings, each STX … ETX CR LF. A printer that is out of paper or ribbon, or whose head is
//! open, may not answer at all: silence is never "ok".

use serde::Serialize;

use super::frame::{BadFrame, End, Framer, Framing};

/// Asks a printer how it is.
pub const HOST_STATUS_REQUEST: &[u8] = b"~HS\r\n";

/// Longest of the three strings. The second one has 34 characters; firmware adds a few at most.
pub const STRING_BYTES_MAX: usize = 96;

/// How a printer said it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HostStatus {
    /// No media left, string 1 `b`.
    pub paper_out: bool,
    /// Paused, by its button or by `~PP`, string 1 `c`.
    pub paused: bool,
    /// Length of the label, in dots, string 1 `dddd`.
    pub label_length_dots: u32,
    /// Labels received and not printed yet, string 1 `eee`.
    pub formats_waiting: u32,
    /// No room for more bytes, string 1 `f`.
    pub buffer_full: bool,
    /// A label has begun and not ended, string 1 `h`.
    pub partial_format: bool,
    /// Its configuration was lost, string 1 `j`.
    pub corrupt_ram: bool,
    /// Too cold to print, string 1 `k`.
    pub under_temperature: bool,
    /// Too hot to print, string 1 `l`.
    pub over_temperature: bool,
    /// The head is open, string 2 `o`.
    pub head_open: bool,
    /// No ribbon left, string 2 `p`.
    pub ribbon_out: bool,
    /// A printed label waits to be taken, string 2 `t`.
    pub label_waiting: bool,
    /// Labels of the present batch not printed yet, string 2 `uuuuuuuu`.
    pub labels_remaining: u32,
}

/// What a person has to do at the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// Media is out.
    #[error("the printer is out of labels: load a roll")]
    PaperOut,
    /// Ribbon is out.
    #[error("the printer is out of ribbon: load a ribbon")]
    RibbonOut,
    /// Head is open.
    #[error("the print head is open: close it")]
    HeadOpen,
    /// Paused.
    #[error("the printer is paused: press pause to go on")]
    Paused,
    /// Its buffer is full.
    #[error("the printer's memory is full: wait, or switch it off and on")]
    BufferFull,
    /// Configuration lost.
    #[error("the printer has lost its settings: calibrate it")]
    CorruptRam,
    /// Too cold.
    #[error("the print head is too cold: wait until it is warm")]
    UnderTemperature,
    /// Too hot.
    #[error("the print head is too hot: wait until it has cooled down")]
    OverTemperature,
    /// A half label from somebody else is in its memory.
    #[error("the printer holds half a label: switch it off and on")]
    PartialFormat,
    /// A printed label waits to be taken.
    #[error("a printed label waits at the printer: take it")]
    LabelWaiting,
    /// Labels are stuck.
    #[error("labels are jammed in the printer: open it and take them out")]
    Jam,
    /// The cutter is stuck.
    #[error("the cutter is jammed: switch the printer off and clear it")]
    CutterJam,
    /// The cover is open.
    #[error("the printer's cover is open: close it")]
    CoverOpen,
    /// Media will be out soon.
    #[error("the printer is nearly out of labels: have a roll ready")]
    PaperLow,
    /// Ribbon will be out soon.
    #[error("the printer is nearly out of ribbon: have a ribbon ready")]
    RibbonLow,
    /// It could not make sense of a label.
    #[error("the printer refused the label: check its language and the label's template")]
    LabelRefused,
    /// A fault that it does not name.
    #[error("the printer reports a fault: look at its display")]
    OtherFault,
    /// It does not answer.
    #[error("the printer does not answer: check paper, ribbon, head and cable")]
    Silent,
    /// It answers something else.
    #[error("the printer answers in another language: check which language it is set to")]
    Unreadable,
}

/// Why an answer is not a status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadStatus {
    /// No frame could be cut.
    #[error(transparent)]
    Frame(#[from] BadFrame),
    /// A string that is none of the three, or comes out of order.
    #[error(
        "status string {expected} has {fields} fields: the answer is cut or not from a ZPL printer"
    )]
    Fields {
        /// Which of the three strings was due, from 1.
        expected: usize,
        /// How many fields came.
        fields: usize,
    },
    /// A field with a value it cannot have.
    #[error("field {field} of status string {string} cannot be read")]
    Field {
        /// Which string, from 1.
        string: usize,
        /// Which field, from 0.
        field: usize,
    },
}

impl HostStatus {
    /// What keeps the printer from printing now, gravest first.
    #[must_use]
    pub fn attention(&self) -> Vec<Attention> {
        let flags = [
            (self.paper_out, Attention::PaperOut),
            (self.ribbon_out, Attention::RibbonOut),
            (self.head_open, Attention::HeadOpen),
            (self.paused, Attention::Paused),
            (self.corrupt_ram, Attention::CorruptRam),
            (self.over_temperature, Attention::OverTemperature),
            (self.under_temperature, Attention::UnderTemperature),
            (self.buffer_full, Attention::BufferFull),
            (self.partial_format, Attention::PartialFormat),
            (self.label_waiting, Attention::LabelWaiting),
        ];
        flags
            .into_iter()
            .filter_map(|(set, attention)| set.then_some(attention))
            .collect()
    }

    /// Whether it is still taking in or printing what it received, and needs nobody.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let waits = self.formats_waiting > 0 || self.labels_remaining > 0;
        let takes_in = self.partial_format || self.buffer_full;
        (waits || takes_in) && self.stops().is_empty()
    }

    /// Whether everything received is printed and nothing stopped it. A label that waits to be
    /// taken is a printed one.
    #[must_use]
    pub fn is_done(&self) -> bool {
        !self.is_busy() && self.stops().is_empty()
    }

    /// What stops it until a person comes.
    fn stops(&self) -> Vec<Attention> {
        let passing = [
            Attention::PartialFormat,
            Attention::BufferFull,
            Attention::LabelWaiting,
        ];
        self.attention()
            .into_iter()
            .filter(|a| !passing.contains(a))
            .collect()
    }
}

/// Collects the three strings of a status.
#[derive(Clone, Debug)]
pub struct StatusReader {
    framer: Framer,
    status: HostStatus,
    next: usize,
}

impl Default for StatusReader {
    fn default() -> Self {
        let framing = Framing {
            needs_stx: true,
            end: End::Etx,
        };
        Self {
            framer: Framer::new(framing, STRING_BYTES_MAX),
            status: HostStatus::default(),
            next: 1,
        }
    }
}

impl StatusReader {
    /// Takes bytes as they came and answers the statuses they completed.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Result<HostStatus, BadStatus>> {
        let frames = self.framer.push(bytes);
        frames
            .into_iter()
            .filter_map(|frame| self.take(frame).transpose())
            .collect()
    }

    /// Gives up a half answer, when the caller saw the line go quiet.
    pub fn quiet(&mut self) -> Option<BadStatus> {
        let due = std::mem::replace(&mut self.next, 1);
        let cut = BadStatus::Fields {
            expected: due,
            fields: 0,
        };
        let half = self.framer.quiet().map(BadStatus::Frame);
        half.or((due > 1).then_some(cut))
    }

    fn take(&mut self, frame: Result<Vec<u8>, BadFrame>) -> Result<Option<HostStatus>, BadStatus> {
        let due = std::mem::replace(&mut self.next, 1);
        let frame = frame?;
        let text = String::from_utf8_lossy(&frame);
        let fields = Fields {
            string: due,
            fields: text.split(',').collect(),
        };
        match due {
            1 => self.status = first(&fields)?,
            2 => second(&mut self.status, &fields)?,
            _ => {
                fields.expect(2)?;
                return Ok(Some(std::mem::take(&mut self.status)));
            }
        }
        self.next = due + 1;
        Ok(None)
    }
}

fn first(fields: &Fields<'_>) -> Result<HostStatus, BadStatus> {
    fields.expect(12)?;
    Ok(HostStatus {
        paper_out: fields.flag(1)?,
        paused: fields.flag(2)?,
        label_length_dots: fields.number(3)?,
        formats_waiting: fields.number(4)?,
        buffer_full: fields.flag(5)?,
        partial_format: fields.flag(7)?,
        corrupt_ram: fields.flag(9)?,
        under_temperature: fields.flag(10)?,
        over_temperature: fields.flag(11)?,
        ..HostStatus::default()
    })
}

fn second(status: &mut HostStatus, fields: &Fields<'_>) -> Result<(), BadStatus> {
    fields.expect(11)?;
    status.head_open = fields.flag(2)?;
    status.ribbon_out = fields.flag(3)?;
    status.label_waiting = fields.flag(7)?;
    status.labels_remaining = fields.number(8)?;
    Ok(())
}

struct Fields<'a> {
    string: usize,
    fields: Vec<&'a str>,
}

impl Fields<'_> {
    fn expect(&self, count: usize) -> Result<(), BadStatus> {
        let fields = self.fields.len();
        let wrong = BadStatus::Fields {
            expected: self.string,
            fields,
        };
        if fields == count { Ok(()) } else { Err(wrong) }
    }

    fn bad(&self, field: usize) -> BadStatus {
        BadStatus::Field {
            string: self.string,
            field,
        }
    }

    fn flag(&self, field: usize) -> Result<bool, BadStatus> {
        match self.fields.get(field) {
            Some(&"0") => Ok(false),
            Some(&"1") => Ok(true),
            _ => Err(self.bad(field)),
        }
    }

    fn number(&self, field: usize) -> Result<u32, BadStatus> {
        let digits = self
            .fields
            .get(field)
            .filter(|f| f.bytes().all(|b| b.is_ascii_digit()));
        digits
            .and_then(|f| f.parse().ok())
            .ok_or_else(|| self.bad(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: &[u8] = b"\x02030,0,0,0812,000,0,0,0,000,0,0,0\x03\r\n\
        \x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

    fn read(bytes: &[u8]) -> Vec<Result<HostStatus, BadStatus>> {
        StatusReader::default().push(bytes)
    }

    fn with(from: &str, to: &str) -> HostStatus {
        let text = String::from_utf8(OK.to_vec())
            .unwrap()
            .replacen(from, to, 1);
        read(text.as_bytes()).remove(0).unwrap()
    }

    #[test]
    fn a_printer_that_is_well_is_done() {
        let status = read(OK).remove(0).unwrap();

        assert!(status.is_done() && !status.is_busy());
        assert_eq!(status.attention(), []);
        assert_eq!(status.label_length_dots, 812);
    }

    #[test]
    fn each_flag_asks_for_what_it_means() {
        for (from, to, attention) in [
            ("030,0", "030,1", Attention::PaperOut),
            ("030,0,0", "030,0,1", Attention::Paused),
            ("000,0,0,0,000", "000,1,0,0,000", Attention::BufferFull),
            ("000,0,0,0,000", "000,0,0,1,000", Attention::PartialFormat),
            ("000,0,0,0\x03", "000,1,0,0\x03", Attention::CorruptRam),
            (
                "000,0,0,0\x03",
                "000,0,1,0\x03",
                Attention::UnderTemperature,
            ),
            ("000,0,0,0\x03", "000,0,0,1\x03", Attention::OverTemperature),
            ("\x02000,0,0,0,1", "\x02000,0,1,0,1", Attention::HeadOpen),
            ("\x02000,0,0,0,1", "\x02000,0,0,1,1", Attention::RibbonOut),
            ("6,0,00000000", "6,1,00000000", Attention::LabelWaiting),
        ] {
            let status = with(from, to);

            assert_eq!(status.attention(), [attention], "{from} {to}");
            assert_eq!(
                status.is_done(),
                attention == Attention::LabelWaiting,
                "{from} {to}"
            );
        }
    }

    #[test]
    fn a_batch_under_way_is_busy_and_needs_nobody() {
        let batch = with("00000000", "00000003");
        let buffered = with("0812,000", "0812,007");

        assert_eq!((batch.labels_remaining, buffered.formats_waiting), (3, 7));
        assert!(batch.is_busy() && buffered.is_busy());
        assert!(!batch.is_done() && !buffered.is_done());
        assert!(batch.attention().is_empty() && buffered.attention().is_empty());
    }

    #[test]
    fn an_answer_cut_anywhere_is_no_status() {
        for length in 0..OK.len() - 2 {
            let statuses = read(&OK[..length]);

            assert!(statuses.iter().all(Result::is_err), "cut at {length}");
        }
    }

    #[test]
    fn any_split_reads_the_same() {
        for at in 0..=OK.len() {
            let mut reader = StatusReader::default();
            let mut statuses = reader.push(&OK[..at]);
            statuses.extend(reader.push(&OK[at..]));

            assert_eq!(statuses, read(OK), "split at {at}");
        }
    }

    #[test]
    fn after_garbage_the_next_whole_answer_is_read() {
        let mut reader = StatusReader::default();
        reader.push(b"\x02030,0,0,08");

        let statuses = [reader.push(OK), reader.push(OK)].concat();

        assert!(statuses.last().unwrap().is_ok());
    }

    #[test]
    fn a_field_it_cannot_have_is_named() {
        let text = String::from_utf8(OK.to_vec())
            .unwrap()
            .replacen("030,0", "030,2", 1);

        let bad = BadStatus::Field {
            string: 1,
            field: 1,
        };
        assert_eq!(read(text.as_bytes()).first(), Some(&Err(bad)));
    }
}
