//! This station's own bookkeeping: who it is, who its people are, what waits for printer and ERP.

pub mod device;
pub mod outbox;
pub mod people;
pub mod plant;
pub mod print;
pub mod station;
