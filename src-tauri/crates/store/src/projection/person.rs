//! People, by pseudonym.

use domain::person::Person;

use super::{Projected, Value};

impl Projected for Person {
    const TABLE: &'static str = "person";
    const COLUMNS: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        Vec::new()
    }
}
