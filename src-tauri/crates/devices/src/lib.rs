//! Scanners, scales and printers: codecs without ports, ports without codecs.
//!
//! - [`codec`]: bytes in, outcomes out. No port, no clock.
//! - [`port`]: the only I/O: a serial line, a TCP connection, a HID device, a printer on USB.
//! - [`driver`]: a codec over a port, with the clock as an argument.
//! - [`supervise`]: when to open, keep, drop and try again.
//! - [`usb`]: which device on USB, wherever it is plugged in.
//! - [`binding`]: which device has which role; the host stores it.
//! - [`speech`]: what a scale may speak.
//! - [`protocol`]: what any device may speak, by name.
//! - [`decode`]: the bytes of any device as records, for a person.
//! - [`finder`]: what is plugged in.
//! - [`fence`]: one printer, one process.
//! - [`run`]: blocking loops; the host gives each its thread.
//!
//! A new protocol is a codec, a line in [`binding::Protocol`] and an arm in its driver. A new bus
//! is a [`binding::Target`] and an implementation of [`port::Port`].

pub mod binding;
pub mod codec;
pub mod decode;
pub mod driver;
pub mod fence;
pub mod finder;
pub mod port;
pub mod protocol;
pub mod reading;
pub mod run;
pub mod speech;
pub mod supervise;
pub mod usb;
