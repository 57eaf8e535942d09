//! A scanner that types. It is taken away from the desktop: its keys reach no window, so a scan needs
//! nothing focused and its digits are nobody's PIN. Linux only; elsewhere no program may take one of
//! several keyboards.

#[cfg(target_os = "linux")]
#[path = "keys/linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "keys/other.rs"]
mod system;

pub use self::system::{Keys, found};
use crate::usb::UsbId;

/// A keyboard that is plugged in. Which one is a scanner, only its owner knows.
#[derive(Clone, Debug)]
pub struct KeysFound {
    /// Which one it is.
    pub id: UsbId,
    /// What it calls itself.
    pub name: String,
    place: system::Place,
}
