//! This station's own bookkeeping: who it is, who its people are, what waits for printer and ERP.

pub mod device;
pub mod outbox;
pub mod people;
pub mod plant;
pub mod plant_station;
pub mod print;
pub mod shared_people;
pub mod station;
