//! The scale's side of MT-SICS (Mettler Toledo reference manual 11780711).

use std::time::Duration;

use super::pan::{Pan, Trouble};
use super::{Options, Weighs};
use crate::bench::Device;
use crate::console::BadCommand;

/// How often a weight is repeated after `SIR`.
const REPEAT_EVERY: Duration = Duration::from_millis(100);

/// How far from empty zero may be set, in steps of the last digit: 2 % of 15 kg in grams.
const ZERO_RANGE: i64 = 300;

/// Most bytes of a request; what is longer is dropped and answered with a syntax error.
const REQUEST_BYTES_MAX: usize = 64;

/// A scale as its line sees it.
pub(super) struct MtSics {
    pan: Pan,
    trouble: Option<Trouble>,
    serial_number: String,
    patience: Duration,
    request: Vec<u8>,
    /// A request that waits for stability, and until when.
    waiting: Option<(&'static str, Duration)>,
    repeat_at: Option<Duration>,
    now: Duration,
}

impl Device for MtSics {
    fn turn(&mut self, bytes: &[u8], now: Duration) -> Vec<u8> {
        self.now = now;
        let mut said = String::new();
        for byte in bytes {
            said.push_str(&self.take(*byte));
        }
        said.push_str(&self.settle());
        said.push_str(&self.repeat());
        match self.trouble {
            Some(Trouble::Mute) => Vec::new(),
            Some(Trouble::Garble) => said.bytes().map(|byte| byte | 0x80).collect(),
            _ => said.into_bytes(),
        }
    }
}

impl Weighs for MtSics {
    fn put(&mut self, value: &str, unit: &str) -> Result<(), BadCommand> {
        self.pan.put(value, unit, self.now)
    }

    fn make_trouble(&mut self, trouble: Option<Trouble>) {
        self.trouble = trouble;
    }

    fn drift(&mut self, digits: i64) {
        self.pan.zero -= digits;
    }

