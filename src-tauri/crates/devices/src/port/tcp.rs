//! A device behind a TCP connection: label printers on port 9100, serial servers, simulators.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

use super::{Fault, Port, WAIT_MIN, Written, fault_of, write_all};

/// How long a silent connection may be idle before the other side is asked whether it is there: a
/// scanner may say nothing for hours, and one that lost its power never says that it is gone.
const ASK_AFTER: Duration = Duration::from_secs(10);

/// Pause between two such questions.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// A connected TCP device.
#[derive(Debug)]
pub struct Tcp(TcpStream);

impl Tcp {
    /// Connects to the first address of `host` that answers; each has `deadline`.
    ///
    /// # Errors
    /// [`Fault::Gone`] where nothing listens or the name is unknown, [`Fault::Timeout`] where
    /// nothing answers.
    pub fn open(host: &str, port: u16, deadline: Duration) -> Result<Self, Fault> {
        let addresses = (host, port).to_socket_addrs().map_err(|_| Fault::Gone)?;
        let mut last = Fault::Gone;
        for address in addresses {
            match TcpStream::connect_timeout(&address, deadline.max(WAIT_MIN)) {
                Ok(stream) => return Self::set_up(stream).map_err(|e| fault_of(e.kind())),
                Err(error) => last = fault_of(error.kind()),
            }
        }
        Err(last)
    }

    fn set_up(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let alive = TcpKeepalive::new()
            .with_time(ASK_AFTER)
            .with_interval(ASK_EVERY);
        SockRef::from(&stream).set_tcp_keepalive(&alive)?;
        Ok(Self(stream))
    }
}

impl Port for Tcp {
    fn read(&mut self, buffer: &mut [u8], deadline: Duration) -> Result<usize, Fault> {
        let wait = self.0.set_read_timeout(Some(deadline.max(WAIT_MIN)));
        match wait.and_then(|()| self.0.read(buffer)) {
            Ok(0) if !buffer.is_empty() => Err(Fault::Gone),
            Ok(count) => Ok(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Fault::Timeout),
            Err(error) => Err(fault_of(error.kind())),
        }
    }

    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Written {
        write_all(bytes, deadline, |rest, left| {
            self.0.set_write_timeout(Some(left))?;
            self.0.write(rest)
        })
    }
}
