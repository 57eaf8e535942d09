//! The scale's side of NCI (Weigh-Tronix NCI 7800 manual p. 32).

use super::plain::{Body, Language, Requests, Shows};

/// A scale that answers a letter and CR.
#[derive(Default)]
pub(super) struct Nci(Requests);

impl Language for Nci {
    fn turn(&mut self, bytes: &[u8], body: &mut Body) -> Vec<u8> {
        let requests = bytes.iter().filter_map(|byte| self.0.take(*byte));
        let answers = requests.map(|request| obey(&request, body));
        answers.collect::<String>().into_bytes()
    }
}

fn obey(request: &str, body: &mut Body) -> String {
    match request {
        "W" => weight(body),
        "S" => format!("\nS{}\r\x03", flags(body)),
        "Z" => {
            body.zero();
            format!("\nS{}\r\x03", flags(body))
        }
        "T" => {
            body.tare();
            format!("\nS{}\r\x03", flags(body))
        }
        _ => "\n?\r\x03".to_owned(),
    }
}

fn weight(body: &Body) -> String {
    let flags = flags(body);
    match body.shows() {
        Shows::Over | Shows::Under => format!("\nS{flags}\r\x03"),
        Shows::Moving(net) | Shows::Still(net) => {
            let (shown, unit) = (body.pan.shown(net), body.pan.unit.to_uppercase());
            format!("\n{shown:>8}{unit}\r\nS{flags}\r\x03")
        }
    }
}

fn flags(body: &Body) -> &'static str {
    match body.shows() {
        Shows::Over => "02",
        Shows::Under => "01",
        Shows::Moving(_) => "10",
        Shows::Still(0) => "20",
        Shows::Still(_) => "00",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::plain::Plain;
    use super::super::{Options, Trouble, Weighs};
    use super::*;
    use crate::bench::Device;
    use crate::cable::Attach;

    #[test]
    fn each_request_has_its_answer() {
        let options = Options::new(Attach::Pty { link: None });
        let mut scale = Plain::new(&options, Nci::default());
        scale.put("2.5", "kg").unwrap();
        let settled = Duration::from_secs(1);
        for (request, answer) in [
            (&b"W\r"[..], &b"\n   2.500KG\r\nS00\r\x03"[..]),
            (b"T\rW\r", b"\nS20\r\x03\n   0.000KG\r\nS20\r\x03"),
            (b"X\r", b"\n?\r\x03"),
        ] {
            assert_eq!(scale.turn(request, settled), answer, "{request:?}");
        }
        scale.make_trouble(Some(Trouble::Overload));
        assert_eq!(scale.turn(b"W\r", settled), b"\nS02\r\x03");
    }
}
