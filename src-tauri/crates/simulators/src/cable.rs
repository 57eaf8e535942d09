//! What a simulated serial device hangs on: a pseudo-terminal or a TCP port.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

/// How long a write may wait for a reader before its bytes are lost, as on a real line.
const WRITE_WAIT: Duration = Duration::from_millis(100);

/// Where a simulated device can be reached.
#[derive(Clone, Debug)]
pub enum Attach {
    /// A pseudo-terminal, with a symbolic link to it where a fixed path is wanted. Unix only.
    Pty {
        /// The link; it is replaced if it is a link, and removed in the end.
        link: Option<PathBuf>,
    },
    /// A TCP port; port 0 takes a free one and keeps it.
    Tcp {
        /// The address to listen on.
        address: SocketAddr,
    },
}

/// A plugged cable. Dropping it is pulling it.
pub(crate) enum Cable {
    #[cfg(unix)]
    Pty(Pty),
    Tcp {
        listener: TcpListener,
        client: Option<TcpStream>,
        address: SocketAddr,
    },
}

impl Cable {
    pub(crate) fn plug(attach: &Attach) -> io::Result<Self> {
        match attach {
            #[cfg(unix)]
            Attach::Pty { link } => Pty::open(link.as_deref()).map(Self::Pty),
            #[cfg(not(unix))]
            Attach::Pty { .. } => Err(io::ErrorKind::Unsupported.into()),
            Attach::Tcp { address } => {
                let listener = TcpListener::bind(address)?;
                listener.set_nonblocking(true)?;
                let address = listener.local_addr()?;
                Ok(Self::Tcp {
                    listener,
                    client: None,
                    address,
                })
            }
        }
    }

    /// How to plug it in again at the same place.
    pub(crate) fn again(&self, attach: &Attach) -> Attach {
        match self {
            #[cfg(unix)]
            Self::Pty(_) => attach.clone(),
            Self::Tcp { address, .. } => Attach::Tcp { address: *address },
        }
    }

    /// The path or address to open.
    pub(crate) fn address(&self) -> String {
        match self {
            #[cfg(unix)]
            Self::Pty(pty) => pty.path.clone(),
            Self::Tcp { address, .. } => address.to_string(),
        }
    }

    /// Reads what came within `wait`; nothing is 0.
    pub(crate) fn read(&mut self, buffer: &mut [u8], wait: Duration) -> usize {
        match self {
            #[cfg(unix)]
            Self::Pty(pty) => pty.read(buffer, wait),
            Self::Tcp {
                listener, client, ..
            } => {
                let Some(stream) = connected(listener, client) else {
                    sleep(wait);
                    return 0;
                };
                let read = stream
                    .set_read_timeout(Some(wait))
                    .and_then(|()| stream.read(buffer));
                let closed = matches!(&read, Ok(0)) || read.as_ref().is_err_and(is_fatal);
                if closed {
                    *client = None;
                }
                read.unwrap_or(0)
            }
        }
    }

    /// Writes; with nobody there, or nobody reading, the bytes are lost.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let written = match self {
            #[cfg(unix)]
            Self::Pty(pty) => pty.master.write_all(bytes),
            Self::Tcp {
                listener, client, ..
            } => connected(listener, client).map_or(Ok(()), |stream| stream.write_all(bytes)),
        };
        let _lost = written;
    }
}

/// Who is connected; if nobody is, who has just called.
fn connected<'a>(
    listener: &TcpListener,
    client: &'a mut Option<TcpStream>,
) -> Option<&'a mut TcpStream> {
    if client.is_none() {
        *client = accept(listener);
    }
    client.as_mut()
}

fn accept(listener: &TcpListener) -> Option<TcpStream> {
    let (stream, _) = listener.accept().ok()?;
    stream.set_nonblocking(false).ok()?;
    stream.set_write_timeout(Some(WRITE_WAIT)).ok()?;
    stream.set_nodelay(true).ok()?;
    Some(stream)
}

fn is_fatal(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// Holds its own end of the far side too: otherwise the line would break whenever nobody has it
/// open, and forget that it is raw.
#[cfg(unix)]
pub(crate) struct Pty {
    master: serialport::TTYPort,
    _slave: serialport::TTYPort,
    path: String,
    link: Option<PathBuf>,
}

#[cfg(unix)]
impl Pty {
    fn open(link: Option<&Path>) -> io::Result<Self> {
        use serialport::SerialPort;
        let (mut master, slave) = serialport::TTYPort::pair()?;
        master.set_timeout(WRITE_WAIT)?;
        let path = slave.name().ok_or(io::ErrorKind::NotFound)?;
        let link = link.map(Path::to_path_buf);
        if let Some(link) = &link {
            point(link, &path)?;
        }
        Ok(Self {
            master,
            _slave: slave,
            path,
            link,
        })
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> usize {
        use serialport::SerialPort;
        let read = self.master.set_timeout(wait).map_err(io::Error::from);
        let count = read.and_then(|()| self.master.read(buffer)).unwrap_or(0);
        // A timeout that cannot be set back makes the next write give up sooner, no more.
        let _kept = self.master.set_timeout(WRITE_WAIT);
        count
    }
}

#[cfg(unix)]
impl Drop for Pty {
    fn drop(&mut self) {
        let ours = |link: &PathBuf| std::fs::read_link(link).is_ok_and(|to| to == *self.path);
        if let Some(link) = self.link.as_ref().filter(|link| ours(link)) {
            // The folder may be gone already; then so is the link.
            let _removed = std::fs::remove_file(link);
        }
    }
}

#[cfg(unix)]
fn point(link: &Path, to: &str) -> io::Result<()> {
    if std::fs::symlink_metadata(link).is_ok_and(|found| found.is_symlink()) {
        std::fs::remove_file(link)?;
    }
    std::os::unix::fs::symlink(to, link)
}
