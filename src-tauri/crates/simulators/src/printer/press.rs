//! The printer itself, without I/O: takes bytes, prints labels, says how it is.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::shelf::Shelf;
use super::tongue::{Completed, Lines, Tongue, epl_status, tspl_status};

/// Largest label held, in bytes: more than any label with one image has.
const FORMAT_BYTES_MAX: usize = 1 << 20;

/// Most labels waiting, as many as the three digits of `~HS` can say.
const WAITING_MAX: usize = 999;

/// What can be wrong with a printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No labels left: it holds what comes and answers nothing.
    PaperOut,
    /// No ribbon left: likewise.
    RibbonOut,
    /// The head is open: likewise.
    HeadOpen,
    /// Paused: it holds what comes and says so.
    Paused,
    /// It takes no more bytes.
    Stalled,
    /// It breaks each connection at the first byte of a label.
    Reset,
    /// Switched off.
    Off,
    /// It loses power once this many bytes of labels have come from now on.
    CutAt(usize),
}

/// A printer as its line sees it.
pub(super) struct Press {
    tongue: Tongue,
    lines: Lines,
    shelf: Shelf,
    print_time: Duration,
    pub(super) answers_in_trouble: bool,
    flags: Vec<Trouble>,
    cut_at: Option<usize>,
    reset: bool,
    taken: Vec<u8>,
    waiting: VecDeque<Vec<u8>>,
    printing: Option<(Vec<u8>, Duration)>,
}

impl Press {
    pub(super) fn new(
        tongue: Tongue,
        print_time: Duration,
        shelf: Option<PathBuf>,
    ) -> io::Result<Self> {
        Ok(Self {
            tongue,
            lines: Lines::default(),
            shelf: Shelf::new(shelf)?,
            print_time,
            answers_in_trouble: false,
            flags: Vec::new(),
            cut_at: None,
            reset: false,
            taken: Vec::new(),
            waiting: VecDeque::new(),
            printing: None,
        })
    }

