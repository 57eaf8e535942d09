//! One printer, one process: two data folders on a computer must not drive the same one, or the
//! labels of one would be counted as the other's.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;

use crate::binding::Target;
use crate::port::{Fault, fault_of};

/// What a printer's name begins with, so that it is nobody else's.
const PREFIX: &str = "lineside-printer:";

/// Most bytes of a name: what the address of a local socket can hold (108), less its mark. Longer
/// names are told apart by their ends.
const NAME_BYTES_MAX: usize = 100;

/// The printer that this process drives. The system gives it up when the process ends, however that
/// happens.
#[derive(Debug, Default)]
pub struct Fence(BTreeMap<String, system::Claim>);

impl Fence {
    /// Claims the printer at `target` for this process, and gives up another one that was claimed
    /// before.
    ///
    /// # Errors
    /// [`Fault::Driven`], when another process has it; [`Fault::Gone`], when it is not there now.
    pub fn hold(&mut self, target: &Target) -> Result<(), Fault> {
        let names = target.names()?;
        self.0.retain(|name, _| names.contains(name));
        for name in names {
            if let Entry::Vacant(free) = self.0.entry(name) {
                let claim = system::claim(&called(free.key()));
                free.insert(claim.map_err(|error| refused(&error))?);
            }
        }
        Ok(())
    }
}

fn called(name: &str) -> String {
    let room = NAME_BYTES_MAX - PREFIX.len();
    let start = name.len().saturating_sub(room);
    let end = (start..=name.len()).find_map(|at| name.get(at..));
    format!("{PREFIX}{}", end.unwrap_or_default())
}

fn refused(error: &io::Error) -> Fault {
    let taken = [io::ErrorKind::AddrInUse, io::ErrorKind::WouldBlock];
    if taken.contains(&error.kind()) {
        Fault::Driven
    } else {
        fault_of(error.kind())
    }
}

/// Linux: a local socket without a file. It needs no folder and no right, and leaves nothing behind.
#[cfg(target_os = "linux")]
mod system {
    use std::io;
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr, UnixDatagram};

    pub(super) type Claim = UnixDatagram;

    pub(super) fn claim(name: &str) -> io::Result<Claim> {
        UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(name)?)
    }
}

/// Elsewhere: a locked file in a folder that is the same for all users.
#[cfg(not(target_os = "linux"))]
mod system {
    use std::fs::{File, OpenOptions, TryLockError, create_dir_all};
    use std::io;
    use std::path::PathBuf;

    pub(super) type Claim = File;

    pub(super) fn claim(name: &str) -> io::Result<Claim> {
        let folder = folder();
        create_dir_all(&folder)?;
        let plain = |sign: char| {
            if sign.is_ascii_alphanumeric() {
                sign
            } else {
                '_'
            }
        };
        let path = folder.join(name.chars().map(plain).collect::<String>());
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn folder() -> PathBuf {
        let of_all = std::env::var_os("ProgramData").map(PathBuf::from);
        of_all
            .unwrap_or_else(|| PathBuf::from("/tmp"))
            .join("lineside-locks")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A printer that no other test of this computer means.
    fn printer(host: &str, number: u16) -> Target {
        let mine = u16::try_from(std::process::id() % 10_000).unwrap();
        Target::Tcp {
            host: host.to_owned(),
            port: 20_000 + mine * 4 + number,
        }
    }

    #[test]
    fn a_printer_is_driven_by_one_only_however_it_is_called() {
        let (mut one, mut other) = (Fence::default(), Fence::default());

        assert_eq!(one.hold(&printer("127.0.0.1", 0)), Ok(()));
        assert_eq!(one.hold(&printer("127.0.0.1", 0)), Ok(()));
        assert_eq!(other.hold(&printer("localhost", 0)), Err(Fault::Driven));
        assert_eq!(other.hold(&printer("127.0.0.1", 1)), Ok(()));
    }

    #[test]
    fn who_goes_or_takes_another_printer_leaves_this_one() {
        let (mut one, mut other) = (Fence::default(), Fence::default());
        assert_eq!(one.hold(&printer("127.0.0.1", 2)), Ok(()));

        assert_eq!(one.hold(&printer("127.0.0.1", 3)), Ok(()));
        assert_eq!(other.hold(&printer("127.0.0.1", 2)), Ok(()));
        drop(one);
        assert_eq!(other.hold(&printer("127.0.0.1", 3)), Ok(()));
    }

    #[test]
    fn a_long_name_is_cut_at_its_beginning() {
        let long = called(&format!("{}é-printer-7", "é".repeat(99)));

        assert!(
            long.len() <= NAME_BYTES_MAX && long.ends_with("é-printer-7"),
            "{long}"
        );
    }
}
