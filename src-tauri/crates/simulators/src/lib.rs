//! A scale, a scanner and a printer for the demo plant and the tests.
//!
//! Written by hand from the manuals: they share no code with the drivers, so that a driver that
//! works against them works for a reason. Each is a device without I/O (`turn` takes bytes and a
//! time), a thread that joins it to a pseudo-terminal or a TCP port, a control handle that stops
//! the thread when dropped, and a `main_loop` that takes commands as lines of text.
//!
//! The serial ones hang on a [`cable`]: a pseudo-terminal on Unix (its line settings are not
//! simulated: it ignores them), TCP everywhere.

pub mod cable;
pub mod console;
pub mod printer;
pub mod scale;
pub mod scanner;

mod bench;
