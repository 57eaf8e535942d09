//! Elsewhere no keyboard can be taken.

use std::convert::Infallible;
use std::time::Duration;

use super::KeysFound;
use crate::port::{Fault, Port, Written};
use crate::usb::UsbId;

/// Where a keyboard is: nowhere.
pub(super) type Place = Infallible;

/// A keyboard that is ours alone: there is none.
pub struct Keys(Infallible);

impl Keys {
    /// Takes none.
    ///
    /// # Errors
    /// [`Fault::System`], always.
    pub fn open(_: &UsbId) -> Result<Self, Fault> {
        Err(Fault::System)
    }
}

impl Port for Keys {
    fn read(&mut self, _: &mut [u8], _: Duration) -> Result<usize, Fault> {
        match self.0 {}
    }

    fn write(&mut self, _: &[u8], _: Duration) -> Written {
        match self.0 {}
    }
}

/// None.
///
/// # Errors
/// Never.
pub fn found() -> Result<Vec<KeysFound>, Fault> {
    Ok(Vec::new())
}
