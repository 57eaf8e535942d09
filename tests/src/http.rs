//! HTTP as a program of somebody else's would speak it: a socket and text, none of our parts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

/// How long an answer or a change may take; two busy cores need a fifth of it.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(60);

/// A connection for one request.
pub struct Connection {
    stream: TcpStream,
    address: String,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Header lines, in lower case.
    pub headers: String,
    /// Body.
    pub body: String,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(ANSWER_TIME_MAX))?;
        Ok(Self {
            stream,
            address: address.to_owned(),
        })
    }

    /// Sends a request; `Host` is the address unless the headers name one.
    ///
    /// # Errors
    /// When the other side is gone.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> std::io::Result<()> {
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            text += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.stream.write_all(text.as_bytes())
    }

    /// Reads the answer to its end.
    ///
    /// # Errors
    /// When the other side is gone before that.
    pub fn reply(mut self) -> std::io::Result<Reply> {
        let mut bytes = Vec::new();
        self.stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(cut)?;
        let headers = head.to_ascii_lowercase();
        let length = headers
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        if length.is_some_and(|length| length.parse() != Ok(body.len())) {
            return Err(cut());
        }
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Ok(Reply {
            status: status.ok_or_else(cut)?,
            headers,
            body: body.to_owned(),
        })
    }

    /// Reads changes from now on, in a thread that ends with the connection.
    ///
    /// # Panics
    /// When the answer is no stream of events.
    pub fn changes(self) -> Changes {
        let mut lines = BufReader::new(self.stream).lines().map_while(Result::ok);
        let status = lines.next().unwrap();
        assert!(status.contains(" 200 "), "{status}");
        lines.by_ref().find(String::is_empty).unwrap();
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let events =
                lines.filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok());
            // Whoever listened may have heard enough.
            events
                .map(|event| sender.send(event))
                .take_while(Result::is_ok)
                .for_each(drop);
        });
        Changes(receiver)
    }
}

impl Reply {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|bad| panic!("{bad}: {}", self.body))
    }
}

/// Changes as they come.
pub struct Changes(Receiver<Value>);

impl Changes {
    /// The next change of a kind; others are passed over.
    ///
    /// # Panics
    /// When none comes in time.
    pub fn next(&self, kind: &str) -> Value {
        loop {
            let change = self.0.recv_timeout(ANSWER_TIME_MAX);
            let change = change.unwrap_or_else(|_| panic!("no change of kind {kind} came"));
            if change.get("change").is_some_and(|found| found == kind) {
                return change;
            }
        }
    }
}
