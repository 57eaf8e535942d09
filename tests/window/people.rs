//! Who the demo plant's people are, and how they come in.

use plant_tests::screen::Screen;

use crate::bench::Bench;

/// Somebody of the demo plant.
pub(crate) struct Person {
    badge: &'static str,
    pin: &'static str,
    name: &'static str,
}

/// Releases and dispatches.
pub(crate) const SUPERVISOR: Person = Person {
    badge: "B-2001",
    pin: "2001",
    name: "Ingrid Sund",
};

/// Does the work.
pub(crate) const OPERATOR: Person = Person {
    badge: "B-1001",
    pin: "1001",
    name: "Jana Novak",
};

/// Signs somebody in: badge by scanner, PIN on the pad.
pub(crate) async fn sign_in(screen: &Screen, bench: &Bench, person: &Person) {
    bench.scan(person.badge);
    screen.type_pin(person.pin, person.name).await;
}
