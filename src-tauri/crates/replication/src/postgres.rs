//! The PostgreSQL side of a plant: what an installer does there, and what a station asks of it.

mod admin;
mod baseline;
mod error;
mod gateway;
mod identity;
mod join_code;
mod link;
mod listen;
mod migrations;
mod programs;
mod push;
mod rows;
mod scram;
mod stations;
mod verify;

pub use admin::{Address, EnrolledStation, PlantAdmin};
pub use baseline::{Baseline, Root, SignedBaseline};
pub use error::PlantError;
pub use gateway::{GatewayLink, Kept, Page, Term};
pub use identity::{IdentityChange, KnownPerson, PEOPLE_MAX};
pub use join_code::{BadJoinCode, JoinCode};
pub use link::{Claimed, Leased, PlantFacts, PlantLink};
pub use listen::PlantEar;
pub use programs::{EnrolledProgram, Program};
pub use stations::{PlantStation, Presence};
pub use verify::Verified;
