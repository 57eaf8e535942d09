//! Where a device is, as people write it.

use devices::binding::{SerialId, Target};
use devices::port::hid::HidKind;
use devices::port::serial::{Line, Parity};
use devices::usb::{UsbId, is_chain};
use station::view::device::DeviceRole;

const FORMS: &str = "write tcp:HOST:PORT, serial:PATH[:BAUD[:8N1]], \
                     usb:VID:PID[:SERIAL[:BAUD[:8N1]]][@PORT] of a serial port on USB, \
                     hid:VID:PID[:SERIAL][@PORT] of a HID scanner or scale, \
                     keys:VID:PID[:SERIAL][@PORT] of a scanner that types, or \
                     usb-printer:VID:PID[:SERIAL][@PORT]";

/// A USB device without a serial number.
const NO_SERIAL: &str = "-";

/// Reads where the device of a role is: `tcp:HOST:PORT`, `serial:PATH[:BAUD[:8N1]]`,
/// `usb:VID:PID[:SERIAL[:BAUD[:8N1]]]` of a serial port on USB, `hid:VID:PID[:SERIAL]`,
/// `keys:VID:PID[:SERIAL]` of a scanner that types, or `usb-printer:VID:PID[:SERIAL]`. What is on USB is meant wherever it is plugged in, unless `@1-4.2` behind it names the chain of ports. A path and
/// a serial number may hold colons themselves. What is not written of a serial line is as in `line`.
///
/// # Errors
/// A sentence that shows how it is written.
pub fn parse_on(role: DeviceRole, text: &str, line: Line) -> Result<Target, String> {
    let read = text.split_once(':').and_then(|(kind, rest)| match kind {
        "tcp" => tcp(rest),
        "serial" if !rest.is_empty() => Some(serial(rest, line)),
        "usb" => usb(rest, line),
        "hid" => hid(role, rest),
        "keys" if role == DeviceRole::Scanner => keys(rest),
        "usb-printer" if role == DeviceRole::Printer => usb_printer(rest),
        _ => None,
    });
    read.ok_or_else(|| FORMS.to_owned())
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
            port: SerialId::Usb(id),
            line,
        } => {
            let line = format!(":{}:{}", line.baud, frame(line));
            format!("usb:{}", identity(id, &line))
        }
        Target::Hid { device, .. } => format!("hid:{}", identity(device, "")),
        Target::Keys { device } => format!("keys:{}", identity(device, "")),
        Target::UsbPrinter { device } => format!("usb-printer:{}", identity(device, "")),
    }
}

/// What identifies a device on USB, with what else is said of it before its chain of ports.
fn identity(id: &UsbId, more: &str) -> String {
    let serial = id.serial.as_deref().unwrap_or(NO_SERIAL);
    let chain = id.chain.as_ref().map(|chain| format!("@{chain}"));
    let (vid, pid) = (id.vid, id.pid);
    format!(
        "{vid:04x}:{pid:04x}:{serial}{more}{}",
        chain.unwrap_or_default()
    )
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
    let (text, chain) = chained(text);
    let (vid, pid, rest) = numbers(text)?;
    let (serial, line) = settings(rest, line);
    let port = SerialId::Usb(UsbId {
        vid,
        pid,
        serial: serial_number(serial),
        chain,
    });
    Some(Target::Serial { port, line })
}

fn hid(role: DeviceRole, text: &str) -> Option<Target> {
    let kind = match role {
        DeviceRole::Scanner => HidKind::Scanner,
        DeviceRole::Scale => HidKind::Scale,
        DeviceRole::Printer => return None,
    };
    let device = device(text)?;
    Some(Target::Hid { device, kind })
}

fn keys(text: &str) -> Option<Target> {
    let device = device(text)?;
    Some(Target::Keys { device })
}

fn usb_printer(text: &str) -> Option<Target> {
    let device = device(text)?;
    Some(Target::UsbPrinter { device })
}

fn device(text: &str) -> Option<UsbId> {
    let (text, chain) = chained(text);
    let (vid, pid, rest) = numbers(text)?;
    Some(UsbId {
        vid,
        pid,
        serial: serial_number(rest),
        chain,
    })
}

/// What stands before `@CHAIN`, and the chain. A serial number may hold such a sign too.
fn chained(text: &str) -> (&str, Option<String>) {
    match text.rsplit_once('@') {
        Some((before, chain)) if is_chain(chain) => (before, Some(chain.to_owned())),
        _ => (text, None),
    }
}

/// Vendor, product and what stands behind them.
fn numbers(text: &str) -> Option<(u16, u16, &str)> {
    let (vid, rest) = text.split_once(':')?;
    let (pid, rest) = rest.split_once(':').unwrap_or((rest, NO_SERIAL));
    let id = |digits: &str| u16::from_str_radix(digits, 16).ok();
    Some((id(vid)?, id(pid)?, rest))
}

fn serial_number(text: &str) -> Option<String> {
    (text != NO_SERIAL && !text.is_empty()).then(|| text.to_owned())
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

    const SCALE: DeviceRole = DeviceRole::Scale;

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
            ("usb:0eb8:2200@1-4.2", "usb:0eb8:2200:-:9600:8N1@1-4.2"),
            (
                "usb:0eb8:2200:A1:2400:7E1@1-4",
                "usb:0eb8:2200:A1:2400:7E1@1-4",
            ),
            ("hid:0922:8003", "hid:0922:8003:-"),
            ("hid:0922:8003:A@1:B", "hid:0922:8003:A@1:B"),
            ("hid:0922:8003:A1@2-1", "hid:0922:8003:A1@2-1"),
            (
                "serial:/dev/by-path/pci-0:1.0:2400:7e1",
                "serial:/dev/by-path/pci-0:1.0:2400:7E1",
            ),
        ] {
            assert_eq!(
                shown(&parse_on(SCALE, written, Line::default()).unwrap()),
                full,
                "{written}"
            );
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
            let target = parse_on(SCALE, written, line).unwrap();

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
            "hid:0922",
            "hid:0922:",
        ] {
            let refused = parse_on(SCALE, text, Line::default());

            assert_eq!(refused.unwrap_err(), FORMS, "{text}");
        }
    }

    #[test]
    fn what_only_one_role_can_have_is_written_for_it_alone() {
        for (role, written) in [
            (DeviceRole::Scanner, "keys:0c2e:0200:-"),
            (DeviceRole::Scanner, "hid:0c2e:0b61:A1@1-4.2"),
            (DeviceRole::Printer, "usb-printer:0a5f:0166:D2J000000001"),
        ] {
            let read = |role| parse_on(role, written, Line::default());

            assert_eq!(shown(&read(role).unwrap()), written);
            let other = match role {
                DeviceRole::Printer => DeviceRole::Scale,
                DeviceRole::Scanner | DeviceRole::Scale => DeviceRole::Printer,
            };
            assert_eq!(read(other).unwrap_err(), FORMS);
        }
    }
}
