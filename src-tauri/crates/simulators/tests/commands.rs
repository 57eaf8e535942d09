//! The simulators as another process sees them: lines in, lines out, bytes on a line.

#![allow(
    clippy::unwrap_used,
    reason = "a failed expectation is the test's verdict"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use simulators::cable::Attach;
use simulators::{printer, scale, scanner};

/// The far end of a console: what is written to it, and the lines it says.
struct Console {
    commands: std::io::PipeWriter,
    said: BufReader<std::io::PipeReader>,
    address: SocketAddr,
}

impl Console {
    fn start(run: impl FnOnce(std::io::PipeReader, std::io::PipeWriter) + Send + 'static) -> Self {
        let (input, commands) = std::io::pipe().unwrap();
        let (said, output) = std::io::pipe().unwrap();
        std::thread::spawn(move || run(input, output));
        let mut said = BufReader::new(said);
        let mut ready = String::new();
        said.read_line(&mut ready).unwrap();
        let address = ready
            .trim()
            .strip_prefix("ready ")
            .unwrap()
            .parse()
            .unwrap();
        Self {
            commands,
            said,
            address,
        }
    }

    fn say(&mut self, command: &str) -> String {
        writeln!(self.commands, "{command}").unwrap();
        let mut answer = String::new();
        self.said.read_line(&mut answer).unwrap();
        answer.trim().to_owned()
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        stream
    }
}

fn port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

fn line(stream: &TcpStream) -> String {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}

#[test]
fn a_scale_obeys_its_console() {
    let mut console = Console::start(|input, output| {
        let options = scale::Options::new(Attach::Tcp { address: port() });
        scale::main_loop(&options, BufReader::new(input), output).unwrap();
    });
    let mut stream = console.connect();

    assert_eq!(console.say("weight 12.482 kg"), "ok");
    stream.write_all(b"S\r\n").unwrap();
    assert_eq!(line(&stream), "S S     12.482 kg\r\n");
    assert_eq!(console.say("state"), "ok S S     12.482 kg");
    assert_eq!(console.say("overload"), "ok");
    stream.write_all(b"SI\r\n").unwrap();
    assert_eq!(line(&stream), "S +\r\n");
    assert!(
        console
            .say("weight heavy")
            .starts_with("error: “weight heavy” is no command")
    );
    assert!(
        console
            .say("weight 1,5 kg")
            .starts_with("error: “1,5” is not a value")
    );
}

#[test]
fn a_scanner_obeys_its_console() {
    let mut console = Console::start(|input, output| {
        let attach = Attach::Tcp { address: port() };
        let options = scanner::Options {
            attach,
            suffix: b"\r".to_vec(),
        };
        scanner::main_loop(options, BufReader::new(input), output).unwrap();
    });
    let mut stream = console.connect();

    assert_eq!(console.say(r"scan ]C110AB\x1d21SN42"), "ok");
    assert_eq!(console.say("split 3 ]C0LOT"), "ok");

    let mut bytes = [0; 22];
    stream.read_exact(&mut bytes).unwrap();
    assert_eq!(&bytes, b"]C110AB\x1d21SN42\r]C0LOT\r");
}

#[test]
fn a_printer_obeys_its_console_and_fills_its_shelf() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Some(folder.path().to_owned());
    let mut console = Console::start(move |input, output| {
        let print_time = Duration::from_millis(10);
        let options = printer::Options {
            address: port(),
            shelf,
            tongue: Default::default(),
            print_time,
        };
        printer::main_loop(&options, BufReader::new(input), output).unwrap();
    });
    let mut stream = console.connect();

    assert_eq!(console.say("pause"), "ok");
    stream
        .write_all(b"^XA^FDone^FS^XZ^XA^FDtwo^FS^XZ~HS\r\n")
        .unwrap();
    assert!(line(&stream).contains("030,0,1,0812,002,"));
    assert_eq!(console.say("ok"), "ok");
    std::thread::sleep(Duration::from_millis(300));

    assert_eq!(console.say("shelf"), "ok 2 printed");
    let second = std::fs::read(folder.path().join("0002.zpl")).unwrap();
    assert_eq!(second, b"^XA^FDtwo^FS^XZ");
}