    fn shown(&self) -> String {
        self.immediate().trim_end().to_owned()
    }
}

impl MtSics {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            pan: Pan::new(options.settle),
            trouble: None,
            serial_number: options.serial_number.clone(),
            patience: options.patience,
            request: Vec::new(),
            waiting: None,
            repeat_at: None,
            now: Duration::ZERO,
        }
    }

    fn take(&mut self, byte: u8) -> String {
        if byte != b'\n' {
            if self.request.len() < REQUEST_BYTES_MAX {
                self.request.push(byte);
            }
            return String::new();
        }
        let request = std::mem::take(&mut self.request);
        self.obey(String::from_utf8_lossy(&request).trim_end_matches('\r'))
    }

    fn obey(&mut self, request: &str) -> String {
        (self.waiting, self.repeat_at) = (None, None);
        match request {
            "S" => self.wait("S"),
            "T" => self.wait("T"),
            "Z" => self.wait("Z"),
            "SI" => self.immediate(),
            "SIR" => {
                self.repeat_at = Some(self.now);
                String::new()
            }
            "ZI" => self.zero("ZI", self.grade()),
            "TI" => self.tare("TI", self.grade()),
            "TA" => format!("TA A {} {}\r\n", self.padded(self.pan.tare), self.pan.unit),
            "TAC" => {
                self.pan.tare = 0;
                "TAC A\r\n".to_owned()
            }
            "I4" | "@" => format!("I4 A \"{}\"\r\n", self.serial_number),
            _ => "ES\r\n".to_owned(),
        }
    }

    fn wait(&mut self, request: &'static str) -> String {
        self.waiting = Some((request, self.now + self.patience));
        String::new()
    }

    fn settle(&mut self) -> String {
        let Some((request, until)) = self.waiting else {
            return String::new();
        };
        if let Some(sign) = self.out_of_range() {
            self.waiting = None;
            return format!("{request} {sign}\r\n");
        }
        if self.grade() == "S" {
            self.waiting = None;
            return match request {
                "T" => self.tare("T", "S"),
                "Z" => self.zero("Z", "A"),
                _ => self.immediate(),
            };
        }
        if self.now < until {
            return String::new();
        }
        self.waiting = None;
        format!("{request} I\r\n")
    }

    fn repeat(&mut self) -> String {
        match self.repeat_at {
            Some(at) if self.now >= at => {
                self.repeat_at = Some(self.now + REPEAT_EVERY);
                self.immediate()
            }
            _ => String::new(),
        }
    }

    fn immediate(&self) -> String {
        match self.out_of_range() {
            Some(sign) => format!("S {sign}\r\n"),
            None if self.trouble == Some(Trouble::Busy) => "S I\r\n".to_owned(),
            None => {
                let net = self.padded(self.pan.net(self.now));
                format!("S {} {net} {}\r\n", self.grade(), self.pan.unit)
            }
        }
    }

    fn zero(&mut self, request: &str, done: &str) -> String {
        let load = self.pan.load();
        if load.abs() > ZERO_RANGE {
            let sign = if load > 0 { "+" } else { "-" };
            return format!("{request} {sign}\r\n");
        }
        (self.pan.zero, self.pan.tare) = (load, 0);
        format!("{request} {done}\r\n")
    }

    fn tare(&mut self, request: &str, grade: &str) -> String {
        let gross = self.pan.load() - self.pan.zero;
        if gross < 0 {
            return format!("{request} -\r\n");
        }
        self.pan.tare = gross;
        format!(
            "{request} {grade} {} {}\r\n",
            self.padded(gross),
            self.pan.unit
        )
    }

    fn grade(&self) -> &'static str {
        let busy = self.trouble == Some(Trouble::Busy);
        if self.pan.is_stable(self.now) && !busy {
            "S"
        } else {
            "D"
        }
    }

    fn out_of_range(&self) -> Option<&'static str> {
        match self.trouble? {
            Trouble::Overload => Some("+"),
            Trouble::Underload => Some("-"),
            Trouble::Busy | Trouble::Mute | Trouble::Garble => None,
        }
    }

    fn padded(&self, steps: i64) -> String {
        format!("{:>10}", self.pan.shown(steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable::Attach;

    const SETTLED: Duration = Duration::from_secs(1);

    fn scale() -> MtSics {
        MtSics::new(&Options::new(Attach::Pty { link: None }))
    }

    fn said(scale: &mut MtSics, request: &str, at: Duration) -> String {
        let answer = scale.turn(format!("{request}\r\n").as_bytes(), at);
        String::from_utf8(answer).unwrap()
    }

    #[test]
    fn a_weight_moves_before_it_is_stable() {
        let mut scale = scale();
        scale.put("12.482", "kg").unwrap();

        assert!(said(&mut scale, "SI", SETTLED / 10).starts_with("S D     "));
        assert_eq!(said(&mut scale, "SI", SETTLED), "S S     12.482 kg\r\n");
    }

    #[test]
    fn s_waits_until_the_weight_is_stable() {
        let mut scale = scale();
        scale.put("1", "kg").unwrap();

        assert_eq!(said(&mut scale, "S", SETTLED / 10), "");
        assert_eq!(scale.turn(b"", SETTLED), b"S S      1.000 kg\r\n");
    }

    #[test]
    fn s_gives_up_when_it_never_settles() {
        let mut scale = scale();
        scale.trouble = Some(Trouble::Busy);

        assert_eq!(said(&mut scale, "S", SETTLED), "");
        assert_eq!(scale.turn(b"", SETTLED * 4), b"S I\r\n");
    }

    #[test]
    fn each_request_has_its_answer() {
        let mut scale = scale();
        scale.put("2.5", "kg").unwrap();
        for (request, answer) in [
            ("T", "T S      2.500 kg\r\n"),
            ("S", "S S      0.000 kg\r\n"),
            ("TA", "TA A      2.500 kg\r\n"),
            ("TAC", "TAC A\r\n"),
            ("Z", "Z +\r\n"),
            ("I4", "I4 A \"B021002593\"\r\n"),
            ("@", "I4 A \"B021002593\"\r\n"),
            ("s", "ES\r\n"),
            ("SX", "ES\r\n"),
        ] {
            assert_eq!(said(&mut scale, request, SETTLED), answer, "{request}");
        }
    }

    #[test]
    fn overload_and_underload_have_no_number() {
        let mut scale = scale();
        for (trouble, answer) in [
            (Trouble::Overload, "S +\r\n"),
            (Trouble::Underload, "S -\r\n"),
        ] {
            scale.trouble = Some(trouble);

            assert_eq!(said(&mut scale, "S", SETTLED), answer);
            assert_eq!(said(&mut scale, "SI", SETTLED), answer);
        }
    }
}
