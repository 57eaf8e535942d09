//! The scale's thread: the latest reading for the core, changes of it for the screens.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use devices::binding::Target;
use devices::reading::Reading;
use devices::run::{ScaleEvent, ScaleRequest, run_scale};
use devices::speech::Speech;
use domain::job_order::WeightFacts;
use domain::quantity::Quantity;
use station::view::device::Change;

use super::face::Face;

/// Oldest reading that still counts: what lies on the scale may have changed since.
pub const READING_AGE_MAX: Duration = Duration::from_secs(2);

/// Least time between two changes told to the screens; nobody reads faster.
pub const TELL_EVERY: Duration = Duration::from_millis(100);

/// What the scale shows, as the core asks for it.
pub(super) struct Shown {
    scale: String,
    latest: Mutex<Latest>,
    booked: Mutex<Option<Quantity>>,
}

/// How much of a booked load may stay on the scale, in percent of it: what sticks to the pan.
const LEFT_PERCENT: u8 = 10;

#[derive(Clone)]
struct Latest {
    /// The weight and whether it stands still, or why there is none.
    shows: Result<(Quantity, bool), String>,
    raw: String,
    at: Instant,
}

impl Shown {
    /// A scale that has shown nothing yet.
    pub(super) fn new(scale: String) -> Self {
        let shows = Err("the scale has not answered yet: wait a moment".to_owned());
        Self {
            scale,
            latest: Mutex::new(Latest {
                shows,
                raw: String::new(),
                at: Instant::now(),
            }),
            booked: Mutex::new(None),
        }
    }

    /// What it shows at a moment. A reading that is too old is none.
    fn reading_at(&self, now: Instant) -> WeightFacts {
        let Latest { shows, raw, at } = self.latest().clone();
        let old = now.saturating_duration_since(at) > READING_AGE_MAX;
        let shows = match shows {
            Ok(_) if old => {
                Err("the scale has stopped answering: check its cable and its power".to_owned())
            }
            shows => shows,
        };
        WeightFacts {
            stable: matches!(shows, Ok((_, true))),
            weight: shows.map(|(weight, _)| weight),
            booked: self.load().is_some(),
            raw,
            scale: self.scale.clone(),
        }
    }

    /// Keeps what it shows now; `true` when that is something else than before.
    fn keep(&self, shows: Result<(Quantity, bool), String>, raw: String) -> bool {
        if let Ok((weight, _)) = &shows {
            let mut load = self.load();
            if load.as_ref().is_some_and(|load| emptied(load, weight)) {
                *load = None;
            }
        }
        let mut latest = self.latest();
        let differs = latest.shows != shows;
        *latest = Latest {
            shows,
            raw,
            at: Instant::now(),
        };
        differs
    }

    fn latest(&self) -> std::sync::MutexGuard<'_, Latest> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The load that was booked and still lies there.
    fn load(&self) -> std::sync::MutexGuard<'_, Option<Quantity>> {
        self.booked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether so little is left that the next portion is another one.
fn emptied(load: &Quantity, weight: &Quantity) -> bool {
    let left = load.share(LEFT_PERCENT.into(), 100.into());
    let (Ok(weight), Ok(left)) = (weight.convert(load.unit()), left) else {
        return true; // It was switched to a unit that has nothing to do with the load's.
    };
    weight.value() <= left.value()
}

impl station::Scale for Shown {
    fn reading(&self) -> Option<WeightFacts> {
        Some(self.reading_at(Instant::now()))
    }

    fn booked(&self, weight: &Quantity) {
        *self.load() = Some(weight.clone());
    }
}

pub(super) fn run(
    target: &Target,
    speech: &Speech,
    requests: &Receiver<ScaleRequest>,
    face: &mut Face,
) {
    let shown = Arc::new(Shown::new(face.target()));
    face.station.set_scale(shown.clone());
    let stop = face.stop.clone();
    let mut told_at = None;
    run_scale(target, speech, requests, &stop, &mut |event| {
        if take(face, &shown, event) && !face.stops() {
            pace(&mut told_at);
            let weight = face.station.view_weight();
            face.station.publish(Change::Weighed { weight });
        }
    });
}

/// Takes what the scale told; `true` when it shows something else now.
fn take(face: &mut Face, shown: &Shown, event: ScaleEvent) -> bool {
    match event {
        ScaleEvent::State(state) => match face.state(state) {
            Some(sentence) => shown.keep(Err(sentence), String::new()),
            None => false,
        },
        ScaleEvent::Mismatches(mismatches) => {
            face.mismatches(&mismatches);
            false
        }
        ScaleEvent::Reading(Reading::Weight(weight)) => {
            shown.keep(Ok((weight.value, weight.stable)), weight.raw)
        }
        ScaleEvent::Reading(Reading::NoWeight(reason)) => {
            shown.keep(Err(reason.to_string()), String::new())
        }
    }
}

/// Waits until the next change may be told. The scale waits too, so that the last change is never
/// the one left out.
fn pace(told_at: &mut Option<Instant>) {
    if let Some(at) = *told_at {
        sleep(TELL_EVERY.saturating_sub(at.elapsed()));
    }
    *told_at = Some(Instant::now());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five_kilograms() -> Quantity {
        Quantity::parse("5.000", "kg").unwrap()
    }

    #[test]
    fn a_reading_counts_for_two_seconds() {
        let shown = Shown::new("COM3".to_owned());
        shown.keep(Ok((five_kilograms(), true)), "S S 5.000 kg".to_owned());
        let now = Instant::now();

        let fresh = shown.reading_at(now);
        let old = shown.reading_at(now + READING_AGE_MAX + Duration::from_millis(1));

        assert_eq!((fresh.weight, fresh.stable), (Ok(five_kilograms()), true));
        assert!(old.weight.unwrap_err().contains("check its cable") && !old.stable);
    }

    #[test]
    fn a_booked_load_stays_booked_until_the_scale_is_emptied() {
        let shown = Shown::new("COM3".to_owned());
        let load = |kg: &str| Ok((Quantity::parse(kg, "kg").unwrap(), true));
        let booked = || shown.reading_at(Instant::now()).booked;
        shown.keep(load("5.000"), String::new());

        let before = booked();
        station::Scale::booked(&shown, &five_kilograms());
        let after = booked();
        shown.keep(load("4.100"), String::new());
        let still = booked();
        shown.keep(load("0.020"), String::new());
        shown.keep(load("5.000"), String::new());

        assert_eq!((before, after, still, booked()), (false, true, true, false));
    }

    #[test]
    fn only_what_is_shown_makes_a_change() {
        let shown = Shown::new("COM3".to_owned());

        let moving = shown.keep(Ok((five_kilograms(), false)), "S D 5.000 kg".to_owned());
        let still = shown.keep(Ok((five_kilograms(), true)), "S S 5.000 kg".to_owned());
        let again = shown.keep(Ok((five_kilograms(), true)), "S S 5.000 kg".to_owned());

        assert_eq!((moving, still, again), (true, true, false));
    }
}
