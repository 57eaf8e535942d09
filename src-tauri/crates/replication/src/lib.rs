//! A station's log and the plant's.
//!
//! [`SyncMachine`] decides what to ask of the plant and of the station's store, and does neither: no
//! clock, socket, file or randomness of its own. The app, the tests over real databases and the
//! simulator drive the same machine.

#![deny(clippy::iter_over_hash_type)] // Order would leak into what is sent: use a BTreeMap.

pub mod guard;
pub mod machine;
pub mod message;
pub mod postgres;

pub use guard::Guards;
pub use machine::{Settings, SyncMachine};
pub use message::{Alarm, Answer, Ask, Done, Head, Input, Now, Order, Outcome, Output, Rehomed};
