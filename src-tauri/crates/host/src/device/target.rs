//! Where a device is, as people write it.

use devices::binding::{SerialId, Target};
use devices::port::serial::{Line, Parity};

const FORMS: &str = "write tcp:HOST:PORT, serial:PATH[:BAUD[:8N1]] or \
                     usb:VID:PID[:SERIAL[:BAUD[:8N1]]]";

/// A USB device without a serial number.
const NO_SERIAL: &str = "-";

/// Reads `tcp:HOST:PORT`, `serial:PATH[:BAUD[:8N1]]`, or `usb:VID:PID[:SERIAL[:BAUD[:8N1]]]` of a serial
/// port on USB, wherever it is plugged in. A path and a serial number may hold colons themselves.
///
/// # Errors
/// A sentence that shows how it is written.
pub fn parse(text: &str) -> Result<Target, String> {
    parse_on(text, Line::default())
}

/// Reads the same; what is not written of a serial line's settings is as in `line`.
///
/// # Errors
/// A sentence that shows how it is written.
pub fn parse_on(text: &str, line: Line) -> Result<Target, String> {
    match text.split_once(':') {
        Some(("tcp", rest)) => tcp(rest).ok_or_else(|| FORMS.to_owned()),
        Some(("serial", path)) if !path.is_empty() => Ok(serial(path, line)),
        Some(("usb", rest)) => usb(rest, line).ok_or_else(|| FORMS.to_owned()),
        _ => Err(FORMS.to_owned()),
    }
}

/// The same way back.
#[must_use]
pub fn shown(target: &Target) -> String {
    match target {
        Target::Tcp { host, port } => format!("tcp:{host}:{port}"),
        Target::Serial {
            port: SerialId::Path(path),
            line,
        } => {
            format!("serial:{path}:{}:{}", line.baud, frame(line))
        }
        Target::Serial {
            port: SerialId::Usb { vid, pid, serial },
            line,
        } => {
            let serial = serial.as_deref().unwrap_or(NO_SERIAL);
            format!(
                "usb:{vid:04x}:{pid:04x}:{serial}:{}:{}",
                line.baud,
                frame(line)
            )
        }
    }
}

fn tcp(rest: &str) -> Option<Target> {
    let (host, port) = rest.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port > 0)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then(|| Target::Tcp {
        host: host.to_owned(),
        port,
    })
}

fn serial(text: &str, line: Line) -> Target {
    let (path, line) = settings(text, line);
    Target::Serial {
        port: SerialId::Path(path.to_owned()),
        line,
    }
}

fn usb(text: &str, line: Line) -> Option<Target> {
    let (vid, rest) = text.split_once(':')?;
    let (pid, rest) = rest.split_once(':').unwrap_or((rest, NO_SERIAL));
    let id = |digits: &str| u16::from_str_radix(digits, 16).ok();
    let (serial, line) = settings(rest, line);
    let port = SerialId::Usb {
        vid: id(vid)?,
        pid: id(pid)?,
        serial: (serial != NO_SERIAL && !serial.is_empty()).then(|| serial.to_owned()),
    };
    Some(Target::Serial { port, line })
}

/// What stands before `:BAUD[:8N1]`, and the settings with what is said there.
fn settings(text: &str, mut line: Line) -> (&str, Line) {
    let mut path = text;
    if let Some((before, last)) = path.rsplit_once(':')
        && let Some(framed) = framed(last, line)
    {
        (path, line) = (before, framed);
    }
    if let Some((before, last)) = path.rsplit_once(':')
        && let Ok(baud) = last.parse()
    {
        (path, line.baud) = (before, baud);
    }
    (path, line)
}

/// Data bits, parity and stop bits, for example `7E1`.
fn framed(text: &str, line: Line) -> Option<Line> {
    let mut parts = text.chars();
    let (data, parity, stop) = (parts.next()?, parts.next()?, parts.next()?);
    let parity = match parity.to_ascii_uppercase() {
        'N' => Parity::None,
        'O' => Parity::Odd,
        'E' => Parity::Even,
        _ => return None,
    };
    let bits = |digit: char, among: &[u8]| {
        let bits = u8::try_from(digit.to_digit(10)?).ok()?;
        among.contains(&bits).then_some(bits)
    };
    let (data_bits, stop_bits) = (bits(data, &[5, 6, 7, 8])?, bits(stop, &[1, 2])?);
    parts.next().is_none().then_some(Line {
        data_bits,
        parity,
        stop_bits,
        ..line
    })
}

fn frame(line: &Line) -> String {
    let parity = match line.parity {
        Parity::None => 'N',
        Parity::Odd => 'O',
        Parity::Even => 'E',
    };
    format!("{}{parity}{}", line.data_bits, line.stop_bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_shown_in_full() {
        for (written, full) in [
            ("tcp:127.0.0.1:9100", "tcp:127.0.0.1:9100"),
            ("tcp:[::1]:9100", "tcp:::1:9100"),
            ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0:9600:8N1"),
            ("serial:COM3:19200", "serial:COM3:19200:8N1"),
            ("usb:0EB8:2200", "usb:0eb8:2200:-:9600:8N1"),
            ("usb:0eb8:2200:A1", "usb:0eb8:2200:A1:9600:8N1"),
            ("usb:0403:6001:00:1B:C4", "usb:0403:6001:00:1B:C4:9600:8N1"),
            ("usb:0eb8:2200:A1:2400:7E1", "usb:0eb8:2200:A1:2400:7E1"),
            (
                "serial:/dev/by-path/pci-0:1.0:2400:7e1",
                "serial:/dev/by-path/pci-0:1.0:2400:7E1",
            ),
        ] {
            assert_eq!(shown(&parse(written).unwrap()), full, "{written}");
        }
    }

    #[test]
    fn what_is_not_written_is_as_usual() {
        let line = Line {
            baud: 2_400,
            data_bits: 7,
            parity: Parity::Even,
            ..Line::default()
        };
        for (written, full) in [
            ("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0:2400:7E1"),
            ("serial:/dev/ttyUSB0:9600", "serial:/dev/ttyUSB0:9600:7E1"),
            ("serial:COM3:9600:8N1", "serial:COM3:9600:8N1"),
        ] {
            let target = parse_on(written, line).unwrap();

            assert_eq!(shown(&target), full, "{written}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in [
            "",
            "tcp",
            "tcp:9100",
            "tcp::9100",
            "tcp:host:0",
            "tcp:host:x",
            "serial:",
            "usb:1",
            "usb:x:2200",
            "usb:0eb8:12345",
        ] {
            assert_eq!(parse(text).unwrap_err(), FORMS, "{text}");
        }
    }
}
