//! The scale's side of A&D's standard format (A&D GC manual p. 51).

use super::plain::{Body, Language, Requests, Shows};

/// A scale that answers lines.
#[derive(Default)]
pub(super) struct AAndD(Requests);

impl Language for AAndD {
    fn turn(&mut self, bytes: &[u8], body: &mut Body) -> Vec<u8> {
        let requests = bytes.iter().filter_map(|byte| self.0.take(*byte));
        let answers = requests.map(|request| obey(&request, body));
        answers.collect::<String>().into_bytes()
    }
}

fn obey(request: &str, body: &mut Body) -> String {
    match request {
        "Q" | "SI" => weight(body),
        "Z" => taken(body.zero()),
        "T" => taken(body.tare()),
        _ => "EC,E01\r\n".to_owned(),
    }
}

fn taken(done: bool) -> String {
    if done { "\x06\r\n" } else { "EC,E11\r\n" }.to_owned()
}

fn weight(body: &Body) -> String {
    let (head, net) = match body.shows() {
        Shows::Over => return "OL,+9999999E+19\r\n".to_owned(),
        Shows::Under => return "OL,-9999999E+19\r\n".to_owned(),
        Shows::Moving(net) => ("US", net),
        Shows::Still(net) => ("ST", net),
    };
    let sign = if net < 0 { '-' } else { '+' };
    let (shown, unit) = (body.pan.shown(net.abs()), &body.pan.unit);
    format!("{head},{sign}{shown:0>8}{unit:>3}\r\n")
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
        let mut scale = Plain::new(&options, AAndD::default());
        scale.put("2.5", "kg").unwrap();
        let settled = Duration::from_secs(1);
        for (request, answer) in [
            (&b"Q\r\n"[..], &b"ST,+0002.500 kg\r\n"[..]),
            (b"T\r\nQ\r\n", b"\x06\r\nST,+0000.000 kg\r\n"),
            (b"Z\r\n", b"EC,E11\r\n"),
            (b"X\r\n", b"EC,E01\r\n"),
        ] {
            assert_eq!(scale.turn(request, settled), answer, "{request:?}");
        }
        scale.make_trouble(Some(Trouble::Underload));
        assert_eq!(scale.turn(b"Q\r\n", settled), b"OL,-9999999E+19\r\n");
    }
}
