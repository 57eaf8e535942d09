//! The scale's side of Toledo 8217 (Mettler Toledo BenchPro manual p. 26) and of Toledo continuous
//! output (Rockwell 57C428 manual app. D).

use std::time::Duration;

use super::plain::{Body, Language, Shows};

/// How often a frame is sent unasked: ten times a second, as indicators do at 9600 baud.
const SEND_EVERY: Duration = Duration::from_millis(100);

/// A checkout scale: a letter is asked, a frame or a byte of flags is answered.
pub(super) struct Checkout;

impl Language for Checkout {
    fn turn(&mut self, bytes: &[u8], body: &mut Body) -> Vec<u8> {
        let answers = bytes.iter().map(|byte| match byte {
            b'W' => weight(body),
            b'Z' => {
                body.zero();
                flags(body, 0)
            }
            b'T' => {
                body.tare();
                flags(body, 0)
            }
            b'C' => {
                body.clear_tare();
                flags(body, 0)
            }
            b'E' => b"\x02E\r".to_vec(),
            b'F' => b"\x02F\r".to_vec(),
            _ => flags(body, 0x40),
        });
        answers.flatten().collect()
    }
}

fn weight(body: &Body) -> Vec<u8> {
    let Shows::Still(net @ 0..) = body.shows() else {
        return flags(body, 0);
    };
    let mark = if body.pan.tare == 0 { "" } else { "N" };
    format!("\x02{:0>6}{mark}\r", body.pan.shown(net)).into_bytes()
}

fn flags(body: &Body, extra: u8) -> Vec<u8> {
    let state = match body.shows() {
        Shows::Over => 0x02,
        Shows::Under => 0x04,
        Shows::Moving(_) => 0x01,
        Shows::Still(net) if net < 0 => 0x04,
        Shows::Still(0) => 0x10,
        Shows::Still(_) => 0,
    };
    let net = if body.pan.tare == 0 { 0 } else { 0x20 };
    vec![0x02, b'?', state | net | extra, b'\r']
}

/// An indicator that sends frames with a check sum all the time.
#[derive(Default)]
pub(super) struct Continuous {
    send_at: Duration,
}

impl Language for Continuous {
    fn turn(&mut self, bytes: &[u8], body: &mut Body) -> Vec<u8> {
        for byte in bytes {
            match byte {
                b'Z' => {
                    body.zero();
                }
                b'T' => {
                    body.tare();
                }
                b'C' => body.clear_tare(),
                _ => {}
            }
        }
        if body.now < self.send_at {
            return Vec::new();
        }
        self.send_at = body.now + SEND_EVERY;
        frame(body)
    }
}

fn frame(body: &Body) -> Vec<u8> {
    let pan = &body.pan;
    let (net, mut second) = match body.shows() {
        Shows::Over => (999_999, 0x24),
        Shows::Under => (999_999, 0x26),
        Shows::Moving(net) => (net, 0x28),
        Shows::Still(net) => (net, 0x20),
    };
    second |= u8::from(pan.tare != 0);
    second |= if net < 0 { 0x02 } else { 0 };
    second |= if pan.unit == "kg" { 0x10 } else { 0 };
    let first = 0x22 + u8::try_from(pan.decimals).unwrap_or(0);
    let third = if pan.unit == "g" { 0x21 } else { 0x20 };
    let mut frame = vec![0x02, first, second, third];
    frame.extend(format!("{:>6}{:>6}\r", net.abs(), pan.tare).bytes());
    let sum: u32 = frame.iter().map(|byte| u32::from(*byte)).sum();
    frame.push(u8::try_from((128 - sum % 128) % 128).unwrap_or(0));
    frame
}

#[cfg(test)]
mod tests {
    use super::super::plain::Plain;
    use super::super::{Options, Trouble, Weighs};
    use super::*;
    use crate::bench::Device;
    use crate::cable::Attach;

    const SETTLED: Duration = Duration::from_secs(1);

    fn plain(language: impl Language) -> Plain {
        let mut scale = Plain::new(&Options::new(Attach::Pty { link: None }), language);
        scale.put("2.5", "kg").unwrap();
        scale
    }

    #[test]
    fn a_checkout_scale_shows_a_weight_only_when_it_stands_still() {
        let mut scale = plain(Checkout);

        assert_eq!(scale.turn(b"W", SETTLED / 10), b"\x02?\x01\r");
        assert_eq!(scale.turn(b"W", SETTLED), b"\x0202.500\r");
        assert_eq!(scale.turn(b"TW", SETTLED), b"\x02?\x30\r\x0200.000N\r");
        assert_eq!(scale.turn(b"C", SETTLED), b"\x02?\x00\r");
        assert_eq!(scale.turn(b"x", SETTLED), b"\x02?\x40\r");
        scale.make_trouble(Some(Trouble::Overload));
        assert_eq!(scale.turn(b"W", SETTLED), b"\x02?\x02\r");
    }

    #[test]
    fn an_indicator_sends_by_itself_ten_times_a_second() {
        let mut scale = plain(Continuous::default());

        let frame = scale.turn(b"", SETTLED);

        assert_eq!(frame[..17], *b"\x02%0   2500     0\r");
        let sum: u32 = frame.iter().map(|byte| u32::from(*byte)).sum();
        assert_eq!(sum % 128, 0);
        assert_eq!(scale.turn(b"", SETTLED * 21 / 20), b"");
        assert_eq!(
            scale.turn(b"T", SETTLED * 2)[..17],
            *b"\x02%1      0  2500\r"
        );
    }
}