    pub(super) fn trouble(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::CutAt(bytes) => self.cut_at = Some(bytes),
            Trouble::Off => self.lose_power(),
            Trouble::PaperOut
            | Trouble::RibbonOut
            | Trouble::HeadOpen
            | Trouble::Paused
            | Trouble::Stalled
            | Trouble::Reset => self.flags.push(trouble),
        }
    }

    pub(super) fn put_right(&mut self) {
        self.flags.clear();
        self.cut_at = None;
    }

    pub(super) fn printed(&self) -> &[Vec<u8>] {
        &self.shelf.labels
    }

    /// How much was printed, and why a label could not be filed.
    pub(super) fn tally(&self) -> String {
        let count = self.shelf.labels.len();
        let failure = self
            .shelf
            .failure
            .as_ref()
            .map(|error| format!(", not all filed: {error}"));
        format!("{count} printed{}", failure.unwrap_or_default())
    }

    pub(super) fn is_on(&self) -> bool {
        !self.has(Trouble::Off)
    }

    pub(super) fn is_stalled(&self) -> bool {
        self.has(Trouble::Stalled)
    }

    /// Whether the connection is to be broken; asking forgets it.
    pub(super) fn has_reset(&mut self) -> bool {
        std::mem::take(&mut self.reset)
    }

    /// Takes the bytes that came and answers the bytes to send now.
    pub(super) fn turn(&mut self, bytes: &[u8], now: Duration) -> Vec<u8> {
        let mut said = Vec::new();
        for byte in bytes {
            if !self.is_on() || self.reset {
                return Vec::new();
            }
            said.extend(self.take(*byte));
        }
        self.print(now);
        said
    }

    fn take(&mut self, byte: u8) -> Vec<u8> {
        if self.tongue != Tongue::Zpl {
            return self.take_of_line(byte);
        }
        self.taken.push(byte);
        if self.ends_with(b"~HS") {
            self.taken.truncate(self.taken.len() - 3);
            return self.status();
        }
        if self.ends_with(b"~JA") {
            self.forget();
        }
        // Between labels nothing counts but the start of the next one.
        if !b"^XA".starts_with(self.taken.get(..3).unwrap_or(&self.taken)) {
            self.drop_gap(byte);
        }
        if self.ends_with(b"^XZ") {
            self.finish();
        }
        self.fail();
        Vec::new()
    }

    /// A byte of a language of lines; line ends before a label are not part of it.
    fn take_of_line(&mut self, byte: u8) -> Vec<u8> {
        if !(self.taken.is_empty() && byte.is_ascii_whitespace()) {
            self.taken.push(byte);
        }
        match self.lines.take(self.tongue, byte) {
            Completed::Question(bytes) => {
                self.taken.truncate(self.taken.len().saturating_sub(bytes));
                return self.status();
            }
            Completed::Label => self.finish(),
            Completed::Nothing => {}
        }
        self.fail();
        Vec::new()
    }

    /// Whether what came last is part of a label.
    fn is_in_label(&self) -> bool {
        match self.tongue {
            Tongue::Zpl => self.taken.first() == Some(&b'^'),
            Tongue::Tspl => self.taken.first().is_some_and(|first| *first != 0x1b),
            Tongue::Epl => self.taken.first().is_some_and(|first| *first != b'^'),
        }
    }

    fn ends_with(&self, command: &[u8]) -> bool {
        let tail = self
            .taken
            .len()
            .checked_sub(command.len())
            .and_then(|at| self.taken.get(at..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(command))
    }

    /// Drops line ends and unknown commands before a label, but keeps the start of a command.
    fn drop_gap(&mut self, byte: u8) {
        let begins = |taken: &[u8]| b"~HS".starts_with(taken) || b"~JA".starts_with(taken);
        if !begins(&self.taken) {
            self.taken.clear();
            self.taken.extend(b"^~".contains(&byte).then_some(byte));
        }
    }

    fn finish(&mut self) {
        let format = std::mem::take(&mut self.taken);
        if let Some(left) = self.cut_at.as_mut() {
            *left = left.saturating_sub(format.len());
            if *left == 0 {
                self.lose_power();
                return;
            }
        }
        if self.waiting.len() < WAITING_MAX {
            self.waiting.push_back(format);
        }
    }

    /// Fails as ordered, at the byte of a label ordered; a question between labels does not count.
    fn fail(&mut self) {
        let in_label = self.is_in_label();
        if in_label && self.has(Trouble::Reset) {
            self.reset = true;
            self.taken.clear();
        }
        let came = if in_label { self.taken.len() } else { 0 };
        if came > FORMAT_BYTES_MAX {
            self.taken.clear();
        }
        if came > 0 && self.cut_at.is_some_and(|cut| came >= cut) {
            self.lose_power();
        }
    }

    fn lose_power(&mut self) {
        self.forget();
        self.cut_at = None;
        self.flags.push(Trouble::Off);
    }

    fn forget(&mut self) {
        self.taken.clear();
        self.lines.forget();
        self.waiting.clear();
        self.printing = None;
    }

    fn print(&mut self, now: Duration) {
        if self.flags.iter().any(|trouble| *trouble != Trouble::Reset) {
            // What was half printed is printed again from the start.
            if let Some((label, _)) = self.printing.take() {
                self.waiting.push_front(label);
            }
            return;
        }
        if let Some((label, _)) = self.printing.take_if(|(_, done)| now >= *done) {
            self.shelf.add(label);
        }
        if self.printing.is_none() {
            let next = self.waiting.pop_front();
            self.printing = next.map(|label| (label, now + self.print_time));
        }
    }

    fn has(&self, trouble: Trouble) -> bool {
        self.flags.contains(&trouble)
    }

    /// How it says it is; in ZPL the three strings of `~HS`, from the vectors of Zebra's guide.
    fn status(&self) -> Vec<u8> {
        let stuck = [Trouble::PaperOut, Trouble::RibbonOut, Trouble::HeadOpen];
        if stuck.iter().any(|trouble| self.has(*trouble)) && !self.answers_in_trouble {
            return Vec::new();
        }
        match self.tongue {
            Tongue::Zpl => {}
            Tongue::Tspl => {
                let printing = self.printing.is_some() || !self.waiting.is_empty();
                return tspl_status(&self.flags, printing && self.flags.is_empty());
            }
            Tongue::Epl => return epl_status(&self.flags),
        }
        let flag = |set: bool| u8::from(set);
        format!(
            "\x02030,{},{},0812,{:03},0,0,{},000,0,0,0\x03\r\n\
             \x02000,0,{},{},1,2,6,0,{:08},1,000\x03\r\n\x021234,0\x03\r\n",
            flag(self.has(Trouble::PaperOut)),
            flag(self.has(Trouble::Paused)),
            self.waiting.len(),
            flag(!self.taken.is_empty()),
            flag(self.has(Trouble::HeadOpen)),
            flag(self.has(Trouble::RibbonOut)),
            usize::from(self.printing.is_some()),
        )
        .into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABEL: &[u8] = b"^XA^FO10,10^FH_^FDA_5EXA_7EB^FS^XZ";
    const LATER: Duration = Duration::from_secs(9);

    fn press() -> Press {
        Press::new(Tongue::Zpl, Duration::from_millis(50), None).unwrap()
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_whole_label_is_printed_in_its_time() {
        let mut press = press();
        press.turn(&[LABEL, b"\r\n", LABEL].concat(), Duration::ZERO);

        let status = text(press.turn(b"~HS\r\n", Duration::ZERO));
        assert!(
            status.contains("0812,001,") && status.contains(",00000001,"),
            "{status}"
        );
        press.turn(b"", LATER);
        press.turn(b"", LATER * 2);

        assert_eq!(press.printed(), [LABEL, LABEL]);
    }

    #[test]
    fn half_a_label_is_not_printed() {
        for cut in 1..LABEL.len() {
            let mut press = press();
            press.turn(&LABEL[..cut], Duration::ZERO);
            press.turn(b"", LATER);

            assert!(
                press.printed().is_empty() && press.waiting.is_empty(),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn power_is_lost_at_the_byte_ordered() {
        for cut in 1..=LABEL.len() {
            let mut press = press();
            press.trouble(Trouble::CutAt(cut));
            press.turn(b"~HS\r\n", Duration::ZERO);
            press.turn(&LABEL[..cut - 1], Duration::ZERO);
            assert!(press.is_on(), "cut at {cut}");

            press.turn(&LABEL[cut - 1..], Duration::ZERO);

            assert!(!press.is_on() && press.printed().is_empty(), "cut at {cut}");
        }
    }

    #[test]
    fn without_paper_it_is_silent_and_prints_once_it_is_loaded() {
        let mut press = press();
        press.trouble(Trouble::PaperOut);
        press.turn(LABEL, Duration::ZERO);
        assert_eq!(press.turn(b"~HS\r\n", LATER), b"");
        assert!(press.printed().is_empty());

        press.put_right();
        press.turn(b"", LATER);
        press.turn(b"", LATER * 2);

        assert_eq!(press.printed(), [LABEL]);
    }

    #[test]
    fn a_talkative_one_says_what_is_wrong() {
        let mut press = press();
        press.answers_in_trouble = true;
        press.trouble(Trouble::PaperOut);
        press.trouble(Trouble::HeadOpen);

        let status = text(press.turn(b"~HS\r\n", LATER));

        assert!(
            status.starts_with("\x02030,1,0,") && status.contains("\x02000,0,1,0,"),
            "{status}"
        );
    }

    #[test]
    fn a_question_inside_a_label_is_answered_and_not_part_of_it() {
        let mut press = press();
        let (head, tail) = LABEL.split_at(12);

        let status = press.turn(&[head, b"~HS", tail].concat(), Duration::ZERO);
        press.turn(b"", LATER);

        assert!(text(status).contains(",1,000,0,0,0\x03"));
        press.turn(b"", LATER * 2);
        assert_eq!(press.printed(), [LABEL]);
    }

    #[test]
    fn cancelled_labels_are_not_printed() {
        let mut press = press();
        press.trouble(Trouble::Paused);
        press.turn(LABEL, Duration::ZERO);
        press.turn(b"~JA", Duration::ZERO);

        press.put_right();
        press.turn(b"", LATER);
        press.turn(b"", LATER * 2);

        assert!(press.printed().is_empty());
    }

    #[test]
    fn a_label_that_cannot_be_filed_is_printed_and_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = folder.path().join("shelf");
        let mut press = Press::new(Tongue::Zpl, Duration::ZERO, Some(shelf.clone())).unwrap();
        std::fs::remove_dir(shelf).unwrap();

        press.turn(LABEL, Duration::ZERO);
        press.turn(b"", LATER);

        assert_eq!(press.printed(), [LABEL]);
        assert!(
            press.tally().starts_with("1 printed, not all filed: "),
            "{}",
            press.tally()
        );
    }

    #[test]
    fn the_shelf_goes_on_counting_where_it_ended() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..2 {
            let mut shelf = Shelf::new(Some(folder.path().to_owned())).unwrap();
            shelf.add(LABEL.to_vec());
        }

        assert_eq!(
            std::fs::read(folder.path().join("0002.zpl")).unwrap(),
            LABEL
        );
        assert!(!folder.path().join("0002.tmp").exists());
    }
}
